"""Cases: the spine row that is also the lock, and what hangs on it for filtering."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from store.columns import UtcDateTime
from store.rows.row import CASE_ID, Row

_OPEN = sa.text("closed_at IS NULL")


class CaseRow(Row, table=True):
    """One case; whoever writes anything of the case locks this row first."""

    __tablename__ = "cases"
    __table_args__ = (
        sa.Index("ix_cases_kind_state", "kind", "state"),
        # The order in which lists are paged begins with it.
        sa.Index("ix_cases_opened_at", "opened_at"),
        # Finding the open cases of a version never pays for the closed ones, nor for the others.
        sa.Index(
            "ix_cases_open_policy",
            "policy_id",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: str = Field(primary_key=True)
    handle: str = Field(unique=True)
    number: str = Field(index=True)
    kind: str
    state: str
    parent_id: str | None = Field(foreign_key=CASE_ID, index=True)
    unit_id: str | None = Field(foreign_key="units.id", index=True)
    policy_id: str
    calendar_id: str
    confidentiality: str
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
    head_seq: int
    head_hash: str
    data_key: bytes | None
    facts: str
    version: int


class CaseFacetRow(Row, table=True):
    """One value of one fact that rules or lists filter on."""

    __tablename__ = "case_facets"
    __table_args__ = (
        sa.Index("ix_case_facets_name_value", "name", "value"),
        {"sqlite_with_rowid": False},
    )

    case_id: str = Field(primary_key=True, foreign_key=CASE_ID)
    name: str = Field(primary_key=True)
    value: str = Field(primary_key=True)


class CasePersonRow(Row, table=True):
    """A person in a capacity: owner, doer, verifier, subject, reporter."""

    __tablename__ = "case_people"
    __table_args__ = ({"sqlite_with_rowid": False},)

    case_id: str = Field(primary_key=True, foreign_key=CASE_ID)
    person_id: str = Field(primary_key=True, index=True)
    capacity: str = Field(primary_key=True)


class CaseLinkRow(Row, table=True):
    """A relation between two cases besides the parent."""

    __tablename__ = "case_links"
    __table_args__ = ({"sqlite_with_rowid": False},)

    from_id: str = Field(primary_key=True, foreign_key=CASE_ID)
    to_id: str = Field(primary_key=True, foreign_key=CASE_ID, index=True)
    relation: str = Field(primary_key=True)
