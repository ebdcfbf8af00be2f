"""Migrations: up, down and up again, killed in the middle, started twice at once."""

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import alembic
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from srs import engines, migrate
from srs.schema import metadata

# A migration that dies by kill -9 after its third statement.
KILLED = """
import os, signal, sys
import sqlalchemy as sa
from srs import migrate

statements = 0

@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def count(connection, cursor, statement, *rest):
    global statements
    statements += statement.lstrip().startswith("CREATE")
    if statements == 3:
        os.kill(os.getpid(), signal.SIGKILL)

migrate.upgrade(sys.argv[1])
"""
UPGRADE = "import sys; from srs import migrate; migrate.upgrade(sys.argv[1])"
HISTORY = sorted(path.name[:4] for path in migrate.script_location().glob("versions/*.py"))


def differences(address: str) -> list[object]:
    """Return what autogenerate would still change."""
    with migrate._engine(address) as engine, engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": defaults_differ}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def defaults_differ(context, column, wanted, found: str | None, default, rendered: str | None):
    """Compare defaults as the constants they are: each engine quotes and casts in its own way."""
    return _constant(found) != _constant(rendered)


def _constant(default: str | None) -> str | None:
    falsy = {"0": "false", "1": "true"}
    text = default and re.sub(r"::[\w ]+$", "", default).strip("()'")
    return falsy.get(text, text) if text else text


def tables(address: str) -> set[str]:
    with migrate._engine(address) as engine:
        return set(sa.inspect(engine).get_table_names())


def python(code: str, address: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, address], capture_output=True, text=True, timeout=60
    )


def with_one_more_migration(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Let the code know a further migration whose upgrade is ``body``."""
    scripts = folder / "migrations"
    shutil.copytree(migrate.script_location(), scripts)
    (scripts / "versions" / "more.py").write_text(
        "from alembic import op\n"
        f"revision = 'more'\ndown_revision = '{HISTORY[-1]}'\n"
        f"def upgrade():\n    {body}\n"
    )
    monkeypatch.setattr(migrate, "script_location", lambda: scripts)


def test_the_migrations_make_the_tables_of_the_schema(empty_url: str):
    assert migrate.upgrade(empty_url) == tuple(HISTORY)
    assert differences(empty_url) == []


def test_up_down_and_up_again_leaves_no_difference(empty_url: str):
    migrate.upgrade(empty_url)
    migrate.downgrade(empty_url, "base")
    assert tables(empty_url) == {"alembic_version"}
    migrate.upgrade(empty_url)
    assert differences(empty_url) == []


def test_a_database_that_is_up_to_date_stays_as_it_is(database_url: str):
    assert migrate.upgrade(database_url) == ()


def test_a_migration_killed_between_two_operations_runs_again(empty_url: str):
    killed = python(KILLED, empty_url)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert tables(empty_url) <= {"alembic_version"}
    migrate.upgrade(empty_url)
    assert differences(empty_url) == []


def test_processes_that_start_at_once_migrate_once(empty_url: str):
    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(python, [UPGRADE] * 4, [empty_url] * 4))
    assert [(process.returncode, process.stderr) for process in ended] == [(0, "")] * 4
    assert differences(empty_url) == []


def test_a_database_newer_than_the_code_is_refused(database_url: str):
    with migrate._engine(database_url) as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(engines.DatabaseTooNew, match="9999"):
        migrate.upgrade(database_url)


def test_an_sqlite_file_in_use_is_copied_before_it_changes(sqlite_url, tmp_path, monkeypatch):
    with_one_more_migration(monkeypatch, tmp_path, "op.execute('DELETE FROM effect')")
    path = tmp_path / "minibatch.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO effect VALUES (7, 1, '', 0, NULL)")
    connection.close()

    assert migrate.upgrade(sqlite_url) == ("more",)

    copy = sqlite3.connect(tmp_path / f"minibatch.sqlite3.at-{HISTORY[-1]}")
    assert copy.execute("SELECT learner_id FROM effect").fetchall() == [(7,)]
    copy.close()


def test_a_new_sqlite_file_needs_no_copy(tmp_path: Path):
    migrate.upgrade(f"sqlite:///{tmp_path / 'folder' / 'new.sqlite3'}")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["new.sqlite3"]


def test_a_migration_that_fails_takes_only_itself_back(empty_url, tmp_path, monkeypatch):
    with_one_more_migration(
        monkeypatch, tmp_path, "op.drop_table('review'); op.execute('nonsense')"
    )
    with pytest.raises(sa.exc.DBAPIError):
        migrate.upgrade(empty_url)
    assert differences(empty_url) == []


def test_our_folder_does_not_hide_the_library_of_the_same_name():
    assert "site-packages" in (alembic.__file__ or "")
    assert not list(migrate.script_location().rglob("__init__.py"))


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://root:hush@host/name", "a:hush@b"],
)
def test_an_address_of_another_kind_is_refused_without_repeating_it(address: str):
    with pytest.raises(engines.WrongAddress) as refused:
        engines.parse(address)
    assert "hush" not in str(refused.value)
