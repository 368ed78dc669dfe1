"""Where the present moment comes from: a `Now` is handed in, never asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]


def real_now() -> datetime:
    """The present moment by the machine's own clock, aware, in UTC."""
    return datetime.now(UTC)


def fixed(moment: datetime) -> Now:
    """A `Now` that always answers `moment` (aware), for a driven clock."""
    if moment.tzinfo is None:
        message = "a moment without a time zone is no moment"
        raise ValueError(message)
    return lambda: moment
