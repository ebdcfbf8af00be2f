"""How many steps a warm-up lasts that is a share of the run."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import (
    TrainingRun,
    amount,
    steps_per_epoch_lines,
    total_steps_line,
    warmup_lines,
)
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.hints import quantities, total_formula
from cards.problems.numbers import choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.runs import draw_run, run_of

_STORIES = (
    "A language model for {samples:,} novels trains for {epochs} epochs with a batch size of "
    "{batch_size}. The learning rate rises during the first {percent} % of all steps. "
    "How many steps does this warm-up last?",
    "{samples:,} product titles, {batch_size} to a batch, {epochs} epochs, and a warm-up over "
    "{percent} % of the run. How many warm-up steps are that?",
    "A team trains on {samples:,} X-ray images for {epochs} epochs, {batch_size} images per step, "
    "with a warm-up ratio of {percent} %. After how many steps is the full learning rate reached?",
    "A config for {samples:,} dialogues has {epochs} epochs, a batch size of {batch_size} and a "
    "warm-up of {percent} % of the training. How many steps belong to the warm-up?",
)
_PERCENT: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15)


def _draw(rng: Generator, size: Size) -> Parameters:
    exact = wants_exact(rng)
    while True:
        numbers = draw_run(rng, size)
        percent = choose(rng, _PERCENT)
        run = replace(run_of(numbers), warmup=Fraction(percent, 100))
        whole = percent * run.total_steps % 100 == 0
        if whole == exact and _tells_slips_apart(run, percent):
            return {"story": choose(rng, range(len(_STORIES))), **numbers, "percent": percent}


def _tells_slips_apart(run: TrainingRun, percent: int) -> bool:
    """Return whether the percentage is neither a likely number of steps nor a batch's share."""
    in_an_epoch = replace(run, epochs=1).warmup_steps
    return (
        run.warmup_steps >= 3
        and percent not in (run.epochs, in_an_epoch, run.warmup_steps, run.warmup_steps - 1)
        and not 90 <= percent * run.batch_size <= 110
    )


def _solve(numbers: Parameters) -> Solution:
    share = Fraction(numbers["percent"], 100)
    run = replace(run_of(numbers), warmup=share)
    one_epoch = replace(run, epochs=1)
    wrong: dict[str, int | Fraction] = {
        "warmup_of_an_epoch": one_epoch.warmup_steps,
        "warmup_of_samples": replace(run, batch_size=1).warmup_steps,
        "percent_as_steps": numbers["percent"],
        "after_warmup": run.total_steps - run.warmup_steps,
        "without_warmup_share": run.total_steps,
    }
    if share * run.total_steps != run.warmup_steps:
        wrong |= {
            "floored_warmup": run.warmup_steps - 1,
            "unrounded_warmup": share * run.total_steps,
        }
    lines = (
        *steps_per_epoch_lines(run),
        total_steps_line(run),
        *map(str, warmup_lines(run)),
    )
    return Solution(run.warmup_steps, "step", lines, wrong, _hints(run, numbers["percent"]))


def _hints(run: TrainingRun, percent: int) -> tuple[str, ...]:
    return (
        f"What counts: {quantities(run)}, {amount(run.epochs, 'epoch')}, "
        f"a warm-up of {percent} % of all steps.",
        "Count the steps of one epoch, then those of the whole run; the share is taken of these.",
        f"Work out ⌈{total_formula(run)} × {percent} / 100⌉.",
    )


WARMUP_STEPS = Family(
    key="warmup-steps",
    title="Warm-up steps",
    topic="Learning rate",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP} A part of a warm-up step counts as one.",
    counted=(
        *("warmup_of_an_epoch", "warmup_of_samples", "percent_as_steps", "after_warmup"),
        *("without_warmup_share", "floored_warmup", "unrounded_warmup"),
    ),
    draw=_draw,
    solve=_solve,
)
