"""The command: what it prints, and 0, 1 or 2."""

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import pytest

from bot.cli import FINE, NOT_FINE, USAGE, main
from cards import library
from cards.calculator import written
from cards.formats import read_deck, template
from cards.problems.topics import of_day
from srs import catalogue, posing, study
from srs.editions import Origin
from srs.store import Store
from tests.srs.desk import Desk

SHIPPED = resources.files("cards") / "decks" / "ml-training.yaml"
CALCULATED = """\
Steps per epoch: ⌈50,000 / 125⌉ = 400 (every batch is full).
Total steps: 400 × 20 = 8,000.
Last batch: full, 125 samples.
"""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MINIBATCH_") and not name.startswith("MINIBATCH_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture
def bad_deck(tmp_path: Path) -> Path:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\ncards: 7\n")
    return path


def assert_refused(capsys: pytest.CaptureFixture[str], reason: str) -> None:
    """One line on stderr, and nothing else anywhere."""
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", ["50000 125 20", "samples=50000 batch=125 epochs=20"])
def test_calc_prints_the_worked_lines(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", *words.split()]) == FINE
    assert capsys.readouterr().out == CALCULATED


def test_calc_says_what_it_cannot_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "many", "5"]) == USAGE
    assert_refused(capsys, "What is 5?")


@pytest.mark.parametrize("arguments", [[], ["fly"], ["calc"], ["decks"], ["decks", "check"]])
def test_a_wrong_call_is_a_usage_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == USAGE
    assert "usage: minibatch" in capsys.readouterr().err


def test_run_without_a_token_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == USAGE
    assert_refused(capsys, "MINIBATCH_TOKEN")


def test_a_second_run_on_the_same_file_is_refused(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIBATCH_TOKEN", "1:of-no-bot")
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", sqlite_url)
    first = Store.open(sqlite_url, exclusive=True)
    assert main(["run"]) == USAGE
    first.close()
    assert_refused(capsys, "Another Minibatch is running")


def test_a_database_that_is_not_there_is_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", f"postgresql:///nowhere?host={tmp_path}")
    assert main(["migrate"]) == USAGE
    assert_refused(capsys, "the database cannot be used")


def test_migrate_brings_tables_and_decks_once(
    empty_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", empty_url)
    assert main(["migrate"]) == FINE
    assert "Migrated" in capsys.readouterr().out
    assert main(["migrate"]) == FINE
    assert capsys.readouterr().out == "Nothing to migrate.\n"

    store = Store.open(empty_url)
    names = [line.name for line in store.read(catalogue.decks, 1).result()]
    store.close()
    assert "ml-training" in names


def test_doctor_finds_a_migrated_database_well(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", database_url)
    assert main(["doctor"]) == FINE
    assert capsys.readouterr().out == "All is well.\n"


def test_doctor_says_what_is_not_well(
    empty_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", empty_url)
    assert main(["doctor"]) == NOT_FINE
    assert "run minibatch migrate" in capsys.readouterr().out


def test_doctor_tells_a_file_that_is_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "notes.sqlite3"
    file.write_text("This is a shopping list, and far too short to be a database.")
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", f"sqlite:///{file}")
    assert main(["doctor"]) == NOT_FINE
    assert capsys.readouterr().out.startswith("The database file is damaged, or is none.")


def test_a_shipped_deck_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decks", "check", str(SHIPPED)]) == FINE
    assert "ml-training" in capsys.readouterr().out


def test_the_mistakes_of_a_deck_stand_with_their_lines(
    bad_deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "check", str(bad_deck)]) == NOT_FINE
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith(f"{bad_deck}:") for line in lines)


def test_a_check_can_be_read_by_a_program(
    bad_deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "check", "--json", str(SHIPPED)]) == FINE
    fine = json.loads(capsys.readouterr().out)
    assert main(["decks", "check", "--json", str(bad_deck)]) == NOT_FINE
    wrong = json.loads(capsys.readouterr().out)
    assert set(fine) == set(wrong) == {"ok", "format", "deck", "cards", "kinds", "errors"}
    assert (fine["ok"], fine["deck"], fine["errors"]) == (True, "ml-training", [])
    assert fine["cards"] == sum(fine["kinds"].values())
    assert not wrong["ok"]
    assert set(wrong["errors"][0]) == {"line", "path", "message"}


def test_a_file_that_is_not_there_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "check", str(tmp_path / "none.yaml")]) == USAGE
    assert_refused(capsys, "none.yaml: No such file or directory")


def test_the_package_is_the_command() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout == "minibatch 0.1.0\n"


def test_slips_are_listed_by_family_with_the_numbers_of_their_problems(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", database_url)
    assert main(["slips"]) == FINE
    assert capsys.readouterr().out == "Nobody has sent a wrong number yet.\n"
    with closing(Store.open(database_url)) as store:
        for _ in range(2):
            learner = Desk(store)
            learner.does(study.problem_of_day, day=date(2026, 11, 24), new_id=7)
            learner.types("123456.5")
    asked = posing.for_everybody(*of_day(date(2026, 11, 24)))
    numbers = ", ".join(f"{k} {v:,}" for k, v in asked.parameters.items() if k != "story")
    assert main(["slips"]) == FINE
    assert capsys.readouterr().out == (
        f"{asked.family}: 2 wrong, 2 without a known slip\n"
        f"  2 × 123,456.5 for {written(asked.answer.value)}: {numbers}\n"
    )


# --- decks from the shell ---------------------------------------------------------------------


@pytest.fixture
def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_bytes(template())
    return path


def test_a_deck_is_loaded_published_listed_exported_and_loaded_again(
    database: str, deck: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["decks", "load", str(deck)]) == FINE
    assert capsysbinary.readouterr().out == (
        b"first-deck: 3 new, 0 changed, 0 unchanged, 0 gone.\n"
        b"Version 1 is private; --publish lets everybody find it.\n"
    )
    deck.write_bytes(template().replace(b"reverse: true, ", b"").replace(b"once", b"twice"))
    assert main(["decks", "load", "--publish", str(deck)]) == FINE
    assert capsysbinary.readouterr().out == (
        b"first-deck: 0 new, 1 changed, 1 unchanged, 1 gone.\nLearners see version 2 from now on.\n"
    )
    assert main(["decks", "list"]) == FINE
    told = b"first-deck: My first deck, version 2, 2 cards, public\n"
    assert capsysbinary.readouterr().out == told
    assert main(["decks", "export", "first-deck"]) == FINE
    assert read_deck(capsysbinary.readouterr().out) == read_deck(deck.read_bytes())
    assert main(["decks", "export", "first-deck", "--version", "1"]) == FINE
    assert read_deck(capsysbinary.readouterr().out) == read_deck(template())


def test_a_dry_run_changes_nothing(
    database: str, deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "load", "--dry-run", str(deck)]) == FINE
    assert main(["decks", "list"]) == FINE
    assert capsys.readouterr().out == "first-deck: 3 new, 0 changed, 0 unchanged, 0 gone.\n"


def test_the_same_deck_again_is_no_new_version(
    database: str, deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["decks", "load", str(deck)]) == FINE
    assert capsys.readouterr().out.endswith(
        "0 new, 0 changed, 3 unchanged, 0 gone.\n"
        "Version 1 is private; --publish lets everybody find it.\n"
    )


def test_a_deck_with_mistakes_is_not_loaded(
    database: str, bad_deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "load", str(bad_deck)]) == NOT_FINE
    assert all(line.startswith(f"{bad_deck}:") for line in capsys.readouterr().out.splitlines())
    assert main(["decks", "list"]) == FINE
    assert capsys.readouterr().out == ""


def test_lint_looks_at_a_file_without_a_database(
    deck: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["decks", "lint", str(deck)]) == NOT_FINE
    assert capsys.readouterr().out == (
        f"{deck}: epoch: It has no key points: nothing but its own words is surely right. "
        "Add `points:`.\n"
        "1 to look at.\n"
    )
    point = b"why: Runs are planned in epochs., points: [{says: all, words: [[all]]}]"
    deck.write_bytes(template().replace(b"why: Runs are planned in epochs.", point))
    assert main(["decks", "lint", str(deck)]) == FINE
    assert capsys.readouterr().out == f"{deck}: nothing to look at.\n"
    assert list(tmp_path.iterdir()) == [deck]


def test_lint_knows_the_shipped_decks_without_a_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["decks", "lint", "ml-training"]) in (FINE, NOT_FINE)
    assert capsys.readouterr().out.endswith("to look at.\n")
    assert main(["decks", "lint", "nothing"]) == USAGE
    assert_refused(capsys, "there is no such deck: nothing")


def test_lint_looks_at_the_deck_that_learners_see_and_at_its_use(
    database: str, deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "load", str(deck)]) == FINE
    capsys.readouterr()
    assert main(["decks", "lint", "first-deck"]) == NOT_FINE
    assert capsys.readouterr().out.startswith("first-deck: epoch: It has no key points")


def test_lint_names_the_mistakes_of_a_file_that_is_no_deck(
    bad_deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "lint", str(bad_deck)]) == NOT_FINE
    assert all(line.startswith(f"{bad_deck}:") for line in capsys.readouterr().out.splitlines())


def test_a_deck_that_is_not_there_cannot_be_exported(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decks", "export", "nothing"]) == USAGE
    assert_refused(capsys, "there is no such deck: nothing")


def test_a_database_without_tables_is_no_traceback(
    empty_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIBATCH_DATABASE_URL", empty_url)
    assert main(["decks", "list"]) == USAGE
    assert_refused(capsys, "the database cannot be used")


def test_a_newer_shipped_deck_is_offered_where_an_admin_has_changed_it(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = library.load("ml-training")
    with closing(Store.open(database)) as store:
        now = datetime.now(UTC)
        older = replace(shipped, cards=shipped.cards[:-1])
        catalogue.apply(store, older, now, Origin(shipped=True))
        catalogue.apply(store, replace(shipped, title="Ours"), now, Origin(made_by=7))
    assert main(["migrate"]) == FINE
    assert "A newer edition of the deck ml-training waits" in capsys.readouterr().out
