"""What double precision makes of exact numbers, for following programs that compute in it."""

from fractions import Fraction
from typing import Final

_BITS: Final = 53


def as_double(number: int | Fraction) -> Fraction:
    """Return the double (IEEE 754) nearest to a number, ties to even, as an exact fraction.

    Numbers beyond the exponents of doubles are rounded like all others.
    """
    exact = Fraction(number)
    if not exact:
        return exact
    exponent = _BITS - (exact.numerator.bit_length() - exact.denominator.bit_length())
    if abs(exact) * Fraction(2) ** exponent >= 2**_BITS:
        exponent -= 1
    return round(exact * Fraction(2) ** exponent) * Fraction(2) ** -exponent


def double_product(one: int | Fraction, other: int | Fraction) -> Fraction:
    """Return the product of two numbers, each a double, rounded to a double."""
    return as_double(as_double(one) * as_double(other))
