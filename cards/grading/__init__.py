"""Whether an answer is right: a typed text, a typed number. Values in, values out.

A typed text is recognised where it equals an accepted writing after normalisation; what cannot be
recognised is left to the learner, never called wrong.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from cards.kinds import Card
from cards.numbers import Reading, Unreadable, read_number
from cards.question import Number, Question, Typed, pose

Gate: TypeAlias = Literal["empty", "dont_know", "copied", "word_list", "other_language"]

RECOGNISED: Final = 4
_ARTICLES: Final = frozenset({"a", "an", "the"})
_DONT_KNOW: Final = frozenset(
    {
        "dont know",
        "do not know",
        "i dont know",
        "i do not know",
        "dunno",
        "i dunno",
        "idk",
        "no idea",
        "i have no idea",
        "no clue",
        "not sure",
        "im not sure",
        "i am not sure",
        "i forgot",
        "forgot",
        "i cant remember",
        "cant remember",
        "i dont remember",
        "pass",
        "skip",
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a typed text is worth: ``quality`` 0 to 5, or None where the learner has to say.

    ``gate`` names why a text was not looked into any further.
    """

    quality: int | None
    confident: bool
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """The number is right; ``approximate`` says that it was typed as a rough one."""

    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """The number is wrong; ``codes`` are all misconceptions that lead to it, if any is known."""

    value: Fraction
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """No answer was read; ``message`` says what to type."""

    message: str


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The learner said that they do not know."""


def grade(question: Question | Card, answer: str) -> Verdict:
    """Judge a typed text; a card is taken for its forward question.

    Raises TypeError for a question that is not answered with a text.
    """
    asked = question if isinstance(question, Question) else pose(question, 0)
    if not isinstance(asked.answer, Typed):
        raise TypeError(f"{asked.card} is not answered with a text but by {asked.answer.how}")
    if is_dont_know(answer):
        return Verdict(0, confident=True, gate="dont_know")
    said = normalise(answer)
    if not said:
        return Verdict(None, confident=False, gate="empty")
    if said in {normalise(writing) for writing in asked.answer.accepted}:
        return Verdict(RECOGNISED, confident=True)
    return Verdict(None, confident=False)


def grade_number(question: Question, answer: str) -> Right | Wrong | Unclear | DontKnow:
    """Judge a typed number. Raises TypeError for a question that is not answered with one."""
    expected = question.answer
    if not isinstance(expected, Number):
        raise TypeError(f"{question.card} is not answered with a number but by {expected.how}")
    if is_dont_know(answer):
        return DontKnow()
    try:
        reading = read_number(answer)
    except Unreadable as error:
        return Unclear(str(error))
    if reading.unit is not None and reading.unit != expected.unit:
        return Unclear(_wrong_unit(reading.unit, expected.unit))
    if expected.value in reading.values:
        return Right(reading.approximate)
    return _wrong(expected, reading)


def is_dont_know(text: str) -> bool:
    """Whether a text says that the learner does not know."""
    stripped = text.strip()
    return normalise(text) in _DONT_KNOW or (bool(stripped) and set(stripped) == {"?"})


def normalise(text: str) -> str:
    """Fold what does not matter: case, accents, articles, punctuation, spacing, plural endings."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("'", "").replace("’", "")
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    words = [word for word in re.findall(r"\w+", bare) if word not in _ARTICLES]
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _wrong(expected: Number, reading: Reading) -> Wrong:
    for slip in expected.slips:
        if slip.value in reading.values:
            return Wrong(slip.value, slip.codes)
    return Wrong(reading.values[0])


def _wrong_unit(said: str, expected: str) -> str:
    if not expected:
        return "The answer has no unit. Please type just the number."
    return f"That is a number of “{said}”; the answer is a number of “{expected}”."
