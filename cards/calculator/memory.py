"""How much memory a batch takes beside the model and its optimizer, and which batch still fits.

An estimate: a part that does not depend on the batch, and one that grows with it. Fragmentation,
temporary buffers, sharded states and checkpointed activations are left out.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt
from typing import Final

from cards.calculator.exact import is_exact, require_count, require_positive
from cards.calculator.run import TrainingRun

GB: Final = 10**9
GIB: Final = 2**30

_MOST_SAMPLES_IN_A_STEP: Final = 10**10


@dataclass(frozen=True, slots=True)
class Optimizer:
    """What training with an optimizer keeps in memory: bytes for each parameter of the model."""

    name: str
    weights: int
    gradients: int
    state: int

    @property
    def bytes_per_parameter(self) -> int:
        """Weights, gradients and optimizer state together."""
        return self.weights + self.gradients + self.state


# Adafactor is not among them: what it keeps depends on the shapes of the weights. In mixed
# precision there is a 32-bit copy of the weights. It counts as the optimizer's state, as in ZeRO
# (Rajbhandari et al. 2020, section 3.1), and as weights where gradients have 32 bits as well.
SGD: Final = Optimizer("SGD", 4, 4, 0)
MOMENTUM: Final = Optimizer("SGD with momentum", 4, 4, 4)
ADAM: Final = Optimizer("Adam", 4, 4, 8)
ADAM_8BIT: Final = Optimizer("8-bit Adam", 4, 4, 2)
SGD_MIXED: Final = Optimizer("SGD in mixed precision", 2, 2, 4)
MOMENTUM_MIXED: Final = Optimizer("SGD with momentum in mixed precision", 2, 2, 8)
ADAM_MIXED: Final = Optimizer("Adam in mixed precision", 2, 2, 12)
ADAM_MIXED_32BIT_GRADIENTS: Final = Optimizer(
    "Adam in mixed precision with 32-bit gradients", 6, 4, 8
)
ADAM_8BIT_MIXED: Final = Optimizer("8-bit Adam in mixed precision", 6, 4, 2)

OPTIMIZERS: Final = {
    "sgd": SGD,
    "momentum": MOMENTUM,
    "adam": ADAM,
    "adamw": replace(ADAM, name="AdamW"),
    "adam-8bit": ADAM_8BIT,
    "sgd-mixed": SGD_MIXED,
    "momentum-mixed": MOMENTUM_MIXED,
    "adam-mixed": ADAM_MIXED,
    "adamw-mixed": replace(ADAM_MIXED, name="AdamW in mixed precision"),
    "adam-mixed-32bit-gradients": ADAM_MIXED_32BIT_GRADIENTS,
    "adam-8bit-mixed": ADAM_8BIT_MIXED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The memory of one device: what is ``usable``, and what training takes of it, all in bytes.

    The states of the model are its ``parameters`` times the bytes the ``optimizer`` needs for each;
    ``fixed`` is whatever else does not depend on the batch; ``per_sample`` are the activations of
    one sample, None where they are not known. Only the batch on the device counts: accumulation and
    further replicas change nothing. Raises ValueError for a number that makes no sense.
    """

    usable: int | Fraction
    parameters: int
    optimizer: Optimizer = ADAM
    fixed: int | Fraction = 0
    per_sample: int | Fraction | None = None

    def __post_init__(self) -> None:
        require_positive("usable", self.usable)
        require_count("parameters", self.parameters)
        if not is_exact(self.fixed) or self.fixed < 0:
            raise ValueError(f"fixed must be an exact number of at least 0, not {self.fixed!r}")
        if self.per_sample is not None:
            require_positive("per_sample", self.per_sample)

    @property
    def states(self) -> int:
        """Bytes of weights, gradients and optimizer state."""
        return self.parameters * self.optimizer.bytes_per_parameter

    @property
    def left(self) -> int | Fraction:
        """Bytes left for the batch; below 0 where not even the states fit."""
        return self.usable - self.states - self.fixed

    @property
    def largest_batch(self) -> int:
        """Samples of the largest batch that fits; 0 where not even one sample does."""
        return max(0, int(self.left // self._each))

    @property
    def any_batch_fits(self) -> bool:
        """Whether there is room for at least one sample."""
        return self.largest_batch > 0

    def needed(self, batch_size: int) -> int | Fraction:
        """Return the bytes that training with such a batch takes."""
        require_count("batch_size", batch_size)
        return self.states + self.fixed + batch_size * self._each

    def fits(self, batch_size: int) -> bool:
        """Return whether such a batch fits."""
        return self.needed(batch_size) <= self.usable

    def most_per_sample(self, batch_size: int) -> Fraction:
        """Return the bytes that one sample may take at most if such a batch is to fit.

        It is 0 or less where the states leave no room.
        """
        require_count("batch_size", batch_size)
        return Fraction(self.left, batch_size)

    @property
    def _each(self) -> int | Fraction:
        if self.per_sample is None:
            raise ValueError("per_sample, the memory that one sample takes, is not given")
        return self.per_sample


def largest_batch(usable: int, fixed: int, per_sample: int) -> int:
    """Return the largest batch size that fits in memory; 0 where not even one sample does.

    ``fixed`` is what model, gradients and optimizer take whatever the batch; all in one unit.
    """
    require_count("usable", usable)
    require_count("per_sample", per_sample)
    return max(0, (usable - fixed) // per_sample)


def memory_at(used: int, fixed: int, batch_size: int, new_batch_size: int) -> Fraction:
    """Return the memory at a new batch size of a training that has ``used`` so much at another.

    ``fixed`` of it does not depend on the batch; the rest are activations, the same for each
    sample. All in one unit. Raises ValueError where no memory is left for activations.
    """
    require_count("batch_size", batch_size)
    require_count("new_batch_size", new_batch_size)
    if not 0 <= fixed < used:
        raise ValueError("the activations of a batch take memory beside the fixed part")
    return fixed + Fraction(used - fixed, batch_size) * new_batch_size


def accumulate_to_fit(run: TrainingRun, largest: int) -> TrainingRun:
    """Return a run whose batch is at most ``largest`` and whose effective batch size is kept.

    Its batch is the largest that divides what one replica works through for a step. Raises
    ValueError where not even one sample fits, or a step takes more than 10^10 samples.
    """
    require_count("the largest batch that fits", largest)
    per_step = run.batch_size * run.accumulation
    if per_step > _MOST_SAMPLES_IN_A_STEP:
        raise ValueError(f"a step may take at most {_MOST_SAMPLES_IN_A_STEP:,} samples per device")
    batch_size = min(run.batch_size, largest)
    if per_step % batch_size:
        batch_size = max(size for size in _divisors(per_step) if size <= batch_size)
    return replace(run, batch_size=batch_size, accumulation=per_step // batch_size)


def _divisors(number: int) -> set[int]:
    small = {n for n in range(1, isqrt(number) + 1) if number % n == 0}
    return small | {number // n for n in small}
