"""The phrases that say on what occasion a clause applies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies import statements as s
from policies.vocabulary import parameters as p
from policies.vocabulary.phrases import Keyword, Phrase


def _when(id_: str, zh: str, en: str, makes: type[Any], gaps: Mapping[str, p.Parameter]) -> Phrase:
    return Phrase(id_, Keyword.WHEN, zh, en, makes, gaps)


WHEN: tuple[Phrase, ...] = (
    _when("W01", "{trigger}后", "after {trigger}", s.After, {"trigger": p.TRIGGER}),
    _when(
        "W02",
        "拟{trigger}时",
        "somebody is about to {trigger}",
        s.AboutTo,
        {"trigger": p.TRIGGER},
    ),
    _when("W03", "核验{check}时", "the check {check} is judged", s.Judging, {"check": p.CHECK}),
    _when(
        "W04",
        "曾{done}的人员拟{trigger}时",
        "whoever did {done} is about to do {trigger}",
        s.DoerAboutTo,
        {"done": p.TRIGGER, "trigger": p.TRIGGER},
    ),
    _when(
        "W05",
        "与该事项有利害关系的人员拟{trigger}时",
        "somebody with a conflict of interest is about to {trigger}",
        s.ConflictedAboutTo,
        {"trigger": p.TRIGGER},
    ),
    _when(
        "W07",
        "距{trigger}期限届满还有{duration}",
        "{duration} remain for {trigger}",
        s.Remaining,
        {"trigger": p.TRIGGER, "duration": p.DURATION},
    ),
    _when(
        "W08",
        "逾期未{trigger}",
        "{trigger} has not happened in time",
        s.Overdue,
        {"trigger": p.TRIGGER},
    ),
    _when(
        "W09",
        "逾期满{duration}仍未{trigger}",
        "{trigger} has not happened {duration} after its time limit",
        s.OverdueBy,
        {"trigger": p.TRIGGER, "duration": p.DURATION},
    ),
    _when(
        "W10",
        "{trigger}满{duration}",
        "{duration} have passed since {trigger}",
        s.Since,
        {"trigger": p.TRIGGER, "duration": p.DURATION},
    ),
    _when("W11", "{calendar}", "{calendar}", s.Every, {"calendar": p.CALENDAR}),
    _when(
        "W13",
        "{duration}内再次发生同类问题",
        "the same kind of problem occurs again within {duration}",
        s.Recurs,
        {"duration": p.DURATION},
    ),
    _when(
        "W14",
        "拟签认{check}时",
        "somebody is about to sign the check {check}",
        s.AboutToSign,
        {"check": p.CHECK},
    ),
    _when(
        "W15",
        "与该事项有利害关系的人员拟签认{check}时",
        "somebody with a conflict of interest is about to sign the check {check}",
        s.ConflictedAboutToSign,
        {"check": p.CHECK},
    ),
)
