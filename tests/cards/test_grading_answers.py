"""The grader on answers that it was not built on: the half of the tables that was set aside.

Only figures are told, never answers: whoever tunes the grader looks at the other half.
"""

import pytest

from cards import library
from cards.grading import Verdict, grade
from tests.answers import Answer, Half, load

DECK = library.load("ml-training")
GRADES = {"correct", "partial", "wrong"}


def graded(half: Half) -> list[tuple[Answer, Verdict]]:
    return [
        (answer, grade(DECK.card(entry.card), answer.says))
        for entry in load(half)
        for answer in entry.answers
    ]


HALVES: dict[Half, list[tuple[Answer, Verdict]]] = {
    half: graded(half) for half in ("tuning", "held-out")
}
BOTH = pytest.mark.parametrize("half", HALVES)


def taken_as(verdict: Verdict) -> str:
    """Return how the grader takes an answer; whatever a gate holds back is wrong."""
    if verdict.quality is None or verdict.quality <= 2:
        return "wrong"
    return "correct" if verdict.quality >= 4 else "partial"


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@BOTH
def test_five_in_six_answers_are_taken_as_a_teacher_takes_them(half: Half) -> None:
    right = [taken_as(v) == a.expected for a, v in HALVES[half] if a.expected in GRADES]
    assert share(right) >= 0.85


@BOTH
def test_hardly_any_wrong_answer_is_called_correct(half: Half) -> None:
    called = [taken_as(v) == "correct" for a, v in HALVES[half] if a.expected == "wrong"]
    assert share(called) <= 0.03


@BOTH
def test_what_is_turned_round_or_denied_is_caught(half: Half) -> None:
    turned = ("swapped", "negation")
    caught = [taken_as(v) == "wrong" for a, v in HALVES[half] if a.category in turned]
    assert share(caught) >= 0.9


@BOTH
def test_every_gate_holds(half: Half) -> None:
    """Question marks alone say that one does not know: they are held back as that."""
    gates = [
        v.gate == ("dont_know" if set(a.says.split()) & {"?", "??", "???"} else a.expected)
        for a, v in HALVES[half]
        if a.expected not in GRADES
    ]
    assert share(gates) == 1
