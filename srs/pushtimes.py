"""When the next daily push is due: one rule for every zone, over values.

A time that a clock skips becomes the first instant after the gap; of a time that it shows twice the
first one counts.
"""

import re
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM = time(22)
QUIET_UNTIL = time(7)

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))? ?(?:([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE)


def next_push(after: datetime, at: time, zone: str) -> datetime:
    """Return the first instant strictly after ``after`` at which clocks of ``zone`` show ``at``.

    ``after`` is aware, the result is in UTC, ``zone`` an IANA name. Raises ValueError for a naive
    ``after`` and zoneinfo.ZoneInfoNotFoundError for an unknown zone.
    """
    if after.tzinfo is None:
        raise ValueError("an instant needs a zone")
    clock = ZoneInfo(zone)
    day = after.astimezone(clock).date() - _DAY  # a gap over midnight belongs to the day before
    while (instant := _instant(day, at, clock)) <= after:
        day += _DAY
    return instant


def is_quiet(now: datetime, zone: str) -> bool:
    """Whether it is night on the learner's clock, when nothing is sent unasked."""
    return is_quiet_time(now.astimezone(ZoneInfo(zone)).time())


def is_quiet_time(at: time) -> bool:
    """Whether a time of day is between 22:00 and 07:00."""
    return at >= QUIET_FROM or at < QUIET_UNTIL


def read_time(text: str) -> time | None:
    """Return the time of day that was typed ("7:45", "18.30", "7 pm"); None for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _instant(day: date, at: time, clock: ZoneInfo) -> datetime:
    wall = datetime.combine(day, at.replace(fold=0), clock)
    instant = wall.astimezone(UTC)
    if instant.astimezone(clock).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    # In a gap, the offset of after it names an instant before it, and the other way round.
    return _turn(wall.replace(fold=1).astimezone(UTC), instant, clock)


def _turn(before: datetime, after: datetime, clock: ZoneInfo) -> datetime:
    """Return the first second after ``before`` at which the clock has another offset."""
    offset = before.astimezone(clock).utcoffset()

    def has_turned(seconds: int) -> bool:
        return (before + seconds * _SECOND).astimezone(clock).utcoffset() != offset

    return before + bisect_left(range((after - before) // _SECOND), True, key=has_turned) * _SECOND
