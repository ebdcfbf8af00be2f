"""Which learning rate belongs to a larger batch, by the linear or the square root rule."""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from typing import Final

from numpy.random import Generator

from cards.calculator import scaled_by_root, scaled_linearly, written
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A model of street scenes was tuned with SGD, a batch size of {batch_size:,} and a learning "
    "rate of {rate}. It moves to {replicas} GPUs with {per_device:,} samples on each. By the "
    "linear scaling rule, which learning rate should it start from?",
    "On one device, a learning rate of {rate} went well with a batch of {batch_size:,}. Now "
    "{replicas} devices take {per_device:,} samples each. The learning rate is scaled linearly "
    "with the batch. What is the new one?",
    "A language model is trained by Adam with a learning rate of {rate} and {batch_size:,} texts "
    "to a batch. From now on {replicas} GPUs take {per_device:,} texts each. By the square root "
    "rule, what is the new learning rate?",
    "With a batch of {batch_size:,} on one GPU, Adam's learning rate was {rate}. The job goes on "
    "{replicas} GPUs, {per_device:,} samples on each, and its learning rate grows with the square "
    "root of the batch. What will it be?",
)
_BY_ROOT: Final = (2, 3)
_MILLIONTHS: Final = 10**6
_LINEAR_RATES: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000),
    "calculator": (1_500, 2_500, 12_500, 15_000, 25_000, 35_000, 75_000),
}
_ROOT_RATES: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (10, 20, 30, 50, 100, 200, 300, 500),
    "calculator": (15, 25, 35, 60, 75, 120, 150, 250, 350),
}
_FACTORS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (2, 3, 4, 5, 6, 8, 10),
    "calculator": (6, 12, 14, 16, 18, 24, 32),
}
_SQUARES: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (4, 9, 16, 25),
    "calculator": (9, 16, 25, 36, 64),
}
_BATCH_SIZES: Final = (16, 20, 24, 30, 32, 40, 48, 60, 64, 80, 96, 100, 120, 128, 160, 200, 256)
_REPLICAS: Final = (2, 3, 4, 5, 6, 8, 12, 16)


def _draw(rng: Generator, size: Size) -> Parameters:
    story = choose(rng, range(len(_STORIES)))
    by_root = story in _BY_ROOT
    while True:
        factor = choose(rng, (_SQUARES if by_root else _FACTORS)[size])
        batch_size, replicas = choose(rng, _BATCH_SIZES), choose(rng, _REPLICAS)
        per_device, rest = divmod(batch_size * factor, replicas)
        if rest or per_device < 8 or not _tells_slips_apart(factor, replicas):
            continue
        return {
            "story": story,
            "batch_size": batch_size,
            "rate_millionths": choose(rng, (_ROOT_RATES if by_root else _LINEAR_RATES)[size]),
            "replicas": replicas,
            "per_device": per_device,
        }


def _tells_slips_apart(factor: int, replicas: int) -> bool:
    """Return whether the devices, and the batch on each, grow by other factors than the rate."""
    root = isqrt(factor)
    related = {Fraction(1), Fraction(factor), Fraction(1, factor)}
    if root**2 == factor:
        related |= {Fraction(root), Fraction(1, root)}
    return related.isdisjoint((Fraction(replicas), Fraction(factor, replicas)))


def _rate(numbers: Parameters) -> Fraction:
    return Fraction(numbers["rate_millionths"], _MILLIONTHS)


def _words(numbers: Parameters) -> Mapping[str, str]:
    return {"rate": written(_rate(numbers))}


def _solve(numbers: Parameters) -> Solution:
    old, rate = numbers["batch_size"], _rate(numbers)
    replicas, per_device = numbers["replicas"], numbers["per_device"]
    new = replicas * per_device
    by_root = numbers["story"] in _BY_ROOT
    linear, root = scaled_linearly(rate, old, new), scaled_by_root(rate, old, new)
    scaled = root if by_root else linear
    wrong: dict[str, int | Fraction] = {
        "linear_for_root" if by_root else "root_for_linear": linear if by_root else root,
        "scaled_by_devices": rate * replicas,
        "scaled_by_batch_per_device": scaled_linearly(rate, old, per_device),
        "scaled_down": rate * rate / scaled,
        "rate_unchanged": rate,
    }
    factor = written(Fraction(new, old))
    rule = f"√{factor} = {written(scaled / rate)}" if by_root else factor
    lines = (
        f"New batch: {replicas} × {per_device:,} = {new:,} samples.",
        f"It grows by {new:,} / {old:,} = {factor}, and the learning rate by {rule}.",
        f"New learning rate: {written(rate)} × {written(scaled / rate)} = {written(scaled)}.",
    )
    quotient = f"{replicas} × {per_device:,} / {old:,}"
    times = f"√({quotient})" if by_root else f"({quotient})"
    hints = (
        f"What counts: the learning rate of {written(rate)}, the batch of {old:,} before, and "
        f"{replicas} × {per_device:,} samples in a batch now.",
        f"The batch grows by {quotient}; "
        + ("the learning rate grows by the root of that." if by_root else "so does the rate."),
        f"Work out {written(rate)} × {times}.",
    )
    return Solution(scaled, "", lines, wrong, hints)


SCALED_LEARNING_RATE = Family(
    key="scaled-learning-rate",
    title="Learning rate for a larger batch",
    topic="Learning rate",
    stories=_STORIES,
    conventions="The whole batch counts, that of all devices together.",
    draw=_draw,
    solve=_solve,
    words=_words,
)
