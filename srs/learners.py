"""People and their settings: one row each, read under lock by every use case."""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from srs.schema import learner as table


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner's row. ``recent`` holds the groups of the cards asked last, newest at the end."""

    learner_id: int
    created_at: datetime
    language: str = ""
    minutes: int = 10
    buttons: int = 2
    zone: str | None = None
    expects: str | None = None
    stopped: bool = False
    paused_until: date | None = None
    blocked_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    last_answer_at: datetime | None = None
    last_seq: int = 0
    cards_seen: int = 0
    recent: tuple[str, ...] = ()
    round_seq: int | None = None
    round_at: datetime | None = None


_NAMES = tuple(field.name for field in fields(Learner))
_COLUMNS = [table.c[name] for name in _NAMES]
_LOCK = sa.select(*_COLUMNS).where(table.c.learner_id == sa.bindparam("id")).with_for_update()
_READ = sa.select(*_COLUMNS).where(table.c.learner_id == sa.bindparam("id"))
_UPDATE = sa.update(table).where(table.c.learner_id == sa.bindparam("this"))
_CREATE = insert(table).on_conflict_do_nothing(index_elements=["learner_id"])


def create(tx: sa.Connection, learner_id: int, now: datetime, language: str = "") -> None:
    """Make sure the learner has a row."""
    tx.execute(_CREATE, {"learner_id": learner_id, "created_at": now, "language": language})


def lock(tx: sa.Connection, learner_id: int) -> Learner | None:
    """Read the learner's row and hold it until the transaction ends."""
    return _from(tx.execute(_LOCK, {"id": learner_id}).one_or_none())


def read(tx: sa.Connection, learner_id: int) -> Learner | None:
    """Read the learner's row."""
    return _from(tx.execute(_READ, {"id": learner_id}).one_or_none())


def save(tx: sa.Connection, before: Learner, after: Learner) -> Learner:
    """Write what has changed, and return ``after``."""
    changes = {
        name: getattr(after, name)
        for name in _NAMES
        if getattr(after, name) != getattr(before, name)
    }
    if "recent" in changes:
        changes["recent"] = json.dumps(changes["recent"])
    if changes:
        tx.execute(_UPDATE, {"this": after.learner_id, **changes})
    return after


def _from(row: sa.Row[Any] | None) -> Learner | None:
    if row is None:
        return None
    values = row._asdict()
    return Learner(**values | {"recent": tuple(json.loads(values["recent"]))})
