"""Which card now? The rules of order, over values.

Due cards first, the oldest first; then introduced cards whose wait is over; then new ones within
the day's limits; then today's returns whose wait is over; then whatever waits.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

FIRST_DAY_NEW = 10
APART = 5
WAIT_CARDS = 3
WAIT = timedelta(minutes=10)
MOST_RETURNS = 2
ROUND = 10
COUNTED = 10  # a count of waiting cards shown to a learner stops here


@dataclass(frozen=True, slots=True)
class Limits:
    """How many introductions and due reviews a study day may hold."""

    new: int
    reviews: int


_LIMITS = {5: Limits(3, 30), 10: Limits(6, 60), 20: Limits(12, 120)}
MINUTES = tuple(_LIMITS)


def limits(minutes: int, *, first_day: bool = False) -> Limits:
    """Return a day's limits for 5, 10 or 20 minutes of study; the first day begins with more."""
    usual = _LIMITS[minutes]
    return Limits(max(usual.new, FIRST_DAY_NEW), usual.reviews) if first_day else usual


class Candidate(Protocol):
    """Something that can be asked."""

    @property
    def group(self) -> str:
        """Cards that would give each other away share it."""


C = TypeVar("C", bound=Candidate)


def apart(candidates: Sequence[C], recent: Collection[str]) -> C | None:
    """Return the first candidate that none of the cards asked last gives away, else the first."""
    free = (candidate for candidate in candidates if candidate.group not in recent)
    return next(free, candidates[0] if candidates else None)


@dataclass(frozen=True, slots=True)
class New:
    """A card never introduced, as the choice among such cards needs it."""

    deck: str
    key: str
    group: str
    requires: tuple[str, ...]


def fresh(
    cards: Iterable[New],
    met: Collection[tuple[str, str]],
    introduced_today: Collection[tuple[str, str]],
) -> tuple[New, ...]:
    """Return the new cards whose prerequisites are met, best first.

    ``met`` holds (deck, key) of what has been recalled, put away or retired, ``introduced_today``
    (deck, group) of each card. Cards whose group was introduced today come last, so that they are
    taken only where no others are available. Several decks take turns: first the one of which
    fewest cards were introduced today.
    """
    groups = {group for _, group in introduced_today}
    turns = Counter(deck for deck, _ in introduced_today)
    ready = [new for new in cards if all((new.deck, key) in met for key in new.requires)]
    return tuple(sorted(ready, key=lambda new: (new.group in groups, turns[new.deck])))


def is_over(
    wait_cards: int | None, wait_until: datetime | None, cards_seen: int, now: datetime
) -> bool:
    """Whether a card has waited for three others or ten minutes."""
    return wait_cards is None or cards_seen >= wait_cards or wait_until is None or now >= wait_until
