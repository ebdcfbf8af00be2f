"""Key points and mix-ups: what of a rubric an answer says, denies, or turns into its opposite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from cards.grading.matching import Group, group_of, is_denied, literal, spots, together, turned
from cards.grading.reading import Answer, Spot
from cards.grading.words import keys
from cards.rubric import Groups, KeyPoint, MixUp

_LONGEST_QUOTE = 14  # words


@dataclass(frozen=True, slots=True)
class Said:
    """The learner's words for a point."""

    words: str


@dataclass(frozen=True, slots=True)
class Reversed:
    """The clause in which a point is denied, or turned into its opposite."""

    clause: str


Finding: TypeAlias = Said | Reversed | None


class Looked(NamedTuple):
    """A point, compiled: its groups, and which of them the question has already named."""

    groups: tuple[Group, ...]
    given: tuple[bool, ...]


def compile_groups(groups: Groups, question: Answer) -> Looked:
    """Return what to look for; what the question names, an answer need not say again.

    A group is named by the question if its first writing stands there. Of any other group, only
    what the question does not say proves anything.
    """
    given = [bool(spots(question, literal(group[:1]))) for group in groups]
    if all(given):
        given = [False] * len(given)
    compiled = tuple(
        group_of(group) if named else _telling(group, question)
        for group, named in zip(groups, given, strict=True)
    )
    return Looked(compiled, tuple(given))


def _telling(group: Sequence[str], question: Answer) -> Group:
    """Return what of a group the question does not say; all of it if nothing is left."""
    told = {word.key for word in question.text.words}
    left = [w for w in group if not told.issuperset(keys(w))]
    return group_of(left or group)


def find(looked: Looked, answer: Answer) -> Finding:
    """Return the words that say a point, or the clause that says the opposite, or None."""
    found = [spots(answer, group) for group in looked.groups]
    needed = [places for places, given in zip(found, looked.given, strict=True) if not given]
    best = together(found) or together(needed)
    if best and not is_denied(best) and not _undone(looked, answer, found, needed):
        return Said(_quote(answer, best))
    if best or (best := _opposite(looked, answer, found)):
        return Reversed(answer.clause(*_extent(best)))
    return None


def _undone(
    looked: Looked,
    answer: Answer,
    found: Sequence[Sequence[Spot]],
    needed: Sequence[Sequence[Spot]],
) -> bool:
    """Return whether the opposite of what the question names stands with the rest."""
    return any(
        together([opposite, *needed]) is not None
        for group, places, given in zip(looked.groups, found, looked.given, strict=True)
        if given and not places
        if (opposite := [spot for spot in spots(answer, turned(group)) if not spot.denied])
    )


def mixed_up(mix_up: MixUp, answer: Answer) -> str | None:
    """Return the clause that describes something else, or None."""
    best = together([spots(answer, literal(group)) for group in mix_up.groups])
    if best is None or is_denied(best):
        return None
    return answer.clause(*_extent(best))


def shares(points: Sequence[KeyPoint], findings: Sequence[Finding]) -> tuple[int, int, bool]:
    """Return the weight of the required points that are said, of all, and if all is said."""
    said = [isinstance(finding, Said) for finding in findings]
    required = [
        (point.weight, here) for point, here in zip(points, said, strict=True) if point.required
    ]
    return (
        sum(weight for weight, here in required if here),
        sum(weight for weight, _ in required),
        all(said),
    )


def _opposite(
    looked: Looked, answer: Answer, found: Sequence[Sequence[Spot]]
) -> tuple[Spot, ...] | None:
    """Return where one group's opposite stands with all the other groups, if it does."""
    for at, group in enumerate(looked.groups):
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


def _quote(answer: Answer, chosen: Sequence[Spot]) -> str:
    start, end = _extent(chosen)
    if end - start <= _LONGEST_QUOTE:
        return answer.text.quote(start, end)
    parts = sorted({(spot.start, spot.end) for spot in chosen})
    return " … ".join(answer.text.quote(*part) for part in parts)
