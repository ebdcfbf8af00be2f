"""What a training job costs, beside what it would."""

from fractions import Fraction


def spot_saving(training_seconds: int, billable_seconds: int) -> Fraction:
    """Return the share of the training time that interruptible (spot) machines did not bill.

    Raises ValueError unless both are positive and no more is billed than was run.
    """
    if not 0 < billable_seconds <= training_seconds:
        raise ValueError("a job bills more than no time, and no more than it ran")
    return 1 - Fraction(billable_seconds, training_seconds)
