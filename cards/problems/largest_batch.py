"""The largest batch that fits in memory."""

from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import largest_batch
from cards.problems.numbers import choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES = (
    "A GPU offers {usable} GB for training. Weights, gradients and optimizer state take {fixed} GB "
    "of it, whatever the batch size; every image in the batch takes {each} MB more. "
    "What is the largest batch size that fits?",
    "A training instance has {usable} GB of free GPU memory. {fixed} GB of that hold the model and "
    "everything else that does not depend on the batch, and the activations of each text in the "
    "batch need {each} MB. How many texts fit into one batch at most?",
    "An Out of Memory error has stopped a job. Of the {usable} GB that it may use, {fixed} GB are "
    "taken before the first sample is loaded; each sample of a batch then takes {each} MB. "
    "What is the largest batch size that still fits?",
)
_MB_PER_GB: Final = 1_000
_USABLE: Final = (8, 10, 11, 12, 14, 15, 16, 20, 22, 24, 30, 32, 38, 40, 44, 48, 64, 72, 80)
_EACH: Final = (25, 30, 35, 40, 45, 60, 70, 75, 80, 90, 110, 120, 125, 150, 175, 180, 240, 250, 350)


def _draw(rng: Generator, _size: Size) -> Parameters:
    exact = wants_exact(rng)
    while True:
        usable, each = choose(rng, _USABLE), choose(rng, _EACH)
        fixed = int(rng.integers(2, usable - 1))
        left = (usable - fixed) * _MB_PER_GB
        if left >= 8 * each and (left % each == 0) == exact:
            return {
                "story": choose(rng, range(len(_STORIES))),
                "usable": usable,
                "fixed": fixed,
                "each": each,
            }


def _solve(numbers: Parameters) -> Solution:
    usable, fixed, each = (numbers[name] for name in ("usable", "fixed", "each"))
    fits = _fits(usable - fixed, each)
    wrong: dict[str, int | Fraction] = {
        "forgot_fixed_memory": _fits(usable, each),
        "added_fixed_memory": _fits(usable + fixed, each),
        "binary_gigabytes": largest_batch((usable - fixed) * 1_024, 0, each),
        "power_of_two": 1 << (fits.bit_length() - 1),
    }
    left = (usable - fixed) * _MB_PER_GB
    if left % each:
        wrong |= {"rounded_up_memory": fits + 1, "unrounded_memory": Fraction(left, each)}
    return Solution(fits, "sample", _lines(usable, fixed, each, fits), wrong)


def _fits(left: int, each: int) -> int:
    return largest_batch(left * _MB_PER_GB, 0, each)


def _lines(usable: int, fixed: int, each: int, fits: int) -> tuple[str, ...]:
    left = (usable - fixed) * _MB_PER_GB
    spare = left - fits * each
    why = f"rounded down: {spare:,} MB stay free" if spare else "it fits exactly"
    return (
        f"Left for the batch: {usable} − {fixed} = {usable - fixed} GB = {left:,} MB.",
        f"Largest batch: ⌊{left:,} / {each:,}⌋ = {fits:,} ({why}).",
    )


LARGEST_BATCH = Family(
    key="largest-batch",
    title="Largest batch that fits in memory",
    stories=_STORIES,
    conventions="1 GB = 1,000 MB, and any whole number may be the batch size.",
    draw=_draw,
    solve=_solve,
)
