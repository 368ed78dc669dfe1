"""What all rows have in common: one metadata whose constraints have predictable names."""

from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlmodel import SQLModel

CASE_ID = "cases.id"

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """A table of the store; rows are typed here, and written by precompiled statements."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(naming_convention=_NAMES)


def table_of(row: type[Row]) -> sa.Table:
    """The Core table that a row class describes."""
    return Row.metadata.tables[cast("Any", row).__tablename__]
