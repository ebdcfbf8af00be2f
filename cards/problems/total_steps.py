"""How many steps a whole run takes."""

from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.problem import Family, Parameters, Solution
from cards.problems.runs import PLAIN, drawing, run_of, whole_run

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


def _solve(numbers: Parameters) -> Solution:
    return whole_run(run_of(numbers))


TOTAL_STEPS = Family(
    key="total-steps",
    title="Total steps",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=PLAIN,
    draw=drawing(_STORIES),
    solve=_solve,
)
