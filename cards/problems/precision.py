"""How precise a classifier is, from its four counts."""

from numpy.random import Generator

from cards.calculator.metrics import Counts
from cards.problems.confusion import (
    counts_of,
    other_errors,
    other_measures,
    stories,
    true_negatives,
    whole_percent,
    with_story,
)
from cards.problems.problem import Family, Parameters, Size, Solution


def _draw(rng: Generator, size: Size) -> Parameters:
    right, wrong = whole_percent(rng, size)
    missed = other_errors(rng, wrong, size)
    return with_story(rng, Counts(right, wrong, missed, true_negatives(rng, size)))


def _solve(numbers: Parameters) -> Solution:
    counts = counts_of(numbers)
    found, reported = counts.true_positives, counts.predicted_positives
    false = counts.false_positives
    precision = 100 * counts.precision
    wrong = other_measures(counts, "precision") | {
        "false_share_of_reported": 100 - precision,
        "share_of_everything": 100 * counts.precision * reported / counts.everything,
    }
    lines = (
        f"Taken for positive: {found:,} + {false:,} = {reported:,}.",
        f"Precision: {found:,} / {reported:,} = {precision}%.",
    )
    hints = (
        f"What counts: of what the model takes for positive, {found:,} are and {false:,} are not.",
        f"All that it takes for positive are {found:,} + {false:,}.",
        f"Work out {found:,} / ({found:,} + {false:,}), in percent.",
    )
    return Solution(precision, "%", lines, wrong, hints)


PRECISION = Family(
    key="precision",
    title="Precision",
    topic="Metrics",
    stories=stories("What is the precision, in percent?"),
    conventions="It is a whole number of percent.",
    draw=_draw,
    solve=_solve,
)
