"""Key points and mix-ups: what of a rubric an answer says, denies, or turns into its opposite."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from cards.grading import english
from cards.grading.matching import (
    Group,
    group_of,
    is_denied,
    literally,
    spots,
    together,
    turned,
)
from cards.grading.reading import Answer, Spot
from cards.grading.words import keys
from cards.rubric import Groups, MixUp

_LONGEST_QUOTE: Final = 14  # words
_NOT_ONLY: Final = re.compile(r"\bnot (only|just|merely)\b")  # the rest follows


@dataclass(frozen=True, slots=True)
class Said:
    """The learner's words for a point, and which words of the answer they are.

    ``denial`` says that it is a denial that says the point, as "not full".
    """

    words: str
    places: frozenset[int]
    denial: bool


@dataclass(frozen=True, slots=True)
class Reversed:
    """The clause in which a point is denied, or turned into its opposite (``opposed``)."""

    clause: str
    opposed: bool
    places: frozenset[int]


Finding: TypeAlias = Said | Reversed | None


class Looked(NamedTuple):
    """A point, compiled: its groups, and which of them the question has already named.

    ``literal`` has the groups without synonyms: only the author's own words, denied, are a denial.
    """

    groups: tuple[Group, ...]
    literal: tuple[Group, ...]
    given: tuple[bool, ...]


def compile_groups(groups: Groups, question: Answer) -> Looked:
    """Return what to look for; what the question names, an answer need not say again.

    A group is named by the question if its first writing stands there. Of any other group, only
    what the question does not say proves anything.
    """
    given = tuple(bool(spots(question, literally(group[:1]))) for group in groups)
    if all(given):
        given = (False,) * len(groups)
    told = [
        group if named else _telling(group, question)
        for group, named in zip(groups, given, strict=True)
    ]
    literal = (_affirming(literally(group)) for group in told)
    return Looked(tuple(map(group_of, told)), tuple(literal), given)


def _affirming(group: Group) -> Group:
    return tuple(pattern for pattern in group if not pattern.denied)


def _telling(group: Sequence[str], question: Answer) -> Sequence[str]:
    """Return what of a group the question does not say; all of it if nothing is left."""
    told = {word.key for word in question.text.words}
    return [w for w in group if not told.issuperset(keys(w))] or group


def find(looked: Looked, answer: Answer) -> Finding:
    """Return the words that say a point, or the clause that says the opposite, or None.

    Of a point that is said and denied, what comes last counts: "not once, but twice".
    """
    found = [spots(answer, group) for group in looked.groups]
    best = together(found) or together(_needed(found, looked))
    said = best is not None and not is_denied(best)
    against = _undone(looked, answer, found)
    if best and said and not any(spot.negative for spot in best):
        against = against or _denied(looked, answer)
    if best and said and (against is None or best[0].start > against[0].start):
        return Said(_quote(answer, best), _places(best), any(spot.negative for spot in best))
    if against := against or _refuting(answer, best):
        return _reversed(answer, against, opposed=False)
    opposed = _opposite(looked, answer, found)
    return _reversed(answer, opposed, opposed=True) if opposed else None


def _reversed(answer: Answer, against: Sequence[Spot], *, opposed: bool) -> Reversed:
    return Reversed(answer.clause(*_extent(against)), opposed, _places(against))


def findings(points: Sequence[Looked], answer: Answer) -> list[Finding]:
    """Return what is found of each point."""
    found = [find(looked, answer) for looked in points]
    return [
        None if isinstance(it, Reversed) and _explained(it, found, answer) else it for it in found
    ]


def _explained(one: Reversed, found: Sequence[Finding], answer: Answer) -> bool:
    """Return whether what seems to be against a point only says another one.

    "The incomplete batch is not used" denies no batch, and who trains a large model's small pupil
    does not train a large one.
    """
    said = [other for other in found if isinstance(other, Said)]
    if one.opposed:
        return any(one.places < other.places for other in said)
    clauses = answer.text.clauses
    spent = {clauses[at] for it in said if it.denial for at in it.places}
    denials = Counter(
        clause
        for word, clause in zip(answer.text.words, clauses, strict=True)
        if word.text in english.NEGATIONS
    )
    return all(clauses[at] in spent and denials[clauses[at]] == 1 for at in one.places)


def _refuting(answer: Answer, best: tuple[Spot, ...] | None) -> tuple[Spot, ...] | None:
    """Return what was found if more than a comparison denies it."""
    denied = best and any(any(answer.refuted[spot.start : spot.end]) for spot in best)
    return best if denied else None


def _needed(found: Sequence[Sequence[Spot]], looked: Looked) -> list[Sequence[Spot]]:
    return [places for places, given in zip(found, looked.given, strict=True) if not given]


def _denied(looked: Looked, answer: Answer) -> tuple[Spot, ...] | None:
    """Return where a point is denied in its author's own words."""
    literal = [spots(answer, group) for group in looked.literal]
    needed = _needed(literal, looked) or literal
    for at, places in enumerate(needed):
        denied = [spot for spot in places if any(answer.refuted[spot.start : spot.end])]
        if denied and (best := together([denied, *needed[:at], *needed[at + 1 :]])):
            return best
    return None


def _undone(
    looked: Looked, answer: Answer, found: Sequence[Sequence[Spot]]
) -> tuple[Spot, ...] | None:
    """Return where the opposite of what the question names stands with the rest."""
    needed = _needed(found, looked)
    for group, places, given in zip(looked.groups, found, looked.given, strict=True):
        if given and not places and needed:
            opposite = [spot for spot in spots(answer, turned(group)) if not spot.denied]
            if opposite and (best := together([opposite, *needed])):
                return best
    return None


def mixed_up(mix_up: MixUp, answer: Answer) -> str | None:
    """Return the clause that describes something else, or None."""
    best = together([spots(answer, literally(group)) for group in mix_up.groups])
    if best is None or is_denied(best):
        return None
    start, end = _extent(best)
    clause = answer.clause(start, end)
    nearly = start and answer.text.words[start - 1].text in english.NEARLY
    return None if nearly or _NOT_ONLY.search(clause.casefold()) else clause


def _opposite(
    looked: Looked, answer: Answer, found: Sequence[Sequence[Spot]]
) -> tuple[Spot, ...] | None:
    """Return where one group's opposite stands with all the other groups, if it does."""
    for at, group in enumerate(looked.literal):
        if found[at]:
            continue
        opposite = [spot for spot in spots(answer, turned(group)) if not spot.denied]
        others = [
            places for other, places in enumerate(found) if other != at and not looked.given[other]
        ]
        if opposite and (best := together([opposite, *others])):
            return best
    return None


def _extent(chosen: Sequence[Spot]) -> tuple[int, int]:
    return min(spot.start for spot in chosen), max(spot.end for spot in chosen)


def _places(chosen: Sequence[Spot]) -> frozenset[int]:
    return frozenset(at for spot in chosen for at in range(spot.start, spot.end))


def _quote(answer: Answer, chosen: Sequence[Spot]) -> str:
    start, end = _extent(chosen)
    if end - start <= _LONGEST_QUOTE:
        return answer.text.quote(start, end)
    parts = sorted({(spot.start, spot.end) for spot in chosen})
    return " … ".join(answer.text.quote(*part) for part in parts)
