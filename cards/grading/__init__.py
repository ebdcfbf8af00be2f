"""Judging an answer: a text, a number or a chosen side, by what the question says is right."""

from cards.grading.numbers import grade_number, slips_behind
from cards.grading.sides import grade_side
from cards.grading.text import grade, is_dont_know
from cards.grading.verdicts import (
    Contradiction,
    DontKnow,
    Gate,
    Hit,
    NumberVerdict,
    Right,
    Unclear,
    Verdict,
    Wrong,
)
from cards.grading.writing import normalise

__all__ = [
    "Contradiction",
    "DontKnow",
    "Gate",
    "Hit",
    "NumberVerdict",
    "Right",
    "Unclear",
    "Verdict",
    "Wrong",
    "grade",
    "grade_number",
    "grade_side",
    "is_dont_know",
    "normalise",
    "slips_behind",
]
