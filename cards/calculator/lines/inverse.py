"""The lines for the numbers that give so many steps."""

from dataclasses import replace
from typing import Any, Final, Literal, TypeAlias

from cards.calculator.inverse import batch_sizes_giving, epochs_giving, samples_giving
from cards.calculator.lines.line import Line
from cards.calculator.run import TrainingRun
from cards.calculator.words import amount

Wanted: TypeAlias = Literal["samples", "batch_size", "epochs"]

_GIVING: Final = {
    "samples": (samples_giving, "sample", "Fewest samples", "Most samples"),
    "batch_size": (batch_sizes_giving, "", "Smallest batch size", "Largest batch size"),
    "epochs": (epochs_giving, "epoch", "Fewest epochs", "Most epochs"),
}


def inverse_lines(run: TrainingRun, steps: int, wanted: Wanted) -> tuple[Line, ...]:
    """Return the lines for the least and the greatest number with which ``run`` makes the steps.

    Each says what one less or one more would make.
    """
    giving, unit, least, greatest = _GIVING[wanted]
    found = giving(run, steps)
    if found is None:
        return (Line(least, f"none makes exactly {amount(steps, 'step')}", None),)
    below = Line(least, "", found.low, unit, _makes(run, wanted, found.low - 1))
    if found.high is None:
        return (below, Line(greatest, "there is none, any larger one makes as many", None))
    return (below, Line(greatest, "", found.high, unit, _makes(run, wanted, found.high + 1)))


def _makes(run: TrainingRun, wanted: Wanted, number: int) -> str:
    changed: dict[str, Any] = {wanted: number, "max_steps": None}
    try:
        other = replace(run, **changed)
    except ValueError:  # there is no such run, with no samples to train on for one
        return ""
    return f"{number:,} would make {amount(other.total_steps, 'step')}"
