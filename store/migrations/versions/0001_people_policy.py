"""Units, people, offices, policy versions, calendars and settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_units()
    _create_unit_aliases()
    _create_people()
    _create_appointments()
    _create_delegations()
    _create_relations()
    _create_policy_versions()
    _create_activations()
    _create_calendars()
    _create_checkpoints()
    _create_settings()


def downgrade() -> None:
    op.drop_table("settings")
    op.drop_table("checkpoints")
    op.drop_table("calendars")
    op.drop_table("activations")
    op.drop_table("policy_versions")
    op.drop_table("relations")
    op.drop_table("delegations")
    op.drop_table("appointments")
    op.drop_table("people")
    op.drop_table("unit_aliases")
    op.drop_table("units")


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("calendar_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("name", name=op.f("uq_units_name")),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"], unique=False)


def _create_unit_aliases() -> None:
    op.create_table(
        "unit_aliases",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_aliases_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_unit_aliases")),
    )
    op.create_index(op.f("ix_unit_aliases_unit_id"), "unit_aliases", ["unit_id"], unique=False)


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("home_unit_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_unit_id"], ["units.id"], name=op.f("fk_people_home_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("handle", name=op.f("uq_people_handle")),
    )
    op.create_index(op.f("ix_people_name"), "people", ["name"], unique=False)


def _create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_appointments_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_appointments_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_person_id"), "appointments", ["person_id"], unique=False)
    op.create_index(op.f("ix_appointments_unit_id"), "appointments", ["unit_id"], unique=False)


def _create_delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_person", sa.String(), nullable=False),
        sa.Column("to_person", sa.String(), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("to_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_person"], ["people.id"], name=op.f("fk_delegations_from_person_people")
        ),
        sa.ForeignKeyConstraint(
            ["to_person"], ["people.id"], name=op.f("fk_delegations_to_person_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(
        op.f("ix_delegations_from_person"), "delegations", ["from_person"], unique=False
    )


def _create_relations() -> None:
    op.create_table(
        "relations",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["people.id"], name=op.f("fk_relations_other_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_relations_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "other_id", "relation", name=op.f("pk_relations")),
        sqlite_with_rowid=False,
    )


def _create_policy_versions() -> None:
    op.create_table(
        "policy_versions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("schema_number", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
    )


def _create_activations() -> None:
    op.create_table(
        "activations",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("open_cases", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["policy_versions.id"],
            name=op.f("fk_activations_policy_id_policy_versions"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_activations")),
        sqlite_autoincrement=True,
    )


def _create_calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
    )
    op.create_index(
        "ix_calendars_name_created_at", "calendars", ["name", "created_at"], unique=False
    )


def _create_checkpoints() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_checkpoints")),
        sqlite_autoincrement=True,
    )


def _create_settings() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
