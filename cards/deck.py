"""A deck: cards in teaching order, and what has changed between two editions of it.

A card is known by its key. Its content hash only tells that it was rewritten, never who it is.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter

from cards.kinds import Card
from cards.rubric import NOTHING_ASKED

_adapter: TypeAdapter[Card] = TypeAdapter(Annotated[Card, Field(discriminator="kind")])

# Fields that are younger than the first release: unless a card uses them it is what it was before.
_YOUNGER: Final = {
    "rubric": asdict(NOTHING_ASKED),
    "difficulty": None,
    "contested": "",
    "picture": None,
}


@dataclass(frozen=True)
class Deck:
    """Cards in the order in which they are taught.

    ``objectives`` and ``sources`` map the short keys of the deck's file to their words.
    """

    name: str
    title: str
    cards: tuple[Card, ...]
    objectives: Mapping[str, str]
    sources: Mapping[str, str]

    def card(self, key: str) -> Card:
        """Return the card with this key. Raises KeyError where the deck has none."""
        try:
            return self._by_key[key]
        except KeyError:
            raise KeyError(f"the deck {self.name} has no card {key!r}") from None

    @cached_property
    def content_hash(self) -> str:
        """A hash of everything in the deck, its order included."""
        return _digest(
            {
                "name": self.name,
                "title": self.title,
                "cards": [content_hash(card) for card in self.cards],
                "objectives": dict(self.objectives),
                "sources": dict(self.sources),
            }
        )

    @cached_property
    def _by_key(self) -> dict[str, Card]:
        return {card.key: card for card in self.cards}


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys of cards by what became of them, in teaching order."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def diff(old: Deck, new: Deck) -> Difference:
    """Return what became of every card on the way from ``old`` to ``new``."""
    return compare(content_hashes(old.cards), content_hashes(new.cards))


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Return what became of every card, from the content hashes by key of both editions."""
    return Difference(
        new=tuple(key for key in after if key not in before),
        changed=tuple(key for key in after if before.get(key, after[key]) != after[key]),
        unchanged=tuple(key for key in after if before.get(key) == after[key]),
        gone=tuple(key for key in before if key not in after),
    )


def content_hashes(cards: Iterable[Card]) -> dict[str, str]:
    """Return the content hash of each card by its key, in the cards' order."""
    return {card.key: content_hash(card) for card in cards}


def content_hash(card: Card) -> str:
    """Return a hash that changes with the card's words and is the same on every machine."""
    content = asdict(card)
    unused = {name for name, empty in _YOUNGER.items() if content.get(name) == empty}
    used = {name: value for name, value in content.items() if name not in unused}
    if "rubric" in used:
        used["rubric"] = _without_unused_answers(used["rubric"])
    return _digest(used)


def _without_unused_answers(rubric: dict[str, Any]) -> dict[str, Any]:
    """Return a rubric without the typical answers it does not use: they are younger than it."""
    mix_ups = [
        {name: value for name, value in mix_up.items() if value or name != "answers"}
        for mix_up in rubric["mix_ups"]
    ]
    used = rubric | {"mix_ups": mix_ups}
    if not any(used["answers"].values()):
        del used["answers"]
    return used


def pack(card: Card) -> str:
    """Write a card so that :func:`unpack` gives the very same one back."""
    return _adapter.dump_json(card).decode()


def unpack(text: str) -> Card:
    """Read a card that :func:`pack` wrote."""
    return _adapter.validate_json(text)


def _digest(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
