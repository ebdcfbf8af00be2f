"""What the documents promise, the program keeps: read from the documents themselves."""

import fnmatch
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.routes import ADMIN_COMMANDS, COMMANDS
from bot.texts import CATALOGUE
from cards.formats import read_deck
from cards.misconceptions import hint
from cards.problems import families
from cards.problems.problem import Problem
from srs.sm2 import Memory, review

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
MODULE = re.compile(r"\b(?:bot|srs|cards)/[\w/]+\.py\b")
VARIABLE = re.compile(r"\bMINIBATCH_[A-Z_]+[A-Z]\b")


def section(title: str, text: str = README) -> str:
    """Return what stands below a heading."""
    found = re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {title!r}"
    return found[1]


def first_column(title: str) -> list[str]:
    """Return what stands in backticks in the first column of a section's table."""
    return re.findall(r"^\| `([^`]+)`", section(title), re.MULTILINE)


def block(language: str, text: str) -> str:
    """Return the first fenced block of a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found, f"no block of {language}"
    return found[1]


# --- commands, settings, subcommands ----------------------------------------------------------


def test_the_table_of_the_chat_holds_every_command_and_no_other():
    known = COMMANDS | ADMIN_COMMANDS
    assert sorted(first_column("In the chat")) == sorted(f"/{name}" for name in known)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_command_that_there_is_not(document: Path):
    known = {*COMMANDS, *ADMIN_COMMANDS, "health", "newbot", "revoke"}
    named = re.findall(r"(?<![\w/.<)])/([a-z_]+)\b(?![/.-])", _prose(document.read_text()))
    assert set(named) <= known


def test_the_table_of_settings_holds_every_variable_the_program_reads():
    read = set(VARIABLE.findall((ROOT / "bot/settings.py").read_text()))
    assert set(first_column("Settings")) == read


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_variable_that_nothing_reads(document: Path):
    sources = (ROOT / "bot/settings.py", *(ROOT / "tests").glob("*.py"))
    read = {name for path in sources for name in VARIABLE.findall(path.read_text())}
    assert set(VARIABLE.findall(document.read_text())) <= read


def test_the_table_of_the_command_holds_every_subcommand(capsys: pytest.CaptureFixture[str]):
    documented = [words.split()[1:] for words in first_column("The command")]
    assert {words[0] for words in documented} == set(_offered(capsys))
    assert [words[1] for words in documented if words[0] == "decks"] == _offered(capsys, "decks")


def _offered(capsys: pytest.CaptureFixture[str], *command: str) -> list[str]:
    with suppress(SystemExit):
        cli.main([*command, "--help"])
    return re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_subcommand_that_there_is_not(document: Path):
    named = re.findall(r"`(?:\S*/)?minibatch ([a-z]+)", document.read_text())
    assert set(named) <= {words.split()[1] for words in first_column("The command")}


# --- examples ---------------------------------------------------------------------------------


def test_the_deck_in_eight_lines_is_one():
    text = block("yaml", section("A deck in eight lines"))
    assert len(text.splitlines()) == 8
    deck = read_deck(text.encode())
    assert {card.key for card in deck.cards} == {"epoch", "epoch.reverse", "steps-per-epoch"}


def test_sm2_in_five_lines_tells_what_sm2_does():
    text = section("SM-2 in five lines")
    assert len(re.findall(r"^\d\. ", text, re.MULTILINE)) == 5
    told = re.search(r"answered with 4 comes back after ([\d, ]+) days", " ".join(text.split()))
    assert told
    assert [int(days) for days in told[1].split(", ")] == list(_intervals(5))
    begin, plus, minus, floor = (round(100 * float(n)) for n in re.findall(r"\d\.\d\d", text))
    assert Memory().easiness == begin
    assert review(Memory(), 5).easiness - begin == plus
    assert begin - review(Memory(), 3).easiness == minus
    assert review(Memory(easiness=floor), 3).easiness == floor


def test_the_calculators_example_is_worked_out(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["calc", "50000", "125", "20"]) == cli.FINE
    assert "= 8,000." in capsys.readouterr().out


def _intervals(count: int) -> Iterator[int]:
    memory = Memory()
    for _ in range(count):
        memory = review(memory, 4)
        yield memory.interval


# --- the conversation -------------------------------------------------------------------------

PROMPT = "> "
LEFT_OUT = "…"


@pytest.fixture(scope="module")
def conversation() -> str:
    """Lend the chat that the README shows."""
    return block("text", README)


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Lend the problem that is posed in it, of which the README keeps an unseen note."""
    told = re.search(r"<!-- conversation: ([\w-]+), (.+) -->", README)
    assert told
    parameters = (setting.split() for setting in told[2].split(", "))
    return families[told[1]].pose({name: int(value) for name, value in parameters})


def test_the_conversation_happens_in_the_demo(conversation: str, problem: Problem):
    """Its problem would have other numbers, so it is played up to there."""
    before = conversation[: _start(problem.prompt, conversation)]
    shown, *turns = re.split(rf"^{PROMPT}", before, flags=re.MULTILINE)
    with Demo() as demo:
        demo.tells(shown)
        for turn in turns:
            typed, _, reply = turn.partition("\n")
            demo.say(_label(shown, typed))
            demo.tells(reply)
            shown += reply


def test_the_problem_of_the_conversation_is_solved_as_it_shows(conversation: str, problem: Problem):
    text = " ".join(conversation.split())
    wrong, right = re.findall(rf"^{PROMPT}(\d+)$", conversation, re.MULTILINE)
    slip = next(slip for slip in problem.solution.slips if slip.value == int(wrong))
    assert hint(slip.codes, {"typed": wrong, **problem.solution.facts}) in text
    assert int(right) == problem.solution.value
    assert CATALOGUE["right.second"] in text
    assert all(line in text for line in problem.solution.lines)


class Demo:
    """``minibatch demo``, talked to line by line."""

    def __enter__(self) -> "Demo":
        self._heard = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        )
        self._listen()
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate("quit\n", timeout=30)

    def say(self, words: str) -> None:
        """Type a line, or press the newest button of that label."""
        buttons = re.findall(rf"^  (b\d+) \[{re.escape(words)}\]$", self._heard, re.MULTILINE)
        self._type(buttons[-1] if buttons else words)

    def tells(self, reply: str) -> None:
        """Wait until every line of the reply has been heard; an empty line asks for news."""
        wanted = {_without_number(line) for line in reply.splitlines()} - {"", LEFT_OUT}
        until = time.monotonic() + 20
        while missing := wanted - set(map(_without_number, self._heard.splitlines())):
            assert time.monotonic() < until, f"not heard: {missing}\n{self._heard}"
            time.sleep(0.1)
            self._type("")

    def _type(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        self._listen()

    def _listen(self) -> None:
        assert self._process.stdout
        new = ""
        while not new.endswith(f"\n{PROMPT}"):
            character = self._process.stdout.read(1)
            assert character, self._heard + new
            new += character
        self._heard += new


def _label(shown: str, typed: str) -> str:
    """Return the label of the button that "b2" presses, or what was typed."""
    labels = re.findall(rf"^  {re.escape(typed)} \[(.+)\]$", shown, re.MULTILINE)
    return labels[-1] if labels else typed


def _without_number(line: str) -> str:
    """Leave out which number a button has: sides stand in a drawn order."""
    return re.sub(r"^(> |  )b\d+", r"\1b", line)


def _start(wanted: str, text: str) -> int:
    """Return where a sentence begins in a text that is wrapped."""
    found = re.search(r"\s+".join(map(re.escape, wanted.split())), text)
    assert found, f"not in the conversation: {wanted}"
    return found.start()


# --- the map ----------------------------------------------------------------------------------


def test_the_code_map_names_every_module_and_no_other():
    modules = {
        str(path.relative_to(ROOT))
        for package in ("bot", "srs", "cards")
        for path in (ROOT / package).rglob("*.py")
    }
    named = set(MODULE.findall(ARCHITECTURE))
    assert named <= modules
    assert {path for path in modules - named if not path.endswith("__init__.py")} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_within_the_project_lead_somewhere(document: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        aim = (document.parent / path) if path else document
        assert aim.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", aim.read_text(), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_in_documents_exist(document: Path):
    named = re.findall(r"`((?:bot|srs|cards|docs|tests|alembic)/[\w./-]*)`", document.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_changelog_has_this_version():
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text()


# --- what must stand nowhere ------------------------------------------------------------------

NOWHERE = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:root|home|Users|work)/\w"),
    "the address of a package registry": re.compile(r"index[-_]url\b|/simple[/]|python[h]osted"),
    "what looks like a bot's token": re.compile(r"\b\d{6,}:[\w-]{30,}"),
}


@pytest.mark.parametrize("what", NOWHERE)
def test_no_file_of_the_project_holds(what: str):
    guilty = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in _project_files()
        if (found := NOWHERE[what].search(path.read_text(errors="replace")))
    ]
    assert guilty == []


def _project_files() -> Iterator[Path]:
    """Yield every file but what .gitignore leaves out."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]

    def kept(names: list[str]) -> list[str]:
        return [n for n in names if not any(fnmatch.fnmatch(n, pattern) for pattern in ignored)]

    for folder, folders, files in os.walk(ROOT):
        folders[:] = kept([name for name in folders if name != ".git"])
        yield from (Path(folder, name) for name in kept(files))


def _prose(text: str) -> str:
    """Return a document without its fenced and indented blocks."""
    return re.sub(r"^```.*?^```$|^    .*$", "", text, flags=re.MULTILINE | re.DOTALL)
