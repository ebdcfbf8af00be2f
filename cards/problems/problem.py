"""What a family of problems is, and how one of its problems is drawn and posed."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from numpy.random import PCG64, Generator

from cards.calculator import written
from cards.misconceptions import Slip

Parameters: TypeAlias = Mapping[str, int]
# Numbers for the head, or larger ones for a phone's calculator.
Size: TypeAlias = Literal["head", "calculator"]

_NUMBER: Final = re.compile(r"\d(?:[\d,.]*\d)?")

A_SUM_WILL_DO: Final = "(A number or a sum, e.g. 1200/50*3.)"
_MOST_REDRAWS: Final = 100

# Rounding to the nearest always leads to the answer or to what rounding down leads to, so that no
# choice of numbers can give it a number of its own.
_NEVER_ALONE: Final = frozenset(("rounded",))


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer to a problem, the lines that lead to it, and the numbers that slips lead to.

    ``wrong`` maps codes of misconceptions to numbers; it leaves out those that cannot show with
    this problem's numbers. ``hints`` are rungs of a ladder: the quantities, the way through one
    epoch or one part, the formula with its numbers; none of them holds the answer. An answer that
    differs from ``value`` by at most the share ``tolerance`` of it is right: 0 for counts, and
    stated in the problem where it is not. ``facts`` are what misconceptions may be told by, such as
    ``left``, "80 samples"; none of them is the answer.
    """

    value: int | Fraction
    unit: str
    lines: tuple[str, ...]
    wrong: Mapping[str, int | Fraction]
    hints: tuple[str, ...] = ()
    tolerance: Fraction = Fraction(0)
    facts: Mapping[str, str] = field(default_factory=dict)

    def tells_apart(self, codes: Collection[str]) -> bool:
        """Return whether the answer and the numbers of these codes all differ from each other.

        Codes that cannot show with this problem's numbers play no part.
        """
        kept = [number for code, number in self.wrong.items() if code in codes]
        numbers = sorted({Fraction(self.value), *map(Fraction, kept)})
        return len(numbers) == 1 + len(kept) and all(
            below + 2 * self.tolerance * abs(below) < above for below, above in pairwise(numbers)
        )

    @property
    def is_given_away(self) -> bool:
        """Whether a hint or a fact holds the answer, as a number of the story may by chance."""
        answer = written(self.value)
        return any(answer in _NUMBER.findall(text) for text in (*self.hints, *self.facts.values()))

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

    ``draw`` picks parameters of a size, ``story`` among them, the index of one of ``stories``;
    ``solve`` works out what they lead to. ``conventions`` are the sentences that decide the answer;
    they follow every story. ``counted`` are the codes of misconceptions whose numbers differ from
    each other and from the answer in every problem asked; where none are listed, all but rounding
    to the nearest are. ``words`` are what a story needs besides its parameters, such as a row
    of losses or a price. ``topic`` groups families where a learner chooses one; what is
    ``advanced`` is asked only of those who ask for it.
    """

    key: str
    title: str
    topic: str = "Counting steps"
    stories: tuple[str, ...]
    conventions: str
    draw: Callable[[Generator, Size], Parameters]
    solve: Callable[[Parameters], Solution]
    counted: tuple[str, ...] = ()
    words: Callable[[Parameters], Mapping[str, str]] | None = None
    advanced: bool = False

    def pose(self, parameters: Parameters) -> Problem:
        """Return the problem that has these parameters."""
        words = dict(self.words(parameters)) if self.words else {}
        story = self.stories[parameters["story"]].format(**parameters, **words)
        return Problem(parameters, f"{story} {self.conventions}", self.solve(parameters))

    def suits(self, solution: Solution) -> bool:
        """Return whether slips are told apart by a solution, and no hint holds the answer."""
        counted = self.counted or solution.wrong.keys() - _NEVER_ALONE
        return solution.tells_apart(counted) and not solution.is_given_away

    def fresh(
        self, seed: int, *, size: Size = "head", avoid: Collection[Parameters] = ()
    ) -> Problem:
        """Return the problem of a seed, one whose wrong numbers can be told apart.

        Its numbers are none of those to ``avoid``, unless nearly all that can be drawn are.
        """
        rng = Generator(PCG64(seed))
        used = {_numbers(parameters) for parameters in avoid}
        redraws = 0
        while True:
            problem = self.pose(self.draw(rng, size))
            if not self.suits(problem.solution):
                continue
            if _numbers(problem.parameters) not in used or redraws == _MOST_REDRAWS:
                return problem
            redraws += 1


def _numbers(parameters: Parameters) -> frozenset[tuple[str, int]]:
    """Return what makes a problem the same one, whatever story it is told in."""
    return frozenset(item for item in parameters.items() if item[0] != "story")
