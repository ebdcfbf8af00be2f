"""How much of what it looks for a classifier finds, from its four counts."""

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
    found, missed = whole_percent(rng, size)
    false = other_errors(rng, missed, size)
    return with_story(rng, Counts(found, false, missed, true_negatives(rng, size)))


def _solve(numbers: Parameters) -> Solution:
    counts = counts_of(numbers)
    found, missed, positives = counts.true_positives, counts.false_negatives, counts.positives
    recall = 100 * counts.recall
    wrong = other_measures(counts, "recall") | {
        "missed_share": 100 - recall,
        "share_of_everything": 100 * counts.recall * positives / counts.everything,
    }
    lines = (
        f"Positives: {found:,} + {missed:,} = {positives:,}.",
        f"Recall: {found:,} / {positives:,} = {recall}%.",
    )
    hints = (
        f"What counts: of all positives, the model finds {found:,} and misses {missed:,}.",
        f"All positives are {found:,} + {missed:,}.",
        f"Work out {found:,} / ({found:,} + {missed:,}), in percent.",
    )
    return Solution(recall, "%", lines, wrong, hints)


RECALL = Family(
    key="recall",
    title="Recall",
    topic="Metrics",
    stories=stories("What is the recall, in percent?"),
    conventions="It is a whole number of percent.",
    draw=_draw,
    solve=_solve,
)
