"""The inbox: every update, from the moment it is accepted until it is done.

An update is waiting, done, or set aside. Updates of one lane are worked on one at a time, in the
order they were accepted: while the first has to wait, its lane waits with it, and no other does.
Whoever works on an update holds a lease on it, which runs out unless it is renewed. All instants
here are real time, never a sandbox's moved clock.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from srs.schema import effect
from srs.schema import inbox as table

LEASE = timedelta(seconds=10)
KEPT = timedelta(hours=48)
MOST_ATTEMPTS = 5
LONGEST_OUTAGE = timedelta(hours=24)

_TICK = timedelta(microseconds=1)
_CHUNK = 500
_LONGEST_TROUBLE = 500

Settlement: TypeAlias = Sequence[tuple[Callable[..., object], Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came: its number, its lane and its JSON text."""

    update_id: int
    lane: int
    raw: str


@dataclass(frozen=True, slots=True)
class Row:
    """An update in hand."""

    update_id: int
    lane: int
    raw: str
    accepted_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many updates wait, and how many were set aside."""

    waiting: int
    aside: int


def _of_bot(state: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.bot_id == sa.bindparam("bot"), table.c.state == state)


def _latest() -> sa.Select[Any]:
    """Select the latest acceptance; one look per state, because the index has the state first."""
    of_each = [
        sa.select(sa.func.max(table.c.accepted_at).label("at")).where(_of_bot(state))
        for state in ("waiting", "done", "aside")
    ]
    return sa.select(sa.func.max(sa.union_all(*of_each).subquery().c.at))


def _claim() -> sa.UpdateBase:
    """Lease the first waiting update of lanes that nobody works on."""
    now = sa.bindparam("now", type_=table.c.accepted_at.type)
    waiting = table.alias("waiting")
    # One look into the index per candidate; NOT EXISTS would tempt PostgreSQL to join them all.
    first_in_lane = (
        sa.select(waiting.c.update_id)
        .where(
            waiting.c.bot_id == table.c.bot_id,
            waiting.c.lane == table.c.lane,
            waiting.c.state == "waiting",
        )
        .order_by(waiting.c.accepted_at, waiting.c.update_id)
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
    free = (
        sa.select(table.c.update_id)
        .where(
            _of_bot("waiting"),
            table.c.next_try_at.is_(None) | (table.c.next_try_at <= now),
            table.c.lease_until.is_(None) | (table.c.lease_until <= now),
            table.c.update_id == first_in_lane,
        )
        .order_by(table.c.accepted_at, table.c.update_id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    columns = (table.c[name] for name in Row.__dataclass_fields__)
    return (
        sa.update(table)
        .where(table.c.bot_id == sa.bindparam("bot"))
        .where(table.c.update_id.in_(sa.select(free.c.update_id)))
        .values(lease_until=sa.bindparam("until"), lease_token=sa.bindparam("token"))
        .returning(*columns)
    )


_WAITING = sa.and_(_of_bot("waiting"), table.c.update_id == sa.bindparam("update"))
_IN_HAND = sa.and_(_WAITING, table.c.lease_token == sa.bindparam("token"))
_UNLEASED = {"lease_until": None, "lease_token": None}

_LATEST = _latest()
_ACCEPT = insert(table).on_conflict_do_nothing()
_CLAIM = _claim()
_RENEW = (
    sa.update(table)
    .where(_of_bot("waiting"), table.c.lease_token == sa.bindparam("token"))
    .where(table.c.update_id.in_(sa.bindparam("updates", expanding=True)))
    .values(lease_until=sa.bindparam("until"))
)
_RELEASE = sa.update(table).where(_of_bot("waiting")).values(_UNLEASED)
_RELEASE_MINE = _RELEASE.where(table.c.lease_token == sa.bindparam("token"))
_SETTLE = (
    sa.update(table)
    .where(_WAITING)
    .values(state="done", done_at=sa.bindparam("now"), **_UNLEASED)
    .returning(table.c.update_id)
)
_PUT_BACK = (
    sa.update(table)
    .where(_IN_HAND)
    .values(
        attempts=sa.bindparam("tried"),
        next_try_at=sa.bindparam("until"),
        trouble=sa.bindparam("why"),
        **_UNLEASED,
    )
)
_SET_ASIDE = (
    sa.update(table).where(_IN_HAND).values(state="aside", trouble=sa.bindparam("why"), **_UNLEASED)
)
_FORGET = (
    sa.update(table)
    .where(table.c.bot_id == sa.bindparam("bot"), table.c.lane == sa.bindparam("of"))
    .where(table.c.state.in_(("done", "aside")))
    .values(raw="", trouble=None)
)
_PRUNE = sa.delete(table).where(
    table.c.bot_id == sa.bindparam("bot"),
    table.c.update_id.in_(
        sa.select(table.c.update_id)
        .where(_of_bot("done"))
        # Nothing is done before it is accepted; this is the part that the index can find.
        .where(table.c.accepted_at < sa.bindparam("before"))
        .where(table.c.done_at < sa.bindparam("before"))
        .order_by(table.c.accepted_at)
        .limit(_CHUNK)
    ),
)
_EFFECT = sa.tuple_(effect.c.learner_id, effect.c.update_id, effect.c.step)
_PRUNE_EFFECTS = sa.delete(effect).where(
    _EFFECT.in_(
        sa.select(effect.c.learner_id, effect.c.update_id, effect.c.step)
        .where(effect.c.at < sa.bindparam("before"))
        .where(
            ~sa.exists().where(
                table.c.bot_id == sa.bindparam("bot"), table.c.update_id == effect.c.update_id
            )
        )
        .order_by(effect.c.at)
        .limit(_CHUNK)
    )
)
_COUNT = sa.select(sa.func.count()).select_from(table).where(table.c.state == sa.bindparam("state"))


def accept(tx: sa.Connection, *, bot_id: int, arrivals: Sequence[Arrival], now: datetime) -> None:
    """Keep updates in the order they came; one that is here already stays as it is."""
    if not arrivals:
        return
    latest = tx.execute(_LATEST, {"bot": bot_id}).scalar()
    first = max(now, latest + _TICK) if latest else now
    rows = [
        {
            "bot_id": bot_id,
            "update_id": arrival.update_id,
            "lane": arrival.lane,
            "accepted_at": first + place * _TICK,
            "state": "waiting",
            "raw": arrival.raw,
        }
        for place, arrival in enumerate(arrivals)
    ]
    tx.execute(_ACCEPT, rows)


def claim(
    tx: sa.Connection, *, bot_id: int, token: str, now: datetime, limit: int
) -> tuple[Row, ...]:
    """Lease up to ``limit`` updates, each the first of its lane, and return the oldest first."""
    found = tx.execute(
        _CLAIM,
        {"bot": bot_id, "token": token, "now": now, "until": now + LEASE, "limit": limit},
    )
    rows = (Row(*row) for row in found)
    return tuple(sorted(rows, key=lambda row: (row.accepted_at, row.update_id)))


def renew(
    tx: sa.Connection, *, bot_id: int, token: str, now: datetime, updates: Collection[int]
) -> None:
    """Keep the updates in hand for another while."""
    arguments = {"bot": bot_id, "token": token, "until": now + LEASE, "updates": list(updates)}
    tx.execute(_RENEW, arguments)


def release(tx: sa.Connection, *, bot_id: int, token: str | None = None) -> None:
    """Give up this token's leases, or everybody's where nobody else can be alive."""
    if token is None:
        tx.execute(_RELEASE, {"bot": bot_id})
    else:
        tx.execute(_RELEASE_MINE, {"bot": bot_id, "token": token})


def settle(
    tx: sa.Connection, *, bot_id: int, update_id: int, now: datetime, then: Settlement = ()
) -> None:
    """Mark an update done and run ``then``, unless it is done already."""
    marked = tx.execute(_SETTLE, {"bot": bot_id, "update": update_id, "now": now}).first()
    if marked is None:
        return
    for function, arguments in then:
        function(tx, **arguments)


def put_back(
    tx: sa.Connection,
    *,
    bot_id: int,
    row: Row,
    token: str,
    until: datetime,
    attempts: int,
    trouble: str,
) -> None:
    """Let an update in hand, and its lane, wait until then."""
    arguments = {"bot": bot_id, "update": row.update_id, "token": token}
    changes = {"until": until, "tried": attempts, "why": trouble[:_LONGEST_TROUBLE]}
    tx.execute(_PUT_BACK, arguments | changes)


def set_aside(tx: sa.Connection, *, bot_id: int, row: Row, token: str, trouble: str) -> None:
    """Give up an update in hand, so that its lane goes on."""
    arguments = {"bot": bot_id, "update": row.update_id, "token": token}
    tx.execute(_SET_ASIDE, arguments | {"why": trouble[:_LONGEST_TROUBLE]})


def pause_after_failure(attempts: int) -> timedelta | None:
    """Return the wait after a failed attempt: 1, 2, 4, 8 s, and None, giving up, after five."""
    return timedelta(seconds=2 ** (attempts - 1)) if attempts < MOST_ATTEMPTS else None


def pause_after_outage(waited: timedelta) -> timedelta | None:
    """Return the wait while Telegram cannot be reached, None after a day: giving up.

    Each wait is as long as all before it, from one second to a minute.
    """
    if waited >= LONGEST_OUTAGE:
        return None
    return min(max(waited, timedelta(seconds=1)), timedelta(minutes=1))


def forget(tx: sa.Connection, *, bot_id: int, lane: int) -> None:
    """Empty what a lane's ended updates said. The numbers stay, so that none is worked on twice."""
    tx.execute(_FORGET, {"bot": bot_id, "of": lane})


def prune(tx: sa.Connection, *, bot_id: int, now: datetime) -> int:
    """Delete a chunk of what was done 48 hours ago, and return how many rows went; 0: none is left.

    An effect goes with its update or after it: as long as an update could be worked on again, its
    effect is remembered.
    """
    arguments = {"bot": bot_id, "before": now - KEPT}
    updates = tx.execute(_PRUNE, arguments).rowcount
    return updates + tx.execute(_PRUNE_EFFECTS, arguments).rowcount


def counts(tx: sa.Connection) -> Counts:
    """Count what is not done."""
    waiting, aside = (
        tx.execute(_COUNT, {"state": state}).scalar_one() for state in ("waiting", "aside")
    )
    return Counts(waiting, aside)
