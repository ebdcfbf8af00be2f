"""How often a run is evaluated, and how many checkpoints it saves."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import Every, TrainingRun, steps_per_epoch_lines, total_steps_line, written
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import SCALES, batches, choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A summariser is trained on {samples:,} articles for {epochs} epochs with a batch size of "
    "{batch_size:,}. It is evaluated every {evaluate_every:,} steps, and a checkpoint is saved "
    "every {save_every:,} steps. How many times is it evaluated?",
    "{samples:,} satellite images, {batch_size:,} to a batch, {epochs} epochs; a checkpoint every "
    "{save_every:,} steps, and a look at the validation set every {evaluate_every:,} steps. How "
    "often is the validation set looked at?",
    "A spot training on Amazon SageMaker reads {samples:,} records {epochs} times over, "
    "{batch_size:,} in each step. It saves a checkpoint every {save_every:,} steps and is "
    "evaluated every {evaluate_every:,} steps. How many checkpoints does it save?",
    "A voice model learns from {samples:,} clips with a batch size of {batch_size:,} for {epochs} "
    "epochs. Every {evaluate_every:,} steps it is evaluated, and every {save_every:,} steps its "
    "weights are written to disk. How many times are they written?",
)
_ASKS_FOR_CHECKPOINTS: Final = (2, 3)
_INTERVALS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (10, 15, 20, 25, 30, 40, 50, 75, 100),
    "calculator": (75, 100, 120, 150, 200, 250, 300, 400, 500, 750, 1_000),
}


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        samples, batch_size = batches(rng, size, at_least=20, exact=False)
        numbers = {
            "story": choose(rng, range(len(_STORIES))),
            "samples": samples,
            "batch_size": batch_size,
            "epochs": choose(rng, SCALES[size].epochs),
            "evaluate_every": choose(rng, _INTERVALS[size]),
            "save_every": choose(rng, _INTERVALS[size]),
        }
        if _tells_slips_apart(_run_of(numbers), *_intervals(numbers)):
            return numbers


def _tells_slips_apart(run: TrainingRun, interval: int, other: int) -> bool:
    """Return whether an epoch holds the interval, but no whole number of times, and some more."""
    in_epoch, left = divmod(run.steps_per_epoch, interval)
    others = run.total_steps // other
    return (
        in_epoch > 0
        and run.epochs * left >= interval
        and abs(others - run.total_steps // interval) > 1
        and others not in (0, in_epoch, in_epoch * run.epochs)
    )


def _run_of(numbers: Parameters) -> TrainingRun:
    return TrainingRun(
        *(numbers[name] for name in ("samples", "batch_size", "epochs")),
        evaluate_every=Every(numbers["evaluate_every"]),
        save_every=Every(numbers["save_every"]),
    )


def _intervals(numbers: Parameters) -> tuple[int, int]:
    """Return the interval that is asked about, and the other one."""
    intervals = numbers["evaluate_every"], numbers["save_every"]
    return intervals[::-1] if numbers["story"] in _ASKS_FOR_CHECKPOINTS else intervals


def _solve(numbers: Parameters) -> Solution:
    run, (interval, other) = _run_of(numbers), _intervals(numbers)
    times, unit, others = run.evaluations, "evaluation", run.checkpoints
    if numbers["story"] in _ASKS_FOR_CHECKPOINTS:
        times, unit, others = run.checkpoints, "checkpoint", run.evaluations
    wrong: dict[str, int | Fraction] = {
        "other_interval": others,
        "once_more": times + 1,
        "interval_starts_anew": run.steps_per_epoch // interval * run.epochs,
        "one_epoch_of_intervals": run.steps_per_epoch // interval,
        "samples_for_steps": run.samples_seen // interval,
        "steps_for_times": run.total_steps,
    }
    if run.total_steps % interval:
        wrong["part_of_an_interval"] = Fraction(run.total_steps, interval)
    lines = (
        *steps_per_epoch_lines(run),
        total_steps_line(run),
        f"Multiples of {interval:,} up to there: ⌊{run.total_steps:,} / {interval:,}⌋ = "
        f"{written(times)}.",
    )
    steps = f"⌈{run.samples:,} / {run.batch_size}⌉ × {run.epochs}"
    hints = (
        f"What counts: the steps of the whole run, and the interval of {interval:,} steps. "
        f"The interval of {other:,} steps plays no part.",
        f"Work out the steps of the run first: {steps}.",
        f"Work out ⌊({steps}) / {interval:,}⌋.",
    )
    return Solution(times, unit, lines, wrong, hints)


EVALUATIONS_AND_CHECKPOINTS = Family(
    key="evaluations-and-checkpoints",
    title="Evaluations and checkpoints",
    topic="Validation",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP} Steps count through the whole run. An "
    "interval falls on its multiples only, and nothing is added at the start or the end.",
    draw=_draw,
    solve=_solve,
)
