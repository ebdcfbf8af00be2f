"""Run transactions in threads: one writer with group commit, or a pool of connections.

Both take a function of a connection and give a Future, which is resolved only after COMMIT.
"""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

Result = TypeVar("Result")
Transaction = Callable[[sa.Connection], Result]

_MOST_IN_A_GROUP = 64
# Some nine seconds in all: a PostgreSQL that restarts after a crash is back in three.
_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job(Generic[Result]):
    function: Transaction[Result]
    alone: bool
    future: Future[Result] = field(default_factory=Future)


class GroupCommit:
    """One thread that writes; whatever waits while it commits shares the next commit.

    An SQLite file has one writer at a time and waits for the disk at each commit: many connections
    starve each other, one that gathers does not. A group in which one transaction raises is rolled
    back and run again one by one, so that only the one that raised fails.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection = engine.connect()
        self._waiting: deque[_Job[Any]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="minibatch-writer", daemon=True)
        self._thread.start()

    def run(self, function: Transaction[Result], *, alone: bool = False) -> Future[Result]:
        """Run a transaction after those that wait; ``alone`` keeps a long one out of any group."""
        job = _Job(function, alone)
        with self._changed:
            if self._closed:
                raise RuntimeError("the store is closed")
            self._waiting.append(job)
            self._changed.notify()
        return job.future

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()
        self._connection.close()
        self._engine.dispose()

    def _run(self) -> None:
        while group := self._next_group():
            self._commit([job for job in group if job.future.set_running_or_notify_cancel()])

    def _next_group(self) -> list[_Job[Any]]:
        """Wait for work and take what may share a commit, in order; [] once closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            group: list[_Job[Any]] = []
            while self._waiting and len(group) < _MOST_IN_A_GROUP:
                if group and (group[0].alone or self._waiting[0].alone):
                    break
                group.append(self._waiting.popleft())
            return group

    def _commit(self, group: Sequence[_Job[Any]]) -> None:
        try:
            results = self._in_one_transaction(group)
        except BaseException as error:
            if len(group) == 1:
                group[0].future.set_exception(error)
                return
            for job in group:
                self._commit([job])
        else:
            for job, result in zip(group, results, strict=True):
                job.future.set_result(result)

    def _in_one_transaction(self, group: Sequence[_Job[Any]]) -> list[Any]:
        """Run a group, however long another program keeps the file locked."""
        while True:
            try:
                with self._connection.begin():
                    return [job.function(self._connection) for job in group]
            except sa.exc.OperationalError as error:
                if self._closed or not _may_pass(error):
                    raise
                _log.warning("another program keeps the database locked; still waiting")


class Pool:
    """Several threads, each with a connection; what the database broke off runs again.

    What is run must therefore bear to run twice: COMMIT may have succeeded although its answer was
    lost.
    """

    def __init__(self, engine: sa.Engine, *, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="minibatch-database")

    def run(
        self,
        function: Transaction[Result],
        *,
        alone: bool = False,  # noqa: ARG002 - here nothing is ever run in a group
    ) -> Future[Result]:
        """Run a transaction as soon as a thread is free."""
        return self._threads.submit(self._persistently, function)

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._threads.shutdown()
        self._engine.dispose()

    def _persistently(self, function: Transaction[Result]) -> Result:
        for pause in _PAUSES:
            try:
                return self._once(function)
            except sa.exc.OperationalError as error:
                if not _may_pass(error):
                    raise
                _log.warning("the database broke off (%s); again", type(error.orig).__name__)
                time.sleep(pause)
        return self._once(function)

    def _once(self, function: Transaction[Result]) -> Result:
        with self._engine.begin() as connection:
            return function(connection)


def _may_pass(error: sa.exc.OperationalError) -> bool:
    """Tell a locked SQLite file, or any trouble of a PostgreSQL server, from a lasting fault."""
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return True
