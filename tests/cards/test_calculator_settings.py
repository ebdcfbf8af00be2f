"""What a run is told besides its batches: validation, warm-up, intervals, tokens and time."""

import ast
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cards.calculator
from cards.calculator import Every, TrainingRun

SEED = {"samples": 50_000, "batch_size": 125, "epochs": 20}


@pytest.mark.parametrize(
    ("held_out", "validation", "training", "steps"),
    [
        (0, 0, 50_000, 400),
        (5_000, 5_000, 45_000, 360),
        (Fraction(1, 10), 5_000, 45_000, 360),
        (Fraction(1, 3), 16_667, 33_333, 267),  # a share is rounded up, for validation's good
        (Fraction(0), 0, 50_000, 400),
        (49_999, 49_999, 1, 1),
    ],
)
def test_what_validates_does_not_train(
    held_out: int | Fraction, validation: int, training: int, steps: int
) -> None:
    run = TrainingRun(**SEED, validation=held_out)
    assert (run.validation_samples, run.training_samples) == (validation, training)
    assert run.steps_per_epoch == steps


@pytest.mark.parametrize(
    ("warmup", "max_steps", "steps"),
    [
        (0, None, 0),
        (500, None, 500),
        (9_000, None, 9_000),  # never reaches its peak, but that is what was asked for
        (Fraction(1, 10), None, 800),
        (Fraction(3, 100), 1_001, 31),
        (Fraction(7, 100), 100, 7),  # exactly: 0.07 in floating point would make 8 of it
        (Fraction(0), None, 0),
        (Fraction(1), None, 8_000),
    ],
)
def test_a_warm_up_is_steps_or_a_share_of_all_steps(
    warmup: int | Fraction, max_steps: int | None, steps: int
) -> None:
    assert TrainingRun(**SEED, warmup=warmup, max_steps=max_steps).warmup_steps == steps


@given(st.integers(1, 99), st.integers(1, 10_000))
def test_a_warm_up_by_share_is_the_fewest_steps_that_are_enough(
    percent: int, max_steps: int
) -> None:
    steps = TrainingRun(10, 1, max_steps=max_steps, warmup=Fraction(percent, 100)).warmup_steps
    assert (steps - 1) * 100 < percent * max_steps <= steps * 100


@pytest.mark.parametrize(
    ("every", "max_steps", "times"),
    [
        (None, None, 0),
        (Every(500), None, 16),
        (Every(3_000), None, 2),  # at 3,000 and 6,000; the end of a run is no multiple
        (Every(8_001), None, 0),
        (Every(1, "epoch"), None, 20),
        (Every(3, "epoch"), None, 6),
        (Every(1, "epoch"), 1_000, 2),  # the third epoch is only half done
        (Every(300), 1_000, 3),
    ],
)
def test_evaluations_and_checkpoints_come_at_intervals(
    every: Every | None, max_steps: int | None, times: int
) -> None:
    run = TrainingRun(**SEED, max_steps=max_steps, evaluate_every=every, save_every=every)
    assert (run.evaluations, run.checkpoints) == (times, times)


def test_tokens_are_those_of_every_sample_behind_a_step() -> None:
    run = TrainingRun(1_000, 8, 3, accumulation=4, replicas=2, tokens_per_sample=2_048)
    assert run.tokens_per_step == 64 * 2_048
    assert run.tokens_seen == 3_000 * 2_048


def test_the_duration_is_exact() -> None:
    assert TrainingRun(**SEED, seconds_per_step=Fraction(1, 3)).seconds == Fraction(8_000, 3)
    assert TrainingRun(**SEED, seconds_per_step=2).seconds == 16_000


@pytest.mark.parametrize("count", ["tokens_per_step", "tokens_seen", "seconds"])
def test_a_count_without_what_it_needs_says_what_is_missing(count: str) -> None:
    with pytest.raises(ValueError, match="is not given"):
        getattr(TrainingRun(10, 2), count)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, not 0"),
        ({"epochs": Fraction(3, 2)}, "epochs must be a whole number of at least 1, not 3/2"),
        ({"sharding": "odd"}, "sharding must be pad, drop, even or uneven, not 'odd'"),
        ({"validation": -1}, "validation must be a whole number or an exact share, not -1"),
        ({"validation": 0.1}, "validation must be a whole number or an exact share, not 0.1"),
        ({"validation": True}, "validation must be a whole number or an exact share, not True"),
        ({"validation": Fraction(3, 2)}, "validation must be a share from 0 to 1, not 3/2"),
        ({"validation": 10}, "validation must leave at least 1 sample to train on"),
        ({"validation": 11}, "validation must leave at least 1 sample to train on"),
        ({"validation": Fraction(1)}, "validation must leave at least 1 sample to train on"),
        ({"validation": Fraction(91, 100)}, "validation must leave at least 1 sample to train on"),
        ({"warmup": -5}, "warmup must be a whole number or an exact share, not -5"),
        ({"warmup": Fraction(-1, 5)}, "warmup must be a share from 0 to 1, not -1/5"),
        ({"tokens_per_sample": 0}, "tokens_per_sample must be a whole number of at least 1, not 0"),
        ({"seconds_per_step": 0}, "seconds_per_step must be an exact number above 0, not 0"),
        ({"seconds_per_step": 0.5}, "seconds_per_step must be an exact number above 0, not 0.5"),
        ({"seconds_per_step": True}, "seconds_per_step must be an exact number above 0, not True"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_words(
    wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        TrainingRun(**{"samples": 10, "batch_size": 2} | wrong)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("count", "unit", "message"),
    [
        (0, "step", "an interval must be a whole number of at least 1, not 0"),
        (1.0, "epoch", "an interval must be a whole number of at least 1, not 1.0"),
        (5, "hour", "the unit of an interval must be step or epoch, not 'hour'"),
    ],
)
def test_an_interval_that_makes_no_sense_is_refused_in_words(
    count: Any, unit: Any, message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        Every(count, unit)
    assert str(refused.value) == message


@pytest.mark.parametrize("steps", [-1, True, 1.0])
def test_steps_are_counted_from_none(steps: Any) -> None:
    with pytest.raises(ValueError, match="steps must be a whole number of at least 0"):
        TrainingRun(10, 2).epochs_started_after(steps)


def test_before_the_first_step_nothing_has_happened() -> None:
    run = TrainingRun(10, 20, drop_last=True)
    assert run.epochs_started_after(0) == run.epochs_completed_after(0) == 0
    assert run.samples_seen_after(0) == run.samples_seen == 0


def test_what_never_steps_is_never_after_a_step() -> None:
    with pytest.raises(ValueError, match="never makes a step"):
        TrainingRun(10, 20, drop_last=True).epochs_completed_after(1)


def test_everything_new_is_named_and_has_a_default() -> None:
    positional = [field.name for field in fields(TrainingRun) if not field.kw_only]
    assert positional == ["samples", "batch_size", "epochs"]
    assert TrainingRun(10, 2) == TrainingRun(10, 2, 1, sharding="pad", validation=0, warmup=0)


@pytest.mark.parametrize(
    "module", sorted(Path(cards.calculator.__file__).parent.rglob("*.py")), ids=lambda p: p.stem
)
def test_no_float_takes_part(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Div), "a quotient is written Fraction(a, b)"
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        assert not (isinstance(node, ast.Name) and node.id == "float")
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            assert {name.name for name in node.names} <= {"ceil", "floor", "isqrt", "prod"}
