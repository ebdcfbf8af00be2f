"""The one door to the database: one call is one transaction, and its effect happens once.

A use case is a function ``(tx, learner, *, now, update_id, ...)``, marked with :func:`use_case`. It
may run more than once, so it takes ids, seeds and the time as arguments, touches nothing but ``tx``
and returns a frozen value. A refusal is a value; an exception is a bug. Conflicts are ON CONFLICT:
no use case catches a database error.
"""

import fcntl
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial, update_wrapper
from pathlib import Path
from typing import (
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    Self,
    TextIO,
    TypeVar,
    get_type_hints,
    overload,
)

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert

from srs import engines, learners
from srs.schema import effect
from srs.writers import GroupCommit, Pool

P = ParamSpec("P")
Result = TypeVar("Result")

_READERS = 4
_WRITERS = 8

_IS_THIS = sa.and_(
    effect.c.learner_id == sa.bindparam("learner"),
    effect.c.update_id == sa.bindparam("update"),
    effect.c.step == sa.bindparam("part"),
)
_CLAIM = insert(effect).on_conflict_do_nothing().returning(effect.c.update_id)
_RECALL = sa.select(effect.c.result).where(_IS_THIS)
_KEEP = sa.update(effect).where(_IS_THIS).values(result=sa.bindparam("outcome"))


class UseCase(Generic[P, Result]):
    """A function that may be submitted; called directly, it is that function."""

    def __init__(self, function: Callable[P, Result], *, creates: bool) -> None:
        self._function = function
        self.creates = creates
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Run the function itself."""
        return self._function(*args, **kwargs)

    @cached_property
    def adapter(self) -> TypeAdapter[Result]:
        """What reads a stored result back, made from the function's return annotation."""
        return TypeAdapter(get_type_hints(self._function, include_extras=True)["return"])


@overload
def use_case(function: Callable[P, Result], /) -> UseCase[P, Result]: ...
@overload
def use_case(*, creates: bool = False) -> Callable[[Callable[P, Result]], UseCase[P, Result]]: ...
def use_case(function: Callable[..., Any] | None = None, /, *, creates: bool = False) -> Any:
    """Mark a function as a use case; one that ``creates`` may be a learner's first."""
    if function is None:
        return partial(UseCase, creates=creates)
    return UseCase(function, creates=creates)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Submission(Generic[Result]):
    """One use case, for one learner, caused by one update."""

    use_case: UseCase[..., Result]
    learner_id: int
    update_id: int
    step: str
    now: datetime
    language: str
    arguments: dict[str, Any]

    def __call__(self, tx: sa.Connection) -> Result:
        """Do it once, or say again what came of it."""
        key = {"learner_id": self.learner_id, "update_id": self.update_id, "step": self.step}
        if tx.execute(_CLAIM, key | {"at": self.now}).first() is None:
            return self.use_case.adapter.validate_json(tx.execute(_RECALL, self._this).scalar_one())
        result = self._run(tx)
        outcome = self.use_case.adapter.dump_json(result).decode()
        tx.execute(_KEEP, self._this | {"outcome": outcome})
        return result

    def _run(self, tx: sa.Connection) -> Result:
        if self.use_case.creates:
            learners.create(tx, self.learner_id, self.now, self.language)
        learner = learners.lock(tx, self.learner_id)
        return self.use_case(tx, learner, now=self.now, update_id=self.update_id, **self.arguments)

    @property
    def _this(self) -> dict[str, Any]:
        return {"learner": self.learner_id, "update": self.update_id, "part": self.step}


class Store:
    """An open database. Every result arrives as a Future, and only after COMMIT."""

    def __init__(
        self, writer: GroupCommit | Pool, readers: Pool, lock: TextIO | None = None
    ) -> None:
        self._writer = writer
        self._readers = readers
        self._lock = lock

    @classmethod
    def open(cls, address: str, *, exclusive: bool = False) -> Self:
        """Open ``sqlite:///path`` or ``postgresql://…``; it looks at no table yet.

        With ``exclusive`` an SQLite file is kept for this process: DatabaseInUse if another has it.
        Nothing keeps a second process from a PostgreSQL server, which is made for several.
        """
        url = engines.parse(address)
        path = engines.sqlite_path(url)
        if path is None:
            return cls(*_on_postgresql(url))
        lock = _lock(path) if exclusive else None
        return cls(*_on_sqlite(url), lock)

    @property
    def exclusive(self) -> bool:
        """Whether no other process can be at work on this database."""
        return self._lock is not None

    def close(self) -> None:
        """Finish what was handed in, then close every connection."""
        self._writer.close()
        self._readers.close()
        if self._lock:
            self._lock.close()

    def submit(
        self,
        use_case: UseCase[..., Result],
        *,
        learner_id: int,
        update_id: int,
        step: str = "",
        now: datetime,
        language: str = "",
        **arguments: Any,
    ) -> Future[Result]:
        """Run a use case once for this update: however often it is handed in, the result is one.

        ``step`` tells several use cases of one update apart; ``language`` is a new learner's.
        """
        submission = _Submission(
            use_case=use_case,
            learner_id=learner_id,
            update_id=update_id,
            step=step,
            now=now,
            language=language,
            arguments=arguments,
        )
        return self._writer.run(submission)

    def write(
        self,
        function: Callable[Concatenate[sa.Connection, ...], Result],
        *args: Any,
        alone: bool = False,
        **kwargs: Any,
    ) -> Future[Result]:
        """Run ``function(tx, ...)`` as a transaction that bears to run twice.

        One that may take longer than 20 ms goes ``alone``, so that nobody's answer waits in its
        group.
        """
        return self._writer.run(lambda tx: function(tx, *args, **kwargs), alone=alone)

    def read(
        self,
        function: Callable[Concatenate[sa.Connection, ...], Result],
        *args: Any,
        **kwargs: Any,
    ) -> Future[Result]:
        """Run ``function(tx, ...)`` beside the writer, on one unchanging view of the database."""
        return self._readers.run(lambda tx: function(tx, *args, **kwargs))

    def ping(self) -> Future[None]:
        """Resolve as soon as the database answers."""

        def look(tx: sa.Connection) -> None:
            tx.execute(sa.select(sa.literal(1)))

        return self._readers.run(look)


def _on_sqlite(url: sa.URL) -> tuple[GroupCommit, Pool]:
    writing = engines.sqlite_engine(url, begin="IMMEDIATE")
    # FULL: an answer that was acknowledged survives a power cut; group commit makes it affordable.
    engines.on_connect(writing, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
    reading = engines.sqlite_engine(url, begin="DEFERRED")
    engines.on_connect(reading, "PRAGMA query_only = ON")
    return GroupCommit(writing), Pool(reading, threads=_READERS)


def _on_postgresql(url: sa.URL) -> tuple[Pool, Pool]:
    engine = engines.postgresql_engine(url, connections=_WRITERS + _READERS)
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Pool(engine, threads=_WRITERS), Pool(snapshot, threads=_READERS)


def _lock(path: Path) -> TextIO:
    """Keep a database file for this process until the lock is closed, or the process ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f"{path.name}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise engines.DatabaseInUse(
            f"Another Minibatch is running on {path}. Stop it first, or give this one a "
            "MINIBATCH_DATABASE_URL of its own."
        ) from None
    return lock
