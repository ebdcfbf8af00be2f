"""Numbers of a size that a head or a phone calculator can manage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from numpy.random import Generator

from cards.problems.problem import Size

_EXACT_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Scale:
    """What numbers of one size are chosen from.

    A number of samples is one of ``leading`` times one of ``units``; an epoch has at most
    ``most_batches`` batches. ``micro_batch_sizes`` are those of devices that hold few samples at a
    time: where several batches, or several devices, are behind one step.
    """

    leading: range
    units: tuple[int, ...]
    batch_sizes: tuple[int, ...]
    micro_batch_sizes: tuple[int, ...]
    epochs: tuple[int, ...]
    accumulations: tuple[int, ...]
    replicas: tuple[int, ...]
    most_batches: int


SCALES: Final[Mapping[Size, Scale]] = {
    "head": Scale(
        leading=range(10, 100),
        units=(10, 20, 50, 100),
        batch_sizes=(10, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 250, 300, 400),
        micro_batch_sizes=(4, 5, 6, 8, 10, 12, 15, 16, 20, 25, 30, 40, 50),
        epochs=(4, 5, 6, 7, 8, 9, 10, 12),
        accumulations=(2, 3, 4, 5, 6, 8),
        replicas=(2, 3, 4, 5, 6, 8),
        most_batches=100,
    ),
    "calculator": Scale(
        leading=range(100, 500),
        units=(10, 50, 100),
        batch_sizes=(
            *(12, 16, 20, 24, 25, 30, 32, 40, 48, 50, 60, 64, 75, 80, 96, 100, 120, 125),
            *(128, 150, 160, 192, 200, 224, 250, 256, 320, 384),
        ),
        micro_batch_sizes=(4, 6, 8, 10, 12, 14, 16, 20, 24, 32, 40, 48, 50, 64, 80, 96),
        epochs=(5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 24, 25, 30),
        accumulations=(2, 3, 4, 5, 6, 8, 10, 12, 16),
        replicas=(2, 3, 4, 6, 8, 12, 16),
        most_batches=1_000,
    ),
}


def choose(rng: Generator, options: Sequence[int]) -> int:
    """Return one of the options."""
    return options[int(rng.random() * len(options))]  # far quicker than asking for an integer


def wants_exact(rng: Generator) -> bool:
    """Return whether this problem should divide exactly, so that nothing is left over."""
    return bool(rng.random() < _EXACT_SHARE)


def data_set(rng: Generator, size: Size) -> int:
    """Return a number of samples with few digits before its zeros."""
    scale = SCALES[size]
    return choose(rng, scale.leading) * choose(rng, scale.units)


def batches(rng: Generator, size: Size, *, at_least: int, exact: bool) -> tuple[int, int]:
    """Return samples and a batch size that make a reasonable number of batches.

    Unless it is ``exact``, the last batch is neither nearly full nor nearly empty, and no half.
    """
    scale = SCALES[size]
    while True:
        samples, batch_size = data_set(rng, size), choose(rng, scale.batch_sizes)
        fits = at_least <= samples / batch_size <= scale.most_batches
        if fits and _suits(samples % batch_size, batch_size, exact=exact):
            return samples, batch_size


def _suits(left: int, batch_size: int, *, exact: bool) -> bool:
    if exact:
        return left == 0
    return batch_size < 10 * left < 9 * batch_size and 2 * left != batch_size
