"""What a worked example can say: concrete dates, people and outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from policies.durations import Duration


@dataclass(frozen=True, slots=True)
class ExampleStatement:
    """Base; moments are naive local times of the office calendar, as the text writes them."""


@dataclass(frozen=True, slots=True)
class CaseIs(ExampleStatement):
    """E01 某{kind}处于{state}状态: the case is put there before the story begins."""

    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class FieldWas(ExampleStatement):
    """E02 其{field}为{value}; any text, number, code or date."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Acts(ExampleStatement):
    """E03 {moment}，{person}对某{kind}办理{trigger}."""

    moment: datetime
    person: str
    kind: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Signs(ExampleStatement):
    """E04 {moment}，{person}签认核验项{check}."""

    moment: datetime
    person: str
    check: str


@dataclass(frozen=True, slots=True)
class Extends(ExampleStatement):
    """E16 {moment}，{person}准予{trigger}延期{duration}: more time for a running obligation."""

    moment: datetime
    person: str
    trigger: str
    duration: Duration


@dataclass(frozen=True, slots=True)
class HasDocument(ExampleStatement):
    """E18 其已附{document}: a document is attached before the story goes on."""

    document: str


@dataclass(frozen=True, slots=True)
class UnitIsAway(ExampleStatement):
    """E25 责任单位自{first}至{last}停产放假: declared as soon as the story comes to it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TimeComes(ExampleStatement):
    """E05 时间到{moment}: clocks are swept up to this moment."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class IsOverdue(ExampleStatement):
    """E06 {trigger}已经逾期 / E07 {trigger}尚未逾期."""

    trigger: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class IsDueAt(ExampleStatement):
    """E08 {trigger}的期限为{moment}: 24时 of a day may be written."""

    trigger: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class IsTellingDueAt(ExampleStatement):
    """E17 将{content}告知{party}的期限为{moment}."""

    content: str
    party: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class IsEscalatedTo(ExampleStatement):
    """E09 已提级至{role}督办 / E10 尚未提级至{role}督办."""

    role: str
    escalated: bool


@dataclass(frozen=True, slots=True)
class IsTold(ExampleStatement):
    """E11 已{notice}{role}: 提醒, 通知, 催办 or 约谈; 尚未提醒, 通知 or 约谈 when not `told`."""

    notice: str
    role: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class IsOpened(ExampleStatement):
    """E20 已启动{kind} / E21 尚未启动{kind}: a case of the kind stands under the case."""

    kind: str
    opened: bool


@dataclass(frozen=True, slots=True)
class IsOpenedWith(ExampleStatement):
    """E24 已启动{kind}，其{field}为{value}: what the clause itself fills in."""

    kind: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class IsCirculated(ExampleStatement):
    """E22 已通报 / E23 尚未通报."""

    circulated: bool


@dataclass(frozen=True, slots=True)
class IsRefused(ExampleStatement):
    """E12 {moment}，拟{trigger}，不予准许: with fields as set before."""

    moment: datetime
    trigger: str
    refused: bool


@dataclass(frozen=True, slots=True)
class MoreTimeIsRefused(ExampleStatement):
    """E19 {moment}，拟准予{trigger}延期{duration}，不予准许: the clause's cap is reached."""

    moment: datetime
    trigger: str
    duration: Duration


@dataclass(frozen=True, slots=True)
class PauseIsRefused(ExampleStatement):
    """E26 {moment}，拟暂停计时至{until}，不予准许: it would last longer than the clause allows."""

    moment: datetime
    until: date


@dataclass(frozen=True, slots=True)
class CheckStands(ExampleStatement):
    """E13 核验项{check}未通过 / E14 核验项{check}通过: as derived from facts, signature apart."""

    check: str
    holds: bool


@dataclass(frozen=True, slots=True)
class StateBecomes(ExampleStatement):
    """E15 该事项处于{state}状态."""

    state: str
