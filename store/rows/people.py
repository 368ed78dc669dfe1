"""Units, people, the offices they hold, who stands in for whom, and declared relations."""

from datetime import date, datetime

from sqlmodel import Field

from store.columns import UtcDateTime
from store.rows.row import Row

_UNIT_ID = "units.id"
_PERSON_ID = "people.id"


class UnitRow(Row, table=True):
    """A node of the organisation tree."""

    __tablename__ = "units"

    id: str = Field(primary_key=True)
    parent_id: str | None = Field(foreign_key=_UNIT_ID, index=True)
    name: str = Field(unique=True)
    name_en: str
    level: str
    calendar_name: str


class UnitAliasRow(Row, table=True):
    """Another spelling of a unit's name, as ledgers write it."""

    __tablename__ = "unit_aliases"

    alias: str = Field(primary_key=True)
    unit_id: str = Field(foreign_key=_UNIT_ID, index=True)


class PersonRow(Row, table=True):
    """Somebody who works in a unit."""

    __tablename__ = "people"

    id: str = Field(primary_key=True)
    handle: str = Field(unique=True)
    name: str = Field(index=True)
    home_unit_id: str = Field(foreign_key=_UNIT_ID)
    email: str | None
    language: str


class AppointmentRow(Row, table=True):
    """A role held for the unit served, from a day until a day (inclusive) or for good."""

    __tablename__ = "appointments"

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key=_PERSON_ID, index=True)
    role: str
    unit_id: str = Field(foreign_key=_UNIT_ID, index=True)
    from_on: date
    to_on: date | None
    group_id: str | None = Field(foreign_key="groups.id", index=True)


class DelegationRow(Row, table=True):
    """One person stands in for another between two moments; the end is exclusive."""

    __tablename__ = "delegations"

    id: str = Field(primary_key=True)
    from_person: str = Field(foreign_key=_PERSON_ID, index=True)
    to_person: str = Field(foreign_key=_PERSON_ID)
    from_at: datetime = Field(sa_type=UtcDateTime)
    to_at: datetime = Field(sa_type=UtcDateTime)
    reason: str


class RelationRow(Row, table=True):
    """A declared relation between two people that makes a conflict of interest."""

    __tablename__ = "relations"
    __table_args__ = ({"sqlite_with_rowid": False},)

    person_id: str = Field(primary_key=True, foreign_key=_PERSON_ID)
    other_id: str = Field(primary_key=True, foreign_key=_PERSON_ID)
    relation: str = Field(primary_key=True)


class PreferenceRow(Row, table=True):
    """How a person wants to be reached; minutes after 0:00 bound the quiet hours."""

    __tablename__ = "preferences"

    person_id: str = Field(primary_key=True, foreign_key=_PERSON_ID)
    channel: str
    mention: str
    quiet_from: int | None
    quiet_to: int | None
    digest: bool
