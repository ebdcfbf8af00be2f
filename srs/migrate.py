"""Bring a database to the tables that this code knows.

Every migration is one transaction of its own. It takes the lock that keeps other processes out and
only then reads where the database stands, so that any number may start at once, and one that is
killed leaves either the old tables or the new ones.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from srs import engines

# Any number will do, as long as it stays the same from release to release.
_ADVISORY_LOCK = 7_320_519_084


def upgrade(address: str) -> tuple[str, ...]:
    """Apply what is missing and return it, oldest first; () if the database was up to date.

    Raises DatabaseTooNew if the database holds a migration that this code does not know. Before an
    SQLite file that is in use is changed, a copy of it is put beside it, as it stood at first.
    """
    done: list[str] = []
    with _engine(address) as engine:
        while pending := _pending(engine):
            if not done:
                _copy_aside(engine)
            with _locked(engine) as connection:
                # Another process may have been faster between the two looks.
                if pending == _missing(connection):
                    command.upgrade(_config(connection), pending[0])
                    done.append(pending[0])
    return tuple(done)


def downgrade(address: str, revision: str) -> None:
    """Take the database back to ``revision``; "base" drops every table."""
    with _engine(address) as engine, _locked(engine) as connection:
        command.downgrade(_config(connection), revision)


def script_location() -> Path:
    """Return the folder of the migrations: in an installed package, or in a checkout."""
    here = Path(__file__).parent
    packaged = here / "migrations"
    return packaged if packaged.is_dir() else here.parent / "alembic"


@contextmanager
def _engine(address: str) -> Iterator[sa.Engine]:
    """Open an engine that sets no foreign-key pragma: rebuilding a table would cascade."""
    url = engines.parse(address)
    if engines.sqlite_path(url):
        engine = engines.sqlite_engine(url, begin="IMMEDIATE")
    else:
        engine = engines.postgresql_engine(url, connections=1)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _locked(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that keeps every other migration out; on SQLite BEGIN IMMEDIATE does."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        yield connection


def _pending(engine: sa.Engine) -> tuple[str, ...]:
    with engine.begin() as connection:
        return _missing(connection)


def _missing(connection: sa.Connection) -> tuple[str, ...]:
    """List the migrations this database has not had, oldest first."""
    scripts = ScriptDirectory.from_config(_config(connection))
    known = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return tuple(known)
    if current not in known:
        raise engines.DatabaseTooNew(
            f"The database has had migration {current}, which this release does not know. "
            "Install the newer Minibatch again, or restore an older copy of the database."
        )
    return tuple(known[known.index(current) + 1 :])


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(script_location()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _copy_aside(engine: sa.Engine) -> None:
    """Put a copy of an SQLite file that holds tables beside it, named after where it stands."""
    path = engines.sqlite_path(engine.url)
    if path is None:
        return
    with engine.begin() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return
    copy = path.with_name(f"{path.name}.at-{revision}")
    unfinished = path.with_name(f"{copy.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.replace(copy)
