"""Editions of decks: previews, and what was applied when and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("deck", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("edition_id", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("objectives", sa.Text, nullable=False),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("file_hash", sa.String(64)),
        sa.Column("replaces", sa.Integer, nullable=False),
        sa.Column("shipped", sa.Boolean, nullable=False),
        sa.Column("made_by", sa.BigInteger),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("applied_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("deck", "version", name="pk_edition"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_edition_edition_id", "edition", ["edition_id"], unique=True)


def downgrade() -> None:
    op.drop_table("edition")
