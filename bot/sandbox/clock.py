"""The sandbox's clock: the wall clock plus an offset that only ever moves on purpose."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Tells the sandbox's time; ``offset`` is in seconds, ``generation`` counts the moves.

    A reader that sees a new generation knows that a jump was meant and is no fault.
    """

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self.offset = 0.0
        self.generation = 0

    def now(self) -> datetime:
        """Return the aware UTC time it is in the sandbox."""
        return datetime.fromtimestamp(self.wall() + self.offset, UTC)

    def advance(self, seconds: float) -> None:
        """Move the clock forward (or, with a negative number, back)."""
        self.offset += seconds
        self.generation += 1

    def move_to(self, moment: datetime) -> None:
        """Make it ``moment`` now; a naive one is refused."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a zone; use datetime(..., tzinfo=UTC)")
        self.advance((moment - self.now()).total_seconds())

    def to_json(self) -> dict[str, float]:
        """Return what GET /clock answers."""
        return {"offset": self.offset, "generation": self.generation}
