"""Exact arithmetic on int and Fraction, and the checks of what goes into it."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, isqrt
from typing import Final, TypeGuard

_DIGITS_OF_A_ROOT: Final = 15


def ceil_div(dividend: int, divisor: int) -> int:
    """Return a quotient of whole numbers, rounded up."""
    return -(-dividend // divisor)


def part(asked: int | Fraction, whole: int) -> int:
    """Return a count (int) as it is, and a share (Fraction) of the whole rounded up."""
    return ceil(asked * whole) if isinstance(asked, Fraction) else asked


def square_root(number: int | Fraction) -> Fraction:
    """Return the square root of a number that is not negative.

    Exact if it is rational, else cut off after 15 significant digits.
    """
    exact = Fraction(number)
    # √(p/q) = √(p·q) / q, and p·q is a square if and only if p and q are.
    square, divisor = exact.numerator * exact.denominator, exact.denominator
    if isqrt(square) ** 2 == square:
        return Fraction(isqrt(square), divisor)
    scale = 10 ** max(0, _DIGITS_OF_A_ROOT - len(str(isqrt(square))))
    return Fraction(isqrt(square * scale**2), divisor * scale)


def require_count(name: str, number: object, *, at_least: int = 1) -> None:
    """Raise ValueError, with a message that can be shown, for what is no whole number or less."""
    if type(number) is not int or number < at_least:
        said = _said(number)
        raise ValueError(f"{name} must be a whole number of at least {at_least}, not {said}")


def require_positive(name: str, number: object) -> None:
    """Raise ValueError for what is no int or Fraction above 0."""
    if not is_exact(number) or number <= 0:
        raise ValueError(f"{name} must be an exact number above 0, not {_said(number)}")


def require_count_or_share(name: str, number: object) -> None:
    """Raise ValueError for what is neither a whole number nor a Fraction from 0 to 1."""
    if isinstance(number, Fraction):
        if not 0 <= number <= 1:
            raise ValueError(f"{name} must be a share from 0 to 1, not {number}")
    elif type(number) is not int or number < 0:
        raise ValueError(f"{name} must be a whole number or an exact share, not {_said(number)}")


def require_one_of(name: str, word: object, words: Sequence[str]) -> None:
    """Raise ValueError for a word that is none of these."""
    if word not in words:
        known = f"{', '.join(words[:-1])} or {words[-1]}"
        raise ValueError(f"{name} must be {known}, not {word!r}")


def is_exact(number: object) -> TypeGuard[int | Fraction]:
    """Return whether a number is an int or a Fraction; a bool is neither."""
    return type(number) is int or isinstance(number, Fraction)


def _said(number: object) -> str:
    return str(number) if isinstance(number, Fraction) else repr(number)
