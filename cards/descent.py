"""A small regression, trained by stochastic gradient descent: what the batch size does to the loss.

Everything is decided by the seed. The data are linear with noise, so the smallest possible loss is
known, and what is returned is how far the loss over all the data lies above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

SAMPLES = 2_048
_FEATURES = 8
_NOISE = 1.0
_LEARNING_RATE = 0.02
_START = 2.0  # how far each weight is off at first


@dataclass(frozen=True)
class Curve:
    """The excess loss before the first step and after each, for one batch size.

    ``losses`` has shape (steps + 1,): mean squared error over all the data, above its minimum.
    """

    batch_size: int
    losses: NDArray[np.float64]

    @property
    def samples_seen(self) -> NDArray[np.int64]:
        """Samples used before each of the losses, shape (steps + 1,)."""
        return np.arange(len(self.losses), dtype=np.int64) * self.batch_size

    def after(self, samples: int) -> float:
        """Return the excess loss once so many samples were used."""
        return float(self.losses[samples // self.batch_size])

    def noise(self, first: int, last: int) -> float:
        """Return how much the loss changes from one step to the next, on average."""
        return float(np.mean(np.abs(np.diff(self.losses[first : last + 1]))))


def descend(batch_sizes: Sequence[int], *, steps: int, samples: int, seed: int) -> list[Curve]:
    """Train once for each batch size, all from the same start and with the same learning rate.

    Each run makes ``steps`` steps, or more where ``samples`` samples take more.
    """
    rng = Generator(PCG64(seed))
    inputs = rng.standard_normal((SAMPLES, _FEATURES))
    truth = rng.standard_normal(_FEATURES)
    targets = inputs @ truth + _NOISE * rng.standard_normal(SAMPLES)
    start = truth + _START * np.sign(rng.standard_normal(_FEATURES))
    return [
        _run(inputs, targets, start, size, max(steps, -(-samples // size)), rng)
        for size in batch_sizes
    ]


def _run(
    inputs: NDArray[np.float64],
    targets: NDArray[np.float64],
    start: NDArray[np.float64],
    batch_size: int,
    steps: int,
    rng: Generator,
) -> Curve:
    weights = start.copy()
    path = np.empty((steps + 1, len(start)))
    path[0] = weights
    for step in range(steps):
        batch = rng.integers(0, SAMPLES, batch_size)
        errors = inputs[batch] @ weights - targets[batch]
        weights = weights - _LEARNING_RATE * 2 / batch_size * (inputs[batch].T @ errors)
        path[step + 1] = weights
    return Curve(batch_size, excess(inputs, targets, path))


def excess(
    inputs: NDArray[np.float64], targets: NDArray[np.float64], path: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the loss above the least-squares minimum for each row of weights, exactly.

    The loss is a quadratic around its minimum, so no pass over the data is needed for each step.
    """
    best, *_ = np.linalg.lstsq(inputs, targets, rcond=None)
    curvature = inputs.T @ inputs / len(inputs)
    away = path - best
    above: NDArray[np.float64] = np.einsum("si,ij,sj->s", away, curvature, away)
    return above
