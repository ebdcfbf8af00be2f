"""Editions of a deck: staged in small transactions, looked at, and made visible by one flip.

An edition is compared with the version that learners see when it is made, and it is applied only if
they still see that one. Until then nobody sees anything of it, and after half an hour it is gone.
What has been applied is kept: open questions, and the deck's history, name it.
"""

import itertools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Concatenate, Literal, ParamSpec, TypeAlias, TypeVar

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.dialects.postgresql import insert

from cards.deck import Deck, content_hash, pack, unpack
from cards.kinds import Card
from srs import schema
from srs.learners import Learner
from srs.store import Store, UseCase, use_case

LASTS = timedelta(minutes=30)
SOMEBODY = 0  # an admin of whom everything was deleted
_CHUNK = 100
_LOOKED_AT = 50  # cards among which those to try are chosen
_TOLD = 10  # editions in a deck's history

_deck, _card, _edition = schema.deck, schema.deck_card, schema.edition

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an edition comes from: the program itself, or a file sent by an admin or the shell."""

    shipped: bool = False
    made_by: int | None = None
    file_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """A place for an edition; with ``same`` learners see the very same deck already, as this."""

    edition_id: int
    version: int
    replaces: int
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """Learners see the edition from now on, if its deck is public."""

    type: Literal["applied"] = "applied"
    deck: str
    title: str
    version: int
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplied:
    """Nothing was changed.

    The edition is ``unknown``, its time is ``over``, or the deck has ``moved`` on meanwhile.
    """

    type: Literal["not_applied"] = "not_applied"
    why: Literal["unknown", "over", "moved"]


Applying: TypeAlias = Annotated[Applied | NotApplied, Field(discriminator="type")]


@dataclass(frozen=True, slots=True)
class Trial:
    """A card of an edition and its place in it."""

    position: int
    card: Card


@dataclass(frozen=True, slots=True)
class Past:
    """An edition that was applied. ``made_by`` is an admin's number or SOMEBODY, if one sent it."""

    version: int
    applied_at: datetime
    shipped: bool
    made_by: int | None
    cards: int


# --- making one -------------------------------------------------------------------------------


def reserve(
    tx: sa.Connection, *, now: datetime, deck: Deck, edition_id: int, origin: Origin
) -> Reserved:
    """Give an edition its number and note what it is compared with."""
    new: dict[str, Any] = {
        "name": deck.name,
        "version": 0,
        "staged": 0,
        "title": deck.title,
        "content_hash": "",
        "public": False,
        "changed_at": now,
    }
    tx.execute(insert(_deck).on_conflict_do_nothing(index_elements=["name"]), new)
    seen = _lock(tx, deck.name)
    if seen.content_hash == deck.content_hash:
        return _as_it_is(tx, seen)
    version = seen.staged + 1
    reserved = Reserved(edition_id=edition_id, version=version, replaces=seen.version, same=False)
    tx.execute(_update(deck.name).values(staged=version))
    tx.execute(sa.insert(_edition), _row(deck, reserved, origin, now))
    return reserved


def stage(store: Store, deck: Deck, reserved: Reserved) -> None:
    """Write the cards of an edition. Killed on the way, or done again, it does no harm."""
    places = enumerate(deck.cards)
    while chunk := tuple(itertools.islice(places, _CHUNK)):
        store.write(_stage, deck.name, reserved, chunk).result()
    store.write(_finish, reserved.edition_id).result()


def flip(tx: sa.Connection, *, now: datetime, edition_id: int) -> Applying:
    """Let learners see an edition, if they still see the one it was compared with."""
    found = _find(tx, edition_id)
    if found is None or not found.whole:
        return NotApplied(why="unknown")
    seen = _lock(tx, found.deck)
    if seen.version == found.version:  # a second press
        return _applied(found, public=seen.public)
    if seen.version != found.replaces:
        return NotApplied(why="moved")
    if found.expires_at is None or found.expires_at <= now:
        return NotApplied(why="over")
    public = seen.public if seen.version else found.shipped
    new: dict[str, Any] = {
        "version": found.version,
        "title": found.title,
        "content_hash": found.content_hash,
        "public": public,
        "changed_at": now,
    }
    if found.shipped:
        new["shipped_hash"] = found.content_hash
    tx.execute(_update(found.deck).values(new))
    is_this = _edition.c.edition_id == edition_id
    tx.execute(sa.update(_edition).where(is_this).values(applied_at=now, expires_at=None))
    return _applied(found, public=public)


def cancel(tx: sa.Connection, *, now: datetime, edition_id: int) -> bool:
    """Give an edition up; False if there is none to give up."""
    waiting = sa.update(_edition).where(
        _edition.c.edition_id == edition_id, _edition.c.expires_at > now
    )
    return bool(tx.execute(waiting.values(expires_at=now)).rowcount)


def publish(tx: sa.Connection, *, now: datetime, deck: str) -> str | None:
    """Let learners find a deck; return its title, or None if there is no such deck."""
    known = _deck.c.name == deck, _deck.c.version > 0
    tx.execute(sa.update(_deck).where(*known).values(public=True, changed_at=now))
    title: str | None = tx.execute(sa.select(_deck.c.title).where(*known)).scalar()
    return title


def prune(tx: sa.Connection, *, now: datetime) -> int:
    """Delete some of what previews left behind; return how many rows, 0 when nothing is left."""
    over = sa.select(_edition.c.deck, _edition.c.version).where(_edition.c.expires_at <= now)
    gone = tx.execute(over.limit(1)).one_or_none()
    if gone is None:
        return 0
    of_it = _card.c.deck == gone.deck, _card.c.version == gone.version
    some = sa.select(_card.c.key).where(*of_it).limit(_CHUNK)
    deleted = tx.execute(sa.delete(_card).where(*of_it, _card.c.key.in_(some))).rowcount
    if deleted:
        return deleted
    this = _edition.c.deck == gone.deck, _edition.c.version == gone.version
    return tx.execute(sa.delete(_edition).where(*this)).rowcount


def forget(tx: sa.Connection, *, made_by: int) -> None:
    """Keep what an admin sent, but no longer who it was."""
    is_theirs = _edition.c.made_by == made_by
    tx.execute(sa.update(_edition).where(is_theirs).values(made_by=SOMEBODY))


def _once(function: Callable[Concatenate[sa.Connection, ...], R]) -> UseCase[..., R]:
    """Make a use case of a function that is about no learner: it acts once for each update."""

    def run(
        tx: sa.Connection,
        _learner: Learner | None,
        *,
        now: datetime,
        update_id: int,  # noqa: ARG001 - every use case is told
        **arguments: Any,
    ) -> R:
        return function(tx, now=now, **arguments)

    run.__annotations__["return"] = function.__annotations__["return"]
    return use_case(run)


reserve_once = _once(reserve)
flip_once = _once(flip)
cancel_once = _once(cancel)
publish_once = _once(publish)


def _as_it_is(tx: sa.Connection, seen: sa.Row[Any]) -> Reserved:
    this = _edition.c.deck == seen.name, _edition.c.version == seen.version
    edition_id = tx.execute(sa.select(_edition.c.edition_id).where(*this)).scalar_one()
    return Reserved(edition_id=edition_id, version=seen.version, replaces=seen.version, same=True)


def _row(deck: Deck, reserved: Reserved, origin: Origin, now: datetime) -> dict[str, Any]:
    return {
        "deck": deck.name,
        "version": reserved.version,
        "edition_id": reserved.edition_id,
        "title": deck.title,
        "objectives": json.dumps(dict(deck.objectives), ensure_ascii=False),
        "sources": json.dumps(dict(deck.sources), ensure_ascii=False),
        "content_hash": deck.content_hash,
        "file_hash": origin.file_hash,
        "replaces": reserved.replaces,
        "shipped": origin.shipped,
        "made_by": origin.made_by,
        "made_at": now,
        "expires_at": now + LASTS,
    }


def _stage(
    tx: sa.Connection, name: str, reserved: Reserved, chunk: tuple[tuple[int, Card], ...]
) -> None:
    """Write some cards; one keeps the meaning number of its older self."""
    keys = [card.key for _, card in chunk]
    older = sa.select(_card.c.key, _card.c.meaning).where(
        _card.c.deck == name, _card.c.version == reserved.replaces, _card.c.key.in_(keys)
    )
    meanings = {row.key: row.meaning for row in tx.execute(older)}
    rows = [
        {
            "deck": name,
            "version": reserved.version,
            "key": card.key,
            "position": position,
            "meaning": meanings.get(card.key, 1),
            "content_hash": content_hash(card),
            "body": pack(card),
        }
        for position, card in chunk
    ]
    tx.execute(insert(_card).on_conflict_do_nothing(), rows)


def _finish(tx: sa.Connection, edition_id: int) -> None:
    is_this = _edition.c.edition_id == edition_id
    tx.execute(sa.update(_edition).where(is_this).values(whole=True))


def _applied(found: sa.Row[Any], *, public: bool) -> Applied:
    return Applied(deck=found.deck, title=found.title, version=found.version, public=public)


def _find(tx: sa.Connection, edition_id: int) -> sa.Row[Any] | None:
    return tx.execute(sa.select(_edition).where(_edition.c.edition_id == edition_id)).one_or_none()


def _lock(tx: sa.Connection, deck: str) -> sa.Row[Any]:
    """Read a deck's row and hold it until the transaction ends."""
    return tx.execute(sa.select(_deck).where(_deck.c.name == deck).with_for_update()).one()


def _update(deck: str) -> sa.Update:
    return sa.update(_deck).where(_deck.c.name == deck)


# --- looking at one ---------------------------------------------------------------------------


def hashes(tx: sa.Connection, deck: str, version: int | None = None) -> dict[str, str]:
    """Return the content hash of each card by its key; of what learners see if not told other."""
    rows = tx.execute(_cards_of(deck, version, _card.c.key, _card.c.content_hash))
    return {row.key: row.content_hash for row in rows}


def load(tx: sa.Connection, deck: str, version: int | None = None) -> Deck | None:
    """Return a version of a deck, as a rule the one that learners see; None if there is none."""
    found = tx.execute(
        sa.select(_edition)
        .join(_deck, _deck.c.name == _edition.c.deck)
        .where(_edition.c.deck == deck, _edition.c.applied_at.is_not(None))
        .where(_edition.c.version == (_deck.c.version if version is None else version))
    ).one_or_none()
    if found is None:
        return None
    bodies = tx.execute(_cards_of(deck, found.version, _card.c.body)).scalars()
    return Deck(
        name=deck,
        title=found.title,
        cards=tuple(map(unpack, bodies)),
        objectives=json.loads(found.objectives),
        sources=json.loads(found.sources),
    )


def history(tx: sa.Connection, deck: str) -> tuple[Past, ...]:
    """Return the editions of a deck that were applied, the newest first."""
    cards = (
        sa.select(sa.func.count())
        .where(_card.c.deck == _edition.c.deck, _card.c.version == _edition.c.version)
        .scalar_subquery()
    )
    rows = tx.execute(
        sa.select(
            *(_edition.c.version, _edition.c.applied_at, _edition.c.shipped, _edition.c.made_by),
            cards,
        )
        .where(_edition.c.deck == deck, _edition.c.applied_at.is_not(None))
        .order_by(_edition.c.version.desc())
        .limit(_TOLD)
    )
    return tuple(Past(*row) for row in rows)


def trials(tx: sa.Connection, edition_id: int, now: datetime, count: int) -> tuple[Trial, ...]:
    """Return cards to try out, what is new or changed first and one of each kind if there is.

    Empty if there is no such edition any more.
    """
    found = _find(tx, edition_id)
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return ()
    before = hashes(tx, found.deck, found.replaces)
    rows = tx.execute(
        _cards_of(found.deck, found.version, _card.c.key, _card.c.position, _card.c.content_hash)
    ).all()
    rows = sorted(rows, key=lambda row: before.get(row.key) == row.content_hash)[:_LOOKED_AT]
    positions = [row.position for row in rows]
    looked_at = {trial.position: trial for trial in _at(tx, found, positions)}
    return tuple(_varied([looked_at[position] for position in positions])[:count])


def trial(tx: sa.Connection, edition_id: int, position: int) -> Trial | None:
    """Return the card at a place of an edition, if both are there."""
    found = _find(tx, edition_id)
    return next(iter(_at(tx, found, [position])), None) if found else None


def _varied(looked_at: list[Trial]) -> list[Trial]:
    """Put the first card of each kind first."""
    first = {trial.card.kind: trial for trial in reversed(looked_at)}
    return sorted(looked_at, key=lambda trial: first[trial.card.kind] is not trial)


def _at(tx: sa.Connection, found: sa.Row[Any], positions: Iterable[int]) -> list[Trial]:
    wanted = _cards_of(found.deck, found.version, _card.c.position, _card.c.body)
    rows = tx.execute(wanted.where(_card.c.position.in_(positions)))
    return [Trial(row.position, unpack(row.body)) for row in rows]


def _cards_of(deck: str, version: int | None, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Select from the cards of a version in teaching order; None is the one that learners see."""
    seen = sa.select(_deck.c.version).where(_deck.c.name == deck).scalar_subquery()
    return (
        sa.select(*columns)
        .where(_card.c.deck == deck, _card.c.version == (seen if version is None else version))
        .order_by(_card.c.position)
    )
