"""Temporary groups, such as a supervision group, and the units that they serve."""

from datetime import date

from sqlmodel import Field

from store.rows.row import Row


class GroupRow(Row, table=True):
    """A group set up by a plan, from a day until a day (inclusive) or until it ended earlier."""

    __tablename__ = "groups"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    basis: str
    from_on: date
    to_on: date
    office_unit_id: str = Field(foreign_key="units.id")
    ended_on: date | None


class GroupUnitRow(Row, table=True):
    """A unit that a group serves."""

    __tablename__ = "group_units"
    __table_args__ = ({"sqlite_with_rowid": False},)

    group_id: str = Field(primary_key=True, foreign_key="groups.id")
    unit_id: str = Field(primary_key=True, foreign_key="units.id")
