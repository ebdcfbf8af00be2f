"""Every family of problems, whatever it asks for."""

import re

import pytest

from cards.calculator import written
from cards.misconceptions import misconceptions
from cards.problems import Family, Problem, Size, families
from tests.cards.drawn import SIZES, problems

every_family = pytest.mark.parametrize("family", families.values(), ids=families)
every_size = pytest.mark.parametrize("size", SIZES)
NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")


def test_the_families_are_known_by_their_public_keys() -> None:
    assert all(family.key == key and family.title for key, family in families.items())
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in families)
    assert len({family.title for family in families.values()}) == len(families)


@every_size
@every_family
def test_a_seed_gives_the_same_problem_again_and_parameters_pose_it(
    family: Family, size: Size
) -> None:
    for seed in range(20):
        problem = family.fresh(seed, size=size)
        assert family.fresh(seed, size=size) == problem == family.pose(problem.parameters)
    assert family.fresh(2**62, size=size).prompt


@every_family
def test_a_story_asks_exactly_one_question_and_ends_in_it(family: Family) -> None:
    assert len(set(family.stories)) >= 3
    for story in family.stories:
        assert story.count("?") == 1
        assert story.endswith("?")


# What holds of every problem that is asked


def its_prompt_shows_every_number_and_ends_with_what_decides_the_answer(
    family: Family, problem: Problem
) -> None:
    assert problem.prompt.endswith(f" {family.conventions}")
    assert not re.search(r"\{\w", problem.prompt)
    shown = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", problem.prompt)}
    asked = {name: n for name, n in problem.parameters.items() if name != "story"}
    if family.words:  # numbers that the story has in other words, such as 0.3 for 300
        story = family.stories[problem.parameters["story"]]
        asked = {name: n for name, n in asked.items() if f"{{{name}" in story}
    assert set(asked.values()) <= shown


def its_wrong_numbers_are_apart_from_the_answer_and_have_known_reasons(
    family: Family, problem: Problem
) -> None:
    values = [slip.value for slip in problem.solution.slips]
    assert problem.solution.value not in values
    assert len(values) == len(set(values)) >= 2
    codes = [code for slip in problem.solution.slips for code in slip.codes]
    assert len(codes) == len(set(codes))
    assert set(codes) <= misconceptions.keys()


def no_two_slips_that_are_told_apart_share_a_number(family: Family, problem: Problem) -> None:
    assert family.suits(problem.solution)
    counted = set(family.counted or problem.solution.wrong.keys() - {"rounded"})
    assert all(len(counted & set(slip.codes)) <= 1 for slip in problem.solution.slips)


def three_hints_lead_to_the_answer_and_none_holds_it(family: Family, problem: Problem) -> None:
    hints = problem.solution.hints
    assert len(set(hints)) == 3
    assert all(hint.endswith((".", "?")) for hint in hints)
    for hint in hints:
        assert written(problem.solution.value) not in NUMBER.findall(hint)


def its_solution_ends_with_the_answer_in_words_and_symbols(
    family: Family, problem: Problem
) -> None:
    answer = re.escape(written(problem.solution.value))
    assert any(re.search(rf"= {answer}\b", line) for line in problem.solution.lines) or (
        f"full, {problem.solution.value} samples" in problem.solution.lines[-1]
    )


RULES = (
    its_prompt_shows_every_number_and_ends_with_what_decides_the_answer,
    its_wrong_numbers_are_apart_from_the_answer_and_have_known_reasons,
    no_two_slips_that_are_told_apart_share_a_number,
    three_hints_lead_to_the_answer_and_none_holds_it,
    its_solution_ends_with_the_answer_in_words_and_symbols,
)


@every_size
@every_family
def test_every_problem_keeps_the_rules_and_every_story_is_told(family: Family, size: Size) -> None:
    told = set()
    for problem in problems(family.key, size):
        for rule in RULES:
            rule(family, problem)
        told.add(problem.parameters["story"])
    assert told == set(range(len(family.stories)))
