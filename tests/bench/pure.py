"""The cores that need no database: grading, reading numbers, inventing problems, SM-2."""

import time
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import count
from statistics import median
from time import thread_time_ns

from cards import figures, library
from cards.calculator import TrainingRun
from cards.grading import grade
from cards.kinds import Definition
from cards.numbers import Unreadable, read_number
from cards.problems import Size, families
from cards.question import pose
from srs.catalogue import DEFAULT_DECK
from srs.sm2 import Memory, review
from tests import number_texts
from tests.bench.measure import Bench, Figures, Ratio, seconds_each

_NUMBERS = ("8000", "8,000", "8000 steps", "7 900", "0.5", "3.14", "1,234,567 steps")
_SUMS = [text for text, _ in number_texts.SUMS]
_TEXTS = 34_000  # in each round, so that three rounds read more than 100,000
_SEEDS = range(50)
_SIZES: tuple[Size, ...] = ("head", "calculator")
_PICTURES = {
    "a run": partial(figures.flow, TrainingRun(50_000, 125, 20)),
    "what the batch size does": figures.convergence.__wrapped__,  # what is kept draws nothing
}


@asynccontextmanager
async def group(_postgresql: object) -> AsyncIterator[tuple[Sequence[Bench], Sequence[Ratio]]]:
    """Lend the benchmarks of the pure cores."""
    benches = [
        _microseconds("grading a text", _gradings()),
        Bench("grading 4,096 hostile characters, the worst", _worst_grading),
        Bench("what the grader keeps in memory", _grading_memory),
        _microseconds("reading a number", [partial(read_number, text) for text in _NUMBERS]),
        _microseconds("reading a sum", [partial(read_number, text) for text in _SUMS]),
        Bench("reading hostile texts", _reading_anything(count())),
        _rate("sm2.review", "reviews/s", [partial(review, Memory(), q) for q in range(6)]),
    ]
    for key, family in families.items():
        calls = [partial(family.fresh, seed, size=size) for size in _SIZES for seed in _SEEDS]
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


def _reading_anything(seeds: Iterator[int]) -> Callable[[], Awaitable[Figures]]:
    """Read other texts in each round; what counts is the slowest of all."""

    async def run() -> Figures:
        texts = number_texts.hostile_texts(next(seeds), _TEXTS)
        nanoseconds = [_nanoseconds(text) for text in texts]
        return {"µs, median": median(nanoseconds) / 1e3, "ms, slowest": max(nanoseconds) / 1e6}

    return run


def _nanoseconds(text: str) -> int:
    """Return what a text costs: the best of three, or a pause of the machine would count as its."""
    return min(_nanoseconds_once(text) for _ in range(3))


def _nanoseconds_once(text: str) -> int:
    began = thread_time_ns()
    with suppress(Unreadable):
        read_number(text)
    return thread_time_ns() - began


_HOSTILE = {
    "sentences": "a. ",
    "denials": "not never ",
    "words of the card": "every example once not data batch update training set epoch less more ",
    "contrasts": "larger batch less memory than small ",
    "typos": "exampels trainig updats evrey ",
    "one word": "a",
    "ligatures": "ﷺ",
    "accents": "e\u0301",
    "marks": ",",
    "numbers": "1,",
}
_LONGEST = 4096  # characters of a message


async def _worst_grading() -> Figures:
    """The slowest of texts made to be slow, on the definitions with the largest rubrics."""
    cards = [card for card in library.load(DEFAULT_DECK).cards if isinstance(card, Definition)]
    largest = sorted(cards, key=lambda card: len(repr(card.rubric)))[-3:]
    calls = [
        partial(grade, pose(card, seed=0), (text * _LONGEST)[:_LONGEST])
        for card in largest
        for text in _HOSTILE.values()
    ]
    return {"ms": 1e3 * max(min(_seconds(call) for _ in range(5)) for call in calls)}


def _seconds(call: Callable[[], object]) -> float:
    began = time.thread_time()
    call()
    return time.thread_time() - began


async def _grading_memory() -> Figures:
    """What stays allocated after every definition of the deck has been graded once."""
    gradings = _gradings()
    tracemalloc.start()
    for call in gradings:
        call()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"MB": kept / 1e6}


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
