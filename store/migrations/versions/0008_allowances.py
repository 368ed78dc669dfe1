"""Until when and on whom a case waits, both dates of more time, who approves, whose calendar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pauses") as pauses:
        pauses.add_column(sa.Column("until_at", UtcDateTime(), nullable=True))
        pauses.add_column(sa.Column("waiting_on", sa.String(), nullable=True))
    with op.batch_alter_table("extensions") as extensions:
        extensions.add_column(sa.Column("from_due", UtcDateTime(), nullable=True))
        extensions.add_column(sa.Column("to_due", UtcDateTime(), nullable=True))
    with op.batch_alter_table("calendars") as calendars:
        calendars.add_column(sa.Column("by", sa.String(), nullable=True))
        calendars.add_column(sa.Column("approved_by", sa.String(), nullable=True))
    _create_requests()


def downgrade() -> None:
    op.drop_table("requests")
    with op.batch_alter_table("calendars") as calendars:
        calendars.drop_column("approved_by")
        calendars.drop_column("by")
    with op.batch_alter_table("extensions") as extensions:
        extensions.drop_column("to_due")
        extensions.drop_column("from_due")
    with op.batch_alter_table("pauses") as pauses:
        pauses.drop_column("waiting_on")
        pauses.drop_column("until_at")


def _create_requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("obligation", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("reason_content", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_requests_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(op.f("ix_requests_case_id"), "requests", ["case_id"], unique=False)
