"""Hints give nothing away, and diagnoses assert no more than is known."""

import re

import pytest

from cards.misconceptions import diagnosis, hint, misconceptions
from cards.problems import Family, families
from tests.cards.drawn import problems
from tests.scale import scaled


def test_a_hint_asks_and_names_no_number() -> None:
    for code, known in misconceptions.items():
        assert known.hint.endswith("?"), code
        assert not re.search(r"\d", known.hint), code


def test_a_diagnosis_is_a_statement() -> None:
    for code, known in misconceptions.items():
        assert known.diagnosis.endswith("."), code
        assert known.diagnosis != known.hint, code


def test_every_misconception_is_that_of_some_problem() -> None:
    seeds = slice(scaled(300, 1_000))
    asked = (problem for key in families for problem in problems(key, "head")[seeds])
    met = {code for problem in asked for code in problem.solution.wrong}
    assert met == misconceptions.keys()


def test_one_reason_is_told_as_it_is() -> None:
    assert hint(("forgot_epochs",)) == "Did you count every epoch?"
    assert diagnosis(("forgot_epochs",)) == "That is one epoch; the run has more."


def test_a_hint_is_made_of_the_typed_number_and_the_problems_own_where_they_are_known() -> None:
    numbers = {"typed": "7,800", "left": "80 samples"}
    told = hint(("floor",), numbers)
    assert told == "7,800 leaves out the last 80 samples of each epoch."
    assert hint(("floor",), {"typed": "7,800"}) == misconceptions["floor"].hint
    assert hint(("floor", "rounded"), numbers) == hint(("floor", "rounded"))


@pytest.mark.parametrize("family", families.values(), ids=families)
def test_a_hint_made_of_numbers_does_not_name_the_result(family: Family) -> None:
    for seed in range(scaled(100, 1_000)):
        solution = family.fresh(seed).solution
        for slip in solution.slips:
            told = hint(slip.codes, {"typed": "", **solution.facts})
            assert str(solution.value) not in re.findall(r"\d+", told.replace(",", ""))


def test_several_reasons_are_told_as_candidates() -> None:
    told = diagnosis(("floor", "rounded"))
    assert told.startswith("It may have been one of these: The samples left over")
    assert misconceptions["rounded"].diagnosis in told
    assert hint(("floor", "rounded")).count("?") == 2


@pytest.mark.parametrize("tell", [hint, diagnosis])
def test_nothing_is_said_of_what_is_not_known(tell: object) -> None:
    assert callable(tell)
    assert tell(()) == ""
