"""Declared holidays of units: when nothing is expected of them, and who said so."""

from datetime import date, datetime

from sqlmodel import Field

from store.columns import UtcDateTime
from store.rows.row import Row

_UNIT_ID = "units.id"
_PERSON_ID = "people.id"


class UnitHolidayRow(Row, table=True):
    """A unit stands still from a day to a day (inclusive); a cancelled row counts for nothing."""

    __tablename__ = "unit_holidays"

    id: str = Field(primary_key=True)
    unit_id: str = Field(foreign_key=_UNIT_ID, index=True)
    from_on: date
    to_on: date
    reason: str
    declared_by: str = Field(foreign_key=_PERSON_ID)
    declared_at: datetime = Field(sa_type=UtcDateTime)
    cancelled_by: str | None = Field(foreign_key=_PERSON_ID)
    cancelled_at: datetime | None = Field(sa_type=UtcDateTime, nullable=True)
