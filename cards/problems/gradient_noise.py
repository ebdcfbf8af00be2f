"""How the noise of the gradient falls with the batch size."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import noise_factor, written
from cards.calculator.rates import batch_size_for_noise
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "At a batch size of {batch_size:,} the gradient of a language model has a standard error of "
    "{noise}. What is it at a batch size of {new_batch_size:,}?",
    "A lab measures how much the gradients of its batches scatter: their standard error is "
    "{noise} with {batch_size:,} samples in a batch. What would it be with {new_batch_size:,}?",
    "With {batch_size:,} samples in a batch, the gradient of a weather model is too noisy. How "
    "many samples must be in a batch to make its standard error {times_less} times smaller?",
    "A run with a batch size of {batch_size:,} is to have gradients whose standard error is "
    "1/{times_less} of what it is now. Which batch size does that take?",
)
_ASKS_FOR_BATCH_SIZE: Final = (2, 3)
_ROOTS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (2, 3, 4, 5),
    "calculator": (3, 5, 6, 7, 8),
}
_BATCH_SIZES: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (10, 16, 20, 25, 32, 40, 50, 64, 100),
    "calculator": (24, 28, 36, 48, 64, 72, 96, 128, 144),
}
_HUNDREDTHS: Final[Mapping[Size, range]] = {"head": range(2, 21), "calculator": range(11, 60)}


def _draw(rng: Generator, size: Size) -> Parameters:
    story, root = choose(rng, range(len(_STORIES))), choose(rng, _ROOTS[size])
    batch_size = choose(rng, _BATCH_SIZES[size])
    if story in _ASKS_FOR_BATCH_SIZE:
        return {"story": story, "batch_size": batch_size, "times_less": root}
    return {
        "story": story,
        "batch_size": batch_size,
        "new_batch_size": batch_size * root**2,
        "noise_hundredths": root * choose(rng, _HUNDREDTHS[size]),
    }


def _words(numbers: Parameters) -> Mapping[str, str]:
    return {"noise": written(_noise(numbers))} if "noise_hundredths" in numbers else {}


def _noise(numbers: Parameters) -> Fraction:
    return Fraction(numbers["noise_hundredths"], 100)


def _solve(numbers: Parameters) -> Solution:
    return _solve_batch_size(numbers) if "times_less" in numbers else _solve_noise(numbers)


def _solve_noise(numbers: Parameters) -> Solution:
    noise, old, new = _noise(numbers), numbers["batch_size"], numbers["new_batch_size"]
    factor = noise_factor(old, new)
    wrong = {
        "noise_by_the_batch": noise * factor**2,
        "noise_grows": noise / factor,
        "noise_unchanged": noise,
    }
    grown = f"{new:,} / {old:,} = {new // old}"
    lines = (
        f"The batch grows by {grown}, so the noise falls by √{new // old} = {written(1 / factor)}.",
        f"Standard error: {written(noise)} / {written(1 / factor)} = {written(noise * factor)}.",
    )
    hints = (
        f"What counts: the standard error of {written(noise)}, and a batch that grows from {old:,} "
        f"to {new:,}.",
        f"The batch grows by {new:,} / {old:,}; the noise falls by the square root of that.",
        f"Work out {written(noise)} / √({new:,} / {old:,}).",
    )
    return Solution(noise * factor, "", lines, wrong, hints)


def _solve_batch_size(numbers: Parameters) -> Solution:
    batch_size, times = numbers["batch_size"], numbers["times_less"]
    needed = batch_size_for_noise(batch_size, times)
    wrong: dict[str, int | Fraction] = {
        "batch_by_the_noise": batch_size * times,
        "batch_twice_the_factor": 2 * batch_size * times,
        "batch_shrinks": Fraction(batch_size, times**2),
    }
    if times == 2:
        del wrong["batch_twice_the_factor"]
    lines = (
        f"The noise falls with the root of the batch: {times} times less takes {times} × {times} = "
        f"{times**2} times the samples.",
        f"Batch size: {batch_size:,} × {times**2} = {needed:,}.",
    )
    hints = (
        f"What counts: a batch size of {batch_size:,}, and a noise {times} times smaller.",
        f"A batch {times} times as large is not enough: only the square root of its size counts.",
        f"Work out {batch_size:,} × {times} × {times}.",
    )
    return Solution(needed, "sample", lines, wrong, hints)


GRADIENT_NOISE = Family(
    key="gradient-noise",
    title="Gradient noise and batch size",
    topic="Batch size",
    stories=_STORIES,
    conventions="The samples are drawn independently, so that the standard error goes with 1/√B.",
    draw=_draw,
    solve=_solve,
    words=_words,
    advanced=True,
)
