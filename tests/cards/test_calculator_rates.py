"""Learning rates after a change of the batch size."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.calculator import noise_factor, scaled_by_root, scaled_linearly
from cards.calculator.exact import square_root

TENTH = Fraction(1, 10)
sizes = st.integers(1, 100_000)


@pytest.mark.parametrize(
    ("before", "after", "linear", "root"),
    [
        (256, 1_024, Fraction(4, 10), Fraction(2, 10)),
        (256, 8_192, Fraction(32, 10), None),  # 3.2, as in Goyal et al. 2017
        (256, 64, Fraction(1, 40), Fraction(1, 20)),
        (32, 32, TENTH, TENTH),
        (32, 72, Fraction(9, 40), Fraction(3, 20)),  # 9/4 is a square, though 72 and 32 are none
    ],
)
def test_a_rate_is_scaled_with_the_batch_or_its_root(
    before: int, after: int, linear: Fraction, root: Fraction | None
) -> None:
    assert scaled_linearly(TENTH, before, after) == linear
    if root is not None:
        assert scaled_by_root(TENTH, before, after) == root
        assert noise_factor(before, after) == TENTH / root


@given(st.fractions(min_value=0, max_denominator=10**9))
def test_the_root_of_a_square_is_exact(root: Fraction) -> None:
    assert square_root(root * root) == root


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**12))
def test_any_other_root_is_cut_off_after_15_digits(number: Fraction) -> None:
    root = square_root(number)
    assert root**2 <= number < (root + root / 10**14) ** 2


@given(sizes, sizes)
def test_there_and_back_leaves_the_rate(before: int, after: int) -> None:
    there = scaled_linearly(TENTH, before, after)
    assert scaled_linearly(there, after, before) == TENTH
    again = scaled_by_root(scaled_by_root(TENTH, before, after), after, before)
    assert abs(again - TENTH) <= TENTH / 10**13


def test_four_times_the_batch_halves_the_noise() -> None:
    assert noise_factor(32, 128) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("rate", "before", "after", "message"),
    [
        (0, 32, 64, "the learning rate must be an exact number above 0, not 0"),
        (0.1, 32, 64, "the learning rate must be an exact number above 0, not 0.1"),
        (TENTH, 0, 64, "the batch size must be a whole number of at least 1, not 0"),
        (TENTH, 32, True, "the new batch size must be a whole number of at least 1, not True"),
    ],
)
@pytest.mark.parametrize("rule", [scaled_linearly, scaled_by_root])
def test_a_rate_or_a_batch_that_makes_no_sense_is_refused_in_words(
    rule: Any, rate: Any, before: Any, after: Any, message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        rule(rate, before, after)
    assert str(refused.value) == message
