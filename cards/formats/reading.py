"""Reads a deck file in a process of its own, which can do no harm and is given no secret.

    python -m cards.formats.reading SECONDS BYTES < deck.yaml

``SECONDS`` of processor time and ``BYTES`` of address space are all it may use. What it finds goes
to stdout, as JSON, line by line: first the :class:`Head`, then each card. It exits with 0 whether
or not the file is a deck, and with NO_MEMORY where the memory was not enough.
"""

import resource
import sys
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from cards.deck import Deck, pack, unpack
from cards.formats import DeckError, DeckErrors, read_deck
from cards.kinds import Card

NO_MEMORY: Final = 3


@dataclass(frozen=True, slots=True)
class Head:
    """What is told of a file besides its cards; with ``errors`` these are the sound ones only."""

    name: str | None
    title: str = ""
    objectives: dict[str, str] | None = None
    sources: dict[str, str] | None = None
    errors: tuple[DeckError, ...] = ()
    keys: tuple[str, ...] = ()


_head: TypeAdapter[Head] = TypeAdapter(Head)


def limit(seconds: int, memory: int) -> None:
    """Let this process use so many seconds of processor time and bytes of address space."""
    _set(resource.RLIMIT_CPU, seconds)
    _set(resource.RLIMIT_AS, memory)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_CORE, 0)


def told(found: bytes) -> Deck:
    """Return the deck of which these lines tell, or raise the DeckErrors that they hold."""
    first, *rest = found.split(b"\n")
    head = _head.validate_json(first)
    cards = tuple(unpack(line.decode()) for line in rest)
    if head.errors or head.name is None:
        raise DeckErrors(head.errors, head.name, cards, head.keys)
    return Deck(head.name, head.title, cards, head.objectives or {}, head.sources or {})


def main() -> int:
    """Read stdin as a deck file and tell of it on stdout; return the exit code."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    try:
        head, cards = _read(sys.stdin.buffer.read())
        lines = [_head.dump_json(head), *(pack(card).encode() for card in cards)]
    except MemoryError:
        return NO_MEMORY
    sys.stdout.buffer.write(b"\n".join(lines))
    return 0


def _read(data: bytes) -> tuple[Head, tuple[Card, ...]]:
    try:
        deck = read_deck(data)
    except DeckErrors as refused:
        return Head(refused.deck, errors=refused.errors, keys=refused.keys), refused.sound
    head = Head(deck.name, deck.title, dict(deck.objectives), dict(deck.sources))
    return head, deck.cards


def _set(what: int, wanted: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(what)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
