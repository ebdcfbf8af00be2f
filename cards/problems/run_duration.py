"""How long a training run takes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, amount, written
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A network learns from {samples:,} traffic photos for {epochs} epochs, {batch_size} photos to "
    "a step, and a step takes {seconds} seconds. How many minutes does the training take?",
    "A training job on Amazon SageMaker reads {samples:,} rows {epochs} times over with a batch "
    "size of {batch_size}. Its log shows {seconds} seconds per step. "
    "After how many minutes is it over?",
    "{samples:,} songs, batches of {batch_size}, {epochs} epochs, {seconds} seconds for each step: "
    "how many minutes is that?",
    "On a rented GPU, a step with {batch_size} sentences takes {seconds} seconds. There are "
    "{samples:,} sentences and {epochs} epochs. For how many minutes must the GPU be rented?",
)
_TOLERANCE: Final = Fraction(1, 100)
_BATCH_SIZES: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (10, 20, 25, 40, 50, 80, 100, 200),
    "calculator": (16, 24, 32, 48, 64, 96, 128, 160, 256),
}
_BATCHES: Final[Mapping[Size, range]] = {
    "head": range(20, 401, 10),
    "calculator": range(125, 2_001, 25),
}
_EPOCHS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (3, 4, 5, 6, 8, 10, 12, 15, 20),
    "calculator": (6, 7, 8, 9, 12, 14, 15, 18, 24, 30),
}
_MILLISECONDS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (100, 200, 250, 300, 500, 600, 750, 1_200, 1_500),
    "calculator": (80, 120, 150, 180, 240, 350, 450, 650, 850, 1_250),
}
_MOST_MINUTES: Final[Mapping[Size, int]] = {"head": 240, "calculator": 1_500}


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        batch_size = choose(rng, _BATCH_SIZES[size])
        numbers = {
            "story": choose(rng, range(len(_STORIES))),
            "samples": batch_size * choose(rng, _BATCHES[size]),
            "batch_size": batch_size,
            "epochs": choose(rng, _EPOCHS[size]),
            "milliseconds": choose(rng, _MILLISECONDS[size]),
        }
        minutes = _run_of(numbers).seconds / 60
        if minutes.denominator == 1 and 10 <= minutes <= _MOST_MINUTES[size]:
            return numbers


def _run_of(numbers: Parameters) -> TrainingRun:
    return TrainingRun(
        *(numbers[name] for name in ("samples", "batch_size", "epochs")),
        seconds_per_step=Fraction(numbers["milliseconds"], 1_000),
    )


def _words(numbers: Parameters) -> Mapping[str, str]:
    return {"seconds": written(Fraction(numbers["milliseconds"], 1_000))}


def _solve(numbers: Parameters) -> Solution:
    run, per_step = _run_of(numbers), Fraction(numbers["milliseconds"], 1_000)
    minutes = run.seconds / 60
    wrong = {
        "forgot_epochs": minutes / run.epochs,
        "time_per_sample": minutes * run.batch_size,
        "seconds_for_minutes": run.seconds,
        "hours_for_minutes": minutes / 60,
        "hundred_seconds_to_a_minute": run.seconds / 100,
        "divided_by_step_time": run.total_steps / per_step / 60,
    }
    lines = (
        f"Steps: {run.samples:,} / {run.batch_size} × {run.epochs} = {run.total_steps:,}.",
        f"Seconds: {run.total_steps:,} × {written(per_step)} = {written(run.seconds)}.",
        f"Minutes: {written(run.seconds)} / 60 = {amount(minutes, 'minute')}.",
    )
    steps = f"{run.samples:,} / {run.batch_size} × {run.epochs}"
    hints = (
        f"What counts: {run.samples:,} samples, {run.batch_size} in a step, {run.epochs} epochs, "
        f"{written(per_step)} seconds for a step.",
        f"Count the steps of the run first: {steps}.",
        f"Work out {steps} × {written(per_step)} / 60.",
    )
    return Solution(minutes, "minute", lines, wrong, hints, _TOLERANCE)


RUN_DURATION = Family(
    key="run-duration",
    title="Duration of a run",
    topic="Time and cost",
    stories=_STORIES,
    conventions="Nothing but the steps takes time. An answer within 1% is right.",
    draw=_draw,
    solve=_solve,
    words=_words,
)
