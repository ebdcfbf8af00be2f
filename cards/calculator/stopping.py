"""Early stopping: when a run ends by its validation losses, and whose weights it keeps."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """The last ``epoch`` that was trained, and the one with the lowest loss, both from 1 on."""

    epoch: int
    best: int


def early_stop(losses: Sequence[int], patience: int) -> Stop:
    """Return where a run stops that would have these validation losses, one an epoch.

    It stops once ``patience`` epochs in a row have brought no new lowest loss, else at the end of
    the row. Raises ValueError for an empty row and a patience below 1.
    """
    if not losses or patience < 1:
        raise ValueError("early stopping needs a loss and a patience of at least 1")
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        elif epoch - best == patience:
            return Stop(epoch, best)
    return Stop(len(losses), best)
