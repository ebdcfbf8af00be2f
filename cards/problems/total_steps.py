"""How many steps a whole run takes, with its last, smaller batches or without them."""

from dataclasses import replace

from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_DROPPED, LAST_BATCH_KEPT
from cards.problems.problem import Family, Parameters, Solution
from cards.problems.runs import DROPPED, PLAIN, drawing, run_of, whole_run

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
_DROPPED_STORIES = (
    "A data loader deals out {samples:,} road scenes in batches of {batch_size} and is told to "
    "drop the last batch unless it is full. How many steps do {epochs} epochs take?",
    "With drop_last=True, a speech model trains on {samples:,} clips for {epochs} epochs, "
    "{batch_size} clips to a batch. How many times are its parameters updated?",
    "A lab classifies {samples:,} cell images. Each of the {epochs} epochs makes batches of "
    "{batch_size} and leaves out the images that do not fill one. "
    "How many steps does the whole run make?",
    "{samples:,} weather maps, a batch size of {batch_size}, {epochs} epochs, and only full "
    "batches are used. How many steps does the training take in all?",
)


def _solve(numbers: Parameters) -> Solution:
    return whole_run(run_of(numbers))


def _solve_dropped(numbers: Parameters) -> Solution:
    return whole_run(replace(run_of(numbers), drop_last=True))


TOTAL_STEPS = Family(
    key="total-steps",
    title="Total steps",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=PLAIN,
    draw=drawing(_STORIES),
    solve=_solve,
)

TOTAL_STEPS_DROP_LAST = Family(
    key="total-steps-drop-last",
    title="Total steps with drop_last",
    stories=_DROPPED_STORIES,
    conventions=f"{LAST_BATCH_DROPPED} {EVERY_BATCH_A_STEP}",
    counted=DROPPED,
    draw=drawing(_DROPPED_STORIES),
    solve=_solve_dropped,
)
