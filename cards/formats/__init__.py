"""Reading and writing deck files.

A deck is one YAML file, described in docs/decks.md. Reading looks at the whole file before it
complains, so that its author hears of every mistake at once, each with its line and what to write
instead.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from cards.deck import Deck
from cards.formats.build import build, build_cards
from cards.formats.errors import DeckError, DeckErrors, Mistakes, TooManyMistakes, clip
from cards.formats.fields import CardFields, DeckFields, read_card, read_header
from cards.formats.references import Site, check, find_cards
from cards.formats.tree import Node, read_tree
from cards.formats.writing import write_deck
from cards.kinds import Card

__all__ = ["DeckError", "DeckErrors", "read_deck", "report", "template", "write_deck"]

_FORMAT = 1


def read_deck(data: bytes) -> Deck:
    """Return the deck that a file holds. Raises DeckErrors, which lists every mistake in it."""
    examined = _examine(data)
    if examined.deck is None:
        keys = tuple(site.key for site in examined.cards)
        raise DeckErrors(examined.errors, examined.name, examined.sound, keys)
    return examined.deck


def template() -> bytes:
    """Return a deck file of eight lines to begin with."""
    return (files("cards.formats") / "template.yaml").read_bytes()


def report(data: bytes) -> dict[str, Any]:
    """Return what ``decks check --json`` prints: whether a file is a deck, and what is in it."""
    examined = _examine(data)
    return {
        "ok": not examined.errors,
        "format": _FORMAT,
        "deck": examined.name,
        "cards": len(examined.cards),
        "kinds": dict(Counter(card.kind for card in examined.cards)),
        "errors": [asdict(error) for error in examined.errors],
    }


@dataclass(frozen=True, slots=True)
class _Examined:
    """A file after the look at all of it.

    ``deck`` is None where there are errors; ``sound`` are then the cards without any.
    """

    name: str | None
    cards: tuple[Site, ...]
    deck: Deck | None
    sound: tuple[Card, ...]
    errors: tuple[DeckError, ...]


def _examine(data: bytes) -> _Examined:
    mistakes = Mistakes()
    root: Node | None = None
    cards: tuple[Site, ...] = ()
    deck: Deck | None = None
    sound: tuple[Card, ...] = ()
    with suppress(TooManyMistakes):
        root = read_tree(data, mistakes)
        if root is not None:
            cards = find_cards(root)
            check(root, cards, mistakes)
            header = read_header(root, mistakes)
            fields = _fields(root, mistakes)
            if header and mistakes.errors:
                sound = _sound(header, fields, mistakes)
            elif header:
                deck = build(header, fields.values())
    return _Examined(_name(root), cards, deck, sound, mistakes.errors)


def _fields(root: Node, mistakes: Mistakes) -> dict[int, CardFields]:
    """Return the fields of the cards that could be read, by their place in the file."""
    raw = root.get("cards") if isinstance(root, dict) else None
    listed = enumerate(raw if isinstance(raw, list) else [])
    read = ((place, read_card(card, ("cards", place), mistakes)) for place, card in listed)
    return {place: card for place, card in read if card is not None}


def _sound(
    header: DeckFields, fields: dict[int, CardFields], mistakes: Mistakes
) -> tuple[Card, ...]:
    broken = mistakes.below(("cards",))
    return build_cards(header, (card for place, card in fields.items() if place not in broken))


def _name(root: Node | None) -> str | None:
    name = root.get("name") if isinstance(root, dict) else None
    return clip(name) if isinstance(name, str) else None
