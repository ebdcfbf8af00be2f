"""How many steps one epoch takes."""

from numpy.random import Generator

from cards.calculator import TrainingRun, steps_per_epoch_lines
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.hints import steps_per_epoch_hints
from cards.problems.numbers import batches, choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.slips import leftover_facts, leftover_slips

_STORIES = (
    "A clinic trains a model on {samples:,} X-ray images with a batch size of {batch_size}. "
    "How many steps does one epoch take?",
    "A shop sorts {samples:,} customer reviews. The model reads {batch_size} of them per step. "
    "How many steps does it make until it has read every review once?",
    "{samples:,} recordings of birdsong are fed to a network in batches of {batch_size}. "
    "How many times are the parameters updated in one epoch?",
    "A bank trains a fraud detector on {samples:,} payments, {batch_size} to a batch. "
    "How many iterations make one epoch?",
)


def _draw(rng: Generator, size: Size) -> Parameters:
    samples, batch_size = batches(rng, size, at_least=5, exact=wants_exact(rng))
    return {
        "story": choose(rng, range(len(_STORIES))),
        "samples": samples,
        "batch_size": batch_size,
    }


def _solve(numbers: Parameters) -> Solution:
    samples, batch_size = numbers["samples"], numbers["batch_size"]
    run = TrainingRun(samples, batch_size)
    wrong = leftover_slips(run) | {
        "samples_seen": samples,
        "times_batch": samples * batch_size,
        "answered_batch_size": batch_size,
    }
    return Solution(
        run.steps_per_epoch,
        "step",
        steps_per_epoch_lines(run),
        wrong,
        hints=steps_per_epoch_hints(run),
        facts=leftover_facts(run),
    )


STEPS_PER_EPOCH = Family(
    key="steps-per-epoch",
    title="Steps per epoch",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=("floor", "unrounded", "samples_seen", "times_batch", "answered_batch_size"),
    draw=_draw,
    solve=_solve,
)
