"""How many trainings a grid search makes."""

from collections.abc import Mapping
from typing import Final

from numpy.random import Generator

from cards.calculator.tuning import grid_trials
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A team searches a grid of {first} learning rates, {second} batch sizes and {third} "
    "optimizers. To even out chance, each combination is trained {repeats} times, with another "
    "seed each time. How many trainings does the search make?",
    "A tuning job on Amazon SageMaker uses the grid strategy. It tries {first} numbers of layers, "
    "{second} dropout rates and {third} activation functions, and repeats each combination on "
    "{repeats} random splits of the data. How many trainings does it start?",
    "For a model of bird calls, {first} window lengths, {second} learning rates and {third} "
    "schedules are to be tried, every one with every other, and each of these {repeats} times. "
    "How many trainings will that be?",
    "A student lists {first} widths for a network, {second} strengths of weight decay and {third} "
    "kinds of augmentation, and trains each combination from {repeats} different starting weights. "
    "How many trainings does that make?",
)
_CHOICES: Final[Mapping[Size, range]] = {"head": range(2, 8), "calculator": range(3, 14)}


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        first, second, third, repeats = rng.permutation(_CHOICES[size])[:4].tolist()
        if third < first and _tells_slips_apart((first, second, third), repeats):
            return {
                "story": choose(rng, range(len(_STORIES))),
                "first": first,
                "second": second,
                "third": third,
                "repeats": repeats,
            }


def _tells_slips_apart(lists: tuple[int, int, int], repeats: int) -> bool:
    """Return whether leaving something out, adding and pairing up lead to different numbers."""
    first, second, _ = lists
    added, combinations = sum(lists), grid_trials(lists)
    return first * second != added and combinations not in (added * repeats, max(lists) * repeats)


def _solve(numbers: Parameters) -> Solution:
    first, second, third, repeats = (numbers[n] for n in ("first", "second", "third", "repeats"))
    lists = (first, second, third)
    trials = grid_trials(lists, repeats)
    combinations = grid_trials(lists)
    wrong = {
        "forgot_repeats": combinations,
        "added_choices": sum(lists) * repeats,
        "added_repeats": combinations + repeats,
        "lists_side_by_side": max(lists) * repeats,
        "forgot_a_hyperparameter": grid_trials((first, second), repeats),
    }
    product = f"{first} × {second} × {third}"
    lines = (
        f"Combinations: {product} = {combinations:,} (every value with every other).",
        f"Trainings: {combinations:,} × {repeats} = {trials:,}.",
    )
    hints = (
        f"What counts: lists of {first}, {second} and {third} values, and {repeats} trainings for "
        "each combination.",
        f"Take one value of the first list. {second} × {third} pairs of the others go with it.",
        f"Work out {product} × {repeats}.",
    )
    return Solution(trials, "training", lines, wrong, hints)


GRID_SEARCH_TRIALS = Family(
    key="grid-search-trials",
    title="Trainings of a grid search",
    topic="Tuning",
    stories=_STORIES,
    conventions="No combination is left out, and none stops early.",
    draw=_draw,
    solve=_solve,
)
