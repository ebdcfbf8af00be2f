"""Families beyond counting steps: memory, learning rates, tuning, time and metrics, by hand."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import count, product
from math import isqrt
from typing import Final, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.calculator import amount
from cards.problems import Family, Size, families
from cards.problems.states import (
    ADAM_MIXED_STATES,
    ADAM_STATES,
    MOMENTUM_STATES,
    SGD_STATES,
    States,
)
from tests.cards.drawn import SIZES, first_draws, problems
from tests.scale import scaled

LARGEST: Final[Mapping[Size, int]] = {"head": 10_000, "calculator": 100_000}
Numbers: TypeAlias = Mapping[str, int]
Exact: TypeAlias = int | Fraction


def steps(samples: int, batch_size: int) -> int:
    """Count the batches of an epoch one by one."""
    return sum(1 for _ in range(0, samples, batch_size))


def first(holds: Callable[[int], bool], start: int = 1) -> int:
    return next(number for number in count(start) if holds(number))


def root(square: Exact) -> Fraction:
    square = Fraction(square)
    above, below = isqrt(square.numerator), isqrt(square.denominator)
    assert Fraction(above, below) ** 2 == square
    return Fraction(above, below)


def bytes_of_a_parameter(story: str) -> int:
    """Read off a story what is kept for each parameter."""
    if "second copy" in story:
        return 2 + 2 + 4 + 4 + 4
    return 4 + 4 + 4 * ("velocity" in story) + 4 * 2 * ("two moments" in story)


def of_states(n: Numbers) -> Fraction:
    story = families["memory-of-states"].stories[n["story"]]
    return Fraction(bytes_of_a_parameter(story) * n["millions"] * 10**6, 10**9)


def at_another_batch(n: Numbers) -> Fraction:
    each = Fraction(n["used_mb"] - n["fixed_mb"], n["batch_size"])
    return Fraction(n["fixed_mb"] + sum(each for _ in range(n["new_batch_size"]))) / 1_000


def fitting(n: Numbers) -> int:
    story = families["does-any-batch-fit"].stories[n["story"]]
    taken = bytes_of_a_parameter(story) * n["millions"]
    return first(lambda size: taken + size * n["each"] > n["usable"] * 1_000, 1) - 1


def accumulated(n: Numbers) -> int:
    wanted = n["batch_size"] * n["accumulation"] * n["replicas"]
    return first(lambda k: k * n["smaller"] * n["replicas"] == wanted)


def scaled_rate(n: Numbers) -> Fraction:
    grown = Fraction(n["replicas"] * n["per_device"], n["batch_size"])
    by_root = "root" in families["scaled-learning-rate"].stories[n["story"]]
    return Fraction(n["rate_millionths"], 10**6) * (root(grown) if by_root else grown)


def scheduled_rate(n: Numbers) -> Fraction:
    """Return where the rising line, or the falling one, is after so many steps."""
    peak = Fraction(n["peak_millionths"], 10**6)
    rising = peak / n["warmup"] * n["step"]
    falling = peak / (n["total"] - n["warmup"]) * (n["total"] - n["step"])
    return min(rising, falling)


def decayed_rate(n: Numbers) -> Fraction:
    rate = Fraction(n["start_millionths"], 10**6)
    for _ in range(n["every"], n["done"] + 1, n["every"]):
        rate = rate * n["factor_percent"] / 100
    return rate


def happening(n: Numbers) -> int:
    story = families["evaluations-and-checkpoints"].stories[n["story"]]
    asked = story.rsplit(". ", 1)[-1].rsplit(": ", 1)[-1]
    interval = n["save_every"] if re.search("checkpoints|written", asked) else n["evaluate_every"]
    total = sum(steps(n["samples"], n["batch_size"]) for _ in range(n["epochs"]))
    return sum(1 for step in range(1, total + 1) if step % interval == 0)


def stopped(n: Numbers) -> int:
    """Go through the epochs and wait; read off the story what is asked."""
    lowest, best, waited, epoch = 10**9, 0, 0, 0
    for epoch in count(1):
        loss = n[f"loss_{epoch}"]
        waited = 0 if loss < lowest else waited + 1
        best = epoch if loss < lowest else best
        lowest = min(loss, lowest)
        if waited == n["patience"]:
            break
    story = families["early-stopping"].stories[n["story"]]
    if "samples" in n:
        return sum(steps(n["samples"], n["batch_size"]) for _ in range(epoch))
    return best if "weights" in story else epoch


def folded(n: Numbers) -> int:
    if "settings" in n:
        return sum(1 for _ in product(range(n["settings"]), range(n["folds"]))) + 1
    fold = n["samples"] // n["folds"]
    return sum(
        n["epochs"]
        * steps(sum(fold for other in range(n["folds"]) if other != held), n["batch_size"])
        for held in range(n["folds"])
    )


def gridded(n: Numbers) -> int:
    lists = (range(n[name]) for name in ("first", "second", "third", "repeats"))
    return sum(1 for _ in product(*lists))


def in_rounds(n: Numbers) -> int:
    rounds, waiting = 0, n["jobs"]
    while waiting > 0:
        rounds, waiting = rounds + 1, waiting - n["parallel"]
    return rounds * n.get("minutes", 1)


def minutes(samples: int, batch_size: int, milliseconds: int) -> Fraction:
    return Fraction(steps(samples, batch_size) * milliseconds, 60_000)


def saved_minutes(n: Numbers) -> Fraction:
    return minutes(n["samples"], n["batch_size"], n["milliseconds"]) - minutes(
        n["samples"], n["new_batch_size"], n["new_milliseconds"]
    )


def precision(n: Numbers) -> Fraction:
    return Fraction(100 * n["true_positives"], n["true_positives"] + n["false_positives"])


def recall(n: Numbers) -> Fraction:
    return Fraction(100 * n["true_positives"], n["true_positives"] + n["false_negatives"])


def noise(n: Numbers) -> Exact:
    """The variance of a mean of independent samples is that of one, divided by their number."""
    if "times_less" in n:
        return first(lambda size: size >= n["batch_size"] * n["times_less"] ** 2)
    variance = Fraction(n["noise_hundredths"], 100) ** 2 * n["batch_size"]
    return root(variance / n["new_batch_size"])


# The answers, found without the calculator.
BY_HAND: Final[Mapping[str, Callable[[Numbers], Exact]]] = {
    "memory-of-states": of_states,
    "memory-at-another-batch": at_another_batch,
    "does-any-batch-fit": fitting,
    "accumulation-after-oom": accumulated,
    "scaled-learning-rate": scaled_rate,
    "learning-rate-at-step": scheduled_rate,
    "step-decay": decayed_rate,
    "evaluations-and-checkpoints": happening,
    "early-stopping": stopped,
    "k-fold": folded,
    "grid-search-trials": gridded,
    "tuning-rounds": in_rounds,
    "run-duration": lambda n: (
        n["epochs"] * minutes(n["samples"], n["batch_size"], n["milliseconds"])
    ),
    "duration-and-batch-size": saved_minutes,
    "spot-saving": lambda n: 100 - Fraction(100 * n["billable"], n["training"]),
    "precision": precision,
    "recall": recall,
    "f1-score": lambda n: 2 / (1 / precision(n) + 1 / recall(n)),
    "gradient-noise": noise,
}
# How many decimals an answer of a unit has at most; a count has none.
DECIMALS: Final[Mapping[str, int]] = {"": 6, "GB": 3, "minute": 1}

every_size = pytest.mark.parametrize("size", SIZES)
every_key = pytest.mark.parametrize("key", BY_HAND)


@every_size
@every_key
def test_the_answer_is_what_counting_by_hand_finds(key: str, size: Size) -> None:
    for problem in problems(key, size):
        assert problem.solution.value == BY_HAND[key](problem.parameters), problem.prompt


@every_size
@every_key
def test_an_answer_is_exact_in_few_decimals_and_a_tolerance_is_stated(key: str, size: Size) -> None:
    for problem in problems(key, size):
        solution = problem.solution
        decimals = DECIMALS.get(solution.unit, 0)
        assert 10**decimals % Fraction(solution.value).denominator == 0, problem.prompt
        stated = re.findall(r"within (\d+)% is right", problem.prompt)
        assert [solution.tolerance * 100] == ([int(share) for share in stated] or [0])


@every_size
@every_key
def test_numbers_are_of_human_size(key: str, size: Size) -> None:
    smallest = 0 if key == "does-any-batch-fit" else Fraction(1, 10**6)
    for problem in problems(key, size):
        assert all(0 <= number <= 10**6 for number in problem.parameters.values())
        assert smallest <= problem.solution.value <= LARGEST[size], problem.prompt


@pytest.mark.parametrize("key", [key for key in BY_HAND if families[key].words])
def test_a_number_that_is_told_in_other_words_is_told(key: str) -> None:
    """With another number in the place of any one, the story reads differently."""
    for problem in problems(key, "head")[:50]:
        for name, number in problem.parameters.items():
            if name != "story":
                other = {**problem.parameters, name: number + 1}
                assert story(families[key], other) != story(families[key], problem.parameters)


def story(family: Family, numbers: Numbers) -> str:
    words = family.words(numbers) if family.words else {}
    return family.stories[numbers["story"]].format(**numbers, **words)


@every_size
@every_key
def test_nearly_all_draws_tell_their_slips_apart(key: str, size: Size) -> None:
    drawn = [problem.solution for problem in first_draws(key, size)]
    share = sum(solution.tells_apart(solution.wrong.keys()) for solution in drawn) / len(drawn)
    print(f"{key}, {size}: {share:.1%} of draws keep all wrong numbers apart")
    assert share >= 0.97


@pytest.mark.parametrize(
    ("key", "holds"),
    [
        ("tuning-rounds", lambda n: n["jobs"] % n["parallel"] == 0),
        ("does-any-batch-fit", lambda n: fitting(n) == 0),
        ("learning-rate-at-step", lambda n: n["step"] < n["warmup"]),
    ],
)
def test_the_special_case_comes_now_and_then(key: str, holds: Callable[[Numbers], bool]) -> None:
    asked = problems(key, "head")
    share = sum(holds(problem.parameters) for problem in asked) / len(asked)
    assert 0.1 < share < 0.45


@pytest.mark.parametrize(
    "states", [ADAM_STATES, ADAM_MIXED_STATES, MOMENTUM_STATES, SGD_STATES], ids=lambda s: s.terms
)
def test_what_is_told_of_an_optimizer_is_what_the_calculator_counts(states: States) -> None:
    assert sum(states.parts) == states.optimizer.bytes_per_parameter
    assert bytes_of_a_parameter(states.told) == states.optimizer.bytes_per_parameter
    for left in states.forgotten.values():
        assert left.bytes_per_parameter < states.optimizer.bytes_per_parameter


@settings(max_examples=scaled(300, 10_000))
@given(st.sampled_from(sorted(BY_HAND)), st.integers(0, 2**64), st.sampled_from(SIZES))
def test_any_seed_gives_a_problem_whose_answer_is_found_by_hand(
    key: str, seed: int, size: Size
) -> None:
    problem = families[key].fresh(seed, size=size)
    assert problem.solution.value == BY_HAND[key](problem.parameters)
    assert families[key].pose(problem.parameters) == problem


def test_all_families_here_are_registered_in_teaching_order() -> None:
    assert [key for key in families if key in BY_HAND] == list(BY_HAND)


def test_only_what_was_named_advanced_is_left_out_of_the_default_order() -> None:
    assert [key for key in BY_HAND if families[key].advanced] == ["gradient-noise"]


def test_one_problem_with_a_row_of_losses_in_full() -> None:
    losses = (92, 85, 80, 83, 81, 74, 79, 76, 77, 60)
    problem = families["early-stopping"].pose(
        {"story": 1, "patience": 3} | {f"loss_{n}": loss for n, loss in enumerate(losses, start=1)}
    )
    assert problem.prompt == (
        "A chatbot is tuned with early stopping, patience 3. Its validation losses from epoch 1 "
        "on, if training went on: 0.92, 0.85, 0.80, 0.83, 0.81, 0.74, 0.79, 0.76, 0.77, 0.60. "
        "After which epoch does training stop? Patience p: training stops after p epochs in a row "
        "without a new lowest validation loss. Epochs count from 1."
    )
    assert amount(problem.solution.value, problem.solution.unit) == "9 epochs"
    assert problem.solution.lines == (
        "Lowest loss before the stop: 0.74, in epoch 6.",
        "Stop: 3 epochs later, 6 + 3 = 9.",
    )
    assert problem.solution.wrong == {
        "stopped_at_first_rise": 4,
        "patience_not_renewed": 7,
        "patience_one_less": 8,
        "patience_one_more": 10,
        "best_for_last": 6,
        "ran_to_the_end": 10,
    }
