"""Numbers as they are written for a reader."""

from fractions import Fraction
from typing import Final

from cards.numbers import SYMBOLS

_MOST_DECIMALS: Final = 6
_MOST_EXACT_DECIMALS: Final = 12
_MINUTE: Final = 60


def amount(number: int | Fraction, noun: str) -> str:
    """Return a count with its noun, such as "8,000 steps"; "0.25" where there is no noun."""
    if noun == "%":
        return f"{written(number)}%"
    if noun in SYMBOLS or not noun:
        return f"{written(number)} {noun}".strip()
    plural = "" if number == 1 else "es" if noun.endswith("batch") else "s"
    return f"{written(number)} {noun}{plural}"


def written(number: int | Fraction) -> str:
    """Return a number in digits, thousands grouped.

    Exact where six decimals are enough, else to four significant digits, after a "≈".
    """
    exact = Fraction(number)
    if exact.denominator == 1:
        return _decimal(exact, 0)
    if 10**_MOST_DECIMALS % exact.denominator == 0:
        return _decimal(exact, _MOST_DECIMALS).rstrip("0")
    return f"≈ {_decimal(exact, _decimals_of_four_digits(exact))}"


def _decimal(number: Fraction, places: int) -> str:
    sign, scaled = "−" if number < 0 else "", round(abs(number) * 10**places)
    whole, rest = divmod(scaled, 10**places)
    return f"{sign}{whole:,}.{rest:0{places}d}" if places else f"{sign}{whole:,}"


def _decimals_of_four_digits(number: Fraction) -> int:
    places, size = 0, abs(number)
    while size < 1_000 and places < 12:
        size, places = size * 10, places + 1
    return places


def exactly(number: int | Fraction) -> str:
    """Return a number in digits, and as a fraction where twelve decimals are too few: "1/3"."""
    exact = Fraction(number)
    if 10**_MOST_EXACT_DECIMALS % exact.denominator:
        return f"{exact.numerator:,}/{exact.denominator:,}"
    return _decimal(exact, _MOST_EXACT_DECIMALS).rstrip("0").rstrip(".")


def duration(seconds: int | Fraction) -> str:
    """Return a time of at least a minute in parts, such as "2 h 13 min 20 s"; else nothing."""
    if seconds < _MINUTE:
        return ""
    days, rest = divmod(round(seconds), 24 * 60 * _MINUTE)
    hours, rest = divmod(rest, 60 * _MINUTE)
    minutes, rest = divmod(rest, _MINUTE)
    parts = ((days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{number:,} {unit}" for number, unit in parts if number)
