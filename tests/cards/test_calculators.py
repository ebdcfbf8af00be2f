"""The small calculators beside that of a run: tuning, stopping, metrics, cost, memory and noise."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.calculator import TrainingRun, noise_factor
from cards.calculator.cost import spot_saving
from cards.calculator.memory import memory_at
from cards.calculator.metrics import Counts
from cards.calculator.rates import batch_size_for_noise
from cards.calculator.stopping import Stop, early_stop
from cards.calculator.tuning import (
    cross_validation_trainings,
    grid_trials,
    training_of_a_fold,
    tuning_rounds,
)

small = st.integers(1, 8)
counts = st.integers(0, 500)


@given(st.lists(small, min_size=1, max_size=4), small)
def test_a_grid_is_every_combination(choices: list[int], repeats: int) -> None:
    combinations = list(product(*map(range, choices)))
    assert grid_trials(choices, repeats) == len(combinations) * repeats


@given(st.integers(1, 10_000), st.integers(1, 200))
def test_rounds_are_enough_and_one_fewer_is_not(jobs: int, parallel: int) -> None:
    rounds = tuning_rounds(jobs, parallel)
    assert (rounds - 1) * parallel < jobs <= rounds * parallel


def test_a_cross_validation_trains_each_setting_for_each_fold_and_the_best_once_more() -> None:
    assert cross_validation_trainings(folds=5, settings=4) == 21


def test_a_training_of_a_fold_leaves_out_its_share_and_keeps_all_else() -> None:
    run = TrainingRun(1_000, 64, 3, drop_last=True)
    assert training_of_a_fold(run, 5) == TrainingRun(800, 64, 3, drop_last=True)


@pytest.mark.parametrize("folds", [1, 3])
def test_folds_that_are_not_equal_or_hold_nothing_out_are_refused(folds: int) -> None:
    with pytest.raises(ValueError, match="equal folds"):
        training_of_a_fold(TrainingRun(1_000, 64), folds)


@pytest.mark.parametrize(
    ("losses", "patience", "stop"),
    [
        ((5, 4, 3), 1, Stop(3, best=3)),  # it gets better to the end
        ((5, 6), 1, Stop(2, best=1)),
        ((5, 6, 7), 2, Stop(3, best=1)),
        ((5, 6, 4, 5, 6, 3), 2, Stop(5, best=3)),  # a new low starts the count anew
        ((5, 5, 5), 2, Stop(3, best=1)),  # as low as before is no new low
        ((5, 6, 7), 3, Stop(3, best=1)),  # the row ends before the patience does
        ((5,), 1, Stop(1, best=1)),
    ],
)
def test_a_run_stops_when_the_patience_is_used_up(
    losses: tuple[int, ...], patience: int, stop: Stop
) -> None:
    assert early_stop(losses, patience) == stop


@pytest.mark.parametrize(("losses", "patience"), [((), 1), ((5, 4), 0)])
def test_nothing_stops_without_losses_or_patience(losses: tuple[int, ...], patience: int) -> None:
    with pytest.raises(ValueError, match="early stopping needs"):
        early_stop(losses, patience)


@given(st.integers(1, 500), counts, counts, counts)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(
    right: int, false: int, missed: int, passed: int
) -> None:
    measured = Counts(right, false, missed, passed)
    assert 2 / measured.f1 == 1 / measured.precision + 1 / measured.recall
    assert min(measured.precision, measured.recall) <= measured.f1
    assert measured.accuracy == 1 - Fraction(false + missed, measured.everything)


def test_counts_are_not_negative_and_a_share_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="false_negatives must not be below 0"):
        Counts(1, 1, -1, 1)
    nothing_reported = Counts(0, 0, 3, 7)
    assert nothing_reported.recall == 0
    with pytest.raises(ZeroDivisionError):
        assert nothing_reported.precision


def test_a_spot_training_saves_what_is_not_billed() -> None:
    assert spot_saving(training_seconds=500, billable_seconds=150) == Fraction(7, 10)
    assert spot_saving(500, 500) == 0


@pytest.mark.parametrize(("training", "billable"), [(100, 0), (100, 101), (0, 0)])
def test_a_bill_is_more_than_nothing_and_no_more_than_the_run(training: int, billable: int) -> None:
    with pytest.raises(ValueError, match="a job bills"):
        spot_saving(training, billable)


@given(st.integers(0, 50), st.integers(1, 9), st.integers(1, 64), st.integers(1, 64))
def test_only_what_is_not_fixed_grows_with_the_batch(
    fixed: int, each: int, batch_size: int, new: int
) -> None:
    assert memory_at(fixed + each * batch_size, fixed, batch_size, new) == fixed + each * new


@pytest.mark.parametrize("fixed", [5, -1])
def test_a_batch_takes_memory_beside_the_fixed_part(fixed: int) -> None:
    with pytest.raises(ValueError, match="take memory beside"):
        memory_at(5, fixed, 1, 8)


@given(st.integers(1, 512), small)
def test_a_noise_so_many_times_less_takes_the_square_of_that_in_samples(
    batch_size: int, times: int
) -> None:
    assert noise_factor(batch_size, batch_size_for_noise(batch_size, times)) == Fraction(1, times)
