"""How far a run has come: the epochs it has completed, and the samples it has seen."""

from fractions import Fraction

from numpy.random import Generator

from cards.calculator import (
    TrainingRun,
    amount,
    steps_per_epoch_lines,
)
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.hints import epoch_formula, quantities
from cards.problems.numbers import SCALES, batches, choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution

_EPOCH_STORIES = (
    "The log of a model for street signs shows step {steps:,}. It trains on {samples:,} signs with "
    "a batch size of {batch_size}. How many whole epochs has it completed?",
    "A run on {samples:,} job adverts, {batch_size} to a batch, was stopped after {steps:,} steps. "
    "How many times had it gone through all the adverts to the end?",
    "{samples:,} heartbeats, a batch size of {batch_size}, {steps:,} updates of the parameters so "
    "far: how many epochs are finished?",
    "A checkpoint was written after {steps:,} steps on {samples:,} menu cards with batches of "
    "{batch_size}. How many complete epochs lie behind it?",
)
_SAMPLE_STORIES = (
    "A model of bird calls trains on {samples:,} recordings with a batch size of {batch_size} and "
    "has just made {steps:,} steps. How many recordings has it worked through, repeats counted?",
    "{steps:,} steps of a run on {samples:,} invoices are done, {batch_size} invoices to a batch. "
    "How many invoices has the model seen so far, each counted as often as it came?",
    "A team logs progress in samples, not in steps. Its run on {samples:,} photos has a batch size "
    "of {batch_size} and stands at step {steps:,}. "
    "How many samples does the log show, repeats counted?",
    "After {steps:,} updates on {samples:,} email texts in batches of {batch_size}, "
    "how many texts has the network been shown, repeats counted?",
)


def _draw_epochs(rng: Generator, size: Size) -> Parameters:
    exact = wants_exact(rng)
    epochs = choose(rng, SCALES[size].epochs)
    # The steps since the last epoch ended are more than the epochs, not to be mistaken for them.
    samples, batch_size = batches(rng, size, at_least=2 * epochs, exact=wants_exact(rng))
    per_epoch = TrainingRun(samples, batch_size).steps_per_epoch
    further = 0 if exact else int(rng.integers(epochs + 2, per_epoch))
    return {
        "story": choose(rng, range(len(_EPOCH_STORIES))),
        "samples": samples,
        "batch_size": batch_size,
        "steps": epochs * per_epoch + further,
    }


def _draw_samples(rng: Generator, size: Size) -> Parameters:
    samples, batch_size = batches(rng, size, at_least=10, exact=wants_exact(rng))
    per_epoch = TrainingRun(samples, batch_size).steps_per_epoch
    epochs = choose(rng, SCALES[size].epochs)
    return {
        "story": choose(rng, range(len(_SAMPLE_STORIES))),
        "samples": samples,
        "batch_size": batch_size,
        "steps": epochs * per_epoch + int(rng.integers(1, per_epoch)),
    }


def _solve_epochs(numbers: Parameters) -> Solution:
    run, steps = TrainingRun(numbers["samples"], numbers["batch_size"]), numbers["steps"]
    epochs, per_epoch = run.epochs_completed_after(steps), run.steps_per_epoch
    wrong: dict[str, int | Fraction] = {
        "answered_steps_per_epoch": per_epoch,
        "times_steps_per_epoch": steps * per_epoch,
        "one_epoch_behind": epochs - 1,
    }
    if steps % per_epoch:
        wrong |= {
            "begun_epochs": epochs + 1,
            "unrounded_epochs": Fraction(steps, per_epoch),
            "steps_into_epoch": steps % per_epoch,
        }
    lines = (*steps_per_epoch_lines(run), _epochs_line(run, steps))
    return Solution(epochs, "epoch", lines, wrong, _epoch_hints(run, steps))


def _epoch_hints(run: TrainingRun, steps: int) -> tuple[str, ...]:
    return (
        f"What counts: {quantities(run)}, {amount(steps, 'step')} made.",
        "Look at one epoch first: how many steps does it take, the last, smaller batch included? "
        "Then ask how often that many steps have been made in full.",
        f"Work out ⌊{steps:,} / {epoch_formula(run)}⌋.",
    )


def _solve_samples(numbers: Parameters) -> Solution:
    run, steps = TrainingRun(numbers["samples"], numbers["batch_size"]), numbers["steps"]
    epochs = run.epochs_completed_after(steps)
    wrong: dict[str, int | Fraction] = {
        "completed_epochs_only": run.samples_seen_after(epochs * run.steps_per_epoch),
        "begun_epochs_in_full": run.samples_seen_after((epochs + 1) * run.steps_per_epoch),
        "counted_steps": steps,
        "answered_samples": run.samples,
        "samples_times_steps": run.samples * steps,
    }
    if run.samples % run.batch_size:
        wrong["every_batch_full"] = steps * run.batch_size
    lines = (
        *steps_per_epoch_lines(run),
        _epochs_line(run, steps),
        _samples_line(run, steps),
    )
    return Solution(
        run.samples_seen_after(steps), "sample", lines, wrong, _sample_hints(run, steps)
    )


def _sample_hints(run: TrainingRun, steps: int) -> tuple[str, ...]:
    return (
        f"What counts: {quantities(run)}, {amount(steps, 'step')} made.",
        "Each completed epoch shows every sample once. The steps made since then show a full "
        "batch each.",
        f"With {epoch_formula(run)} steps to an epoch: completed epochs × {run.samples:,} + "
        f"further steps × {run.batch_size:,}.",
    )


def _epochs_line(run: TrainingRun, steps: int) -> str:
    epochs, further = divmod(steps, run.steps_per_epoch)
    where = f"{amount(further, 'step')} into the next one" if further else "at the end of that one"
    return (
        f"Completed epochs: ⌊{steps:,} / {run.steps_per_epoch:,}⌋ = {epochs:,} "
        f"(rounded down: the run is {where})."
    )


def _samples_line(run: TrainingRun, steps: int) -> str:
    epochs, further = divmod(steps, run.steps_per_epoch)
    seen = run.samples_seen_after(steps)
    return (
        f"Samples seen: {epochs:,} × {run.samples:,} + {further:,} × {run.batch_size:,} = {seen:,}."
    )


EPOCHS_AFTER_STEPS = Family(
    key="epochs-after-steps",
    title="Epochs after a number of steps",
    stories=_EPOCH_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=(
        *("answered_steps_per_epoch", "times_steps_per_epoch", "one_epoch_behind"),
        *("begun_epochs", "unrounded_epochs", "steps_into_epoch"),
    ),
    draw=_draw_epochs,
    solve=_solve_epochs,
)

SAMPLES_SEEN = Family(
    key="samples-seen",
    title="Samples seen after a number of steps",
    stories=_SAMPLE_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=(
        *("completed_epochs_only", "begun_epochs_in_full", "counted_steps", "answered_samples"),
        *("samples_times_steps", "every_batch_full"),
    ),
    draw=_draw_samples,
    solve=_solve_samples,
)
