"""What a sum comes to, exactly and within bounds.

    sum      = signed {times} {("+" | "-") power {times}}
    times    = ("*" | "/" | "//" | "mod") signed
    signed   = ["+" | "-"] power
    power    = operand ["^" signed]
    operand  = numeral | function operand | "(" sum ")" | "⌈" sum "⌉" | "⌊" sum "⌋"

Every number on the way is checked, so that no sum takes long: at most 18 digits before the decimal
point, denominators of at most 128 bits, powers of at most 64, eight brackets inside each other.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import Final

from cards.numbers.reasons import (
    DEEP_SUM,
    DIVIDES_BY_ZERO,
    POWER,
    ROOT,
    SUM,
    TOO_FINE,
    TOO_LARGE,
    TWO_NUMBERS,
    Unreadable,
)
from cards.numbers.tokens import LARGEST_EXPONENT, Token

_LARGEST: Final = 10**18
_MOST_BITS: Final = 128
_MOST_DEPTH: Final = 8


def results(tokens: Sequence[Token]) -> tuple[Fraction, ...]:
    """Return what a sum may come to, most likely first. Raises Unreadable.

    Who writes several numbers writes them alike. So if some of them can be read in two ways, there
    are two results: all of them read in the first way, and all of them in the second.
    """
    readings = max((len(token) for token in tokens if isinstance(token, tuple)), default=1)
    found: list[Fraction] = []
    reasons: list[Unreadable] = []
    for reading in range(readings):
        try:
            found.append(_Sum(tokens, reading).result())
        except Unreadable as reason:
            reasons.append(reason)
    if not found:
        raise reasons[0]
    return tuple(dict.fromkeys(found))


class _Sum:
    """One pass over the tokens, with one reading of their numerals: a method for each rule."""

    def __init__(self, tokens: Sequence[Token], reading: int) -> None:
        self._tokens = tokens
        self._reading = reading
        self._at = 0
        self._depth = 0

    def result(self) -> Fraction:
        value = self._sum()
        if self._at < len(self._tokens):
            between = isinstance(self._tokens[self._at], tuple)
            raise Unreadable(TWO_NUMBERS if between else SUM)
        return value

    def _sum(self) -> Fraction:
        value = self._product(self._signed())
        while sign := self._take("+", "-"):
            value = _worked(sign, value, self._product(self._power()))
        return value

    def _product(self, value: Fraction) -> Fraction:
        while sign := self._take("*", "/", "//", "mod"):
            value = _worked(sign, value, self._signed())
        return value

    def _signed(self) -> Fraction:
        sign = self._take("+", "-")
        return -self._power() if sign == "-" else self._power()

    def _power(self) -> Fraction:
        base = self._operand()
        return _worked("^", base, self._signed()) if self._take("^") else base

    def _operand(self) -> Fraction:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        self._at += 1
        if isinstance(token, tuple):
            return _bounded(token[min(self._reading, len(token) - 1)])
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](self._operand())
        if token in _BRACKETS:
            return self._bracketed(token)
        raise Unreadable(SUM)

    def _bracketed(self, opening: str) -> Fraction:
        closing, function = _BRACKETS[opening]
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise Unreadable(DEEP_SUM)
        value = self._sum()
        if not self._take(closing):
            raise Unreadable(SUM)
        self._depth -= 1
        return function(value)

    def _take(self, *signs: str) -> str | None:
        """Return the next token and pass it, if it is one of these signs."""
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        if not isinstance(token, str) or token not in signs:
            return None
        self._at += 1
        return token


def _worked(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if not right and sign in _DIVIDING:
        raise Unreadable(DIVIDES_BY_ZERO)
    return _bounded(Fraction(_OPERATIONS[sign](left, right)))


def _raised(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise Unreadable(POWER)
    if abs(exponent) > LARGEST_EXPONENT:
        raise Unreadable(TOO_LARGE)
    if not base and exponent < 0:
        raise Unreadable(DIVIDES_BY_ZERO)
    return base ** int(exponent)


def _root(value: Fraction) -> Fraction:
    if value < 0:
        raise Unreadable(ROOT)
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    if root**2 != value:
        raise Unreadable(ROOT)
    return root


def _bounded(value: Fraction) -> Fraction:
    if abs(value) > _LARGEST:
        raise Unreadable(TOO_LARGE)
    if value.denominator.bit_length() > _MOST_BITS:
        raise Unreadable(TOO_FINE)
    return value


def _up(value: Fraction) -> Fraction:
    return Fraction(ceil(value))


def _down(value: Fraction) -> Fraction:
    return Fraction(floor(value))


def _half_up(value: Fraction) -> Fraction:
    return _down(value + Fraction(1, 2))


def _itself(value: Fraction) -> Fraction:
    return value


_DIVIDING: Final = ("/", "//", "mod")
_OPERATIONS: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction | int]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "mod": operator.mod,
    "^": _raised,
}
_FUNCTIONS: Final[Mapping[str, Callable[[Fraction], Fraction]]] = {
    "ceil": _up,
    "floor": _down,
    "round": _half_up,
    "sqrt": _root,
}
_BRACKETS: Final[Mapping[str, tuple[str, Callable[[Fraction], Fraction]]]] = {
    "(": (")", _itself),
    "⌈": ("⌉", _up),
    "⌊": ("⌋", _down),
}
