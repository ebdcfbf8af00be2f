"""The inverse questions: which numbers give so many steps."""

from cards.calculator.exact import ceil_div, require_count
from cards.calculator.run import TrainingRun


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
