"""The inverse questions: which numbers give so many steps.

The steps of a run never fall when samples or epochs are added, and never rise when the batch grows,
whatever the conventions. So what gives exactly so many steps is a range without gaps, and its ends
are found by halving.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cards.calculator.exact import ceil_div, part, require_count
from cards.calculator.run import TrainingRun


@dataclass(frozen=True, slots=True)
class Range:
    """The whole numbers from ``low`` to ``high``, both included; without end if that is None."""

    low: int
    high: int | None


def samples_giving(run: TrainingRun, steps: int) -> Range | None:
    """Return how many samples there may be for ``run`` to make exactly so many steps; None if none.

    The other numbers of the run hold, but neither its own samples nor max_steps play a part.
    """
    require_count("steps", steps)

    def made(samples: int) -> int:
        return replace(run, samples=samples, max_steps=None).total_steps

    fewest = _first(lambda samples: samples > part(run.validation, samples), 1)
    return _rising(made, steps, fewest)


def epochs_giving(run: TrainingRun, steps: int) -> Range | None:
    """Return the epochs in which ``run`` makes exactly so many steps; None if none.

    The other numbers of the run hold, but neither its own epochs nor max_steps play a part.
    """
    require_count("steps", steps)

    def made(epochs: int) -> int:
        return replace(run, epochs=epochs, max_steps=None).total_steps

    return None if run.never_steps else _rising(made, steps, 1)


def batch_sizes_giving(run: TrainingRun, steps: int) -> Range | None:
    """Return the batch sizes with which ``run`` makes exactly so many steps; None if none.

    The other numbers of the run hold, but neither its own batch size nor max_steps play a part.
    """
    require_count("steps", steps)

    def made(batch_size: int) -> int:
        return replace(run, batch_size=batch_size, max_steps=None).total_steps

    # A batch larger than all the samples makes what any larger one makes.
    fewest_steps = made(run.samples + 1)
    if fewest_steps > steps:
        return None
    low = _first(lambda batch_size: made(batch_size) <= steps, 1)
    if fewest_steps == steps:
        return Range(low, None)
    return _found(low, _first(lambda batch_size: made(batch_size) < steps, low))


def epochs_for_steps(run: TrainingRun, steps: int) -> int:
    """Return the fewest whole epochs in which ``run`` makes at least ``steps`` steps.

    The run's own epochs and max_steps play no part. Raises ValueError where it never makes a step.
    """
    require_count("steps", steps)
    return run.epochs_started_after(steps)


def batch_size_for_steps(samples: int, steps: int) -> int:
    """Return the smallest batch size that needs at most ``steps`` steps for one epoch.

    One device, one step per batch, the last, smaller batch kept.
    """
    require_count("samples", samples)
    require_count("steps", steps)
    return ceil_div(samples, steps)


def _rising(made: Callable[[int], int], steps: int, lowest: int) -> Range | None:
    """Return where ``made``, which never falls and goes beyond any number, is ``steps``."""
    low = _first(lambda number: made(number) >= steps, lowest)
    return _found(low, _first(lambda number: made(number) > steps, low))


def _found(low: int, end: int) -> Range | None:
    return Range(low, end - 1) if low < end else None


def _first(holds: Callable[[int], bool], low: int) -> int:
    """Return the first number from ``low`` on that ``holds``, where all after it hold, too."""
    high = low
    while not holds(high):
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
