"""Typed answers with labels: what learners write, and how a strict but fair teacher would take it.

The answers lie in ``tests/data/answers``. Graders are tuned on one half of the cards, and on the
further answers to yet other cards, and tested on the other half, which is why the half, or
``further``, is named in every call.
"""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

Half = Literal["tuning", "held-out", "further"]
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


def path(half: Half) -> Path:
    """Return where the answers of a half lie."""
    return _FOLDER / f"{half}.yaml"


def load(half: Half) -> tuple[CardAnswers, ...]:
    """Return the answers of a half, card by card, in the order of the file."""
    return tuple(_card(entry) for entry in yaml.safe_load(path(half).read_text(encoding="utf-8")))


def _card(entry: dict[str, Any]) -> CardAnswers:
    return CardAnswers(
        card=entry["card"],
        answers=tuple(
            Answer(says=row["says"], category=row["class"], expected=row["expected"])
            for row in entry["answers"]
        ),
    )
