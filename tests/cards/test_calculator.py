"""The calculator against a walk over the batches, a table, and what must always hold."""

from dataclasses import replace
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.calculator import (
    Sharding,
    TrainingRun,
    amount,
    batch_size_for_steps,
    epochs_for_steps,
    largest_batch,
    worked_lines,
)

TAILS = ("flush", "reset", "carry")

runs = st.builds(
    TrainingRun,
    samples=st.integers(1, 300),
    batch_size=st.integers(1, 40),
    epochs=st.integers(1, 6),
    drop_last=st.booleans(),
    accumulation=st.integers(1, 6),
    replicas=st.integers(1, 5),
    tail=st.sampled_from(TAILS),
)


def batches_of_first_replica(run: TrainingRun) -> list[int]:
    """Deal the samples out one by one, as a loader does, and return the first replica's batches."""
    dealt = list(range(run.samples))
    while not run.drop_last and len(dealt) % run.replicas:
        dealt.append(dealt[len(dealt) % run.samples])
    share = dealt[:: run.replicas]
    batches = [share[i : i + run.batch_size] for i in range(0, len(share), run.batch_size)]
    if run.drop_last:
        full = run.samples // (run.batch_size * run.replicas)
        batches = batches[:full]
    return [len(batch) for batch in batches]


def walked_steps(run: TrainingRun) -> list[int]:
    """Train for the run's epochs, batch by batch, and return the steps made in each epoch."""
    waiting, steps = 0, []
    for _ in range(run.epochs):
        made = 0
        for _batch in batches_of_first_replica(run):
            waiting += 1
            if waiting == run.accumulation:
                waiting, made = 0, made + 1
        if waiting and run.tail == "flush":
            made += 1
        if run.tail != "carry":
            waiting = 0
        steps.append(made)
    return steps


@given(runs)
def test_every_count_is_what_a_walk_over_the_batches_finds(run: TrainingRun) -> None:
    steps, batches = walked_steps(run), batches_of_first_replica(run)
    assert run.total_steps == sum(steps)
    assert run.steps_per_epoch == steps[0]
    assert [run.steps_in_epoch(e) for e in range(1, run.epochs + 1)] == steps
    assert run.batches_per_epoch == len(batches)
    assert run.last_batch_size == (batches[-1] if batches else 0)


@pytest.mark.parametrize(
    ("numbers", "per_epoch", "total", "last"),
    [
        ({"samples": 50_000, "batch_size": 125, "epochs": 20}, 400, 8_000, 125),
        ({"samples": 1_000, "batch_size": 128, "epochs": 3}, 8, 24, 104),
        ({"samples": 1_000, "batch_size": 128, "epochs": 3, "drop_last": True}, 7, 21, 128),
        ({"samples": 500, "batch_size": 500, "epochs": 4}, 1, 4, 500),  # one step is one epoch
        ({"samples": 5, "batch_size": 8}, 1, 1, 5),
        ({"samples": 5, "batch_size": 8, "drop_last": True}, 0, 0, 0),
        ({"samples": 1, "batch_size": 1}, 1, 1, 1),
        # the three rules for batches left over disagree
        ({"samples": 100, "batch_size": 10, "epochs": 3, "accumulation": 3}, 4, 12, 10),
        (
            {"samples": 100, "batch_size": 10, "epochs": 3, "accumulation": 3, "tail": "reset"},
            3,
            9,
            10,
        ),
        (
            {"samples": 100, "batch_size": 10, "epochs": 3, "accumulation": 3, "tail": "carry"},
            3,
            10,
            10,
        ),
        ({"samples": 4, "batch_size": 2, "epochs": 3, "accumulation": 4, "tail": "reset"}, 0, 0, 2),
        ({"samples": 4, "batch_size": 2, "epochs": 3, "accumulation": 4, "tail": "carry"}, 0, 1, 2),
        ({"samples": 63, "batch_size": 8, "replicas": 8}, 1, 1, 8),  # 63 padded to 64
        ({"samples": 51, "batch_size": 5, "replicas": 2}, 6, 6, 1),
        # max_steps replaces the epochs, whether it is more or fewer
        ({"samples": 100, "batch_size": 10, "epochs": 3, "max_steps": 7}, 10, 7, 10),
        ({"samples": 100, "batch_size": 10, "epochs": 3, "max_steps": 70}, 10, 70, 10),
        # beyond the integers that a float can hold
        ({"samples": 2**53 + 1, "batch_size": 2}, 2**52 + 1, 2**52 + 1, 1),
    ],
)
def test_known_runs(numbers: dict[str, Any], per_epoch: int, total: int, last: int) -> None:
    run = TrainingRun(**numbers)
    assert (run.steps_per_epoch, run.total_steps, run.last_batch_size) == (per_epoch, total, last)


@pytest.mark.parametrize(
    ("sharding", "samples", "batch_size", "replicas", "drop_last", "batches", "last", "seen"),
    [
        # the same step counts, but other samples behind them
        ("pad", 51, 5, 2, False, 6, 1, 52),
        ("drop", 51, 5, 2, False, 5, 5, 50),
        ("even", 51, 5, 2, False, 6, 5, 60),
        ("uneven", 51, 5, 2, False, 6, 1, 51),
        # without a full batch for every replica nothing is left
        ("pad", 63, 8, 8, False, 1, 8, 64),
        ("pad", 63, 8, 8, True, 0, 0, 0),
        ("drop", 63, 8, 8, False, 1, 7, 56),
        ("drop", 63, 8, 8, True, 0, 0, 0),
        ("drop", 3, 8, 4, False, 0, 0, 0),
        ("even", 63, 8, 8, True, 0, 0, 0),
        ("uneven", 63, 8, 8, True, 0, 0, 0),
        ("uneven", 65, 8, 8, False, 2, 1, 65),  # the first replica has the one batch more
        # one replica has nobody to share with
        ("pad", 51, 5, 1, False, 11, 1, 51),
        ("drop", 51, 5, 1, False, 11, 1, 51),
        ("even", 51, 5, 1, False, 11, 1, 51),
        ("uneven", 51, 5, 1, False, 11, 1, 51),
    ],
)
def test_what_replicas_do_with_samples_that_do_not_go_round(
    sharding: Sharding,
    samples: int,
    batch_size: int,
    replicas: int,
    drop_last: bool,
    batches: int,
    last: int,
    seen: int,
) -> None:
    run = TrainingRun(
        samples, batch_size, replicas=replicas, drop_last=drop_last, sharding=sharding
    )
    assert run.batches_per_epoch == batches
    assert run.last_batch_size == last
    assert run.samples_per_epoch == seen


@given(runs)
def test_kept_and_flushed_steps_are_the_samples_over_the_effective_batch(run: TrainingRun) -> None:
    kept = replace(run, drop_last=False, tail="flush")
    assert kept.steps_per_epoch == -(-run.samples // kept.effective_batch_size)


@given(runs)
def test_dropped_and_reset_steps_are_the_full_effective_batches(run: TrainingRun) -> None:
    dropped = replace(run, drop_last=True, tail="reset")
    assert dropped.steps_per_epoch == run.samples // dropped.effective_batch_size


@given(runs)
def test_where_the_rules_are_mixed_the_batches_are_rounded_first(run: TrainingRun) -> None:
    dropped = run.samples // (run.batch_size * run.replicas)
    mixed = replace(run, drop_last=True, tail="flush")
    assert mixed.steps_per_epoch == -(-dropped // run.accumulation)
    mixed = replace(run, drop_last=False, tail="reset")
    kept = -(-run.samples // (run.batch_size * run.replicas))
    assert mixed.steps_per_epoch == kept // run.accumulation


@given(runs)
def test_it_is_all_the_same_whether_batches_or_samples_are_shared(run: TrainingRun) -> None:
    cut_then_dealt = TrainingRun(TrainingRun(run.samples, run.batch_size).total_steps, run.replicas)
    dealt_then_cut = TrainingRun(-(-run.samples // run.replicas), run.batch_size)
    shared = replace(run, drop_last=False)
    assert shared.batches_per_epoch == cut_then_dealt.total_steps == dealt_then_cut.total_steps


@given(runs)
def test_carried_steps_lie_between_those_lost_and_those_flushed(run: TrainingRun) -> None:
    carried = replace(run, tail="carry")
    flushed, reset = replace(run, tail="flush"), replace(run, tail="reset")
    assert reset.total_steps <= carried.total_steps <= flushed.total_steps
    assert carried.total_steps == carried.total_batches // run.accumulation


def test_a_large_run_of_a_paper_is_reproduced() -> None:
    # Goyal et al. 2017: ImageNet in batches of 8,192 on 256 GPUs, 90 epochs, 5 of them warm-up.
    run = TrainingRun(1_281_167, 32, 90, replicas=256)
    assert (run.steps_per_epoch, run.total_steps) == (157, 14_130)
    assert replace(run, warmup=Fraction(5, 90)).warmup_steps == 785


@pytest.mark.parametrize("name", ["samples", "batch_size", "epochs", "accumulation", "replicas"])
@pytest.mark.parametrize("wrong", [0, -1, 1.0, 2.5, True, "3", None])
def test_a_number_that_is_no_count_is_refused_by_name(name: str, wrong: object) -> None:
    numbers: dict[str, Any] = {"samples": 10, "batch_size": 2} | {name: wrong}
    with pytest.raises(ValueError, match=f"^{name} must be a whole number"):
        TrainingRun(**numbers)


@pytest.mark.parametrize("wrong", [0, True, 1.5, "7"])
def test_a_limit_that_is_no_count_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="max_steps"):
        TrainingRun(10, 2, max_steps=wrong)


@pytest.mark.parametrize(
    "numbers",
    [
        {"samples": 5, "batch_size": 8, "drop_last": True},
        {"samples": 40, "batch_size": 20, "accumulation": 4, "tail": "reset"},
    ],
)
def test_a_limit_on_a_run_that_never_steps_is_refused(numbers: dict[str, Any]) -> None:
    assert TrainingRun(**numbers).total_steps == 0
    with pytest.raises(ValueError, match="never makes a step"):
        TrainingRun(**numbers, max_steps=5)


def test_a_limit_is_fine_where_carried_batches_make_a_step_in_the_end() -> None:
    assert TrainingRun(40, 20, accumulation=4, tail="carry", max_steps=5).total_steps == 5


def test_an_unknown_rule_for_the_tail_is_refused() -> None:
    tail: Any = "drop"
    with pytest.raises(ValueError, match="flush, reset or carry"):
        TrainingRun(10, 2, tail=tail)


@pytest.mark.parametrize("epoch", [0, -1, True, 1.0])
def test_epochs_are_counted_from_one(epoch: Any) -> None:
    with pytest.raises(ValueError, match="epoch"):
        TrainingRun(10, 2).steps_in_epoch(epoch)


@given(runs, st.integers(1, 400))
def test_epochs_for_steps_is_the_first_epoch_that_gets_there(run: TrainingRun, steps: int) -> None:
    if run.never_steps:
        with pytest.raises(ValueError, match="never"):
            epochs_for_steps(run, steps)
        return
    done, expected = 0, 0
    for epoch in count(1):
        done += run.steps_in_epoch(epoch)
        if done >= steps:
            expected = epoch
            break
    assert epochs_for_steps(run, steps) == expected


@given(st.integers(1, 500), st.integers(1, 100))
def test_batch_size_for_steps_is_the_smallest_that_is_enough(samples: int, steps: int) -> None:
    smallest = next(b for b in count(1) if TrainingRun(samples, b).steps_per_epoch <= steps)
    assert batch_size_for_steps(samples, steps) == smallest


@given(st.integers(1, 500), st.integers(0, 500), st.integers(1, 60))
def test_largest_batch_is_the_last_that_fits(usable: int, fixed: int, per_sample: int) -> None:
    fitting = [b for b in range(1, usable + 1) if fixed + b * per_sample <= usable]
    assert largest_batch(usable, fixed, per_sample) == max(fitting, default=0)


@pytest.mark.parametrize(
    ("run", "lines"),
    [
        (
            TrainingRun(50_000, 125, 20),
            (
                "Steps per epoch: ⌈50,000 / 125⌉ = 400 (every batch is full).",
                "Total steps: 400 × 20 = 8,000.",
                "Last batch: full, 125 samples.",
            ),
        ),
        (
            TrainingRun(1_000, 128, 3),
            (
                "Steps per epoch: ⌈1,000 / 128⌉ = 8 "
                "(rounded up: 7 full batches and a last, smaller one of 104 is kept).",
                "Total steps: 8 × 3 = 24.",
                "Last batch: 1,000 − 7 × 128 = 104 samples.",
            ),
        ),
        (
            TrainingRun(1_001, 125, 3, drop_last=True),
            (
                "Steps per epoch: ⌊1,001 / 125⌋ = 8 "
                "(rounded down: 1 sample left over and dropped).",
                "Total steps: 8 × 3 = 24.",
                "Last batch: full, 125 samples.",
            ),
        ),
        (
            TrainingRun(5, 8, drop_last=True),
            (
                "Steps per epoch: ⌊5 / 8⌋ = 0 (rounded down: 5 samples left over and dropped).",
                "Total steps: 0 × 1 = 0.",
                "Last batch: there is none, for not one batch is full.",
            ),
        ),
        (
            TrainingRun(5, 8, 2, max_steps=9),
            (
                "Steps per epoch: ⌈5 / 8⌉ = 1 (rounded up: one batch holds all 5 samples).",
                "Total steps: 9 (the limit on steps decides, not the epochs).",
                "Last batch: the only one, 5 samples.",
            ),
        ),
        (
            TrainingRun(103, 10, 3, accumulation=3, replicas=2),
            (
                "Batches per replica and epoch: ⌈103 / (10 × 2)⌉ = 6 "
                "(rounded up: what is left over still makes a batch).",
                "Steps per epoch: ⌈6 / 3⌉ = 2 (every 3 batches make a step).",
                "Total steps: 2 × 3 = 6.",
                "Last batch on the first replica: ⌈103 / 2⌉ − 5 × 10 = 2 samples.",
                "Effective batch size: 10 × 2 × 3 = 60.",
            ),
        ),
        (
            TrainingRun(100, 10, 3, accumulation=3, tail="carry"),
            (
                "Batches per epoch: ⌈100 / 10⌉ = 10 (every batch is full).",
                "Steps in the first epoch: ⌊10 / 3⌋ = 3 "
                "(rounded down: the batches left over count in the next epoch).",
                "Total steps: ⌊10 × 3 / 3⌋ = 10 (rounded down).",
                "Last batch: full, 10 samples.",
                "Effective batch size: 10 × 3 = 30.",
            ),
        ),
    ],
)
def test_worked_lines_say_in_words_what_the_symbols_do(
    run: TrainingRun, lines: tuple[str, ...]
) -> None:
    assert tuple(map(str, worked_lines(run))) == lines


@given(runs)
def test_worked_lines_name_the_counts_they_lead_to(run: TrainingRun) -> None:
    said = "\n".join(map(str, worked_lines(run)))
    assert f"= {run.steps_per_epoch:,} (" in said
    assert f"= {run.total_steps:,}" in said
    assert run.last_batch_size == 0 or amount(run.last_batch_size, "sample") in said


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "step", "1 step"),
        (8_000, "step", "8,000 steps"),
        (2, "batch", "2 batches"),
        (3, "epoch", "3 epochs"),
    ],
)
def test_amounts_agree_with_their_nouns(number: int, noun: str, said: str) -> None:
    assert amount(number, noun) == said
