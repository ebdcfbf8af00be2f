"""What a learner's day still holds, read from the database: the next card, and how many wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cards.kinds import Card
from srs import cardstate, log, queue, schema
from srs.cardstate import CardState
from srs.catalogue import Shelf, shelves
from srs.outcomes import Purpose
from srs.visit import Visit

_memory, _deck, _card, _enrolment = (
    schema.memory,
    schema.deck,
    schema.deck_card,
    schema.enrolment,
)
_DUE_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A card to ask, why, and what is remembered of it (None for a card never met)."""

    deck: str
    version: int
    card: Card
    purpose: Purpose
    state: CardState | None

    @property
    def group(self) -> str:
        """What the card shares with those that would give it away."""
        return self.card.group


# Only cards that their deck's current version still holds, with the meaning that was learned.
_CURRENT = (
    sa.select(_memory)
    .join(
        _enrolment,
        sa.and_(
            _enrolment.c.learner_id == _memory.c.learner_id, _enrolment.c.deck == _memory.c.deck
        ),
    )
    .join(_deck, _deck.c.name == _memory.c.deck)
    .join(
        _card,
        sa.and_(
            _card.c.deck == _deck.c.name,
            _card.c.version == _deck.c.version,
            _card.c.key == _memory.c.card_key,
            _card.c.meaning == _memory.c.meaning,
        ),
    )
    .where(_memory.c.learner_id == sa.bindparam("learner_id"), ~_memory.c.away)
)
_DUE = _CURRENT.where(_memory.c.due_on <= sa.bindparam("day"))
_DUE_FIRST = _DUE.order_by(_memory.c.due_on, _card.c.position).limit(_DUE_AT_ONCE)
_DUE_COUNT = _DUE.with_only_columns(sa.func.count(), maintain_column_froms=True)
_WAITING = _CURRENT.where(_memory.c.wait_until.is_not(None)).order_by(_memory.c.wait_until)
_MET = sa.select(
    _memory.c.deck,
    _memory.c.card_key,
    _memory.c.meaning,
    _memory.c.recalls,
    _memory.c.away,
    _memory.c.introduced_on,
).where(_memory.c.learner_id == sa.bindparam("learner_id"))


def budget(visit: Visit) -> queue.Limits:
    """Return how many introductions and due reviews today still has room for."""
    first_day = visit.learner.first_day == visit.today
    day = queue.limits(visit.learner.minutes, first_day=first_day)
    today = [entry for entry in visit.journal if entry.study_day == visit.today]
    introduced = sum(entry.kind == "introduced" for entry in today)
    reviewed = sum(e.kind == "review" and not e.first for e in log.standing(today))
    return queue.Limits(max(0, day.new - introduced), max(0, day.reviews - reviewed))


def choose(visit: Visit) -> Choice | None:
    """Return the next card, by the order of srs.queue; None where nothing is left today."""
    shelf_of = shelves(visit.tx, visit.learner_id)
    left = budget(visit)
    waiting = _waiting(visit, shelf_of)
    over = [choice for choice in waiting if _is_over(visit, choice)]
    sources: tuple[Callable[[], list[Choice]], ...] = (
        lambda: _due(visit, shelf_of) if left.reviews else [],
        lambda: [choice for choice in over if choice.purpose != "return"],
        lambda: _new(visit, shelf_of) if left.new else [],
        lambda: over,
        lambda: waiting[:1],
    )
    for source in sources:
        if chosen := queue.apart(source(), visit.learner.recent):
            return chosen
    return None


def waiting_count(visit: Visit) -> int:
    """Return how many cards could still follow today, counted up to queue.COUNTED."""
    shelf_of = shelves(visit.tx, visit.learner_id)
    left = budget(visit)
    count = min(due_count(visit), left.reviews) + len(_waiting(visit, shelf_of))
    if count < queue.COUNTED and left.new:
        count += min(left.new, len(_fresh(visit, shelf_of)))
    return min(count, queue.COUNTED)


def due_count(visit: Visit, in_days: int = 0) -> int:
    """Return how many reviews are due by today, or by a coming day."""
    day = visit.today + timedelta(days=in_days)
    key = {"learner_id": visit.learner_id, "day": day}
    count: int = visit.tx.execute(_DUE_COUNT, key).scalar_one()
    return count


def drop_returns(visit: Visit) -> None:
    """Empty today's returns; introduced cards without a review go on waiting."""
    visit.tx.execute(
        sa.update(_memory)
        .where(_memory.c.learner_id == visit.learner_id, _memory.c.wait_until.is_not(None))
        .where(_memory.c.easiness.is_not(None))
        .values(wait_cards=None, wait_until=None, return_on=None)
    )


def _due(visit: Visit, shelf_of: dict[str, Shelf]) -> list[Choice]:
    key = {"learner_id": visit.learner_id, "day": visit.today}
    return [
        _choice(shelf_of[row.deck], row.card_key, "review", cardstate.of(row))
        for row in visit.tx.execute(_DUE_FIRST, key)
    ]


def _waiting(visit: Visit, shelf_of: dict[str, Shelf]) -> list[Choice]:
    """Introduced cards without a review, and today's returns, the longest wait first."""
    rows = visit.tx.execute(_WAITING, {"learner_id": visit.learner_id})
    choices = (
        _choice(shelf_of[row.deck], row.card_key, _purpose(state), state)
        for row in rows
        if (state := cardstate.of(row))
    )
    return [
        choice
        for choice in choices
        if choice.purpose != "return"
        or (choice.state is not None and choice.state.return_on == visit.today)
    ]


def _purpose(state: CardState) -> Purpose:
    if state.memory is not None:
        return "return"
    # Without a number of cards to wait for, the introduction was broken off: it comes once more.
    return "introduction" if state.wait_cards is None else "review"


def _new(visit: Visit, shelf_of: dict[str, Shelf]) -> list[Choice]:
    best = queue.apart(_fresh(visit, shelf_of), visit.learner.recent)
    return [_choice(shelf_of[best.deck], best.key, "introduction", None)] if best else []


def _fresh(visit: Visit, shelf_of: dict[str, Shelf]) -> tuple[queue.New, ...]:
    rows = visit.tx.execute(_MET, {"learner_id": visit.learner_id}).all()
    known = {
        (row.deck, row.card_key)
        for row in rows
        if row.deck in shelf_of
        and row.card_key in shelf_of[row.deck].cards
        and row.meaning == shelf_of[row.deck].cards[row.card_key].meaning
        and (row.introduced_on or row.away)
    }
    met = {(row.deck, row.card_key) for row in rows if row.recalls or row.away}
    today = [
        (row.deck, shelf_of[row.deck].cards[row.card_key].card.group)
        for row in rows
        if row.introduced_on == visit.today and (row.deck, row.card_key) in known
    ]
    cards = (new for shelf in shelf_of.values() for new in shelf.new)
    unknown = (new for new in cards if (new.deck, new.key) not in known)
    return queue.fresh(unknown, met, today)


def _choice(shelf: Shelf, key: str, purpose: Purpose, state: CardState | None) -> Choice:
    return Choice(
        deck=shelf.deck,
        version=shelf.version,
        card=shelf.cards[key].card,
        purpose=purpose,
        state=state,
    )


def _is_over(visit: Visit, choice: Choice) -> bool:
    state = choice.state
    return state is None or queue.is_over(
        state.wait_cards, state.wait_until, visit.learner.cards_seen, visit.now
    )
