"""SM-2 as published in 1990, in exact integers.

Source: P. A. Woźniak, "Optimization of learning", 1990, chapter 3.2
(super-memory.com/english/ol/sm2.htm). The text and its author's later program disagree in three
places; this is the text: fractions of an interval are rounded up, the interval is taken with the
easiness of before this answer, and a failed answer restarts the repetitions "without changing the
E-Factor".
"""

from dataclasses import dataclass, replace

EASINESS_FLOOR = 130
_CHANGE = {3: -14, 4: 0, 5: 10}


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a card is known: easiness in hundredths, repetitions in a row, interval in days."""

    easiness: int = 250
    repetitions: int = 0
    interval: int = 0


def review(memory: Memory, quality: int) -> Memory:
    """Return the memory after an answer of ``quality`` 0 (blackout) to 5 (perfect).

    No cap is applied to the interval. Raises ValueError for anything but the ints 0 to 5.
    """
    if type(quality) is not int or not 0 <= quality <= 5:
        raise ValueError(f"quality is a whole number from 0 to 5, not {quality!r}")
    if quality < 3:
        return replace(memory, repetitions=0, interval=1)
    return Memory(
        easiness=max(EASINESS_FLOOR, memory.easiness + _CHANGE[quality]),
        repetitions=memory.repetitions + 1,
        interval=_next_interval(memory),
    )


def _next_interval(memory: Memory) -> int:
    match memory.repetitions:
        case 0:
            return 1
        case 1:
            return 6
        case _:
            return -(-memory.interval * memory.easiness // 100)
