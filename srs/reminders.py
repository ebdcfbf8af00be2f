"""What a learner decides about the daily push: its time, none at all, later, not today."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from srs import pushplan, questions, rounds, zones
from srs.days import study_day
from srs.outcomes import (
    ClockAsked,
    NoReminder,
    NotToday,
    Outcome,
    Refused,
    ReminderSet,
    Snoozed,
    TimeAsked,
    WhenAsked,
)
from srs.pushtimes import is_quiet, is_quiet_time, next_push
from srs.questions import Stored
from srs.visit import Visit, visiting

SNOOZE = timedelta(hours=1)
APART = timedelta(hours=12)  # two pushes, wherever the learner has moved in between


@dataclass(frozen=True, slots=True)
class _Pushed:
    """The question that today's push carries, and by which clock pushes come."""

    question: Stored
    at: time
    zone: str


@visiting()
def menu(visit: Visit) -> Outcome:
    """Ask at what time each day's cards shall come."""
    pushplan.ask_once(visit.tx, visit.learner_id)
    return WhenAsked()


@visiting()
def other_time(visit: Visit) -> Outcome:
    """[Another time]: take the next typed text as a time."""
    visit.change(expects="time")
    return TimeAsked()


@visiting()
def set_time(visit: Visit, *, at_minute: int) -> Outcome:
    """Bring each day's cards at that minute of the day; nights are refused."""
    if not 0 <= at_minute < 24 * 60 or is_quiet_time(time(*divmod(at_minute, 60))):
        return Refused(why="outdated")
    return _arrange(visit, at_minute)


@visiting()
def none(visit: Visit) -> Outcome:
    """[No reminders]."""
    pushplan.put(visit.tx, visit.learner_id, None, None)
    return NoReminder()


@visiting()
def snooze(visit: Visit, *, asked_id: int) -> Outcome:
    """[Snooze 1 h]: the same push once more; one that would come at night comes with the next."""
    found = _pushed(visit, asked_id)
    if isinstance(found, Refused):
        return found
    question = rounds.open_now(visit, found.question)
    again = visit.now + SNOOZE
    is_late = is_quiet(again, found.zone)
    due_at = next_push(visit.now, found.at, found.zone) if is_late else again
    _plan(visit, found, "declined" if is_late else "waiting", due_at)
    at_minute, days = _told(visit, due_at, found.zone)
    return Snoozed(asked=rounds.asked(visit, question), at_minute=at_minute, days=days)


@visiting()
def not_today(visit: Visit, *, asked_id: int) -> Outcome:
    """[Not today]: close the pushed question, and send no other push today."""
    found = _pushed(visit, asked_id)
    if isinstance(found, Refused):
        return found
    rounds.close(visit, found.question)
    due_at = next_push(visit.now, found.at, found.zone)
    _plan(visit, found, "declined", due_at)
    at_minute, days = _told(visit, due_at, found.zone)
    return NotToday(asked=rounds.asked(visit, found.question), at_minute=at_minute, days=days)


def moved(visit: Visit) -> Outcome | None:
    """Plan anew after a change of zone; the outcome is worth telling where it is the first plan."""
    plan = pushplan.load(visit.tx, visit.learner_id)
    if plan is None or plan.at_minute is None:
        return None
    outcome = _arrange(visit, plan.at_minute)
    return outcome if plan.due_at is None else None


def _arrange(visit: Visit, at_minute: int) -> Outcome:
    if visit.learner.zone is None:
        pushplan.put(visit.tx, visit.learner_id, at_minute, None)
        return clock_asked(visit)
    first = _first(visit, time(*divmod(at_minute, 60)), visit.learner.zone)
    pushplan.put(visit.tx, visit.learner_id, at_minute, first)
    _, days = _told(visit, first, visit.learner.zone)
    return ReminderSet(at_minute=at_minute, days=days)


def clock_asked(visit: Visit) -> ClockAsked:
    """Take the next typed text as a zone; the hours are kept: a second run offers the same."""
    visit.change(expects="zone")
    return ClockAsked(hours=zones.hours_now(visit.now))


def _first(visit: Visit, at: time, zone: str) -> datetime:
    """Return the first push of a new plan: not on a day that has had its push or its cards."""
    latest = pushplan.latest(visit.tx, visit.learner_id)
    after = visit.now if latest is None else max(visit.now, latest.at + APART)
    push = next_push(after, at, zone)
    had_push = latest is not None and latest.study_day >= visit.today
    if had_push or rounds.rated_today(visit):
        while study_day(push, zone) <= visit.today:
            push = next_push(push, at, zone)
    return push


def _pushed(visit: Visit, asked_id: int) -> _Pushed | Refused:
    """Return today's push if it carries that question and can still be put off."""
    question = questions.load(visit.tx, visit.learner_id, asked_id)
    if question is None:
        return Refused(why="unknown")
    if question.stage in ("done", "closed"):
        return Refused(why="answered" if question.stage == "done" else "closed")
    plan = pushplan.load(visit.tx, visit.learner_id)
    latest = pushplan.latest(visit.tx, visit.learner_id)
    is_todays = (
        latest is not None
        and (latest.study_day, latest.question_id) == (visit.today, asked_id)
        and latest.state in ("sending", "sent", "waiting")
    )
    if plan is None or plan.at is None or visit.learner.zone is None or not is_todays:
        return Refused(why="outdated")
    return _Pushed(question, plan.at, visit.learner.zone)


def _plan(visit: Visit, pushed: _Pushed, state: pushplan.State, due_at: datetime) -> None:
    pushplan.note(visit.tx, visit.learner_id, visit.today, state)
    at_minute = pushed.at.hour * 60 + pushed.at.minute
    pushplan.put(visit.tx, visit.learner_id, at_minute, due_at)


def _told(visit: Visit, instant: datetime, zone: str) -> tuple[int, int]:
    """Return an instant as its minute of the learner's day, and how many days away that is."""
    clock = ZoneInfo(zone)
    then, now = instant.astimezone(clock), visit.now.astimezone(clock)
    return then.hour * 60 + then.minute, (then.date() - now.date()).days
