"""Sending the daily push: claim who is due, decide just before sending, note how it ended.

A claim moves ``next_push_at`` ahead by a lease, so that nobody else takes it meanwhile; whoever
dies with it lets it run out. What is about to be sent is in the log first. If its end never gets
there, nobody can tell whether the push arrived, and it is sent again with the same question: that
can be answered only once, while a push left out is missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Literal, TypeAlias

import sqlalchemy as sa

from srs import agenda, learners, pushplan, questions, rounds, study
from srs.outcomes import Asked
from srs.pushplan import Logged
from srs.pushtimes import is_quiet, next_push
from srs.schema import push as table
from srs.visit import Visit

LEASE = timedelta(minutes=5)
MOST_LATE = timedelta(hours=3)
UNDISTURBED = timedelta(minutes=30)
MOST_UNANSWERED = 3
RARELY = timedelta(days=7)

_UNASKED = 0  # no update caused it

# waiting: it was surely not sent; unclear: nobody knows; failed: it was refused for good.
Ending: TypeAlias = Literal["waiting", "unclear", "failed", "blocked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What is to be sent now: the question, and how many cards could follow (at most 10).

    ``rarely`` says that without an answer the next one comes only in a week; ``following`` is when
    the next one is due, and ``tries`` how often this one was about to be sent.
    """

    learner_id: int
    token: str
    study_day: date
    asked: Asked
    cards: int
    rarely: bool
    following: datetime
    tries: int


def _claim() -> sa.UpdateBase:
    due = (
        sa.select(table.c.learner_id)
        .where(table.c.next_push_at <= sa.bindparam("now", type_=table.c.next_push_at.type))
        .order_by(table.c.next_push_at)
        .limit(sa.bindparam("limit", type_=sa.Integer))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        sa.update(table)
        .where(table.c.learner_id.in_(sa.select(due.c.learner_id)))
        .values(next_push_at=sa.bindparam("until"), lease_token=sa.bindparam("token"))
        .returning(table.c.learner_id, table.c.due_at)
    )


_CLAIM = _claim()
_RELEASE = (
    sa.update(table)
    .where(table.c.learner_id.in_(sa.bindparam("learners", expanding=True)))
    .where(table.c.lease_token == sa.bindparam("token"))
    .values(next_push_at=table.c.due_at, lease_token=None)
)


def claim(tx: sa.Connection, *, token: str, now: datetime, limit: int) -> tuple[int, ...]:
    """Lease up to ``limit`` learners whose push is due, and return them, the oldest first."""
    arguments = {"now": now, "until": now + LEASE, "token": token, "limit": limit}
    found = tx.execute(_CLAIM, arguments).all()
    return tuple(row.learner_id for row in sorted(found, key=lambda row: row.due_at))


def release(tx: sa.Connection, *, token: str, learner_ids: tuple[int, ...]) -> None:
    """Give claims up before anything was sent."""
    tx.execute(_RELEASE, {"learners": learner_ids, "token": token})


def prepare(
    tx: sa.Connection, *, learner_id: int, token: str, now: datetime, new_id: int, seed: int
) -> Push | None:
    """Decide about a claimed push, just before it is sent, and note that it is about to be.

    None where nothing is to be sent: the claim was lost, or the push is planned for later.
    """
    learner = learners.lock(tx, learner_id)
    plan = pushplan.load(tx, learner_id)
    if learner is None or plan is None or plan.lease_token != token:
        return None
    if learner.zone is None or plan.at is None or plan.due_at is None:
        return None  # no such plan is ever due
    visit = Visit(tx, learner, now, _UNASKED)
    following = next_push(now, plan.at, learner.zone)
    latest = pushplan.logged(tx, learner_id)
    if not _is_welcome(visit, plan.due_at) or not _is_left(visit, latest) or not _is_due(visit):
        pushplan.follow(tx, learner_id, token=token, due_at=following)
        return None
    if (undisturbed := _undisturbed(visit)) > now:
        pushplan.hold(tx, learner_id, token=token, until=undisturbed)
        return None
    asked = _first_card(visit, new_id, seed)
    visit.close()
    pushplan.hold(tx, learner_id, token=token, until=now + LEASE, kept=True)
    return Push(
        learner_id=learner_id,
        token=token,
        study_day=visit.today,
        asked=asked,
        cards=agenda.waiting_count(visit),
        rarely=_unanswered(visit, latest) >= MOST_UNANSWERED - 1,
        following=following,
        tries=pushplan.begin(tx, learner_id, visit.today, token, asked.question_id, now),
    )


def sent(
    tx: sa.Connection, *, push: Push, message_id: int, told_at: datetime, now: datetime
) -> None:
    """Note that a push arrived: its question is open, and the next push is planned."""
    study.opened(
        tx,
        learner_id=push.learner_id,
        question_id=push.asked.question_id,
        message_id=message_id,
        told_at=told_at,
        now=now,
        update_id=_UNASKED,
    )
    # Nothing is overwritten where the learner was quick and has put it off already.
    pushplan.note(
        tx, push.learner_id, push.study_day, "sent", token=push.token, message_id=message_id
    )
    pushplan.follow(tx, push.learner_id, token=push.token, due_at=push.following)


def unsent(tx: sa.Connection, *, push: Push, ending: Ending, now: datetime) -> None:
    """Note that a push did not arrive, or that nobody knows."""
    learner = learners.lock(tx, push.learner_id)
    learner_id, day, token = push.learner_id, push.study_day, push.token
    match ending:
        case "waiting":
            pushplan.note(tx, learner_id, day, "waiting", token=token)
            pushplan.hold(tx, learner_id, token=token, until=now)
        case "unclear":
            wait = LEASE * 2 ** (push.tries - 1)
            pushplan.hold(tx, learner_id, token=token, until=now + wait)
        case "failed" | "blocked":
            pushplan.note(tx, learner_id, day, "failed", token=token)
            pushplan.follow(tx, learner_id, token=token, due_at=push.following)
    if ending == "blocked" and learner is not None:
        learners.save(tx, learner, replace(learner, blocked_at=now))


def _is_welcome(visit: Visit, due_at: datetime) -> bool:
    """Whether the learner wants to hear of us, and now is not too late."""
    learner = visit.learner
    is_paused = learner.paused_until is not None and visit.today < learner.paused_until
    if learner.stopped or is_paused or learner.blocked_at is not None or learner.zone is None:
        return False
    return visit.now - due_at <= MOST_LATE and not is_quiet(visit.now, learner.zone)


def _undisturbed(visit: Visit) -> datetime:
    """Return until when the learner is left alone, after an answer or with a card just opened."""
    current = rounds.current(visit)
    opened_at = current.opened_at if current else None
    seen = (at for at in (visit.learner.last_answer_at, opened_at) if at is not None)
    latest = max(seen, default=None)
    return visit.now if latest is None else latest + UNDISTURBED


def _is_left(visit: Visit, latest: Sequence[Logged]) -> bool:
    """Whether today still has its push; after three in a row without an answer, the week."""
    if not latest:
        return True
    if latest[0].study_day >= visit.today:
        return latest[0].state == "waiting" or _may_be_lost(visit, latest[0])
    waited = visit.today - latest[0].study_day
    return waited >= RARELY or _unanswered(visit, latest) < MOST_UNANSWERED


def _may_be_lost(visit: Visit, pushed: Logged) -> bool:
    """Whether a push whose end is not known has to be sent again.

    It arrived if its question was answered, put aside or opened since: only who sees one can.
    """
    if pushed.state != "sending":
        return False
    current = rounds.current(visit)
    if current is None or current.question_id != pushed.question_id:
        return False
    return current.opened_at is None or current.opened_at < pushed.at


def _is_due(visit: Visit) -> bool:
    """Whether reviews wait, or anything at all while nothing has been studied today."""
    if min(agenda.due_count(visit), agenda.budget(visit).reviews):
        return True
    return not rounds.rated_today(visit) and agenda.waiting_count(visit) > 0


def _unanswered(visit: Visit, latest: Sequence[Logged]) -> int:
    """Return how many pushes in a row, up to yesterday's, came after the last answer."""
    since = visit.learner.last_answer_at
    earlier = (pushed for pushed in latest if pushed.study_day < visit.today)
    return sum(
        1
        for _ in takewhile(
            lambda pushed: pushed.state == "sent" and (since is None or pushed.at > since), earlier
        )
    )


def _first_card(visit: Visit, new_id: int, seed: int) -> Asked:
    """Return the open question, as it was first asked, or the first card of a new round."""
    waiting = rounds.current(visit) or rounds.set_aside(visit)
    if waiting is None:
        visit.change(round_seq=visit.learner.last_seq, round_at=visit.now)
        following = rounds.follow(visit, new_id, seed)
        if not isinstance(following, Asked):
            raise RuntimeError("something was due, and then it was not")
        return following
    if waiting.stage in study.SHOWN:  # a push shows no answer
        waiting = questions.change(visit.tx, visit.learner_id, waiting, stage="open")
    return rounds.again(visit, waiting) if waiting.message_id else rounds.asked(visit, waiting)
