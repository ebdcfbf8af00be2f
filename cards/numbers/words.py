"""Numbers in English words: "eight thousand", "twelve hundred", "a hundred and five"."""

import re
from collections.abc import Iterable
from typing import Final

from cards.numbers.reasons import TWO_NUMBERS, Unreadable

_ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL: Final = {
    **{word: value for value, word in enumerate(("zero", *_ONES, *_TEENS))},
    **{word: 10 * tens for tens, word in enumerate(_TENS, start=2)},
    **dict.fromkeys(("a", "an"), 1),
    "and": 0,
}
_HUNDRED: Final = 100
_THOUSANDS: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

SCALES: Final = {"hundred": _HUNDRED, **_THOUSANDS}
"""Words that multiply the number before them."""


def _any(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(words)})(?![a-z])"


_BELOW_100: Final = rf"(?:{_any(_TENS)}(?:[ -]{_any(_ONES)})?|{_any(_TEENS)}|{_any(_ONES)})"
_THEN: Final = r"(?:[ -]and)?[ -]"
_GROUP: Final = (
    rf"(?:(?:an?|{_BELOW_100})[ -]hundred(?![a-z])(?:{_THEN}{_BELOW_100})?"
    rf"|{_BELOW_100}|an?(?=[ -]{_any(_THOUSANDS)}))"
)
_LARGE: Final = rf"{_GROUP}[ -]{_any(_THOUSANDS)}"

SPELLED: Final = re.compile(
    rf"{_LARGE}(?:{_THEN}{_LARGE})*(?:{_THEN}{_GROUP})?|{_GROUP}|{_any(['zero'])}", re.IGNORECASE
)
"""The longest run of words that can be a number."""


def spelled(words: str) -> int:
    """Return the number that a match of SPELLED stands for.

    Raises Unreadable where the parts of it do not become smaller: "two thousand two thousand".
    """
    total = group = 0
    smallest = None
    for word in re.split("[ -]", words.casefold()):
        if word in _THOUSANDS:
            scale = _THOUSANDS[word]
            if smallest is not None and scale >= smallest:
                raise Unreadable(TWO_NUMBERS)
            total, group, smallest = total + group * scale, 0, scale
        elif word == "hundred":
            group *= _HUNDRED
        else:
            group += _SMALL[word]
    return total + group
