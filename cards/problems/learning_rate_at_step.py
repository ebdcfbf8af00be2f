"""Which learning rate a schedule of warm-up and linear decay has after some steps."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import written
from cards.calculator.schedule import LinearDecay, Schedule
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "The learning rate of a text classifier rises from 0 to {peak} in the first {warmup:,} steps "
    "and then falls to 0 at the end of the run, after {total:,} steps. "
    "What is it after {step:,} steps?",
    "A run of {total:,} steps warms up for {warmup:,} of them, to a learning rate of {peak}, and "
    "lets it decay to 0 over the rest. Which learning rate does it have after {step:,} steps?",
    "A Trainer for speech has lr_scheduler_type=linear, a learning rate of {peak}, {warmup:,} "
    "warm-up steps and {total:,} steps in all. Which learning rate does its log show after "
    "{step:,} steps?",
    "To learn from {total:,} batches, one per step, a model of gene data starts at a learning rate "
    "of 0, reaches {peak} after {warmup:,} steps and is back at 0 after the last. "
    "How large is the learning rate after {step:,} steps?",
)
_MILLIONTHS: Final = 10**6
_PEAKS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (100, 200, 400, 500, 1_000, 2_000, 10_000, 50_000, 100_000),
    "calculator": (150, 250, 300, 600, 800, 1_500, 2_500, 3_000, 12_000, 75_000),
}
_WARMUP: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (100, 200, 400, 500, 800, 1_000),
    "calculator": (120, 150, 250, 300, 450, 600, 750, 1_200, 1_500),
}
_DECAY: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (1_000, 2_000, 4_000, 5_000, 8_000, 10_000),
    "calculator": (1_200, 1_500, 2_500, 3_000, 4_500, 6_000, 7_500, 12_000, 15_000),
}
_STEP_UNIT: Final[Mapping[Size, int]] = {"head": 100, "calculator": 30}
_WARMING_SHARE: Final = 0.35


def _draw(rng: Generator, size: Size) -> Parameters:
    warming = rng.random() < _WARMING_SHARE
    while True:
        warmup, decay = choose(rng, _WARMUP[size]), choose(rng, _DECAY[size])
        first, last = (0, warmup) if warming else (warmup, warmup + decay)
        unit = 20 if warming else _STEP_UNIT[size]
        numbers = {
            "story": choose(rng, range(len(_STORIES))),
            "peak_millionths": choose(rng, _PEAKS[size]),
            "warmup": warmup,
            "total": warmup + decay,
            "step": first + unit * int(rng.integers(1, (last - first - 1) // unit + 1)),
        }
        rate = _schedule(numbers).rate_after(numbers["step"])
        if _MILLIONTHS % rate.denominator == 0 and _tells_slips_apart(numbers):
            return numbers


def _tells_slips_apart(numbers: Parameters) -> bool:
    """Return whether done and left are different parts, of the run and of its rise or decay."""
    warmup, total, step = numbers["warmup"], numbers["total"], numbers["step"]
    first, last = (0, warmup) if step < warmup else (warmup, total)
    return (
        2 * step not in (total, first + last) and step * (total - warmup) != (total - step) * total
    )


def _schedule(numbers: Parameters) -> Schedule:
    return Schedule(_peak(numbers), numbers["total"], numbers["warmup"], LinearDecay())


def _peak(numbers: Parameters) -> Fraction:
    return Fraction(numbers["peak_millionths"], _MILLIONTHS)


def _words(numbers: Parameters) -> Mapping[str, str]:
    return {"peak": written(_peak(numbers))}


def _solve(numbers: Parameters) -> Solution:
    if numbers["step"] < numbers["warmup"]:
        return _solve_warming(numbers)
    return _solve_decaying(numbers)


def _solve_warming(numbers: Parameters) -> Solution:
    peak, warmup, total = _peak(numbers), numbers["warmup"], numbers["total"]
    step = numbers["step"]
    rate = _schedule(numbers).rate_after(step)
    wrong: dict[str, int | Fraction] = {
        **_of_the_whole_run(peak, total, step),
        "part_left_of_warmup": peak - rate,
        "peak_already": peak,
    }
    lines = (
        f"{step:,} is below {warmup:,}: the learning rate is still rising.",
        f"Learning rate: {written(peak)} × {step:,} / {warmup:,} = {written(rate)}.",
    )
    hints = (
        f"What counts: the peak of {written(peak)}, reached after {warmup:,} steps, and the "
        f"{step:,} steps that are made.",
        f"After {step:,} of {warmup:,} steps, the warm-up is not over. Which part of it is?",
        f"Work out {written(peak)} × {step:,} / {warmup:,}.",
    )
    return Solution(rate, "", lines, wrong, hints)


def _solve_decaying(numbers: Parameters) -> Solution:
    peak, warmup, total = _peak(numbers), numbers["warmup"], numbers["total"]
    step = numbers["step"]
    rate = _schedule(numbers).rate_after(step)
    wrong: dict[str, int | Fraction] = {
        **_of_the_whole_run(peak, total, step),
        "part_gone_of_decay": peak - rate,
        "warmup_goes_on": peak * Fraction(step, warmup),
        "peak_kept": peak,
    }
    left, decay = f"{total:,} − {step:,}", f"{total:,} − {warmup:,}"
    lines = (
        f"After {step:,} steps the warm-up of {warmup:,} is over: the learning rate falls.",
        f"Steps left: {left} = {total - step:,}, of {decay} = {total - warmup:,} steps of decay.",
        f"Learning rate: {written(peak)} × {total - step:,} / {total - warmup:,} = "
        f"{written(rate)}.",
    )
    hints = (
        f"What counts: the peak of {written(peak)} after {warmup:,} steps, 0 after {total:,}, and "
        f"the {step:,} steps that are made.",
        f"The decay lasts {decay} steps, and {left} of them are left.",
        f"Work out {written(peak)} × ({left}) / ({decay}).",
    )
    return Solution(rate, "", lines, wrong, hints)


def _of_the_whole_run(peak: Fraction, total: int, step: int) -> dict[str, int | Fraction]:
    """Return what comes of overlooking that the line bends at the end of the warm-up."""
    return {
        "rises_through_the_run": peak * Fraction(step, total),
        "falls_through_the_run": peak * Fraction(total - step, total),
    }


LEARNING_RATE_AT_STEP = Family(
    key="learning-rate-at-step",
    title="Learning rate with warm-up and linear decay",
    topic="Learning rate",
    stories=_STORIES,
    conventions="It rises and falls in straight lines. The answer is an exact decimal number.",
    draw=_draw,
    solve=_solve,
    words=_words,
)
