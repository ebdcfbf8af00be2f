"""The lines that explain a result, and those that tell what a changed number does."""

import re
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Any, get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cards.calculator import (
    GB,
    GIB,
    OPTIMIZERS,
    Change,
    Constant,
    CosineDecay,
    Every,
    Line,
    LinearDecay,
    Memory,
    Schedule,
    Sharding,
    StepDecay,
    Tail,
    TrainingRun,
    accumulation_lines,
    compare,
    duration,
    exactly,
    inverse_lines,
    memory_lines,
    progress_lines,
    scaled_rate_lines,
    scheduled_rate_line,
    worked_lines,
)
from tests.scale import scaled

shares = st.fractions(Fraction(1, 20), Fraction(1, 2), max_denominator=30)
intervals = st.none() | st.builds(Every, st.integers(1, 9), st.sampled_from(["step", "epoch"]))

runs = st.builds(
    TrainingRun,
    samples=st.integers(2, 5_000),
    batch_size=st.integers(1, 70),
    epochs=st.integers(1, 12),
    drop_last=st.booleans(),
    accumulation=st.integers(1, 6),
    replicas=st.integers(1, 5),
    tail=st.sampled_from(get_args(Tail)),
    sharding=st.sampled_from(get_args(Sharding)),
    validation=st.integers(0, 1) | shares,
    warmup=st.integers(0, 50) | shares,
    evaluate_every=intervals,
    save_every=intervals,
    tokens_per_sample=st.none() | st.integers(1, 4_096),
    seconds_per_step=st.none() | st.fractions(Fraction(1, 12), 100, max_denominator=12),
)
often = settings(max_examples=scaled(300, 10_000))


PYTHON = {"×": "*", "−": "-", "⌈": "ceil(", "⌊": "floor(", "⌉": ")", "⌋": ")"}


def worked_out(expression: str) -> Fraction:
    """Work out an expression as it is shown, with no help of the calculator."""
    python = re.sub(r"\d+(\.\d+)?", r"Fraction('\g<0>')", expression.replace(",", ""))
    for shown, meant in {
        "×": "*",
        "−": "-",
        "⌈": "ceil(",
        "⌊": "floor(",
        "⌉": ")",
        "⌋": ")",
    }.items():
        python = python.replace(shown, meant)
    return Fraction(eval(python, {"Fraction": Fraction, "ceil": ceil, "floor": floor}))


@often
@given(runs)
def test_every_line_leads_to_its_result(run: TrainingRun) -> None:
    for line in worked_lines(run):
        if re.search(r"\d", line.expression):
            assert worked_out(line.expression) == line.result, line


@often
@given(runs)
def test_the_lines_hold_the_counts_of_the_run(run: TrainingRun) -> None:
    results = {line.what: line.result for line in worked_lines(run)}
    assert results["Total steps"] == run.total_steps
    first = (
        "Steps in the first epoch" if "Steps in the first epoch" in results else "Steps per epoch"
    )
    assert results[first] == run.steps_per_epoch
    if run.accumulation > 1 or run.replicas > 1:
        assert results["Effective batch size"] == run.effective_batch_size
    if run.warmup:
        assert results["Warm-up"] == run.warmup_steps
    assert results.get("Training samples", run.samples) == run.training_samples
    assert results.get("Evaluations", 0) == run.evaluations
    assert results.get("Checkpoints", 0) == run.checkpoints
    if run.tokens_per_sample:
        assert results["Tokens per step"] == run.tokens_per_step
    if run.seconds_per_step:
        assert results["Duration"] == run.seconds


FULL = TrainingRun(
    50_000,
    125,
    20,
    validation=Fraction(1, 10),
    warmup=Fraction(3, 100),
    evaluate_every=Every(500),
    save_every=Every(1, "epoch"),
    tokens_per_sample=2_048,
    seconds_per_step=Fraction(1, 4),
)


def test_all_that_a_run_was_told_is_worked_out_in_order() -> None:
    memory = Memory(usable=24 * GB, parameters=350_000_000, fixed=GB // 2, per_sample=GB // 4)
    assert tuple(map(str, worked_lines(FULL, memory))) == (
        "Validation samples: ⌈0.1 × 50,000⌉ = 5,000.",
        "Training samples: 50,000 − 5,000 = 45,000.",
        "Steps per epoch: ⌈45,000 / 125⌉ = 360 (every batch is full).",
        "Total steps: 360 × 20 = 7,200.",
        "Last batch: full, 125 samples.",
        "Warm-up: ⌈0.03 × 7,200⌉ = 216 steps.",
        "Evaluations: ⌊7,200 / 500⌋ = 14 (one after every 500 steps).",
        "Checkpoints: 20 (one after every epoch).",
        "Tokens per step: 125 × 2,048 = 256,000.",
        "Tokens in all: 900,000 × 2,048 = 1,843,200,000.",
        "Duration: 7,200 × 0.25 = 1,800 seconds (30 min).",
        "Model, gradients and optimizer state: 350,000,000 × (4 + 4 + 8) bytes = 5.6 GB (Adam).",
        "Left for the batch: 24 − 5.6 − 0.5 = 17.9 GB.",
        "Largest batch: ⌊17,900 / 250⌋ = 71 samples.",
        "A batch of 125: 6.1 + 125 × 0.25 = 37.35 GB (too much by 13.35 GB).",
    )


def test_a_line_is_data() -> None:
    assert worked_lines(FULL)[3] == Line("Total steps", "360 × 20", 7_200, "step")
    full = worked_lines(FULL)[4]
    assert (full.expression, full.result, full.unit) == ("full", 125, "sample")


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (
            TrainingRun(103, 10, replicas=4, sharding="drop"),
            "Steps per epoch: ⌈⌊103 / 4⌋ / 10⌉ = 3 "
            "(3 samples left out, so that all shares are equal).",
        ),
        (
            TrainingRun(103, 10, replicas=4, sharding="drop"),
            "Last batch on the first replica: ⌊103 / 4⌋ − 2 × 10 = 5 samples.",
        ),
        (
            TrainingRun(103, 10, replicas=4, sharding="drop", drop_last=True),
            "Steps per epoch: ⌊103 / (10 × 4)⌋ = 2 "
            "(rounded down: 23 samples left over and dropped).",
        ),
        (TrainingRun(103, 10, replicas=4, sharding="even"), "Last batch: full, 10 samples."),
        (
            TrainingRun(83, 10, replicas=4, sharding="uneven"),
            "Last batch on the first replica: 83 − 2 × 10 × 4 = 3 samples.",
        ),
        (TrainingRun(103, 10, warmup=50), "Warm-up: 50 steps (more than the run has)."),
        (TrainingRun(103, 10, warmup=1), "Warm-up: 1 step."),
        (TrainingRun(90, 10, validation=Fraction(1, 3)), "Validation samples: ⌈1/3 × 90⌉ = 30."),
        (
            TrainingRun(90, 10, 5, evaluate_every=Every(2, "epoch")),
            "Evaluations: ⌊5 / 2⌋ = 2 (one after every 2 epochs).",
        ),
        (
            TrainingRun(90, 10, seconds_per_step=Fraction(1, 3), max_steps=1_000),
            "Duration: 1,000 × 1/3 ≈ 333.3 seconds (5 min 33 s).",
        ),
        (TrainingRun(90, 10, seconds_per_step=2), "Duration: 9 × 2 = 18 seconds."),
    ],
)
def test_lines_of_further_conventions(run: TrainingRun, line: str) -> None:
    assert line in map(str, worked_lines(run))


@pytest.mark.parametrize(
    ("memory", "batch_size", "lines"),
    [
        (
            Memory(usable=24 * GB, parameters=350_000_000, optimizer=OPTIMIZERS["adamw"]),
            64,
            (
                "Model, gradients and optimizer state: "
                "350,000,000 × (4 + 4 + 8) bytes = 5.6 GB (AdamW).",
                "Left for the batch: 24 − 5.6 = 18.4 GB.",
                "Memory for one sample: 18,400 / 64 = 287.5 MB "
                "(at most, for a batch of 64 to fit).",
            ),
        ),
        (
            Memory(usable=24 * GB, parameters=7 * 10**9, optimizer=OPTIMIZERS["sgd"]),
            1,
            (
                "Model, gradients and optimizer state: "
                "7,000,000,000 × (4 + 4) bytes = 56 GB (SGD).",
                "Left for the batch: 24 − 56 = −32 GB (no batch fits, however small).",
            ),
        ),
        (
            Memory(usable=GIB, parameters=10**6, per_sample=2 * GB),
            1,
            (
                "Model, gradients and optimizer state: "
                "1,000,000 × (4 + 4 + 8) bytes = 0.016 GB (Adam).",
                "Left for the batch: 1.073741824 − 0.016 ≈ 1.058 GB.",
                "Largest batch: ⌊1,057.741824 / 2,000⌋ = 0 samples (not even one sample fits).",
                "A batch of 1: 0.016 + 1 × 2 = 2.016 GB (too much by ≈ 0.9423 GB).",
            ),
        ),
        (
            Memory(usable=GB, parameters=10**6, per_sample=GB // 100),
            98,
            (
                "Model, gradients and optimizer state: "
                "1,000,000 × (4 + 4 + 8) bytes = 0.016 GB (Adam).",
                "Left for the batch: 1 − 0.016 = 0.984 GB.",
                "Largest batch: ⌊984 / 10⌋ = 98 samples.",
                "A batch of 98: 0.016 + 98 × 0.01 = 0.996 GB (it fits).",
            ),
        ),
    ],
)
def test_memory_is_worked_out_as_far_as_it_is_known(
    memory: Memory, batch_size: int, lines: tuple[str, ...]
) -> None:
    assert tuple(map(str, memory_lines(memory, batch_size))) == lines


@often
@given(runs, st.integers(1, 500))
def test_the_lines_of_progress_lead_to_their_results(run: TrainingRun, steps: int) -> None:
    assume(not run.never_steps)
    lines = progress_lines(run, steps)
    assert [line.result for line in lines] == [
        run.epochs_started_after(steps),
        run.epochs_completed_after(steps),
        run.samples_seen_after(steps),
    ]
    for line in lines:
        assert worked_out(line.expression) == line.result, line


@pytest.mark.parametrize(
    ("run", "steps", "lines"),
    [
        (
            TrainingRun(50_000, 125),
            1_000,
            (
                "Epochs started: ⌈1,000 / 400⌉ = 3.",
                "Epochs completed: ⌊1,000 / 400⌋ = 2 (and 200 steps of the next one).",
                "Samples seen: 2 × 50,000 + 200 × 125 = 125,000.",
            ),
        ),
        (
            TrainingRun(100, 10, accumulation=3, replicas=2, tail="carry"),
            2,
            (
                "Epochs started: ⌈2 × 3 / 5⌉ = 2.",
                "Epochs completed: ⌊2 × 3 / 5⌋ = 1.",
                "Samples seen: 1 × 100 + 1 × 10 × 2 = 120.",
            ),
        ),
    ],
)
def test_progress_is_worked_out(run: TrainingRun, steps: int, lines: tuple[str, ...]) -> None:
    assert tuple(map(str, progress_lines(run, steps))) == lines


@pytest.mark.parametrize(
    ("run", "steps", "reason"),
    [
        (TrainingRun(100, 10), 0, "steps must be a whole number of at least 1, not 0"),
        (TrainingRun(5, 10, drop_last=True), 1, "this run never makes a step"),
    ],
)
def test_no_progress_without_a_step(run: TrainingRun, steps: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        progress_lines(run, steps)


def test_scaled_rates_are_worked_out_by_both_rules() -> None:
    assert tuple(map(str, scaled_rate_lines(Fraction(1, 10), 256, 1_024))) == (
        "Learning rate, scaled linearly: 0.1 × 1,024 / 256 = 0.4.",
        "Learning rate, scaled by the root: 0.1 × √(1,024 / 256) = 0.2.",
    )
    assert str(scaled_rate_lines(Fraction(1, 10), 256, 8_192)[1]) == (
        "Learning rate, scaled by the root: 0.1 × √(8,192 / 256) ≈ 0.5657."
    )


@pytest.mark.parametrize(
    ("decay", "steps", "line"),
    [
        (LinearDecay(), 5, "after 5 steps: 0.001 × 5 / 20 = 0.00025 (still warming up)."),
        (LinearDecay(), 20, "after 20 steps: 0.001 (the peak)."),
        (LinearDecay(), 60, "after 60 steps: 0.001 × (80 − 40) / 80 = 0.0005."),
        (CosineDecay(), 60, "after 60 steps: 0.001 × (1 + cos(π × 40 / 80)) / 2 = 0.0005."),
        (CosineDecay(), 21, "after 21 steps: 0.001 × (1 + cos(π × 1 / 80)) / 2 ≈ 0.0009996."),
        (
            StepDecay(30, Fraction(1, 10)),
            60,
            "after 60 steps: 0.001 × 0.1^1 = 0.0001 (1 drop so far, one after every 30 steps).",
        ),
        (Constant(), 60, "after 60 steps: 0.001 (the peak, which is kept)."),
    ],
)
def test_a_scheduled_rate_is_worked_out(decay: Any, steps: int, line: str) -> None:
    schedule = Schedule(Fraction(1, 1_000), 100, 20, decay)
    assert str(scheduled_rate_line(schedule, steps)) == f"Learning rate {line}"
    assert scheduled_rate_line(schedule, steps).result == schedule.rate_after(steps)


@pytest.mark.parametrize(
    ("run", "steps", "wanted", "lines"),
    [
        (
            TrainingRun(50_000, 125),
            400,
            "samples",
            (
                "Fewest samples: 49,876 (49,875 would make 399 steps).",
                "Most samples: 50,000 (50,001 would make 401 steps).",
            ),
        ),
        (
            TrainingRun(9, 3),
            1,
            "samples",
            ("Fewest samples: 1.", "Most samples: 3 (4 would make 2 steps)."),
        ),
        (
            TrainingRun(50_000, 125),
            1,
            "batch_size",
            (
                "Smallest batch size: 50,000 (49,999 would make 2 steps).",
                "Largest batch size: there is none, any larger one makes as many.",
            ),
        ),
        (
            TrainingRun(50_000, 125, max_steps=5),
            800,
            "epochs",
            (
                "Fewest epochs: 2 (1 would make 400 steps).",
                "Most epochs: 2 (3 would make 1,200 steps).",
            ),
        ),
        (
            TrainingRun(50_000, 125),
            801,
            "epochs",
            ("Fewest epochs: none makes exactly 801 steps.",),
        ),
    ],
)
def test_the_ends_of_a_range_say_what_lies_beyond(
    run: TrainingRun, steps: int, wanted: Any, lines: tuple[str, ...]
) -> None:
    assert tuple(map(str, inverse_lines(run, steps, wanted))) == lines


PLAIN = TrainingRun(50_001, 125, 20)


@pytest.mark.parametrize(
    ("before", "changes", "told"),
    [
        (
            PLAIN,
            {"batch_size": 250},
            (
                "Steps per epoch: 401 → 201 (−200).",
                "Total steps: 8,020 → 4,020 (−4,000).",
                "Effective batch size: 125 → 250 (× 2).",
            ),
        ),
        (
            PLAIN,
            {"drop_last": True},
            (
                "Steps per epoch: 401 → 400 (−1).",
                "Total steps: 8,020 → 8,000 (−20).",
                "Last batch: 1 → 125 samples (× 125).",
                "Samples seen per epoch: 50,001 → 50,000 (−1).",
                "Samples seen in all: 1,000,020 → 1,000,000 (−20).",
            ),
        ),
        (
            FULL,
            {"replicas": 8},
            (
                "Steps per epoch: 360 → 45 (÷ 8).",
                "Total steps: 7,200 → 900 (÷ 8).",
                "Effective batch size: 125 → 1,000 (× 8).",
                "Warm-up: 216 → 27 steps (÷ 8).",
                "Evaluations: 14 → 1 (÷ 14).",
                "Tokens per step: 256,000 → 2,048,000 (× 8).",
                "Duration: 1,800 → 225 seconds (÷ 8).",
            ),
        ),
        (
            TrainingRun(1_000, 64),
            {"batch_size": 32, "accumulation": 2},
            ("Batches per epoch: 16 → 32 (× 2).", "Last batch: 40 → 8 samples (÷ 5)."),
        ),
        (TrainingRun(5, 2), {"warmup": 2}, ("Warm-up: 0 → 2 steps (+2).",)),
        (TrainingRun(5, 2), {"warmup": 0}, ()),
    ],
)
def test_a_changed_number_changes_these_counts(
    before: TrainingRun, changes: dict[str, Any], told: tuple[str, ...]
) -> None:
    assert tuple(map(str, compare(before, replace(before, **changes)))) == told


def test_accumulation_that_keeps_the_effective_batch_is_worked_out() -> None:
    assert tuple(map(str, accumulation_lines(TrainingRun(50_000, 1_024), 40))) == (
        "Batch size: 32 (the largest up to 40 that divides 1,024).",
        "Accumulation: 1,024 / 32 = 32 batches.",
    )


@often
@given(runs, runs)
def test_a_change_is_told_both_ways(one: TrainingRun, other: TrainingRun) -> None:
    there, back = compare(one, other), compare(other, one)
    assert back == tuple(Change(c.what, c.after, c.before, c.unit) for c in there)
    assert not compare(one, one)
    assert all(change.before != change.after for change in there)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, ""),
        (59, ""),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3_600, "1 h"),
        (8_000, "2 h 13 min 20 s"),
        (86_400, "1 day"),
        (200_000, "2 days 7 h 33 min 20 s"),
        (Fraction(363, 2), "3 min 2 s"),
    ],
)
def test_a_duration_is_told_in_parts(seconds: int | Fraction, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (5_000, "5,000"),
        (Fraction(1, 10), "0.1"),
        (Fraction(-3, 2), "−1.5"),
        (Fraction(1_073_741_824, GB), "1.073741824"),
        (Fraction(1, 3), "1/3"),
        (Fraction(5_000, 3), "5,000/3"),
    ],
)
def test_a_number_is_written_exactly(number: int | Fraction, said: str) -> None:
    assert exactly(number) == said
