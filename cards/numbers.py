"""What number did a person type? Read exactly, from a chat, in any of the usual writings.

A text is one number, with "about" or "=" before it and a known unit after it, if anything. Whatever
else stands there makes it unreadable, for a reason that can be shown: a guess would turn a slip of
the thumb into a wrong answer.

ValueError
└── Unreadable
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("step", "steps", "update", "updates", "iteration", "iterations"), "step"),
    **dict.fromkeys(("batch", "batches"), "batch"),
    **dict.fromkeys(("epoch", "epochs"), "epoch"),
    **dict.fromkeys(("sample", "samples", "example", "examples"), "sample"),
    **dict.fromkeys(("record", "records", "image", "images"), "sample"),
    **dict.fromkeys(("%", "percent", "per cent"), "%"),
    **dict.fromkeys(("gb", "gigabyte", "gigabytes"), "GB"),
    **dict.fromkeys(("mb", "megabyte", "megabytes"), "MB"),
}
"""Every unit that may follow a number, as the singular word under which it is reported."""

_MOST_CHARACTERS: Final = 64
_MOST_WITH_INVISIBLE: Final = 256
_ALIKE: Final = str.maketrans("−–’ʼ`´٬_，．٫％", "--''''''" + ",.,%")
_BEFORE: Final = re.compile(
    r"=?\s*(about|around|roughly|approximately|approx\.?|ca\.?|circa|[~≈])?\s*", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"([+-]?) ?([.,]?\d(?:[\d.,' ]*\d)?)")
_GROUPED: Final = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:[{mark}]\d{{3}})+") for mark in " '.,"}
_ASIDE: Final = re.compile(r"\s*\b(?:per epoch|in (?:total|all)|altogether)$")

_NOTHING: Final = "There is no number in this. Type one, such as 1234."
_TOO_LONG: Final = "That is too long for a number. Type the number alone, such as 1234."
_SEPARATORS: Final = "The separators leave it open which number that is. Type it without any."
_WHY_NOT: Final = (
    (r"(-|\.\.|…|to\b|until\b) ?\d", "That looks like a range. Type one number, such as 1234."),
    (r"[km]\b|e[+-]?\d", "Type the number out in full, such as 1234."),
    (r"[-+*×·x/÷:^]", "Please work it out first, and type one number, such as 1234."),
    (r".*\d", "There is more than one number. Type one, such as 1234."),
)


class Unreadable(ValueError):
    """This text is no number; the message says why, and what to type instead."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``values`` a text may mean, most likely first; ``unit`` is a singular word, "%" or None."""

    values: tuple[Fraction, ...]
    unit: str | None = None
    approximate: bool = False


def read_number(text: str) -> Reading:
    """Return the number that a text means, and its unit. Raises Unreadable."""
    plain = _plain(text)
    before = _BEFORE.match(plain)
    start = before.end() if before else 0
    number = _NUMBER.match(plain, start)
    if number is None:
        raise Unreadable(_why_no_number(plain))
    unit = _unit(plain[number.end() :].strip())
    sign = -1 if number[1] == "-" else 1
    values = tuple(sign * value for value in _values(number[2]))
    return Reading(values, unit, approximate=bool(before and before[1]))


def _plain(text: str) -> str:
    """Return a text with plain digits, spaces and marks, and without emphasis and spoilers."""
    text = text.strip()
    if len(text) > _MOST_WITH_INVISIBLE:
        raise Unreadable(_TOO_LONG)
    seen = "".join(map(_character, text.replace("||", "")))
    plain = " ".join(seen.translate(_ALIKE).split()).rstrip(".!? ")
    if len(plain) > _MOST_CHARACTERS:
        raise Unreadable(_TOO_LONG)
    return plain


def _character(character: str) -> str:
    if character.isdecimal():  # any script's digits, but neither ² nor ½
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) == "Cf" else character


def _values(digits: str) -> tuple[Fraction, ...]:
    """Return what a number may mean; its last separator may stand for decimals, or for groups."""
    marks = [character for character in digits if not character.isdigit()]
    if not marks:
        return (Fraction(digits),)
    grouped = Fraction(_joined(digits)) if _GROUPED[marks[0]].fullmatch(digits) else None
    decimal = _decimal(digits, marks)
    readings = (grouped, decimal) if marks == ["."] else (grouped or decimal,)
    values = tuple(value for value in readings if value is not None)
    if not values:
        raise Unreadable(_WHY_NOT[-1][1] if " " in marks else _SEPARATORS)
    return values


def _decimal(digits: str, marks: list[str]) -> Fraction | None:
    """Return the number if its last separator starts the decimals, or None where it cannot."""
    *groups, last = marks
    whole, _, decimals = digits.rpartition(last)
    if last not in ".," or last in groups:
        return None
    if groups and not _GROUPED[groups[0]].fullmatch(whole):
        return None
    return Fraction(f"{_joined(whole)}.{decimals}")


def _joined(digits: str) -> str:
    return "".join(filter(str.isdigit, digits))


def _unit(rest: str) -> str | None:
    words = _ASIDE.sub("", rest.casefold())
    if not words:
        return None
    if words in UNITS:
        return UNITS[words]
    for pattern, reason in _WHY_NOT:
        if re.match(pattern, words):
            raise Unreadable(reason)
    raise Unreadable(f"I can read the number, but not “{rest}”. Type the number alone.")


def _why_no_number(plain: str) -> str:
    if not any(map(str.isalnum, plain)):
        return _NOTHING
    if any(map(str.isdecimal, plain)):
        return "Type the number alone, such as 1234."
    return "Type the number in digits, such as 1234."
