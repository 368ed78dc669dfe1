"""Then: what follows."""

from __future__ import annotations

from dataclasses import dataclass

from policies.counting import Limit, Roll
from policies.durations import Duration
from policies.statements.statement import Then


@dataclass(frozen=True, slots=True)
class MustHappen(Then):
    """T01–T03 应当在{limit}{trigger}: starts a clock that the trigger stops."""

    trigger: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class MustTell(Then):
    """T04 应当在{limit}将{content}告知{party}: a clock stopped by a delivered notice."""

    content: str
    party: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class RollTo(Then):
    """T42–T44 期限遇休息日的…: what becomes of a time limit that ends on a day off."""

    roll: Roll


@dataclass(frozen=True, slots=True)
class MayExtend(Then):
    """T35 可以延长{times}次，最长{duration}."""

    times: int
    duration: Duration


@dataclass(frozen=True, slots=True)
class PauseClock(Then):
    """T33 暂停计算期限."""


@dataclass(frozen=True, slots=True)
class ResumeClock(Then):
    """T34 恢复计算期限."""


# --- Then: who, and what it takes ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnlyBy(Then):
    """T40 只能由{role}办理: authority is closed, who is not named may not."""

    role: str


@dataclass(frozen=True, slots=True)
class AssignedTo(Then):
    """T05 应当由{role}负责{trigger}: who has to do it; the ladder starts there."""

    role: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Jointly(Then):
    """T06 应当由{role1}和{role2}共同{trigger}: two different persons; both roles may be one."""

    role1: str
    role2: str
    trigger: str


@dataclass(frozen=True, slots=True)
class NeedsApproval(Then):
    """T07, T08 应当（依次）经{roles}批准: in this order, each a different person."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsCheck(Then):
    """T09 应当经{check}核验合格."""

    check: str


@dataclass(frozen=True, slots=True)
class NeedsField(Then):
    """T10 应当填报{field}."""

    field: str


@dataclass(frozen=True, slots=True)
class NeedsDocument(Then):
    """T11 应当附{document}."""

    document: str


@dataclass(frozen=True, slots=True)
class Refuse(Then):
    """T12 不予准许，理由是{reason}."""

    reason: str


@dataclass(frozen=True, slots=True)
class StandAside(Then):
    """T13 应当回避."""


# --- Then: checks ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckDoesNotHold(Then):
    """T41 核验项{check}未通过，理由是{reason}."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckHolds(Then):
    """T14 核验项{check}视为通过，依据是{basis}."""

    check: str
    basis: str


# --- Then: notices and moves on the same case ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tell(Then):
    """T15–T17, T32 提醒、通知、催办、约谈{role}: `notice` says which."""

    notice: str
    role: str


@dataclass(frozen=True, slots=True)
class Escalate(Then):
    """T18 提级至{role}督办."""

    role: str


@dataclass(frozen=True, slots=True)
class PutOnList(Then):
    """T19 列入{list}."""

    list: str


@dataclass(frozen=True, slots=True)
class SetField(Then):
    """T20 其{field}定为{value}."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class HappensByItself(Then):
    """T21 自动{trigger}: a move by timer or by consequence."""

    trigger: str
