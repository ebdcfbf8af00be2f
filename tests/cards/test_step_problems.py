"""The families that count steps, samples and batches, against counting by hand."""

import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.calculator.presets import Settings, frameworks
from cards.problems import Family, Problem, Size, families
from tests.cards.drawn import SEEDS, SIZES, first_draws, problems
from tests.scale import scaled

Numbers: TypeAlias = Mapping[str, int]

KEYS = (
    "steps-per-epoch",
    "total-steps",
    "last-batch-size",
    "one-step-epoch",
    "kinds-of-descent",
    "total-steps-drop-last",
    "epochs-for-steps",
    "epochs-after-steps",
    "samples-seen",
    "batch-size-for-steps",
    "validation-split-steps",
    "max-steps",
    "effective-batch",
    "accumulation-steps",
    "replica-steps",
    "replica-accumulation-steps",
    "steps-from-pytorch",
    "steps-from-trainer",
    "steps-from-sagemaker",
    "warmup-steps",
    "largest-batch",
    "tokens-per-step",
    "framework-steps",
)
MOST_BATCHES = 2_000
every_family = pytest.mark.parametrize("key", KEYS)
every_size = pytest.mark.parametrize("size", SIZES)


# Counting by hand, without the calculator


def walk(samples: int, batch_size: int) -> list[int]:
    """Return the batches of one epoch, dealt out one by one."""
    batches = []
    while samples > 0:
        batches.append(min(batch_size, samples))
        samples -= batches[-1]
    return batches


def steps(samples: int, batch_size: int) -> int:
    return len(walk(samples, batch_size))


def first(holds: Callable[[int], bool]) -> int:
    return next(number for number in count(1) if holds(number))


def run(n: Numbers, *, drop_last: bool = False, tail: str = "flush") -> int:
    """Return the steps of a run, made one by one on a device that has its share of the samples."""
    devices, group = n.get("replicas", 1), n.get("accumulation", 1)
    share = first(lambda each: each * devices >= n["samples"]) if devices > 1 else n["samples"]
    made = waiting = 0
    for _ in range(n["epochs"]):
        for batch in walk(share, n["batch_size"]):
            waiting += batch == n["batch_size"] or not drop_last
            if waiting == group:
                made, waiting = made + 1, 0
        if tail == "flush" and waiting:
            made += 1
        if tail != "carry":
            waiting = 0
    return made


def stand(n: Numbers) -> tuple[int, int]:
    """Return the epochs completed and the samples seen when so many steps are made."""
    epochs = seen = made = 0
    while True:
        for batch in walk(n["samples"], n["batch_size"]):
            if made == n["steps"]:
                return epochs, seen
            made, seen = made + 1, seen + batch
        epochs += 1


def limited(n: Numbers) -> int:
    """Return the steps of a run with a limit, which from the fourth story on always decides."""
    return n["limit"] if n["story"] >= 3 else min(run(n), n["limit"])


def descent(n: Numbers) -> int:
    """Return the updates of mini-batches (stories 1 and 2), single samples, all samples."""
    batch_size = (n["batch_size"], 1, n["samples"])[n["story"] // 2]
    return run({**n, "batch_size": batch_size})


def trained_on(n: Numbers) -> int:
    return n["samples"] - first(lambda held: held * 100 >= n["samples"] * n["percent"])


def warmup(n: Numbers) -> int:
    hundredths = n["percent"] * run(n)
    return first(lambda steps: steps * 100 >= hundredths)


def pytorch(n: Numbers) -> int:
    return run(n, drop_last=n["story"] == 1, tail="reset" if n["story"] == 3 else "flush")


def framework(n: Numbers) -> int:
    return run(n, tail=("flush", "reset", "flush", "carry", "carry", "carry")[n["story"]])


def behind_a_step(n: Numbers) -> int:
    return sum(n["batch_size"] for _ in range(n["replicas"]) for _ in range(n["accumulation"]))


BY_HAND: dict[str, Callable[[Numbers], int]] = {
    "steps-per-epoch": lambda n: steps(n["samples"], n["batch_size"]),
    "total-steps": run,
    "last-batch-size": lambda n: walk(n["samples"], n["batch_size"])[-1],
    "one-step-epoch": lambda n: (
        run(n) if "batch_size" in n else first(lambda size: n["samples"] <= size)
    ),
    "kinds-of-descent": descent,
    "total-steps-drop-last": lambda n: run(n, drop_last=True),
    "epochs-for-steps": lambda n: first(lambda e: e * run({**n, "epochs": 1}) >= n["steps"]),
    "epochs-after-steps": lambda n: stand(n)[0],
    "samples-seen": lambda n: stand(n)[1],
    "batch-size-for-steps": lambda n: first(lambda size: size * n["steps"] >= n["samples"]),
    "validation-split-steps": lambda n: run({**n, "samples": trained_on(n)}),
    "max-steps": limited,
    "effective-batch": behind_a_step,
    "accumulation-steps": run,
    "replica-steps": run,
    "replica-accumulation-steps": run,
    "steps-from-pytorch": pytorch,
    "steps-from-trainer": run,
    "steps-from-sagemaker": run,
    "warmup-steps": warmup,
    "largest-batch": lambda n: (
        first(lambda size: n["fixed"] * 1000 + size * n["each"] > n["usable"] * 1000) - 1
    ),
    "tokens-per-step": lambda n: behind_a_step(n) * n["length"],
    "framework-steps": framework,
}


def batches_walked(key: str, n: Numbers) -> int:
    """Return about how many batches counting by hand deals out to a device."""
    if "steps" in n and "batch_size" in n:
        return n["steps"]
    batch_size = 1 if key == "kinds-of-descent" and n["story"] in (2, 3) else n.get("batch_size", 0)
    if not batch_size or "samples" not in n:
        return 0
    return n["samples"] * n.get("epochs", 1) // (batch_size * n.get("replicas", 1))


def test_all_families_here_are_registered_in_teaching_order() -> None:
    assert tuple(key for key in families if key in KEYS) == KEYS


# Sizes

LARGEST: dict[Size, tuple[int, int]] = {
    # numbers in the question, and the answer
    "head": (10_000, 1_500),
    "calculator": (50_000, 50_000),
}
LARGEST_ANSWER: dict[tuple[str, Size], int] = {
    ("kinds-of-descent", "head"): 120_000,
    ("kinds-of-descent", "calculator"): 1_500_000,
    ("samples-seen", "head"): 130_000,
    ("samples-seen", "calculator"): 1_550_000,
    ("effective-batch", "head"): 2_500,
    ("tokens-per-step", "head"): 100_000,
    ("tokens-per-step", "calculator"): 4_000_000,
}


# Numbers that divide exactly

DIVIDES: dict[str, Callable[[Numbers], bool]] = {
    **dict.fromkeys(KEYS, lambda n: n["samples"] % n["batch_size"] == 0),
    **dict.fromkeys(
        (
            *("accumulation-steps", "replica-steps", "replica-accumulation-steps"),
            *("steps-from-pytorch", "steps-from-trainer", "steps-from-sagemaker"),
            "framework-steps",
        ),
        lambda n: (
            n["samples"] % (n["batch_size"] * n.get("accumulation", 1) * n.get("replicas", 1)) == 0
        ),
    ),
    "one-step-epoch": lambda n: n["samples"] == n.get("batch_size"),
    "epochs-for-steps": lambda n: n["steps"] % steps(n["samples"], n["batch_size"]) == 0,
    "epochs-after-steps": lambda n: n["steps"] % steps(n["samples"], n["batch_size"]) == 0,
    "batch-size-for-steps": lambda n: n["samples"] % n["steps"] == 0,
    "validation-split-steps": lambda n: trained_on(n) % n["batch_size"] == 0,
    "warmup-steps": lambda n: (
        n["percent"] * n["epochs"] * steps(n["samples"], n["batch_size"]) % 100 == 0
    ),
    "largest-batch": lambda n: (n["usable"] - n["fixed"]) * 1000 % n["each"] == 0,
    "effective-batch": lambda n: False,
    "tokens-per-step": lambda n: False,
}
NOTHING_IS_LEFT_OVER = ("effective-batch", "tokens-per-step", "one-step-epoch")


# What is asked


@every_size
@every_family
def test_answers_are_what_counting_by_hand_finds_and_numbers_are_of_human_size(
    key: str, size: Size
) -> None:
    walked = exact = 0
    for problem in problems(key, size):
        its_numbers_are_of_human_size(key, size, problem)
        exact += DIVIDES[key](problem.parameters)
        if batches_walked(key, problem.parameters) <= MOST_BATCHES:
            walked += 1
            assert problem.solution.value == BY_HAND[key](problem.parameters)
    assert walked > len(SEEDS) / 20
    if key not in NOTHING_IS_LEFT_OVER:
        assert 0.12 < exact / len(SEEDS) < 0.28, "about one in five divides exactly"


def its_numbers_are_of_human_size(key: str, size: Size, problem: Problem) -> None:
    given, answer = LARGEST[size]
    answer = LARGEST_ANSWER.get((key, size), answer)
    assert all(0 <= number < given for number in problem.parameters.values())
    assert 1 <= problem.solution.value <= answer
    assert problem.solution.value == int(problem.solution.value)


PRESETS: dict[str, tuple[str, ...]] = {
    # for each story, the preset of the calculator that counts as the named framework does
    "steps-from-pytorch": ("torch", "torch", "torch", "torch-reset"),
    "steps-from-trainer": ("transformers",) * 4,
    "framework-steps": (
        *("transformers", "transformers-4.45", "lightning", "keras", "deepspeed", "optax"),
    ),
}


@every_size
@pytest.mark.parametrize("key", PRESETS)
def test_where_a_framework_is_named_the_answer_is_what_its_preset_counts(
    key: str, size: Size
) -> None:
    for problem in problems(key, size):
        numbers = dict(problem.parameters)
        story = numbers.pop("story")
        asked = Settings(**numbers, drop_last=(key, story) == ("steps-from-pytorch", 1))
        run = frameworks[PRESETS[key][story]].run(asked)
        assert problem.solution.value == run.total_steps


@every_family
def test_numbers_for_the_head_are_the_smaller_ones(key: str) -> None:
    head, calculator = (
        sum(sum(p.parameters.values()) for p in problems(key, size)[:300]) for size in SIZES
    )
    assert head < calculator


@every_size
def test_some_data_sets_are_smaller_than_a_batch(size: Size) -> None:
    numbers = [problem.parameters for problem in problems("one-step-epoch", size)]
    sizes = [(n["samples"], n.get("batch_size", 0)) for n in numbers]
    assert any(samples < batch_size for samples, batch_size in sizes)
    assert any(samples == batch_size for samples, batch_size in sizes)


# Telling slips apart

WITH_REPLICAS = (
    *("replica-steps", "replica-accumulation-steps"),
    *("steps-from-trainer", "steps-from-sagemaker"),
)


@every_size
@every_family
def test_most_first_draws_tell_apart_all_that_is_counted(key: str, size: Size) -> None:
    family = families[key]
    clear = suit = divisible = 0
    counted: dict[int, set[frozenset[str]]] = {}
    for problem in first_draws(key, size):
        suit += family.suits(problem.solution)
        if DIVIDES[key](problem.parameters):
            divisible += 1
            continue
        clear += problem.solution.tells_apart(family.counted)
        codes = frozenset(code for code in family.counted if code in problem.solution.wrong)
        counted.setdefault(problem.parameters["story"], set()).add(codes)
    share = clear / (len(SEEDS) - divisible)
    print(f"{key}, {size}: {share:.1%} keep {len(family.counted)} codes apart")
    assert share >= (0.82 if key in WITH_REPLICAS else 0.97)
    assert len(SEEDS) / suit < 1.3, "drawing again is rare"
    # What is counted hangs on the story alone: no code is left out because its number would tie.
    assert all(len(sets) == 1 for sets in counted.values())
    assert set(family.counted) == {c for sets in counted.values() for codes in sets for c in codes}


@every_family
def test_what_is_left_over_is_never_both_counted_and_undecidable(key: str) -> None:
    undecidable = {
        *("rounded", "rounded_last_batch", "floored_batches"),
        *("plus_one_always", "replicas_not_shared"),
    }
    assert undecidable.isdisjoint(families[key].counted)
    assert {"tail_dropped", "tail_carried"}.isdisjoint(families[key].counted) or (
        key == "framework-steps"  # here it is the rule that is asked about
    )


# Any seed


@settings(max_examples=scaled(300, 10_000))
@given(st.sampled_from(KEYS), st.integers(0, 2**64), st.sampled_from(SIZES))
def test_any_seed_gives_a_problem_that_its_numbers_pose_again(
    key: str, seed: int, size: Size
) -> None:
    family: Family = families[key]
    problem: Problem = family.fresh(seed, size=size)
    assert family.pose(problem.parameters) == problem == family.fresh(seed, size=size)
    assert family.suits(problem.solution)


# What decides the answer

STATED = {
    "total-steps-drop-last": ("A last batch that is not full is dropped.", "One device"),
    "effective-batch": ("A step is one update", "full batches"),
    "accumulation-steps": ("smaller batch is kept", "step of their own", "one device"),
    "replica-steps": ("an equal share", "smaller batch is kept", "each step together"),
    "replica-accumulation-steps": (
        *("an equal share", "smaller batch is kept", "each step together"),
        "step of their own",
    ),
    "steps-from-pytorch": ("one device", "unless it is told to drop it"),
    "steps-from-trainer": ("4.52 or newer", "an equal share", "step of their own"),
    "steps-from-sagemaker": (
        *("smaller batch is kept", "an equal share", "used twice", "A step is one update"),
    ),
    "warmup-steps": ("smaller batch is kept", "One device", "A part of a warm-up step counts as"),
    "largest-batch": ("1 GB = 1,000 MB", "any whole number"),
    "tokens-per-step": ("A step is one update", "Every sequence is full"),
    "framework-steps": ("smaller batch is kept", "one device"),
}
PLAIN = ("A last, smaller batch is kept.", "One device, and every batch makes one step.")


@every_family
def test_what_decides_the_answer_is_stated(key: str) -> None:
    for words in STATED.get(key, PLAIN):
        assert words in families[key].conventions


@pytest.mark.parametrize("key", ["epochs-for-steps", "batch-size-for-steps", "largest-batch"])
def test_where_many_numbers_would_do_the_story_asks_for_an_extreme_one(key: str) -> None:
    for story in families[key].stories:
        assert re.search(r"smallest|largest|at most\?|at the earliest", story), story


def test_code_is_shown_as_lines_of_its_own() -> None:
    for key in ("steps-from-pytorch", "steps-from-trainer", "steps-from-sagemaker"):
        for story in families[key].stories:
            code = story.split("\n\n")[1]
            assert all(f"{{{name}" in story for name in ("samples", "batch_size", "epochs"))
            assert code.count("\n") >= 1


# Problems in full


def test_one_plain_problem() -> None:
    problem = families["total-steps"].pose(
        {"story": 0, "samples": 1_000, "batch_size": 128, "epochs": 3}
    )
    assert problem.prompt == (
        "A training job on Amazon SageMaker reads 1,000 customer records. The batch size is 128, "
        "and the job runs for 3 epochs. How many steps does it make in all? "
        "A last, smaller batch is kept. One device, and every batch makes one step."
    )
    assert problem.solution.hints == (
        "What counts: 1,000 samples, a batch size of 128, 3 epochs.",
        "Look at one epoch first: count its batches, and round up, for a last, smaller batch is "
        "kept.",
        "Work out ⌈1,000 / 128⌉ × 3.",
    )
    assert problem.solution.lines == (
        "Steps per epoch: ⌈1,000 / 128⌉ = 8 "
        "(rounded up: 7 full batches and a last, smaller one of 104 is kept).",
        "Total steps: 8 × 3 = 24.",
    )
    wrong = {code: slip.value for slip in problem.solution.slips for code in slip.codes}
    assert wrong["floor"] == 21
    assert wrong["floor_of_total"] == 23
    assert wrong["forgot_epochs"] == 8


WRONG = [
    # N = 100, B = 10, E = 3, k = 3: ten batches make 4, 3 or 3⅓ steps an epoch
    ("accumulation-steps", {"accumulation": 3}, 12, {"tail_dropped": 9, "tail_carried": 10}),
    (
        "accumulation-steps",
        {"accumulation": 3},
        12,
        {"micro_batches": 30, "accumulation_multiplied": 90, "forgot_epochs": 4, "rounded": 9},
    ),
    # N = 100, B = 10, R = 4: 40 samples at a time make 3 steps an epoch
    (
        "replica-steps",
        {"replicas": 4},
        9,
        {"ignored_replicas": 30, "times_replicas": 36, "batch_divided_by_replicas": 120},
    ),
    ("replica-steps", {"replicas": 5}, 6, {"replicas_not_shared": 30, "plus_one_always": 9}),
    # N = 100, B = 10, R = 2, k = 3: 60 samples at a time make 2 steps an epoch
    (
        "replica-accumulation-steps",
        {"accumulation": 3, "replicas": 2},
        6,
        {"ignored_both": 30, "replicas_not_shared": 12, "micro_batches": 15},
    ),
]


@pytest.mark.parametrize(("key", "more", "answer", "wrong"), WRONG)
def test_misconceptions_lead_to_their_numbers(
    key: str, more: Numbers, answer: int, wrong: Mapping[str, int]
) -> None:
    numbers = {"story": 0, "samples": 100, "batch_size": 10, "epochs": 3, **more}
    solution = families[key].pose(numbers).solution
    assert solution.value == answer
    assert {code: solution.wrong[code] for code in wrong} == wrong
