"""When: on what occasion a rule speaks."""

from __future__ import annotations

from dataclasses import dataclass

from policies.durations import Duration
from policies.recurrence import Recurrence
from policies.statements.statement import When

RECUR = "recur"
"""The trigger that says of a closed case that its problem is there again."""


@dataclass(frozen=True, slots=True)
class After(When):
    """W01 {trigger}后: Given is judged in the new state."""

    trigger: str


@dataclass(frozen=True, slots=True)
class AboutTo(When):
    """W02 拟{trigger}时: Given is judged in the old state."""

    trigger: str


@dataclass(frozen=True, slots=True)
class Judging(When):
    """W03 核验{check}时: a check is derived from facts."""

    check: str


@dataclass(frozen=True, slots=True)
class DoerAboutTo(When):
    """W04 曾{done}的人员拟{trigger}时: separation of duties."""

    done: str
    trigger: str


@dataclass(frozen=True, slots=True)
class ConflictedAboutTo(When):
    """W05 与该事项有利害关系的人员拟{trigger}时: conflict of interest."""

    trigger: str


@dataclass(frozen=True, slots=True)
class AboutToSign(When):
    """W14 拟签认{check}时: somebody is about to sign a check."""

    check: str


@dataclass(frozen=True, slots=True)
class ConflictedAboutToSign(When):
    """W15 与该事项有利害关系的人员拟签认{check}时: conflict of interest in a signature."""

    check: str


@dataclass(frozen=True, slots=True)
class Remaining(When):
    """W07 距{trigger}期限届满还有{duration}: a warning rung."""

    trigger: str
    duration: Duration


@dataclass(frozen=True, slots=True)
class Overdue(When):
    """W08 逾期未{trigger}: the breach rung."""

    trigger: str


@dataclass(frozen=True, slots=True)
class OverdueBy(When):
    """W09 逾期满{duration}仍未{trigger}: an escalation rung."""

    trigger: str
    duration: Duration


@dataclass(frozen=True, slots=True)
class Recurs(When):
    """W13 {duration}内再次发生同类问题: `recur` within that time of the closing."""

    duration: Duration

    @property
    def trigger(self) -> str:
        """The trigger by which a recurrence is put on the record."""
        return RECUR


@dataclass(frozen=True, slots=True)
class Since(When):
    """W10 {trigger}满{duration}: a timer from an event."""

    trigger: str
    duration: Duration


@dataclass(frozen=True, slots=True)
class Every(When):
    """W11 {calendar}: again and again, while the case is where the Given says."""

    calendar: Recurrence
