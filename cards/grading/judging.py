"""From what an answer says to what it is worth: the quality, and whether it is sure."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from cards.coefficients import load
from cards.grading import contrasts as contrasting
from cards.grading import english
from cards.grading.lexical import Trio, passage, share
from cards.grading.likeness import Found, Likeness, liken
from cards.grading.mirrored import Turned, turned_round
from cards.grading.points import Finding, Reversed, Said, findings, mixed_up
from cards.grading.reading import Answer
from cards.grading.task import Task
from cards.grading.verdicts import Contradiction, Hit, Verdict
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
_WRONG: Final = 0.3  # how likely a mix-up is, to be told
_NEAR: Final = 0.4  # how near a mix-up is that explains more than a denied point does
_PERHAPS: Final = 0.5  # how likely it may be where a small part is taken for half of it
_CLEARLY: Final = 0.6
_HARDLY: Final = 0.5  # what counts of a suspicion that may be chance
_MOST_NEW: Final = 1  # words of an answer that its card does not know, where a partial is sure


class ByWords(NamedTuple):
    """What the words of an answer say: its points, its mix-ups, and what speaks against it.

    The rubric itself has ``told`` something wrong; a point seems ``denied``; the reference seems to
    have it the other way round (``turned``, with a ``suspicion`` up to 1).
    """

    judged: _Judged
    mixed: Sequence[tuple[MixUp, str]]
    told: tuple[Contradiction, ...]
    denied: tuple[Contradiction, ...]
    turned: tuple[Contradiction, ...]
    suspicion: float

    @property
    def found(self) -> Found:
        """What of it the comparison with typical answers takes into account."""
        total, found = _required(self.judged)
        return Found(found / max(1, total), bool(self.told), bool(self.denied), self.suspicion)


def by_words(task: Task, rubric: Rubric, answer: Answer) -> ByWords:
    """Return what the words of an answer say."""
    judged = list(zip(rubric.points, findings(task.points, answer), strict=True))
    mixed = list(_mixed_up(rubric, answer))
    told, denied = (*contradictions(rubric, answer), *_told(mixed)), tuple(_reversed(judged))
    where = None if told or denied else _turned(task, answer, judged)
    if where is None:
        return ByWords(judged, mixed, told, denied, (), 0.0)
    turned = Contradiction(answer.clause(where.start, where.end), task.right)
    return ByWords(judged, mixed, told, denied, (turned,), 1.0 if where.surely else _HARDLY)


def judge(task: Task, rubric: Rubric, answer: Answer) -> Verdict:
    """Return the verdict on an answer that no gate has held back."""
    said = by_words(task, rubric, answer)
    hits = tuple(Hit(point.text, it.words) for point, it in said.judged if isinstance(it, Said))
    likeness = liken(answer, task.typical, said.found) if task.typical else None
    mixed, wrong = said.mixed, said.told
    if likeness is None:
        wrong = (*said.denied, *wrong) or said.turned
    elif likeness.wrong >= _WRONG and not wrong:
        mixed = [(rubric.mix_ups[likeness.mix_up], answer.text.quote(likeness.start, likeness.end))]
        like_it, plainly = tuple(_told(mixed)), said.denied or said.turned
        wrong = like_it if likeness.near >= _NEAR or not plainly else plainly
        mixed = mixed if wrong == like_it else []
    opinion = 0.0 if likeness and rubric.points else _opinion(task, answer)
    if rubric.points:
        quality = _quality(said.judged, opinion, likeness, contradicted=bool(wrong))
    else:
        quality = _SOMETHING_SAID if wrong else _proposed(opinion)
    if likeness:
        sure = _agrees(likeness, quality, told=bool(said.told))
    else:
        told = bool(said.told or said.denied)
        sure = told or (not wrong and _is_sure(task, answer, quality, opinion))
    confident = sure and bool(hits or wrong) and bool(rubric.points) and not answer.text.cut
    return Verdict(
        quality if confident else min(quality, _ALL_REQUIRED),
        confident,
        hits=hits,
        missing=tuple(point.text for point, it in said.judged if not isinstance(it, Said)),
        contradicted=wrong,
        sounds_like=next((mix_up.term for mix_up, _ in mixed if mix_up.term), ""),
    )


def _agrees(likeness: Likeness, quality: int, *, told: bool) -> bool:
    """Return whether an answer is like those of its quality; what its words told, is so if not."""
    if quality >= _ALL_REQUIRED:
        return likeness.right >= _CLEARLY
    if told:
        return likeness.right < _CLEARLY
    return (likeness.partial if quality == _HALF_SAID else likeness.wrong) >= _CLEARLY


def _opinion(task: Task, answer: Answer) -> float:
    """Return which share of the reference an answer says, by its words alone."""
    said = passage(answer.mended)
    return share(Trio(task.asked, task.wanted, said), load())


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


def _quality(
    judged: _Judged, opinion: float, likeness: Likeness | None, *, contradicted: bool
) -> int:
    said = [isinstance(found, Said) for _, found in judged]
    if contradicted or not any(said):
        return _SOMETHING_SAID if any(said) else _NOTHING_SAID
    total, found = _required(judged)
    if found == total:
        return _ALL if all(said) else _ALL_REQUIRED
    if 2 * found < total:
        more = likeness.wrong < _PERHAPS if likeness else found and opinion >= _MUCH
        return _HALF_SAID if more else _SOMETHING_SAID
    enough = likeness and likeness.right >= max(likeness.partial, likeness.wrong)
    return _ALL_REQUIRED if enough else _HALF_SAID


def _required(judged: _Judged) -> tuple[int, int]:
    """Return the weight of all that is required, and of what of it is said."""
    required = [(point.weight, found) for point, found in judged if point.required]
    return sum(w for w, _ in required), sum(w for w, it in required if isinstance(it, Said))


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


def _turned(task: Task, answer: Answer, judged: _Judged) -> Turned | None:
    denials = (it.places for _, it in judged if isinstance(it, Said) and it.denial)
    return turned_round(answer, task.reference, chain.from_iterable(denials))


def _is_sure(task: Task, answer: Answer, quality: int, opinion: float) -> bool:
    """Return whether the words alone agree and nothing is left that may be a point.

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
