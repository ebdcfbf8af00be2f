"""What a learner leaves behind in the database, told so that two who did the same left the same."""

from typing import Any, TypeAlias

import sqlalchemy as sa

from srs.schema import metadata

Traces: TypeAlias = dict[str, list[tuple[Any, ...]]]

# Of each table about a learner, what chance and the time of day have no part in. Of one that is not
# here, the rows are counted.
_LASTING: dict[str, tuple[str, ...]] = {
    "effect": ("step",),
    "learner": (
        *("minutes", "buttons", "zone", "expects", "stopped", "paused_until", "first_day"),
        *("last_day", "last_seq", "cards_seen", "recent", "round_seq"),
    ),
    "enrolment": ("deck",),
    "memory": (
        *("deck", "card_key", "meaning", "introduced_on", "easiness", "repetitions", "interval"),
        *("due_on", "reviewed_on", "recalls", "lapses", "away", "return_on", "returned"),
        *("wait_cards", "reviews"),
    ),
    "push": ("at_minute",),
    "push_log": ("study_day", "state", "tries"),
    "question": (
        "deck",
        "purpose",
        "stage",
        "aside",
        "repetitions",
        "after_typed",
        "hinted",
        "day",
    ),
    "review": ("seq", "study_day", "kind", "deck", "card_key", "quality", "first", "names_seq"),
}


def of(tx: sa.Connection, learner_id: int) -> Traces:
    """Read what lasts of every row about the learner."""
    return {
        table.name: _lasting(tx, table, learner_id)
        for table in metadata.sorted_tables
        if "learner_id" in table.c
    }


def _lasting(tx: sa.Connection, table: sa.Table, learner_id: int) -> list[tuple[Any, ...]]:
    columns = [table.c[name] for name in _LASTING.get(table.name, ())]
    rows = tx.execute(
        sa.select(table.c.learner_id, *columns).where(table.c.learner_id == learner_id)
    )
    return sorted((tuple(row)[1:] for row in rows), key=repr)
