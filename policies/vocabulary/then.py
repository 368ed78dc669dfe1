"""The phrases that say what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies import statements as s
from policies.counting import Roll, SameDay
from policies.vocabulary import parameters as p
from policies.vocabulary.phrases import Keyword, Phrase

_NOTHING: Mapping[str, p.Parameter] = {}


def _then(
    id_: str,
    words: tuple[str, str],
    makes: type[Any],
    gaps: Mapping[str, p.Parameter] = _NOTHING,
    **constants: object,
) -> Phrase:
    return Phrase(id_, Keyword.THEN, *words, makes, gaps, constants)


_OBLIGATIONS: tuple[Phrase, ...] = (
    _then(
        "T01",
        ("应当在{limit}内{trigger}", "{trigger} must happen within {limit}"),
        s.MustHappen,
        {"limit": p.WITHIN, "trigger": p.TRIGGER},
    ),
    _then(
        "T02",
        ("应当在当日{trigger}", "{trigger} must happen on the same day"),
        s.MustHappen,
        {"trigger": p.TRIGGER},
        limit=SameDay(),
    ),
    _then(
        "T03",
        ("应当在{limit}前{trigger}", "{trigger} must happen by {limit}"),
        s.MustHappen,
        {"limit": p.BY, "trigger": p.TRIGGER},
    ),
    _then(
        "T03d",
        ("应当在{limit}前{trigger}", "{trigger} must happen by {limit}"),
        s.MustHappen,
        {"limit": p.BY_FIELD, "trigger": p.TRIGGER},
    ),
    _then(
        "T04",
        (
            "应当在{limit}内将{content}告知{party}",
            "the {party} must be told {content} within {limit}",
        ),
        s.MustTell,
        {"limit": p.WITHIN, "content": p.CONTENT, "party": p.PARTY},
    ),
    _then("T47", ("免予{trigger}", "no {trigger} is owed"), s.Excuse, {"trigger": p.TRIGGER}),
    _then("T33", ("暂停计算期限", "the time limit stops running"), s.PauseClock),
    _then("T34", ("恢复计算期限", "the time limit runs again"), s.ResumeClock),
    _then(
        "T49",
        ("每次暂停最长{duration}", "each pause lasts {duration} at most"),
        s.PauseAtMost,
        {"duration": p.DURATION},
        in_all=False,
    ),
    _then(
        "T50",
        ("累计暂停最长{duration}", "all pauses together last {duration} at most"),
        s.PauseAtMost,
        {"duration": p.DURATION},
        in_all=True,
    ),
    _then(
        "T35",
        (
            "可以延长{times}次，最长{duration}",
            "it may be extended {times} time(s), by {duration} at most",
        ),
        s.MayExtend,
        {"times": p.TIMES, "duration": p.DURATION},
    ),
    _then(
        "T42",
        (
            "期限遇休息日的，顺延至下一个工作日",
            "a time limit on a day off moves to the next working day",
        ),
        s.RollTo,
        roll=Roll.FOLLOWING,
    ),
    _then(
        "T43",
        (
            "期限遇休息日的，提前至上一个工作日",
            "a time limit on a day off moves to the working day before",
        ),
        s.RollTo,
        roll=Roll.PRECEDING,
    ),
    _then(
        "T44",
        ("期限遇休息日的，不予顺延", "a time limit on a day off does not move"),
        s.RollTo,
        roll=Roll.NONE,
    ),
)

_PEOPLE: tuple[Phrase, ...] = (
    _then("T40", ("只能由{role}办理", "only the {role} may"), s.OnlyBy, {"role": p.ROLE}),
    _then(
        "T05",
        ("应当由{role}负责{trigger}", "{trigger} is assigned to the {role}"),
        s.AssignedTo,
        {"role": p.ROLE, "trigger": p.TRIGGER},
    ),
    _then(
        "T06",
        (
            "应当由{role1}和{role2}共同{trigger}",
            "{trigger} takes the {role1} and the {role2} together",
        ),
        s.Jointly,
        {"role1": p.ROLE, "role2": p.ROLE, "trigger": p.TRIGGER},
    ),
    _then(
        "T07",
        ("应当经{roles}批准", "it needs the approval of the {roles}"),
        s.NeedsApproval,
        {"roles": p.ONE_ROLE},
    ),
    _then(
        "T08",
        ("应当依次经{roles}批准", "it needs the approval of {roles}, in this order"),
        s.NeedsApproval,
        {"roles": p.ROLES},
    ),
    _then("T13", ("应当回避", "that person must stand aside"), s.StandAside),
)

_GATES: tuple[Phrase, ...] = (
    _then(
        "T09",
        ("应当经{check}核验合格", "it needs the check {check}"),
        s.NeedsCheck,
        {"check": p.CHECK},
    ),
    _then(
        "T10", ("应当填报{field}", "it needs {field} filled in"), s.NeedsField, {"field": p.FIELD}
    ),
    _then(
        "T11",
        ("应当附{document}", "it needs {document} attached"),
        s.NeedsDocument,
        {"document": p.DOCUMENT},
    ),
    _then(
        "T12",
        ("不予准许，理由是{reason}", "it is refused because {reason}"),
        s.Refuse,
        {"reason": p.TEXT},
    ),
    _then(
        "T41",
        (
            "核验项{check}未通过，理由是{reason}",
            "the check {check} does not hold because {reason}",
        ),
        s.CheckDoesNotHold,
        {"check": p.CHECK, "reason": p.TEXT},
    ),
    _then(
        "T14",
        (
            "核验项{check}视为通过，依据是{basis}",
            "the check {check} counts as holding because {basis}",
        ),
        s.CheckHolds,
        {"check": p.CHECK, "basis": p.TEXT},
    ),
)


def _tell(id_: str, zh: str, en: str, notice: str) -> Phrase:
    return _then(id_, (zh, en), s.Tell, {"role": p.ROLE}, notice=notice)


_MOVES: tuple[Phrase, ...] = (
    _tell("T15", "提醒{role}", "the {role} is reminded", "reminder"),
    _tell("T16", "通知{role}", "the {role} is notified", "notification"),
    _tell("T17", "催办{role}", "the {role} is chased", "chaser"),
    _tell("T32", "约谈{role}", "the {role} is summoned for a talk", "talk"),
    _then(
        "T18", ("提级至{role}督办", "it is escalated to the {role}"), s.Escalate, {"role": p.ROLE}
    ),
    _then("T19", ("列入{list}", "it is put on the {list}"), s.PutOnList, {"list": p.LIST}),
    _then(
        "T20",
        ("其{field}定为{value}", "its {field} becomes {value}"),
        s.SetField,
        {"field": p.FIELD, "value": p.VALUE},
    ),
    _then(
        "T21",
        ("自动{trigger}", "{trigger} happens by itself"),
        s.HappensByItself,
        {"trigger": p.TRIGGER},
    ),
)

_STOP_WORK = "stop_work"
"""The one kind with a sentence of its own: the documents order it, they do not open it."""


_OTHER_CASES: tuple[Phrase, ...] = (
    _then(
        "T27",
        ("责令停产停工", "production or work must stop"),
        s.OpenCase,
        kind=_STOP_WORK,
    ),
    _then("T22", ("启动{kind}", "a {kind} is opened"), s.OpenCase, {"kind": p.KIND}),
    _then(
        "T23",
        ("向各单位下达{kind}", "a {kind} is issued to every unit, its own included"),
        s.IssueToUnits,
        {"kind": p.KIND},
        own=True,
    ),
    _then(
        "T24",
        ("向其他单位下达{kind}", "a {kind} is issued to every other unit"),
        s.IssueToUnits,
        {"kind": p.KIND},
        own=False,
    ),
    _then(
        "T28",
        ("奖励{role}{least}至{most}", "the {role} is rewarded with {least} to {most}"),
        s.Reward,
        {"role": p.ROLE, "least": p.MONEY, "most": p.MONEY},
    ),
    _then(
        "T29",
        ("对{role}予以考核", "a performance deduction is imposed on the {role}"),
        s.Deduct,
        {"role": p.ROLE},
        factor=1,
    ),
    _then(
        "T29d",
        ("对{role}加倍考核", "a double performance deduction is imposed on the {role}"),
        s.Deduct,
        {"role": p.ROLE},
        factor=2,
    ),
    _then("T30", ("不予考核", "no performance deduction is imposed"), s.NoDeduction),
    _then("T31", ("予以通报", "it is published in a circular notice"), s.Circulate),
    _then(
        "T46",
        (
            "对其{relation}的{kind}办理{trigger}",
            "{trigger} is done to the {kind} that is its {relation}",
        ),
        s.DoTo,
        {"relation": p.RELATION, "kind": p.KIND, "trigger": p.TRIGGER},
    ),
    _then("T48", ("移出{list}", "it is taken off the {list}"), s.TakeOffList, {"list": p.LIST}),
)

THEN: tuple[Phrase, ...] = (*_OBLIGATIONS, *_PEOPLE, *_GATES, *_MOVES, *_OTHER_CASES)
