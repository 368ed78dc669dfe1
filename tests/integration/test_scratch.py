"""A schema that nobody keeps: what is made in it is gone, whatever happened."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from store.engine import open_engine
from store.migrate import HEAD, current, upgrade
from store.scratch import scratch_schema


def schemas(url: str) -> set[str]:
    engine = open_engine(url)
    found = {name for name in sa.inspect(engine).get_schema_names() if name.startswith("holdfast")}
    engine.dispose()
    return found


def test_a_scratch_schema_has_tables_of_its_own_and_is_removed(postgres_database: str) -> None:
    with scratch_schema(postgres_database) as url:
        assert current(url) is None
        upgrade(url)
        assert current(url) == HEAD
        assert len(schemas(postgres_database)) == 1

    assert schemas(postgres_database) == set()
    assert current(postgres_database) == HEAD


def test_a_scratch_schema_is_removed_when_its_work_fails(postgres_database: str) -> None:
    with pytest.raises(LookupError), scratch_schema(postgres_database):
        raise LookupError

    assert schemas(postgres_database) == set()


def test_waiting_for_a_lock_stays_bounded_in_a_scratch_schema(postgres_database: str) -> None:
    with scratch_schema(postgres_database) as url:
        engine = open_engine(url, wait_seconds=2)
        with engine.connect() as connection:
            asked = [
                connection.scalar(sa.text(f"SHOW {name}"))
                for name in ("lock_timeout", "timezone", "synchronous_commit")
            ]
        engine.dispose()

    assert asked == ["2s", "UTC", "off"]
