"""What a typed text says about an open question: judged outside any transaction, from values.

A judgement needs nothing but the question as it was asked, so it may be made before the learner's
row is locked.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from string import ascii_uppercase
from typing import Final, TypeAlias

from cards import grading
from cards.grading import Verdict
from cards.question import Number, Options, Question, Sides, Typed
from srs.outcomes import Asked

SAME = -1
_LETTER: Final = re.compile(r"(?:option|answer)?\s*\(?([a-z])[).:]?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class TextJudged:
    """A typed text: recorded as its verdict says if that is sure, else proposed to the learner."""

    verdict: Verdict

    @property
    def quality(self) -> int | None:
        """The quality to record; None where the learner has to say how it was."""
        return self.verdict.quality if self.verdict.confident else None


@dataclass(frozen=True, slots=True)
class NumberJudged:
    """A number; ``value`` is how it was read, ``codes`` name the slips that lead to it."""

    value: str
    right: bool
    approximate: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionJudged:
    """One of the options, by its index, or SAME."""

    option: int


@dataclass(frozen=True, slots=True)
class NotSure:
    """The learner says that they do not know."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """No answer could be read from the text; ``message`` says what to type."""

    message: str


Judgement: TypeAlias = TextJudged | NumberJudged | OptionJudged | NotSure | NotRead


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
    question = asked.question
    match question.answer:
        case Typed():
            return _text(question, text)
        case Number():
            return _number(question, text)
        case Sides() as sides if asked.stage == "reason":
            return _text(_reason(question, sides), text)
        case Sides() as sides:
            return _side(question, sides, text)
        case Options(options):
            return _option(options, text)


def _text(question: Question, text: str) -> Judgement:
    verdict = grading.grade(question, text)
    return NotSure() if verdict.gate == "dont_know" else TextJudged(verdict)


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


def _side(question: Question, sides: Sides, text: str) -> Judgement:
    """Read a side that was typed instead of pressed, or the difference in the learner's words."""
    if grading.is_dont_know(text):
        return NotSure()
    said = grading.normalise(text)
    named = {grading.normalise(option): index for index, option in enumerate(sides.options)}
    option = (named | {"the same": SAME, "same": SAME}).get(said)
    if option is not None:
        return OptionJudged(option)
    verdict = grading.grade(question, text)
    is_read = verdict.confident or verdict.hits or verdict.contradicted
    return TextJudged(verdict) if is_read else NotRead("")


def _reason(question: Question, sides: Sides) -> Question:
    """Return the question behind a comparison: what makes the difference?"""
    return replace(question, answer=Typed((sides.why,), sides.rubric))


def _option(options: tuple[str, ...], text: str) -> Judgement:
    """Read an option that was typed instead of pressed: its letter or its words."""
    if grading.is_dont_know(text):
        return NotSure()
    named = {grading.normalise(option): index for index, option in enumerate(options)}
    option = named.get(grading.normalise(text), _lettered(text))
    return NotRead("") if option not in range(len(options)) else OptionJudged(option)


def _lettered(text: str) -> int:
    """Return the index of the option that is called by its letter, in whatever form; -1 if none."""
    called = _LETTER.fullmatch(text.strip())
    return ascii_uppercase.index(called[1].upper()) if called else -1
