"""What an answer has the other way round, seen from the reference alone.

Words say little about who does what to whom: "the loss when the parameter is nudged" and "the
parameter when the loss is nudged" have the same ones. Three general signs need no authoring: the
answer follows the reference much better once two of its words trade places; one of its words stands
where the reference has the opposite; it denies what the reference says.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from cards.grading import english
from cards.grading.listing import listed
from cards.grading.matching import opposites
from cards.grading.reading import Answer, parse

_LEAST_SHARED: Final = 4  # content words, before their order says anything
_LEAST_ALIKE: Final = 0.55  # share of the answer's content words that are the reference's own
_CLOSELY_ALIKE: Final = 0.75
_GAIN: Final = 2  # words by which trading places must help; one where the texts are closely alike
_MOST_TRADED: Final = 12  # words that are tried in each other's place
_NEIGHBOURS: Final = 2
_ORDER: Final = listed("from to until by per before after in than into of")


class Reference(NamedTuple):
    """The content words of a reference, with and without the words that set their order."""

    stems: tuple[str, ...]
    denied: tuple[bool, ...]
    ordered: tuple[str, ...]


@lru_cache(maxsize=1 << 9)
def reference(text: str) -> Reference:
    """Return a reference, ready to be compared with answers."""
    parsed = parse(text, {})
    places = _content(parsed)
    return Reference(
        tuple(parsed.keys[at] for at in places),
        tuple(parsed.denied[at] for at in places),
        tuple(parsed.keys[at] for at in _ordered(parsed)),
    )


def turned_round(answer: Answer, right: Reference) -> tuple[int, int] | None:
    """Return the words of an answer that have the reference the other way round, or None."""
    places = _content(answer)
    stems = [answer.keys[at] for at in places]
    own = sum(stem in right.stems for stem in stems)
    if not stems or own < _LEAST_ALIKE * len(stems):
        return None
    closely = own >= _CLOSELY_ALIKE * max(len(stems), len(right.stems))
    return _traded(answer, right, 1 if closely else _GAIN) or _opposed(answer, places, right)


def _traded(answer: Answer, right: Reference, gain: int) -> tuple[int, int] | None:
    places = _ordered(answer)
    stems = [answer.keys[at] for at in places]
    shared = [stem for stem in dict.fromkeys(right.stems) if stem in stems][:_MOST_TRADED]
    if len(shared) < _LEAST_SHARED:
        return None
    as_is = LCSseq.similarity(stems, right.ordered)
    for one, other in combinations(shared, 2):
        if _adjacent(one, other, stems) and _adjacent(one, other, right.ordered):
            continue  # "take the model", "the model is taken"
        trade = {one: other, other: one}
        traded = [trade.get(stem, stem) for stem in stems]
        if LCSseq.similarity(traded, right.ordered) >= as_is + gain:
            both = [at for at, stem in zip(places, stems, strict=True) if stem in trade]
            return both[0], both[-1] + 1
    return None


def _of_clause(answer: Answer, at: int) -> set[str]:
    clauses = answer.text.clauses
    return {key for key, clause in zip(answer.keys, clauses, strict=True) if clause == clauses[at]}


def _adjacent(one: str, other: str, stems: Sequence[str]) -> bool:
    return any({one, other} == set(pair) for pair in pairwise(stems))


def _opposed(answer: Answer, places: Sequence[int], right: Reference) -> tuple[int, int] | None:
    """Return a word in whose place the reference has the opposite; two in a clause are none."""
    stems = [answer.keys[at] for at in places]
    found: dict[int, list[int]] = {}
    for at, stem in enumerate(stems):
        for opposite in opposites(stem):
            if opposite not in right.stems or stem in right.stems:
                continue
            if opposite in _of_clause(answer, places[at]):
                continue
            there = right.stems.index(opposite)
            denied = answer.denied[places[at]] != right.denied[there]
            if not denied and _alike(stems, at, right.stems, there):
                found.setdefault(answer.text.clauses[places[at]], []).append(places[at])
    odd = [there[0] for there in found.values() if len(set(there)) % 2]
    return (odd[0], odd[0] + 1) if odd else None


def _alike(symbols: Sequence[str], at: int, stems: Sequence[str], there: int) -> bool:
    """Return whether two places have a neighbour in common."""
    return bool(set(_around(symbols, at)) & set(_around(stems, there)))


def _around(symbols: Sequence[str], at: int) -> Iterator[str]:
    for place in range(max(0, at - _NEIGHBOURS), min(len(symbols), at + _NEIGHBOURS + 1)):
        if place != at:
            yield symbols[place]


def _content(parsed: Answer) -> list[int]:
    skipped = english.FILLERS | english.NEGATIONS
    return [at for at, word in enumerate(parsed.text.words) if word.text not in skipped]


def _ordered(parsed: Answer) -> list[int]:
    skipped = (english.FILLERS | english.NEGATIONS) - _ORDER
    return [at for at, word in enumerate(parsed.text.words) if word.text not in skipped]
