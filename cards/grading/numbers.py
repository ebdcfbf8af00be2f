"""One typed number against the answer and the slips of a problem."""

from fractions import Fraction

from cards.calculator import amount
from cards.grading.text import is_dont_know
from cards.grading.verdicts import DontKnow, NumberVerdict, Right, Unclear, Wrong
from cards.numbers import Reading, Unreadable, read_number
from cards.question import Number, Question, Slip


def grade_number(question: Question, text: str) -> NumberVerdict:
    """Return what a typed number is worth. Raises TypeError where no number is asked for.

    A text that may mean several numbers is right if one of them is.
    """
    answer = question.answer
    if not isinstance(answer, Number):
        raise TypeError(f"{question.card} is not answered with a number")
    if is_dont_know(text):
        return DontKnow()
    try:
        reading = read_number(text)
    except Unreadable as reason:
        return Unclear(str(reason))
    if reading.unit not in (None, answer.unit):
        return Unclear(_wrong_unit(reading, answer.unit))
    return _judge(answer, reading)


def _judge(answer: Number, reading: Reading) -> NumberVerdict:
    if answer.value in reading.values:
        return Right(reading.approximate)
    for value in reading.values:
        for slip in answer.slips:
            if _leads_to(slip, value):
                return Wrong(value, slip.codes)
    return Wrong(reading.values[0])


def _leads_to(slip: Slip, value: Fraction) -> bool:
    """Return whether a slip's number was typed, with as many decimals as the learner cared for."""
    decimals = _decimals(value)
    return value == slip.value or (decimals > 0 and abs(value - slip.value) * 10**decimals < 1)


def _decimals(value: Fraction) -> int:
    return next(places for places in range(65) if value.denominator <= 10**places)


def _wrong_unit(reading: Reading, wanted: str) -> str:
    given = reading.unit if reading.unit in ("%", "GB", "MB") else amount(2, str(reading.unit))[2:]
    asked = f"the number of {amount(2, wanted)[2:]}" if wanted else "a number without a unit"
    return f"That is in {given}, but the question asks for something else. Type {asked}."
