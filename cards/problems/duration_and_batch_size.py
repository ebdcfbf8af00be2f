"""How the duration of an epoch changes with the batch size."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, amount, written
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A model reads {samples:,} chess positions per epoch. With a batch size of {batch_size:,} a "
    "step takes {seconds} seconds, with {new_batch_size:,} it takes {new_seconds} seconds. By how "
    "many minutes does the larger batch make an epoch shorter?",
    "On a training instance, a step takes {seconds} seconds at batch size {batch_size:,} and "
    "{new_seconds} seconds at batch size {new_batch_size:,}. An epoch has {samples:,} samples. "
    "How many minutes does the larger batch save per epoch?",
    "{samples:,} leaf photos make an epoch. In batches of {batch_size:,}, each step lasts "
    "{seconds} seconds; in batches of {new_batch_size:,}, {new_seconds} seconds. How many minutes "
    "shorter is an epoch with the larger batches?",
)
_TOLERANCE: Final = Fraction(1, 100)
_BATCH_SIZES: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (10, 20, 25, 40, 50, 100),
    "calculator": (16, 24, 32, 48, 64, 96, 128),
}
_FACTORS: Final = (2, 4, 5, 8)
_STEPS: Final[Mapping[Size, range]] = {
    "head": range(100, 2_001, 100),
    "calculator": range(250, 4_001, 50),
}
_MOST_SAMPLES: Final = 1_000_000
_PARTS_OF_A_MINUTE: Final[Mapping[Size, int]] = {"head": 1, "calculator": 10}
_MILLISECONDS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (100, 150, 200, 250, 300, 400, 500, 600),
    "calculator": (90, 110, 120, 140, 180, 210, 240, 270, 330, 360, 420),
}
_SLOWER: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (50, 100, 150, 200, 300, 500, 600, 900),
    "calculator": (30, 60, 70, 90, 110, 140, 190, 250, 330, 470, 610),
}


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        batch_size, factor = choose(rng, _BATCH_SIZES[size]), choose(rng, _FACTORS)
        milliseconds = choose(rng, _MILLISECONDS[size])
        numbers = {
            "story": choose(rng, range(len(_STORIES))),
            "samples": batch_size * factor * choose(rng, _STEPS[size]),
            "batch_size": batch_size,
            "new_batch_size": batch_size * factor,
            "milliseconds": milliseconds,
            "new_milliseconds": milliseconds + choose(rng, _SLOWER[size]),
        }
        saved = _saved_minutes(numbers)
        if numbers["samples"] > _MOST_SAMPLES:
            continue
        whole = (saved * _PARTS_OF_A_MINUTE[size]).denominator == 1
        if whole and 3 <= saved <= 300 and _tells_slips_apart(numbers):
            return numbers


def _saved_minutes(numbers: Parameters) -> Fraction:
    small, large = _epochs(numbers)
    return (small.seconds - large.seconds) / 60


def _tells_slips_apart(numbers: Parameters) -> bool:
    """Return whether both durations, their difference and a saving in steps alone differ by 5%."""
    factor = numbers["new_batch_size"] // numbers["batch_size"]
    slower = Fraction(numbers["new_milliseconds"], numbers["milliseconds"])
    shares = sorted((slower, factor - slower, Fraction(factor - 1), Fraction(factor)))
    return all(less * Fraction(21, 20) <= more for less, more in pairwise(shares))


def _epochs(numbers: Parameters) -> tuple[TrainingRun, TrainingRun]:
    """Return an epoch with the smaller batch, and one with the larger."""
    samples, (seconds, new_seconds) = numbers["samples"], _seconds(numbers)
    return (
        TrainingRun(samples, numbers["batch_size"], seconds_per_step=seconds),
        TrainingRun(samples, numbers["new_batch_size"], seconds_per_step=new_seconds),
    )


def _seconds(numbers: Parameters) -> tuple[Fraction, Fraction]:
    return Fraction(numbers["milliseconds"], 1_000), Fraction(numbers["new_milliseconds"], 1_000)


def _words(numbers: Parameters) -> Mapping[str, str]:
    seconds, new_seconds = map(written, _seconds(numbers))
    return {"seconds": seconds, "new_seconds": new_seconds}


def _solve(numbers: Parameters) -> Solution:
    small, large = _epochs(numbers)
    seconds, new_seconds = _seconds(numbers)
    before, after = small.seconds / 60, large.seconds / 60
    wrong = {
        "answered_new_duration": after,
        "answered_old_duration": before,
        "step_time_unchanged": before - large.total_steps * seconds / 60,
        "seconds_for_minutes": small.seconds - large.seconds,
        "hours_for_minutes": (before - after) / 60,
    }
    old_time = f"{numbers['samples']:,} / {small.batch_size:,} × {written(seconds)}"
    new_time = f"{numbers['samples']:,} / {large.batch_size:,} × {written(new_seconds)}"
    lines = (
        f"Batch size {small.batch_size:,}: {old_time} = {written(small.seconds)} seconds.",
        f"Batch size {large.batch_size:,}: {new_time} = {written(large.seconds)} seconds.",
        f"Saved: ({written(small.seconds)} − {written(large.seconds)}) / 60 = "
        f"{amount(before - after, 'minute')}.",
    )
    hints = (
        f"What counts: {numbers['samples']:,} samples, and two batch sizes with the seconds of a "
        f"step. The larger batch makes fewer steps, but slower ones.",
        f"With a batch size of {small.batch_size:,}, an epoch takes {old_time} seconds.",
        f"Work out ({old_time} − {new_time}) / 60.",
    )
    return Solution(before - after, "minute", lines, wrong, hints, _TOLERANCE)


DURATION_AND_BATCH_SIZE = Family(
    key="duration-and-batch-size",
    title="Duration and batch size",
    topic="Time and cost",
    stories=_STORIES,
    conventions="Nothing but the steps takes time. An answer within 1% is right.",
    draw=_draw,
    solve=_solve,
    words=_words,
)
