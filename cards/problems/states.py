"""What a training keeps for each parameter: in bytes, in words, and what is forgotten of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from cards.calculator.memory import ADAM, ADAM_MIXED, MOMENTUM, SGD, Optimizer


@dataclass(frozen=True, slots=True)
class States:
    """An optimizer, the sentence that says what it keeps, and the bytes of each number it keeps.

    ``forgotten`` are the optimizers that are left where a slip leaves something out.
    """

    optimizer: Optimizer
    told: str
    parts: tuple[int, ...]
    forgotten: Mapping[str, Optimizer]

    @property
    def terms(self) -> str:
        """The bytes of one parameter, as a sum."""
        return " + ".join(map(str, self.parts))


def _weights_only(optimizer: Optimizer) -> dict[str, Optimizer]:
    return {"weights_only": replace(optimizer, gradients=0, state=0)}


ADAM_STATES: Final = States(
    ADAM,
    "Each parameter has a weight, a gradient and the two moments of Adam, 4 bytes each.",
    (4, 4, 4, 4),
    _weights_only(ADAM)
    | {
        "forgot_optimizer_state": replace(ADAM, state=0),
        "one_number_left_out": replace(ADAM, state=4),
    },
)
ADAM_MIXED_STATES: Final = States(
    ADAM_MIXED,
    "In mixed precision, each parameter has a weight and a gradient of 2 bytes each, and for Adam "
    "three numbers of 4 bytes each: a second copy of the weight, and two moments.",
    (2, 2, 4, 4, 4),
    _weights_only(ADAM_MIXED)
    | {
        "forgot_optimizer_state": replace(ADAM_MIXED, state=0),
        "forgot_gradients": replace(ADAM_MIXED, gradients=0),
        "two_bytes_for_all": replace(ADAM_MIXED, state=6),
    },
)
MOMENTUM_STATES: Final = States(
    MOMENTUM,
    "Each parameter has a weight, a gradient and, for SGD with momentum, a velocity, 4 bytes each.",
    (4, 4, 4),
    _weights_only(MOMENTUM) | {"one_number_left_out": replace(MOMENTUM, state=0)},
)
SGD_STATES: Final = States(
    SGD,
    "Each parameter has a weight and a gradient, 4 bytes each; plain SGD keeps nothing more.",
    (4, 4),
    _weights_only(SGD),
)
