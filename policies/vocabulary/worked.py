"""The phrases of worked examples: concrete dates, people and outcomes, never compiled to rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies import examples as e
from policies.vocabulary import parameters as p
from policies.vocabulary.phrases import Keyword, Phrase

_STORY = (Keyword.WHEN, Keyword.GIVEN)
"""What people do may stand before or after 当: the first acts set the scene."""


def _then(
    id_: str,
    words: tuple[str, str],
    makes: type[Any],
    gaps: Mapping[str, p.Parameter],
    **constants: object,
) -> Phrase:
    return Phrase(id_, Keyword.THEN, *words, makes, gaps, constants)


_SCENE: tuple[Phrase, ...] = (
    Phrase(
        "E01",
        Keyword.GIVEN,
        "某{kind}处于{state}状态",
        "a {kind} is in {state}",
        e.CaseIs,
        {"kind": p.KIND, "state": p.STATE},
    ),
    Phrase(
        "E02",
        Keyword.GIVEN,
        "其{field}为{value}",
        "its {field} is {value}",
        e.FieldWas,
        {"field": p.FIELD, "value": p.ANY_VALUE},
        also=_STORY,
    ),
    Phrase(
        "E03",
        Keyword.WHEN,
        "{moment}，{person}对某{kind}办理{trigger}",
        "at {moment} {person} does {trigger} to a {kind}",
        e.Acts,
        {"moment": p.MOMENT, "person": p.PERSON, "kind": p.KIND, "trigger": p.TRIGGER},
        also=_STORY,
    ),
    Phrase(
        "E04",
        Keyword.WHEN,
        "{moment}，{person}签认核验项{check}",
        "at {moment} {person} signs the check {check}",
        e.Signs,
        {"moment": p.MOMENT, "person": p.PERSON, "check": p.CHECK},
        also=_STORY,
    ),
    Phrase(
        "E16",
        Keyword.WHEN,
        "{moment}，{person}准予{trigger}延期{duration}",
        "at {moment} {person} grants {duration} more for {trigger}",
        e.Extends,
        {"moment": p.MOMENT, "person": p.PERSON, "trigger": p.TRIGGER, "duration": p.DURATION},
        also=_STORY,
    ),
    Phrase(
        "E18",
        Keyword.GIVEN,
        "其已附{document}",
        "it has {document} attached",
        e.HasDocument,
        {"document": p.DOCUMENT},
        also=_STORY,
    ),
    Phrase(
        "E25",
        Keyword.GIVEN,
        "责任单位自{first}至{last}停产放假",
        "the responsible unit is on holiday from {first} to {last}",
        e.UnitIsAway,
        {"first": p.DAY, "last": p.DAY},
        also=_STORY,
    ),
    Phrase(
        "E05",
        Keyword.WHEN,
        "时间到{moment}",
        "the time comes to {moment}",
        e.TimeComes,
        {"moment": p.MOMENT},
        also=_STORY,
    ),
)


def _overdue(id_: str, zh: str, en: str, *, overdue: bool) -> Phrase:
    return _then(id_, (zh, en), e.IsOverdue, {"trigger": p.TRIGGER}, overdue=overdue)


def _escalated(id_: str, zh: str, en: str, *, escalated: bool) -> Phrase:
    return _then(id_, (zh, en), e.IsEscalatedTo, {"role": p.ROLE}, escalated=escalated)


def _told(id_: str, zh: str, en: str, notice: str, *, told: bool = True) -> Phrase:
    return _then(id_, (zh, en), e.IsTold, {"role": p.ROLE}, notice=notice, told=told)


def _refused(id_: str, zh: str, en: str, *, refused: bool) -> Phrase:
    gaps = {"moment": p.MOMENT, "trigger": p.TRIGGER}
    return _then(id_, (zh, en), e.IsRefused, gaps, refused=refused)


def _check(id_: str, zh: str, en: str, *, holds: bool) -> Phrase:
    return _then(id_, (zh, en), e.CheckStands, {"check": p.CHECK}, holds=holds)


_OUTCOME: tuple[Phrase, ...] = (
    _overdue("E06", "{trigger}已经逾期", "{trigger} is overdue", overdue=True),
    _overdue("E07", "{trigger}尚未逾期", "{trigger} is not overdue yet", overdue=False),
    _then(
        "E08",
        ("{trigger}的期限为{moment}", "{trigger} is due at {moment}"),
        e.IsDueAt,
        {"trigger": p.TRIGGER, "moment": p.MOMENT},
    ),
    _then(
        "E17",
        (
            "将{content}告知{party}的期限为{moment}",
            "the {party} must be told {content} by {moment}",
        ),
        e.IsTellingDueAt,
        {"content": p.CONTENT, "party": p.PARTY, "moment": p.MOMENT},
    ),
    _escalated("E09", "已提级至{role}督办", "it has been escalated to the {role}", escalated=True),
    _escalated(
        "E10",
        "尚未提级至{role}督办",
        "it has not been escalated to the {role} yet",
        escalated=False,
    ),
    _told("E11", "已提醒{role}", "the {role} has been reminded", "reminder"),
    _told("E11x", "尚未提醒{role}", "the {role} has not been reminded yet", "reminder", told=False),
    _told("E11n", "已通知{role}", "the {role} has been notified", "notification"),
    _told(
        "E11m", "尚未通知{role}", "the {role} has not been notified yet", "notification", told=False
    ),
    _told("E11c", "已催办{role}", "the {role} has been chased", "chaser"),
    _told("E11t", "已约谈{role}", "the {role} has been summoned for a talk", "talk"),
    _told(
        "E11s",
        "尚未约谈{role}",
        "the {role} has not been summoned for a talk yet",
        "talk",
        told=False,
    ),
    _then(
        "E20",
        ("已启动{kind}", "a {kind} has been opened"),
        e.IsOpened,
        {"kind": p.KIND},
        opened=True,
    ),
    _then(
        "E21",
        ("尚未启动{kind}", "no {kind} has been opened yet"),
        e.IsOpened,
        {"kind": p.KIND},
        opened=False,
    ),
    _then(
        "E24",
        (
            "已启动{kind}，其{field}为{value}",
            "a {kind} has been opened, its {field} is {value}",
        ),
        e.IsOpenedWith,
        {"kind": p.KIND, "field": p.FIELD, "value": p.ANY_VALUE},
    ),
    _then("E22", ("已通报", "it has been circulated"), e.IsCirculated, {}, circulated=True),
    _then(
        "E23",
        ("尚未通报", "it has not been circulated yet"),
        e.IsCirculated,
        {},
        circulated=False,
    ),
    _refused(
        "E12",
        "{moment}，拟{trigger}，不予准许",
        "at {moment} an attempt to {trigger} is refused",
        refused=True,
    ),
    _refused(
        "E12a",
        "{moment}，拟{trigger}，予以准许",
        "at {moment} an attempt to {trigger} is allowed",
        refused=False,
    ),
    _then(
        "E19",
        (
            "{moment}，拟准予{trigger}延期{duration}，不予准许",
            "at {moment} an attempt to grant {duration} more for {trigger} is refused",
        ),
        e.MoreTimeIsRefused,
        {"moment": p.MOMENT, "trigger": p.TRIGGER, "duration": p.DURATION},
    ),
    _then(
        "E26",
        (
            "{moment}，拟暂停计时至{until}，不予准许",
            "at {moment} an attempt to stop the clock until {until} is refused",
        ),
        e.PauseIsRefused,
        {"moment": p.MOMENT, "until": p.DAY},
    ),
    _check("E13", "核验项{check}未通过", "the check {check} does not hold", holds=False),
    _check("E14", "核验项{check}通过", "the check {check} holds", holds=True),
    _then(
        "E15",
        ("该事项处于{state}状态", "the case is in {state}"),
        e.StateBecomes,
        {"state": p.STATE},
    ),
)

WORKED: tuple[Phrase, ...] = (*_SCENE, *_OUTCOME)
