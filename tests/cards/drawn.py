"""Problems drawn once and looked at by many tests."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, get_args, overload

from numpy.random import PCG64, Generator

from cards.problems import Problem, Size, families
from tests.scale import scaled

SIZES: Final[tuple[Size, ...]] = get_args(Size)
SEEDS: Final = range(scaled(300, 10_000))
_KEPT: Final = 300


class Draws(Sequence[Problem]):
    """The problem of every seed; the first few are kept, the many of the long tests are not."""

    def __init__(self, draw: Callable[[int], Problem]) -> None:
        self._draw = draw
        self._kept: dict[int, Problem] = {}

    def __len__(self) -> int:
        return len(SEEDS)

    @overload
    def __getitem__(self, index: int) -> Problem: ...
    @overload
    def __getitem__(self, index: slice) -> list[Problem]: ...
    def __getitem__(self, index: int | slice) -> Problem | list[Problem]:
        if isinstance(index, slice):
            return [self[place] for place in range(len(self))[index]]
        seed = SEEDS[index]
        if seed in self._kept:
            return self._kept[seed]
        problem = self._draw(seed)
        if seed < _KEPT:
            self._kept[seed] = problem
        return problem


@cache
def problems(key: str, size: Size) -> Draws:
    """Return the problems of a family that all seeds lead to."""
    return Draws(lambda seed: families[key].fresh(seed, size=size))


@cache
def first_draws(key: str, size: Size) -> Draws:
    """Return what all seeds draw at first, before anything is drawn again."""
    family = families[key]
    return Draws(lambda seed: family.pose(family.draw(Generator(PCG64(seed)), size)))
