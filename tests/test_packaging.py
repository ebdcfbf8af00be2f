"""The wheel: what is in it, and that it works where nothing else of the project is."""

import contextlib
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import alembic
import pytest
from hatchling.build import build_wheel

from cards import library

ROOT = Path(__file__).parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
DESCRIPTION = f"minibatch_bot-{VERSION}.dist-info"
PACKAGES = ("bot", "srs", "cards")
CARRIED = {".py", ".yaml", ".json", ".mako", ".html", ".css", ".js", ".svg"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with contextlib.chdir(ROOT):
        return folder / build_wheel(str(folder))


@pytest.fixture(scope="module")
def names(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(name for name in archive.namelist() if not name.endswith("/"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lend a folder that holds the wheel's contents and nothing else of the project."""
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def test_the_wheel_brings_three_packages_and_its_own_description(names):
    assert {name.partition("/")[0] for name in names} == {*PACKAGES, DESCRIPTION}


def test_the_packages_hold_what_the_checkout_holds_and_nothing_else(names):
    expected = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in _sources(ROOT / package)
        if path.suffix in CARRIED
    }
    migrations = {
        f"srs/migrations/{path.relative_to(ROOT / 'alembic')}"
        for path in _sources(ROOT / "alembic")
    }
    assert {name for name in names if not name.startswith(DESCRIPTION)} == expected | migrations


def test_decks_the_api_description_migrations_and_licence_are_inside(names):
    assert {f"cards/decks/{name}.yaml" for name in library.names()} <= names
    assert "bot/sandbox/botapi-10.1.json" in names
    assert {"srs/migrations/env.py", "srs/migrations/versions/0001_first_tables.py"} <= names
    assert f"{DESCRIPTION}/licenses/LICENSE" in names


def test_an_installed_wheel_tells_its_version_from_another_folder(installed, tmp_path):
    told = _run(installed, tmp_path, "--version")
    assert told.stdout == f"minibatch {VERSION}\n"


def test_an_installed_wheel_checks_a_deck(installed, tmp_path):
    told = _run(installed, tmp_path, "decks", "check", str(ROOT / "cards/decks/ml-training.yaml"))
    assert told.returncode == 0, told.stderr


def test_an_installed_wheel_makes_its_database_and_then_has_nothing_to_do(installed, tmp_path):
    first, second = (_run(installed, tmp_path, "migrate") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert (tmp_path / "fresh.sqlite3").is_file()
    assert first.stdout != second.stdout == "Nothing to migrate.\n"


def test_the_wheel_is_what_ran(installed, tmp_path):
    code = "import bot, srs.migrate; print(bot.__file__, srs.migrate.script_location())"
    told = _python(installed, tmp_path, "-c", code)
    assert told.stdout.split() == [
        str(installed / "bot" / "__init__.py"),
        str(installed / "srs" / "migrations"),
    ]


def test_the_folder_of_migrations_hides_no_library():
    assert not list((ROOT / "alembic").rglob("__init__.py"))
    assert "site-packages" in Path(alembic.__file__).parts


def _sources(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]


def _run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _python(site, folder, "-m", "bot", *arguments)


def _python(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in ``folder``, with the wheel's contents before everything else."""
    ours = {"PYTHONPATH": str(site), "MINIBATCH_DATABASE_URL": "sqlite:///fresh.sqlite3"}
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=folder,
        env=os.environ | ours,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
