"""The life of a policy version and of a waiver: parents, dates, reports; how waivers end."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("policy_versions") as versions:
        versions.add_column(sa.Column("parent", sa.String(), nullable=True))
    with op.batch_alter_table("activations") as activations:
        activations.add_column(sa.Column("from_at", UtcDateTime(), nullable=True))
        activations.add_column(sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE activations SET from_at = at")
    with op.batch_alter_table("activations") as activations:
        activations.alter_column("from_at", existing_type=UtcDateTime(), nullable=False)
    _create_policy_reports()
    op.create_index(
        "ix_cases_open_policy",
        "cases",
        ["policy_id", "id"],
        unique=False,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    _widen_waivers()


def downgrade() -> None:
    with op.batch_alter_table("waivers") as waivers:
        for name, _ in reversed(_OF_WAIVERS):
            waivers.drop_column(name)
        waivers.drop_column("cite")
    op.drop_index("ix_cases_open_policy", "cases")
    op.drop_table("policy_reports")
    with op.batch_alter_table("activations") as activations:
        activations.drop_column("withdrawn_at")
        activations.drop_column("from_at")
    # Other tables refer to this one, so that it cannot be made anew without the column.
    op.drop_column("policy_versions", "parent")


def _create_policy_reports() -> None:
    op.create_table(
        "policy_reports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("against", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["policy_versions.id"],
            name=op.f("fk_policy_reports_policy_id_policy_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_reports")),
    )
    op.create_index(
        op.f("ix_policy_reports_policy_id"), "policy_reports", ["policy_id"], unique=False
    )


_OF_WAIVERS: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("used_by", sa.String()),
    ("ended_at", UtcDateTime()),
    ("ended_by", sa.String()),
    ("ended_as", sa.String()),
    ("ended_content", sa.String()),
)


def _widen_waivers() -> None:
    """No release has ever written a waiver, so nothing has to be said of older ones."""
    with op.batch_alter_table("waivers") as waivers:
        waivers.add_column(sa.Column("cite", sa.String(), nullable=False, server_default="{}"))
        for name, type_ in _OF_WAIVERS:
            waivers.add_column(sa.Column(name, type_, nullable=True))
    with op.batch_alter_table("waivers") as waivers:
        waivers.alter_column("cite", existing_type=sa.String(), server_default=None)
