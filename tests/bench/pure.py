"""The cores that need no database: grading, reading numbers, inventing problems, SM-2."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

from cards import figures, library
from cards.calculator import TrainingRun
from cards.grading import grade
from cards.kinds import Definition
from cards.numbers import read_number
from cards.problems import families
from cards.question import pose
from srs.catalogue import DEFAULT_DECK
from srs.sm2 import Memory, review
from tests.bench.measure import Bench, Figures, Ratio, seconds_each

_NUMBERS = ("8000", "8,000", "8000 steps", "7 900", "0.5", "3.14", "1,234,567 steps")
_SEEDS = range(50)
_PICTURES = {
    "a run": partial(figures.flow, TrainingRun(50_000, 125, 20)),
    "what the batch size does": figures.convergence.__wrapped__,  # what is kept draws nothing
}


@asynccontextmanager
async def group(_postgresql: object) -> AsyncIterator[tuple[Sequence[Bench], Sequence[Ratio]]]:
    """Lend the benchmarks of the pure cores."""
    benches = [
        _microseconds("grading a text", _gradings()),
        _microseconds("reading a number", [partial(read_number, text) for text in _NUMBERS]),
        _rate("sm2.review", "reviews/s", [partial(review, Memory(), q) for q in range(6)]),
    ]
    for key, family in families.items():
        calls = [partial(family.fresh, seed) for seed in _SEEDS]
        benches.append(_rate(f"posing {key}", "problems/s", calls))
    benches += [_milliseconds(f"drawing {name}", draw) for name, draw in _PICTURES.items()]
    yield benches, ()


def _gradings() -> list[Callable[[], object]]:
    """Every definition of the shipped deck, answered in its own words and in somebody's."""
    cards = [card for card in library.load(DEFAULT_DECK).cards if isinstance(card, Definition)]
    questions = [pose(card, seed=0) for card in cards]
    return [
        partial(grade, question, text)
        for question, card in zip(questions, cards, strict=True)
        for text in (card.definition, f"It is when {card.example.lower()}")
    ]


def _microseconds(name: str, calls: Sequence[Callable[[], object]]) -> Bench:
    async def run() -> Figures:
        return {"µs": 1e6 * seconds_each(calls)}

    return Bench(name, run)


def _milliseconds(name: str, call: Callable[[], object]) -> Bench:
    async def run() -> Figures:
        return {"ms": 1e3 * seconds_each([call])}

    return Bench(name, run)


def _rate(name: str, unit: str, calls: Sequence[Callable[[], object]]) -> Bench:
    async def run() -> Figures:
        return {unit: 1 / seconds_each(calls)}

    return Bench(name, run)
