"""Whole training runs as problems: how they are drawn, and what is right and wrong about them."""

from collections.abc import Callable, Sequence
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, steps_per_epoch_lines, total_steps_line
from cards.problems.hints import total_steps_hints
from cards.problems.numbers import SCALES, Scale, choose, data_set, wants_exact
from cards.problems.problem import Parameters, Size, Solution
from cards.problems.slips import leftover_facts, whole_run_slips

RUN_WITHOUT_LEFTOVERS: Final = (
    *("unrounded", "forgot_epochs", "ceil_of_total", "floor_of_total", "samples_seen"),
    *("times_batch", "batch_times_epochs", "epochs_divided", "answered_epochs"),
    *("one_epoch_short", "one_epoch_extra", "zero_based", "one_extra"),
)
_ACCUMULATION: Final = ("micro_batches", "accumulation_multiplied")
_REPLICAS: Final = ("ignored_replicas", "times_replicas", "batch_divided_by_replicas")

# The codes that are kept apart in a whole run: in a plain one; where the last, smaller batches are
# dropped; with accumulation, where leaving out a smaller batch seldom changes anything; with
# replicas; with both.
PLAIN: Final = ("floor", *RUN_WITHOUT_LEFTOVERS)
DROPPED: Final = ("kept_last_batch", *RUN_WITHOUT_LEFTOVERS)
ACCUMULATED: Final = (*RUN_WITHOUT_LEFTOVERS, *_ACCUMULATION)
REPLICATED: Final = ("floor", *RUN_WITHOUT_LEFTOVERS, *_REPLICAS)
REPLICATED_AND_ACCUMULATED: Final = (
    *RUN_WITHOUT_LEFTOVERS,
    *_ACCUMULATION,
    *_REPLICAS,
    "ignored_both",
)


def drawing(stories: Sequence[str]) -> Callable[[Generator, Size], Parameters]:
    """Return how to choose one of the stories and to draw the numbers of the run it tells of.

    A story that names ``accumulation`` or ``replicas`` gets a run that has them.
    """

    def draw(rng: Generator, size: Size) -> Parameters:
        index = choose(rng, range(len(stories)))
        story = stories[index]
        numbers = draw_run(
            rng, size, accumulated="{accumulation" in story, replicated="{replicas" in story
        )
        return {"story": index, **numbers}

    return draw


def draw_run(
    rng: Generator, size: Size, *, accumulated: bool = False, replicated: bool = False
) -> dict[str, int]:
    """Return the numbers of a run by which most slips can be told apart.

    It has an ``accumulation`` and ``replicas`` only where these are asked for.
    """
    exact, scale = wants_exact(rng), SCALES[size]
    plain = not accumulated and not replicated
    while True:
        numbers = {
            "samples": data_set(rng, size),
            "batch_size": choose(rng, scale.batch_sizes if plain else scale.micro_batch_sizes),
            "epochs": choose(rng, scale.epochs),
        }
        if accumulated:
            numbers["accumulation"] = choose(rng, scale.accumulations)
        if replicated:
            numbers["replicas"] = choose(rng, scale.replicas)
        shared = numbers["batch_size"] * numbers.get("replicas", 1)
        if not 3 * numbers["epochs"] <= numbers["samples"] / shared <= scale.most_batches:
            continue
        if exact:
            numbers["samples"] = _whole_steps(run_of(numbers))
        if is_telling(run_of(numbers), scale, exact=exact):
            return numbers


def _whole_steps(run: TrainingRun) -> int:
    """Return about as many samples as a run has, but so many that every step is full."""
    whole = run.effective_batch_size
    return max(whole, run.samples - run.samples % whole)


def is_telling(run: TrainingRun, scale: Scale, *, exact: bool) -> bool:
    """Return whether the slips that a run invites lead to numbers of their own, by and large.

    An ``exact`` run leaves nothing over. In any other, what is left over in all epochs, and what is
    missing to a full step, are worth several steps each, but no whole number of them.
    """
    full, left = divmod(run.samples, run.effective_batch_size)
    return (
        (left == 0) == exact
        and run.batches_per_epoch <= scale.most_batches
        and _has_different_factors(run)
        and _is_long_enough(run, full)
        and (run.samples % 10 == 0 if exact else _leaves_enough(run, left))
    )


def _has_different_factors(run: TrainingRun) -> bool:
    """Return whether multiplying or dividing by one number is never like doing so by another."""
    sharing = [n for n in (run.batch_size, run.accumulation, run.replicas) if n > 1]
    products = {a * b for a in sharing for b in sharing}
    return len({*sharing, run.epochs}) == len(sharing) + 1 and products.isdisjoint(sharing)


def _is_long_enough(run: TrainingRun, full: int) -> bool:
    """Return whether an epoch's steps, of which ``full`` are full, cannot pass for other numbers.

    They are neither the epochs nor what remains of them after a division by the epochs, nor are
    they close to the batch size.
    """
    epochs = run.epochs
    return (
        run.batches_per_epoch >= 3 * max(epochs, run.accumulation)
        and full > epochs + 1
        and full // epochs not in (epochs - 1, epochs)
        and abs(full - run.batch_size) > 2
    )


def _leaves_enough(run: TrainingRun, left: int) -> bool:
    """Return whether what is left over, and what is missing to a step, add up to several steps."""
    whole, epochs = run.effective_batch_size, run.epochs
    if run.replicas > 1 and whole - left < whole // run.replicas:
        return False  # one device would take exactly as many steps as all of them make in all
    # With accumulation, a smaller batch counts as much as a full one.
    part, unit = run.batches_per_epoch % run.accumulation, run.accumulation
    if run.accumulation == 1:
        part, unit = left, whole
    enough = 2 * whole <= epochs * left and epochs * part <= (epochs - 2) * unit
    return enough and part > 0 and run.samples * epochs % whole != 0


def run_of(parameters: Parameters) -> TrainingRun:
    """Return the run that parameters describe: smaller batches and smaller groups are kept."""
    return TrainingRun(
        parameters["samples"],
        parameters["batch_size"],
        parameters["epochs"],
        accumulation=parameters.get("accumulation", 1),
        replicas=parameters.get("replicas", 1),
    )


def whole_run(run: TrainingRun) -> Solution:
    """Return how many steps a run makes, with all that may be mistaken about it."""
    lines = (*steps_per_epoch_lines(run), total_steps_line(run))
    return Solution(
        run.total_steps,
        "step",
        lines,
        whole_run_slips(run),
        hints=total_steps_hints(run),
        facts=leftover_facts(run),
    )
