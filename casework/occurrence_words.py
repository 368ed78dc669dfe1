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
    guess = ("", "")
    if not told.payload.get("confirmed", True):
        guess = ("（放假安排尚未公布，暂按推算）", " (holidays not yet published: a guess)")
    return _noted(
        told,
        f"{told.payload['on']}一期：应当{told.obligation}，{due}到期{guess[0]}",
        f"owed for {told.payload['on']}: {told.obligation}, due {due}{guess[1]}",
    )


def _missed(told: Told) -> tuple[str, str]:
    return _noted(
        told,
        f"{told.payload['on']}一期始终未{told.obligation}",
        f"never done for {told.payload['on']}: {told.obligation}",
    )


def _excused(told: Told) -> tuple[str, str]:
    return _noted(
        told,
        f"{told.payload['on']}一期免予{told.obligation}",
        f"nothing owed for {told.payload['on']}: {told.obligation}",
    )


def _noted(told: Told, zh: str, en: str) -> tuple[str, str]:
    """Both, saying so where it was noted late: the engine was down when it happened."""
    return (f"{zh}（补记）", f"{en} (noted late)") if told.payload.get("late") else (zh, en)


TELLERS: Mapping[str, Callable[[Told], tuple[str, str]]] = {
    "occurrence_opened": _opened,
    "missed": _missed,
    "excused": _excused,
}
