"""How many steps a whole run takes."""

from numpy.random import Generator

from cards.calculator import TrainingRun, steps_per_epoch_lines, total_steps_line
from cards.problems.conventions import (
    EVERY_BATCH_A_STEP,
    LAST_BATCH_KEPT,
    leftover_facts,
    leftover_slips,
)
from cards.problems.numbers import EPOCHS, batches, choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES = (
    "A training job on Amazon SageMaker reads {samples:,} customer records. The batch size is "
    "{batch_size}, and the job runs for {epochs} epochs. How many steps does it make in all?",
    "A network learns to tell {samples:,} mushroom photos apart, {batch_size} photos to a batch, "
    "for {epochs} epochs. How many times are its parameters updated?",
    "{samples:,} support tickets, a batch size of {batch_size}, {epochs} epochs: "
    "how many steps does the whole training take?",
    "A translation model sees {samples:,} pairs of sentences {epochs} times over, {batch_size} "
    "pairs in each step. How many steps are that altogether?",
)


def _draw(rng: Generator, _size: Size) -> Parameters:
    epochs, exact = choose(rng, EPOCHS), wants_exact(rng)
    while True:
        samples, batch_size = batches(rng, at_least=3 * epochs, exact=exact)
        if _tells_slips_apart(samples % batch_size, batch_size, epochs):
            return {
                "story": choose(rng, range(len(_STORIES))),
                "samples": samples,
                "batch_size": batch_size,
                "epochs": epochs,
            }


def _tells_slips_apart(left: int, batch_size: int, epochs: int) -> bool:
    """Return whether the leftovers of all epochs are worth several batches, but no whole number.

    They never are in fewer than five epochs.
    """
    if left == 0:
        return True
    enough = 2 * batch_size <= epochs * left <= (epochs - 2) * batch_size
    return enough and epochs * left % batch_size != 0


def _solve(numbers: Parameters) -> Solution:
    samples, batch_size, epochs = (numbers[name] for name in ("samples", "batch_size", "epochs"))
    run = TrainingRun(samples, batch_size, epochs)
    in_a_row = TrainingRun(samples * epochs, batch_size)
    wrong = leftover_slips(run) | {
        "forgot_epochs": run.steps_per_epoch,
        "samples_seen": samples * epochs,
        "times_batch": samples * batch_size * epochs,
        "batch_times_epochs": batch_size * epochs,
        "epochs_divided": TrainingRun(samples, batch_size * epochs).steps_per_epoch,
        "answered_epochs": epochs,
        "one_epoch_short": run.steps_per_epoch * (epochs - 1),
        "one_epoch_extra": run.steps_per_epoch * (epochs + 1),
        "zero_based": run.total_steps - 1,
        "one_extra": run.total_steps + 1,
    }
    if samples % batch_size:
        wrong |= {
            "ceil_of_total": in_a_row.steps_per_epoch,
            "floor_of_total": in_a_row.steps_per_epoch - 1,
        }
    lines = (*steps_per_epoch_lines(run), total_steps_line(run))
    return Solution(run.total_steps, "step", lines, wrong, facts=leftover_facts(run))


TOTAL_STEPS = Family(
    key="total-steps",
    title="Total steps",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    draw=_draw,
    solve=_solve,
)
