"""By what was judged: policy versions, their activations, and calendars."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from store.columns import UtcDateTime
from store.rows.row import Row


class PolicyVersionRow(Row, table=True):
    """Text and compiled rules of one set of feature files, by content hash."""

    __tablename__ = "policy_versions"

    id: str = Field(primary_key=True)
    text: str
    rules: str
    schema_number: int
    author: str
    approved_by: str
    note: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    parent: str | None


class ActivationRow(Row, table=True):
    """A decision that a version is in force from `from_at` on, unless it was withdrawn before."""

    __tablename__ = "activations"
    # A number that was once given out is never given out again.
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: int | None = Field(default=None, primary_key=True)
    policy_id: str = Field(foreign_key="policy_versions.id")
    by: str
    approved_by: str
    at: datetime = Field(sa_type=UtcDateTime)
    open_cases: str
    from_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)


class PolicyReportRow(Row, table=True):
    """What a check or a simulation of a version found, as it was shown to who decided by it."""

    __tablename__ = "policy_reports"

    id: str = Field(primary_key=True)
    policy_id: str = Field(foreign_key="policy_versions.id", index=True)
    kind: str
    against: str | None
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    digest: str
    summary: str
    body: bytes


class CalendarRow(Row, table=True):
    """One working calendar, by content hash; the newest of a name is in use."""

    __tablename__ = "calendars"
    __table_args__ = (sa.Index("ix_calendars_name_created_at", "name", "created_at"),)

    id: str = Field(primary_key=True)
    name: str
    body: str
    valid_to: date
    created_at: datetime = Field(sa_type=UtcDateTime)
    by: str | None
    approved_by: str | None


class CheckpointRow(Row, table=True):
    """A signed root over the heads of all chains."""

    __tablename__ = "checkpoints"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    cases: int
    events: int = Field(sa_type=sa.BigInteger)
    root: str
    key_id: str
    signature: str
