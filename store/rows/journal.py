"""What was done to a case: chained events, sealed content, evidence, signatures, closings."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from store.columns import UtcDateTime
from store.rows.row import CASE_ID, Row


class CaseEventRow(Row, table=True):
    """One link of a case's chain; append-only, every column is hashed as it is stored."""

    __tablename__ = "case_events"
    __table_args__ = (
        # Clustered by case and seq, so that reading a chain is reading one stretch of the file.
        sa.UniqueConstraint("case_id", "command_id"),
        {"sqlite_with_rowid": False},
    )

    case_id: str = Field(primary_key=True, foreign_key=CASE_ID)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    command_id: str | None
    at: str
    actor: str
    event: str
    trigger: str | None
    from_state: str | None
    to_state: str | None
    policy_id: str
    calendar_id: str
    rules: str
    payload: str
    prev_hash: str
    hash: str


class ContentRow(Row, table=True):
    """One free text, sealed; the chain holds only its commitment."""

    __tablename__ = "content"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    name: str
    key_version: int
    nonce: bytes
    sealed: bytes
    commitment: str
    at: datetime = Field(sa_type=UtcDateTime)


class EvidenceRow(Row, table=True):
    """A file that belongs to a case, addressed by its content; its name is sealed."""

    __tablename__ = "evidence"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    document: str
    sha256: str = Field(index=True)
    name_content: str
    size: int = Field(sa_type=sa.BigInteger)
    media_type: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class SignedCheckRow(Row, table=True):
    """Somebody's signature under a closing question, with the hash of the facts seen."""

    __tablename__ = "signed_checks"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    check_name: str
    role: str
    person_id: str
    at: datetime = Field(sa_type=UtcDateTime)
    facts_hash: str
    event_seq: int
    lapsed_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)


class EndorsementRow(Row, table=True):
    """One of several people who must agree before a trigger is done."""

    __tablename__ = "endorsements"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key=CASE_ID, index=True)
    trigger: str
    role: str
    person_id: str
    at: datetime = Field(sa_type=UtcDateTime)
    event_seq: int
    spent_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)


class ClosingRow(Row, table=True):
    """One closing of a case; reopening marks it and never erases it."""

    __tablename__ = "closings"

    case_id: str = Field(primary_key=True, foreign_key=CASE_ID)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    trigger: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    event_seq: int
    reopened_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
