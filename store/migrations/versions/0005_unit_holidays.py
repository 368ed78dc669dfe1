"""Declared holidays of units."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_holidays",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_by", sa.String(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_holidays_unit_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["people.id"], name=op.f("fk_unit_holidays_declared_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["people.id"], name=op.f("fk_unit_holidays_cancelled_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_holidays")),
    )
    op.create_index(op.f("ix_unit_holidays_unit_id"), "unit_holidays", ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("unit_holidays")
