"""Wrong numbers that no slip leads to: what the misconceptions of a family do not cover yet.

A question keeps the wrong numbers that were sent and the slips that were known when it was posed;
that is all that is looked at here, and nobody's number among them.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import sqlalchemy as sa

from cards.grading import slips_behind
from cards.question import Number, Question, from_json
from srs.schema import IS_PROBLEM
from srs.schema import question as table
from srs.store import Store

_CHUNK: Final = 500
_KEY = (table.c.learner_id, table.c.question_id)
_MISSED = (
    sa.select(*_KEY, table.c.asked, table.c.wrong)
    .where(IS_PROBLEM, table.c.wrong != "[]")
    .order_by(*_KEY)
    .limit(_CHUNK)
)


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A wrong number where ``answer`` was right, with the ``numbers`` of the problem."""

    value: Fraction
    answer: Fraction
    numbers: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Tally:
    """How many wrong numbers a family had, and how often each came that no slip leads to."""

    wrong: int = 0
    unexplained: Counter[Unexplained] = field(default_factory=Counter)


def tallies(store: Store) -> dict[str, Tally]:
    """Return the tally of every family that was answered wrong. It reads all problems ever asked.

    Learners are read some at a time, so that the bot may be at work meanwhile.
    """
    found: dict[str, Tally] = {}
    for row in _missed(store):
        question = from_json(row.asked)
        tally = found.setdefault(question.family, Tally())
        values = [Fraction(value) for value in json.loads(row.wrong)]
        tally.wrong += len(values)
        tally.unexplained.update(_unexplained(question, values))
    return found


def _unexplained(question: Question, values: list[Fraction]) -> Iterator[Unexplained]:
    answer = question.answer
    if not isinstance(answer, Number):
        return
    numbers = tuple(item for item in question.parameters.items() if item[0] != "story")
    for value in values:
        if not slips_behind(answer, value):
            yield Unexplained(value, answer.value, numbers)


def _missed(store: Store) -> Iterator[sa.Row[Any]]:
    after: sa.Row[Any] | None = None
    while rows := store.read(_next, after).result():
        yield from rows
        after = rows[-1]


def _next(tx: sa.Connection, after: sa.Row[Any] | None) -> list[sa.Row[Any]]:
    if after is None:
        return list(tx.execute(_MISSED))
    later = sa.tuple_(*_KEY) > (after.learner_id, after.question_id)
    return list(tx.execute(_MISSED.where(later)))
