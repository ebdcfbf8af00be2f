"""A question: one posing of a card, with all that grading and showing it will ever need.

The question is stored as it was asked, so that an edited deck or a new generator never changes what
an open question means.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from string import ascii_uppercase
from typing import Annotated, Literal, TypeAlias

from numpy.random import PCG64, Generator
from pydantic import Field, TypeAdapter

from cards.calculator import amount
from cards.kinds import Calculation, Card, Choice, Comparison, Definition, Direction, Picture
from cards.misconceptions import Slip
from cards.problems import GENERATOR, Problem, Size, families
from cards.problems.problem import A_SUM_WILL_DO, Parameters
from cards.rubric import NOTHING_ASKED, Rubric

__all__ = [
    "Answer",
    "Chosen",
    "Number",
    "Options",
    "Question",
    "Sides",
    "Slip",
    "Typed",
    "from_json",
    "letter",
    "pose",
    "to_json",
]


@dataclass(frozen=True, slots=True)
class Typed:
    """Answered in the learner's own words; ``accepted`` are the writings that are surely right.

    Any others are held against the ``rubric``.
    """

    accepted: tuple[str, ...]
    rubric: Rubric = NOTHING_ASKED
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
    rubric: Rubric = NOTHING_ASKED
    how: Literal["sides"] = "sides"


@dataclass(frozen=True, slots=True)
class Options:
    """Answered by choosing one of ``options``, which stand in the order they are shown.

    ``right`` is the index of the right one; ``reasons`` says of each option, in that order, why it
    is right or is not.
    """

    options: tuple[str, ...]
    right: int
    reasons: tuple[str, ...]
    how: Literal["options"] = "options"


@dataclass(frozen=True, slots=True)
class Number:
    """Answered with a number of ``unit`` (singular, such as "step"; "" where it has none).

    An answer is right if it differs from ``value`` by at most the share ``tolerance`` of it.
    ``hints`` lead to it in three rungs without naming it; ``facts`` are what a slip can be told by.
    """

    value: Fraction
    unit: str
    slips: tuple[Slip, ...] = ()
    tolerance: Fraction = Fraction(0)
    hints: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    how: Literal["number"] = "number"


Chosen: TypeAlias = Sides | Options


def letter(index: int) -> str:
    """Return the capital letter by which an option is called, the first one being A."""
    return ascii_uppercase[index]


Answer: TypeAlias = Annotated[Typed | Sides | Options | Number, Field(discriminator="how")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, how it is answered, what is right and why. All text is plain, not markup.

    ``reference`` is the right answer in words; ``explanation`` holds the lines that follow it: the
    worked solution of a problem, the example and the reason of a definition. ``contested`` says
    where the literature disagrees about it. ``family`` names the family of a problem, and is empty
    for any other question. ``picture`` is what can be drawn of the answer.
    """

    card: str
    kind: Literal["definition", "comparison", "calculation", "choice"]
    direction: Direction = "forward"
    prompt: str
    answer: Answer
    reference: str
    explanation: tuple[str, ...] = ()
    source: str = ""
    contested: str = ""
    family: str = ""
    parameters: dict[str, int] = field(default_factory=dict)
    picture: Picture | None = None
    generator: int = GENERATOR


_adapter: TypeAdapter[Question] = TypeAdapter(Question)


def pose(
    card: Card, seed: int, *, size: Size = "head", avoid: Collection[Parameters] = ()
) -> Question:
    """Return one posing of a card; the seed, not below 0, decides everything left to chance.

    The numbers of a calculation have this ``size`` and are none of the parameters to ``avoid``;
    with numbers for a calculator the question says that a sum may be typed.
    """
    match card:
        case Definition():
            return _define(card)
        case Comparison():
            return _compare(card, seed)
        case Calculation():
            problem = families[card.family].fresh(seed, size=size, avoid=avoid)
            return _calculate(card, problem, A_SUM_WILL_DO if size == "calculator" else "")
        case Choice():
            return _choose(card, seed)


def _define(card: Definition) -> Question:
    forward = card.direction == "forward"
    accepted = (card.definition,) if forward else (card.term, *card.also)
    return Question(
        card=card.key,
        kind=card.kind,
        direction=card.direction,
        prompt=card.ask if forward else f"Which term is meant? {card.definition}",
        answer=Typed(accepted, card.rubric if forward else NOTHING_ASKED),
        reference=_sentence(accepted[0]),
        explanation=(f"Example: {card.example}", f"Why it matters: {card.why}"),
        source=card.source,
        contested=card.contested,
        picture=card.picture,
    )


def _compare(card: Comparison, seed: int) -> Question:
    order = _shuffled(len(card.subjects), seed)
    options = tuple(card.subjects[index] for index in order)
    right = None if card.right is None else options.index(card.right)
    return Question(
        card=card.key,
        kind=card.kind,
        prompt=card.ask,
        answer=Sides(
            options,
            right,
            tuple(card.statements[index] for index in order),
            card.why,
            card.rubric,
        ),
        reference=_sentence(card.right or "the same"),
        source=card.source,
        contested=card.contested,
        picture=card.picture,
    )


def _choose(card: Choice, seed: int) -> Question:
    order = _shuffled(len(card.options), seed)
    options = tuple(card.options[index] for index in order)
    return Question(
        card=card.key,
        kind=card.kind,
        prompt=card.ask,
        answer=Options(
            tuple(option.text for option in options),
            order.index(card.right),
            tuple(option.why for option in options),
        ),
        reference=_sentence(card.options[card.right].text),
        source=card.source,
        contested=card.contested,
    )


def _shuffled(count: int, seed: int) -> list[int]:
    order: list[int] = Generator(PCG64(seed)).permutation(count).tolist()
    return order


def _calculate(card: Calculation, problem: Problem, how: str) -> Question:
    solution = problem.solution
    return Question(
        card=card.key,
        kind=card.kind,
        prompt=f"{problem.prompt} {how}".rstrip(),
        answer=Number(
            Fraction(solution.value),
            solution.unit,
            solution.slips,
            solution.tolerance,
            solution.hints,
            dict(solution.facts),
        ),
        reference=amount(solution.value, solution.unit),
        explanation=solution.lines,
        source=card.source,
        family=card.family,
        parameters=dict(problem.parameters),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def to_json(question: Question) -> str:
    """Write a question so that :func:`from_json` gives the very same one back."""
    return _adapter.dump_json(question).decode()


def from_json(text: str) -> Question:
    """Read a stored question."""
    return _adapter.validate_json(text)
