"""Hints give nothing away, and diagnoses assert no more than is known."""

import re

import pytest

from cards.misconceptions import diagnosis, hint, misconceptions
from cards.problems import families
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
    problems = [f.fresh(seed) for f in families.values() for seed in range(scaled(300, 1_000))]
    met = {code for problem in problems for code in problem.solution.wrong}
    assert met == misconceptions.keys()


def test_one_reason_is_told_as_it_is() -> None:
    assert hint(("forgot_epochs",)) == "Did you count every epoch?"
    assert diagnosis(("forgot_epochs",)) == "That is one epoch; the run has more."


def test_several_reasons_are_told_as_candidates() -> None:
    told = diagnosis(("floor", "rounded"))
    assert told.startswith("It may have been one of these: The samples left over")
    assert misconceptions["rounded"].diagnosis in told
    assert hint(("floor", "rounded")).count("?") == 2


@pytest.mark.parametrize("tell", [hint, diagnosis])
def test_nothing_is_said_of_what_is_not_known(tell: object) -> None:
    assert callable(tell)
    assert tell(()) == ""
