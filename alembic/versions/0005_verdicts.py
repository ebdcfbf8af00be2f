"""What was made of a typed answer, beside what was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("verdict", sa.Text))


def downgrade() -> None:
    op.drop_column("review", "verdict")
