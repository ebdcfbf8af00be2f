"""How good a classifier is by its F1 score, from its four counts."""

from collections.abc import Mapping
from fractions import Fraction
from math import gcd
from typing import Final

from numpy.random import Generator

from cards.calculator.metrics import Counts
from cards.problems.confusion import (
    counts_of,
    other_measures,
    percentage,
    stories,
    true_negatives,
    with_story,
)
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_PERCENT: Final[Mapping[Size, range]] = {"head": range(50, 91, 5), "calculator": range(50, 93)}
_TRUE_POSITIVES: Final[Mapping[Size, tuple[int, int]]] = {"head": (6, 60), "calculator": (80, 600)}
_CLEAR_OF_THE_MEAN: Final = Fraction(1, 100)


def _draw(rng: Generator, size: Size) -> Parameters:
    fewest, most = _TRUE_POSITIVES[size]
    while True:
        right, errors = _right_and_errors(rng, choose(rng, _PERCENT[size]))
        if not fewest <= right <= most or errors < 5:
            continue
        false = int(rng.integers(1, errors))
        counts = Counts(right, false, errors - false, true_negatives(rng, size))
        if (counts.precision + counts.recall) / 2 - counts.f1 >= _CLEAR_OF_THE_MEAN:
            return with_story(rng, counts)


def _right_and_errors(rng: Generator, percent: int) -> tuple[int, int]:
    """Return true positives and errors of both kinds that make this F1 score."""
    shared = gcd(2 * percent, 2 * (100 - percent), 200)
    times = int(rng.integers(1, 31))
    twice_right, errors = percent * 2 // shared * times, (100 - percent) * 2 // shared * times
    return (twice_right // 2, errors) if twice_right % 2 == 0 else (twice_right, 2 * errors)


def _solve(numbers: Parameters) -> Solution:
    counts = counts_of(numbers)
    right, false, missed = counts.true_positives, counts.false_positives, counts.false_negatives
    score = 100 * counts.f1
    wrong = other_measures(counts, "f1") | {
        "mean_of_precision_and_recall": 50 * (counts.precision + counts.recall),
        "product_of_precision_and_recall": 100 * counts.precision * counts.recall,
        "true_positives_once": Fraction(100 * right, right + counts.errors),
        "forgot_two_above": score / 2,
    }
    lines = (
        f"Precision: {right:,} / {counts.predicted_positives:,} {percentage(counts.precision)}. "
        f"Recall: {right:,} / {counts.positives:,} {percentage(counts.recall)}.",
        f"F1 is their harmonic mean: 2 × {right:,} / (2 × {right:,} + {false:,} + {missed:,}) = "
        f"{2 * right:,} / {2 * right + counts.errors:,} = {score}%.",
    )
    hints = (
        f"What counts: {right:,} true positives, {false:,} false positives, {missed:,} false "
        "negatives. The true negatives play no part.",
        f"Precision is {right:,} / ({right:,} + {false:,}), recall {right:,} / ({right:,} + "
        f"{missed:,}). F1 is their harmonic mean, not the number halfway between them.",
        f"Work out 2 × {right:,} / (2 × {right:,} + {false:,} + {missed:,}), in percent.",
    )
    return Solution(score, "%", lines, wrong, hints)


F1_SCORE = Family(
    key="f1-score",
    title="F1 score",
    topic="Metrics",
    stories=stories("What is the F1 score, in percent?"),
    conventions="It is a whole number of percent.",
    draw=_draw,
    solve=_solve,
)
