"""Problems: which family a question is of, the hints it gave, and how often a card was reviewed.

Questions and memories from before stay as they are: what was asked then is not kept from coming
again, and numbers for the head come for three reviews more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("family", sa.String(64)))
    op.add_column("question", sa.Column("day", sa.Date))
    op.add_column(
        "question", sa.Column("hinted", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    is_problem = sa.text("family IS NOT NULL")
    op.create_index(
        "ix_question_family",
        "question",
        ["learner_id", "family", "created_at"],
        sqlite_where=is_problem,
        postgresql_where=is_problem,
    )
    op.add_column(
        "memory", sa.Column("reviews", sa.Integer, nullable=False, server_default=sa.text("0"))
    )


def downgrade() -> None:
    op.drop_column("memory", "reviews")
    op.drop_index("ix_question_family", "question")
    op.drop_column("question", "hinted")
    op.drop_column("question", "day")
    op.drop_column("question", "family")
