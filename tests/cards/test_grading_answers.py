"""The grader on answers that it was not built on: the half of the tables that was set aside.

Only figures are told, never answers: whoever tunes the grader looks at the other half. The figures
of this half were looked at more than once while the grader grew, so they flatter it a little.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
Record = Callable[[str, object], None]


def taken_as(verdict: Verdict) -> str:
    """Return how the grader takes an answer; whatever a gate holds back is wrong."""
    if verdict.quality is None or verdict.quality <= 2:
        return "wrong"
    return "correct" if verdict.quality >= 4 else "partial"


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@dataclass(frozen=True)
class Figures:
    """How the grader does on one half of the tables, each a share."""

    accuracy: float
    wrong_called_correct: float
    turned_caught: float
    gates_held: float


def figures(half: Half) -> Figures:
    """Return the figures of a half."""
    rows = HALVES[half]
    return Figures(
        accuracy=share([taken_as(v) == a.expected for a, v in rows if a.expected in GRADES]),
        wrong_called_correct=share(
            [taken_as(v) == "correct" for a, v in rows if a.expected == "wrong"]
        ),
        turned_caught=share(
            [taken_as(v) == "wrong" for a, v in rows if a.category in ("swapped", "negation")]
        ),
        gates_held=share([v.gate == a.expected for a, v in rows if a.expected not in GRADES]),
    )


# Reached so far; 0.85, 0.03, 0.9 and 1 are aimed at.
HELD_OUT = Figures(accuracy=0.79, wrong_called_correct=0.111, turned_caught=0.87, gates_held=0.96)


def test_the_grader_takes_answers_as_a_teacher_does(record_property: Record) -> None:
    for half in HALVES:
        record_property(half, str(figures(half)))  # it travels between processes
    tuned = figures("tuning")
    assert tuned.accuracy >= 0.85
    assert tuned.wrong_called_correct <= 0.03
    assert tuned.turned_caught >= 0.9
    assert tuned.gates_held == 1


def test_on_cards_that_it_was_not_tuned_on_it_never_does_worse_than_it_did() -> None:
    aside = figures("held-out")
    assert aside.accuracy >= HELD_OUT.accuracy
    assert aside.wrong_called_correct <= HELD_OUT.wrong_called_correct
    assert aside.turned_caught >= HELD_OUT.turned_caught
    assert aside.gates_held >= HELD_OUT.gates_held
