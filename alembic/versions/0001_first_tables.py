"""The first tables.

Expand first: see script.py.mako for the rules that every later migration follows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "inbox",
    "effect",
    "deck",
    "deck_card",
    "learner",
    "enrolment",
    "memory",
    "question",
    "review",
)


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger, nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("lane", sa.BigInteger, nullable=False),
        sa.Column("accepted_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_try_at", sa.BigInteger),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("lease_token", sa.String(32)),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("trouble", sa.Text),
        sa.Column("raw", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_inbox"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_inbox_lane", "inbox", ["bot_id", "lane", "state", "accepted_at", "update_id"]
    )
    op.create_index("ix_inbox_state", "inbox", ["bot_id", "state", "accepted_at"])
    op.create_table(
        "effect",
        sa.Column("learner_id", sa.BigInteger, nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("result", sa.Text),
        sa.PrimaryKeyConstraint("learner_id", "update_id", "step", name="pk_effect"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_effect_at", "effect", ["at"])
    op.create_table(
        "deck",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("staged", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("shipped_hash", sa.String(64)),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_deck"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deck_card",
        sa.Column("deck", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("meaning", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("deck", "version", "key", name="pk_deck_card"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "learner",
        sa.Column("learner_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String(16), nullable=False, server_default=""),
        sa.Column("minutes", sa.Integer, nullable=False, server_default="10"),
        sa.Column("buttons", sa.Integer, nullable=False, server_default="2"),
        sa.Column("zone", sa.String(64)),
        sa.Column("expects", sa.String(16)),
        sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("paused_until", sa.Date),
        sa.Column("blocked_at", sa.BigInteger),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("last_answer_at", sa.BigInteger),
        sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
        sa.Column("cards_seen", sa.Integer, nullable=False, server_default="0"),
        sa.Column("recent", sa.Text, nullable=False, server_default="[]"),
        sa.Column("round_seq", sa.Integer),
        sa.Column("round_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("learner_id", name="pk_learner"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "enrolment",
        sa.Column("learner_id", sa.BigInteger, nullable=False),
        sa.Column("deck", sa.String(64), nullable=False),
        sa.Column("joined_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "deck", name="pk_enrolment"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "memory",
        sa.Column("learner_id", sa.BigInteger, nullable=False),
        sa.Column("deck", sa.String(64), nullable=False),
        sa.Column("card_key", sa.String(128), nullable=False),
        sa.Column("meaning", sa.Integer, nullable=False, server_default="1"),
        sa.Column("introduced_on", sa.Date),
        sa.Column("easiness", sa.Integer),
        sa.Column("repetitions", sa.Integer),
        sa.Column("interval", sa.Integer),
        sa.Column("due_on", sa.Date),
        sa.Column("reviewed_on", sa.Date),
        sa.Column("recalls", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lapses", sa.Integer, nullable=False, server_default="0"),
        sa.Column("away", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("return_on", sa.Date),
        sa.Column("returned", sa.Integer, nullable=False, server_default="0"),
        sa.Column("wait_cards", sa.Integer),
        sa.Column("wait_until", sa.BigInteger),
        sa.PrimaryKeyConstraint("learner_id", "deck", "card_key", name="pk_memory"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_memory_due", "memory", ["learner_id", "due_on"])
    op.create_index("ix_memory_wait", "memory", ["learner_id", "wait_until"])
    op.create_table(
        "question",
        sa.Column("learner_id", sa.BigInteger, nullable=False),
        sa.Column("question_id", sa.BigInteger, nullable=False),
        sa.Column("deck", sa.String(64), nullable=False),
        sa.Column("deck_version", sa.Integer, nullable=False),
        sa.Column("card_key", sa.String(128), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("aside", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("repetitions", sa.Integer, nullable=False),
        sa.Column("after_typed", sa.Boolean, nullable=False),
        sa.Column("wrong", sa.Text, nullable=False, server_default="[]"),
        sa.Column("typed", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("opened_at", sa.BigInteger),
        sa.Column("told_at", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("answer_message_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("learner_id", "question_id", name="pk_question"),
        sqlite_with_rowid=False,
    )
    waits = sa.text("stage NOT IN ('done', 'closed')")
    op.create_index(
        "ix_question_waiting",
        "question",
        ["learner_id", "created_at"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.create_table(
        "review",
        sa.Column("learner_id", sa.BigInteger, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("study_day", sa.Date, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("deck", sa.String(64), nullable=False),
        sa.Column("card_key", sa.String(128), nullable=False),
        sa.Column("question_id", sa.BigInteger, nullable=False),
        sa.Column("quality", sa.Integer),
        sa.Column("first", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("names_seq", sa.Integer),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "seq", name="pk_review"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_day", "review", ["learner_id", "study_day"])


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
