"""What follows "?start=" in a link to the bot, and what it means.

Anybody can write such a link, so only a payload that this module would write is read.
"""

from datetime import date
from typing import Final

_DAY: Final = "day-"


def to_day(day: date) -> str:
    """Return the payload of a link to the problem of a day."""
    return f"{_DAY}{day.isoformat()}"


def read_day(payload: str, today: date) -> date | None:
    """Return the day whose problem a payload asks for; None if for none, or for a coming one."""
    try:
        day = date.fromisoformat(payload.removeprefix(_DAY))
    except ValueError:
        return None
    return day if day <= today and to_day(day) == payload else None
