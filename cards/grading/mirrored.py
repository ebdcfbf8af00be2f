"""What an answer has the other way round, seen from the reference alone.

Words say little about who does what to whom: "the loss when the parameter is nudged" and "the
parameter when the loss is nudged" have the same ones. Three general signs need no authoring: the
answer follows the reference much better once two of its words trade places; one of its words stands
where the reference has the opposite; it denies what the reference says.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from cards.grading import english
from cards.grading.listing import listed
from cards.grading.matching import opposites
from cards.grading.reading import Answer, equivalents, parse
from cards.grading.words import Word

_LEAST_SHARED: Final = 4  # content words, before their order says anything
_LEAST_ALIKE: Final = 0.55  # share of the answer's content words that are the reference's own
_CLOSELY_ALIKE: Final = 0.75
_GAIN: Final = 2  # words by which trading places must help; one where the texts are closely alike
_MOST_TRADED: Final = 12  # words that are tried in each other's place
_NEIGHBOURS: Final = 2
_ORDER: Final = listed("from to until by per before after in than into of")

_JOINING: Final = listed("and or")
_TELLING: Final = listed("really actually called")  # fillers that may be what matters


class Reference(NamedTuple):
    """The content words of a reference, with and without the words that set their order."""

    stems: tuple[str, ...]
    denied: tuple[bool, ...]
    ordered: tuple[str, ...]
    plain: frozenset[str]
    no: frozenset[str]
    belongings: dict[str, frozenset[str]]
    parts: dict[str, int]
    side_by_side: frozenset[frozenset[str]]


class Turned(NamedTuple):
    """The words that have a reference the other way round, and whether that is hardly chance."""

    start: int
    end: int
    surely: bool


@lru_cache(maxsize=1 << 9)
def reference(text: str) -> Reference:
    """Return a reference, ready to be compared with answers."""
    parsed = parse(text, {})
    places = _content(parsed)
    return Reference(
        tuple(parsed.keys[at] for at in places),
        tuple(parsed.denied[at] for at in places),
        tuple(parsed.keys[at] for at in _ordered(parsed)),
        frozenset(parsed.keys[at] for at in places if _is_plain(parsed, at)),
        frozenset(parsed.keys[at] for at in places if not _is_plain(parsed, at)),
        {head: frozenset(owned) for head, owned in _belongings(parsed).items()},
        _parts(parsed),
        _side_by_side(parsed, _ordered(parsed)),
    )


def _is_plain(parsed: Answer, at: int) -> bool:
    """Return whether nothing denies a word of the reference, be it in a word like "stop"."""
    near = parsed.text.words[max(0, at - _NEIGHBOURS - 1) : at + 1]
    return not parsed.denied[at] and not any(w.text in english.LEXICAL_NEGATIVES for w in near)


def turned_round(answer: Answer, right: Reference, meant: Iterable[int] = ()) -> Turned | None:
    """Return the words of an answer that have the reference the other way round, or None.

    ``meant`` are words of denials that say what is right.
    """
    places = _content(answer)
    stems = [answer.keys[at] for at in places]
    own = sum(stem in right.stems for stem in stems)
    if not stems or own < _LEAST_ALIKE * len(stems):
        return None
    closely = own >= _CLOSELY_ALIKE * max(len(stems), len(right.stems))
    if traded := _traded(answer, right, 1 if closely else _GAIN):
        return Turned(*traded, surely=closely)
    found = _opposed(answer, places, right) or _refuted(answer, places, right, meant)
    found = found or _crossed(answer, right) or (_misplaced(answer, right) if closely else None)
    return Turned(*found, surely=True) if found else None


def _traded(answer: Answer, right: Reference, gain: int) -> tuple[int, int] | None:
    """Return two words that follow the reference better once they trade places."""
    places = _ordered(answer)
    stems = [answer.keys[at] for at in places]
    shared = [stem for stem in dict.fromkeys(right.stems) if stem in stems][:_MOST_TRADED]
    as_is = LCSseq.similarity(stems, right.ordered)
    side_by_side = _side_by_side(answer, places)
    for one, other in combinations(shared, 2):
        trade = {one: other, other: one}
        traded = LCSseq.similarity([trade.get(stem, stem) for stem in stems], right.ordered)
        if _adjacent(one, other, stems) and _adjacent(one, other, right.ordered):
            nouns = frozenset(trade) in side_by_side & right.side_by_side
            turned = nouns and len(stems) >= _LEAST_SHARED and as_is < traded == len(stems)
        else:  # "take the model" may well be "the model is taken"
            turned = len(shared) >= _LEAST_SHARED and traded >= as_is + gain
        if turned:
            both = [at for at, stem in zip(places, stems, strict=True) if stem in trade]
            return both[0], both[-1] + 1
    return None


def _side_by_side(parsed: Answer, places: Sequence[int]) -> frozenset[frozenset[str]]:
    """Return the pairs of words that follow each other without "is" or "can" between them."""
    return frozenset(
        frozenset((parsed.keys[one], parsed.keys[other]))
        for one, other in pairwise(places)
        if not any(word.text in english.AUXILIARIES for word in parsed.text.words[one:other])
    )


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


def _refuted(
    answer: Answer, places: Sequence[int], right: Reference, meant: Iterable[int]
) -> tuple[int, int] | None:
    """Return a word that the reference says and the answer only denies, right after the denial."""
    affirmed = {answer.keys[at] for at in places if not answer.denied[at]}
    clauses = answer.text.clauses
    agreed = {clauses[at] for at in places if answer.denied[at] and answer.keys[at] in right.no}
    subjects = _subjects(answer, {clauses[at] for at in meant})
    for at in places:
        stem = answer.keys[at]
        denies = _is_denied(answer, at) and stem in right.plain and stem not in affirmed
        if denies and clauses[at] not in agreed and at not in subjects:
            return at, at + 1
    return None


def _is_denied(answer: Answer, at: int) -> bool:
    """Return whether a word is denied and the first one of weight after the denial."""
    words = answer.text.words
    before = next(
        (words[place].text for place in reversed(range(at)) if not _is_filler(words[place])), ""
    )
    return answer.refuted[at] and before in english.NEGATIONS


def _is_filler(word: Word) -> bool:
    return word.text in english.FILLERS and word.text not in english.NEGATIONS


def _subjects(answer: Answer, clauses: Set[int]) -> frozenset[int]:
    """Return the words before the last negation of each of these clauses."""
    last = {
        clause: at
        for at, clause in enumerate(answer.text.clauses)
        if answer.text.words[at].text in english.NEGATIONS
    }
    return frozenset(
        at
        for at, clause in enumerate(answer.text.clauses)
        if clause in clauses and at < last.get(clause, 0)
    )


def _crossed(answer: Answer, right: Reference) -> tuple[int, int] | None:
    """Return where two statements of the reference have exchanged what they say.

    Of the words that one part of an answer brings together, some stand in one part of the reference
    and some in another; and those which they left behind are together too.
    """
    said = _parts(answer)
    links = {(right.parts[word], at): word for word, at in said.items() if word in right.parts}
    for (one, here), (other, there) in combinations(links, 2):
        crossed = one != other and here != there
        if crossed and (one, there) in links and (other, here) in links:
            return 0, len(answer.keys)
    return None


def _parts(parsed: Answer) -> dict[str, int]:
    """Return for each content word that stands once in which part of the text it stands."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    part, skipped = 0, english.FILLERS - _TELLING
    for at, word in enumerate(parsed.text.words):
        bound = at and parsed.text.clauses[at] != parsed.text.clauses[at - 1]
        part += bool(bound or word.text in _JOINING)
        if word.text not in skipped | english.NEGATIONS:
            key = min(equivalents((parsed.keys[at],)), default=parsed.keys[at])
            twice |= {key} & found.keys()
            found[key] = part
    return {key: part for key, part in found.items() if key not in twice}


def _misplaced(answer: Answer, right: Reference) -> tuple[int, int] | None:
    """Return "a group of models" where the reference has "a group of examples"."""
    said = _belongings(answer)
    for head, places in said.items():
        owners = right.belongings.get(head, frozenset())
        if owners and not owners & places.keys():
            for stem, at in places.items():
                if stem in right.stems:
                    return at, at + 1
    return None


def _belongings(parsed: Answer) -> dict[str, dict[str, int]]:
    """Return what stands after "of" by what stands before it, with its place."""
    found: dict[str, dict[str, int]] = {}
    words = parsed.text.words
    for at in range(1, len(words) - 1):
        if words[at].text == "of":
            for place in range(at + 1, min(len(words), at + 4)):
                if words[place].text not in english.FILLERS:
                    found.setdefault(parsed.keys[at - 1], {})[parsed.keys[place]] = place
                elif words[place].text not in english.ARTICLES:
                    break
    return found


def _alike(symbols: Sequence[str], at: int, stems: Sequence[str], there: int) -> bool:
    """Return whether two places have a neighbour in common that stands nowhere else."""
    common = set(_around(symbols, at)) & set(_around(stems, there))
    return any(stems.count(stem) == 1 for stem in common)


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
