"""Loading a deck: how long it takes, and how long the event loop keeps others waiting meanwhile."""

import asyncio
import itertools
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import deckfiles
from bot.handlers.admin import weigh
from cards import library
from cards.deck import Deck
from cards.formats import DeckErrors, write_deck
from cards.formats.references import MAX_CARDS
from cards.kinds import Definition
from srs import editions, migrate
from srs.catalogue import DEFAULT_DECK
from srs.editions import Origin
from srs.store import Store
from tests.bench.measure import Bench, Figures, Ratio
from tests.databases import Server

_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_EVERY = 0.001
_HOSTILE = b"cards:\n" + b"- {definition: x}\n" * 80_000
_ids = itertools.count(1)


@asynccontextmanager
async def group(
    _postgresql: Callable[[], Server],
) -> AsyncIterator[tuple[Sequence[Bench], Sequence[Ratio]]]:
    """Lend the benchmarks of loading, on SQLite."""
    decks = {"the shipped deck": library.load(DEFAULT_DECK), "the largest deck": _largest()}
    with tempfile.TemporaryDirectory(prefix="minibatch-bench-") as folder:
        address = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        migrate.upgrade(address)
        with closing(Store.open(address)) as store:
            benches = [
                Bench(f"loading {what}, {len(deck.cards)} cards", partial(_load, store, deck))
                for what, deck in decks.items()
            ]
            yield [*benches, Bench("refusing a hostile file", _refuse)], ()


async def _load(store: Store, deck: Deck) -> Figures:
    """Read, compare and stage a deck as the bot does when an admin sends its file."""
    data = write_deck(replace(deck, name=f"bench-{next(_ids)}"))
    async with _lag() as lags:
        began = time.perf_counter()
        read = await deckfiles.read(data)
        in_hand = time.perf_counter()
        await asyncio.to_thread(weigh, read)
        place = {"now": _NOW, "deck": read, "edition_id": next(_ids), "origin": Origin()}
        reserved = await asyncio.wrap_future(store.write(editions.reserve, **place))
        await asyncio.to_thread(editions.stage, store, read, reserved)
        done = time.perf_counter()
    return {
        "s to read": in_hand - began,
        "s to stage": done - in_hand,
        "ms of loop lag at most": 1000 * max(lags),
    }


async def _refuse() -> Figures:
    async with _lag() as lags:
        began = time.perf_counter()
        try:
            await deckfiles.read(_HOSTILE)
        except DeckErrors:
            done = time.perf_counter()
    return {"s to refuse": done - began, "ms of loop lag at most": 1000 * max(lags)}


@asynccontextmanager
async def _lag() -> AsyncIterator[list[float]]:
    """Lend a list that gathers how much later than wanted the loop came back."""
    lags: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_EVERY)
            lags.append(time.perf_counter() - began - _EVERY)

    watching = asyncio.create_task(watch())
    try:
        yield lags
    finally:
        watching.cancel()


def _largest() -> Deck:
    """As many cards as a deck may have, with as many words as a file may hold."""
    deck = library.load(DEFAULT_DECK)
    pattern = next(card for card in deck.cards if isinstance(card, Definition))
    pattern = replace(pattern, definition="word " * 80 + "end.", why="word " * 40 + "end.")
    keys = (f"card-{number}" for number in range(MAX_CARDS))
    cards = tuple(replace(pattern, key=key, group=key, requires=()) for key in keys)
    return replace(deck, cards=cards)
