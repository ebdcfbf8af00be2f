"""Numbers as they are written for a reader."""

from fractions import Fraction
from typing import Final

from cards.numbers import SYMBOLS

_MOST_DECIMALS: Final = 6


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
        return f"{exact.numerator:,}"
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
