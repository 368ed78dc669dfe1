"""Named values that belong to the database: its kind of clock, its zone, its own now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from store.rows.row import table_of
from store.rows.setting import SettingRow
from store.statements import Prepared

if TYPE_CHECKING:
    from store.unit_of_work import Work

_SETTINGS = table_of(SettingRow)


def _put(insert: sqlite.Insert | postgresql.Insert) -> Prepared:
    return Prepared(
        insert.on_conflict_do_update(
            index_elements=[_SETTINGS.c.name], set_={"value": insert.excluded.value}
        )
    )


_PUT = (_put(sqlite.insert(_SETTINGS)), _put(postgresql.insert(_SETTINGS)))
SETTING = Prepared(sa.select(_SETTINGS.c.value).where(_SETTINGS.c.name == sa.bindparam("named")))
_ALL = Prepared(sa.select(_SETTINGS.c.name, _SETTINGS.c.value).order_by(_SETTINGS.c.name))


def _count(insert: sqlite.Insert | postgresql.Insert) -> Prepared:
    one_more = sa.cast(sa.cast(_SETTINGS.c.value, sa.Integer) + 1, sa.Text)
    statement = insert.on_conflict_do_update(
        index_elements=[_SETTINGS.c.name], set_={"value": one_more}
    )
    return Prepared(statement.returning(_SETTINGS.c.value))


_COUNT = (_count(sqlite.insert(_SETTINGS)), _count(postgresql.insert(_SETTINGS)))


def count_up(work: Work, name: str) -> int:
    """The next number of a counter, from 1; two transactions never get the same."""
    row = work.one(_COUNT, {"name": name, "value": "1"})
    return 1 if row is None else int(row[0])


def put_setting(work: Work, name: str, value: str) -> None:
    """Set the value, whether or not it was set before."""
    work.put(_PUT, {"name": name, "value": value})


def get_setting(work: Work, name: str) -> str | None:
    """The value, None when it was never set."""
    row = work.one(SETTING, {"named": name})
    return None if row is None else str(row[0])


def all_settings(work: Work) -> dict[str, str]:
    """All values by name."""
    return {row[0]: row[1] for row in work.rows(_ALL)}
