"""The training calculator: exact counts of a training run, and the lines that explain them."""

from cards.calculator.run import (
    Tail,
    TrainingRun,
    batch_size_for_steps,
    epochs_for_steps,
    largest_batch,
    last_batch_line,
    steps_per_epoch_lines,
    total_steps_line,
    worked_lines,
)
from cards.calculator.words import amount, written

__all__ = [
    "Tail",
    "TrainingRun",
    "amount",
    "batch_size_for_steps",
    "epochs_for_steps",
    "largest_batch",
    "last_batch_line",
    "steps_per_epoch_lines",
    "total_steps_line",
    "worked_lines",
    "written",
]
