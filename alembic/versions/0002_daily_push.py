"""The daily push: when it is due, and what was sent on which study day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push",
        sa.Column("learner_id", sa.BigInteger, nullable=False),
        sa.Column("at_minute", sa.Integer),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("next_push_at", sa.BigInteger),
        sa.Column("lease_token", sa.String(32)),
        sa.PrimaryKeyConstraint("learner_id", name="pk_push"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_push_next_push_at", "push", ["next_push_at"])
    op.create_table(
        "push_log",
        sa.Column("learner_id", sa.BigInteger, nullable=False),
        sa.Column("study_day", sa.Date, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("question_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "study_day", name="pk_push_log"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("push_log")
    op.drop_table("push")
