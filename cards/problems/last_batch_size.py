"""How many samples are left for the last batch of an epoch."""

from fractions import Fraction

from numpy.random import Generator

from cards.calculator import TrainingRun, amount, last_batch_line, steps_per_epoch_lines
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
    "A radio station sorts {samples:,} songs by mood with a batch size of {batch_size}. "
    "How many songs does the final batch of each epoch contain?",
)


def _draw(rng: Generator, size: Size) -> Parameters:
    exact = wants_exact(rng)
    while True:
        samples, batch_size = batches(rng, size, at_least=5, exact=exact)
        if _tells_slips_apart(TrainingRun(samples, batch_size)):
            return {
                "story": choose(rng, range(len(_STORIES))),
                "samples": samples,
                "batch_size": batch_size,
            }


def _tells_slips_apart(run: TrainingRun) -> bool:
    """Return whether the number of batches is none of the numbers that a last batch may hold."""
    last, size = run.last_batch_size, run.batch_size
    return run.batches_per_epoch not in (last, size - last, size)


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
    return Solution(run.last_batch_size, "sample", lines, wrong, _hints(run))


def _hints(run: TrainingRun) -> tuple[str, ...]:
    """Return rungs that do not name the size of a full batch, for that may be the answer."""
    return (
        f"What counts: {amount(run.samples, 'sample')} and the size of a full batch.",
        "Fill as many whole batches as there are samples for, and see what is left over; if "
        "nothing is, the last batch is one of the full ones.",
        f"Take as many full batches as go into {run.samples:,}, less one if they use up "
        f"everything, and subtract their samples from {run.samples:,}.",
    )


LAST_BATCH_SIZE = Family(
    key="last-batch-size",
    title="Size of the last batch",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=("counted_batches", "full_last_batch", "shortfall"),
    draw=_draw,
    solve=_solve,
)
