"""How many epochs a number of steps takes."""

from fractions import Fraction

from numpy.random import Generator

from cards.calculator import TrainingRun, amount, epochs_for_steps, steps_per_epoch_lines
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.hints import epoch_formula, quantities
from cards.problems.numbers import SCALES, batches, choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES = (
    "A model of radar maps needs at least {steps:,} steps. It is trained on {samples:,} maps with "
    "a batch size of {batch_size}. What is the smallest number of whole epochs "
    "that is enough?",
    "A team wants to train for no fewer than {steps:,} steps on {samples:,} product photos, "
    "{batch_size} to a batch. What is the smallest number of whole epochs that does it?",
    "{samples:,} sensor readings, a batch size of {batch_size}: after how many whole epochs have "
    "at least {steps:,} steps been made, at the earliest?",
    "The learning-rate schedule of a speech model lasts {steps:,} steps. There are {samples:,} "
    "recordings in batches of {batch_size}. What is the smallest number of whole epochs that "
    "covers the schedule?",
)


def _draw(rng: Generator, size: Size) -> Parameters:
    epochs = choose(rng, SCALES[size].epochs)
    samples, batch_size = batches(rng, size, at_least=epochs + 2, exact=wants_exact(rng))
    whole = TrainingRun(samples, batch_size, epochs)
    steps = whole.total_steps
    if not wants_exact(rng):
        steps = _rounded(steps - int(rng.integers(1, whole.steps_per_epoch)), whole)
    return {
        "story": choose(rng, range(len(_STORIES))),
        "samples": samples,
        "batch_size": batch_size,
        "steps": steps,
    }


def _rounded(steps: int, whole: TrainingRun) -> int:
    """Return a rounder number of steps, if it still lies within the last epoch."""
    rounder = steps - steps % 10
    return rounder if rounder > whole.total_steps - whole.steps_per_epoch else steps


def _solve(numbers: Parameters) -> Solution:
    run, steps = TrainingRun(numbers["samples"], numbers["batch_size"]), numbers["steps"]
    epochs = epochs_for_steps(run, steps)
    per_epoch = run.steps_per_epoch
    wrong: dict[str, int | Fraction] = {
        "extra_epoch": epochs + 1,
        "answered_steps_per_epoch": per_epoch,
        "times_steps_per_epoch": steps * per_epoch,
    }
    if steps % per_epoch:
        wrong |= {
            "floored_epochs": epochs - 1,
            "unrounded_epochs": Fraction(steps, per_epoch),
        }
    lines = (*steps_per_epoch_lines(run), _epochs_line(steps, per_epoch, epochs))
    return Solution(epochs, "epoch", lines, wrong, _hints(run, steps))


def _hints(run: TrainingRun, steps: int) -> tuple[str, ...]:
    return (
        f"What counts: {quantities(run)}, at least {amount(steps, 'step')}.",
        "Look at one epoch first: how many steps does it make, the last, smaller batch included? "
        "Then ask how often that is needed.",
        f"Work out ⌈{steps:,} / {epoch_formula(run)}⌉.",
    )


def _epochs_line(steps: int, per_epoch: int, epochs: int) -> str:
    made = f"{amount(epochs, 'epoch')} make {amount(epochs * per_epoch, 'step')}"
    if steps == epochs * per_epoch:
        why = f"{made}, exactly enough"
    else:
        why = f"rounded up: {made}, one epoch fewer only {(epochs - 1) * per_epoch:,}"
    return f"Epochs: ⌈{steps:,} / {per_epoch:,}⌉ = {epochs:,} ({why})."


EPOCHS_FOR_STEPS = Family(
    key="epochs-for-steps",
    title="Epochs for a number of steps",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=(
        *("extra_epoch", "answered_steps_per_epoch", "times_steps_per_epoch"),
        *("floored_epochs", "unrounded_epochs"),
    ),
    draw=_draw,
    solve=_solve,
)
