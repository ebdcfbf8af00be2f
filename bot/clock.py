"""The one clock. Everything that asks for the time asks here."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp

from bot.settings import SettingsError

_EVERY = 0.1
_TIMEOUT = aiohttp.ClientTimeout(total=5)
_TROUBLES = (aiohttp.ClientError, TimeoutError, ValueError, LookupError)

logger = logging.getLogger(__name__)


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
