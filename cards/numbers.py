"""What number did the person type?

The reader is exact (ints and fractions, never floats) and modest: it reads one number with at most
one unit after it, and says what to type where it finds anything else. It judges nothing: a negative
number or the wrong unit is readable.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

LONGEST: Final = 64

_UNITS: Final = {
    "step": ("step", "steps", "update", "updates", "iteration", "iterations"),
    "batch": ("batch", "batches"),
    "epoch": ("epoch", "epochs"),
    "example": (
        "example",
        "examples",
        "sample",
        "samples",
        "record",
        "records",
        "image",
        "images",
    ),
    "byte": ("byte", "bytes"),
    "GB": ("gb",),
    "%": ("%", "percent"),
}
UNITS: Final = {word: unit for unit, words in _UNITS.items() for word in words}

_INVISIBLE: Final = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
_APPROXIMATE: Final = re.compile(r"^(?:about|around|approximately|approx\.?|circa|ca\.?|[~≈])\s*")
_SIGN: Final = re.compile(r"^[+\-−–]\s*")
_NUMBER: Final = re.compile(r"(?P<digits>\d(?:[\d.,'’ ]*\d)?|[.,]\d+)\s*(?P<unit>[^\W\d_]+|%)?")
_GROUPED: Final = r"[1-9]\d{0,2}(?:%s\d{3})+"


class Unreadable(ValueError):
    """No single number could be read. The message says what to type and may be shown as it is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it may have been meant: the likeliest value first.

    ``unit`` is a singular word, "%" or None where none was typed.
    """

    values: tuple[Fraction, ...]
    unit: str | None = None
    approximate: bool = False


def read_number(text: str) -> Reading:
    """Read one number, such as ``8000``, ``8,000``, ``8 000`` or ``8000 steps``.

    A comma before exactly three digits groups them; a point there may group or be decimal, and both
    values are given. Raises Unreadable with a sentence for the person who typed it.
    """
    plain = _plain(text)
    if not plain:
        raise Unreadable("Please type a number, such as 1200.")
    if len(plain) > LONGEST:
        raise Unreadable("That is too long for a number. Please type just the number.")
    marker = _APPROXIMATE.match(plain)
    plain = plain[marker.end() :] if marker else plain
    sign = _SIGN.match(plain)
    plain = plain[sign.end() :] if sign else plain
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise Unreadable(_reason(plain))
    negative = sign is not None and sign.group()[0] != "+"
    values = tuple(-value if negative else value for value in _values(found["digits"]))
    return Reading(values, _unit(found["unit"]), approximate=marker is not None)


def _plain(text: str) -> str:
    """Fold digits of other scripts, spaces and dressing into plain ASCII where they mean the same.

    Superscripts and vulgar fractions are left alone: folded, 10³ would read as 103.
    """
    text = text.translate(_INVISIBLE).replace("||", "")
    folded = "".join(_fold(character) for character in text)
    return " ".join(folded.split()).casefold().lstrip("= ").rstrip("!. ")


def _fold(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    if character.isspace():
        return " "
    if unicodedata.east_asian_width(character) == "F":
        return unicodedata.normalize("NFKC", character)
    return character


def _values(digits: str) -> tuple[Fraction, ...]:
    digits = digits.replace("’", "'")
    if " " in digits or "'" in digits:
        return (_spaced(digits),)
    if "." in digits and "," in digits:
        return (_mixed(digits),)
    mark = "." if "." in digits else ","
    if re.fullmatch(_GROUPED % re.escape(mark), digits):
        grouped = Fraction(int(digits.replace(mark, "")))
        lone_point = mark == "." and digits.count(mark) == 1
        return (grouped, _decimal(*digits.split(mark))) if lone_point else (grouped,)
    if digits.count(mark) > 1:
        raise Unreadable(_TWO)
    return (_decimal(*digits.partition(mark)[::2]),)


def _spaced(digits: str) -> Fraction:
    """Read a number grouped by spaces or apostrophes, with decimals after a comma or a point."""
    whole, _, decimals = _split_decimals(digits)
    if not any(re.fullmatch(_GROUPED % separator, whole) for separator in (" ", "'")):
        raise Unreadable(_TWO)
    return _decimal(whole.replace(" ", "").replace("'", ""), decimals)


def _split_decimals(digits: str) -> tuple[str, str, str]:
    mark = max(digits.rfind("."), digits.rfind(","))
    return (digits, "", "") if mark < 0 else (digits[:mark], digits[mark], digits[mark + 1 :])


def _mixed(digits: str) -> Fraction:
    """Where both separators occur, the last one is decimal and the other groups."""
    whole, mark, decimals = _split_decimals(digits)
    grouping = "," if mark == "." else "."
    if mark in whole or not re.fullmatch(_GROUPED % re.escape(grouping), whole):
        raise Unreadable(_TWO)
    return _decimal(whole.replace(grouping, ""), decimals)


def _decimal(whole: str, decimals: str) -> Fraction:
    return Fraction(int(f"{whole or 0}{decimals}"), 10 ** len(decimals))


def _unit(word: str | None) -> str | None:
    if word is None:
        return None
    try:
        return UNITS[word]
    except KeyError:
        raise Unreadable(
            f"I can't read “{word}” after the number. Please type just the number."
        ) from None


_TWO: Final = "I see more than one number there. Please type just one, such as 1200."


def _reason(plain: str) -> str:
    numbers = re.findall(r"\d[\d.,]*", plain)
    if not numbers:
        return "I can't see a number there. Please type it in digits, such as 1200."
    if len(numbers) > 1:
        return _TWO
    return "I can't read that as a number. Please type just the number, such as 1200."
