"""${message}

Expand first: the release before this one goes on running while its replicas are replaced, so add
what is new here (nullable, or with a default) and drop what is old one release later. A table of a
million rows is not rewritten in one migration. Write every name out, and both directions.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    ${downgrades if downgrades else "raise NotImplementedError"}
