"""Answers per second through the store: what a learner's answer costs the database.

One answer is what the bot does for one: read the open question, judge the answer, record it in one
transaction, and open the question that follows in another. Each client is a thread with a learner
who answers the shipped deck right, day after day. CPU is this process's own, the PostgreSQL
server's is not in it; both databases wait for the disk at every commit.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from cards.question import Sides
from srs import catalogue, migrate, writers
from srs.outcomes import Asked, Finished, Outcome, WhyAsked
from srs.store import Store
from tests.bench.measure import Bench, Figures, Ratio
from tests.databases import Server
from tests.srs.desk import MORNING, Desk

_SECONDS = 2.0
_CLIENTS = (1, 32)
_RATE, _CPU = "answers/s", "ms of CPU per answer"


@asynccontextmanager
async def group(
    postgresql: Callable[[], Server],
) -> AsyncIterator[tuple[Sequence[Bench], Sequence[Ratio]]]:
    """Lend the benchmarks of the store, on both databases."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="minibatch-bench-"))
        sqlite = stack.enter_context(_store(f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))
        address = stack.enter_context(postgresql().database())
        stores = {"SQLite": sqlite, "PostgreSQL": stack.enter_context(_store(address))}
        benches = [
            Bench(_name(name, clients), _Crowd(store, clients).answers)
            for clients in _CLIENTS
            for name, store in stores.items()
        ]
        plain = "a commit per answer, SQLite, 32 clients"
        benches.append(Bench(plain, _Crowd(sqlite, 32).answers_one_per_commit))
        yield benches, _ratios(plain)


def _name(database: str, clients: int) -> str:
    return f"answers, {database}, {clients} {'client' if clients == 1 else 'clients'}"


def _ratios(plain: str) -> Sequence[Ratio]:
    sides = [
        Ratio(_name("SQLite", clients), _name("PostgreSQL", clients), unit)
        for clients in _CLIENTS
        for unit in (_RATE, _CPU)
    ]
    return (*sides, Ratio(_name("SQLite", 32), plain, _RATE))


@contextmanager
def _store(address: str) -> Iterator[Store]:
    migrate.upgrade(address)
    store = Store.open(address)
    try:
        catalogue.install_shipped(store, MORNING)
        yield store
    finally:
        store.close()


class _Crowd:
    """Clients of one store, each with a learner who has begun."""

    def __init__(self, store: Store, clients: int) -> None:
        self._learners = [_Learner(Desk(store, seed=number)) for number in range(clients)]

    async def answers(self) -> Figures:
        """Let all answer at once, as fast as they can."""
        began, cpu = time.perf_counter(), time.process_time()
        until = began + _SECONDS
        with ThreadPoolExecutor(len(self._learners)) as threads:
            answered = sum(threads.map(lambda learner: learner.answers(until), self._learners))
        passed, worked = time.perf_counter() - began, time.process_time() - cpu
        return {_RATE: answered / passed, _CPU: 1000 * worked / answered}

    async def answers_one_per_commit(self) -> Figures:
        """The same without group commit: every transaction waits for the disk alone."""
        usual, writers._MOST_IN_A_GROUP = writers._MOST_IN_A_GROUP, 1
        try:
            return await self.answers()
        finally:
            writers._MOST_IN_A_GROUP = usual


class _Learner:
    """Somebody who answers right, day after day."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: object = desk.starts()

    def answers(self, until: float) -> int:
        """Answer until then; return how often."""
        answered = 0
        while time.perf_counter() < until:
            if isinstance(self._seen, Asked):
                self._seen = _following(self._answer(self._seen))
                answered += 1
            else:
                self._goes_on()
        return answered

    def _answer(self, asked: Asked) -> Outcome:
        outcome = self._desk.answers(asked, right=True)
        sides = asked.question.answer
        if isinstance(outcome, WhyAsked) and isinstance(sides, Sides):
            return self._desk.types(sides.why)
        return outcome

    def _goes_on(self) -> None:
        """Begin the next round, or the next day."""
        if isinstance(self._seen, Finished):
            self._desk.waits(days=1)
        self._seen = self._desk.studies()


def _following(outcome: Outcome) -> object:
    """Return what came after an answer: a question, or the end of a round."""
    return getattr(outcome, "next", None)
