"""Faults on order: what shall go wrong with which of the next calls."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.errors import Refusal, bad_request, flood, forbidden

__all__ = [
    "AFTER",
    "BEFORE",
    "FINE",
    "Fault",
    "Faults",
    "Held",
    "bad_request",
    "broken",
    "flood",
    "forbidden",
]


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection is cut: before anything happened, or after it did but before the answer."""

    after: bool


class Held:
    """The call waits: before anything happened, or after it did but before the answer.

    It waits until it is released or its caller is gone; in the second case, one that is held before
    anything happened never happens. One Held is for one call: ``reached`` is set when that waits
    here, ``over`` when it does no more.
    """

    def __init__(self, *, after: bool) -> None:
        self.after = after
        self.reached = asyncio.Event()
        self.over = asyncio.Event()
        self._released = asyncio.Event()

    def release(self) -> None:
        """Let the call go on."""
        self._released.set()

    async def wait(self) -> None:
        """Wait, as the call that is held."""
        self.reached.set()
        try:
            await self._released.wait()
        finally:
            self.over.set()


@dataclass(frozen=True, slots=True)
class Fine:
    """Nothing is wrong with this call; ordered first, it leaves a fault to a later one."""


BEFORE = Lost(after=False)
AFTER = Lost(after=True)
FINE = Fine()

Fault: TypeAlias = Refusal | Lost | Held | Fine


def broken(code: int = 502) -> Refusal:
    """Return a server's own failure (5xx)."""
    return Refusal(code, {500: "Internal Server Error", 502: "Bad Gateway"}.get(code, "Failure"))


@dataclass(frozen=True, slots=True)
class _Planned:
    method: str
    chat: int | None
    fault: Fault

    def hits(self, method: str, chat: Any) -> bool:
        return self.method in (method, "*") and self.chat in (None, chat)


class Faults:
    """The faults still to come, first ordered, first met."""

    def __init__(self) -> None:
        self._planned: deque[_Planned] = deque()

    def order(self, method: str, fault: Fault, *, chat: int | None = None, times: int = 1) -> None:
        """Let the next ``times`` calls of ``method`` ("*": of any) meet this fault."""
        self._planned.extend([_Planned(method, chat, fault)] * times)

    def next(self, method: str, chat: Any) -> Fault | None:
        """Take the fault that this call meets, if any."""
        for planned in self._planned:
            if planned.hits(method, chat):
                self._planned.remove(planned)
                return planned.fault
        return None

    def clear(self) -> None:
        """Let everything go well again."""
        self._planned.clear()
