"""Clocks: obligations, the spans in which they ran, what fired, and what moved them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from store.columns import UtcDateTime
from store.rows.row import CASE_ID, Row

_CLOCK_ID = "clocks.id"
_ARMED = sa.text("next_rung_at IS NOT NULL")


class ClockRow(Row, table=True):
    """One obligation of one case; only its next rung is materialised, the rest is derived."""

    __tablename__ = "clocks"
    __table_args__ = (
        # Only armed clocks are in the index: finding the due never pays for the stopped. The case
        # is in it too, so that the table itself is not looked at.
        sa.Index(
            "ix_clocks_armed",
            "next_rung_at",
            "id",
            "case_id",
            sqlite_where=_ARMED,
            postgresql_where=_ARMED,
        ),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    obligation: str
    term: int
    rule: str
    cite: str
    limit_json: str
    roll: str
    calendar_id: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    due_field_date: str | None
    stopped_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    stop_reason: str | None
    next_rung_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    next_rung: str | None


class SpanRow(Row, table=True):
    """A time in which the clock ran; the open one has no end."""

    __tablename__ = "spans"
    __table_args__ = ({"sqlite_with_rowid": False},)

    clock_id: str = Field(primary_key=True, foreign_key=_CLOCK_ID)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    from_at: datetime = Field(sa_type=UtcDateTime)
    to_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)


class FiringRow(Row, table=True):
    """A rung that fired; once per clock, term and rung for ever."""

    __tablename__ = "firings"
    __table_args__ = (sa.UniqueConstraint("clock_id", "term", "rung"),)

    id: str = Field(primary_key=True)
    clock_id: str = Field(foreign_key=_CLOCK_ID)
    term: int
    rung: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    fired_at: datetime = Field(sa_type=UtcDateTime)
    late: bool


class PauseRow(Row, table=True):
    """A suspension with its reason (sealed content), who asked and who approved."""

    __tablename__ = "pauses"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    reason_content: str
    by: str
    approver: str | None
    from_at: datetime = Field(sa_type=UtcDateTime)
    to_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    until_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    waiting_on: str | None


class ExtensionRow(Row, table=True):
    """More time for one clock, beginning a new term."""

    __tablename__ = "extensions"

    id: str = Field(primary_key=True)
    clock_id: str = Field(foreign_key=_CLOCK_ID, index=True)
    term: int
    duration_json: str
    reason_content: str
    by: str
    approver: str | None
    at: datetime = Field(sa_type=UtcDateTime)
    from_due: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    to_due: datetime | None = Field(sa_type=UtcDateTime, nullable=True)


class RequestRow(Row, table=True):
    """A pause, more time or a waiver that somebody asked for and that waits for an approval.

    What exactly is asked is in `details` (JSON text); it is open while `settled_at` is empty.
    """

    __tablename__ = "requests"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    trigger: str
    obligation: str | None
    details: str
    reason_content: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    settled_by: str | None
    outcome: str | None


class WaiverRow(Row, table=True):
    """Permission to pass one gate once: owner, approver, reason, scope and expiry.

    It is spent with the move that it lets pass, or ends before: revoked, or with its case.
    """

    __tablename__ = "waivers"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    trigger: str
    rule: str
    cite: str
    reason_content: str
    owner: str
    approver: str
    from_at: datetime = Field(sa_type=UtcDateTime)
    to_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    used_by: str | None
    ended_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    ended_by: str | None
    ended_as: str | None
    ended_content: str | None
