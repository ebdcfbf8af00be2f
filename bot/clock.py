"""The one clock. Everything that asks for the time asks here."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import aiohttp

_EVERY = 0.1
_TIMEOUT = aiohttp.ClientTimeout(total=5)
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

    async def read(self, url: str, session: aiohttp.ClientSession) -> None:
        """Take the shift from ``url``, which gives {"offset": seconds, "generation": n}."""
        async with session.get(url, timeout=_TIMEOUT) as response:
            told = await response.json()
        self._offset = timedelta(seconds=float(told["offset"]))
        self.generation = int(told["generation"])

    async def follow(self, url: str, session: aiohttp.ClientSession) -> None:
        """Read the shift several times a second until cancelled; a failure keeps the last one."""
        while True:
            try:
                await self.read(url, session)
            except (aiohttp.ClientError, TimeoutError, ValueError, LookupError) as trouble:
                logger.warning("clock not read: %s", type(trouble).__name__)
            await asyncio.sleep(_EVERY)
