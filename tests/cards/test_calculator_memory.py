"""Does it fit: the states of a model, its activations, and what is usable."""

from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.calculator import (
    GB,
    GIB,
    OPTIMIZERS,
    Memory,
    Optimizer,
    TrainingRun,
    accumulate_to_fit,
)

MB = GB // 1_000


@pytest.mark.parametrize(
    ("optimizer", "bytes_per_parameter"),
    [
        ("sgd", 8),
        ("momentum", 12),
        ("adam", 16),
        ("adamw", 16),
        ("adam-8bit", 10),
        ("sgd-mixed", 8),
        ("momentum-mixed", 12),
        ("adam-mixed", 16),  # ZeRO, section 3.1
        ("adamw-mixed", 16),
        ("adam-mixed-32bit-gradients", 18),
        ("adam-8bit-mixed", 12),
    ],
)
def test_an_optimizer_needs_so_many_bytes_for_each_parameter(
    optimizer: str, bytes_per_parameter: int
) -> None:
    assert OPTIMIZERS[optimizer].bytes_per_parameter == bytes_per_parameter


def test_every_optimizer_has_a_name_of_its_own() -> None:
    assert len({optimizer.name for optimizer in OPTIMIZERS.values()}) == len(OPTIMIZERS) == 11


def test_the_states_of_a_model_of_7_5_billion_parameters_take_120_gigabytes() -> None:
    # ZeRO (Rajbhandari et al. 2020), figure 1
    memory = Memory(usable=GB, parameters=7_500_000_000, optimizer=OPTIMIZERS["adam-mixed"])
    assert memory.states == 120 * GB


def test_the_states_of_gpt_2_take_24_gigabytes() -> None:
    memory = Memory(usable=32 * GB, parameters=1_500_000_000, optimizer=OPTIMIZERS["adam-mixed"])
    assert memory.states == 24 * GB
    assert memory.left == 8 * GB


def test_whether_a_batch_fits_hangs_on_all_parts() -> None:
    memory = Memory(usable=24 * GB, parameters=350_000_000, per_sample=250 * MB, fixed=GB // 2)
    assert memory.states == 5_600_000_000
    assert memory.largest_batch == 71
    assert memory.fits(71)
    assert not memory.fits(72)
    assert memory.needed(64) == 5_600_000_000 + 500_000_000 + 64 * 250_000_000


def test_without_the_activations_one_learns_what_they_may_take() -> None:
    memory = Memory(usable=24 * GB, parameters=350_000_000)
    assert memory.most_per_sample(64) == Fraction(18_400_000_000, 64)
    with pytest.raises(ValueError, match="per_sample, the memory that one sample takes, is not"):
        memory.fits(64)


@pytest.mark.parametrize(
    ("usable", "largest"),
    [
        (16 * GB, 0),  # the states alone are too much
        (16 * GB + MB - 1, 0),
        (16 * GB + MB, 1),
        (16 * GIB, 1_179),  # binary gigabytes are 7.4 % larger
    ],
)
def test_where_the_states_fill_the_memory_no_batch_fits(usable: int, largest: int) -> None:
    memory = Memory(usable=usable, parameters=10**9, per_sample=MB)
    assert memory.largest_batch == largest
    assert memory.any_batch_fits == (largest > 0)


@given(
    usable=st.integers(1, 500),
    parameters=st.integers(1, 20),
    fixed=st.integers(0, 50),
    per_sample=st.fractions(Fraction(1, 3), 40, max_denominator=6),
)
def test_the_largest_batch_is_the_last_that_fits(
    usable: int, parameters: int, fixed: int, per_sample: Fraction
) -> None:
    memory = Memory(
        usable=usable,
        parameters=parameters,
        optimizer=Optimizer("of the test", 1, 2, 3),
        fixed=fixed,
        per_sample=per_sample,
    )
    largest = next(b for b in count(0) if 6 * parameters + fixed + (b + 1) * per_sample > usable)
    assert memory.largest_batch == largest
    assert memory.any_batch_fits == memory.fits(1)
    if largest:
        assert memory.fits(largest)
        assert per_sample <= memory.most_per_sample(largest)
    assert not memory.fits(largest + 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"usable": 0}, "usable must be an exact number above 0, not 0"),
        ({"usable": 2.4e10}, "usable must be an exact number above 0"),
        ({"parameters": 0}, "parameters must be a whole number of at least 1, not 0"),
        ({"fixed": -1}, "fixed must be an exact number of at least 0, not -1"),
        ({"per_sample": 0}, "per_sample must be an exact number above 0, not 0"),
    ],
)
def test_memory_that_makes_no_sense_is_refused_in_words(
    wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        Memory(**{"usable": 24 * GB, "parameters": 10**6} | wrong)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("batch_size", "accumulation", "largest", "kept"),
    [
        (1_024, 1, 32, (32, 32)),  # the study guide's out-of-memory error
        (64, 1, 40, (32, 2)),
        (64, 2, 40, (32, 4)),
        (64, 1, 64, (64, 1)),  # it fits as it is
        (64, 1, 900, (64, 1)),
        (60, 1, 40, (30, 2)),
        (97, 1, 40, (1, 97)),  # a prime has no other way
        (48, 3, 36, (36, 4)),  # a divisor of the step, though not of the batch
    ],
)
def test_accumulation_keeps_the_effective_batch(
    batch_size: int, accumulation: int, largest: int, kept: tuple[int, int]
) -> None:
    run = TrainingRun(50_000, batch_size, 3, accumulation=accumulation, replicas=2)
    fitting = accumulate_to_fit(run, largest)
    assert (fitting.batch_size, fitting.accumulation) == kept
    assert fitting.effective_batch_size == run.effective_batch_size


@given(st.integers(1, 600), st.integers(1, 12), st.integers(1, 700))
def test_the_batch_that_fits_is_the_largest_divisor(
    batch_size: int, accumulation: int, largest: int
) -> None:
    step = batch_size * accumulation
    fitting = accumulate_to_fit(TrainingRun(1_000, batch_size, accumulation=accumulation), largest)
    best = max(b for b in range(1, min(batch_size, largest) + 1) if step % b == 0)
    assert (fitting.batch_size, fitting.accumulation) == (best, step // best)


def test_accumulation_keeps_the_steps_where_batches_are_kept_and_flushed() -> None:
    run = TrainingRun(50_001, 1_024, 3)
    assert accumulate_to_fit(run, 32).total_steps == run.total_steps


@pytest.mark.parametrize(
    ("batch_size", "largest", "message"),
    [
        (64, 0, "the largest batch that fits must be a whole number of at least 1, not 0"),
        (10**11, 5, "a step may take at most 10,000,000,000 samples per device"),
    ],
)
def test_where_nothing_fits_accumulation_is_no_help(
    batch_size: int, largest: int, message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        accumulate_to_fit(TrainingRun(10**12, batch_size), largest)
    assert str(refused.value) == message
