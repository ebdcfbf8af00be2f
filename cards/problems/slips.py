"""The numbers that misconceptions about a run lead to, worked out by the calculator."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final, TypeAlias

from cards.calculator import Tail, TrainingRun, amount

Wrong: TypeAlias = dict[str, int | Fraction]

_TAILS: Final[Mapping[str, Tail]] = {
    "tail_flushed": "flush",
    "tail_dropped": "reset",
    "tail_carried": "carry",
}


def leftover_slips(run: TrainingRun) -> Wrong:
    """Return what comes of mistaking the samples that fill no step, in steps of the whole run."""
    whole = run.effective_batch_size
    full, left = divmod(run.samples, whole)
    if left == 0:
        return {"plus_one_always": (full + 1) * run.epochs}
    slips: Wrong = {"unrounded": Fraction(run.samples * run.epochs, whole)}
    rounded = (full + (2 * left >= whole)) * run.epochs
    other = replace(run, drop_last=not run.drop_last).total_steps
    if run.accumulation > 1:
        # Both lead to the answer, or to what comes of leaving out the batches that are left over.
        undecided: Wrong = {"floored_batches": other, "rounded": rounded}
        return slips | undecided if run.tail == "flush" else slips
    if run.drop_last:
        return slips | {"kept_last_batch": other, "rounded_last_batch": rounded}
    return slips | {"floor": other, "rounded": rounded}


def leftover_facts(run: TrainingRun) -> dict[str, str]:
    """Return what there is to say of the samples that fill no batch, where there are any."""
    left = run.samples % (run.batch_size * run.replicas)
    return {"left": amount(left, "sample")} if left else {}


def whole_run_slips(run: TrainingRun) -> Wrong:
    """Return the wrong numbers for the steps of a whole run of at least two epochs."""
    slips = leftover_slips(run) | _epoch_slips(run)
    if run.samples % run.effective_batch_size:
        slips |= _slips_of_one_row(run)
    if run.accumulation > 1:
        slips |= _accumulation_slips(run)
    if run.replicas > 1:
        slips |= _replica_slips(run)
    return slips


def _epoch_slips(run: TrainingRun) -> Wrong:
    total, epochs = run.total_steps, run.epochs
    return {
        "forgot_epochs": run.steps_per_epoch,
        "samples_seen": run.samples * epochs,
        "times_batch": run.samples * run.batch_size * epochs,
        "batch_times_epochs": run.batch_size * epochs,
        "epochs_divided": replace(run, batch_size=run.batch_size * epochs).steps_per_epoch,
        "answered_epochs": epochs,
        "one_epoch_short": replace(run, epochs=epochs - 1).total_steps,
        "one_epoch_extra": replace(run, epochs=epochs + 1).total_steps,
        "zero_based": total - 1,
        "one_extra": total + 1,
    }


def _slips_of_one_row(run: TrainingRun) -> Wrong:
    """Return what comes of putting the samples of all epochs in one row."""
    row = TrainingRun(run.samples * run.epochs, run.effective_batch_size)
    return {
        "ceil_of_total": row.total_steps,
        "floor_of_total": replace(row, drop_last=True).total_steps,
    }


def _accumulation_slips(run: TrainingRun) -> Wrong:
    batches = replace(run, accumulation=1).total_steps
    slips: Wrong = {
        "micro_batches": batches,
        "accumulation_multiplied": batches * run.accumulation,
    }
    if run.batches_per_epoch % run.accumulation == 0:
        return slips
    others = {code: tail for code, tail in _TAILS.items() if tail != run.tail}
    return slips | {code: replace(run, tail=tail).total_steps for code, tail in others.items()}


def _replica_slips(run: TrainingRun) -> Wrong:
    alone = replace(run, replicas=1).total_steps
    dealt_twice = replace(run, samples=run.samples * run.replicas, replicas=1)
    slips: Wrong = {"batch_divided_by_replicas": dealt_twice.total_steps}
    if run.accumulation > 1:
        slips["ignored_both"] = replace(run, replicas=1, accumulation=1).total_steps
    if alone == run.total_steps * run.replicas:
        return slips | {"replicas_not_shared": alone}
    return slips | {"ignored_replicas": alone, "times_replicas": run.total_steps * run.replicas}
