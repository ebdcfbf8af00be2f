"""What share of its time a training on spot instances saves."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator.cost import spot_saving
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "The log of a managed spot training on Amazon SageMaker ends with “Training seconds: "
    "{training:,}” and “Billable seconds: {billable:,}”. What was saved, in percent?",
    "A model was trained on spot instances for {training:,} seconds, of which {billable:,} were "
    "billed. What percentage does that save?",
    "On a cloud's spare machines a network is trained for {training:,} seconds, pauses left out. "
    "The bill has {billable:,} seconds on it. What is the saving in percent?",
)
_SECONDS: Final[Mapping[Size, range]] = {
    "head": range(1_000, 9_001, 200),
    "calculator": range(2_000, 20_001, 25),
}
_PERCENT: Final[Mapping[Size, range]] = {"head": range(30, 91, 5), "calculator": range(30, 91)}
_BILLED_UNIT: Final[Mapping[Size, int]] = {"head": 100, "calculator": 1}


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        training, saved = choose(rng, _SECONDS[size]), choose(rng, _PERCENT[size])
        billable, rest = divmod(training * (100 - saved), 100)
        if rest == 0 and billable % _BILLED_UNIT[size] == 0 and saved != 50:
            return {
                "story": choose(rng, range(len(_STORIES))),
                "training": training,
                "billable": billable,
            }


def _solve(numbers: Parameters) -> Solution:
    training, billable = numbers["training"], numbers["billable"]
    saved = spot_saving(training, billable)
    wrong: dict[str, int | Fraction] = {
        "billed_share": 100 * (1 - saved),
        "saving_of_the_bill": 100 * saved / (1 - saved),
        "seconds_saved": training - billable,
    }
    lines = (
        f"Billed: {billable:,} / {training:,} = {100 * (1 - saved)}%.",
        f"Saved: 100% − {100 * (1 - saved)}% = {100 * saved}%.",
    )
    hints = (
        f"What counts: {training:,} seconds of training, {billable:,} of them billed.",
        f"The part that is billed is {billable:,} / {training:,}. The saving is what is left.",
        f"Work out 1 − {billable:,} / {training:,}, in percent.",
    )
    return Solution(100 * saved, "%", lines, wrong, hints)


SPOT_SAVING = Family(
    key="spot-saving",
    title="Saving of a spot training",
    topic="Time and cost",
    stories=_STORIES,
    conventions="The saving is the share of the training time that is not billed.",
    draw=_draw,
    solve=_solve,
)
