"""Which of two limits decides how long a run is: its epochs, or a number of steps."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, amount, steps_per_epoch_lines, total_steps_line
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.hints import quantities, total_formula
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.runs import draw_run, run_of

_WHICHEVER_COMES_FIRST = (
    "A run on {samples:,} traffic photos with a batch size of {batch_size} ends after {epochs} "
    "epochs or after {limit:,} steps, whichever comes first. How many steps does it make?",
    "A trainer is told max_epochs={epochs} and max_steps={limit} and stops as soon as one of them "
    "is reached. It has {samples:,} tweets, {batch_size} to a batch. "
    "How many times are the parameters updated?",
    "{samples:,} wine reviews, a batch size of {batch_size}: a student allows {epochs} epochs, but "
    "never more than {limit:,} steps. How many steps does the training take?",
)
_LIMIT_REPLACES_EPOCHS = (
    "A trainer's manual says that max_steps, where it is set, replaces the number of epochs, be "
    "that more or fewer steps. The config has {epochs} epochs, max_steps={limit} and a batch size "
    "of {batch_size} for {samples:,} questions. How many steps does it make?",
    "{samples:,} recipes are learned in batches of {batch_size}. The script asks for {epochs} "
    "epochs and also for {limit:,} steps; where both are given, only the steps count. "
    "How many updates does the run make?",
)
_STORIES = (*_WHICHEVER_COMES_FIRST, *_LIMIT_REPLACES_EPOCHS)
_ROUND: Final = (10, 50, 100, 500)
_MOST_FOR_A_HEAD = 1_500  # as with the steps of any run for the head


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        numbers = draw_run(rng, size)
        limit = _limit(rng, run_of(numbers))
        unlike = limit not in (run_of(numbers).total_steps, *numbers.values())
        if unlike and (size == "calculator" or limit <= _MOST_FOR_A_HEAD):
            return {"story": choose(rng, range(len(_STORIES))), **numbers, "limit": limit}


def _limit(rng: Generator, run: TrainingRun) -> int:
    """Return a round number of steps, by a fifth to a half more or fewer than the epochs make."""
    percent = int(rng.integers(20, 51)) * choose(rng, (-1, 1))
    near = run.total_steps * (100 + percent) // 100
    unit = max((unit for unit in _ROUND if 10 * unit <= near), default=1)
    return near - near % unit


def _solve(numbers: Parameters) -> Solution:
    run, limit = run_of(numbers), numbers["limit"]
    limited = replace(run, max_steps=limit)
    replaces = numbers["story"] >= len(_WHICHEVER_COMES_FIRST)
    limit_decides = replaces or limit < run.total_steps
    decides, other = (limited, run) if limit_decides else (run, limited)
    wrong: dict[str, int | Fraction] = {
        "other_limit": other.total_steps,
        "limits_added": run.total_steps + limit,
        "limit_per_epoch": replace(run, max_steps=limit * run.epochs).total_steps,
        "forgot_epochs": run.steps_per_epoch,
        "samples_seen": run.samples * run.epochs,
    }
    if not limit_decides and run.samples % run.batch_size:
        wrong["floor"] = replace(run, drop_last=True).total_steps
    total, rejected = f"{decides.total_steps:,}", f"{other.total_steps:,}"
    first = "the limit" if limit_decides else "the last epoch"
    lines = (
        *steps_per_epoch_lines(run),
        total_steps_line(run).replace("Total steps", "Steps of all epochs"),
        f"Total steps: the limit = {total} (it replaces the epochs)."
        if replaces
        else f"Total steps: min({total}, {rejected}) = {total} ({first} comes first).",
    )
    hints = _hints_of_replacing(run) if replaces else _hints(run)
    return Solution(decides.total_steps, "step", lines, wrong, hints)


def _hints(run: TrainingRun) -> tuple[str, ...]:
    """Return rungs that leave out the limit itself, for that may be the answer."""
    return (
        f"What counts: {quantities(run)}, {amount(run.epochs, 'epoch')}, and the limit.",
        "Ask how many steps all epochs would make, and whether the limit comes earlier.",
        f"Compare {total_formula(run)} with the limit: the smaller number is the answer.",
    )


def _hints_of_replacing(run: TrainingRun) -> tuple[str, ...]:
    return (
        "What counts: which of the two, epochs or steps, has the last word here.",
        "One of the two numbers in the config makes the other one meaningless.",
        f"The epochs alone would make {total_formula(run)} steps, but they were told to give way.",
    )


MAX_STEPS = Family(
    key="max-steps",
    title="A limit on steps against epochs",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=("other_limit", "limits_added", "limit_per_epoch", "forgot_epochs", "samples_seen"),
    draw=_draw,
    solve=_solve,
)
