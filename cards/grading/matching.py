"""Finding the writings of a card in an answer: any order, words between, synonyms, opposites."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from cards.grading import english, glossary
from cards.grading.reading import NUMBER, OF_NUMBERS, Answer, Spot, equivalents, ideas, writings
from cards.grading.words import Word, read, word_key
from cards.rubric import Groups

_BETWEEN: Final = 3  # words that may stand between those of one writing
_REACH: Final = 9  # words that may stand between the groups of one point
_MOST_TRIED: Final = 24  # places of one idea that are looked at

Slot: TypeAlias = frozenset[str]


class Pattern(NamedTuple):
    """A writing: for each of its words the stems and ideas that stand for it.

    ``ordered`` words follow each other as they are written.
    """

    slots: tuple[Slot, ...]
    denied: bool = False
    ordered: bool = False


Group: TypeAlias = tuple[Pattern, ...]


@lru_cache(maxsize=1 << 13)
def patterns(writing: str) -> Group:
    """Return what a writing of a card looks for; a writing with "not" looks for a denial."""
    words = read(writing).words
    stems = tuple(word.key for word in _content(words))
    if len(stems) == 1 and len(words) > 1:
        return _idiom(words, stems)
    denied, ordered = _is_denial(words), any(w.text in english.PARTICLES for w in words)
    found = [Pattern(_slots(stems), denied, ordered)]
    if len(found[0].slots) < len(stems):
        one_by_one = tuple(ideas((one,)) | {one} for one in stems)
        found.append(Pattern(one_by_one, denied, ordered))
    if denied and (same := ideas(stems, denied=True)):
        found.append(Pattern((same,)))
    return tuple(one._replace(slots=tuple(map(_or_number, one.slots))) for one in found)


def _or_number(slot: Slot) -> Slot:
    return slot | {NUMBER} if slot & OF_NUMBERS else slot


@lru_cache(maxsize=1 << 13)
def as_written(writing: str) -> Group:
    """Return what a writing looks for in its order, with true equivalents only."""
    words = read(writing).words
    kept = _content(words)
    if len(kept) == 1 and len(words) > 1 and not _is_denial(words):
        return (_in_these_words(words),)
    slots = tuple(equivalents((word.key,)) | {word.key} for word in kept)
    found = (Pattern(slots, _is_denial(words), ordered=True),)
    if len(kept) > 1 and (same := equivalents(tuple(word.key for word in kept))):
        return (*found, Pattern((same,), _is_denial(words)))
    return found


def _in_these_words(words: Sequence[Word]) -> Pattern:
    kept = [word for word in words if word.text not in english.ARTICLES]
    return Pattern(tuple(frozenset({word.key}) for word in kept), ordered=True)


def _idiom(words: Sequence[Word], stems: tuple[str, ...]) -> Group:
    """Return what "at a time" looks for: not a time alone, but any other way to say it."""
    if _is_denial(words):
        same = ideas(stems, denied=True)
        denial = Pattern((ideas(stems) | {stems[0]},), denied=True)
        return (denial, Pattern((same,))) if same else (denial,)
    exact = _in_these_words(words)
    same = ideas(tuple(word.key for word in words if word.text not in english.ARTICLES))
    return (exact, Pattern((same,))) if same else (exact,)


def literally(alternatives: Iterable[str]) -> Group:
    """Return the patterns of a group without synonyms."""
    return tuple(pattern for writing in alternatives for pattern in as_written(writing))


def group_of(alternatives: Iterable[str]) -> Group:
    """Return the patterns of all the writings of one group."""
    return tuple(pattern for writing in alternatives for pattern in patterns(writing))


def groups_of(groups: Groups) -> tuple[Group, ...]:
    """Return the patterns of every group."""
    return tuple(group_of(alternatives) for alternatives in groups)


def spots(answer: Answer, group: Group) -> list[Spot]:
    """Return where a group is found, each place once, in the order of the text."""
    found = {spot for pattern in group for spot in _places(answer, pattern)}
    return sorted(found)[:_MOST_TRIED]


def together(found: Sequence[Sequence[Spot]], *, reach: int = _REACH) -> tuple[Spot, ...] | None:
    """Return one place of every group, close to each other, or None.

    Places that are not denied are preferred, then those that lie closest together.
    """
    best: tuple[tuple[int, int], tuple[Spot, ...]] | None = None
    if not found or not all(found):
        return None
    affirmed = [[spot for spot in places if not spot.denied] or places for places in found]
    for places in (affirmed, found):
        for anchor in min(places, key=len):
            chosen = tuple(_nearest(other, anchor) for other in places)
            span = max(spot.end for spot in chosen) - min(spot.start for spot in chosen)
            rank = (_denials(chosen), span)
            near = span <= reach + sum(spot.end - spot.start for spot in chosen)
            if near and (best is None or rank < best[0]):
                best = (rank, chosen)
    return best[1] if best else None


def is_denied(chosen: Sequence[Spot]) -> bool:
    """Return whether what was found together is negated."""
    return _denials(chosen) > 0


def _denials(chosen: Sequence[Spot]) -> int:
    if any(spot.negative for spot in chosen):
        return 0  # the denial is what was looked for
    return sum(spot.denied for spot in chosen)


def turned(group: Group) -> Group:
    """Return the patterns that say the opposite: one word of a writing in its opposite."""
    return tuple(
        Pattern((*pattern.slots[:at], opposite, *pattern.slots[at + 1 :]), pattern.denied)
        for pattern in group
        for at, slot in enumerate(pattern.slots)
        if (opposite := _opposite(slot))
    )


def words_of(group: Group) -> Iterator[str]:
    """Yield the writings that the ideas of a group stand for."""
    for pattern in group:
        for slot in pattern.slots:
            for key in slot:
                if key.startswith("#") and key != NUMBER:
                    yield from writings(key)


def _is_denial(words: Sequence[Word]) -> bool:
    return any(word.text in english.NEGATIONS for word in words)


def _content(words: Sequence[Word]) -> tuple[Word, ...]:
    kept = tuple(w for w in words if w.text not in english.FILLERS | english.NEGATIONS)
    return kept or tuple(w for w in words if w.text not in english.NEGATIONS) or tuple(words)


def _slots(stems: tuple[str, ...]) -> tuple[Slot, ...]:
    """Return a slot for every idea of the glossary, the longest first, else for every word."""
    slots: list[Slot] = []
    at = 0
    while at < len(stems):
        for end in range(len(stems), at, -1):
            found = ideas(stems[at:end])
            if found or end == at + 1:
                slots.append(found | {stems[at]} if end == at + 1 else found)
                at = end
                break
    return tuple(slots)


def _places(answer: Answer, pattern: Pattern) -> Iterator[Spot]:
    found = [_of_slot(answer, slot) for slot in pattern.slots]
    if pattern.ordered:
        places: Iterable[Spot] = _in_order(answer, found)
    elif len(found) == 1:
        places = found[0]
    elif all(found):
        places = _joined(found)
    else:
        return
    for spot in places:
        if not pattern.denied:
            yield spot
        elif spot.denied:
            yield Spot(spot.start, spot.end, denied=False, negative=True)


def _joined(found: list[list[Spot]]) -> Iterator[Spot]:
    for anchor in min(found, key=len):
        chosen = tuple(_nearest(places, anchor) for places in found)
        start, end = min(spot.start for spot in chosen), max(spot.end for spot in chosen)
        length = sum(spot.end - spot.start for spot in chosen)
        if length <= end - start <= length + _BETWEEN:
            yield Spot(start, end, is_denied(chosen), any(spot.negative for spot in chosen))


def _in_order(answer: Answer, found: list[list[Spot]]) -> Iterator[Spot]:
    for first in found[0]:
        end, denied = first.end, first.denied
        for places in found[1:]:
            following = next((s for s in places if s.start >= end), None)
            if following is None or not _is_filled(answer, end, following.start):
                break
            end, denied = following.end, denied or following.denied
        else:
            yield Spot(first.start, end, denied)


def _is_filled(answer: Answer, start: int, end: int) -> bool:
    """Return whether nothing of weight stands between two words."""
    between = answer.text.words[start:end]
    return len(between) <= _BETWEEN and all(word.text in english.FILLERS for word in between)


def _of_slot(answer: Answer, slot: Slot) -> list[Spot]:
    return sorted({spot for key in slot for spot in answer.spots.get(key, ())})[:_MOST_TRIED]


def _nearest(places: Sequence[Spot], anchor: Spot) -> Spot:
    return min(places, key=lambda spot: (_distance(spot, anchor), spot.denied))


def _distance(spot: Spot, other: Spot) -> int:
    """Return how many words lie between; overlapping places are far, as one word is one idea."""
    if spot == other:
        return 0
    gap = max(spot.start - other.end, other.start - spot.end)
    return max(gap, 0)


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in glossary.OPPOSITES:
        found.setdefault(word_key(one), set()).add(word_key(other))
        found.setdefault(word_key(other), set()).add(word_key(one))
    return {key: frozenset(keys) for key, keys in found.items()}


_OPPOSITES: Final = _opposites()


def opposites(stem: str) -> frozenset[str]:
    """Return the stems of the opposites of a word."""
    return _OPPOSITES.get(stem, frozenset())


def _opposite(slot: Slot) -> Slot:
    stems = {key for one in slot for key in opposites(one)}
    return frozenset(stems.union(*(equivalents((key,)) for key in stems))) - slot
