"""Sentences that decide an answer, and the slips that come of overlooking them."""

from fractions import Fraction
from typing import Final

from cards.calculator import TrainingRun, amount

LAST_BATCH_KEPT: Final = "A last, smaller batch is kept."
EVERY_BATCH_A_STEP: Final = "One device, and every batch makes one step."


def leftover_slips(run: TrainingRun) -> dict[str, int | Fraction]:
    """Return what comes of mistaking the samples that fill no batch, in steps of the whole run."""
    full, left = divmod(run.samples, run.batch_size)
    if left == 0:
        return {"plus_one_always": (full + 1) * run.epochs}
    nearest = full + (2 * left >= run.batch_size)
    return {
        "floor": full * run.epochs,
        "rounded": nearest * run.epochs,
        "unrounded": Fraction(run.samples * run.epochs, run.batch_size),
    }


def leftover_facts(run: TrainingRun) -> dict[str, str]:
    """Return what there is to say of the samples that fill no batch, where there are any."""
    left = run.samples % run.batch_size
    return {"left": amount(left, "sample")} if left else {}
