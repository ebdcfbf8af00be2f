"""What waits for a bot: its updates, in order, until it confirms them."""

import itertools
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bell import Bell

ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_ID = 1000


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it is delivered. Within one ``lane`` order is kept."""

    id: int
    lane: int
    body: dict[str, Any]


class Updates:
    """The queue of one bot. ``bell`` rings when something new waits."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.allowed: frozenset[str] | None = None
        self._ids = itertools.count(FIRST_ID)
        self._waiting: deque[Update] = deque()
        self._again: deque[Update] = deque()
        self._newest: Update | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set the kinds of updates wanted from now on; None changes nothing, [] is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, content: dict[str, Any], lane: int) -> None:
        """Queue an update, unless the bot does not want this kind."""
        wanted = kind not in ONLY_ON_REQUEST if self.allowed is None else kind in self.allowed
        if wanted:
            self._put(lambda update_id: {"update_id": update_id, kind: content}, lane)

    def inject(self, shape: dict[str, Any], lane: int = 0) -> int:
        """Queue an update of any shape, even one that nobody can parse; return its id."""
        return self._put(lambda update_id: {"update_id": update_id} | shape, lane)

    def repeat(self) -> int:
        """Deliver the newest update once more, although it may be confirmed; return its id."""
        if self._newest is None:
            raise LookupError("there was no update yet")
        self._again.append(self._newest)
        self.bell.ring()
        return self._newest.id

    def confirm(self, offset: int) -> None:
        """Forget what is older than ``offset``; a negative one keeps so many of the newest."""
        keep = len(self._waiting) + offset if offset < 0 else 0
        for _ in range(keep):
            self._waiting.popleft()
        while offset > 0 and self._waiting and self._waiting[0].id < offset:
            self._waiting.popleft()

    def done(self, update: Update) -> None:
        """Forget one update that was delivered by webhook."""
        with suppress(ValueError):
            self._waiting.remove(update)

    def clear(self) -> None:
        """Forget all that wait."""
        self._waiting.clear()
        self._again.clear()

    def repeats(self) -> list[Update]:
        """Take what was ordered to come once more."""
        taken = list(self._again)
        self._again.clear()
        return taken

    def waiting(self, limit: int) -> list[Update]:
        """Return the oldest that wait, in order, and leave them there."""
        return list(itertools.islice(self._waiting, limit))

    def newer(self, update_id: int) -> list[Update]:
        """Return those that wait and came after ``update_id``, in order."""
        newest = itertools.takewhile(lambda update: update.id > update_id, reversed(self._waiting))
        return list(newest)[::-1]

    def _put(self, body: Callable[[int], dict[str, Any]], lane: int) -> int:
        update_id = next(self._ids)
        update = Update(update_id, lane, body(update_id))
        self._waiting.append(update)
        self._newest = update
        self.bell.ring()
        return update_id
