"""From what an answer says to what it is worth: the quality, and whether it is sure."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from cards.grading import contrasts as contrasting
from cards.grading import english
from cards.grading.mirrored import turned_round
from cards.grading.points import Finding, Reversed, Said, find, mixed_up
from cards.grading.reading import Answer
from cards.grading.task import Task
from cards.grading.verdicts import Contradiction, Hit, Verdict
from cards.rubric import KeyPoint, MixUp, Rubric

_Judged: TypeAlias = Sequence[tuple[KeyPoint, Finding]]

_NOTHING_SAID: Final = 1
_SOMETHING_SAID: Final = 2
_HALF_SAID: Final = 3
_ALL_REQUIRED: Final = 4
_ALL: Final = 5
_MOST_NEW: Final = 1  # words of an answer that its card does not know, where a partial is sure


def judge(task: Task, rubric: Rubric, answer: Answer) -> Verdict:
    """Return the verdict on an answer that no gate has held back."""
    found = [
        (p, look, find(look, answer)) for p, look in zip(rubric.points, task.points, strict=True)
    ]
    # What the question says all of, counts only where it is said.
    judged = [(point, it) for point, look, it in found if it is not None or not look.is_given]
    hits = tuple(Hit(point.text, found.words) for point, found in judged if isinstance(found, Said))
    mixed = [(mix_up, clause) for mix_up, clause in _mixed_up(rubric, answer)]
    wrong = (*_reversed(judged), *contradictions(rubric, answer), *_told(mixed))
    turned = () if wrong else _turned(task, answer)
    quality = _quality(judged, contradicted=bool(wrong or turned))
    sure = bool(wrong) or (bool(hits) and not turned and _is_understood(task, answer, quality))
    confident = sure and bool(rubric.points) and not answer.text.cut
    return Verdict(
        quality if confident else min(quality, _ALL_REQUIRED),
        confident,
        hits=hits,
        missing=tuple(point.text for point, found in judged if not isinstance(found, Said)),
        contradicted=(*wrong, *turned),
        sounds_like=next((mix_up.term for mix_up, _ in mixed if mix_up.term), ""),
    )


def contradictions(rubric: Rubric, answer: Answer) -> tuple[Contradiction, ...]:
    """Return the clauses that have a contrast the other way round."""
    return tuple(
        Contradiction(
            answer.text.quote(claim.start, claim.end),
            contrasting.holds(rubric.contrasts[claim.contrast]),
            rubric.contrasts[claim.contrast].why,
        )
        for claim in contrasting.claims(answer, rubric.contrasts)
        if not claim.holds
    )


def _quality(judged: _Judged, *, contradicted: bool) -> int:
    said = [isinstance(found, Said) for _, found in judged]
    required = [
        (point.weight, here)
        for (point, _), here in zip(judged, said, strict=True)
        if point.required
    ]
    total, found = sum(w for w, _ in required), sum(w for w, here in required if here)
    if contradicted or not any(said):
        return _SOMETHING_SAID if any(said) else _NOTHING_SAID
    if found < total:
        return _SOMETHING_SAID if 2 * found < total else _HALF_SAID
    return _ALL if all(said) else _ALL_REQUIRED


def _reversed(judged: _Judged) -> Iterator[Contradiction]:
    for point, found in judged:
        if isinstance(found, Reversed):
            yield Contradiction(found.clause, point.text)


def _mixed_up(rubric: Rubric, answer: Answer) -> Iterator[tuple[MixUp, str]]:
    for mix_up in rubric.mix_ups:
        clause = mixed_up(mix_up, answer)
        if clause is not None:
            yield mix_up, clause


def _told(mixed: Sequence[tuple[MixUp, str]]) -> Iterator[Contradiction]:
    for mix_up, clause in mixed:
        yield Contradiction(clause, mix_up.says)


def _turned(task: Task, answer: Answer) -> tuple[Contradiction, ...]:
    where = turned_round(answer, task.reference)
    if where is None:
        return ()
    return (Contradiction(answer.clause(*where), task.right),)


def _is_understood(task: Task, answer: Answer, quality: int) -> bool:
    """Return whether nothing in an answer may be a point in words that the card does not know."""
    if quality >= _ALL_REQUIRED:
        return True
    new = {
        word.text
        for word, key in zip(answer.text.words, answer.keys, strict=True)
        if key not in task.known and word.text not in english.FUNCTION_WORDS
    }
    return len(new) <= _MOST_NEW
