"""How many samples are left for the last batch of an epoch."""

from fractions import Fraction

from numpy.random import Generator

from cards.calculator import TrainingRun, last_batch_line, steps_per_epoch_lines
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import batches, choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES = (
    "A museum trains on {samples:,} scanned paintings with a batch size of {batch_size}. "
    "How many paintings are in the last batch of an epoch?",
    "{samples:,} handwritten digits are dealt out in batches of {batch_size}, each digit once per "
    "epoch. How many digits does the last batch hold?",
    "A farm's crop model learns from {samples:,} drone images, {batch_size} in a batch. "
    "How many images are behind the last step of an epoch?",
)


def _draw(rng: Generator, _size: Size) -> Parameters:
    samples, batch_size = batches(rng, at_least=5, exact=wants_exact(rng))
    return {
        "story": choose(rng, range(len(_STORIES))),
        "samples": samples,
        "batch_size": batch_size,
    }


def _solve(numbers: Parameters) -> Solution:
    run = TrainingRun(numbers["samples"], numbers["batch_size"])
    wrong: dict[str, int | Fraction] = {"counted_batches": run.steps_per_epoch}
    if run.last_batch_size == run.batch_size:
        wrong["empty_last_batch"] = 0
    else:
        wrong |= {
            "full_last_batch": run.batch_size,
            "shortfall": run.batch_size - run.last_batch_size,
        }
    lines = (*steps_per_epoch_lines(run), last_batch_line(run))
    return Solution(run.last_batch_size, "sample", lines, wrong)


LAST_BATCH_SIZE = Family(
    key="last-batch-size",
    title="Size of the last batch",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    draw=_draw,
    solve=_solve,
)
