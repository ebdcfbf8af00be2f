"""The tables, and nothing else.

Instants are aware UTC datetimes, kept as whole microseconds since 1970 so that both engines order
and index them alike; study days are dates. ``learner_id`` leads the primary key of every table that
is about one learner, ids are made by the application, and a row of the review log never changes.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime, stored as microseconds since 1970. A naive one is refused."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Write an instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone; use datetime.now(UTC), not datetime.now()")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """Read an instant."""
        return None if value is None else _EPOCH + value * _MICROSECOND


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


QUESTION_WAITS = sa.text("stage NOT IN ('done', 'closed')")
IS_PROBLEM = sa.text("family IS NOT NULL")


def _table(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *columns, sqlite_with_rowid=False)


# --- the way of an update ---------------------------------------------------------------------

inbox = _table(
    "inbox",
    sa.Column("bot_id", sa.BigInteger, primary_key=True),
    sa.Column("update_id", sa.BigInteger, primary_key=True),
    sa.Column("lane", sa.BigInteger, nullable=False),
    sa.Column("accepted_at", Instant, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),  # waiting, done, aside
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", Instant),
    sa.Column("lease_until", Instant),
    sa.Column("lease_token", sa.String(32)),
    sa.Column("done_at", Instant),
    sa.Column("trouble", sa.Text),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Index("ix_inbox_lane", "bot_id", "lane", "state", "accepted_at", "update_id"),
    sa.Index("ix_inbox_state", "bot_id", "state", "accepted_at"),
)

effect = _table(
    "effect",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("update_id", sa.BigInteger, primary_key=True),
    sa.Column("step", sa.String(32), primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("result", sa.Text),
    sa.Index("ix_effect_at", "at"),
)

# --- the material -----------------------------------------------------------------------------

deck = _table(
    "deck",
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),  # what learners see; 0: nothing yet
    sa.Column("staged", sa.Integer, nullable=False),  # the last version number handed out
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("shipped_hash", sa.String(64)),
    sa.Column("public", sa.Boolean, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
)

deck_card = _table(
    "deck_card",
    sa.Column("deck", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(128), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("meaning", sa.Integer, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

# What is told of a version besides its cards. One not yet applied is a preview, until it expires.
edition = _table(
    "edition",
    sa.Column("deck", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("edition_id", sa.BigInteger, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("objectives", sa.Text, nullable=False),  # JSON
    sa.Column("sources", sa.Text, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("file_hash", sa.String(64)),
    sa.Column("replaces", sa.Integer, nullable=False),  # the version it was compared with
    sa.Column("shipped", sa.Boolean, nullable=False),
    sa.Column("made_by", sa.BigInteger),  # an admin; null: the program or its shell
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False, server_default=sa.false()),  # staged
    sa.Column("expires_at", Instant),  # null once applied
    sa.Column("applied_at", Instant),
    sa.Index("ix_edition_edition_id", "edition_id", unique=True),
)

# --- a learner --------------------------------------------------------------------------------

learner = _table(
    "learner",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("language", sa.String(16), nullable=False, server_default=""),
    sa.Column("minutes", sa.Integer, nullable=False, server_default="10"),
    sa.Column("buttons", sa.Integer, nullable=False, server_default="2"),
    sa.Column("zone", sa.String(64)),
    sa.Column("expects", sa.String(16)),  # what the next typed text answers, if not a card
    sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("paused_until", sa.Date),
    sa.Column("blocked_at", Instant),
    sa.Column("first_day", sa.Date),
    sa.Column("last_day", sa.Date),
    sa.Column("last_answer_at", Instant),
    sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
    sa.Column("cards_seen", sa.Integer, nullable=False, server_default="0"),
    sa.Column("recent", sa.Text, nullable=False, server_default="[]"),  # groups asked last, JSON
    sa.Column("round_seq", sa.Integer),  # the log's seq when this round began; null: no round
    sa.Column("round_at", Instant),
)

enrolment = _table(
    "enrolment",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("deck", sa.String(64), primary_key=True),
    sa.Column("joined_at", Instant, nullable=False),
)

memory = _table(
    "memory",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("deck", sa.String(64), primary_key=True),
    sa.Column("card_key", sa.String(128), primary_key=True),
    sa.Column("meaning", sa.Integer, nullable=False, server_default="1"),
    sa.Column("introduced_on", sa.Date),
    # Null until the first review: an introduction is no review.
    sa.Column("easiness", sa.Integer),
    sa.Column("repetitions", sa.Integer),
    sa.Column("interval", sa.Integer),
    sa.Column("due_on", sa.Date),
    sa.Column("reviewed_on", sa.Date),
    sa.Column("recalls", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lapses", sa.Integer, nullable=False, server_default="0"),
    sa.Column("away", sa.Boolean, nullable=False, server_default=sa.false()),
    # Today's return: the study day it belongs to, and how often the card came back on it.
    sa.Column("return_on", sa.Date),
    sa.Column("returned", sa.Integer, nullable=False, server_default="0"),
    # Set while the card waits for its return or its first review: until so many cards were seen, or
    # until then.
    sa.Column("wait_cards", sa.Integer),
    sa.Column("wait_until", Instant),
    sa.Column("reviews", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_memory_due", "learner_id", "due_on"),
    sa.Index("ix_memory_wait", "learner_id", "wait_until"),
)

question = _table(
    "question",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("question_id", sa.BigInteger, primary_key=True),
    sa.Column("deck", sa.String(64), nullable=False),
    sa.Column("deck_version", sa.Integer, nullable=False),
    sa.Column("card_key", sa.String(128), nullable=False),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("stage", sa.String(16), nullable=False),
    sa.Column("aside", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("asked", sa.Text, nullable=False),  # cards.question.Question as JSON
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("repetitions", sa.Integer, nullable=False),
    sa.Column("after_typed", sa.Boolean, nullable=False),
    sa.Column("wrong", sa.Text, nullable=False, server_default="[]"),
    sa.Column("typed", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("opened_at", Instant),
    sa.Column("told_at", Instant),  # Telegram's own date of the message
    sa.Column("message_id", sa.BigInteger),
    sa.Column("answer_message_id", sa.BigInteger),  # the message in which it was answered by typing
    sa.Column("family", sa.String(64)),  # of a problem; null for any other question
    sa.Column("day", sa.Date),  # whose problem it is, if it is a day's; in UTC
    sa.Column("hinted", sa.Integer, nullable=False, server_default="0"),  # hints given
    # Few of a learner's many questions wait: only they are indexed, and read with these very words.
    sa.Index(
        "ix_question_waiting",
        "learner_id",
        "created_at",
        sqlite_where=QUESTION_WAITS,
        postgresql_where=QUESTION_WAITS,
    ),
    sa.Index(
        "ix_question_family",
        "learner_id",
        "family",
        "created_at",
        sqlite_where=IS_PROBLEM,
        postgresql_where=IS_PROBLEM,
    ),
)

review = _table(
    "review",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("study_day", sa.Date, nullable=False),
    # introduced, review, return, correction or undo
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("deck", sa.String(64), nullable=False),
    sa.Column("card_key", sa.String(128), nullable=False),
    sa.Column("question_id", sa.BigInteger, nullable=False),
    sa.Column("quality", sa.Integer),
    sa.Column("first", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("before", sa.Text),  # the card's state, JSON
    sa.Column("after", sa.Text),
    sa.Column("answer", sa.Text),
    sa.Column("names_seq", sa.Integer),  # the row an undo cancels or a correction replaces
    sa.Column("update_id", sa.BigInteger, nullable=False),
    sa.Column("verdict", sa.Text),  # what was made of a typed answer, cards.grading.Verdict as JSON
    sa.Index("ix_review_day", "learner_id", "study_day"),
)

# --- the day ----------------------------------------------------------------------------------

# Narrow, because an indexed column changes at every claim. A learner with a row has been asked.
push = _table(
    "push",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("at_minute", sa.Integer),  # of the learner's own day; null: no reminders
    sa.Column("due_at", Instant),  # when the next push is meant to come
    # When it is claimed: at due_at, or when the lease of whoever claimed it has run out.
    sa.Column("next_push_at", Instant),
    sa.Column("lease_token", sa.String(32)),
    sa.Index("ix_push_next_push_at", "next_push_at"),
)

push_log = _table(
    "push_log",
    sa.Column("learner_id", sa.BigInteger, primary_key=True),
    sa.Column("study_day", sa.Date, primary_key=True),
    # sending, sent, waiting (to be sent, or sent again), declined or failed
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("token", sa.String(32), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("question_id", sa.BigInteger, nullable=False),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("at", Instant, nullable=False),
)
