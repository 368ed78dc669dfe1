"""By which path a wake came, and what it failed of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("wakes") as wakes:
        wakes.add_column(sa.Column("path", sa.String(), nullable=True))
        wakes.add_column(sa.Column("error", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("wakes") as wakes:
        wakes.drop_column("error")
        wakes.drop_column("path")
