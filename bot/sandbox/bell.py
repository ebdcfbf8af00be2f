"""A bell: whoever waits for something looks again when it rings."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Bell:
    """Wakes everybody who waits on it, and remembers nothing."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], Found | None]) -> Found:
        """Return the first result of ``look`` that is not None, looking now and at every ring."""
        while (found := look()) is None:
            await self._next_ring()
        return found

    async def _next_ring(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)
