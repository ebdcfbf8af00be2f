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


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        numbers = draw_run(rng, size)
        limit = _limit(rng, run_of(numbers))
        if limit not in (run_of(numbers).total_steps, *numbers.values()):
            return {"story": choose(rng, range(len(_STORIES))), **numbers, "limit": limit}


def _limit(rng: Generator, run: TrainingRun) -> int:
    """Return a round number of steps, by a fifth to a half more or fewer than the epochs make."""
    percent = int(rng.integers(20, 51)) * choose(rng, (-1, 1))
    near = run.total_steps * (100 + percent) // 100
    unit = max((unit for unit in _ROUND if 10 * unit <= near), default=1)
    return near - near % unit


def _solve(numbers: Parameters) -> Solution:
    run, limit, story = run_of(numbers), numbers["limit"], numbers["story"]
    limited = replace(run, max_steps=limit)
    first_of_both = story < len(_WHICHEVER_COMES_FIRST)
    decides, other = (run, limited) if _epochs_decide(run, limit, story) else (limited, run)
    wrong: dict[str, int | Fraction] = {
        "other_limit": other.total_steps,
        "limits_added": run.total_steps + limit,
        "limit_per_epoch": replace(run, max_steps=limit * run.epochs).total_steps,
        "forgot_epochs": run.steps_per_epoch,
        "samples_seen": run.samples * run.epochs,
    }
    if decides is run and run.samples % run.batch_size:
        wrong["floor"] = replace(run, drop_last=True).total_steps
    lines = (
        *steps_per_epoch_lines(run),
        total_steps_line(run).replace("Total steps", "Steps of all epochs"),
        _verdict(decides, other, limited, first_of_both=first_of_both),
    )
    return Solution(decides.total_steps, "step", lines, wrong, _hints(run, first_of_both))


def _epochs_decide(run: TrainingRun, limit: int, story: int) -> bool:
    return story < len(_WHICHEVER_COMES_FIRST) and run.total_steps < limit


def _verdict(
    decides: TrainingRun, other: TrainingRun, limited: TrainingRun, *, first_of_both: bool
) -> str:
    total = f"= {decides.total_steps:,}"
    if not first_of_both:
        return f"Total steps: the limit {total} (it replaces the epochs)."
    which = "the limit" if decides is limited else "the last epoch"
    pair = f"min({decides.total_steps:,}, {other.total_steps:,})"
    return f"Total steps: {pair} {total} ({which} comes first)."


def _hints(run: TrainingRun, first_of_both: bool) -> tuple[str, ...]:
    """Return rungs that leave out the limit itself, for that may be the answer."""
    formula = total_formula(run)
    if first_of_both:
        return (
            f"What counts: {quantities(run)}, {amount(run.epochs, 'epoch')}, and the limit.",
            "Ask how many steps all epochs would make, and whether the limit comes earlier.",
            f"Compare {formula} with the limit: the smaller number is the answer.",
        )
    return (
        "What counts: which of the two, epochs or steps, has the last word here.",
        "One of the two numbers in the config makes the other one meaningless.",
        f"The epochs alone would make {formula} steps, but they were told to give way.",
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
