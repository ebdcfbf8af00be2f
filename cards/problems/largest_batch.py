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
    "Before training, {usable} GB of a GPU are free. Model and optimizer will need {fixed} GB, and "
    "every video clip of the batch {each} MB on top. How many clips can a batch hold at most?",
)
_MB_PER_GB: Final = 1_000
_BINARY_MB_PER_GB: Final = 1_024
_USABLE: Final[dict[Size, tuple[int, ...]]] = {
    "head": (8, 10, 11, 12, 14, 15, 16, 20, 22, 24),
    "calculator": (12, 15, 16, 20, 22, 24, 30, 32, 38, 40, 44, 48, 64, 72, 80),
}
_EACH: Final[dict[Size, tuple[int, ...]]] = {
    "head": (20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 120, 125, 150),
    "calculator": (25, 35, 45, 55, 65, 70, 85, 95, 110, 125, 140, 175, 180, 240, 260, 350),
}


def _draw(rng: Generator, size: Size) -> Parameters:
    exact = wants_exact(rng)
    while True:
        usable, each = choose(rng, _USABLE[size]), choose(rng, _EACH[size])
        fixed = int(rng.integers(2, usable - 1))
        left = (usable - fixed) * _MB_PER_GB
        if (left % each == 0) == exact and _tells_slips_apart(usable - fixed, each):
            return {
                "story": choose(rng, range(len(_STORIES))),
                "usable": usable,
                "fixed": fixed,
                "each": each,
            }


def _tells_slips_apart(left: int, each: int) -> bool:
    """Return whether so many GB hold at least eight samples, and 1,024 MB in each two more."""
    fits = _fits(left, each)
    return fits >= 8 and fits != _power_of_two(fits) and _fits_binary(left, each) > fits + 1


def _solve(numbers: Parameters) -> Solution:
    usable, fixed, each = (numbers[name] for name in ("usable", "fixed", "each"))
    fits = _fits(usable - fixed, each)
    wrong: dict[str, int | Fraction] = {
        "forgot_fixed_memory": _fits(usable, each),
        "added_fixed_memory": _fits(usable + fixed, each),
        "binary_gigabytes": _fits_binary(usable - fixed, each),
        "power_of_two": _power_of_two(fits),
    }
    left = (usable - fixed) * _MB_PER_GB
    if left % each:
        wrong |= {"rounded_up_memory": fits + 1, "unrounded_memory": Fraction(left, each)}
    hints = (
        f"What counts: {usable} GB in all, {fixed} GB taken whatever the batch, "
        f"{each:,} MB for each sample.",
        "Look at what is left for the batch first, and turn it into MB.",
        f"Work out ⌊({usable} − {fixed}) × {_MB_PER_GB:,} / {each:,}⌋.",
    )
    return Solution(fits, "sample", _lines(usable, fixed, each, fits), wrong, hints)


def _fits(left: int, each: int) -> int:
    return largest_batch(left * _MB_PER_GB, 0, each)


def _fits_binary(left: int, each: int) -> int:
    return largest_batch(left * _BINARY_MB_PER_GB, 0, each)


def _power_of_two(fits: int) -> int:
    """Return the largest power of two up to a batch size; 0 where that is 0."""
    return 1 << (fits.bit_length() - 1) if fits else 0


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
    topic="Memory",
    stories=_STORIES,
    conventions="1 GB = 1,000 MB, and any whole number may be the batch size.",
    counted=(
        *("forgot_fixed_memory", "added_fixed_memory", "binary_gigabytes", "power_of_two"),
        *("rounded_up_memory", "unrounded_memory"),
    ),
    draw=_draw,
    solve=_solve,
)
