"""The command ``minibatch``. Exit 0: fine; 1: what was looked at is not; 2: usage or settings."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version

from sqlalchemy.exc import OperationalError, ProgrammingError

from bot import app, deckshell, demo
from bot.calc import CalcError, read
from bot.deckshell import FINE, NOT_FINE, UsageError
from bot.settings import Settings, SettingsError, database_url
from cards.calculator import written
from srs import catalogue, doctor, migrate, slips
from srs.engines import DatabaseDamaged, StoreError
from srs.store import Store

USAGE = 2
MOST_UNEXPLAINED = 5  # of each family


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, by default the process's own; return its exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        code: int = parsed.do(parsed)
    except (UsageError, SettingsError, StoreError, CalcError, demo.DemoError) as error:
        return _refuse(str(error))
    except (OperationalError, ProgrammingError) as error:
        return _refuse(f"the database cannot be used: {' '.join(str(error.orig).split())}")
    except KeyboardInterrupt:
        return FINE
    return code


def _refuse(why: str) -> int:
    print(f"minibatch: {why}", file=sys.stderr)
    return USAGE


def _run(_parsed: argparse.Namespace) -> int:
    settings = Settings.from_environment(os.environ)
    asyncio.run(app.run(settings))
    return FINE


def _demo(parsed: argparse.Namespace) -> int:
    in_terminal = parsed.terminal or not sys.stdin.isatty()
    asyncio.run(demo.in_terminal() if in_terminal else demo.in_browser())
    return FINE


def _migrate(_parsed: argparse.Namespace) -> int:
    address = database_url(os.environ)
    applied = migrate.upgrade(address)
    with closing(Store.open(address)) as store:
        offered = catalogue.install_shipped(store, datetime.now(UTC))
    print(f"Migrated: {', '.join(applied)}." if applied else "Nothing to migrate.")
    for name in offered:
        print(
            f"A newer edition of the deck {name} waits: an admin has changed it. /deck offers it."
        )
    return FINE


def _doctor(_parsed: argparse.Namespace) -> int:
    try:
        with closing(Store.open(database_url(os.environ))) as store:
            problems = doctor.examine(store)
    except DatabaseDamaged as error:
        problems = (str(error),)
    for problem in problems:
        print(problem)
    if problems:
        return NOT_FINE
    print("All is well.")
    return FINE


def _slips(_parsed: argparse.Namespace) -> int:
    with closing(Store.open(database_url(os.environ))) as store:
        tallies = slips.tallies(store)
    for family, tally in sorted(tallies.items()):
        unexplained = tally.unexplained
        print(f"{family}: {tally.wrong:,} wrong, {unexplained.total():,} without a known slip")
        for one, times in unexplained.most_common(MOST_UNEXPLAINED):
            numbers = ", ".join(f"{name} {number:,}" for name, number in one.numbers)
            print(f"  {times:,} × {written(one.value)} for {written(one.answer)}: {numbers}")
    if not tallies:
        print("Nobody has sent a wrong number yet.")
    return FINE


def _calc(parsed: argparse.Namespace) -> int:
    asked = read(" ".join(parsed.words))
    if asked.understood:
        print(f"Understood: {', '.join(asked.understood)}.")
    for line in (*asked.lines, *([asked.rule] if asked.rule else [])):
        print(line)
    return FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="minibatch", description="Flashcards about training models, in a Telegram chat."
    )
    number = f"%(prog)s {version('minibatch-bot')}"
    parser.add_argument("--version", action="version", version=number)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, do, text in (
        ("run", _run, "start the bot; settings come from the environment"),
        ("migrate", _migrate, "bring the database and the shipped decks up to date"),
        ("doctor", _doctor, "examine the database"),
        ("slips", _slips, "list wrong numbers that no known slip leads to"),
    ):
        commands.add_parser(name, help=text, description=text).set_defaults(do=do)
    _add_demo(commands)
    _add_calc(commands)
    deckshell.add_parsers(commands)
    return parser


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "try it in a browser: no token, no account, no network"
    shown = commands.add_parser("demo", help=text, description=text)
    shown.add_argument("--terminal", action="store_true", help="chat in this terminal instead")
    shown.set_defaults(do=_demo)


def _add_calc(commands: deckshell.Subparsers) -> None:
    calc = commands.add_parser("calc", help="count the steps of a training run")
    calc.add_argument(
        "words", nargs="+", help='"50k samples, batch 125, 20 epochs" or 50000 125 20'
    )
    calc.set_defaults(do=_calc)
