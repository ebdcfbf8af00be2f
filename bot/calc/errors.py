"""What is said where words make no sense to the calculator.

ValueError
└── CalcError
"""

from typing import Final

_SHOWN: Final = 40


class CalcError(ValueError):
    """The words make no training run; the message says why and can be shown."""


def shown(text: str) -> str:
    """Return as much of what was typed as is worth repeating."""
    return text[:_SHOWN]
