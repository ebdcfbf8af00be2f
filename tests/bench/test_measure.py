import itertools
import json
from collections.abc import Awaitable, Callable

import pytest

from tests.bench.measure import Bench, Figures, Ratio, in_turns, lines, seconds_each


def counting(order: list[str], name: str, *figures: float) -> Callable[[], Awaitable[Figures]]:
    given = iter(figures)

    async def run() -> Figures:
        order.append(name)
        return {"things/s": next(given)}

    return run


async def test_benchmarks_run_in_turns_and_every_run_is_told() -> None:
    order: list[str] = []
    benches = [
        Bench("one", counting(order, "one", 30, 10, 20)),
        Bench("two", counting(order, "two", 3, 2, 1)),
    ]
    measured = await in_turns(benches, rounds=3)
    assert order == ["one", "two"] * 3
    assert list(map(json.loads, lines(measured, [Ratio("one", "two", "things/s")]))) == [
        {"bench": "one", "unit": "things/s", "value": 20, "runs": [30, 10, 20]},
        {"bench": "two", "unit": "things/s", "value": 2, "runs": [3, 2, 1]},
        {
            "bench": "one / two",
            "unit": "ratio of things/s",
            "value": 10,
            "runs": [10, 5, 20],
        },
    ]


def test_a_fast_function_is_called_until_its_time_can_be_told() -> None:
    calls = itertools.count()
    each = seconds_each([lambda: next(calls)])
    assert each * next(calls) == pytest.approx(0.2, abs=0.1)
