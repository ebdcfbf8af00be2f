"""What a typed answer is held against: key points, contrasts, known mix-ups, typical answers.

All of it is written by the deck's author in plain words. A *group* is a tuple of writings of one
idea ("sample", "data point"); a writing is one word or a short phrase, and stands for its plural,
its spellings and its synonyms in the shared glossary too. Something is found where every one of its
groups is found near the others, in a clause that is not negated.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Groups: TypeAlias = tuple[tuple[str, ...], ...]
Sign: TypeAlias = Literal["+", "-", "0"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoint:
    """One thing that a good answer says. ``text`` is how it is shown to the learner.

    All required points make a right answer, the optional ones a very good one; ``weight`` is a
    whole number of at least 1.
    """

    text: str
    groups: Groups
    required: bool = True
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What becomes of ``effect`` as ``cause`` grows: it grows ("+"), shrinks ("-") or stays ("0").

    Both are groups: the first writing is the one that is shown. ``low`` and ``high`` name the ends
    of the cause where they are no sizes ("dropout off", "dropout on"); sizes and amounts ("small",
    "fewer", "higher") are understood everywhere. ``why`` is told where an answer has it the other
    way round.
    """

    cause: tuple[str, ...]
    effect: tuple[str, ...]
    sign: Sign
    why: str
    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MixUp:
    """An answer that means something else. ``says`` explains; ``term`` is what was described.

    It is known by its ``groups``, by its likeness to typical ``answers`` that mean it, or by both.
    """

    says: str
    groups: Groups = ()
    term: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Typical answers in learners' words: those that are right, and those that say only a part."""

    right: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """All that a card's typed answers are held against; without key points nothing is sure."""

    points: tuple[KeyPoint, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    mix_ups: tuple[MixUp, ...] = ()
    answers: Answers = Answers()


NOTHING_ASKED: Final = Rubric()
