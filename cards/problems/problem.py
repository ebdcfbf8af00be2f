"""What a family of problems is, and how one of its problems is drawn and posed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from numpy.random import PCG64, Generator

from cards.misconceptions import Slip

Parameters: TypeAlias = Mapping[str, int]

# Rounding to the nearest always leads to the answer or to what rounding down leads to, so that no
# choice of numbers can give it a number of its own.
_NEVER_ALONE: Final = "rounded"


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer to a problem, the lines that lead to it, and the numbers that slips lead to.

    ``wrong`` maps codes of misconceptions to numbers; it leaves out those that cannot show with
    this problem's numbers.
    """

    value: int
    unit: str
    lines: tuple[str, ...]
    wrong: Mapping[str, int | Fraction]

    @property
    def is_clear(self) -> bool:
        """Whether each number, right or wrong, has one reason only."""
        numbers = [number for code, number in self.wrong.items() if code != _NEVER_ALONE]
        return len({self.value, *numbers}) == 1 + len(numbers)

    @property
    def slips(self) -> tuple[Slip, ...]:
        """The wrong numbers, each with every code that leads to it."""
        codes: dict[Fraction, list[str]] = {}
        for code, number in self.wrong.items():
            if number != self.value:
                codes.setdefault(Fraction(number), []).append(code)
        return tuple(Slip(number, tuple(named)) for number, named in codes.items())


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with its numbers, ready to be asked."""

    parameters: Parameters
    prompt: str
    solution: Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A skill, asked with new numbers each time.

    ``draw`` picks human-sized parameters, ``story`` among them, the index of one of ``stories``;
    ``solve`` works out what they lead to. ``conventions`` are the sentences that decide the answer;
    they follow every story.
    """

    key: str
    title: str
    stories: tuple[str, ...]
    conventions: str
    draw: Callable[[Generator], Parameters]
    solve: Callable[[Parameters], Solution]

    def pose(self, parameters: Parameters) -> Problem:
        """Return the problem that has these parameters."""
        story = self.stories[parameters["story"]].format(**parameters)
        return Problem(parameters, f"{story} {self.conventions}", self.solve(parameters))

    def fresh(self, seed: int) -> Problem:
        """Return the problem of a seed, one whose wrong numbers can be told apart."""
        rng = Generator(PCG64(seed))
        while True:
            parameters = self.draw(rng)
            if self.solve(parameters).is_clear:
                return self.pose(parameters)
