"""When one step is one epoch: the batch holds the whole data set."""

from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import (
    TrainingRun,
    amount,
    batch_size_for_steps,
    steps_per_epoch_lines,
    total_steps_line,
)
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import SCALES, choose
from cards.problems.problem import Family, Parameters, Size, Solution

_WHICH_BATCH_SIZE = (
    "A small lab trains on {samples:,} microscope images for {epochs} epochs. What is the smallest "
    "batch size with which every epoch is a single step?",
    "{samples:,} interview transcripts, {epochs} epochs of full-batch gradient descent: what is "
    "the smallest batch size that puts a whole epoch into one step?",
    "A model of river levels has {samples:,} days to learn from, and {epochs} epochs to do it. "
    "From which batch size on does one step cover the whole data set?",
)
_HOW_MANY_STEPS = (
    "A course project has {samples:,} labelled photos and a batch size of {batch_size:,}. "
    "How many steps do {epochs} epochs take?",
    "{samples:,} blood tests are fed in with a batch size of {batch_size:,}, for {epochs} epochs. "
    "How many times are the parameters updated?",
    "With {samples:,} poems, a batch size of {batch_size:,} and {epochs} epochs, "
    "how many steps does the training make?",
)
_STORIES = (*_WHICH_BATCH_SIZE, *_HOW_MANY_STEPS)
_LARGER_BATCHES: Final = (128, 256, 512, 1_024, 2_048, 4_096)
_SAMPLES: Final[dict[Size, range]] = {
    "head": range(80, 1_000, 10),
    "calculator": range(1_005, 4_000, 5),
}


def _draw(rng: Generator, size: Size) -> Parameters:
    story = choose(rng, range(len(_STORIES)))
    samples = choose(rng, _SAMPLES[size])
    numbers = {"story": story, "samples": samples, "epochs": choose(rng, SCALES[size].epochs)}
    if story < len(_WHICH_BATCH_SIZE):
        return numbers
    larger = [batch_size for batch_size in _LARGER_BATCHES if batch_size > samples]
    return numbers | {"batch_size": choose(rng, [samples, *larger[:3]])}


def _solve(numbers: Parameters) -> Solution:
    return _steps(numbers) if "batch_size" in numbers else _batch_size(numbers)


def _batch_size(numbers: Parameters) -> Solution:
    samples, epochs = numbers["samples"], numbers["epochs"]
    lines = (
        f"Batch size: ⌈{samples:,} / 1⌉ = {samples:,} (one batch holds every sample once).",
        "The number of epochs plays no part.",
    )
    wrong: dict[str, int | Fraction] = {
        "one_sample_batch": 1,
        "whole_run_batch": samples * epochs,
        "divided_among_epochs": batch_size_for_steps(samples, epochs),
        "answered_epochs_for_size": epochs,
    }
    hints = (
        "What counts: how many samples one epoch uses. The number of epochs does not.",
        "Look at one epoch: it is a single step if one batch is enough for every sample.",
        "Work out ⌈all samples / one step⌉.",
    )
    return Solution(batch_size_for_steps(samples, 1), "sample", lines, wrong, hints)


def _steps(numbers: Parameters) -> Solution:
    run = TrainingRun(numbers["samples"], numbers["batch_size"], numbers["epochs"])
    wrong: dict[str, int | Fraction] = {
        "forgot_epochs": run.steps_per_epoch,
        "samples_seen": run.samples * run.epochs,
        "answered_batch_size": run.batch_size,
        "zero_based": run.total_steps - 1,
        "one_extra": run.total_steps + 1,
    }
    if run.batch_size > run.samples:
        wrong["no_full_batch"] = 0
    lines = (*steps_per_epoch_lines(run), total_steps_line(run))
    return Solution(run.total_steps, "step", lines, wrong, _step_hints(run))


def _step_hints(run: TrainingRun) -> tuple[str, ...]:
    """Return rungs that do not name the epochs: there are as many steps."""
    return (
        f"What counts: {amount(run.samples, 'sample')}, a batch size of {run.batch_size:,}, and "
        "the number of epochs.",
        "Look at one epoch first: how many batches does it take, if one holds every sample?",
        f"Work out ⌈{run.samples:,} / {run.batch_size:,}⌉ × the number of epochs.",
    )


ONE_STEP_EPOCH = Family(
    key="one-step-epoch",
    title="When one step is one epoch",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=(
        *("one_sample_batch", "whole_run_batch", "divided_among_epochs"),
        *("answered_epochs_for_size", "forgot_epochs", "samples_seen", "answered_batch_size"),
        *("zero_based", "one_extra", "no_full_batch"),
    ),
    draw=_draw,
    solve=_solve,
)
