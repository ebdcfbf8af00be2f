"""The kinds of card: what a deck holds and a learner remembers.

A card is known for ever by its deck's name and its key; everything else about it may be rewritten.
Cards that would give each other away share a ``group``: the aspects of one comparison table, and a
term with its reverse. They are kept apart when they are introduced.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cards.rubric import NOTHING_ASKED, Rubric

# What can be drawn of a card: a run down to its samples, or the effect of the batch size.
Picture: TypeAlias = Literal["run", "batch-size"]
Direction: TypeAlias = Literal["forward", "reverse"]
Difficulty: TypeAlias = Literal["easy", "medium", "hard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What every card says about itself. Objective and source stand in full, not as keys.

    ``contested`` says where the literature disagrees; it is empty where it does not.
    """

    key: str
    objective: str
    source: str
    tags: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    difficulty: Difficulty | None = None
    contested: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(_About):
    """A term and what it means. ``reverse`` shows the meaning and asks for the term."""

    term: str
    definition: str
    example: str
    why: str
    ask: str
    also: tuple[str, ...] = ()
    direction: Direction = "forward"
    group: str
    rubric: Rubric = NOTHING_ASKED
    picture: Picture | None = None

    kind: Literal["definition"] = "definition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(_About):
    """One aspect of a table of subjects: which of them is it?

    ``statements`` says what holds for each subject, in the order of ``subjects``;
    ``right`` is one of the subjects, or None where it is the same for all.
    """

    subjects: tuple[str, ...]
    aspect: str
    ask: str
    right: str | None
    statements: tuple[str, ...]
    why: str
    group: str
    rubric: Rubric = NOTHING_ASKED
    picture: Picture | None = None

    kind: Literal["comparison"] = "comparison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation(_About):
    """A skill: a family of problems that comes back with new numbers each time."""

    family: str

    kind: Literal["calculation"] = "calculation"

    @property
    def group(self) -> str:
        """A calculation gives no other card away."""
        return self.key


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer a choice, and why it is right or is not."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(_About):
    """A situation, and options of which one is right; ``right`` is its index."""

    ask: str
    options: tuple[Option, ...]
    right: int

    kind: Literal["choice"] = "choice"

    @property
    def group(self) -> str:
        """A choice gives no other card away."""
        return self.key


Card: TypeAlias = Definition | Comparison | Calculation | Choice
