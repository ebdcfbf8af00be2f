"""Whether any batch fits beside a model and its optimizer, and the largest one that does."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator.memory import GB, GIB, Memory
from cards.problems.numbers import choose
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.states import ADAM_MIXED_STATES, ADAM_STATES, MOMENTUM_STATES

_STORIES: Final = (
    "A model of {millions:,} million parameters is to be trained on a GPU with {usable} GB free. "
    f"{ADAM_STATES.told} The activations of a sample take {{each}} MB. "
    "What is the largest batch size that fits, 0 if none does?",
    "A lab has {usable} GB of memory for its model of {millions:,} million parameters. "
    f"{MOMENTUM_STATES.told} Each sample in the batch adds {{each}} MB of activations. "
    "What is the largest possible batch size, 0 if not even one sample fits?",
    "A training instance offers {usable} GB of GPU memory to a model of {millions:,} million "
    f"parameters. {ADAM_MIXED_STATES.told} Activations need {{each}} MB per sample. "
    "How many samples fit into one batch at most, 0 if none?",
    "A language model of {millions:,} million parameters moves to a GPU of which it may use "
    f"{{usable}} GB. {ADAM_STATES.told} A sample takes {{each}} MB on top. "
    "How many samples may be in a batch at most, 0 if none?",
)
_STATES: Final = (ADAM_STATES, MOMENTUM_STATES, ADAM_MIXED_STATES, ADAM_STATES)
_USABLE: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (8, 10, 12, 16, 20, 24, 30, 40),
    "calculator": (11, 14, 15, 16, 22, 24, 32, 38, 45, 48, 64, 72, 80),
}
_MILLIONS: Final[Mapping[Size, range]] = {
    "head": range(100, 3_001, 100),
    "calculator": range(110, 7_001, 10),
}
_EACH: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (50, 60, 80, 100, 120, 150, 160, 200, 250, 300, 400),
    "calculator": (35, 45, 70, 75, 90, 110, 130, 140, 170, 175, 220, 240, 350),
}
_NONE_FITS_SHARE: Final = 0.3
_MB: Final = 10**6


def _draw(rng: Generator, size: Size) -> Parameters:
    none_fits = rng.random() < _NONE_FITS_SHARE
    while True:
        numbers = {
            "story": choose(rng, range(len(_STORIES))),
            "usable": choose(rng, _USABLE[size]),
            "millions": choose(rng, _MILLIONS[size]),
            "each": choose(rng, _EACH[size]),
        }
        memory = _memory_of(numbers)
        if not _tells_slips_apart(numbers, memory):
            continue
        states = Fraction(memory.states, int(memory.usable))
        if none_fits and not memory.any_batch_fits and states < Fraction(3, 2):
            return numbers
        if not none_fits and 8 <= memory.largest_batch <= 400 and states > Fraction(2, 5):
            return numbers


def _tells_slips_apart(numbers: Parameters, memory: Memory) -> bool:
    """Return whether forgetting something is told from counting in GiB, and from one sample."""
    binary = replace(memory, usable=numbers["usable"] * GIB).largest_batch
    return {1, binary}.isdisjoint(_forgotten(numbers, memory).values())


def _memory_of(numbers: Parameters) -> Memory:
    return Memory(
        usable=numbers["usable"] * GB,
        parameters=numbers["millions"] * _MB,
        optimizer=_STATES[numbers["story"]].optimizer,
        per_sample=numbers["each"] * _MB,
    )


def _solve(numbers: Parameters) -> Solution:
    memory, terms = _memory_of(numbers), _STATES[numbers["story"]].terms
    largest = memory.largest_batch
    wrong = {**_forgotten(numbers, memory), **_misread(numbers, memory)}
    states = f"{numbers['millions']:,} × ({terms})"
    hints = (
        f"What counts: {numbers['usable']} GB in all, {numbers['millions']:,} million parameters, "
        f"and {numbers['each']} MB for each sample.",
        f"Weights, gradients and optimizer take {states} MB.",
        f"Work out ⌊({numbers['usable']},000 − {states}) / {numbers['each']}⌋. Where that is below "
        "zero, no batch fits.",
    )
    apart = {code: number for code, number in wrong.items() if number != largest}
    return Solution(largest, "sample", _lines(numbers, memory, terms), apart, hints)


def _forgotten(numbers: Parameters, memory: Memory) -> dict[str, int | Fraction]:
    """Return which batches would fit if some of what is kept for each parameter took no memory."""
    forgotten = _STATES[numbers["story"]].forgotten
    return {code: replace(memory, optimizer=left).largest_batch for code, left in forgotten.items()}


def _misread(numbers: Parameters, memory: Memory) -> dict[str, int | Fraction]:
    largest = memory.largest_batch
    everything = int(memory.usable // (numbers["each"] * _MB))
    if not largest:
        return {"forgot_fixed_memory": everything, "one_always_fits": 1}
    exact = Fraction(memory.left) / (numbers["each"] * _MB)
    wrong: dict[str, int | Fraction] = {
        "forgot_fixed_memory": everything,
        "binary_gigabytes": replace(memory, usable=numbers["usable"] * GIB).largest_batch,
        "power_of_two": 1 << (largest.bit_length() - 1),
    }
    if exact != largest:
        wrong |= {"rounded_up_memory": largest + 1, "unrounded_memory": exact}
    return wrong


def _lines(numbers: Parameters, memory: Memory, terms: str) -> tuple[str, ...]:
    usable, each, states = numbers["usable"] * 1_000, numbers["each"], memory.states // _MB
    per_parameter = memory.optimizer.bytes_per_parameter
    taken = (
        f"Bytes per parameter: {terms} = {per_parameter}.",
        f"Model and optimizer: {numbers['millions']:,} million × {per_parameter} bytes = "
        f"{states:,} MB.",
    )
    if states > usable:
        return (*taken, f"That is more than {usable:,} MB, so the largest batch size = 0.")
    left = f"Left for the batch: {usable:,} − {states:,} = {usable - states:,} MB."
    batch = f"Largest batch: ⌊{usable - states:,} / {each}⌋ = {memory.largest_batch:,}."
    return (*taken, left, batch)


DOES_ANY_BATCH_FIT = Family(
    key="does-any-batch-fit",
    title="Does any batch fit?",
    topic="Memory",
    stories=_STORIES,
    conventions="1 GB = 1,000 MB = 1,000,000,000 bytes, nothing else takes memory, and any whole "
    "number may be the batch size.",
    draw=_draw,
    solve=_solve,
)
