"""What a typed text says about an open question: judged outside any transaction, from values.

A judgement needs nothing but the question as it was asked, so it may be made before the learner's
row is locked.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from cards import grading
from cards.question import Number, Question, Sides, Typed
from srs.outcomes import Asked

SAME = -1


@dataclass(frozen=True, slots=True)
class TextJudged:
    """A typed text; ``quality`` is None where the learner has to say how it was."""

    quality: int | None


@dataclass(frozen=True, slots=True)
class NumberJudged:
    """A number; ``value`` is how it was read, ``codes`` name the slips that lead to it."""

    value: str
    right: bool
    approximate: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SideJudged:
    """One of the options, by its index, or SAME."""

    option: int


@dataclass(frozen=True, slots=True)
class NotSure:
    """The learner says that they do not know."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """No answer could be read from the text; ``message`` says what to type."""

    message: str


Judgement: TypeAlias = TextJudged | NumberJudged | SideJudged | NotSure | NotRead


@dataclass(frozen=True, slots=True)
class Said:
    """What a learner typed: the text, Telegram's date and number of the message, and a judgement.

    ``judgement`` is None where no question was open to judge it by.
    """

    text: str
    at: datetime
    message_id: int
    judgement: Judgement | None = None


def judge(asked: Asked, text: str) -> Judgement:
    """Judge a typed text by the question as it was asked."""
    question, answer = asked.question, asked.question.answer
    if asked.stage == "reason" and isinstance(answer, Sides):
        question = replace(question, answer=Typed(accepted=(answer.why,)))
    match question.answer:
        case Typed():
            verdict = grading.grade(question, text)
            if verdict.gate == "dont_know":
                return NotSure()
            return TextJudged(verdict.quality if verdict.confident else None)
        case Number():
            return _number(question, text)
        case Sides(options):
            return _side(options, text)


def _number(question: Question, text: str) -> Judgement:
    match grading.grade_number(question, text):
        case grading.Right(approximate=approximate):
            return NumberJudged(text.strip(), right=True, approximate=approximate)
        case grading.Wrong(value=value, codes=codes):
            return NumberJudged(str(value), right=False, codes=codes)
        case grading.Unclear(message=message):
            return NotRead(message)
        case grading.DontKnow():
            return NotSure()


def _side(options: tuple[str, ...], text: str) -> Judgement:
    """Read a side that was typed instead of pressed."""
    if grading.is_dont_know(text):
        return NotSure()
    said = grading.normalise(text)
    named = {grading.normalise(option): index for index, option in enumerate(options)}
    option = (named | {"the same": SAME, "same": SAME}).get(said)
    return NotRead("") if option is None else SideJudged(option)
