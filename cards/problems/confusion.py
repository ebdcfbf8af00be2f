"""What problems about the four counts of a classifier share: scenes, numbers, slips."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import written
from cards.calculator.metrics import Counts
from cards.problems.numbers import choose
from cards.problems.problem import Parameters, Size

SCENES: Final = (
    "A spam filter is tried on labelled mail. Of the spam it catches {true_positives:,} and lets "
    "{false_negatives:,} through; of the good mail it holds back {false_positives:,} and lets "
    "{true_negatives:,} through. Spam is the positive class.",
    "A model that looks for cracks in welds passes {true_negatives:,} sound welds and raises a "
    "false alarm at {false_positives:,}. Of the cracked ones it finds {true_positives:,} and "
    "misses {false_negatives:,}. Cracked is the positive class.",
    "On a test set, a screening model has {true_positives:,} true positives, {false_positives:,} "
    "false positives, {false_negatives:,} false negatives and {true_negatives:,} true negatives.",
    "Of the payments that a model reports as fraud, {true_positives:,} are fraud and "
    "{false_positives:,} are honest. Of those that it lets pass, {false_negatives:,} are fraud and "
    "{true_negatives:,} are honest. Fraud is the positive class.",
)
_TOTALS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (20, 25, 40, 50, 80, 150, 200),
    "calculator": (*range(120, 400, 20), *range(225, 1_000, 50)),
}
_PERCENT: Final[Mapping[Size, range]] = {"head": range(40, 96, 5), "calculator": range(41, 98)}


def stories(question: str) -> tuple[str, ...]:
    """Return every scene with a question."""
    return tuple(f"{scene} {question}" for scene in SCENES)


def whole_percent(rng: Generator, size: Size) -> tuple[int, int]:
    """Return how many of some are right, and how many are not: a whole percentage, and not half."""
    while True:
        total, percent = choose(rng, _TOTALS[size]), choose(rng, _PERCENT[size])
        right, rest = divmod(total * percent, 100)
        if rest == 0 and percent != 50:
            return right, total - right


def other_errors(rng: Generator, errors: int, size: Size) -> int:
    """Return a number of errors of the other kind, clearly more or fewer."""
    while True:
        others = int(rng.integers(2, 41 if size == "head" else 201))
        if 3 * others < 2 * errors or 2 * others > 3 * errors:
            return others


def true_negatives(rng: Generator, size: Size) -> int:
    """Return a number of true negatives."""
    return int(rng.integers(10, 100)) * (5 if size == "head" else 13)


def with_story(rng: Generator, counts: Counts) -> Parameters:
    """Return the parameters of a problem about these counts."""
    return {
        "story": choose(rng, range(len(SCENES))),
        "true_positives": counts.true_positives,
        "false_positives": counts.false_positives,
        "false_negatives": counts.false_negatives,
        "true_negatives": counts.true_negatives,
    }


def counts_of(numbers: Parameters) -> Counts:
    """Return the counts of a problem."""
    return Counts(*(numbers[name] for name in Counts.__slots__))


def percentage(share: Fraction) -> str:
    """Return how a share is worked out to a percentage: "= 75%", or "≈ 66.67%"."""
    percent = written(100 * share)
    return f"{percent}%" if percent.startswith("≈") else f"= {percent}%"


def other_measures(counts: Counts, asked: str) -> dict[str, int | Fraction]:
    """Return the percentages of all measures but the one that is asked for, as slips."""
    measures = {name: getattr(counts, name) for name in ("precision", "recall", "f1", "accuracy")}
    return {f"answered_{name}": 100 * share for name, share in measures.items() if name != asked}
