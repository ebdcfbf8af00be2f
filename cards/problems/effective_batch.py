"""How many samples are behind one update."""

from fractions import Fraction

from numpy.random import Generator

from cards.calculator import TrainingRun
from cards.problems.conventions import A_STEP_IS_AN_UPDATE
from cards.problems.numbers import SCALES, choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES = (
    "{replicas} GPUs train one model together, each with batches of {batch_size} images, and the "
    "gradients of {accumulation} batches are accumulated before each step. "
    "How many images are behind one step?",
    "A paper reports {batch_size} sentences per device, {replicas} devices and gradient "
    "accumulation over {accumulation} batches. What is the effective batch size?",
    "A config says per_device_train_batch_size={batch_size} and "
    "gradient_accumulation_steps={accumulation}; the job is launched on {replicas} GPUs. "
    "What is the global batch size?",
    "Each of {replicas} workers puts {batch_size} sound clips into a micro-batch and works through "
    "{accumulation} micro-batches before all of them update the model. "
    "From how many clips does one update learn?",
)


def _draw(rng: Generator, size: Size) -> Parameters:
    scale = SCALES[size]
    while True:
        batch, k = choose(rng, scale.micro_batch_sizes), choose(rng, scale.accumulations)
        devices = choose(rng, scale.replicas)
        if _tells_slips_apart(batch, k, devices):
            return {
                "story": choose(rng, range(len(_STORIES))),
                "batch_size": batch,
                "accumulation": k,
                "replicas": devices,
            }


def _tells_slips_apart(batch: int, k: int, devices: int) -> bool:
    """Return whether leaving a number out is never like dividing by another, or like adding."""
    added = batch + k + devices
    return (
        len({batch, k, devices, k * devices, devices**2}) == 5
        and added not in (batch * k, batch * devices, k * devices)
        and added * devices != batch * k
    )


def _solve(numbers: Parameters) -> Solution:
    batch, k, devices = (numbers[name] for name in ("batch_size", "accumulation", "replicas"))
    run = TrainingRun(1, batch, accumulation=k, replicas=devices)
    wrong: dict[str, int | Fraction] = {
        "replicas_left_out": TrainingRun(1, batch, accumulation=k).effective_batch_size,
        "accumulation_left_out": TrainingRun(1, batch, replicas=devices).effective_batch_size,
        "answered_device_batch": batch,
        "batch_left_out": TrainingRun(1, 1, accumulation=k, replicas=devices).effective_batch_size,
        "batch_shared_out": Fraction(batch * k, devices),
        "factors_added": batch + k + devices,
    }
    product = f"{batch:,} × {devices:,} × {k:,}"
    hints = (
        f"What counts: {batch:,} samples to a batch, {devices:,} devices, {k:,} batches to a step.",
        "Look at one device first: how many samples does it work through before a step? "
        "Then think of all devices.",
        f"Work out {product}.",
    )
    line = f"Effective batch size: {product} = {run.effective_batch_size:,}."
    return Solution(run.effective_batch_size, "sample", (line,), wrong, hints)


EFFECTIVE_BATCH = Family(
    key="effective-batch",
    title="Effective batch size",
    topic="Several devices",
    stories=_STORIES,
    conventions=f"{A_STEP_IS_AN_UPDATE} Every device has full batches of its own samples.",
    counted=(
        *("replicas_left_out", "accumulation_left_out", "answered_device_batch"),
        *("batch_left_out", "batch_shared_out", "factors_added"),
    ),
    draw=_draw,
    solve=_solve,
)
