"""Fifty thousand pushes due at once: how fast they are claimed and prepared, and who waits.

A claim takes as many as a tick does. What is prepared is what the bot does for one push before it
is sent: the checks, the first card, the row in the log. Meanwhile the event loop is asked the time
again and again; what it is late by at most is what a learner would have waited for an answer.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from bot import pusher
from srs import catalogue, learners, migrate, pushes, pushplan
from srs.schema import learner, push, push_log, question
from srs.store import Store
from tests.bench.measure import Bench, Figures, Ratio
from tests.databases import Server
from tests.srs.desk import MORNING

_DUE = 50_000
_PREPARED = 300
_TOKEN = "bench"
_NOW = MORNING + timedelta(minutes=1)
_GLANCE = 0.001
_LAG = "ms of loop lag at most"


@asynccontextmanager
async def group(
    postgresql: Callable[[], Server],
) -> AsyncIterator[tuple[Sequence[Bench], Sequence[Ratio]]]:
    """Lend the benchmarks of the daily push, on both databases."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="minibatch-bench-"))
        addresses = {
            "SQLite": f"sqlite:///{Path(folder) / 'pushes.sqlite3'}",
            "PostgreSQL": stack.enter_context(postgresql().database()),
        }
        herds = {name: stack.enter_context(_herd(address)) for name, address in addresses.items()}
        claims = [Bench(f"claiming {_DUE:,} due, {n}", herd.claims) for n, herd in herds.items()]
        others = [Bench(f"preparing pushes, {n}", herd.prepares) for n, herd in herds.items()]
        yield (*claims, *others), ()


@contextmanager
def _herd(address: str) -> Iterator["_Herd"]:
    migrate.upgrade(address)
    store = Store.open(address)
    try:
        catalogue.install_shipped(store, MORNING)
        store.write(_enrol).result()
        yield _Herd(store)
    finally:
        store.close()


def _enrol(tx: sa.Connection) -> None:
    plan = {"at_minute": 8 * 60, "due_at": MORNING, "next_push_at": MORNING}
    tx.execute(sa.insert(push), [{"learner_id": n, **plan} for n in range(_DUE)])
    for learner_id in range(_PREPARED):
        learners.create(tx, learner_id, MORNING)
        catalogue.enrol(tx, learner_id, catalogue.DEFAULT_DECK, MORNING)
    tx.execute(sa.update(learner), {"zone": "UTC"})


def _all_due(tx: sa.Connection) -> None:
    tx.execute(sa.update(push), {"due_at": MORNING, "next_push_at": MORNING, "lease_token": None})


def _all_claimed(tx: sa.Connection) -> None:
    for table in (push_log, question):
        tx.execute(sa.delete(table))
    for learner_id in range(_PREPARED):
        pushplan.put(tx, learner_id, 8 * 60, MORNING)
    mine = sa.update(push).where(push.c.learner_id < _PREPARED)
    tx.execute(mine, {"lease_token": _TOKEN})


class _Herd:
    """Learners whose pushes are due at the same instant."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claims(self) -> Figures:
        """Claim them all, as many at a time as a tick does."""
        self._store.write(_all_due).result()
        async with _watched_loop() as lags:
            began, claimed = time.perf_counter(), 0
            while found := await asyncio.wrap_future(
                self._store.write(pushes.claim, token=_TOKEN, now=_NOW, limit=pusher.AT_ONCE)
            ):
                claimed += len(found)
            passed = time.perf_counter() - began
        assert claimed == _DUE
        return {"claims/s": claimed / passed, _LAG: 1000 * max(lags)}

    async def prepares(self) -> Figures:
        """Prepare some of them, one after the other as a tick does."""
        self._store.write(_all_claimed).result()
        async with _watched_loop() as lags:
            began = time.perf_counter()
            for learner_id in range(_PREPARED):
                about = {"learner_id": learner_id, "new_id": learner_id, "seed": learner_id}
                due = self._store.write(pushes.prepare, token=_TOKEN, now=_NOW, **about)
                assert await asyncio.wrap_future(due)
            passed = time.perf_counter() - began
        return {"pushes/s": _PREPARED / passed, _LAG: 1000 * max(lags)}


@asynccontextmanager
async def _watched_loop() -> AsyncIterator[list[float]]:
    """Lend how late the event loop was each time it was asked, in seconds."""
    lags = [0.0]

    async def ask() -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(_GLANCE)
            lags.append(time.perf_counter() - asked - _GLANCE)

    asking = asyncio.create_task(ask())
    try:
        yield lags
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
