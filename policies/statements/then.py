"""Then: what follows."""

from __future__ import annotations

from dataclasses import dataclass

from policies.counting import Limit, Roll
from policies.durations import Duration
from policies.numerals import Fen
from policies.statements.statement import Then


@dataclass(frozen=True, slots=True)
class MustHappen(Then):
    """T01–T03 应当在{limit}{trigger}: starts a clock that the trigger stops."""

    trigger: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Excuse(Then):
    """T47 免予{trigger}: an occurrence of the calendar for which nothing is owed."""

    trigger: str


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


@dataclass(frozen=True, slots=True)
class PauseAtMost(Then):
    """T49, T50 每次（累计）暂停最长{duration}: how long one pause may last, or all `in_all`."""

    duration: Duration
    in_all: bool


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


# --- Then: consequences for other cases, and what reaches many ---------------------------------


@dataclass(frozen=True, slots=True)
class OpenCase(Then):
    """T22, T27 启动{kind}, 责令停产停工: a case of the kind is opened under this one."""

    kind: str


@dataclass(frozen=True, slots=True)
class IssueToUnits(Then):
    """T23, T24 向各单位、向其他单位下达{kind}: one case for each plant of the company."""

    kind: str
    own: bool


@dataclass(frozen=True, slots=True)
class Reward(Then):
    """T28 奖励{role}{least}至{most}: a reward claim with its bounds."""

    role: str
    least: Fen
    most: Fen


@dataclass(frozen=True, slots=True)
class Deduct(Then):
    """T29 对{role}予以考核, 加倍考核: a performance deduction, `factor` times the usual."""

    role: str
    factor: int


@dataclass(frozen=True, slots=True)
class NoDeduction(Then):
    """T30 不予考核: no performance deduction may be imposed for this case."""


@dataclass(frozen=True, slots=True)
class Circulate(Then):
    """T31 予以通报: a circular notice to the heads of every unit of the company."""


@dataclass(frozen=True, slots=True)
class DoTo(Then):
    """T46 对其{relation}的{kind}办理{trigger}: done to the case that stands in that relation."""

    relation: str
    kind: str
    trigger: str


@dataclass(frozen=True, slots=True)
class TakeOffList(Then):
    """T48 移出{list}."""

    list: str
