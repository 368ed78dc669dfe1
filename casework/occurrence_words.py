"""How what is owed by the calendar is told in the story of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Told(Protocol):
    """An event being told: what it says, and how its parts are put into words."""

    @property
    def payload(self) -> Mapping[str, Any]:
        """What the event says."""

    @property
    def obligation(self) -> str:
        """What is owed, in words."""

    def moment(self, name: str) -> str:
        """A moment of the payload in words."""


def _opened(told: Told) -> tuple[str, str]:
    due = told.moment("due")
    return (
        f"{told.payload['on']}一期：应当{told.obligation}，{due}到期",
        f"owed for {told.payload['on']}: {told.obligation}, due {due}",
    )


def _missed(told: Told) -> tuple[str, str]:
    return (
        f"{told.payload['on']}一期始终未{told.obligation}",
        f"never done for {told.payload['on']}: {told.obligation}",
    )


def _excused(told: Told) -> tuple[str, str]:
    return (
        f"{told.payload['on']}一期免予{told.obligation}",
        f"nothing owed for {told.payload['on']}: {told.obligation}",
    )


TELLERS: Mapping[str, Callable[[Told], tuple[str, str]]] = {
    "occurrence_opened": _opened,
    "missed": _missed,
    "excused": _excused,
}
