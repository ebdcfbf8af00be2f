"""Which batch size keeps an epoch within a number of steps."""

from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, amount, batch_size_for_steps
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import choose, data_set, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES = (
    "An epoch over {samples:,} satellite tiles may take at most {steps:,} steps. "
    "What is the smallest batch size that keeps to this?",
    "A phone maker has {samples:,} voice clips and wants no more than {steps:,} steps per epoch. "
    "What is the smallest batch size it can choose?",
    "With {samples:,} news articles to train on, what is the smallest batch size that needs at "
    "most {steps:,} steps per epoch?",
    "A robot has recorded {samples:,} grips. Its nightly epoch must not take more than {steps:,} "
    "steps. What is the smallest batch size that is large enough?",
)
_STEPS: Final[dict[Size, tuple[int, ...]]] = {
    "head": (8, 12, 15, 16, 20, 24, 25, 30, 35, 40, 45, 50, 60, 70, 75, 80),
    "calculator": (24, 32, 45, 64, 70, 75, 80, 90, 96, 120, 128, 144, 160, 180, 220, 256, 300),
}


def _draw(rng: Generator, size: Size) -> Parameters:
    exact = wants_exact(rng)
    while True:
        samples, steps = data_set(rng, size), choose(rng, _STEPS[size])
        # A batch size that is far from the number of steps cannot be taken for it.
        apart = samples >= 5 * steps and abs(samples // steps - steps) > 2
        if apart and (samples % steps == 0) == exact:
            return {
                "story": choose(rng, range(len(_STORIES))),
                "samples": samples,
                "steps": steps,
            }


def _solve(numbers: Parameters) -> Solution:
    samples, steps = numbers["samples"], numbers["steps"]
    batch_size = batch_size_for_steps(samples, steps)
    wrong: dict[str, int | Fraction] = {
        "larger_than_needed": batch_size + 1,
        "times_steps": samples * steps,
        "answered_steps": steps,
    }
    if samples % steps:
        wrong |= {
            "one_step_too_many": batch_size - 1,
            "unrounded_batch_size": Fraction(samples, steps),
        }
    hints = (
        f"What counts: {amount(samples, 'sample')}, at most {amount(steps, 'step')} per epoch.",
        "Look at one step: how many samples must it take if that many steps are to use them all?",
        f"Work out ⌈{samples:,} / {steps:,}⌉.",
    )
    return Solution(batch_size, "sample", (_line(samples, steps, batch_size),), wrong, hints)


def _line(samples: int, steps: int, batch_size: int) -> str:
    if samples % steps == 0:
        why = "every batch is full"
    else:
        one_smaller = TrainingRun(samples, batch_size - 1).steps_per_epoch
        why = f"rounded up: with {batch_size - 1:,} an epoch would take {one_smaller:,} steps"
    return f"Batch size: ⌈{samples:,} / {steps:,}⌉ = {batch_size:,} ({why})."


BATCH_SIZE_FOR_STEPS = Family(
    key="batch-size-for-steps",
    title="Batch size for a number of steps",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=(
        *("larger_than_needed", "times_steps", "answered_steps"),
        *("one_step_too_many", "unrounded_batch_size"),
    ),
    draw=_draw,
    solve=_solve,
)
