"""Migrations over a database with cases in it: up and down, interrupted, and ten at once."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.engine import SWEEP_WAIT_SECONDS, open_engine
from store.migrate import HEAD, configuration, schema_of, upgrade, upgrade_engine
from store.sealing import MasterKeys
from store.unit_of_work import Store
from tests.integration.killing import obey, wait_for_the_server
from tests.torture.crowds import together
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.integration.casework_world import World
    from tests.torture.ground import Ground

OLDEST_WITH_CASES = 4
"""The first schema that can hold whole cases; going below it throws them away."""

Rows = dict[str, list[tuple[object, ...]]]
Columns = dict[str, list[str]]


def lived(world: World) -> None:
    """Some cases with everything that the oldest of these schemas could hold."""
    from casework.sweeping import sweep
    from tests.integration.casework_world import sign_all
    from tests.integration.grievances import grievance

    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.finding()
    grievance(world, "investigation")
    world.later(days=9)
    sweep(world.app)


def up_and_down(ground: Ground) -> Tally:
    """Down to each older schema and up again; what that schema could hold is as it was."""
    template = ground.prepare(lived)
    total = Tally(0)
    for revision in range(int(HEAD) - 1, OLDEST_WITH_CASES - 1, -1):
        with template.copy() as settings:
            downgrade(settings.url, f"{revision:04}")
            columns = _columns(settings.url)
            before = _rows(settings.url, columns)
            upgrade(settings.url)
            total = total.plus(_compared(settings.url, before, columns))
    return total


def interrupted(ground: Ground, *, every: int = 1) -> Tally:
    """The way up killed before and after each statement; then it is gone again, to the end."""
    template = ground.prepare(lived)
    total = Tally(0)
    with template.copy() as old:
        downgrade(old.url, f"{OLDEST_WITH_CASES:04}")
        columns = _columns(old.url)
        before = _rows(old.url, columns)
        number = 1
        while _killed(old.url, number):
            # All or nothing: the old schema stands, with everything in it.
            assert _schema(old.url) == f"{OLDEST_WITH_CASES:04}"
            total = total.plus(_compared(old.url, before, columns, upgraded=False))
            number += every
        return total.plus(_compared(old.url, before, columns))


def at_once(ground: Ground, *, programs: int) -> Tally:
    """So many programs start at once on a database of an older schema."""
    template = ground.prepare(lived)
    with template.copy() as old:
        downgrade(old.url, f"{OLDEST_WITH_CASES:04}")
        columns = _columns(old.url)
        before = _rows(old.url, columns)
        together([lambda settings: upgrade(settings.url)] * programs, old)
        return _compared(old.url, before, columns)


def downgrade(url: str, revision: str) -> None:
    """Bring a database back to an older schema."""
    from alembic import command

    engine = open_engine(url, wait_seconds=SWEEP_WAIT_SECONDS)
    try:
        with Store(engine, MasterKeys(0, {})).write() as work:
            command.downgrade(configuration(work.connection), revision)
            work.commit()
    finally:
        engine.dispose()


def _killed(url: str, number: int) -> bool:
    """Whether an upgrade was killed at its step of that number."""
    child = os.fork()
    if child == 0:
        obey(lambda: _upgrade_until(url, number))
    _, status = os.waitpid(child, 0)
    wait_for_the_server(url)
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the upgrade failed of itself"
    return False


def _upgrade_until(url: str, number: int) -> None:
    engine = open_engine(url)
    seen = 0

    def count(*_what: object) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(engine, "before_cursor_execute", count)
    sa.event.listen(engine, "after_cursor_execute", count)
    upgrade_engine(engine)


def _schema(url: str) -> str | None:
    engine = open_engine(url)
    try:
        return schema_of(engine)
    finally:
        engine.dispose()


def _columns(url: str) -> Columns:
    engine = open_engine(url)
    try:
        found = sa.inspect(engine)
        return {
            table: [column["name"] for column in found.get_columns(table)]
            for table in found.get_table_names()
            if table != "alembic_version"
        }
    finally:
        engine.dispose()


def _rows(url: str, columns: Mapping[str, list[str]]) -> Rows:
    """What the tables hold in these columns, as the driver gives it."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return {table: list(_of(connection, table, names)) for table, names in columns.items()}
    finally:
        engine.dispose()


def _of(connection: sa.Connection, table: str, names: list[str]) -> Iterator[tuple[object, ...]]:
    chosen = sa.select(*(sa.column(name) for name in names)).select_from(sa.table(table))
    yield from sorted((tuple(row) for row in connection.execute(chosen)), key=repr)


def _compared(url: str, before: Rows, columns: Columns, *, upgraded: bool = True) -> Tally:
    after = _rows(url, columns)
    lost = sum(row not in after[table] for table, rows in before.items() for row in rows)
    added = sum(row not in before[table] for table, rows in after.items() for row in rows)
    if upgraded and _schema(url) != HEAD:
        return Tally(1, lost=1, remark=f"the schema is {_schema(url)}")
    return Tally(1, lost, added)
