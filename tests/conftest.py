"""A fresh migrated database for each test, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from srs.store import Store
from tests import databases

# The same examples on every machine, however busy it is.
settings.register_profile("minibatch", deadline=None, derandomize=True, database=None)
settings.load_profile("minibatch")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all the dialogues come first, in whatever order they have been put.

    While other tests run in between, nobody answers the bots that the dialogues share: they take
    that for an outage, and the next dialogue would have to wait until they ask again.
    """
    items.sort(key=lambda item: "dialogues" not in item.path.parts)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.Server]:
    """Lend a PostgreSQL server, which stops with the last test."""
    try:
        with databases.postgresql_server() as server:
            yield server
    except databases.NoServer as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.fixture(scope="session")
def postgresql_template(postgresql: databases.Server) -> Iterator[str]:
    with postgresql.template() as name:
        yield name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Lend a fresh migrated SQLite file."""
    path = tmp_path / "minibatch.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql: databases.Server, postgresql_template: str) -> Iterator[str]:
    """Lend a fresh migrated PostgreSQL database."""
    with postgresql.database(template=postgresql_template) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Lend a fresh migrated database of each kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Lend a database of each kind that no migration has touched."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    with request.getfixturevalue("postgresql").database() as address:
        yield address


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Lend an open store on a fresh database of each kind."""
    store = Store.open(database_url)
    yield store
    store.close()
