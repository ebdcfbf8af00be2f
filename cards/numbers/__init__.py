"""What number did a person type? Read exactly, from a chat, in any of the usual writings.

A text is one number, or a sum that comes to one, with "about" or "=" before it and a known unit
after it, if anything. Whatever else stands there makes it unreadable, for a reason that can be
shown: a guess would turn a slip of the thumb into a wrong answer.

Every text passes the same stations: `writing` makes it plain, `tokens` cuts it into numerals (read
by `digits` and `words`) and signs, `sums` works it out, `units` reads what is left.

ValueError
└── Unreadable
"""

from cards.numbers.reading import Reading, read_number
from cards.numbers.reasons import Unreadable
from cards.numbers.units import SYMBOLS, UNITS

__all__ = ["SYMBOLS", "UNITS", "Reading", "Unreadable", "read_number"]
