"""Counting the trainings of a search for hyperparameters, and of a cross-validation."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from cards.calculator.exact import ceil_div
from cards.calculator.run import TrainingRun


def grid_trials(choices: Sequence[int], repeats: int = 1) -> int:
    """Return the trainings of a grid search.

    ``choices`` says how many values of each hyperparameter are tried; every combination of them is
    trained ``repeats`` times.
    """
    return prod(choices) * repeats


def tuning_rounds(jobs: int, parallel: int) -> int:
    """Return the rounds that ``jobs`` take if at most ``parallel`` of them run at a time."""
    return ceil_div(jobs, parallel)


def cross_validation_trainings(folds: int, settings: int) -> int:
    """Return the trainings that compare ``settings`` by k-fold, and train the best one once more.

    That last training is on all samples.
    """
    return folds * settings + 1


def training_of_a_fold(run: TrainingRun, folds: int) -> TrainingRun:
    """Return the run that is left of ``run`` when one of ``folds`` equal folds is held out.

    Raises ValueError where the samples do not make equal folds, or where there is only one fold.
    """
    if folds < 2 or run.samples % folds:
        raise ValueError(f"{run.samples} samples do not make {folds} equal folds to hold out")
    return replace(run, samples=run.samples - run.samples // folds)
