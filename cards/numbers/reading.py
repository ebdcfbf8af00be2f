"""From a typed text to the number, the unit and how exactly it was meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Final

from cards.numbers.reasons import (
    ALONE,
    IN_DIGITS,
    LIMIT,
    NOTHING,
    RANGE,
    TWO_NUMBERS,
    UNEQUAL,
    UNIT_IN_SUM,
    Unreadable,
)
from cards.numbers.sums import results
from cards.numbers.tokens import Token, tokenised
from cards.numbers.units import unit
from cards.numbers.writing import plain

_EQUALS: Final = re.compile("[=≈]+")
_ABOUT: Final = re.compile(
    r"(?:\s*(?:~|(?:about|around|roughly|approximately|approx|circa|ca|nearly|almost)\b\.?))*\s*",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"\s*(?:(?:/ ?|\b(?:per|each) )epoch|\b(?:in (?:total|all)|altogether|total|overall))$",
    re.IGNORECASE,
)
_WHY_NO_NUMBER: Final = (
    (r"(?:between|from)\b.*\d", RANGE),
    (r"[<>≤≥]|(?:at (?:least|most)|up to|(?:more|less|fewer) than|over|under)\b", LIMIT),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """``values`` a text may mean, most likely first; ``unit`` is a singular word, "%" or None."""

    values: tuple[Fraction, ...]
    unit: str | None = None
    approximate: bool = False


def read_number(text: str) -> Reading:
    """Return the number that a text means, and its unit. Raises Unreadable.

    "400*20 = 8000" is one number, since both sides are the same.
    """
    written = plain(text)
    sides = [_side(side, written) for side in _EQUALS.split(written) if side.strip()]
    if not sides:
        raise Unreadable(NOTHING)
    reading = reduce(_agreed, sides)
    return replace(reading, approximate=reading.approximate or "≈" in written)


def _side(text: str, whole: str) -> Reading:
    """Read what stands on one side of an equals sign, or alone."""
    about = _ABOUT.match(text)
    start = about.end() if about else 0
    tokens, rest = tokenised(_ASIDE.sub("", text[start:].rstrip()))
    if not any(isinstance(token, tuple) for token in tokens):
        raise Unreadable(_why_no_number(whole))
    named = unit(rest)
    if _is_range(tokens):
        raise Unreadable(RANGE)
    if named == "%" and _adds(tokens):
        raise Unreadable(UNIT_IN_SUM)  # "1 - 25 %" is not -24 %
    return Reading(results(tokens), named, approximate=bool(text[:start].strip()))


def _is_range(tokens: Sequence[Token]) -> bool:
    """Return whether "a - b" is from a to b: no answer is below zero, so it is no difference."""
    match tokens:
        case [(low, *_), "-", (high, *_)]:
            return low <= high
    return False


def _adds(tokens: Sequence[Token]) -> bool:
    """Return whether a sum adds or subtracts outside its brackets."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token in ("(", "⌈", "⌊")) - (token in (")", "⌉", "⌋"))
        if place > 0 and depth == 0 and token in ("+", "-"):
            return True
    return False


def _agreed(left: Reading, right: Reading) -> Reading:
    """Return what two sides have in common; a share may be given as "0.25 = 25 %"."""
    if left.unit is None and right.unit is not None:
        left, right = right, left
    if right.unit not in (None, left.unit):
        raise Unreadable(TWO_NUMBERS)
    same = set(right.values)
    if left.unit == "%" and right.unit is None:
        same |= {100 * value for value in same}
    values = tuple(value for value in left.values if value in same)
    if not values:
        raise Unreadable(UNEQUAL)
    return Reading(values, left.unit, left.approximate or right.approximate)


def _why_no_number(text: str) -> str:
    for pattern, reason in _WHY_NO_NUMBER:
        if re.match(pattern, text.casefold()):
            return reason
    if not any(map(str.isalnum, text)):
        return NOTHING
    return ALONE if any(map(str.isdecimal, text)) else IN_DIGITS
