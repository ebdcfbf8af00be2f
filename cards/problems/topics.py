"""Topics: how a learner chooses among the families of problems, and the problem of a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.problems import Family, families

_ADVANCED: Final = "Advanced"


@dataclass(frozen=True, slots=True)
class Topic:
    """Families that belong together, in teaching order; ``key`` is made of the ``title``."""

    key: str
    title: str
    families: tuple[Family, ...]


def _topics() -> dict[str, Topic]:
    """Group the families; the advanced ones stand apart, at the end."""
    groups: dict[str, list[Family]] = {}
    for family in sorted(families.values(), key=lambda family: family.advanced):
        groups.setdefault(_ADVANCED if family.advanced else family.topic, []).append(family)
    return {_key(title): Topic(_key(title), title, tuple(group)) for title, group in groups.items()}


def _key(words: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", words.casefold()))


topics: Final[Mapping[str, Topic]] = _topics()
usual: Final = tuple(key for key, family in families.items() if not family.advanced)
"""The families that may be asked of anybody."""


def meant(words: str) -> tuple[str, ...]:
    """Return the keys of the families that words name: one, those of a topic, or none."""
    key = _key(words)
    if key in topics:
        return tuple(family.key for family in topics[key].families)
    return tuple(family for family in families if key in (family, _key(families[family].title)))


def of_day(day: date) -> tuple[str, int]:
    """Return the family and the seed of the problem of a day: the usual families take turns."""
    return usual[day.toordinal() % len(usual)], day.toordinal()
