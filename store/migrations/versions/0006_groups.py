"""Temporary groups, the units they serve, and the offices that they gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("office_unit_id", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_unit_id"], ["units.id"], name=op.f("fk_groups_office_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_groups_name")),
    )
    op.create_table(
        "group_units",
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_group_units_group_id_groups")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_group_units_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("group_id", "unit_id", name=op.f("pk_group_units")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("appointments") as appointments:
        appointments.add_column(sa.Column("group_id", sa.String(), nullable=True))
        appointments.create_foreign_key(
            op.f("fk_appointments_group_id_groups"), "groups", ["group_id"], ["id"]
        )
        appointments.create_index(op.f("ix_appointments_group_id"), ["group_id"])


def downgrade() -> None:
    with op.batch_alter_table("appointments") as appointments:
        appointments.drop_index(op.f("ix_appointments_group_id"))
        appointments.drop_constraint(op.f("fk_appointments_group_id_groups"), type_="foreignkey")
        appointments.drop_column("group_id")
    op.drop_table("group_units")
    op.drop_table("groups")
