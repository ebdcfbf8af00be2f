"""A question: one posing of a card, with all that grading and showing it will ever need.

The question is stored as it was asked, so that an edited deck or a new generator never changes what
an open question means.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from cards.kinds import Direction


@dataclass(frozen=True, slots=True)
class Typed:
    """Answered in the learner's own words; ``accepted`` are the writings that are surely right."""

    accepted: tuple[str, ...]
    how: Literal["typed"] = "typed"


@dataclass(frozen=True, slots=True)
class Sides:
    """Answered by choosing one of ``options``, which stand in the order they are shown.

    ``right`` is an index into ``options``, or None where "The same" is right. ``statements`` says
    what holds for each option, in that order; ``why`` is the reason behind the difference.
    """

    options: tuple[str, ...]
    right: int | None
    statements: tuple[str, ...]
    why: str
    how: Literal["sides"] = "sides"


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong number and the misconceptions (codes in cards.misconceptions) that lead to it."""

    value: Fraction
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """Answered with a number of ``unit`` (singular, such as "step"; "" where it has none)."""

    value: Fraction
    unit: str
    slips: tuple[Slip, ...] = ()
    how: Literal["number"] = "number"


Answer: TypeAlias = Annotated[Typed | Sides | Number, Field(discriminator="how")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, how it is answered, what is right and why. All text is plain, not markup.

    ``reference`` is the right answer in words; ``explanation`` holds the lines that follow it: the
    worked solution of a problem, the example and the reason of a definition.
    """

    card: str
    kind: Literal["definition", "comparison", "calculation"]
    direction: Direction = "forward"
    prompt: str
    answer: Answer
    reference: str
    explanation: tuple[str, ...] = ()
    source: str = ""
    parameters: dict[str, int] = field(default_factory=dict)
    generator: int = 1


_adapter: TypeAdapter[Question] = TypeAdapter(Question)


def to_json(question: Question) -> str:
    """Write a question so that :func:`from_json` gives the very same one back."""
    return _adapter.dump_json(question).decode()


def from_json(text: str) -> Question:
    """Read a stored question."""
    return _adapter.validate_json(text)
