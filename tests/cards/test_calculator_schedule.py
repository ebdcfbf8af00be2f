"""The learning rate at every step: warm-up, and four ways to go on."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cards.calculator import Constant, CosineDecay, LinearDecay, Schedule, StepDecay

PEAK = Fraction(1, 1_000)
TENTH = Fraction(1, 10)

decays = st.one_of(
    st.just(Constant()),
    st.just(LinearDecay()),
    st.just(CosineDecay()),
    st.builds(StepDecay, st.integers(1, 50), st.fractions(Fraction(1, 10), 1)),
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    total = draw(st.integers(1, 300))
    return Schedule(PEAK, total, draw(st.integers(0, total)), draw(decays))


@pytest.mark.parametrize(
    ("decay", "rates"),
    [
        # 100 steps, 20 of them warm-up: after 0, 5, 20, 60 and 100 steps, in shares of the peak
        (Constant(), [0, Fraction(1, 4), 1, 1, 1]),
        (LinearDecay(), [0, Fraction(1, 4), 1, Fraction(1, 2), 0]),
        (CosineDecay(), [0, Fraction(1, 4), 1, Fraction(1, 2), 0]),
        (
            StepDecay(20, Fraction(1, 10)),
            [0, Fraction(1, 4), 1, Fraction(1, 100), Fraction(1, 10_000)],
        ),
        (StepDecay(30, Fraction(1, 2)), [0, Fraction(1, 4), 1, Fraction(1, 2), Fraction(1, 4)]),
    ],
)
def test_a_rate_rises_to_its_peak_and_follows_its_decay(decay: Any, rates: list[Any]) -> None:
    schedule = Schedule(PEAK, 100, 20, decay)
    assert [schedule.rate_after(steps) for steps in (0, 5, 20, 60, 100)] == [
        share * PEAK for share in rates
    ]


def test_without_a_warm_up_the_first_step_has_the_peak() -> None:
    assert Schedule(PEAK, 100).rate_after(0) == PEAK


def test_the_last_step_of_a_linear_decay_still_moves() -> None:
    assert Schedule(PEAK, 100, 0, LinearDecay()).rate_after(99) == PEAK / 100


@pytest.mark.parametrize(
    ("done", "share"),
    [(0, Fraction(1)), (20, Fraction(3, 4)), (30, Fraction(1, 2)), (40, Fraction(1, 4)), (60, 0)],
)
def test_a_cosine_is_exact_where_it_is_rational(done: int, share: Fraction) -> None:
    assert Schedule(1, 60, 0, CosineDecay()).rate_after(done) == share


@given(st.integers(1, 10**9), st.data())
def test_a_cosine_has_15_right_decimals_elsewhere(total: int, data: st.DataObject) -> None:
    steps = data.draw(st.integers(0, total))
    share = Schedule(1, total, 0, CosineDecay()).rate_after(steps)
    assert math.isclose(share, (1 + math.cos(math.pi * steps / total)) / 2, abs_tol=1e-15)


@given(schedules())
def test_a_rate_never_leaves_what_lies_between_nothing_and_its_peak(schedule: Schedule) -> None:
    rates = [schedule.rate_after(steps) for steps in range(schedule.total_steps + 1)]
    rising, falling = rates[: schedule.warmup_steps + 1], rates[schedule.warmup_steps :]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert min(rates) >= 0
    assert max(rates) <= PEAK
    assert all(isinstance(rate, Fraction) for rate in rates)


@given(schedules())
def test_a_line_and_a_cosine_end_at_nothing(schedule: Schedule) -> None:
    decays = isinstance(schedule.decay, LinearDecay | CosineDecay)
    assume(decays and schedule.warmup_steps < schedule.total_steps)
    assert schedule.rate_after(schedule.total_steps) == 0


def test_a_warm_up_longer_than_the_run_never_reaches_the_peak() -> None:
    schedule = Schedule(PEAK, 20, 50, LinearDecay())
    assert schedule.rate_after(20) == PEAK * Fraction(2, 5)


def test_a_run_that_only_warms_up_ends_at_nothing_if_it_decays() -> None:
    assert Schedule(PEAK, 20, 20, LinearDecay()).rate_after(19) == PEAK * Fraction(19, 20)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Schedule(0, 10), "the learning rate must be an exact number above 0, not 0"),
        (lambda: Schedule(PEAK, 0), "total_steps must be a whole number of at least 1, not 0"),
        (
            lambda: Schedule(PEAK, 9, -1),
            "warmup_steps must be a whole number of at least 0, not -1",
        ),
        (
            lambda: Schedule(PEAK, 2_000, 0, StepDecay(1, Fraction(1, 2))),
            "a learning rate may drop at most 1,000 times",
        ),
        (
            lambda: StepDecay(0, Fraction(1, 2)),
            "the steps between two drops must be a whole number of at least 1, not 0",
        ),
        (lambda: StepDecay(5, Fraction(3, 2)), "the factor of a drop must be at most 1, not 3/2"),
        (lambda: Schedule(PEAK, 10).rate_after(11), "the run has 10 steps, not 11"),
        (
            lambda: Schedule(PEAK, 10).rate_after(-1),
            "steps must be a whole number of at least 0, not -1",
        ),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused_in_words(make: Any, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        make()
    assert str(refused.value) == message
