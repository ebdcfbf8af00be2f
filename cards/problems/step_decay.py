"""Which learning rate is left when it drops after every so many steps or epochs."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import written
from cards.calculator.schedule import Schedule, StepDecay
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A learning rate of {start} is multiplied by {factor} after every {every:,} steps. "
    "What is it after {done:,} steps?",
    "A model of ships starts with a learning rate of {start}. Whenever another {every:,} steps are "
    "made, the rate is multiplied by {factor}. Which learning rate does it have after {done:,} "
    "steps?",
    "StepLR with lr={start}, step_size={every} and gamma={factor} is stepped once an epoch. "
    "Which learning rate is set when {done} epochs are over?",
    "A model of X-ray images is trained with a learning rate of {start}, times {factor} after "
    "every {every} epochs. {done} epochs are over. What is the learning rate now?",
)
_IN_EPOCHS: Final = (2, 3)
_MILLIONTHS: Final = 10**6
_STARTS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (1_000, 10_000, 20_000, 80_000, 100_000, 200_000, 400_000),
    "calculator": (5_000, 16_000, 30_000, 50_000, 60_000, 120_000, 250_000, 320_000),
}
_PERCENT: Final[Mapping[Size, tuple[int, ...]]] = {"head": (10, 50), "calculator": (20, 30, 40, 60)}
_EPOCHS: Final = (5, 10, 15, 20, 30, 40)
_STEPS: Final = (200, 250, 400, 500, 1_000, 1_500, 2_000, 5_000)
_MOST_DROPS: Final = 4


def _draw(rng: Generator, size: Size) -> Parameters:
    story = choose(rng, range(len(_STORIES)))
    while True:
        every = choose(rng, _EPOCHS if story in _IN_EPOCHS else _STEPS)
        drops = int(rng.integers(1, _MOST_DROPS + 1))
        part = int(rng.integers(2, 9)) * every // 10
        numbers = {
            "story": story,
            "start_millionths": choose(rng, _STARTS[size]),
            "factor_percent": choose(rng, _PERCENT[size]),
            "every": every,
            "done": every * drops + part,
        }
        rate = _rate(numbers, numbers["done"])
        if _MILLIONTHS % rate.denominator == 0 and drops * numbers["factor_percent"] != 100:
            return numbers


def _start(numbers: Parameters) -> Fraction:
    return Fraction(numbers["start_millionths"], _MILLIONTHS)


def _factor(numbers: Parameters) -> Fraction:
    return Fraction(numbers["factor_percent"], 100)


def _rate(numbers: Parameters, done: int) -> Fraction:
    decay = StepDecay(numbers["every"], _factor(numbers))
    return Schedule(_start(numbers), done, decay=decay).rate_after(done)


def _words(numbers: Parameters) -> Mapping[str, str]:
    return {"start": written(_start(numbers)), "factor": written(_factor(numbers))}


def _solve(numbers: Parameters) -> Solution:
    every, done, start = numbers["every"], numbers["done"], _start(numbers)
    drops, factor = done // every, _factor(numbers)
    rate = _rate(numbers, done)
    wrong: dict[str, int | Fraction] = {
        "drop_too_many": _rate(numbers, done + every),
        "rate_unchanged": start,
    }
    if drops > 1:
        wrong |= {
            "dropped_once": _rate(numbers, every),
            "drops_multiplied": start * factor * drops,
        }
    if drops > 2:
        wrong["drop_too_few"] = _rate(numbers, done - every)
    powers = " × ".join([written(factor)] * drops)
    lines = (
        f"Drops: ⌊{done:,} / {every:,}⌋ = {drops} (only whole intervals count).",
        f"Learning rate: {written(start)} × {powers} = {written(rate)}.",
    )
    hints = (
        f"What counts: {written(start)} to start from, a factor of {written(factor)} for each "
        f"drop, and a drop after every {every:,} of {done:,}.",
        f"Count the drops first: ⌊{done:,} / {every:,}⌋.",
        f"Work out {written(start)} × {powers}.",
    )
    return Solution(rate, "", lines, wrong, hints)


STEP_DECAY = Family(
    key="step-decay",
    title="Learning rate with step decay",
    topic="Learning rate",
    stories=_STORIES,
    conventions="Between the drops it stays as it is. The answer is an exact decimal number.",
    draw=_draw,
    solve=_solve,
    words=_words,
)
