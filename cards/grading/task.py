"""What a typed answer is held against, made ready once: rubric, words and reference."""

from functools import lru_cache
from typing import Final, NamedTuple

from cards.grading import english
from cards.grading.lexical import Passage, passage_of
from cards.grading.likeness import Typical, typical_of
from cards.grading.matching import groups_of, words_of
from cards.grading.mirrored import Reference, reference
from cards.grading.points import Looked, compile_groups
from cards.grading.reading import parse, vocabulary_of
from cards.grading.words import Text, keys
from cards.rubric import Rubric


class Task(NamedTuple):
    """A question as the grader needs it."""

    prompt: Text
    right: str
    reference: Reference
    points: tuple[Looked, ...]
    vocabulary: dict[str, str]
    known: frozenset[str]
    asked: Passage
    wanted: Passage
    typical: Typical | None


@lru_cache(maxsize=1 << 9)
def prepare(prompt: str, right: str, rubric: Rubric) -> Task:
    """Return the task of a question: its prompt, its reference, its rubric."""
    asked = parse(prompt, {})
    sources = dict.fromkeys((prompt, right, *_writings(rubric)))
    return Task(
        asked.text,
        right[:1].upper() + right[1:],
        reference(right),
        tuple(compile_groups(point.groups, asked) for point in rubric.points),
        _DEGREES | vocabulary_of((*sources, *_typical(rubric))),
        frozenset(_DEGREES.values()).union(*map(keys, sources)),
        passage_of(prompt),
        passage_of(right),
        typical_of(rubric, right),
    )


_DEGREES: Final = vocabulary_of(english.MORE | english.LESS | english.UPWARD | english.DOWNWARD)


def _typical(rubric: Rubric) -> list[str]:
    wrong = (text for mix_up in rubric.mix_ups for text in mix_up.answers)
    return [*rubric.answers.right, *rubric.answers.partial, *wrong]


def _writings(rubric: Rubric) -> list[str]:
    groups = [group for point in rubric.points for group in point.groups]
    groups += [group for mix_up in rubric.mix_ups for group in mix_up.groups]
    groups += [names for c in rubric.contrasts for names in (c.cause, c.effect, c.low, c.high)]
    synonyms = [word for group in groups_of(tuple(groups)) for word in words_of(group)]
    return [*(writing for group in groups for writing in group), *synonyms]
