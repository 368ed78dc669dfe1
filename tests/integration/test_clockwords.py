from __future__ import annotations

from datetime import UTC, datetime

import pytest

from casework.clockwords import limit_words, obligation_words, place_words, role_of, rung_words
from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Limit,
    SameDay,
    Within,
)
from policies.rules import Citation, Rule
from policies.verdicts import Rung, Side

RULE = Rule(
    Citation("a.feature", 3, "办法", "第一条", 1, 1, None, "一"),
    (s.InState("finding", "being_rectified"),),
    s.Overdue("sign_for"),
    (s.Escalate("supervision_leader"),),
)
THREE_DAYS = Duration(3, Unit.WORKING_DAYS)


def rung(then: s.Then, side: Side = Side.AT, level: int = 0) -> Rung:
    distance = None if side is Side.AT else THREE_DAYS
    return Rung("key", side, distance, RULE, then, level)


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        (Within(THREE_DAYS), "3个工作日内", "within 3 working days"),
        (SameDay(), "当日", "on the same day"),
        (ByTime(17, 5), "17:05前", "by 17:05"),
        (ByDayOfMonth(25), "25日前", "by day 25"),
        (ByMonthEnd(), "月底前", "by the month end"),
        (ByDate("due_on"), "“整改期限”前", "by “rectification date”"),
        (
            Extended(SameDay(), Duration(1, Unit.DAYS)),
            "当日，延长1日",
            "on the same day, extended by 1 day",
        ),
    ],
)
def test_every_form_of_limit_has_words(limit: Limit, zh: str, en: str) -> None:
    assert limit_words(limit, "zh") == zh
    assert limit_words(limit, "en") == en


def test_obligations_are_named_by_what_must_happen() -> None:
    assert obligation_words("sign_for", "zh") == "签收"
    assert obligation_words("tell:outcome:complainant", "zh") == "将办理结果告知诉求人"
    assert obligation_words("tell:outcome:complainant", "en") == "tell the complainant the outcome"
    timer = "since:deliver_remedy:HappensByItself:close"
    assert obligation_words(timer, "zh") == "“落实补救”后计时（办结）"
    told = "since:file:Tell:head_of_compliance"
    assert obligation_words(told, "en") == "timer since “file” (head of compliance)"


@pytest.mark.parametrize(
    ("then", "zh", "en"),
    [
        (
            s.Escalate("supervision_leader"),
            "第2级：提级至督导组组长",
            "level 2: escalate to the leader of the supervision group",
        ),
        (s.Tell("chaser", "trade_union"), "催办工会", "chaser to the trade union"),
        (s.HappensByItself("close"), "自动“办结”", "“close” happens by itself"),
        (s.PauseClock(), "key", "key"),
    ],
)
def test_every_rung_says_what_it_does(then: s.Then, zh: str, en: str) -> None:
    assert rung_words("key", rung(then, level=2), "zh") == zh
    assert rung_words("key", rung(then, level=2), "en") == en


def test_a_breach_is_a_rung_that_speaks_to_nobody() -> None:
    assert rung_words("breach", None, "zh") == "逾期"
    assert place_words(None, "en") == "when due"
    assert role_of(None) is None
    assert role_of(rung(s.HappensByItself("close"))) is None
    assert role_of(rung(s.Escalate("trade_union"))) == "trade_union"


def test_a_rung_lies_before_at_or_after_the_due_moment() -> None:
    then = s.Escalate("trade_union")

    assert place_words(rung(then), "zh") == "到期"
    assert place_words(rung(then, Side.BEFORE), "zh") == "距到期3个工作日"
    assert place_words(rung(then, Side.BEFORE), "en") == "3 working days before"
    assert place_words(rung(then, Side.AFTER), "zh") == "逾期3个工作日"
    assert place_words(rung(then, Side.AFTER), "en") == "3 working days overdue"


def test_short_moments_call_midnight_the_end_of_the_day() -> None:
    from holdfast.showing.words import short

    midnight = datetime(2023, 2, 14, 16, 0, tzinfo=UTC)
    assert short(midnight, "Asia/Shanghai", "zh") == "2023-02-14 二 24:00"
    assert short(midnight, "Asia/Shanghai", "en") == "Tue 2023-02-14 24:00"
    assert short(datetime(2023, 2, 14, 1, 5, tzinfo=UTC), "Asia/Shanghai", "en").endswith("09:05")
    assert short(None, "Asia/Shanghai", "en") == "—"
