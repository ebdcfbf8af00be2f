"""The one clock. Everything that asks for the time asks here."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp

from bot.settings import SettingsError

_EVERY = 0.1
_JUMP = 120.0
_TIMEOUT = aiohttp.ClientTimeout(total=5)
_TROUBLES = (aiohttp.ClientError, TimeoutError, ValueError, LookupError)

logger = logging.getLogger(__name__)


def _steady() -> float:
    """Return seconds that nobody can set, and that go on while a laptop sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Clock:
    """The wall clock, shifted as a sandbox says.

    ``generation`` counts the moves that were intended: a jump with a new generation is no fault.
    """

    def __init__(self) -> None:
        self.generation = 0
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the time as an aware UTC datetime."""
        return datetime.now(UTC) + self._offset

    async def read(self, session: aiohttp.ClientSession, url: str) -> None:
        """Take the shift from ``url``, which gives {"offset": seconds, "generation": n}."""
        async with session.get(url, timeout=_TIMEOUT) as response:
            told = await response.json()
        self._offset = timedelta(seconds=float(told["offset"]))
        self.generation = int(told["generation"])

    async def follow(self, session: aiohttp.ClientSession, url: str) -> None:
        """Read the shift several times a second until cancelled; a failure keeps the last one."""
        while True:
            await asyncio.sleep(_EVERY)
            try:
                await self.read(session, url)
            except _TROUBLES as trouble:
                logger.warning("the clock was not read: %s", type(trouble).__name__)


class Watch:
    """Tells a fault of the wall clock from time that has passed, and from moves that were meant."""

    def __init__(self, clock: Clock, steady: Callable[[], float] = _steady) -> None:
        self._clock = clock
        self._steady = steady
        self._generation = clock.generation
        self._apart = self._difference()
        self._sound = True

    def is_sound(self) -> bool:
        """Whether the clock still goes as it did; once it has jumped, until it has jumped back."""
        apart = self._difference()
        was_meant = self._generation != self._clock.generation
        sound = was_meant or abs(apart - self._apart) <= _JUMP
        if sound:
            self._generation, self._apart = self._clock.generation, apart
        elif self._sound:
            logger.error(
                "the clock has jumped by %d s: no pushes until it is set right, or the bot is "
                "started again",
                apart - self._apart,
            )
        self._sound = sound
        return sound

    def _difference(self) -> float:
        return self._clock.now().timestamp() - self._steady()


@asynccontextmanager
async def running_clock(url: str) -> AsyncIterator[Clock]:
    """Lend the clock; with a URL it is shifted before anything asks for the time.

    SettingsError where the URL tells no time.
    """
    clock = Clock()
    if not url:
        yield clock
        return
    async with aiohttp.ClientSession() as session:
        try:
            await clock.read(session, url)
        except _TROUBLES:
            raise SettingsError(f"Unset MINIBATCH_CLOCK_URL: {url} tells no time.") from None
        following = asyncio.create_task(clock.follow(session, url))
        try:
            yield clock
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
