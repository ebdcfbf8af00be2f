"""The training calculator: exact counts of a training run, and the lines that explain them."""

from cards.calculator.inverse import (
    Range,
    batch_size_for_steps,
    batch_sizes_giving,
    epochs_for_steps,
    epochs_giving,
    samples_giving,
)
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
    "Range",
    "Schedule",
    "Sharding",
    "StepDecay",
    "Tail",
    "TrainingRun",
    "accumulate_to_fit",
    "amount",
    "batch_size_for_steps",
    "batch_sizes_giving",
    "epochs_for_steps",
    "epochs_giving",
    "largest_batch",
    "last_batch_line",
    "noise_factor",
    "samples_giving",
    "scaled_by_root",
    "scaled_linearly",
    "steps_per_epoch_lines",
    "total_steps_line",
    "worked_lines",
    "written",
]
