"""Is everything in the database as it must be? Each problem is one plain sentence.

A learner's log is played again, from its rows alone, and has to give what is remembered: so a fault
in a use case shows, and so does a hand at the tables. Learners are read some at a time, each time
as they stood at one moment, so that the bot may be at work meanwhile.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TypeAlias

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from srs import cardstate, log, migrate, questions, rating, sm2
from srs.cardstate import CardState
from srs.engines import DatabaseDamaged
from srs.schema import (
    deck,
    deck_card,
    effect,
    enrolment,
    inbox,
    learner,
    memory,
    metadata,
    question,
    review,
)
from srs.sm2 import Memory
from srs.store import Store
from srs.study import PRACTICE_DECK

_MOST = 100
_CHUNK = 200

_Card: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a card that was met: nothing before its first review."""

    memory: Memory | None = None
    due_on: date | None = None

    def __str__(self) -> str:
        if self.memory is None:
            return "no review yet"
        return (
            f"easiness {self.memory.easiness / 100:.2f}, repetitions {self.memory.repetitions}, "
            f"interval {self.memory.interval}, due on {self.due_on}"
        )


def examine(store: Store) -> tuple[str, ...]:
    """Return what is wrong with a database, of very much only the beginning; () if all is well."""
    found = tuple(islice(_problems(store), _MOST + 1))
    return found if len(found) <= _MOST else (*found[:_MOST], "There is more than that.")


def _problems(store: Store) -> Iterator[str]:
    if unfit := _unfit(store):
        yield from unfit
        return  # nothing else that is read here could be trusted
    for look in (_set_aside, _orphans, _open_twice):
        yield from store.read(look).result()
    after: int | None = None
    while chunk := store.read(_next_learners, after).result():
        for learner_id, problems in chunk.items():
            yield from problems
            after = learner_id


# --- the database as a whole ------------------------------------------------------------------


def _unfit(store: Store) -> list[str]:
    try:
        return store.read(_damage).result() or store.read(_other_tables).result()
    except DatabaseDamaged as error:
        return [str(error)]


def _damage(tx: sa.Connection) -> list[str]:
    if tx.dialect.name != "sqlite":
        return []  # a server looks after its own files
    told = tx.exec_driver_sql("PRAGMA integrity_check").scalars()
    return [f"The database is damaged: {' '.join(what.split())}." for what in told if what != "ok"]


def _other_tables(tx: sa.Connection) -> list[str]:
    here = MigrationContext.configure(tx).get_current_revision()
    head = ScriptDirectory(str(migrate.script_location())).get_current_head()
    if here == head:
        return []
    stand = f"stand at migration {here}" if here else "are missing"
    return [f"The tables {stand}; this release needs migration {head}: run minibatch migrate."]


def _set_aside(tx: sa.Connection) -> list[str]:
    count = sa.func.count()
    rows = tx.execute(
        sa.select(count, inbox.c.trouble)
        .where(inbox.c.state == "aside")
        .group_by(inbox.c.trouble)
        .order_by(count.desc(), inbox.c.trouble)
        .limit(_MOST)
    )
    return [f"Updates set aside: {updates}, because of {trouble}." for updates, trouble in rows]


# --- rows that belong to nothing --------------------------------------------------------------


def _lacks(table: sa.Table, other: sa.Table, **named: str) -> sa.ColumnElement[bool]:
    """Whether a row names one of another table that is not there: {its column: theirs}."""
    return ~sa.exists().where(*(table.c[its] == other.c[theirs] for its, theirs in named.items()))


# Effects outlive a learner by two days, so that a repeated /delete_me creates nothing anew.
_PER_LEARNER = [
    table
    for table in metadata.sorted_tables
    if "learner_id" in table.c and table not in (learner, effect)
]
_BY_LEARNER = {"learner_id": "learner_id"}
_BY_CARD = {**_BY_LEARNER, "deck": "deck", "card_key": "card_key"}
_IS_CARD = question.c.deck != PRACTICE_DECK
_WAS_OPENED = question.c.opened_at.is_not(None)

_ORPHANS = (
    (
        review,
        "has reviews without their question",
        _lacks(review, question, **_BY_LEARNER, question_id="question_id"),
    ),
    (
        question,
        "was asked about cards never met",
        _IS_CARD & _WAS_OPENED & _lacks(question, memory, **_BY_CARD),
    ),
    (
        question,
        "was asked about cards that no deck holds",
        _IS_CARD & _lacks(question, deck_card, deck="deck", deck_version="version", card_key="key"),
    ),
    (memory, "remembers cards of an unknown deck", _lacks(memory, deck, deck="name")),
    (enrolment, "has joined an unknown deck", _lacks(enrolment, deck, deck="name")),
    *(
        (table, f"is unknown, but has rows in {table}", _lacks(table, learner, **_BY_LEARNER))
        for table in _PER_LEARNER
    ),
)


def _orphans(tx: sa.Connection) -> list[str]:
    return [
        f"Learner {learner_id} {has_what}."
        for table, has_what, condition in _ORPHANS
        for learner_id in _learners_where(tx, table, condition)
    ]


def _learners_where(
    tx: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool]
) -> Iterable[int]:
    found = sa.select(table.c.learner_id).distinct().where(condition)
    return tx.execute(found.order_by(table.c.learner_id).limit(_MOST)).scalars()


def _open_twice(tx: sa.Connection) -> list[str]:
    rows = tx.execute(
        sa.select(question.c.learner_id, sa.func.count())
        .where(question.c.stage.in_(questions.OPEN), ~question.c.aside)
        .group_by(question.c.learner_id)
        .having(sa.func.count() > 1)
        .order_by(question.c.learner_id)
        .limit(_MOST)
    )
    return [f"Learner {learner_id} has {count} open questions." for learner_id, count in rows]


# --- the log and the memory -------------------------------------------------------------------


def _next_learners(tx: sa.Connection, after: int | None) -> dict[int, list[str]]:
    """Return the next learners in order, with what is wrong with their logs."""
    ids = sa.select(learner.c.learner_id, learner.c.last_seq)
    if after is not None:
        ids = ids.where(learner.c.learner_id > after)
    rows = tx.execute(ids.order_by(learner.c.learner_id).limit(_CHUNK)).all()
    return {row.learner_id: list(_wrong_log(tx, row.learner_id, row.last_seq)) for row in rows}


def _wrong_log(tx: sa.Connection, learner_id: int, last_seq: int) -> Iterator[str]:
    entries = log.since(tx, learner_id, date.min)
    if [entry.seq for entry in entries] != list(range(1, last_seq + 1)):
        yield f"Learner {learner_id}: the log is not numbered from 1 to {last_seq} without a gap."
    played, kept = _replay(entries), _kept(tx, learner_id)
    for card in sorted(played.keys() | kept.keys()):
        says, remembered = played.get(card), kept.get(card)
        if says != remembered:
            yield (
                f"Learner {learner_id}, card {'/'.join(card)}: the log gives {says or 'nothing'}; "
                f"remembered is {remembered or 'nothing'}."
            )


def _replay(entries: tuple[log.Entry, ...]) -> dict[_Card, _Known]:
    """Play a log through SM-2; an introduction begins anew."""
    qualities = log.qualities(entries)
    cards: dict[_Card, _Known] = {}
    for entry in entries:
        card = entry.deck, entry.card_key
        if entry.kind == "introduced":
            cards[card] = _Known()
        elif entry.kind == "review" and entry.seq in qualities:
            before = cards.get(card, _Known()).memory or Memory()
            after = sm2.review(before, qualities[entry.seq])
            days = min(after.interval, rating.LONGEST)
            cards[card] = _Known(after, entry.study_day + timedelta(days=days))
    return cards


def _kept(tx: sa.Connection, learner_id: int) -> dict[_Card, _Known]:
    rows = tx.execute(sa.select(memory).where(memory.c.learner_id == learner_id))
    return {(row.deck, row.card_key): _known(cardstate.of(row)) for row in rows}


def _known(state: CardState) -> _Known:
    return _Known(state.memory, state.due_on)
