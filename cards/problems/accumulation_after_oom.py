"""How to accumulate after an Out of Memory error so that the effective batch stays the same."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun
from cards.calculator.memory import accumulate_to_fit
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A run on {replicas} GPUs has {batch_size} samples to a batch on each, makes a step after "
    "every {accumulation} batches, and stops with an Out of Memory error. {smaller} samples do fit "
    "on a GPU. After every how many batches must a step be made now?",
    "CUDA out of memory: {batch_size} texts per device are too many, {smaller} are not. The job "
    "has {replicas} devices and accumulated gradients over {accumulation} batches. "
    "Over how many batches must it accumulate with {smaller} texts per device?",
    "On Amazon SageMaker, {replicas} GPUs train with a per-device batch size of {batch_size} and "
    "gradient_accumulation_steps={accumulation}, until memory runs out. The per-device batch size "
    "is set to {smaller}. What must gradient_accumulation_steps be?",
    "A longer input no longer fits: instead of {batch_size}, only {smaller} recordings go into "
    "the batch of each of the {replicas} GPUs. Before, {accumulation} batches made a step. "
    "How many batches make one now?",
)
_SMALLER: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (2, 4, 5, 8, 10, 16, 20, 25, 32),
    "calculator": (6, 12, 14, 18, 24, 28, 36, 48, 56),
}
_FACTORS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (2, 3, 4, 5, 6, 8),
    "calculator": (3, 5, 6, 7, 8, 9, 12),
}
_ACCUMULATIONS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (2, 3, 4, 5),
    "calculator": (3, 4, 5, 6, 8, 10, 12),
}
_REPLICAS: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (2, 3, 4, 6, 8),
    "calculator": (4, 6, 8, 12, 16, 24),
}


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        smaller, factor = choose(rng, _SMALLER[size]), choose(rng, _FACTORS[size])
        accumulation, replicas = choose(rng, _ACCUMULATIONS[size]), choose(rng, _REPLICAS[size])
        if len({factor, accumulation, replicas}) == 3:
            return {
                "story": choose(rng, range(len(_STORIES))),
                "batch_size": smaller * factor,
                "smaller": smaller,
                "accumulation": accumulation,
                "replicas": replicas,
            }


def _solve(numbers: Parameters) -> Solution:
    batch_size, smaller = numbers["batch_size"], numbers["smaller"]
    accumulation, replicas = numbers["accumulation"], numbers["replicas"]
    effective = batch_size * accumulation * replicas
    before = TrainingRun(effective, batch_size, accumulation=accumulation, replicas=replicas)
    now = accumulate_to_fit(before, smaller).accumulation
    wrong: dict[str, int | Fraction] = {
        "forgot_old_accumulation": Fraction(now, accumulation),
        "accumulation_unchanged": accumulation,
        "devices_counted_once_more": now * replicas,
        "devices_taken_off": Fraction(now, replicas),
        "accumulation_added": accumulation + Fraction(now, accumulation),
        "answered_effective_batch": effective,
    }
    lines = (
        f"Effective batch: {batch_size} × {accumulation} × {replicas} = {effective:,} samples.",
        f"One batch on all devices now: {smaller} × {replicas} = {smaller * replicas:,} samples.",
        f"Batches to a step: {effective:,} / {smaller * replicas:,} = {now:,}.",
    )
    hints = (
        f"What counts: {batch_size} samples and then {smaller}, {accumulation} batches to a step, "
        f"{replicas} devices before and after.",
        f"The effective batch was {batch_size} × {accumulation} × {replicas}, and must stay so.",
        f"Work out ({batch_size} × {accumulation} × {replicas}) / ({smaller} × {replicas}).",
    )
    return Solution(now, "batch", lines, wrong, hints)


ACCUMULATION_AFTER_OOM = Family(
    key="accumulation-after-oom",
    title="Accumulation after an Out of Memory error",
    topic="Memory",
    stories=_STORIES,
    conventions="The effective batch size and the number of devices are to stay as they are.",
    draw=_draw,
    solve=_solve,
)
