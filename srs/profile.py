"""What a learner decides about themselves: settings, silence, and everything kept about them."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from srs import agenda, learners, log, pushplan, queue, reminders, zones
from srs.outcomes import Done, Home, Outcome, Paused, Refused, SettingsNow
from srs.schema import edition, effect, inbox, metadata
from srs.visit import Visit, visiting

MOST_PAUSED = 365
_JSON = {
    "recent",
    "asked",
    "wrong",
    "typed",
    "before",
    "after",
    "result",
    "raw",
    "verdict",
    "objectives",
    "sources",
}
_OTHER_OWNERS = {"inbox": inbox.c.lane, "edition": edition.c.made_by}


def home_of(tx: sa.Connection, learner_id: int, now: datetime) -> Home:
    """Read what /start shows."""
    learner = learners.read(tx, learner_id)
    if learner is None:
        return Home(joined=False)
    visit = Visit(tx, learner, now, 0)
    today = [e for e in visit.journal if e.study_day == visit.today]
    left = agenda.budget(visit)
    return Home(
        joined=True,
        studied_today=len(log.qualities(today)),
        due=min(agenda.due_count(visit), left.reviews, queue.COUNTED),
        new=left.new,
    )


@visiting()
def settings(visit: Visit) -> Outcome:
    """Show the settings as they are."""
    return _settings(visit)


@visiting()
def set_minutes(visit: Visit, *, minutes: int) -> Outcome:
    """Study 5, 10 or 20 minutes a day."""
    if minutes not in queue.MINUTES:
        return Refused(why="outdated")
    visit.change(minutes=minutes)
    return _settings(visit)


@visiting()
def set_buttons(visit: Visit, *, buttons: int) -> Outcome:
    """Rate with two buttons or with four."""
    if buttons not in (2, 4):
        return Refused(why="outdated")
    visit.change(buttons=buttons)
    return _settings(visit)


@visiting()
def set_zone(visit: Visit, *, zone: str) -> Outcome:
    """Let the study day turn, and pushes come, by this zone's clock. No due date moves."""
    if zones.find(zone) != zone:
        return Refused(why="unknown")
    visit.change(zone=zone)
    return reminders.moved(visit) or _settings(visit)


@visiting()
def keep_zone(visit: Visit) -> Outcome:
    """[Leave it as it is]: what is typed next answers a card again."""
    visit.change(expects=None)
    return Done()


@visiting()
def ask_clock(visit: Visit) -> Outcome:
    """Ask what the learner's clock says."""
    return reminders.clock_asked(visit)


@visiting()
def stop(visit: Visit) -> Outcome:
    """Send nothing unasked until /resume. Studying goes on working."""
    visit.change(stopped=True, paused_until=None)
    return Paused(until=None)


@visiting()
def pause(visit: Visit, *, days: int) -> Outcome:
    """Send nothing unasked for 1 to 365 days."""
    until = visit.today + timedelta(days=min(max(days, 1), MOST_PAUSED))
    visit.change(stopped=False, paused_until=until)
    return Paused(until=until)


@visiting()
def resume(visit: Visit) -> Outcome:
    """End /stop or /pause."""
    visit.change(stopped=False, paused_until=None)
    return Done()


@visiting()
def blocked(visit: Visit, *, is_blocked: bool) -> Outcome:
    """Note that the learner has blocked the bot, or lets it write again."""
    visit.change(blocked_at=visit.now if is_blocked else None)
    return Done()


@visiting()
def erase(visit: Visit) -> Outcome:
    """Erase everything about the learner.

    What stays for 48 hours is the effect row of this update, so that a repeated delivery creates
    nothing anew, and inbox rows: ``inbox.forget`` empties them together with the update's end, for
    until then one of them still says what is to be answered.
    """
    for table in metadata.sorted_tables:
        if "learner_id" in table.c and table is not effect:
            visit.tx.execute(sa.delete(table).where(table.c.learner_id == visit.learner_id))
    visit.tx.execute(
        sa.delete(effect).where(
            effect.c.learner_id == visit.learner_id, effect.c.update_id != visit.update_id
        )
    )
    return Done()


def export(tx: sa.Connection, learner_id: int) -> dict[str, Any]:
    """Return every row about the learner, table by table, ready for JSON."""
    found = {}
    for table in metadata.sorted_tables:
        owner = _OTHER_OWNERS.get(table.name, table.c.get("learner_id"))
        if owner is not None:
            rows = tx.execute(
                sa.select(table).where(owner == learner_id).order_by(*table.primary_key)
            ).mappings()
            found[table.name] = [_plain(row) for row in rows]
    return found


def _plain(row: Any) -> dict[str, Any]:
    return {name: _readable(name, value) for name, value in row.items()}


def _readable(name: str, value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if name in _JSON and isinstance(value, str) and value:
        return json.loads(value)
    return value


def _settings(visit: Visit) -> SettingsNow:
    usual = queue.limits(visit.learner.minutes)
    plan = pushplan.load(visit.tx, visit.learner_id)
    return SettingsNow(
        minutes=visit.learner.minutes,
        buttons=visit.learner.buttons,
        zone=visit.learner.zone,
        new_a_day=usual.new,
        reviews_a_day=usual.reviews,
        at_minute=plan.at_minute if plan else None,
    )
