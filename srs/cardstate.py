"""What is remembered of one card by one learner: its row in ``memory``, as a value."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert

from srs.schema import memory as table
from srs.schema import question
from srs.sm2 import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class CardState:
    """``memory`` and ``due_on`` are None until the first review: an introduction is no review.

    ``recalls`` counts ratings of 3 or better, ``lapses`` failures after a recall, ``reviews`` what
    SM-2 was told of. A card that is to
    come back today waits until ``wait_cards`` cards were seen or until ``wait_until``;
    ``return_on`` is the study day of its returns and ``returned`` how many there were.
    """

    meaning: int = 1
    introduced_on: date | None = None
    memory: Memory | None = None
    due_on: date | None = None
    reviewed_on: date | None = None
    recalls: int = 0
    lapses: int = 0
    away: bool = False
    return_on: date | None = None
    returned: int = 0
    wait_cards: int | None = None
    wait_until: datetime | None = None
    reviews: int = 0


_KEY = ("learner_id", "deck", "card_key")
_SET = {column.name for column in table.c} - set(_KEY)
_insert = insert(table)
_SAVE = _insert.on_conflict_do_update(
    index_elements=list(_KEY), set_={name: _insert.excluded[name] for name in sorted(_SET)}
)
_LOAD = sa.select(table).where(*(table.c[name] == sa.bindparam(name) for name in _KEY))
_MOST_REVIEWS = sa.select(sa.func.max(table.c.reviews)).where(
    table.c.learner_id == sa.bindparam("learner_id"),
    sa.tuple_(table.c.deck, table.c.card_key).in_(
        sa.select(question.c.deck, question.c.card_key).where(
            question.c.learner_id == sa.bindparam("learner_id"),
            question.c.family == sa.bindparam("family"),
        )
    ),
)

adapter: TypeAdapter[CardState] = TypeAdapter(CardState)


def load(tx: sa.Connection, learner_id: int, deck: str, card_key: str) -> CardState | None:
    """Read what is remembered of a card; None for one never met."""
    key = {"learner_id": learner_id, "deck": deck, "card_key": card_key}
    row = tx.execute(_LOAD, key).one_or_none()
    return None if row is None else of(row)


def most_reviews(tx: sa.Connection, learner_id: int, family: str) -> int:
    """Return how often the learner's best known card of a family of problems was reviewed."""
    key = {"learner_id": learner_id, "family": family}
    return tx.execute(_MOST_REVIEWS, key).scalar() or 0


def of(row: sa.Row[Any]) -> CardState:
    """Read a row of ``memory``."""
    values = row._asdict()
    easiness, repetitions, interval = (
        values.pop(name) for name in ("easiness", "repetitions", "interval")
    )
    for name in _KEY:
        del values[name]
    memory = None if easiness is None else Memory(easiness, repetitions, interval)
    return CardState(memory=memory, **values)


def save(tx: sa.Connection, learner_id: int, deck: str, card_key: str, state: CardState) -> None:
    """Write what is remembered of a card."""
    values = {name: getattr(state, name) for name in state.__dataclass_fields__}
    memory = values.pop("memory")
    values |= asdict(memory) if memory else dict.fromkeys(("easiness", "repetitions", "interval"))
    values |= {"learner_id": learner_id, "deck": deck, "card_key": card_key}
    tx.execute(_SAVE, values)
