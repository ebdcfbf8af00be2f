"""What a number in digits may mean, by its separators."""

import re
from fractions import Fraction
from typing import Final

from cards.numbers.reasons import SEPARATORS, TWO_NUMBERS, Unreadable

_GROUPED: Final = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:[{mark}]\d{{3}})+") for mark in " '.,"}
_DECIMAL_MARKS: Final = ".,٫"


def values(digits: str) -> tuple[Fraction, ...]:
    """Return what "8,000" or "8.000" may mean, most likely first.

    A separator groups after one to three digits that do not start with 0, and before three digits
    each time. Otherwise it may start the decimals. A single point before three digits may do both.
    Raises Unreadable where it can do neither.
    """
    marks = [character for character in digits if not character.isdigit()]
    if not marks:
        return (Fraction(digits),)
    grouped = Fraction(_joined(digits)) if _groups(marks[0], digits) else None
    decimal = _decimal(digits, marks)
    both = (grouped, decimal) if marks == ["."] else (grouped or decimal,)
    readings = tuple(reading for reading in both if reading is not None)
    if not readings:
        raise Unreadable(TWO_NUMBERS if " " in marks else SEPARATORS)
    return readings


def _decimal(digits: str, marks: list[str]) -> Fraction | None:
    """Return the number if its last separator starts the decimals, or None where it cannot."""
    *groups, last = marks
    whole, _, decimals = digits.rpartition(last)
    if last not in _DECIMAL_MARKS or last in groups:
        return None
    if groups and not _groups(groups[0], whole):
        return None
    return Fraction(f"{_joined(whole)}.{decimals}")


def _groups(mark: str, digits: str) -> bool:
    return mark in _GROUPED and bool(_GROUPED[mark].fullmatch(digits))


def _joined(digits: str) -> str:
    return "".join(filter(str.isdigit, digits))
