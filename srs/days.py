"""Which study day is it?

A study day ends at four in the morning on the learner's own clock, so that a late evening belongs
to the day it began in.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ROLLOVER_HOUR = 4
QUIET = timedelta(minutes=30)
_FAULT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Today:
    """A learner's study day. ``fault`` says that the clock stood more than two days before it."""

    day: date
    fault: bool = False


def study_day(now: datetime, zone: str | None) -> date:
    """Return the study day of an aware instant: in UTC, by the calendar, while no zone is known.

    ``zone`` is an IANA name. Raises zoneinfo.ZoneInfoNotFoundError for an unknown one.
    """
    if zone is None:
        return now.astimezone(UTC).date()
    wall = now.astimezone(ZoneInfo(zone))
    return wall.date() - timedelta(days=wall.hour < ROLLOVER_HOUR)


def today(
    now: datetime, zone: str | None, last_day: date | None, last_answer_at: datetime | None
) -> Today:
    """Return the learner's study day, which never goes back.

    Before the zone is known, the day does not turn within half an hour of an answer.
    """
    day = study_day(now, zone)
    if last_day is None:
        return Today(day)
    if zone is None and last_answer_at is not None and now - last_answer_at < QUIET:
        return Today(last_day, fault=day < last_day - _FAULT)
    return Today(max(last_day, day), fault=day < last_day - _FAULT)
