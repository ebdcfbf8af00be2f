"""Problems drawn once and looked at by many tests."""

from functools import cache
from typing import Final, get_args

from numpy.random import PCG64, Generator

from cards.problems import Problem, Size, families
from tests.scale import scaled

SIZES: Final[tuple[Size, ...]] = get_args(Size)
SEEDS: Final = range(scaled(300, 10_000))


@cache
def problems(key: str, size: Size) -> tuple[Problem, ...]:
    """Return the problems of a family that all seeds lead to."""
    return tuple(families[key].fresh(seed, size=size) for seed in SEEDS)


@cache
def first_draws(key: str, size: Size) -> tuple[Problem, ...]:
    """Return what all seeds draw at first, before anything is drawn again."""
    family = families[key]
    return tuple(family.pose(family.draw(Generator(PCG64(seed)), size)) for seed in SEEDS)
