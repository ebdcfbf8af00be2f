"""The store: an effect happens once, and its result is the same whoever asks again."""

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import psycopg
import pytest
import sqlalchemy as sa
from pydantic import Field

from srs import engines, learners
from srs.learners import Learner
from srs.schema import effect, enrolment, learner
from srs.store import Store, use_case
from tests.scale import scaled

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Joined:
    joined: int
    share: Fraction
    at: datetime
    type: Literal["joined"] = "joined"


@dataclass(frozen=True)
class Nobody:
    type: Literal["nobody"] = "nobody"


Outcome = Annotated[Joined | Nobody, Field(discriminator="type")]


def add_enrolment(tx: sa.Connection, learner_id: int, deck: str) -> None:
    tx.execute(sa.insert(enrolment).values(learner_id=learner_id, deck=deck, joined_at=NOW))


def count(tx: sa.Connection, table: sa.Table) -> int:
    return tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


@use_case(creates=True)
def join(tx: sa.Connection, learner: Learner | None, *, now, update_id: int, deck: str) -> Outcome:
    assert learner is not None
    add_enrolment(tx, learner.learner_id, f"{deck}-{update_id}")
    joined = count(tx, enrolment)
    return Joined(joined, Fraction(1, joined), now)


@use_case
def visit(tx: sa.Connection, learner: Learner | None, *, now, update_id: int) -> Outcome:
    return Nobody() if learner is None else Joined(0, Fraction(0), now)


@use_case(creates=True)
def fail(tx: sa.Connection, learner: Learner | None, *, now, update_id: int) -> None:
    add_enrolment(tx, 7, "never")
    raise LookupError("a bug")


def submit_join(store: Store, update_id: int = 1, **more) -> Future[Outcome]:
    return store.submit(join, learner_id=7, update_id=update_id, now=NOW, deck="d", **more)


def rows(store: Store, table: sa.Table) -> int:
    return store.read(count, table).result()


def test_a_result_is_what_the_use_case_returned(store: Store):
    assert submit_join(store).result() == Joined(1, Fraction(1), NOW)


def test_the_same_update_gets_the_stored_result_and_changes_nothing(store: Store):
    first = submit_join(store).result()
    later = datetime(2026, 3, 2, tzinfo=UTC)
    again = store.submit(join, learner_id=7, update_id=1, now=later, deck="other").result()
    assert again == first
    assert rows(store, enrolment) == 1


def test_another_update_step_or_learner_has_an_effect_of_its_own(store: Store):
    submit_join(store).result()
    submit_join(store, update_id=2).result()
    store.submit(visit, learner_id=7, update_id=1, step="then", now=NOW).result()
    store.submit(visit, learner_id=8, update_id=1, now=NOW).result()
    assert rows(store, enrolment) == 2
    assert rows(store, effect) == 4


def test_parallel_duplicates_have_one_effect_and_all_hear_of_it(store: Store):
    for update_id in range(scaled(20, 300)):
        results = [submit_join(store, update_id).result for _ in range(8)]
        assert {result() for result in results} == {results[0]()}
    assert rows(store, enrolment) == scaled(20, 300)


def test_only_a_use_case_that_creates_makes_a_learner(store: Store):
    assert store.submit(visit, learner_id=7, update_id=1, now=NOW).result() == Nobody()
    assert rows(store, learner) == 0
    submit_join(store, update_id=2, language="de").result()
    created = store.read(learners.read, 7).result()
    assert created is not None
    assert (created.language, created.created_at) == ("de", NOW)


def test_a_use_case_that_raises_leaves_nothing_and_may_be_tried_again(store: Store):
    for _ in range(2):
        with pytest.raises(LookupError, match="a bug"):
            store.submit(fail, learner_id=7, update_id=1, now=NOW).result()
    assert [rows(store, table) for table in (effect, learner, enrolment)] == [0, 0, 0]


def test_a_result_arrives_only_after_its_commit(store: Store):
    seen: list[int] = []
    job = store.write(add_enrolment, 7, "d")
    job.add_done_callback(lambda _: seen.append(rows(store, enrolment)))
    job.result()
    while not seen:
        time.sleep(0.001)
    assert seen == [1]


def test_a_reader_cannot_write(store: Store):
    with pytest.raises(sa.exc.DBAPIError):
        store.read(add_enrolment, 7, "d").result()


def test_a_reader_sees_one_unchanging_view_while_the_writer_goes_on(store: Store):
    reading, written = threading.Event(), threading.Event()

    def look_twice(tx: sa.Connection) -> tuple[int, int]:
        before = count(tx, enrolment)
        reading.set()
        assert written.wait(10)
        return before, count(tx, enrolment)

    looks = store.read(look_twice)
    assert reading.wait(10)
    store.write(add_enrolment, 7, "d").result(10)
    written.set()
    assert looks.result(10) == (0, 0)


def test_a_fault_of_ours_is_told_at_once(store: Store):
    def typo(tx: sa.Connection) -> None:
        tx.exec_driver_sql("SELECT nothing FROM nowhere")

    started = time.monotonic()
    for job in (store.write(typo), store.read(typo)):
        with pytest.raises(sa.exc.DBAPIError):
            job.result()
    assert time.monotonic() - started < 1


def test_what_waits_is_finished_before_the_store_closes(database_url: str):
    store = Store.open(database_url)
    jobs = [store.write(add_enrolment, learner_id, "d") for learner_id in range(100)]
    store.close()
    assert all(job.done() and job.exception() is None for job in jobs)
    with pytest.raises(RuntimeError):
        store.write(add_enrolment, 1000, "d")


# --- SQLite -----------------------------------------------------------------------------------


@pytest.fixture
def file_store(sqlite_url: str):
    store = Store.open(sqlite_url)
    yield store
    store.close()


@pytest.fixture
def commits():
    """Count the commits of every engine."""
    seen: list[sa.Connection] = []

    def count_one(connection: sa.Connection) -> None:
        seen.append(connection)

    sa.event.listen(sa.Engine, "commit", count_one)
    yield seen
    sa.event.remove(sa.Engine, "commit", count_one)


def queued(store: Store, *jobs) -> list[Future]:
    """Hand in jobs while the writer is held up, so that all of them wait together."""
    hold = threading.Event()
    store.write(lambda tx: hold.wait(10), alone=True)
    futures = [store.write(function, *arguments) for function, *arguments in jobs]
    hold.set()
    wait(futures)
    return futures


def test_what_waits_together_shares_one_commit(file_store: Store, commits: list):
    queued(file_store, *[(add_enrolment, learner_id, "d") for learner_id in range(64)])
    assert len(commits) == 2  # the one that held the writer up, and all the others


def test_in_a_group_only_the_one_that_raises_fails(file_store: Store):
    twice = [(add_enrolment, 3, "d"), (add_enrolment, 3, "d")]
    futures = queued(file_store, (add_enrolment, 1, "d"), *twice, (add_enrolment, 2, "d"))
    assert [type(future.exception()) for future in futures] == [
        type(None),
        type(None),
        sa.exc.IntegrityError,
        type(None),
    ]
    assert rows(file_store, enrolment) == 3


def test_a_long_job_runs_alone(file_store: Store, commits: list):
    hold = threading.Event()
    file_store.write(lambda tx: hold.wait(10), alone=True)
    waiting = [
        file_store.write(add_enrolment, 1, "d"),
        file_store.write(add_enrolment, 2, "d", alone=True),
        file_store.write(add_enrolment, 3, "d"),
    ]
    hold.set()
    wait(waiting)
    assert len(commits) == 4  # the one that held the writer up, and each by itself


def test_a_job_given_up_while_it_waits_is_left_out(file_store: Store):
    hold = threading.Event()
    file_store.write(lambda tx: hold.wait(10))
    given_up = file_store.write(add_enrolment, 1, "d")
    assert given_up.cancel()
    hold.set()
    file_store.write(add_enrolment, 2, "d").result()
    assert rows(file_store, enrolment) == 1


LOCKS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1].removeprefix("sqlite:///"), isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("COMMIT")
"""
RUNS = """
import sys, time
from srs.store import Store
store = Store.open(sys.argv[1], exclusive=True)
print("running", flush=True)
time.sleep(60)
"""


def process(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start code in a process of its own and wait for its first line."""
    started = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    assert started.stdout.readline()
    return started


def test_a_file_locked_by_another_program_makes_us_late_but_loses_nothing(sqlite_url, monkeypatch):
    monkeypatch.setattr(engines, "_BUSY_SECONDS", 0.3)
    store = Store.open(sqlite_url)
    seconds = scaled(1, 5)
    with process(LOCKS, sqlite_url, str(seconds)) as locking:
        started = time.monotonic()
        jobs = [submit_join(store, update_id) for update_id in range(10)]
        assert len({job.result(seconds + 5) for job in jobs}) == 10
        assert time.monotonic() - started > seconds / 2
        locking.wait(10)
    store.close()


def test_a_second_process_on_the_same_file_is_refused(sqlite_url: str, tmp_path: Path):
    with process(RUNS, sqlite_url) as running:
        with pytest.raises(engines.DatabaseInUse, match="MINIBATCH_DATABASE_URL"):
            Store.open(sqlite_url, exclusive=True)
        running.kill()
        assert running.wait(10) == -signal.SIGKILL
    store = Store.open(sqlite_url, exclusive=True)  # the lock died with its process
    assert store.exclusive
    store.close()


# --- PostgreSQL -------------------------------------------------------------------------------


def test_connections_that_break_under_load_lose_and_repeat_nothing(postgresql_url: str):
    store = Store.open(postgresql_url)
    jobs = [submit_join(store, update_id) for update_id in range(200)]
    with psycopg.connect(postgresql_url, autocommit=True) as killer:
        for _ in range(3):
            wait(jobs[:50])
            killer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    wait(jobs)
    assert [job.exception() for job in jobs if job.exception()] == []
    assert rows(store, enrolment) == 200
    store.close()


def test_a_second_process_on_a_server_is_welcome(postgresql_url: str):
    first, second = (Store.open(postgresql_url, exclusive=True) for _ in range(2))
    assert not first.exclusive
    first.close()
    second.close()
