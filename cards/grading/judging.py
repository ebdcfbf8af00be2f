"""From what an answer says to what it is worth: the quality, and whether it is sure."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, TypeAlias

from cards.coefficients import load
from cards.grading import contrasts as contrasting
from cards.grading import english
from cards.grading.lexical import Trio, passage, share
from cards.grading.mirrored import turned_round
from cards.grading.points import Finding, Reversed, Said, findings, mixed_up
from cards.grading.reading import Answer
from cards.grading.task import Task
from cards.grading.verdicts import Contradiction, Hit, Verdict
from cards.grading.words import Word
from cards.rubric import Contrast, KeyPoint, MixUp, Rubric

_Judged: TypeAlias = Sequence[tuple[KeyPoint, Finding]]

_NOTHING_SAID: Final = 1
_SOMETHING_SAID: Final = 2
_HALF_SAID: Final = 3
_ALL_REQUIRED: Final = 4
_ALL: Final = 5
_MUCH: Final = 0.6  # of the reference, by the words alone
_LITTLE: Final = 0.35
_STEPS: Final = ((0.7, _ALL_REQUIRED), (0.5, _HALF_SAID), (0.3, _SOMETHING_SAID))
_MOST_NEW: Final = 1  # words of an answer that its card does not know, where a partial is sure


def judge(task: Task, rubric: Rubric, answer: Answer) -> Verdict:
    """Return the verdict on an answer that no gate has held back."""
    judged = list(zip(rubric.points, findings(task.points, answer), strict=True))
    hits = tuple(Hit(point.text, it.words) for point, it in judged if isinstance(it, Said))
    mixed = list(_mixed_up(rubric, answer))
    wrong = (*_reversed(judged), *contradictions(rubric, answer), *_told(mixed))
    turned = () if wrong else _turned(task, answer, judged)
    opinion = _opinion(task, answer)
    if rubric.points:
        quality = _quality(judged, opinion, contradicted=bool(wrong or turned))
    else:
        quality = _SOMETHING_SAID if wrong or turned else _proposed(opinion)
    sure = bool(wrong) or (bool(hits) and not turned and _is_sure(task, answer, quality, opinion))
    confident = sure and bool(rubric.points) and not answer.text.cut
    return Verdict(
        quality if confident else min(quality, _ALL_REQUIRED),
        confident,
        hits=hits,
        missing=tuple(point.text for point, it in judged if not isinstance(it, Said)),
        contradicted=(*wrong, *turned),
        sounds_like=next((mix_up.term for mix_up, _ in mixed if mix_up.term), ""),
    )


def _opinion(task: Task, answer: Answer) -> float:
    """Return which share of the reference an answer says, by its words alone."""
    said = passage(answer.text._replace(words=_mended(answer)))
    return share(Trio(task.asked, task.wanted, said), load())


def _mended(answer: Answer) -> tuple[Word, ...]:
    pairs = zip(answer.text.words, answer.keys, strict=True)
    return tuple(word._replace(key=key) for word, key in pairs)


def _proposed(opinion: float) -> int:
    return next((quality for least, quality in _STEPS if opinion >= least), _NOTHING_SAID)


def contradictions(rubric: Rubric, answer: Answer) -> tuple[Contradiction, ...]:
    """Return the clauses that have a contrast the other way round."""
    return tuple(
        _contradiction(answer.text.quote(claim.start, claim.end), rubric.contrasts[claim.contrast])
        for claim in contrasting.claims(answer, rubric.contrasts)
        if not claim.holds
    )


def _contradiction(clause: str, contrast: Contrast) -> Contradiction:
    holds = contrasting.holds(contrast)
    return Contradiction(clause, holds, contrast.why if holds != contrast.why else "")


def _quality(judged: _Judged, opinion: float, *, contradicted: bool) -> int:
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
        return _partial(found, total, opinion)
    return _ALL if all(said) else _ALL_REQUIRED


def _partial(found: int, total: int, opinion: float) -> int:
    """Return the quality of a part; the second opinion moves it by one step where it is clear."""
    if 2 * found < total:
        return _HALF_SAID if found and opinion >= _MUCH else _SOMETHING_SAID
    return _HALF_SAID


def _reversed(judged: _Judged) -> Iterator[Contradiction]:
    """Yield what is said the other way round; who denies a side fact may well be right."""
    for point, found in judged:
        if isinstance(found, Reversed) and (point.required or found.opposed):
            yield Contradiction(found.clause, point.text)


def _mixed_up(rubric: Rubric, answer: Answer) -> Iterator[tuple[MixUp, str]]:
    for mix_up in rubric.mix_ups:
        clause = mixed_up(mix_up, answer)
        if clause is not None:
            yield mix_up, clause


def _told(mixed: Sequence[tuple[MixUp, str]]) -> Iterator[Contradiction]:
    for mix_up, clause in mixed:
        yield Contradiction(clause, mix_up.says)


def _turned(task: Task, answer: Answer, judged: _Judged) -> tuple[Contradiction, ...]:
    denials = (it.places for _, it in judged if isinstance(it, Said) and it.denial)
    where = turned_round(answer, task.reference, chain.from_iterable(denials))
    if where is None:
        return ()
    return (Contradiction(answer.clause(*where), task.right),)


def _is_sure(task: Task, answer: Answer, quality: int, opinion: float) -> bool:
    """Return whether the second opinion agrees and nothing is left that may be a point.

    What an answer says in words that its card does not know, may be a point in other words.
    """
    if quality >= _ALL_REQUIRED:
        return opinion > _LITTLE
    new = {
        word.text
        for word, key in zip(answer.text.words, answer.keys, strict=True)
        if key not in task.known and word.text not in english.FUNCTION_WORDS
    }
    return len(new) <= _MOST_NEW and (quality == _HALF_SAID or opinion < _MUCH)
