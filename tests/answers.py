"""Typed answers with labels: what learners write, and how a strict but fair teacher would take it.

The answers lie in ``tests/data/answers``, in tables that differ in who looks at them. Cards and
grader are tuned on ``tuning`` and ``further``; what likeness to typical answers weighs is fitted to
these and to ``fitting``. On ``held-out`` and ``fresh`` nothing is tuned: they tell how well it
works.
"""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

Table = Literal["tuning", "held-out", "further", "fitting", "fresh"]
Category = Literal[
    "paraphrase",
    "typos",
    "terse",
    "numeric",
    "incomplete",
    "swapped",
    "negation",
    "near_miss",
    "copied",
    "stuffing",
    "other_language",
    "empty",
    "dont_know",
]
Expected = Literal[
    "correct",
    "partial",
    "wrong",
    "copied",
    "word_list",
    "other_language",
    "empty",
    "dont_know",
]

EXPECTED: MappingProxyType[Category, Expected] = MappingProxyType(
    {
        "paraphrase": "correct",
        "typos": "correct",
        "terse": "correct",
        "numeric": "correct",
        "incomplete": "partial",
        "swapped": "wrong",
        "negation": "wrong",
        "near_miss": "wrong",
        "copied": "copied",
        "stuffing": "word_list",
        "other_language": "other_language",
        "empty": "empty",
        "dont_know": "dont_know",
    }
)
"""The label that every answer of a category has."""

_FOLDER = Path(__file__).parent / "data" / "answers"


@dataclass(frozen=True, slots=True)
class Answer:
    """One typed answer. ``expected`` is a grade, or the gate that should hold the answer back."""

    says: str
    category: Category
    expected: Expected


@dataclass(frozen=True, slots=True)
class CardAnswers:
    """The answers to the forward question of the card with the key ``card``."""

    card: str
    answers: tuple[Answer, ...]


def path(table: Table) -> Path:
    """Return where the answers of a table lie."""
    return _FOLDER / f"{table}.yaml"


def load(table: Table) -> tuple[CardAnswers, ...]:
    """Return the answers of a table, card by card, in the order of the file."""
    return tuple(_card(entry) for entry in yaml.safe_load(path(table).read_text(encoding="utf-8")))


def _card(entry: dict[str, Any]) -> CardAnswers:
    return CardAnswers(
        card=entry["card"],
        answers=tuple(
            Answer(says=row["says"], category=row["class"], expected=row["expected"])
            for row in entry["answers"]
        ),
    )
