"""How people want to be reached, and messages that another one stands for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_HELD = sa.text("status IN ('unknown', 'parked')")
_ON_TOPIC = sa.text("topic IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_preferences_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preferences")),
    )
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("topic", sa.String(), nullable=True))
        outbox.add_column(sa.Column("carried_by", sa.String(), nullable=True))
        outbox.add_column(sa.Column("first_tried_at", UtcDateTime(), nullable=True))
    op.create_index("ix_outbox_held", "outbox", ["id"], sqlite_where=_HELD, postgresql_where=_HELD)
    op.create_index(
        "ix_outbox_topic",
        "outbox",
        ["topic", "event_seq"],
        sqlite_where=_ON_TOPIC,
        postgresql_where=_ON_TOPIC,
    )
    kept = sa.text("status = 'kept'")
    op.create_index(
        "ix_outbox_kept", "outbox", ["recipient_id"], sqlite_where=kept, postgresql_where=kept
    )


def downgrade() -> None:
    # A program of before knows no digest: what was kept for one leaves by itself.
    op.execute("UPDATE outbox SET status = 'pending' WHERE status = 'kept'")
    op.drop_index("ix_outbox_kept", "outbox")
    op.drop_index("ix_outbox_topic", "outbox")
    op.drop_index("ix_outbox_held", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("first_tried_at")
        outbox.drop_column("carried_by")
        outbox.drop_column("topic")
    op.drop_table("preferences")
