"""How many steps a run makes after a part of the samples was held out for validation."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import (
    TrainingRun,
    amount,
    steps_per_epoch_lines,
    total_steps_line,
    validation_lines,
)
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import SCALES, choose, data_set, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.runs import PLAIN, is_telling
from cards.problems.slips import leftover_facts, whole_run_slips

_STORIES = (
    "Of {samples:,} labelled satellite images, {percent} % are held out for validation. A model "
    "trains on the others for {epochs} epochs with a batch size of {batch_size}. "
    "How many steps does it make?",
    "fit() is given {samples:,} house prices, validation_split of {percent} %, a batch size of "
    "{batch_size} and {epochs} epochs. How many times are the parameters updated?",
    "A hospital keeps {percent} % of its {samples:,} scans for validation and trains for {epochs} "
    "epochs on the rest, {batch_size} scans to a batch. How many steps does the training take?",
    "{samples:,} essays, {percent} % of them set aside to watch the validation loss, a batch size "
    "of {batch_size}, {epochs} epochs: how many training steps are that in all?",
)
_PERCENT: Final = (5, 10, 15, 20, 25, 30)


def _draw(rng: Generator, size: Size) -> Parameters:
    scale, exact = SCALES[size], wants_exact(rng)
    while True:
        numbers = {
            "samples": data_set(rng, size),
            "percent": choose(rng, _PERCENT),
            "batch_size": choose(rng, scale.batch_sizes),
            "epochs": choose(rng, scale.epochs),
        }
        if numbers["samples"] * numbers["percent"] % 100:
            continue
        run = _on_training_samples(_run(numbers))
        if is_telling(run, scale, exact=exact) and _tells_parts_apart(run, numbers["samples"]):
            return {"story": choose(rng, range(len(_STORIES))), **numbers}


def _tells_parts_apart(run: TrainingRun, samples: int) -> bool:
    """Return whether the steps of all samples, and of those held out, are numbers of their own."""
    steps, epochs = run.steps_per_epoch, run.epochs
    held_out = replace(run, samples=samples - run.samples).steps_per_epoch
    everything = replace(run, samples=samples).steps_per_epoch
    return 1 < held_out != run.batch_size != everything and steps not in (
        held_out * epochs,
        (everything - steps) * epochs,
    )


def _run(numbers: Parameters) -> TrainingRun:
    return TrainingRun(
        numbers["samples"],
        numbers["batch_size"],
        numbers["epochs"],
        validation=Fraction(numbers["percent"], 100),
    )


def _on_training_samples(run: TrainingRun) -> TrainingRun:
    return replace(run, samples=run.training_samples, validation=0)


def _solve(numbers: Parameters) -> Solution:
    run, percent = _run(numbers), numbers["percent"]
    kept = _on_training_samples(run)
    wrong = whole_run_slips(kept) | {
        "validation_kept": replace(run, validation=0).total_steps,
        "validation_part": replace(kept, samples=run.validation_samples).total_steps,
    }
    lines = (
        *map(str, validation_lines(run)),
        *steps_per_epoch_lines(run),
        total_steps_line(run),
    )
    hints, facts = _hints(run, percent), leftover_facts(kept)
    return Solution(run.total_steps, "step", lines, wrong, hints, facts=facts)


def _hints(run: TrainingRun, percent: int) -> tuple[str, ...]:
    training = f"{run.samples:,} × {100 - percent} / 100"
    return (
        f"What counts: {amount(run.samples, 'sample')}, {percent} % of them not for training, "
        f"a batch size of {run.batch_size:,}, {amount(run.epochs, 'epoch')}.",
        "Take the validation samples off first. Then look at one epoch: count its batches, a "
        "last, smaller one too.",
        f"Work out ⌈{training} / {run.batch_size:,}⌉ × {run.epochs:,}.",
    )


VALIDATION_SPLIT_STEPS = Family(
    key="validation-split-steps",
    title="Steps after a validation split",
    topic="Validation",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=(*PLAIN, "validation_kept", "validation_part"),
    draw=_draw,
    solve=_solve,
)
