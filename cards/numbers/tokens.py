"""The numerals and signs of a sum, and what follows them."""

import re
import unicodedata
from fractions import Fraction
from math import prod
from typing import Final, TypeAlias

from cards.numbers import digits
from cards.numbers.reasons import LONG_SUM, TOO_FINE, TOO_LARGE, Unreadable
from cards.numbers.words import SCALES, SPELLED, spelled

Numeral: TypeAlias = tuple[Fraction, ...]
Token: TypeAlias = Numeral | str
"""What a numeral may mean, most likely first, or a sign."""

LARGEST_EXPONENT: Final = 64
_MOST_TOKENS: Final = 32
_SUFFIXES: Final = {"k": 10**3, "K": 10**3, "M": 10**6}
_NUMERAL: Final = re.compile(
    rf"""
    (?: (?P<whole>[0-9]*)\ ?(?P<fraction>[¼-¾⅐-⅞])
      | (?P<digits>[.,٫]?[0-9](?:[0-9.,'٫\ ]*[0-9])?) (?:[eE](?P<exponent>[+-]?[0-9]+))?
    )
    (?P<scale>\ ?[{"".join(_SUFFIXES)}](?!\w) | (?:\ ?(?i:{"|".join(SCALES)})(?!\w))+ )?
    """,
    re.VERBOSE,
)
_SIGN: Final = re.compile(
    r"""
      \*\* | // | [-+*×/÷^()⌈⌉⌊⌋√] | %(?=\ ?[0-9(⌈⌊])
    | (?:times|plus|minus|mod|divided\ by|x)(?![a-z])
    | (?:(?:math|np)\.)?(?:ceil|ceiling|floor|round|sqrt)(?=\ ?\()
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ALIKE: Final = {
    "**": "^",
    "%": "mod",  # as in Python: a number follows
    "×": "*",
    "times": "*",
    "x": "*",
    "÷": "/",
    "divided by": "/",
    "plus": "+",
    "minus": "-",
    "√": "sqrt",
    "ceiling": "ceil",
}


def tokenised(text: str) -> tuple[list[Token], str]:
    """Return the tokens at the beginning of a plain text, and the rest of it."""
    tokens: list[Token] = []
    at = 0
    while found := _token(text, at):
        token, at = found
        tokens.append(token)
        if len(tokens) > _MOST_TOKENS:
            raise Unreadable(LONG_SUM)
    return tokens, text[at:].lstrip()


def _token(text: str, at: int) -> tuple[Token, int] | None:
    """Return the token at a place of a text, and the place behind it."""
    if text.startswith(" ", at):
        at += 1
    if found := _NUMERAL.match(text, at):
        return _numeral(found), found.end()
    if found := SPELLED.match(text, at):
        return (Fraction(spelled(found[0])),), found.end()
    if found := _SIGN.match(text, at):
        sign = found[0].casefold().rpartition(".")[2]
        return _ALIKE.get(sign, sign), found.end()
    return None


def _numeral(found: re.Match[str]) -> Numeral:
    if found["fraction"]:
        values: Numeral = (_mixed(found["whole"], found["fraction"]),)
    else:
        values = digits.values(found["digits"])
    if not (found["exponent"] or found["scale"]):
        return values
    factor = _power_of_ten(found["exponent"] or "0") * _scale(found["scale"] or "")
    return (values[-1] * factor,)  # the decimal one: nobody groups the digits of 1.250M


def _mixed(whole: str, fraction: str) -> Fraction:
    """Return what "1" and "½" are together."""
    numerator, _, denominator = unicodedata.normalize("NFKC", fraction).partition("⁄")
    return int(whole or "0") + Fraction(int(numerator), int(denominator))


def _power_of_ten(exponent: str) -> Fraction:
    power = int(exponent)
    if abs(power) > LARGEST_EXPONENT:
        raise Unreadable(TOO_LARGE if power > 0 else TOO_FINE)
    return Fraction(10) ** power


def _scale(words: str) -> int:
    """Return the factor that "k" or "hundred thousand" stands for."""
    return prod(_SUFFIXES[w] if w in _SUFFIXES else SCALES[w.casefold()] for w in words.split())
