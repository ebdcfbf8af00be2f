"""How much memory weights, gradients and optimizer state take."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import amount
from cards.calculator.memory import GB, GIB, Memory, Optimizer
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.states import (
    ADAM_MIXED_STATES,
    ADAM_STATES,
    MOMENTUM_STATES,
    SGD_STATES,
)

_STORIES: Final = (
    "A language model of {millions:,} million parameters is fine-tuned in 32-bit numbers. "
    f"{ADAM_STATES.told} How many GB do all of these take?",
    "A speech model has {millions:,} million parameters. "
    f"{MOMENTUM_STATES.told} How many GB of memory are taken before the first batch is loaded?",
    "A translation model of {millions:,} million parameters is trained on one GPU. "
    f"{ADAM_MIXED_STATES.told} How many GB do these need?",
    "A model of satellite images has {millions:,} million parameters. "
    f"{SGD_STATES.told} How many GB is that in all?",
)
_STATES: Final = (ADAM_STATES, MOMENTUM_STATES, ADAM_MIXED_STATES, SGD_STATES)
_MILLIONS: Final[Mapping[Size, range]] = {
    "head": range(50, 1_001, 25),
    "calculator": range(110, 7_000, 5),
}
_MILLION: Final = 10**6


def _draw(rng: Generator, size: Size) -> Parameters:
    return {"story": choose(rng, range(len(_STORIES))), "millions": choose(rng, _MILLIONS[size])}


def _solve(numbers: Parameters) -> Solution:
    millions, states = numbers["millions"], _STATES[numbers["story"]]
    taken = _bytes(millions, states.optimizer)
    wrong = {
        "counted_in_bits": Fraction(8 * taken, GB),
        "gibibytes": Fraction(taken, GIB),
        "counted_in_megabytes": Fraction(taken, _MILLION),
    } | {code: Fraction(_bytes(millions, left), GB) for code, left in states.forgotten.items()}
    each = states.optimizer.bytes_per_parameter
    lines = (
        f"Bytes per parameter: {states.terms} = {each}.",
        f"In all: {millions:,} million × {each} bytes = {amount(Fraction(taken, GB), 'GB')}.",
    )
    hints = (
        f"What counts: {millions:,} million parameters, and all that is kept for each of them.",
        f"Look at one parameter first: it takes {states.terms} bytes.",
        f"Work out {millions:,} × ({states.terms}) / 1,000.",
    )
    return Solution(Fraction(taken, GB), "GB", lines, wrong, hints)


def _bytes(millions: int, optimizer: Optimizer) -> int:
    return Memory(usable=GB, parameters=millions * _MILLION, optimizer=optimizer).states


MEMORY_OF_STATES = Family(
    key="memory-of-states",
    title="Memory of weights, gradients and optimizer",
    topic="Memory",
    stories=_STORIES,
    conventions="1 GB = 1,000,000,000 bytes. Activations are not counted.",
    draw=_draw,
    solve=_solve,
)
