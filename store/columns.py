"""Column types of its own: moments that are always aware and always UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

_STAMP_LENGTH = 27


def stamp(moment: datetime) -> str:
    """`moment` (aware) as fixed-width UTC text, `2023-02-13T01:00:00.000000Z`: sorts by time.

    Raises: ValueError for a naive moment.
    """
    if moment.tzinfo is None:
        message = f"a naive datetime cannot be stored: {moment!r}"
        raise ValueError(message)
    return _stamp(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=256)
def _stamp(moment: datetime) -> str:
    """A pure memo: a command writes the same moment a dozen times. Only UTC is asked for."""
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


class UtcDateTime(TypeDecorator[datetime]):
    """Refuses naive moments and gives back aware UTC ones, on both databases.

    SQLite keeps the fixed-width text of `stamp`, PostgreSQL its own timestamp with time zone.
    """

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine[Any]:
        """Text where the database has no moments, a zoned timestamp where it has."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(_STAMP_LENGTH))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> str | datetime | None:
        """Raises: ValueError for a naive moment."""
        return moment_taker(dialect)(value)

    def process_result_value(
        self,
        value: str | datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002 - the signature is that of TypeDecorator
    ) -> datetime | None:
        """An aware moment in UTC, whatever zone the session speaks."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)


def moment_taker(dialect: sa.Dialect) -> Callable[[datetime | None], str | datetime | None]:
    """What makes of a moment the value that the driver of `dialect` is given.

    Its function raises: ValueError for a naive moment.
    """
    return _as_text if dialect.name == "sqlite" else _as_it_is


def _as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    return _stamp(value) if value.tzinfo is UTC else stamp(value)


def _as_it_is(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        message = f"a naive datetime cannot be stored: {value!r}"
        raise ValueError(message)
    return value
