"""What a learner knows, what comes tomorrow, and how it has gone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from srs import agenda, learners, log, queue, schema
from srs.visit import Visit

_DAYS = 30
_FEWEST = 10  # of fewer answers a percentage says nothing
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)

_memory, _review = schema.memory, schema.review


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How one learner stands; retention and ``reviews_30_days`` are about due reviews only.

    ``known`` counts cards whose last review was a recall, ``learning`` the others that were met;
    ``due_today`` stops at 10, ``tomorrow`` counts all reviews that are due by then.
    """

    known: int = 0
    learning: int = 0
    introduced: int = 0
    due_today: int = 0
    tomorrow: int = 0
    retention_percent: int | None = None
    reviews_30_days: int = 0
    days_studied: int = 0
    streak: int = 0


_CARDS = sa.select(
    sa.func.count().label("introduced"),
    sa.func.count().filter(_memory.c.repetitions >= 1).label("known"),
).where(_memory.c.learner_id == sa.bindparam("learner_id"), _memory.c.introduced_on.is_not(None))

_OF_LEARNER = _review.c.learner_id == sa.bindparam("learner_id")
_UNDONE = sa.select(_review.c.names_seq).where(_OF_LEARNER, _review.c.kind == "undo")
_STUDIED = (
    sa.select(_review.c.study_day)
    .distinct()
    .where(_OF_LEARNER, _review.c.kind.in_(log.RATINGS), _review.c.seq.not_in(_UNDONE))
)


def overview(tx: sa.Connection, learner_id: int, now: datetime) -> Overview:
    """Read how a learner stands; of somebody unknown, that nothing is known yet."""
    learner = learners.read(tx, learner_id)
    if learner is None:
        return Overview()
    visit = Visit(tx, learner, now, 0)
    since = visit.today - (_DAYS - 1) * _DAY
    key = {"learner_id": learner_id}
    cards = tx.execute(_CARDS, key).one()
    studied = frozenset(tx.execute(_STUDIED, key).scalars())
    recalled = [quality >= 3 for quality in _due_reviews(log.since(tx, learner_id, since))]
    return Overview(
        known=cards.known,
        learning=cards.introduced - cards.known,
        introduced=cards.introduced,
        due_today=min(agenda.due_count(visit), agenda.budget(visit).reviews, queue.COUNTED),
        tomorrow=agenda.due_count(visit, in_days=1),
        retention_percent=_percent(recalled),
        reviews_30_days=len(recalled),
        days_studied=sum(day >= since for day in studied),
        streak=streak(studied, visit.today),
    )


def streak(studied: Collection[date], today: date) -> int:
    """Return how many days were studied in a row, up to today or yesterday.

    One missed day a week breaks nothing, and counts as nothing.
    """
    day = today if today in studied else today - _DAY
    count, missed = 0, None
    while True:
        if day in studied:
            count += 1
        elif missed is not None and missed - day < _WEEK:
            return count
        else:
            missed = day
        day -= _DAY


def _due_reviews(entries: Iterable[log.Entry]) -> list[int]:
    """Return the qualities that count for reviews which were due, first ones left out."""
    entries = tuple(entries)
    due = {entry.seq for entry in entries if entry.kind == "review" and not entry.first}
    return [quality for seq, quality in log.qualities(entries).items() if seq in due]


def _percent(recalled: Collection[bool]) -> int | None:
    if len(recalled) < _FEWEST:
        return None
    return round(100 * sum(recalled) / len(recalled))
