"""What a person asks of the training calculator, and what it answers."""

from bot.calc.asked import Asked, read, read_run
from bot.calc.errors import CalcError
from bot.calc.whatif import CHANGES, Change, changed, pack_run, unpack_run, worth_trying

__all__ = [
    "CHANGES",
    "Asked",
    "CalcError",
    "Change",
    "changed",
    "pack_run",
    "read",
    "read_run",
    "unpack_run",
    "worth_trying",
]
