"""What was made of typed answers, and what learners made of that: for whoever writes the decks."""

from collections.abc import Iterator

import sqlalchemy as sa
from pydantic import TypeAdapter

from cards.grading import Verdict
from cards.lint import Graded
from srs.schema import review

_verdict: TypeAdapter[Verdict] = TypeAdapter(Verdict)
_AT_ONCE = 1_000

_rated, _later, _undo = review.alias("rated"), review.alias("later"), review.alias("undo")


def _is_undone(row: sa.FromClause) -> sa.Exists:
    return sa.exists().where(
        _undo.c.learner_id == row.c.learner_id,
        _undo.c.seq > row.c.seq,
        _undo.c.names_seq == row.c.seq,
        _undo.c.kind == "undo",
    )


_CORRECTED = (
    sa.select(_later.c.quality)
    .where(
        _later.c.learner_id == _rated.c.learner_id,
        _later.c.seq > _rated.c.seq,
        _later.c.names_seq == _rated.c.seq,
        _later.c.kind == "correction",
        ~_is_undone(_later),
    )
    .order_by(_later.c.seq.desc())
    .limit(1)
    .correlate(_rated)
    .scalar_subquery()
)
_GRADED = sa.select(
    _rated.c.card_key,
    _rated.c.verdict,
    sa.func.coalesce(_CORRECTED, _rated.c.quality).label("decided"),
).where(
    _rated.c.deck == sa.bindparam("deck"),
    _rated.c.verdict.is_not(None),
    _rated.c.kind != "correction",
    ~_is_undone(_rated),
)


def graded(tx: sa.Connection, deck: str) -> Iterator[Graded]:
    """Yield the typed answers to a deck's cards that still stand, without a word of whose they are.

    It looks through everybody's log and is made for the shell.
    """
    rows = tx.execution_options(yield_per=_AT_ONCE).execute(_GRADED, {"deck": deck})
    for row in rows:
        yield Graded(row.card_key, _verdict.validate_json(row.verdict), row.decided)
