"""``minibatch decks``: check, lint, load, list and export decks from the shell."""

import argparse
import asyncio
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Connection

from bot import deckfiles
from bot.settings import database_url
from cards import library
from cards.deck import Deck, Difference, compare, content_hashes
from cards.formats import DeckError, DeckErrors, read_deck, report, write_deck
from cards.lint import Finding, lint
from srs import catalogue, editions, verdicts
from srs.editions import NotApplied, Origin
from srs.engines import is_there
from srs.store import Store

FINE, NOT_FINE = 0, 1

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class UsageError(Exception):
    """What was asked for cannot be done; the message says why."""


def add_parsers(commands: Subparsers) -> None:
    """Add ``decks`` and what can be done with them."""
    decks = commands.add_parser("decks", help="check, lint, load, list and export decks")
    what = decks.add_subparsers(metavar="COMMAND", required=True)
    check = what.add_parser("check", help="say whether a deck file could be loaded")
    check.add_argument("file", metavar="FILE")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.set_defaults(do=_check)
    linted = what.add_parser("lint", help="say what an author should look at in a deck")
    linted.add_argument("deck", metavar="NAME|FILE")
    linted.set_defaults(do=_lint)
    load = what.add_parser("load", help="let learners see the deck in a file")
    load.add_argument("file", metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="say what would change, and stop")
    load.add_argument("--publish", action="store_true", help="let everybody find the deck")
    load.set_defaults(do=_load)
    what.add_parser("list", help="list the decks in the database").set_defaults(do=_list)
    export = what.add_parser("export", help="print a deck's file")
    export.add_argument("name", metavar="NAME")
    export.add_argument("--version", type=int, help="an earlier version")
    export.set_defaults(do=_export)


def _check(parsed: argparse.Namespace) -> int:
    found = report(_bytes(parsed.file))
    if parsed.json:
        print(json.dumps(found, ensure_ascii=False))
    elif found["ok"]:
        kinds = ", ".join(f"{count} {kind}" for kind, count in found["kinds"].items())
        print(f"{found['deck']}: {found['cards']} cards ({kinds}). Fine.")
    else:
        _tell(parsed.file, (DeckError(**error) for error in found["errors"]))
    return FINE if found["ok"] else NOT_FINE


def _lint(parsed: argparse.Namespace) -> int:
    is_file = parsed.deck.endswith((".yaml", ".yml"))
    try:
        given = read_deck(_bytes(parsed.deck)) if is_file else None
    except DeckErrors as wrong:
        _tell(parsed.deck, wrong.errors)
        return NOT_FINE
    findings = _findings(parsed.deck, given)
    for finding in findings:
        print(f"{parsed.deck}: {finding.where}: {finding.message}")
    print(f"{len(findings):,} to look at." if findings else f"{parsed.deck}: nothing to look at.")
    return NOT_FINE if findings else FINE


def _findings(name: str, given: Deck | None) -> tuple[Finding, ...]:
    """Look at a deck that is given, else at the one that learners see, else at the shipped one."""
    address = database_url(os.environ)
    if is_there(address):
        with closing(Store.open(address)) as store:
            deck = given or store.read(editions.load, name).result() or _shipped(name)
            return store.read(_linted, deck).result()
    return lint(given or _shipped(name))


def _linted(tx: Connection, deck: Deck) -> tuple[Finding, ...]:
    return lint(deck, verdicts.graded(tx, deck.name))


def _shipped(name: str) -> Deck:
    try:
        return library.load(name)
    except KeyError:
        raise UsageError(f"there is no such deck: {name}") from None


def _load(parsed: argparse.Namespace) -> int:
    data = _bytes(parsed.file)
    try:
        deck = asyncio.run(deckfiles.read(data))
    except DeckErrors as wrong:
        _tell(parsed.file, wrong.errors)
        return NOT_FINE
    with closing(Store.open(database_url(os.environ))) as store:
        before = store.read(editions.hashes, deck.name).result()
        print(f"{deck.name}: {_counts(compare(before, content_hashes(deck.cards)))}.")
        if parsed.dry_run:
            return FINE
        origin = Origin(file_hash=hashlib.sha256(data).hexdigest())
        return _apply(store, deck, origin, publish=parsed.publish)


def _apply(store: Store, deck: Deck, origin: Origin, *, publish: bool) -> int:
    now = datetime.now(UTC)
    outcome = catalogue.apply(store, deck, now, origin)
    if isinstance(outcome, NotApplied):
        print("Somebody else has loaded this deck meanwhile. Nothing was changed; try again.")
        return NOT_FINE
    if publish:
        store.write(editions.publish, now=now, deck=deck.name).result()
    if outcome.public or publish:
        print(f"Learners see version {outcome.version} from now on.")
    else:
        print(f"Version {outcome.version} is private; --publish lets everybody find it.")
    return FINE


def _list(_parsed: argparse.Namespace) -> int:
    with closing(Store.open(database_url(os.environ))) as store:
        states = store.read(catalogue.shelved).result()
    for state in states:
        who = "public" if state.public else "private"
        newer = ", a newer edition came with the program" if state.offered else ""
        told = f"{state.title}, version {state.version}, {state.cards} cards, {who}{newer}"
        print(f"{state.name}: {told}")
    return FINE


def _export(parsed: argparse.Namespace) -> int:
    with closing(Store.open(database_url(os.environ))) as store:
        deck = store.read(editions.load, parsed.name, parsed.version).result()
    if deck is None:
        raise UsageError(f"there is no such deck: {parsed.name}")
    sys.stdout.buffer.write(write_deck(deck))
    return FINE


def _counts(difference: Difference) -> str:
    parts = ("new", "changed", "unchanged", "gone")
    return ", ".join(f"{len(getattr(difference, part)):,} {part}" for part in parts)


def _tell(file: str, errors: Iterable[DeckError]) -> None:
    for error in errors:
        print(f"{file}:{error.line}: {error.path}: {error.message}")


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
