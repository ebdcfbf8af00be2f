"""How many trainings, and how many steps, a k-fold cross-validation takes."""

from collections.abc import Mapping
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, steps_per_epoch_lines
from cards.calculator.tuning import cross_validation_trainings, training_of_a_fold
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import SCALES, choose, data_set
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.slips import leftover_facts

_STORIES: Final = (
    "A clinic compares {settings} settings of a model by {folds}-fold cross-validation. The best "
    "setting is then trained once more, on all samples. How many trainings are that in all?",
    "{settings} learning rates are tried for a price model, each with {folds}-fold "
    "cross-validation; at the end the winner is trained once on everything. "
    "How many times is a model trained altogether?",
    "A model of {samples:,} soil samples is judged by {folds}-fold cross-validation. Every "
    "training runs for {epochs} epochs with a batch size of {batch_size}. "
    f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP} How many steps do all the trainings make together?",
    "{samples:,} letters are read by a network, {batch_size} to a batch, for {epochs} epochs, and "
    f"all this once for each fold of a {{folds}}-fold cross-validation. {LAST_BATCH_KEPT} "
    f"{EVERY_BATCH_A_STEP} How many steps are made in all?",
)
_ASKS_FOR_STEPS: Final = (2, 3)
_FOLDS: Final = (4, 5, 8, 10)
_SETTINGS: Final[Mapping[Size, tuple[int, int]]] = {"head": (3, 12), "calculator": (12, 60)}
_EPOCHS: Final[Mapping[Size, tuple[int, int]]] = {"head": (2, 10), "calculator": (6, 30)}
_MOST_BATCHES: Final[Mapping[Size, int]] = {"head": 60, "calculator": 300}


def _draw(rng: Generator, size: Size) -> Parameters:
    story = choose(rng, range(len(_STORIES)))
    if story in _ASKS_FOR_STEPS:
        return {"story": story, **_draw_run(rng, size)}
    while True:
        folds, settings = choose(rng, _FOLDS), _between(rng, _SETTINGS[size])
        if folds != settings:
            return {"story": story, "folds": folds, "settings": settings}


def _draw_run(rng: Generator, size: Size) -> Parameters:
    while True:
        samples, batch_size = data_set(rng, size), choose(rng, SCALES[size].batch_sizes)
        folds, epochs = choose(rng, _FOLDS), _between(rng, _EPOCHS[size])
        if samples % folds or epochs in (folds, folds - 1):
            continue
        full, left = divmod(samples - samples // folds, batch_size)
        if 10 <= full <= _MOST_BATCHES[size] and batch_size < 10 * left < 9 * batch_size:
            return {
                "samples": samples,
                "batch_size": batch_size,
                "folds": folds,
                "epochs": epochs,
            }


def _between(rng: Generator, bounds: tuple[int, int]) -> int:
    return int(rng.integers(bounds[0], bounds[1] + 1))


def _solve(numbers: Parameters) -> Solution:
    return _solve_steps(numbers) if "samples" in numbers else _solve_trainings(numbers)


def _solve_trainings(numbers: Parameters) -> Solution:
    folds, settings = numbers["folds"], numbers["settings"]
    trainings = cross_validation_trainings(folds, settings)
    wrong = {
        "forgot_last_training": trainings - 1,
        "last_training_per_fold": folds * (settings + 1),
        "one_fold_short": cross_validation_trainings(folds - 1, settings),
        "forgot_settings": cross_validation_trainings(folds, 1),
        "forgot_folds": cross_validation_trainings(1, settings),
    }
    lines = (
        f"To compare the settings: {settings} × {folds} = {settings * folds} trainings.",
        f"With the last one, on all samples: {settings * folds} + 1 = {trainings}.",
    )
    hints = (
        f"What counts: {settings} settings, {folds} folds, and a training at the end.",
        f"Look at one setting first: it is trained {folds} times, for each fold is held out once.",
        f"Work out {settings} × {folds}, and add the last training.",
    )
    return Solution(trainings, "training", lines, wrong, hints)


def _solve_steps(numbers: Parameters) -> Solution:
    folds, epochs = numbers["folds"], numbers["epochs"]
    everything = TrainingRun(numbers["samples"], numbers["batch_size"], epochs)
    training = training_of_a_fold(everything, folds)
    fold = TrainingRun(everything.samples - training.samples, everything.batch_size, epochs)
    total = folds * training.total_steps
    wrong = {
        "fold_not_held_out": folds * everything.total_steps,
        "trained_on_one_fold": folds * fold.total_steps,
        "one_training_only": training.total_steps,
        "forgot_epochs": folds * training.steps_per_epoch,
        "floor": total - folds * epochs,
        "fold_without_training": total - training.total_steps,
    }
    samples, batch_size = everything.samples, everything.batch_size
    held_out = f"{samples:,} − {samples:,} / {folds}"
    lines = (
        f"Samples of one training: {held_out} = {training.samples:,} (one fold is held out).",
        *steps_per_epoch_lines(training),
        f"All trainings: {training.steps_per_epoch:,} × {epochs} × {folds} = {total:,} steps.",
    )
    hints = (
        f"What counts: {samples:,} samples in {folds} folds, a batch size of {batch_size}, "
        f"{epochs} epochs.",
        f"Look at one training first: it leaves out one fold and has {held_out} samples.",
        f"Work out ⌈({held_out}) / {batch_size}⌉ × {epochs} × {folds}.",
    )
    facts = leftover_facts(training)
    return Solution(total, "step", lines, wrong, hints, facts=facts)


K_FOLD = Family(
    key="k-fold",
    title="Trainings and steps of a cross-validation",
    topic="Validation",
    stories=_STORIES,
    conventions="The folds are equally large, and each is held out once.",
    draw=_draw,
    solve=_solve,
)
