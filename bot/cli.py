"""The command ``minibatch``. Exit 0: fine; 1: what was looked at is not; 2: usage or settings."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import OperationalError

from bot import app, demo
from bot.calc import CalcError, read_run
from bot.settings import Settings, SettingsError, database_url
from cards.calculator import worked_lines
from cards.formats import report
from srs import catalogue, doctor, migrate
from srs.engines import DatabaseDamaged, StoreError
from srs.store import Store

FINE, NOT_FINE, USAGE = 0, 1, 2


class UsageError(Exception):
    """What was asked for cannot be done; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, by default the process's own; return its exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        code: int = parsed.do(parsed)
    except (UsageError, SettingsError, StoreError, CalcError, demo.DemoError) as error:
        return _refuse(str(error))
    except OperationalError as error:
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
        catalogue.install_shipped(store, datetime.now(UTC))
    print(f"Migrated: {', '.join(applied)}." if applied else "Nothing to migrate.")
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


def _check_deck(parsed: argparse.Namespace) -> int:
    found = report(_bytes(parsed.file))
    if parsed.json:
        print(json.dumps(found, ensure_ascii=False))
    elif found["ok"]:
        kinds = ", ".join(f"{count} {kind}" for kind, count in found["kinds"].items())
        print(f"{found['deck']}: {found['cards']} cards ({kinds}). Fine.")
    else:
        for error in found["errors"]:
            print(f"{parsed.file}:{error['line']}: {error['path']}: {error['message']}")
    return FINE if found["ok"] else NOT_FINE


def _calc(parsed: argparse.Namespace) -> int:
    for line in worked_lines(read_run(" ".join(parsed.words))):
        print(line)
    return FINE


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error


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
    ):
        commands.add_parser(name, help=text, description=text).set_defaults(do=do)
    _add_demo(commands)
    _add_calc(commands)
    _add_decks(commands)
    return parser


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "try it in a browser: no token, no account, no network"
    shown = commands.add_parser("demo", help=text, description=text)
    shown.add_argument("--terminal", action="store_true", help="chat in this terminal instead")
    shown.set_defaults(do=_demo)


def _add_calc(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    calc = commands.add_parser("calc", help="count the steps of a training run")
    calc.add_argument("words", nargs="+", help='"50000 125 20" or "samples=50000 batch=125"')
    calc.set_defaults(do=_calc)


def _add_decks(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    decks = commands.add_parser("decks", help="look at deck files")
    check = decks.add_subparsers(metavar="COMMAND", required=True).add_parser(
        "check", help="say whether a deck file could be loaded, and what to mend"
    )
    check.add_argument("file", metavar="FILE")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.set_defaults(do=_check_deck)
