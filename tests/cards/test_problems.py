"""Every family of problems, against counting by hand."""

import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import TypeAlias

import pytest

from cards.misconceptions import misconceptions
from cards.problems import Family, Problem, families
from tests.scale import scaled

SEEDS = range(scaled(300, 10_000))
Numbers: TypeAlias = Mapping[str, int]

KEYS = (
    "steps-per-epoch",
    "total-steps",
    "last-batch-size",
    "one-step-epoch",
    "epochs-for-steps",
    "batch-size-for-steps",
    "largest-batch",
)
every_family = pytest.mark.parametrize("family", families.values(), ids=families)


def walk(samples: int, batch_size: int) -> list[int]:
    """Return the batches of one epoch, dealt out one by one."""
    batches = []
    while samples > 0:
        batches.append(min(batch_size, samples))
        samples -= batches[-1]
    return batches


def steps(samples: int, batch_size: int) -> int:
    return len(walk(samples, batch_size))


def run(n: Numbers) -> int:
    return sum(steps(n["samples"], n["batch_size"]) for _ in range(n["epochs"]))


def first(holds: Callable[[int], bool]) -> int:
    return next(number for number in count(1) if holds(number))


# The answers, found without the calculator.
BY_HAND: dict[str, Callable[[Numbers], int]] = {
    "steps-per-epoch": lambda n: steps(n["samples"], n["batch_size"]),
    "total-steps": run,
    "last-batch-size": lambda n: walk(n["samples"], n["batch_size"])[-1],
    "one-step-epoch": lambda n: (
        run(n) if "batch_size" in n else first(lambda size: n["samples"] <= size)
    ),
    "epochs-for-steps": lambda n: first(lambda e: e * run({**n, "epochs": 1}) >= n["steps"]),
    "batch-size-for-steps": lambda n: first(lambda size: size * n["steps"] >= n["samples"]),
    "largest-batch": lambda n: (
        first(lambda size: n["fixed"] * 1000 + size * n["each"] > n["usable"] * 1000) - 1
    ),
}


def counted_among(family: Family) -> list[Problem]:
    return [family.fresh(seed) for seed in SEEDS]


def test_the_families_are_known_by_their_public_keys() -> None:
    assert tuple(families) == KEYS
    assert all(family.key == key and family.title for key, family in families.items())


@every_family
def test_the_answer_is_what_counting_by_hand_finds(family: Family) -> None:
    for problem in counted_among(family):
        assert problem.solution.value == BY_HAND[family.key](problem.parameters)


@every_family
def test_a_seed_gives_the_same_problem_again_and_parameters_pose_it(family: Family) -> None:
    for seed in range(20):
        problem = family.fresh(seed)
        assert family.fresh(seed) == problem == family.pose(problem.parameters)
    assert family.fresh(2**62).prompt


@every_family
def test_a_prompt_shows_every_number_and_says_what_decides_the_answer(family: Family) -> None:
    for problem in counted_among(family):
        assert problem.prompt.endswith(f" {family.conventions}")
        assert "{" not in problem.prompt
        shown = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", problem.prompt)}
        asked = {name: n for name, n in problem.parameters.items() if name != "story"}
        assert set(asked.values()) <= shown


@every_family
def test_every_family_tells_several_stories_and_all_are_told(family: Family) -> None:
    assert len(set(family.stories)) >= 3
    told = {problem.parameters["story"] for problem in counted_among(family)}
    assert told == set(range(len(family.stories)))


@every_family
def test_a_story_asks_exactly_one_question_and_ends_in_it(family: Family) -> None:
    for story in family.stories:
        assert story.count("?") == 1
        assert story.endswith("?")


@pytest.mark.parametrize("key", [key for key in KEYS if key != "largest-batch"])
def test_counting_problems_state_the_last_batch_and_what_a_step_is(key: str) -> None:
    assert families[key].conventions == (
        "A last, smaller batch is kept. One device, and every batch makes one step."
    )


def test_memory_problems_state_the_unit_and_which_batch_sizes_are_allowed() -> None:
    assert "1 GB = 1,000 MB" in families["largest-batch"].conventions
    assert "any whole number" in families["largest-batch"].conventions


@pytest.mark.parametrize("key", ["epochs-for-steps", "batch-size-for-steps", "largest-batch"])
def test_where_many_numbers_would_do_the_story_asks_for_an_extreme_one(key: str) -> None:
    for story in families[key].stories:
        assert re.search(r"smallest|largest|at most\?|at the earliest", story), story


@every_family
def test_numbers_are_of_human_size(family: Family) -> None:
    for problem in counted_among(family):
        assert all(0 <= number < 50_000 for number in problem.parameters.values())
        assert 1 <= problem.solution.value <= 30_000


@every_family
def test_wrong_numbers_are_apart_from_the_answer_and_have_known_reasons(family: Family) -> None:
    for problem in counted_among(family):
        values = [slip.value for slip in problem.solution.slips]
        assert problem.solution.value not in values
        assert len(values) == len(set(values)) >= 2
        codes = [code for slip in problem.solution.slips for code in slip.codes]
        assert len(codes) == len(set(codes))
        assert set(codes) <= misconceptions.keys()


@every_family
def test_only_rounding_to_the_nearest_shares_its_number(family: Family) -> None:
    shared = {s.codes for p in counted_among(family) for s in p.solution.slips if len(s.codes) > 1}
    assert shared <= {("floor", "rounded")}


@pytest.mark.parametrize(
    ("key", "exact"),
    [
        ("steps-per-epoch", lambda n: n["samples"] % n["batch_size"] == 0),
        ("total-steps", lambda n: n["samples"] % n["batch_size"] == 0),
        ("last-batch-size", lambda n: n["samples"] % n["batch_size"] == 0),
        ("batch-size-for-steps", lambda n: n["samples"] % n["steps"] == 0),
        ("largest-batch", lambda n: (n["usable"] - n["fixed"]) * 1000 % n["each"] == 0),
        (
            "epochs-for-steps",
            lambda n: n["steps"] % steps(n["samples"], n["batch_size"]) == 0,
        ),
    ],
)
def test_about_one_in_five_divides_exactly(key: str, exact: Callable[..., bool]) -> None:
    problems = counted_among(families[key])
    share = sum(exact(problem.parameters) for problem in problems) / len(problems)
    assert 0.12 < share < 0.28


def test_some_data_sets_are_smaller_than_a_batch() -> None:
    problems = counted_among(families["one-step-epoch"])
    sizes = [(p.parameters["samples"], p.parameters.get("batch_size", 0)) for p in problems]
    assert any(samples < batch_size for samples, batch_size in sizes)
    assert any(samples == batch_size for samples, batch_size in sizes)


@every_family
def test_the_solution_ends_with_the_answer_in_words_and_symbols(family: Family) -> None:
    for problem in counted_among(family):
        answer = re.escape(f"{problem.solution.value:,}")
        assert any(re.search(rf"= {answer}\b", line) for line in problem.solution.lines) or (
            f"full, {problem.solution.value} samples" in problem.solution.lines[-1]
        )


def test_one_problem_in_full() -> None:
    problem = families["total-steps"].pose(
        {"story": 0, "samples": 1_000, "batch_size": 128, "epochs": 3}
    )
    assert problem.prompt == (
        "A training job on Amazon SageMaker reads 1,000 customer records. The batch size is 128, "
        "and the job runs for 3 epochs. How many steps does it make in all? "
        "A last, smaller batch is kept. One device, and every batch makes one step."
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
