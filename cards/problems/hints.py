"""Hints in three rungs: the quantities, one epoch, the formula with its numbers."""

from dataclasses import replace
from typing import Final

from cards.calculator import TrainingRun, amount

_ROUNDING: Final = {
    True: "round down, for a last batch that is not full is dropped",
    False: "round up, for a last, smaller batch is kept",
}


def steps_per_epoch_hints(run: TrainingRun) -> tuple[str, str, str]:
    """Return the rungs that lead to the steps of one epoch, each without the result."""
    return (
        f"What counts: {quantities(run)}.",
        f"Ask how many batches an epoch has, and {_ROUNDING[run.drop_last]}.",
        f"Work out {epoch_formula(run)}.",
    )


def total_steps_hints(run: TrainingRun) -> tuple[str, str, str]:
    """Return the rungs that lead to the steps of a whole run, each without the result."""
    return (
        f"What counts: {quantities(run)}, {amount(run.epochs, 'epoch')}.",
        _one_epoch(run),
        f"Work out {total_formula(run)}.",
    )


def quantities(run: TrainingRun) -> str:
    """Return what decides the steps of one epoch."""
    parts = [amount(run.samples, "sample"), f"a batch size of {run.batch_size:,}"]
    if run.replicas > 1:
        parts.append(f"{run.replicas:,} devices")
    if run.accumulation > 1:
        parts.append(f"{amount(run.accumulation, 'batch')} to a step")
    return ", ".join(parts)


def epoch_formula(run: TrainingRun) -> str:
    """Return the formula for the steps of one epoch, with its numbers in place."""
    shared = f"{run.batch_size:,}"
    if run.replicas > 1:
        shared = f"({shared} × {run.replicas:,})"
    batches = _rounded(f"{run.samples:,} / {shared}", up=not run.drop_last)
    if run.accumulation == 1:
        return batches
    return _rounded(f"{batches} / {run.accumulation:,}", up=run.tail == "flush")


def total_formula(run: TrainingRun) -> str:
    """Return the formula for the steps of a whole run, with its numbers in place."""
    if run.tail == "carry" and run.accumulation > 1:
        batches = epoch_formula(replace(run, accumulation=1))
        return _rounded(f"{batches} × {run.epochs:,} / {run.accumulation:,}", up=False)
    return f"{epoch_formula(run)} × {run.epochs:,}"


def _rounded(quotient: str, *, up: bool) -> str:
    return f"⌈{quotient}⌉" if up else f"⌊{quotient}⌋"


def _one_epoch(run: TrainingRun) -> str:
    together = ""
    if run.replicas > 1:
        together = f" All devices together take {run.batch_size:,} × {run.replicas:,} at a time."
    if run.accumulation == 1:
        return (
            f"Look at one epoch first: count its batches, and {_ROUNDING[run.drop_last]}.{together}"
        )
    return f"Look at one epoch first: count its batches.{together} {_groups(run)}"


def _groups(run: TrainingRun) -> str:
    if run.tail == "flush":
        return "Then count the groups that make a step, a smaller last one too."
    if run.tail == "reset":
        return "Then count the groups that make a step, full ones only."
    return "Groups that make a step run on from one epoch into the next."
