"""What an author should look at in a deck that is no mistake: what ``minibatch decks lint`` tells.

Some of it can be seen in the deck alone. The rest shows in use: key points that learners often
override, and writings that nobody ever uses. The rules stand in docs/decks.md with their numbers.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cards.deck import Deck
from cards.grading import Verdict, normalise
from cards.kinds import Card, Choice, Comparison, Definition

LONGEST_SENTENCE: Final = 30  # words
HARDEST: Final = 60  # LIX
FEWEST_WORDS: Final = 15  # of a text whose LIX says something
MUCH_LONGER: Final = 1.5
AT_LEAST_LONGER: Final = 20  # characters
OFTEN: Final = 3
ONE_IN: Final = 3
MANY_ANSWERS: Final = 30

_ADDRESS: Final = re.compile(r"https?://\S|\b[\w-]+(\.[\w-]+)*\.[a-z]{2,}/\S|\bISBN\b")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])\s+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONG_WORD: Final = 7


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: ``where`` is the key of a card or a source."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Graded:
    """A typed answer to a card: what was made of it, and the quality that counts in the end."""

    card: str
    verdict: Verdict
    decided: int


def lint(deck: Deck, answers: Iterable[Graded] = ()) -> tuple[Finding, ...]:
    """Return all there is to look at in a deck, in teaching order, sources last."""
    same = _repeats(deck.cards)
    use = _use(answers)
    with_contrasts = {
        card.group for card in deck.cards if isinstance(card, Comparison) and card.rubric.contrasts
    }
    return (
        *(
            Finding(card.key, message)
            for card in deck.cards
            for message in (
                *_repeated(card, same),
                *_held_against(card, with_contrasts),
                *_given_away(card),
                *_hard_to_read(card),
                *_used(card, use[card.key]),
            )
        ),
        *(
            Finding(key, message)
            for key, words in deck.sources.items()
            for message in _source(words)
        ),
    )


# --- the deck alone ---------------------------------------------------------------------------


def _repeats(cards: Iterable[Card]) -> Mapping[str, list[str]]:
    """Return the keys of the cards that ask the same, by what they ask."""
    keys: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        if asked := _asked(card):
            keys[asked].append(card.key)
    return keys


def _asked(card: Card) -> str:
    match card:
        case Definition(direction="reverse"):
            return normalise(card.definition)
        case Definition() | Comparison() | Choice():
            return normalise(card.ask)
        case _:
            return ""


def _repeated(card: Card, same: Mapping[str, list[str]]) -> Iterator[str]:
    keys = same.get(_asked(card), [])
    if card.key in keys[1:]:
        yield f"It asks the same as `{keys[0]}`. Ask for something else, or say what differs."


def _held_against(card: Card, with_contrasts: set[str]) -> Iterator[str]:
    match card:
        case Definition(direction="forward") if not card.rubric.points:
            yield "It has no key points: nothing but its own words is surely right. Add `points:`."
        case Comparison() if not card.rubric.contrasts and card.group in with_contrasts:
            yield "Other aspects of its table have contrasts. Add one, with a sign."
        case Comparison() if card.rubric.contrasts:
            yield from _at_odds(card)
        case _:
            return


def _at_odds(card: Comparison) -> Iterator[str]:
    signs = {contrast.sign for contrast in card.rubric.contrasts}
    if card.right is None and "0" not in signs:
        yield "It is the same for each, but no contrast has the sign 0. Mend one of them."
    if card.right is not None and signs == {"0"}:
        yield "One side is right, but every contrast has the sign 0. Mend one of them."


def _given_away(card: Card) -> Iterator[str]:
    if not isinstance(card, Choice):
        return
    right = len(card.options[card.right].text)
    other = max(len(o.text) for index, o in enumerate(card.options) if index != card.right)
    if right >= MUCH_LONGER * other and right - other >= AT_LEAST_LONGER:
        yield "The right option is much longer than the others. Let them be of about one length."


def _hard_to_read(card: Card) -> Iterator[str]:
    for name, text in _texts(card):
        longest = max(len(_WORD.findall(one)) for one in _SENTENCE_ENDS.split(text))
        if longest > LONGEST_SENTENCE:
            yield f"`{name}` has a sentence of {longest} words. Make two of it."
        elif (lix := _lix(text)) > HARDEST:
            yield f"`{name}` is hard to read (LIX {lix:.0f}). Use shorter words and sentences."


def _lix(text: str) -> float:
    """Return Björnsson's readability index: words a sentence, plus long words in a hundred."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return 0.0
    long = sum(len(word) >= _LONG_WORD for word in words)
    return len(words) / len(_SENTENCE_ENDS.split(text)) + 100 * long / len(words)


def _texts(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what learners read of a card, each with the field it stands in."""
    match card:
        case Definition(direction="forward"):
            yield from (("ask", card.ask), ("means", card.definition))
            yield from (("example", card.example), ("why", card.why))
        case Comparison():
            yield from (("ask", card.ask), ("why", card.why))
            yield from (("says", statement) for statement in card.statements)
        case Choice():
            yield "ask", card.ask
            yield from (("why", option.why) for option in card.options)
        case _:
            return


def _source(words: str) -> Iterator[str]:
    if not _ADDRESS.search(words):
        yield "This source has no address where it can be looked up. Add one."


# --- what shows in use ------------------------------------------------------------------------


@dataclass
class _Use:
    """How a card was answered: by key point, how often it was not found, and then overridden."""

    answers: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    overridden: Counter[str] = field(default_factory=Counter)
    said: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def _use(answers: Iterable[Graded]) -> Mapping[str, _Use]:
    use: dict[str, _Use] = defaultdict(_Use)
    for graded in answers:
        of_card, verdict = use[graded.card], graded.verdict
        of_card.answers += 1
        of_card.missing.update(verdict.missing)
        if graded.decided >= 4 > (verdict.quality or 0):
            of_card.overridden.update(verdict.missing)
        for hit in verdict.hits:
            of_card.said[hit.point].add(normalise(hit.words))
    return use


def _used(card: Card, use: _Use) -> Iterator[str]:
    if not isinstance(card, Definition):
        return
    for point in card.rubric.points:
        missing, overridden = use.missing[point.text], use.overridden[point.text]
        if overridden >= OFTEN and overridden * ONE_IN >= missing:
            yield (
                f"“{point.text}” was not found in {missing} answers, and in {overridden} of them "
                "learners were right all the same. Add their words."
            )
        if use.answers >= MANY_ANSWERS and (unused := _unused(point.groups, use.said[point.text])):
            yield f"“{point.text}”: in {use.answers} answers nobody wrote {', '.join(unused)}."


def _unused(groups: Iterable[Iterable[str]], said: set[str]) -> list[str]:
    writings = (writing for group in groups for writing in group)
    return [word for word in writings if not any(normalise(word) in text for text in said)]
