"""Why a text is no number, in words for the person who typed it."""

from typing import Final


class Unreadable(ValueError):
    """This text is no number; the message says why, and what to type instead."""


NOTHING: Final = "There is no number in this. Type one, such as 1234."
TOO_LONG: Final = "That is too long for a number. Type the number alone, such as 1234."
ALONE: Final = "Type the number alone, such as 1234."
IN_DIGITS: Final = "Type the number in digits, such as 1234."
SEPARATORS: Final = "The separators leave it open which number that is. Type it without any."
TWO_NUMBERS: Final = "There is more than one number. Type one, such as 1234."
UNEQUAL: Final = "The two sides are different numbers. Type the one you mean."
RANGE: Final = "That looks like a range. Type one number, such as 1234."
LIMIT: Final = "That looks like a limit. Type one number, such as 1234."
LONE_M: Final = (
    "A lone m may be million or minutes. Type it out in full, such as 2 million or 2 min."
)
LONE_B: Final = "A lone b may be billion or bytes. Type it out in full, such as 2 billion."
COLON: Final = "A colon may divide or tell a time. Type / to divide, or one number, such as 1234."
UNIT_IN_SUM: Final = (
    "In a sum, leave the units out and type 25 % as 0.25. Type it like 1200/50*3, or only the "
    "number it comes to."
)
SUM: Final = "I cannot follow this sum. Type it like 1200/50*3, or only the number it comes to."
LONG_SUM: Final = "That sum is too long for me. Type the number it comes to, such as 1234."
DEEP_SUM: Final = "That sum has too many brackets inside each other. Type the number it comes to."
DIVIDES_BY_ZERO: Final = "That divides by zero. Look at the sum again, or type one number."
TOO_LARGE: Final = "That number is too large. Type one of at most 18 digits, such as 1234."
TOO_FINE: Final = "That number has too many decimals. Type it rounded, such as 0.125."
POWER: Final = "I can work out whole powers only, such as 2^10. Type the number it comes to."
ROOT: Final = "That root is no number I can write exactly. Type the number it comes to, rounded."


def unknown(rest: str) -> str:
    """Return the reason for what is left after a number, such as "stepz"."""
    if not rest.isprintable():
        return ALONE
    return f"I can read the number, but not “{rest}”. {ALONE}"
