"""A policy is stored as canonical JSON and read back equal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from policies import examples as e
from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Roll,
    SameDay,
    Within,
)
from policies.recurrence import Daily, Monthly, Weekly
from policies.rules import Citation, Example, Rule, RuleSet
from policies.stored import dump, load, version_id
from tests.unit.policy_texts import ZH
from tests.unit.test_compiling import rules_of

CITE = Citation("a.feature", 3, "办法", "第一条", 1, 1, None, "甲")
DAYS = Duration(3, Unit.WORKING_DAYS)
LIMITS = (
    Within(DAYS),
    SameDay(),
    ByTime(17, 30),
    ByDayOfMonth(25),
    ByMonthEnd(),
    ByDate("due_on"),
    Extended(Within(DAYS), DAYS),
)
WHOLE = RuleSet(
    rules=(
        Rule(
            CITE,
            (s.InState("finding", "being_rectified"), s.FieldBelow("people_asked", 4.5)),
            s.Remaining("strike_off", DAYS),
            (
                *(s.MustHappen("strike_off", limit) for limit in LIMITS),
                s.RollTo(Roll.PRECEDING),
                s.NeedsApproval(("system", "handler")),
                s.PauseClock(),
            ),
            ("@自定",),
        ),
        *(
            Rule(CITE, (s.UnitAway(),), s.Every(calendar), (s.Excuse("report"),))
            for calendar in (Daily(), Weekly(), Weekly(7), Monthly(), Monthly(12))
        ),
    ),
    examples=(
        Example(
            replace(CITE, item=2),
            (
                *tuple(step for item in rules_of(ZH).examples for step in item.steps),
                e.IsOverdue("begin", overdue=False),
                e.UnitIsAway(date(2023, 2, 13), date(2023, 2, 19)),
            ),
        ),
    ),
    renderings={"不彻底": "not thorough"},
)


@pytest.mark.parametrize("ruleset", [WHOLE, rules_of(ZH), RuleSet(())])
def test_a_stored_policy_reads_back_equal(ruleset: RuleSet) -> None:
    assert load(dump(ruleset)) == ruleset
    assert dump(load(dump(ruleset))) == dump(ruleset)


def test_the_stored_form_is_canonical_and_numbered() -> None:
    text = dump(WHOLE)
    assert '": ' not in text
    assert "不彻底" in text
    assert json.loads(text)["schema"] == 1


def test_another_schema_is_not_read() -> None:
    with pytest.raises(ValueError, match="schema 99"):
        load(dump(WHOLE).replace('"schema":1', '"schema":99'))


def test_a_version_is_named_by_its_texts_its_rules_and_its_words() -> None:
    texts = {"a.feature": "甲"}
    version = version_id(texts, dump(WHOLE), "words")
    assert len(version) == 64
    assert version == version_id(dict(texts), dump(load(dump(WHOLE))), "words")
    others = {
        version_id({"a.feature": "乙"}, dump(WHOLE), "words"),
        version_id(texts, dump(RuleSet(())), "words"),
        version_id(texts, dump(WHOLE), "other words"),
    }
    assert version not in others
    assert len(others) == 3
