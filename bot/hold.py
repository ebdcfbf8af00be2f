"""Patience that Telegram asks for (429): it binds everybody who sends, so there is one of it."""

from datetime import UTC, datetime, timedelta

from telegram.error import RetryAfter

_MARGIN = timedelta(milliseconds=100)


class Hold:
    """Until when nothing may be sent, by the real clock."""

    def __init__(self) -> None:
        self.until = datetime.min.replace(tzinfo=UTC)

    def extend(self, until: datetime) -> None:
        """Wait at least until then."""
        self.until = max(self.until, until)

    def left(self, now: datetime) -> timedelta:
        """Return how long is still to be waited."""
        return max(timedelta(), self.until - now)


def asked_for(error: RetryAfter) -> timedelta:
    """Return how long Telegram asks to wait, and a moment more."""
    wait = error.retry_after
    return (wait if isinstance(wait, timedelta) else timedelta(seconds=wait)) + _MARGIN
