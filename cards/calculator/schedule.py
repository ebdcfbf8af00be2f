"""The learning rate along a run: a linear warm-up, then constant, or decayed in one of three ways.

The rate after s steps is the one that the next step uses: the very first step of a run that warms
up has a rate of 0, the first one after a warm-up of W steps has the peak. Hugging Face's Trainer
was seen to count so in 5.23.0.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from cards.calculator.exact import require_count, require_positive

_MOST_DROPS: Final = 1_000
_DECIMALS: Final = 15
_UNIT: Final = 10**30  # fixed point: twice the digits that are kept
_PI: Final = 3_141592653589793238462643383280  # in that unit


@dataclass(frozen=True, slots=True)
class Constant:
    """No decay: the peak is kept."""


@dataclass(frozen=True, slots=True)
class LinearDecay:
    """In a straight line from the peak to 0 at the end of the run."""


@dataclass(frozen=True, slots=True)
class CosineDecay:
    """Along half a cosine wave from the peak to 0 at the end of the run.

    Exact where the cosine is rational (at 0, 1/3, 1/2, 2/3 and 1 of the way), else rounded: the
    share of the peak is kept to 15 decimals.
    """


@dataclass(frozen=True, slots=True)
class StepDecay:
    """Multiplied by ``factor`` every ``every`` steps after the warm-up."""

    every: int
    factor: Fraction

    def __post_init__(self) -> None:
        require_count("the steps between two drops", self.every)
        require_positive("the factor of a drop", self.factor)
        if self.factor > 1:
            raise ValueError(f"the factor of a drop must be at most 1, not {self.factor}")


Decay: TypeAlias = Constant | LinearDecay | CosineDecay | StepDecay


@dataclass(frozen=True, slots=True)
class Schedule:
    """A learning rate that rises to ``peak`` in ``warmup_steps`` and then follows ``decay``.

    A warm-up longer than the run never reaches the peak.

    Raises ValueError for numbers that make no sense, and for more than 1,000 drops.
    """

    peak: int | Fraction
    total_steps: int
    warmup_steps: int = 0
    decay: Decay = Constant()

    def __post_init__(self) -> None:
        require_positive("the learning rate", self.peak)
        require_count("total_steps", self.total_steps)
        require_count("warmup_steps", self.warmup_steps, at_least=0)
        if isinstance(self.decay, StepDecay) and self.total_steps // self.decay.every > _MOST_DROPS:
            raise ValueError(f"a learning rate may drop at most {_MOST_DROPS:,} times")

    def rate_after(self, steps: int) -> Fraction:
        """Return the learning rate once so many steps are made: that of the next step.

        Raises ValueError for more steps than the run has.
        """
        require_count("steps", steps, at_least=0)
        if steps > self.total_steps:
            raise ValueError(f"the run has {self.total_steps:,} steps, not {steps:,}")
        if steps < self.warmup_steps:
            return Fraction(self.peak) * Fraction(steps, self.warmup_steps)
        return self.peak * _share_left(
            self.decay, steps - self.warmup_steps, max(1, self.total_steps - self.warmup_steps)
        )


def _share_left(decay: Decay, done: int, of: int) -> Fraction:
    """Return the share of the peak that is left when so many of the decaying steps are done."""
    match decay:
        case Constant():
            return Fraction(1)
        case LinearDecay():
            return Fraction(of - done, of)
        case CosineDecay():
            return Fraction(1 + _cosine_of_half_turns(Fraction(done, of)), 2)
        case StepDecay(every, factor):
            return Fraction(factor) ** (done // every)


def _cosine_of_half_turns(turns: Fraction) -> Fraction:
    """Return cos(π × turns) for turns from 0 to 1, to 15 decimals, from its power series."""
    if turns > Fraction(1, 2):
        return -_cosine_of_half_turns(1 - turns)
    angle = _PI * turns.numerator // turns.denominator
    square = angle * angle // _UNIT
    cosine, term, n = 0, _UNIT, 0
    while term:
        cosine += term if n % 4 == 0 else -term
        n += 2
        term = term * square // (_UNIT * n * (n - 1))
    return round(Fraction(cosine, _UNIT), _DECIMALS)
