"""What waits to happen: outgoing messages, intents for other cases, wakes."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from store.columns import UtcDateTime
from store.rows.row import CASE_ID, Row

_PENDING = sa.text("status = 'pending'")
_SENDING = sa.text("status = 'sending'")
_HELD = sa.text("status IN ('unknown', 'parked')")
_ON_TOPIC = sa.text("topic IS NOT NULL")
_KEPT = sa.text("status = 'kept'")


class OutboxRow(Row, table=True):
    """One message to one recipient: pending, sending, sent, unknown, parked, kept or carried."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index(
            "ix_outbox_pending",
            "not_before",
            "id",
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        sa.Index(
            "ix_outbox_sending",
            "lease_until",
            sqlite_where=_SENDING,
            postgresql_where=_SENDING,
        ),
        sa.Index("ix_outbox_kept", "recipient_id", sqlite_where=_KEPT, postgresql_where=_KEPT),
        sa.Index("ix_outbox_held", "id", sqlite_where=_HELD, postgresql_where=_HELD),
        sa.Index(
            "ix_outbox_topic",
            "topic",
            "event_seq",
            sqlite_where=_ON_TOPIC,
            postgresql_where=_ON_TOPIC,
        ),
    )

    id: str = Field(primary_key=True)
    case_id: str | None = Field(foreign_key=CASE_ID, index=True)
    event_seq: int | None
    notice: str
    recipient_id: str | None
    address: str | None
    channel: str
    statutory: bool
    payload: str
    status: str
    attempts: int
    not_before: datetime = Field(sa_type=UtcDateTime)
    message_id: str = Field(unique=True)
    claimed_by: str | None
    lease_until: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    sent_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    error: str | None
    topic: str | None
    carried_by: str | None
    first_tried_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)


class IntentRow(Row, table=True):
    """A consequence for another case, waiting to be executed as its own command."""

    __tablename__ = "intents"
    __table_args__ = (
        sa.UniqueConstraint("source_case", "source_seq", "rule", "target"),
        sa.Index(
            "ix_intents_pending",
            "created_at",
            "id",
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    id: str = Field(primary_key=True)
    source_case: str = Field(foreign_key=CASE_ID)
    source_seq: int
    rule: str
    target_kind: str
    target: str
    payload: str
    status: str
    attempts: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    error: str | None


class WakeRow(Row, table=True):
    """One wake of one flow: whoever claims the row runs it, under a lease and a token."""

    __tablename__ = "wakes"

    flow: str = Field(primary_key=True)
    scheduled_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    token: int
    claimed_by: str
    lease_until: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    counts: str | None
    path: str | None
    error: str | None
