"""The two databases Minibatch runs on, behind one form of address.

``sqlite:///path`` is a file of its own; ``postgresql://user:password@host/name`` is a server. The
errors of neither show parameters: they are what learners wrote. What can be wrong with a database
as a whole is raised from here:

    StoreError
    ├── WrongAddress
    ├── DatabaseInUse
    ├── DatabaseDamaged
    └── DatabaseTooNew
"""

import sqlite3
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

Begin = Literal["IMMEDIATE", "DEFERRED"]

_BUSY_SECONDS = 10
_POSTGRESQL = {
    "application_name": "minibatch",
    "connect_timeout": 10,
    # Without it a host that vanished keeps a statement waiting for many minutes.
    "tcp_user_timeout": 15_000,
}


class StoreError(Exception):
    """The database cannot be used as it is."""


class WrongAddress(StoreError):
    """The database's address is neither sqlite:///path nor postgresql://…"""


class DatabaseInUse(StoreError):
    """Another Minibatch is running on this SQLite file."""


class DatabaseDamaged(StoreError):
    """The database file is damaged, or is none. Put back a backup, and keep the file aside."""


class DatabaseTooNew(StoreError):
    """A newer Minibatch has migrated this database."""


def parse(address: str) -> sa.URL:
    """Read a database's address; WrongAddress, which never repeats a password, if it is none."""
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError:
        raise WrongAddress(WrongAddress.__doc__) from None
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    raise WrongAddress(WrongAddress.__doc__)


def sqlite_path(url: sa.URL) -> Path | None:
    """Return the file of an SQLite database, None for any other."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def is_there(address: str) -> bool:
    """Whether there can be a database at an address: an SQLite file may not have been made yet."""
    path = sqlite_path(parse(address))
    return path is None or path.exists()


def sqlite_engine(url: sa.URL, *, begin: Begin) -> sa.Engine:
    """Return an engine whose transactions are real ones, schema changes included.

    The driver's own transactions start late and leave schema changes out, so it is told to start
    none. One that will write begins IMMEDIATE: it waits for its turn at the start, where waiting
    works, rather than fail in the middle.
    """
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        connect_args={
            "timeout": _BUSY_SECONDS,
            "isolation_level": None,
            "check_same_thread": False,
        },
    )

    sa.event.listen(engine, "handle_error", _tell_damage)

    @sa.event.listens_for(engine, "begin")
    def begin_transaction(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


def on_connect(engine: sa.Engine, *statements: str) -> None:
    """Run statements on every new SQLite connection."""

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()


def _tell_damage(context: sa.ExceptionContext) -> None:
    code = getattr(context.original_exception, "sqlite_errorcode", None)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        raise DatabaseDamaged(DatabaseDamaged.__doc__) from context.original_exception


def postgresql_engine(url: sa.URL, *, connections: int) -> sa.Engine:
    """Return an engine of up to ``connections`` connections, each checked before it is used."""
    return sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=_POSTGRESQL,
    )
