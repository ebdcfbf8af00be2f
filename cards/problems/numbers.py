"""Numbers of a size that a head or a phone calculator can manage."""

from collections.abc import Sequence
from typing import Final

from numpy.random import Generator

BATCH_SIZES: Final = (
    *(16, 20, 24, 25, 30, 32, 40, 48, 50, 60, 64, 75, 80),
    *(96, 100, 120, 125, 128, 150, 160, 200, 250, 256),
)
EPOCHS: Final = (5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30)
_EXACT_SHARE: Final = 0.2
_MOST_BATCHES: Final = 1_000


def choose(rng: Generator, options: Sequence[int]) -> int:
    """Return one of the options."""
    return options[int(rng.integers(len(options)))]


def wants_exact(rng: Generator) -> bool:
    """Return whether this problem should divide exactly, so that nothing is left over."""
    return bool(rng.random() < _EXACT_SHARE)


def data_set(rng: Generator) -> int:
    """Return a number of samples with at most three digits before its zeros."""
    return int(rng.integers(10, 100)) * choose(rng, (10, 100, 500))


def batches(rng: Generator, *, at_least: int, exact: bool) -> tuple[int, int]:
    """Return samples and a batch size that make a reasonable number of batches.

    Unless it is ``exact``, the last batch is neither nearly full nor nearly empty, and no half.
    """
    while True:
        samples, batch_size = data_set(rng), choose(rng, BATCH_SIZES)
        if at_least <= samples / batch_size <= _MOST_BATCHES and _suits(samples, batch_size, exact):
            return samples, batch_size


def _suits(samples: int, batch_size: int, exact: bool) -> bool:
    left = samples % batch_size
    return (
        left == 0 if exact else batch_size < 10 * left < 9 * batch_size and 2 * left != batch_size
    )
