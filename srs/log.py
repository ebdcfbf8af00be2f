"""The review log: what happened, in order, never rewritten.

An undo is a row that names the row it cancels, a correction one that names the row it replaces.
What stands after them is worked out here, from the rows alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa

from srs.schema import review as table

Kind: TypeAlias = Literal["introduced", "review", "return", "correction", "undo"]
RATINGS = frozenset({"review", "return", "correction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the log, without what it keeps besides."""

    seq: int
    at: datetime
    study_day: date
    kind: Kind
    deck: str
    card_key: str
    question_id: int
    quality: int | None = None
    first: bool = False
    names_seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What an entry keeps besides: the card's state around it, what was said, what it was worth.

    All but the ``answer`` is JSON. ``verdict`` is what was made of a typed answer before anything
    was decided.
    """

    before: str | None = None
    after: str | None = None
    answer: str | None = None
    verdict: str | None = None


_LIGHT = [table.c[name] for name in Entry.__dataclass_fields__]
_SINCE = (
    sa.select(*_LIGHT)
    .where(table.c.learner_id == sa.bindparam("learner_id"))
    .where(table.c.study_day >= sa.bindparam("since"))
    .order_by(table.c.seq)
)
_SNAPSHOTS = sa.select(table.c.before, table.c.after).where(
    table.c.learner_id == sa.bindparam("learner_id"), table.c.seq == sa.bindparam("seq")
)
_APPEND = sa.insert(table)


def since(tx: sa.Connection, learner_id: int, day: date) -> tuple[Entry, ...]:
    """Return the learner's entries of ``day`` and later, in order."""
    rows = tx.execute(_SINCE, {"learner_id": learner_id, "since": day})
    return tuple(Entry(**row._asdict()) for row in rows)


def snapshots(tx: sa.Connection, learner_id: int, seq: int) -> tuple[str, str]:
    """Return the JSON of what was before an entry and of what was after it."""
    row = tx.execute(_SNAPSHOTS, {"learner_id": learner_id, "seq": seq}).one()
    return row.before or "null", row.after or "null"


def append(
    tx: sa.Connection,
    learner_id: int,
    entry: Entry,
    beside: Beside,
    *,
    update_id: int,
) -> None:
    """Write an entry with what it keeps besides."""
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    values |= {name: getattr(beside, name) for name in Beside.__dataclass_fields__}
    tx.execute(_APPEND, values | {"learner_id": learner_id, "update_id": update_id})


def standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the ratings that no undo has cancelled, corrections included, in order."""
    entries = tuple(entries)
    cancelled = {entry.names_seq for entry in entries if entry.kind == "undo"}
    return tuple(e for e in entries if e.kind in RATINGS and e.seq not in cancelled)


def qualities(entries: Iterable[Entry]) -> dict[int, int]:
    """Return the quality that counts for each rated question: {seq of its rating: quality}."""
    counted: dict[int, int] = {}
    for entry in standing(entries):
        if entry.quality is None:
            continue
        if entry.kind != "correction":
            counted[entry.seq] = entry.quality
        elif entry.names_seq is not None:
            counted[entry.names_seq] = entry.quality
    return counted


def question_of(tx: sa.Connection, learner_id: int, seq: int) -> int | None:
    """Return the question that an entry is about."""
    found: int | None = tx.execute(
        sa.select(table.c.question_id).where(table.c.learner_id == learner_id, table.c.seq == seq)
    ).scalar()
    return found


def has_ratings(tx: sa.Connection, learner_id: int, *, before: date) -> bool:
    """Whether the learner rated a card before a day."""
    rated = sa.select(table.c.seq).where(
        table.c.learner_id == learner_id, table.c.study_day < before, table.c.kind.in_(RATINGS)
    )
    return tx.execute(rated.limit(1)).first() is not None
