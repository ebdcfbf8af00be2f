"""How much memory a training takes at another batch size."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import written
from cards.calculator.memory import memory_at
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "With a batch size of {batch_size:,}, training a model of X-ray images takes {used} GB. "
    "{fixed} GB of it are weights, gradients and optimizer state, the rest are activations. How "
    "many GB does it take with a batch size of {new_batch_size:,}?",
    "A job on Amazon SageMaker uses {used} GB of GPU memory at batch size {batch_size:,}. Model "
    "and optimizer alone hold {fixed} GB of that; all else are activations. How many GB will it "
    "use at batch size {new_batch_size:,}?",
    "A text model takes {used} GB when {batch_size:,} texts are in a batch; {fixed} GB of these "
    "do not depend on the batch. Now {new_batch_size:,} texts go into each batch, and a step is "
    "made after every {accumulation} batches. How many GB does it take then?",
    "Training a video model takes {used} GB with {batch_size:,} clips to a batch, and {fixed} GB "
    "of it are there before the first clip. It is changed to batches of {new_batch_size:,} whose "
    "gradients are accumulated over {accumulation} batches. How many GB does it need now?",
)
_ACCUMULATED: Final = (2, 3)
_ACCUMULATIONS: Final = (2, 3, 4, 5, 6, 8)
_BATCH_SIZES: Final = (4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64)
_FIXED_MB: Final[Mapping[Size, range]] = {
    "head": range(2_000, 13_000, 1_000),
    "calculator": range(2_100, 25_000, 100),
}
_EACH_MB: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (50, 100, 125, 200, 250, 500, 750, 1_000),
    "calculator": (35, 45, 65, 85, 115, 135, 165, 185, 225, 275, 325, 375, 450, 550),
}
_MOST_MB: Final = 80_000
_MB_PER_GB: Final = 1_000


def _draw(rng: Generator, size: Size) -> Parameters:
    while True:
        batch_size, new_batch_size = choose(rng, _BATCH_SIZES), choose(rng, _BATCH_SIZES)
        fixed, each = choose(rng, _FIXED_MB[size]), choose(rng, _EACH_MB[size])
        activations = each * batch_size
        if new_batch_size == batch_size or not 1_000 <= activations <= _MOST_MB - fixed:
            continue
        if activations % _MB_PER_GB and size == "head":
            continue
        numbers = {
            "story": choose(rng, range(len(_STORIES))),
            "batch_size": batch_size,
            "new_batch_size": new_batch_size,
            "used_mb": fixed + activations,
            "fixed_mb": fixed,
        }
        if numbers["story"] in _ACCUMULATED:
            numbers["accumulation"] = choose(rng, _ACCUMULATIONS)
        if fixed + each * new_batch_size <= _MOST_MB and _tells_slips_apart(numbers):
            return numbers


def _tells_slips_apart(numbers: Parameters) -> bool:
    """Return whether accumulating, mixing up the sizes and forgetting lead to different numbers."""
    k, fixed = numbers.get("accumulation", 0), numbers["fixed_mb"]
    old, new = numbers["batch_size"], numbers["new_batch_size"]
    forgotten = memory_at(numbers["used_mb"] - fixed, 0, old, new)
    return (
        old not in (new * k, new * (k - 1))
        and old**2 != new**2 * k
        and forgotten not in (fixed, numbers["used_mb"])
    )


def _words(numbers: Parameters) -> Mapping[str, str]:
    return {"used": _gb(numbers["used_mb"]), "fixed": _gb(numbers["fixed_mb"])}


def _gb(megabytes: int | Fraction) -> str:
    return written(Fraction(megabytes) / _MB_PER_GB)


def _solve(numbers: Parameters) -> Solution:
    used, fixed = numbers["used_mb"], numbers["fixed_mb"]
    old, new = numbers["batch_size"], numbers["new_batch_size"]
    needed = memory_at(used, fixed, old, new)
    activations = used - fixed
    wrong = {
        "scaled_everything": memory_at(used, 0, old, new),
        "forgot_fixed_memory": memory_at(activations, 0, old, new),
        "scaled_the_other_way": memory_at(used, fixed, new, old),
        "kept_the_old_batch": used + memory_at(activations, 0, old, new),
        "memory_unchanged": Fraction(used),
    }
    if "accumulation" in numbers:
        effective = new * numbers["accumulation"]
        wrong["all_accumulated_batches"] = memory_at(used, fixed, old, effective)
    each = Fraction(activations, old)
    lines = (
        f"Activations at batch size {old:,}: {_gb(used)} − {_gb(fixed)} = {_gb(activations)} GB.",
        f"At batch size {new:,}: {_gb(activations)} / {old:,} × {new:,} = {_gb(each * new)} GB.",
        f"Together: {_gb(fixed)} + {_gb(each * new)} = {_gb(needed)} GB.",
    )
    hints = (
        f"What counts: {_gb(fixed)} GB that stay, and activations, which grow with the samples "
        "that are on the device at the same time.",
        f"Activations of one sample: ({_gb(used)} − {_gb(fixed)}) / {old:,} GB.",
        f"Work out {_gb(fixed)} + ({_gb(used)} − {_gb(fixed)}) / {old:,} × {new:,}.",
    )
    in_gb = {code: number / _MB_PER_GB for code, number in wrong.items()}
    return Solution(needed / _MB_PER_GB, "GB", lines, in_gb, hints)


MEMORY_AT_ANOTHER_BATCH = Family(
    key="memory-at-another-batch",
    title="Memory at another batch size",
    topic="Memory",
    stories=_STORIES,
    conventions="Every sample in a batch takes the same memory, and nothing else changes.",
    draw=_draw,
    solve=_solve,
    words=_words,
)
