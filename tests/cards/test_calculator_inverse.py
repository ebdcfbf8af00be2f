"""Which samples, batch sizes and epochs give so many steps."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.calculator import (
    Range,
    Sharding,
    Tail,
    TrainingRun,
    batch_sizes_giving,
    epochs_giving,
    samples_giving,
)
from tests.scale import scaled

runs = st.builds(
    TrainingRun,
    samples=st.integers(1, 60),
    batch_size=st.integers(1, 12),
    epochs=st.integers(1, 4),
    drop_last=st.booleans(),
    accumulation=st.integers(1, 4),
    replicas=st.integers(1, 4),
    tail=st.sampled_from(get_args(Tail)),
    sharding=st.sampled_from(get_args(Sharding)),
)
often = settings(max_examples=scaled(150, 5_000))

PLAIN = TrainingRun(50_000, 125, 20)


@pytest.mark.parametrize(
    ("changes", "steps", "samples"),
    [
        ({}, 8_000, Range(49_876, 50_000)),  # (400 − 1) × 125 + 1 to 400 × 125
        ({"epochs": 1}, 400, Range(49_876, 50_000)),
        ({"drop_last": True}, 8_000, Range(50_000, 50_124)),  # 400 × 125 to 401 × 125 − 1
        ({}, 8_001, None),  # 20 epochs make multiples of 20
        ({"replicas": 4, "accumulation": 2}, 1_000, Range(49_001, 50_000)),
        ({"validation": 5_000}, 8_000, Range(54_876, 55_000)),
        ({"max_steps": 7}, 8_000, Range(49_876, 50_000)),
        ({"epochs": 1, "batch_size": 2}, 2**60, Range(2**61 - 1, 2**61)),
    ],
)
def test_samples_that_give_so_many_steps(
    changes: dict[str, Any], steps: int, samples: Range | None
) -> None:
    assert samples_giving(replace(PLAIN, **changes), steps) == samples


@pytest.mark.parametrize(
    ("changes", "steps", "batch_sizes"),
    [
        ({}, 8_000, Range(125, 125)),
        ({}, 7_980, None),  # 399 steps an epoch: 125 make 400, and 126 make 397
        ({}, 20, Range(50_000, None)),  # one step is one epoch, however large the batch
        ({}, 19, None),
        ({"drop_last": True}, 20, Range(25_001, 50_000)),
        ({"epochs": 1}, 2, Range(25_000, 49_999)),
        ({"samples": 10**30, "epochs": 1}, 3, Range(-(-(10**30) // 3), 10**30 // 2 - 1)),
    ],
)
def test_batch_sizes_that_give_so_many_steps(
    changes: dict[str, Any], steps: int, batch_sizes: Range | None
) -> None:
    assert batch_sizes_giving(replace(PLAIN, **changes), steps) == batch_sizes


@pytest.mark.parametrize(
    ("run", "steps", "epochs"),
    [
        (PLAIN, 8_000, Range(20, 20)),
        (PLAIN, 8_001, None),
        (TrainingRun(20, 10, accumulation=6, tail="carry"), 2, Range(6, 8)),
        (TrainingRun(5, 10, drop_last=True), 1, None),
    ],
)
def test_epochs_that_give_so_many_steps(run: TrainingRun, steps: int, epochs: Range | None) -> None:
    assert epochs_giving(run, steps) == epochs


@often
@given(runs, st.integers(1, 12))
@pytest.mark.parametrize(
    ("giving", "name"),
    [
        (samples_giving, "samples"),
        (batch_sizes_giving, "batch_size"),
        (epochs_giving, "epochs"),
    ],
)
def test_a_range_holds_what_gives_so_many_steps_and_nothing_else(
    giving: Callable[[TrainingRun, int], Range | None], name: str, run: TrainingRun, steps: int
) -> None:
    found = giving(run, steps)
    for number in range(1, 130):
        gives = replace(run, **{name: number}).total_steps == steps
        assert gives == (found is not None and found.low <= number <= (found.high or number))
    if found and found.high:
        assert replace(run, **{name: found.high}).total_steps == steps
        assert replace(run, **{name: found.high + 1}).total_steps != steps


@pytest.mark.parametrize("giving", [samples_giving, batch_sizes_giving, epochs_giving])
@pytest.mark.parametrize("wrong", [0, -1, True, 1.0])
def test_what_is_no_number_of_steps_is_refused(giving: Any, wrong: Any) -> None:
    with pytest.raises(ValueError, match="steps must be a whole number of at least 1"):
        giving(PLAIN, wrong)
