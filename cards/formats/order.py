"""The order in which a deck is taught."""

from collections import defaultdict, deque
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Final

from cards.kinds import Card

_PLACES_APART: Final = 6


def teaching_order(cards: tuple[Card, ...], listed: Iterable[str]) -> tuple[Card, ...]:
    """Return the listed cards in the listed order, then the others, spread apart.

    The others keep the file's order, but a card that would stand within six places of one of its
    group waits for its turn as long as other cards are left.
    """
    by_key = {card.key: card for card in cards}
    first = [by_key.pop(key) for key in listed]
    return (*first, *_spread(list(by_key.values()), [card.group for card in first]))


def _spread(cards: list[Card], earlier: list[str]) -> list[Card]:
    waiting: dict[str, deque[tuple[int, Card]]] = defaultdict(deque)
    for position, card in enumerate(cards):
        waiting[card.group].append((position, card))
    resting = deque(earlier[1 - _PLACES_APART :])
    free = [(queue[0][0], group) for group, queue in waiting.items() if group not in resting]
    heapify(free)
    order: list[Card] = []
    while len(order) < len(cards):
        if len(resting) == _PLACES_APART or not free:
            rested = resting.popleft()
            if waiting[rested] and rested not in resting:
                heappush(free, (waiting[rested][0][0], rested))
        if free:
            _, group = heappop(free)
            order.append(waiting[group].popleft()[1])
            resting.append(group)
    return order
