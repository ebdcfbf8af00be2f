"""When one step is one epoch: the batch holds the whole data set."""

from fractions import Fraction

from numpy.random import Generator

from cards.calculator import (
    TrainingRun,
    batch_size_for_steps,
    steps_per_epoch_lines,
    total_steps_line,
)
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import EPOCHS, choose
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
    "A course project has {samples:,} labelled photos and a batch size of {batch_size}. "
    "How many steps do {epochs} epochs take?",
    "{samples:,} blood tests are fed in with a batch size of {batch_size}, for {epochs} epochs. "
    "How many times are the parameters updated?",
    "With {samples:,} poems, a batch size of {batch_size} and {epochs} epochs, "
    "how many steps does the training make?",
)
_STORIES = (*_WHICH_BATCH_SIZE, *_HOW_MANY_STEPS)
_LARGER_BATCHES = (128, 256, 512, 1_024)


def _draw(rng: Generator, _size: Size) -> Parameters:
    story = choose(rng, range(len(_STORIES)))
    samples = 10 * int(rng.integers(8, 100))
    numbers = {"story": story, "samples": samples, "epochs": choose(rng, EPOCHS)}
    if story < len(_WHICH_BATCH_SIZE):
        return numbers
    enough = [samples, *(size for size in _LARGER_BATCHES if size > samples)]
    return numbers | {"batch_size": choose(rng, enough)}


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
    return Solution(batch_size_for_steps(samples, 1), "sample", lines, wrong)


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
    return Solution(run.total_steps, "step", lines, wrong)


ONE_STEP_EPOCH = Family(
    key="one-step-epoch",
    title="When one step is one epoch",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    draw=_draw,
    solve=_solve,
)
