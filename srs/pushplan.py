"""The rows behind the daily push: when it is due, and what was sent on which study day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from srs.schema import push, push_log

# waiting: to be sent, or to be sent once more; failed: refused for good.
State: TypeAlias = Literal["sending", "sent", "waiting", "declined", "failed"]

_RECENT = 4  # today's, and as many as tell whether pushes go unanswered


@dataclass(frozen=True, slots=True)
class Plan:
    """A learner's row: at which minute of their day, when next, and who is about to send it."""

    at_minute: int | None
    due_at: datetime | None
    lease_token: str | None

    @property
    def at(self) -> time | None:
        """The time of day; None without reminders."""
        return None if self.at_minute is None else time(*divmod(self.at_minute, 60))


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of a study day's push; ``at`` is when it was last about to be sent."""

    study_day: date
    state: State
    token: str
    tries: int
    question_id: int
    at: datetime


_COLUMNS = [push.c[name] for name in Plan.__dataclass_fields__]
_IS_LEARNER = push.c.learner_id == sa.bindparam("learner")
_LOCK = sa.select(*_COLUMNS).where(_IS_LEARNER).with_for_update()
_ASK = (
    insert(push).on_conflict_do_nothing(index_elements=["learner_id"]).returning(push.c.learner_id)
)
_insert = insert(push)
_PUT = _insert.on_conflict_do_update(
    index_elements=["learner_id"],
    set_={
        name: _insert.excluded[name]
        for name in ("at_minute", "due_at", "next_push_at", "lease_token")
    },
)
_LOGGED = (
    sa.select(*(push_log.c[name] for name in Logged.__dataclass_fields__))
    .where(push_log.c.learner_id == sa.bindparam("learner"))
    .order_by(push_log.c.study_day.desc())
    .limit(_RECENT)
)
_log = insert(push_log)
_BEGIN = _log.on_conflict_do_update(
    index_elements=["learner_id", "study_day"],
    set_={
        **{name: _log.excluded[name] for name in ("state", "token", "question_id", "at")},
        "tries": push_log.c.tries + 1,
    },
).returning(push_log.c.tries)


def ask_once(tx: sa.Connection, learner_id: int) -> bool:
    """Note that the learner is asked for a time; False if they were asked before."""
    return tx.execute(_ASK, {"learner_id": learner_id}).first() is not None


def load(tx: sa.Connection, learner_id: int) -> Plan | None:
    """Read the learner's plan and hold it; None for one who has not been asked."""
    row = tx.execute(_LOCK, {"learner": learner_id}).one_or_none()
    return None if row is None else Plan(*row)


def put(tx: sa.Connection, learner_id: int, at_minute: int | None, due_at: datetime | None) -> None:
    """Plan a push at ``due_at`` (None: not yet, or never); whoever held the old plan lost it."""
    values = {"learner_id": learner_id, "at_minute": at_minute, "lease_token": None}
    tx.execute(_PUT, values | {"due_at": due_at, "next_push_at": due_at})


def hold(
    tx: sa.Connection, learner_id: int, *, token: str, until: datetime, kept: bool = False
) -> None:
    """Let nobody claim the push until then, though it stays due; ``kept`` holds on to the lease."""
    changes = {"next_push_at": until, "lease_token": token if kept else None}
    tx.execute(sa.update(push).where(*_held(learner_id, token)), changes)


def follow(tx: sa.Connection, learner_id: int, *, token: str, due_at: datetime) -> None:
    """End a claim: the next push is due at ``due_at``."""
    changes = {"due_at": due_at, "next_push_at": due_at, "lease_token": None}
    tx.execute(sa.update(push).where(*_held(learner_id, token)), changes)


def logged(tx: sa.Connection, learner_id: int) -> tuple[Logged, ...]:
    """Return the learner's latest pushes, the newest first."""
    return tuple(Logged(*row) for row in tx.execute(_LOGGED, {"learner": learner_id}))


def latest(tx: sa.Connection, learner_id: int) -> Logged | None:
    """Return the learner's latest push."""
    return next(iter(logged(tx, learner_id)), None)


def begin(
    tx: sa.Connection, learner_id: int, day: date, token: str, question_id: int, now: datetime
) -> int:
    """Note that a study day's push is about to be sent; return how many times that was so."""
    row = {"learner_id": learner_id, "study_day": day, "token": token, "at": now}
    more = {"state": "sending", "question_id": question_id, "tries": 1}
    tries: int = tx.execute(_BEGIN, row | more).scalar_one()
    return tries


def note(
    tx: sa.Connection,
    learner_id: int,
    day: date,
    state: State,
    *,
    token: str | None = None,
    **more: Any,
) -> None:
    """Note what became of a study day's push; with a token, only while that one is sending it."""
    its = sa.update(push_log).where(
        push_log.c.learner_id == learner_id, push_log.c.study_day == day
    )
    if token is not None:
        its = its.where(push_log.c.token == token, push_log.c.state == "sending")
    tx.execute(its, {"state": state, **more})


def _held(learner_id: int, token: str) -> tuple[sa.ColumnElement[bool], ...]:
    return push.c.learner_id == learner_id, push.c.lease_token == token
