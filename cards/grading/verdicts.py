"""What a typed answer is worth."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Gate: TypeAlias = Literal["empty", "dont_know", "copied", "word_list", "other_language"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A key point that was found: how it is shown, and the learner's own words for it."""

    point: str
    words: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something the other way round, or another thing altogether.

    ``clause`` is what the learner wrote, ``holds`` what is true instead, and ``why`` the reason,
    "" where ``holds`` says it all.
    """

    clause: str
    holds: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is worth: an SM-2 quality, and whether it may be recorded without asking.

    ``quality`` is None where only the learner can tell. ``gate`` names what made reading the text
    needless. ``missing`` holds the key points that were not found, optional ones included; points
    stand in the card's order. ``sounds_like`` is the term whose meaning was described instead, "".
    """

    quality: int | None
    confident: bool
    gate: Gate | None = None
    hits: tuple[Hit, ...] = ()
    missing: tuple[str, ...] = ()
    contradicted: tuple[Contradiction, ...] = ()
    sounds_like: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """The number is right; ``approximate`` where the learner only said "about"."""

    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong number, as it was read, and the codes of the misconceptions that lead to it."""

    value: Fraction
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """No number of the right unit; ``message`` says why and what to type."""

    message: str


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The learner says that they do not know."""


NumberVerdict: TypeAlias = Right | Wrong | Unclear | DontKnow
