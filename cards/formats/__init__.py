"""Readers of deck files.

A deck is one YAML file, described in docs/decks.md. Reading looks at the whole file before it
complains, so that its author hears of every mistake at once, each with its line and what to write
instead.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from cards.deck import Deck
from cards.formats.build import build
from cards.formats.errors import DeckError, DeckErrors, Mistakes, TooManyMistakes, clip
from cards.formats.fields import read_card, read_header
from cards.formats.references import Site, check, find_cards
from cards.formats.tree import Node, read_tree

__all__ = ["DeckError", "DeckErrors", "read_deck", "report"]

_FORMAT = 1


def read_deck(data: bytes) -> Deck:
    """Return the deck that a file holds. Raises DeckErrors, which lists every mistake in it."""
    examined = _examine(data)
    if examined.deck is None:
        raise DeckErrors(examined.errors, examined.name)
    return examined.deck


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
    """A file after the look at all of it; ``deck`` is None where there are errors."""

    name: str | None
    cards: tuple[Site, ...]
    deck: Deck | None
    errors: tuple[DeckError, ...]


def _examine(data: bytes) -> _Examined:
    mistakes = Mistakes()
    root: Node | None = None
    cards: tuple[Site, ...] = ()
    deck: Deck | None = None
    with suppress(TooManyMistakes):
        root = read_tree(data, mistakes)
        if root is not None:
            cards = find_cards(root)
            check(root, cards, mistakes)
            deck = _deck(root, mistakes)
    return _Examined(_name(root), cards, deck, mistakes.errors)


def _deck(root: Node, mistakes: Mistakes) -> Deck | None:
    header = read_header(root, mistakes)
    raw = root.get("cards") if isinstance(root, dict) else None
    listed = raw if isinstance(raw, list) else []
    read = [read_card(card, ("cards", index), mistakes) for index, card in enumerate(listed)]
    fields = [card for card in read if card is not None]
    return build(header, fields) if header and not mistakes.errors else None


def _name(root: Node | None) -> str | None:
    name = root.get("name") if isinstance(root, dict) else None
    return clip(name) if isinstance(name, str) else None
