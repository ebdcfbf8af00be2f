"""Faults on order: what shall go wrong with which of the next calls."""

from collections import deque
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.errors import Refusal, bad_request, flood, forbidden

__all__ = ["AFTER", "BEFORE", "Fault", "Faults", "bad_request", "broken", "flood", "forbidden"]


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection is cut: before anything happened, or after it did but before the answer."""

    after: bool


BEFORE = Lost(after=False)
AFTER = Lost(after=True)

Fault: TypeAlias = Refusal | Lost


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
