"""Questions as they are stored: one row each, from the plan to the answer."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from cards.grading import Verdict
from cards.problems.problem import Parameters
from cards.question import Question, from_json, to_json
from srs.outcomes import Purpose, Stage
from srs.schema import QUESTION_WAITS
from srs.schema import question as table

OPEN: tuple[Stage, ...] = (
    "open",
    "checking",
    "shown",
    "compared",
    "reason",
    "reason_shown",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A question's row. ``wrong`` holds the wrong numbers sent, ``kept`` what was typed besides.

    ``pending`` is a text that waits for the learner to say what it belongs to. ``verdict`` is what
    was made of a typed answer that the learner is to rate. ``hinted`` counts the hints given, and
    ``day`` is the date in UTC whose problem it is, if any's.
    """

    question_id: int
    deck: str
    deck_version: int
    card_key: str
    purpose: Purpose
    stage: Stage
    aside: bool = False
    asked: Question
    seed: int
    repetitions: int = 0
    after_typed: bool = False
    wrong: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    pending: str | None = None
    verdict: Verdict | None = None
    created_at: datetime
    opened_at: datetime | None = None
    told_at: datetime | None = None
    message_id: int | None = None
    answer_message_id: int | None = None
    day: date | None = None
    hinted: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it was sent and still waits for its answer."""
        return self.stage in OPEN and not self.aside


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed about a question, as its column holds it."""

    kept: tuple[str, ...]
    pending: str | None
    verdict: Verdict | None = None


_typed: TypeAdapter[_Typed] = TypeAdapter(_Typed)

_OF_LEARNER = sa.select(table).where(table.c.learner_id == sa.bindparam("learner_id"))
_LOAD = _OF_LEARNER.where(table.c.question_id == sa.bindparam("question_id"))
_WAITING = _OF_LEARNER.where(QUESTION_WAITS).order_by(table.c.created_at)
_PROBLEMS = _OF_LEARNER.where(table.c.family == sa.bindparam("family"))
_LATEST_PROBLEMS = (
    _PROBLEMS.with_only_columns(table.c.asked)
    .order_by(table.c.created_at.desc())
    .limit(sa.bindparam("most"))
)
_OF_DAY = _PROBLEMS.with_only_columns(table.c.question_id).where(
    table.c.day == sa.bindparam("day"), table.c.question_id != sa.bindparam("question_id")
)
_INSERT = sa.insert(table)
_UPDATE = sa.update(table).where(
    table.c.learner_id == sa.bindparam("of"), table.c.question_id == sa.bindparam("this")
)


def load(tx: sa.Connection, learner_id: int, question_id: int) -> Stored | None:
    """Read one of the learner's own questions."""
    key = {"learner_id": learner_id, "question_id": question_id}
    row = tx.execute(_LOAD, key).one_or_none()
    return None if row is None else _of(row)


def waiting(tx: sa.Connection, learner_id: int) -> tuple[Stored, ...]:
    """Return the questions that are planned, open or set aside, oldest first."""
    return tuple(_of(row) for row in tx.execute(_WAITING, {"learner_id": learner_id}))


def latest_parameters(
    tx: sa.Connection, learner_id: int, family: str, most: int
) -> tuple[Parameters, ...]:
    """Return the parameters of the learner's latest problems of a family, the newest first."""
    key = {"learner_id": learner_id, "family": family, "most": most}
    found = tx.execute(_LATEST_PROBLEMS, key).scalars()
    return tuple(json.loads(asked)["parameters"] for asked in found)


def was_asked_before(tx: sa.Connection, learner_id: int, question: Stored) -> bool:
    """Whether a day's problem came before; no other question can have."""
    if question.day is None:
        return False
    key = {
        "learner_id": learner_id,
        "family": question.asked.family,
        "day": question.day,
        "question_id": question.question_id,
    }
    return tx.execute(_OF_DAY.limit(1), key).first() is not None


def add(tx: sa.Connection, learner_id: int, question: Stored) -> Stored:
    """Write a new question."""
    tx.execute(_INSERT, {"learner_id": learner_id, **_row(question)})
    return question


def change(tx: sa.Connection, learner_id: int, question: Stored, **changes: Any) -> Stored:
    """Write what changes in a question, and return it as it is then."""
    after = replace(question, **changes)
    if changed := [name for name in changes if changes[name] != getattr(question, name)]:
        key = {"of": learner_id, "this": question.question_id}
        tx.execute(_UPDATE, key | dict(_column(after, name) for name in changed))
    return after


def _row(question: Stored) -> dict[str, Any]:
    columns = dict(_column(question, name) for name in Stored.__dataclass_fields__)
    return columns | {"family": question.asked.family or None}


def _column(question: Stored, name: str) -> tuple[str, Any]:
    """Return a field as the column that holds it."""
    match name:
        case "asked":
            return name, to_json(question.asked)
        case "wrong":
            return name, json.dumps(question.wrong)
        case "kept" | "pending" | "verdict":
            typed = _Typed(question.kept, question.pending, question.verdict)
            return "typed", _typed.dump_json(typed).decode()
        case _:
            return name, getattr(question, name)


def _of(row: sa.Row[Any]) -> Stored:
    values = row._asdict()
    del values["learner_id"], values["family"]
    typed = _typed.validate_json(values.pop("typed"))
    return Stored(
        **values
        | {
            "asked": from_json(values["asked"]),
            "wrong": tuple(json.loads(values["wrong"])),
            "kept": typed.kept,
            "pending": typed.pending,
            "verdict": typed.verdict,
        }
    )
