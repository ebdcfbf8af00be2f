"""How the counts of a run come about, line by line, with words beside the symbols."""

from cards.calculator.lines.changes import Change, compare
from cards.calculator.lines.inverse import inverse_lines
from cards.calculator.lines.line import Line
from cards.calculator.lines.memory import accumulation_lines, memory_lines
from cards.calculator.lines.progress import progress_lines
from cards.calculator.lines.rates import scaled_rate_lines, scheduled_rate_line
from cards.calculator.lines.settings import (
    duration_lines,
    interval_lines,
    token_lines,
    validation_lines,
    warmup_lines,
)
from cards.calculator.lines.steps import (
    effective_batch_lines,
    last_batch,
    steps_per_epoch,
    total_steps,
)
from cards.calculator.memory import Memory
from cards.calculator.run import TrainingRun

__all__ = [
    "Change",
    "Line",
    "accumulation_lines",
    "compare",
    "duration_lines",
    "interval_lines",
    "inverse_lines",
    "last_batch_line",
    "memory_lines",
    "progress_lines",
    "scaled_rate_lines",
    "scheduled_rate_line",
    "steps_per_epoch_lines",
    "token_lines",
    "total_steps_line",
    "validation_lines",
    "warmup_lines",
    "worked_lines",
]


def worked_lines(run: TrainingRun, memory: Memory | None = None) -> tuple[Line, ...]:
    """Return the lines for all that a run was told, in the order in which one works them out.

    With the ``memory`` of a device, they end with whether the run's batch fits.
    """
    return (
        *validation_lines(run),
        *steps_per_epoch(run),
        total_steps(run),
        last_batch(run),
        *effective_batch_lines(run),
        *warmup_lines(run),
        *interval_lines(run),
        *token_lines(run),
        *duration_lines(run),
        *(memory_lines(memory, run.batch_size) if memory else ()),
    )


def steps_per_epoch_lines(run: TrainingRun) -> tuple[str, ...]:
    """Return the text for the steps of one epoch, after that for its batches where they differ."""
    return tuple(map(str, steps_per_epoch(run)))


def total_steps_line(run: TrainingRun) -> str:
    """Return the text that leads from one epoch to the whole run."""
    return str(total_steps(run))


def last_batch_line(run: TrainingRun) -> str:
    """Return the text for the size of an epoch's last batch."""
    return str(last_batch(run))
