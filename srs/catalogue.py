"""Decks in the database, as learners and admins see them.

A version's rows never change once learners see it, so a process may keep them. A learner's rows
name only (deck, key); which version counts is the one number in the deck's row.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cards import library
from cards.deck import Deck, unpack
from cards.kinds import Card
from srs import editions, queue, schema
from srs.editions import Applying, Origin
from srs.outcomes import Done, Outcome, Refused
from srs.store import Store
from srs.visit import Visit, visiting

DEFAULT_DECK = "ml-training"
_KEEP = 32

_deck, _card, _enrolment = schema.deck, schema.deck_card, schema.enrolment


@dataclass(frozen=True, slots=True)
class Shelved:
    """A card as it stands in a version: its place in the teaching order and its meaning number."""

    position: int
    meaning: int
    card: Card


@dataclass(frozen=True, slots=True)
class Shelf:
    """One version of a deck, cards in teaching order; ``new`` is how they are chosen when new.

    A prerequisite that the deck no longer holds asks nothing of anybody.
    """

    deck: str
    version: int
    cards: dict[str, Shelved]
    new: tuple[queue.New, ...]


@dataclass(frozen=True, slots=True)
class DeckState:
    """A deck as an admin sees it; ``offered`` says that a newer edition came with the program."""

    name: str
    title: str
    version: int
    cards: int
    public: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class DeckLine:
    """A deck as one learner sees it: ``seen`` counts the cards introduced so far."""

    name: str
    title: str
    cards: int
    joined: bool
    seen: int


# --- reading ----------------------------------------------------------------------------------

_shelves: dict[tuple[str, int, str], Shelf] = {}
_lock = Lock()

_JOINED = (
    sa.select(_deck.c.name, _deck.c.version, _deck.c.content_hash)
    .join(_enrolment, _enrolment.c.deck == _deck.c.name)
    .where(_enrolment.c.learner_id == sa.bindparam("learner_id"), _deck.c.version > 0)
    .order_by(_enrolment.c.joined_at, _deck.c.name)
)
_BODIES = (
    sa.select(_card.c.key, _card.c.position, _card.c.meaning, _card.c.body)
    .where(_card.c.deck == sa.bindparam("deck"), _card.c.version == sa.bindparam("version"))
    .order_by(_card.c.position)
)


def shelves(tx: sa.Connection, learner_id: int) -> dict[str, Shelf]:
    """Return the current version of every deck the learner has joined, in the order of joining."""
    rows = tx.execute(_JOINED, {"learner_id": learner_id})
    return {row.name: _shelf(tx, row.name, row.version, row.content_hash) for row in rows}


def _shelf(tx: sa.Connection, name: str, version: int, deck_hash: str) -> Shelf:
    key = (name, version, deck_hash)
    with _lock:
        found = _shelves.get(key)
    if found is not None:
        return found
    rows = tx.execute(_BODIES, {"deck": name, "version": version})
    cards = {row.key: Shelved(row.position, row.meaning, unpack(row.body)) for row in rows}
    new = (
        queue.New(name, key, card.group, tuple(k for k in card.requires if k in cards))
        for key, card in ((key, shelved.card) for key, shelved in cards.items())
    )
    shelf = Shelf(name, version, cards, tuple(new))
    with _lock:
        while len(_shelves) >= _KEEP:
            del _shelves[next(iter(_shelves))]
        _shelves[key] = shelf
    return shelf


def decks(tx: sa.Connection, learner_id: int) -> tuple[DeckLine, ...]:
    """Return every public deck, and the learner's own progress in it."""
    cards = (
        sa.select(sa.func.count())
        .where(_card.c.deck == _deck.c.name, _card.c.version == _deck.c.version)
        .scalar_subquery()
    )
    seen = (
        sa.select(sa.func.count())
        .where(
            schema.memory.c.learner_id == learner_id,
            schema.memory.c.deck == _deck.c.name,
            schema.memory.c.introduced_on.is_not(None),
        )
        .scalar_subquery()
    )
    joined = sa.exists().where(
        _enrolment.c.learner_id == learner_id, _enrolment.c.deck == _deck.c.name
    )
    rows = tx.execute(
        sa.select(_deck.c.name, _deck.c.title, cards, joined, seen)
        .where(_deck.c.version > 0, _deck.c.public)
        .order_by(_deck.c.title)
    )
    return tuple(DeckLine(*row) for row in rows)


# --- joining ----------------------------------------------------------------------------------

_ENROL = insert(_enrolment).on_conflict_do_nothing(index_elements=["learner_id", "deck"])


def enrol(tx: sa.Connection, learner_id: int, deck: str, now: datetime) -> None:
    """Join a deck; joining twice is joining once."""
    tx.execute(_ENROL, {"learner_id": learner_id, "deck": deck, "joined_at": now})


@visiting()
def join(visit: Visit, *, deck: str) -> Outcome:
    """Join a public deck."""
    known = visit.tx.execute(
        sa.select(_deck.c.name).where(_deck.c.name == deck, _deck.c.public, _deck.c.version > 0)
    ).first()
    if known is None:
        return Refused(why="unknown")
    enrol(visit.tx, visit.learner_id, deck, visit.now)
    return Done()


@visiting()
def leave(visit: Visit, *, deck: str) -> Outcome:
    """Leave a deck. What was learned stays, and counts again after joining again."""
    left = visit.tx.execute(
        sa.delete(_enrolment).where(
            _enrolment.c.learner_id == visit.learner_id, _enrolment.c.deck == deck
        )
    )
    return Done() if left.rowcount else Refused(why="unknown")


# --- what comes with the program --------------------------------------------------------------


def install_shipped(store: Store, now: datetime) -> tuple[str, ...]:
    """Bring the shipped decks into the database, unless an admin has changed them.

    Returns the names of those that an admin has changed and that have a newer shipped edition.
    """
    offered = []
    for name in library.names():
        deck = library.load(name)
        match store.read(_stand, deck).result():
            case "wanted":
                apply(store, deck, now, Origin(shipped=True))
            case "offered":
                offered.append(name)
    return tuple(offered)


def apply(store: Store, deck: Deck, now: datetime, origin: Origin) -> Applying:
    """Make ``deck`` the version that learners see. Killed anywhere, the old one stays."""
    reserved = store.write(
        editions.reserve, now=now, deck=deck, edition_id=secrets.randbits(63), origin=origin
    ).result()
    if not reserved.same:
        editions.stage(store, deck, reserved)
    return store.write(editions.flip, now=now, edition_id=reserved.edition_id).result()


def _stand(tx: sa.Connection, shipped: Deck) -> Literal["wanted", "offered", "known"]:
    """Tell how the deck in the database stands to the one that comes with the program."""
    row = tx.execute(sa.select(_deck).where(_deck.c.name == shipped.name)).one_or_none()
    if row is None or row.version == 0:
        return "wanted"
    if shipped.content_hash in (row.content_hash, row.shipped_hash):
        return "known"
    return "wanted" if row.content_hash == row.shipped_hash else "offered"


# --- what admins see --------------------------------------------------------------------------


def shelved(tx: sa.Connection) -> tuple[DeckState, ...]:
    """Return every deck there is, private ones included, by name."""
    cards = (
        sa.select(sa.func.count())
        .where(_card.c.deck == _deck.c.name, _card.c.version == _deck.c.version)
        .scalar_subquery()
    )
    rows = tx.execute(
        sa.select(_deck.c.name, _deck.c.title, _deck.c.version, cards, _deck.c.public)
        .where(_deck.c.version > 0)
        .order_by(_deck.c.name)
    )
    return tuple(DeckState(*row, offered=_is_offered(tx, row.name)) for row in rows)


def _is_offered(tx: sa.Connection, name: str) -> bool:
    return name in library.names() and _stand(tx, library.load(name)) == "offered"
