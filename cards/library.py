"""The decks that ship with the program."""

from functools import cache
from importlib.resources import files

from cards.deck import Deck
from cards.formats import read_deck

_DECKS = files("cards") / "decks"
_SUFFIX = ".yaml"


@cache
def names() -> tuple[str, ...]:
    """Return the names of the shipped decks, in alphabetical order."""
    found = (entry.name for entry in _DECKS.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


@cache
def load(name: str) -> Deck:
    """Return a shipped deck. Raises KeyError for a name that is not one of :func:`names`."""
    if name not in names():
        raise KeyError(f"no deck {name!r} is shipped; there is {', '.join(names()) or 'none'}")
    return read_deck((_DECKS / f"{name}{_SUFFIX}").read_bytes())
