"""The training calculator: exact counts of a training run, and the lines that explain them."""

from cards.calculator.inverse import batch_size_for_steps, epochs_for_steps
from cards.calculator.lines import (
    last_batch_line,
    steps_per_epoch_lines,
    total_steps_line,
    worked_lines,
)
from cards.calculator.memory import (
    GB,
    GIB,
    OPTIMIZERS,
    Memory,
    Optimizer,
    accumulate_to_fit,
    largest_batch,
)
from cards.calculator.rates import noise_factor, scaled_by_root, scaled_linearly
from cards.calculator.run import Every, Tail, TrainingRun
from cards.calculator.schedule import Constant, CosineDecay, Decay, LinearDecay, Schedule, StepDecay
from cards.calculator.sharding import Sharding
from cards.calculator.words import amount, written

__all__ = [
    "GB",
    "GIB",
    "OPTIMIZERS",
    "Constant",
    "CosineDecay",
    "Decay",
    "Every",
    "LinearDecay",
    "Memory",
    "Optimizer",
    "Schedule",
    "Sharding",
    "StepDecay",
    "Tail",
    "TrainingRun",
    "accumulate_to_fit",
    "amount",
    "batch_size_for_steps",
    "epochs_for_steps",
    "largest_batch",
    "last_batch_line",
    "noise_factor",
    "scaled_by_root",
    "scaled_linearly",
    "steps_per_epoch_lines",
    "total_steps_line",
    "worked_lines",
    "written",
]
