"""How many tokens of text are behind one step."""

from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, token_lines
from cards.problems.conventions import A_STEP_IS_AN_UPDATE
from cards.problems.numbers import SCALES, choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES = (
    "A language model is trained on {replicas} GPUs. Each has batches of {batch_size} sequences "
    "with {length:,} tokens and accumulates the gradients of {accumulation} batches. "
    "How many tokens are behind one step?",
    "A report gives a context of {length:,} tokens, a micro-batch of {batch_size} sequences per "
    "device, {accumulation} accumulation steps and {replicas} devices. "
    "How many tokens does one update learn from?",
    "{replicas} workers pretrain a model of computer code, each with {batch_size} windows of "
    "{length:,} tokens to a batch and {accumulation} batches to an update. "
    "What is the batch size in tokens, over all workers?",
    "A config reads block_size={length}, batch_size={batch_size} (per GPU), "
    "gradient_accumulation_steps={accumulation} (per GPU), and torchrun starts {replicas} "
    "processes, one per GPU. How many tokens does one optimizer step use?",
)
_LENGTHS: Final[dict[Size, tuple[int, ...]]] = {
    "head": (100, 200, 250, 500, 1_000, 2_000),
    "calculator": (128, 256, 384, 512, 768, 1_024, 2_048, 4_096),
}
_MOST_TOKENS: Final[dict[Size, int]] = {"head": 100_000, "calculator": 4_000_000}


def _draw(rng: Generator, size: Size) -> Parameters:
    scale = SCALES[size]
    while True:
        batch, length = choose(rng, scale.micro_batch_sizes), choose(rng, _LENGTHS[size])
        k, devices = choose(rng, scale.accumulations), choose(rng, scale.replicas)
        small = batch * k * devices * length <= _MOST_TOKENS[size]
        if small and _tells_slips_apart(batch, k, devices, length):
            return {
                "story": choose(rng, range(len(_STORIES))),
                "batch_size": batch,
                "accumulation": k,
                "replicas": devices,
                "length": length,
            }


def _tells_slips_apart(batch: int, k: int, devices: int, length: int) -> bool:
    """Return whether leaving a number out is never like dividing by another."""
    return len({batch, k, devices, k * devices, devices**2, length}) == 6


def _solve(numbers: Parameters) -> Solution:
    batch, k, devices, length = (
        numbers[name] for name in ("batch_size", "accumulation", "replicas", "length")
    )
    run = TrainingRun(1, batch, accumulation=k, replicas=devices, tokens_per_sample=length)
    wrong: dict[str, int | Fraction] = {
        "counted_sequences": run.effective_batch_size,
        "replicas_left_out": Fraction(run.tokens_per_step, devices),
        "accumulation_left_out": Fraction(run.tokens_per_step, k),
        "tokens_of_a_device_batch": batch * length,
        "batch_left_out": Fraction(run.tokens_per_step, batch),
        "batch_shared_out": Fraction(run.tokens_per_step, devices**2),
    }
    product = f"{batch:,} × {k:,} × {devices:,}"
    per_step, _in_all = token_lines(run)
    lines = (f"Sequences per step: {product} = {run.effective_batch_size:,}.", str(per_step))
    hints = (
        f"What counts: {batch:,} sequences to a batch, {length:,} tokens in each, {k:,} batches to "
        f"a step, {devices:,} devices.",
        "Count the sequences behind one step first, those of all devices.",
        f"Work out {product} × {length:,}.",
    )
    return Solution(run.tokens_per_step, "token", lines, wrong, hints)


TOKENS_PER_STEP = Family(
    key="tokens-per-step",
    title="Tokens per step",
    topic="Several devices",
    stories=_STORIES,
    conventions=f"{A_STEP_IS_AN_UPDATE} Every sequence is full, and every batch, too.",
    counted=(
        *("counted_sequences", "replicas_left_out", "accumulation_left_out"),
        *("tokens_of_a_device_batch", "batch_left_out", "batch_shared_out"),
    ),
    draw=_draw,
    solve=_solve,
    advanced=True,
)
