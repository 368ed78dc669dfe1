"""Cases and what hangs on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_cases()
    _create_case_facets()
    _create_case_people()
    _create_case_links()
    _create_clocks()
    _create_spans()
    _create_firings()
    _create_pauses()
    _create_extensions()
    _create_waivers()


def downgrade() -> None:
    op.drop_table("waivers")
    op.drop_table("extensions")
    op.drop_table("pauses")
    op.drop_table("firings")
    op.drop_table("spans")
    op.drop_table("clocks")
    op.drop_table("case_links")
    op.drop_table("case_people")
    op.drop_table("case_facets")
    op.drop_table("cases")


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("calendar_id", sa.String(), nullable=False),
        sa.Column("confidentiality", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["cases.id"], name=op.f("fk_cases_parent_id_cases")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_cases_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("handle", name=op.f("uq_cases_handle")),
    )
    op.create_index("ix_cases_kind_state", "cases", ["kind", "state"], unique=False)
    op.create_index(op.f("ix_cases_number"), "cases", ["number"], unique=False)
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"], unique=False)
    op.create_index(op.f("ix_cases_parent_id"), "cases", ["parent_id"], unique=False)
    op.create_index(op.f("ix_cases_unit_id"), "cases", ["unit_id"], unique=False)


def _create_case_facets() -> None:
    op.create_table(
        "case_facets",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_facets_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", "name", "value", name=op.f("pk_case_facets")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_facets_name_value", "case_facets", ["name", "value"], unique=False)


def _create_case_people() -> None:
    op.create_table(
        "case_people",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_people_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", "capacity", name=op.f("pk_case_people")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_case_people_person_id"), "case_people", ["person_id"], unique=False)


def _create_case_links() -> None:
    op.create_table(
        "case_links",
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["cases.id"], name=op.f("fk_case_links_from_id_cases")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["cases.id"], name=op.f("fk_case_links_to_id_cases")),
        sa.PrimaryKeyConstraint("from_id", "to_id", "relation", name=op.f("pk_case_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_case_links_to_id"), "case_links", ["to_id"], unique=False)


def _create_clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("obligation", sa.String(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("cite", sa.String(), nullable=False),
        sa.Column("limit_json", sa.String(), nullable=False),
        sa.Column("roll", sa.String(), nullable=False),
        sa.Column("calendar_id", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("due_field_date", sa.String(), nullable=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=True),
        sa.Column("next_rung_at", UtcDateTime(), nullable=True),
        sa.Column("next_rung", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_clocks_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clocks")),
    )
    op.create_index(
        "ix_clocks_armed",
        "clocks",
        ["next_rung_at", "id", "case_id"],
        unique=False,
        sqlite_where=sa.text("next_rung_at IS NOT NULL"),
        postgresql_where=sa.text("next_rung_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_clocks_case_id"), "clocks", ["case_id"], unique=False)


def _create_spans() -> None:
    op.create_table(
        "spans",
        sa.Column("clock_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("to_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["clock_id"], ["clocks.id"], name=op.f("fk_spans_clock_id_clocks")),
        sa.PrimaryKeyConstraint("clock_id", "seq", name=op.f("pk_spans")),
        sqlite_with_rowid=False,
    )


def _create_firings() -> None:
    op.create_table(
        "firings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clock_id", sa.String(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("fired_at", UtcDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clocks.id"], name=op.f("fk_firings_clock_id_clocks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firings")),
        sa.UniqueConstraint("clock_id", "term", "rung", name=op.f("uq_firings_clock_id_term_rung")),
    )


def _create_pauses() -> None:
    op.create_table(
        "pauses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("reason_content", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=True),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("to_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_pauses_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index(op.f("ix_pauses_case_id"), "pauses", ["case_id"], unique=False)


def _create_extensions() -> None:
    op.create_table(
        "extensions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clock_id", sa.String(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("duration_json", sa.String(), nullable=False),
        sa.Column("reason_content", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clocks.id"], name=op.f("fk_extensions_clock_id_clocks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    op.create_index(op.f("ix_extensions_clock_id"), "extensions", ["clock_id"], unique=False)


def _create_waivers() -> None:
    op.create_table(
        "waivers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason_content", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("to_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_waivers_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
    )
    op.create_index(op.f("ix_waivers_case_id"), "waivers", ["case_id"], unique=False)
