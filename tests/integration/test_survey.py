"""Whom the union or the community office draws, who answers, and what the check makes of it."""

from __future__ import annotations

import pytest

from casework.sweeping import sweep
from casework.why import why
from domain.errors import BadInput, Refused
from tests.integration.casework_looks import (
    closings,
    dues,
    facts_of,
    local,
    notices,
    said,
)
from tests.integration.casework_world import World, sign_all, survey

DRAWN = {"survey_scope": "溶出车间三班", "sampling_method": "花名册等距", "people_planned": "10"}
CHECK = "people_satisfied"


def _opened(world: World, finding: str, audience: str = "现场员工", by: str = "union") -> str:
    return world.open("survey", by, {"audience": audience}, finding).number


def _drawn(world: World, finding: str, **changed: str) -> str:
    number = _opened(world, finding)
    world.do(number, "draw_sample", "union", **{**DRAWN, **changed})
    return number


def _reasons(world: World, finding: str) -> tuple[str, ...]:
    return next(one for one in why(world.app, finding).checks if one.check == CHECK).reasons_zh


def _stands(world: World, finding: str) -> bool:
    return next(one for one in why(world.app, finding).checks if one.check == CHECK).derived


def test_from_the_draw_to_the_result_with_its_clocks(world: World) -> None:
    number = _opened(world, world.finding())
    assert dues(world, number) == {"draw_sample": local(3, 5, 17, 30)}
    world.do(number, "draw_sample", "union", **DRAWN)
    assert dues(world, number) == {"pass_survey": local(3, 9, 17, 30)}
    world.do(number, "pass_survey", "union", people_asked="10", people_satisfied_count="9")
    assert (facts_of(world, number).state, dues(world, number)) == ("survey_passed", {})
    assert facts_of(world, number).fields["satisfaction_rate"] == 90
    assert [closing.trigger for closing in closings(world, number)] == ["pass_survey"]


# Ten were drawn: who did not answer did not say that they are satisfied.
@pytest.mark.parametrize(
    ("numbers", "rate", "reason"),
    [
        (("10", "9", "9"), 90, None),
        (("10", "8", "8"), 80, "现场满意率未达到百分之九十"),
        (("10", "10", "8"), 80, "现场满意率未达到百分之九十"),
        (("4", "4", "4"), 100, "现场测评不足五人"),
        (("6", "6", "9"), 100, None),
        (("6", "0", "6"), None, "现场测评不足五人"),
    ],
)
def test_silence_is_not_satisfaction(
    sqlite_world: World, numbers: tuple[str, str, str], rate: float | None, reason: str | None
) -> None:
    drawn, asked, satisfied = numbers
    number = _drawn(sqlite_world, sqlite_world.finding(), people_planned=drawn)
    answers = {"people_asked": asked, "people_satisfied_count": satisfied}
    if reason is None:
        sqlite_world.do(number, "pass_survey", "union", **answers)
    else:
        with pytest.raises(Refused) as refusal:
            sqlite_world.do(number, "pass_survey", "union", **answers)
        assert reason in refusal.value.text("zh")
        sqlite_world.do(number, "fail_survey", "union", **answers, shortfall="作答不足")
    assert facts_of(sqlite_world, number).fields["satisfaction_rate"] == rate


def test_the_refusal_is_in_english_too(sqlite_world: World) -> None:
    number = _drawn(sqlite_world, sqlite_world.finding())
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "pass_survey", "union")
    assert "silence is not satisfaction" in refusal.value.text("en")
    assert "satisfaction on site is below ninety per cent" in refusal.value.text("en")


def test_the_rate_is_worked_out_and_never_typed_in(sqlite_world: World) -> None:
    number = _drawn(sqlite_world, sqlite_world.finding())
    with pytest.raises(BadInput):
        sqlite_world.do(number, "pass_survey", "union", satisfaction_rate="100")


@pytest.mark.parametrize("person", ["head", "liaison", "engineer", "owner"])
def test_the_unit_chooses_neither_the_survey_nor_whom_to_ask(
    sqlite_world: World, person: str
) -> None:
    finding = sqlite_world.finding()
    with pytest.raises(Refused):
        _opened(sqlite_world, finding, by=person)
    number = _opened(sqlite_world, finding)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "draw_sample", person, **DRAWN)
    assert "not-authorised" in refusal.value.details["codes"]


def test_who_has_an_interest_stands_aside(sqlite_world: World) -> None:
    of_the_company = sqlite_world.finding(责任单位="新材料公司")
    with pytest.raises(Refused) as refusal:
        _opened(sqlite_world, of_the_company)
    assert "conflict-of-interest" in refusal.value.details["codes"]


def test_neighbours_are_drawn_and_asked_by_the_community_office(sqlite_world: World) -> None:
    number = _opened(sqlite_world, sqlite_world.finding(), "周边群众", "community")
    with pytest.raises(Refused):
        sqlite_world.do(number, "draw_sample", "union", **DRAWN)
    sqlite_world.do(number, "draw_sample", "community", **DRAWN)
    answers = {"people_asked": "10", "people_satisfied_count": "10"}
    with pytest.raises(Refused):
        sqlite_world.do(number, "pass_survey", "union", **answers)
    sqlite_world.do(number, "pass_survey", "community", **answers)


def test_without_a_survey_nobody_is_satisfied(world: World) -> None:
    finding = world.bring(world.finding(), "to_be_struck_off")
    assert "未开展满意度测评，沉默不视为满意" in _reasons(world, finding)[0]
    with pytest.raises(Refused):
        world.sign(finding, CHECK, "union")
    survey(world, finding)
    world.sign(finding, CHECK, "union")


def test_one_that_fell_short_is_followed_by_another(world: World) -> None:
    finding = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, finding)
    failed = survey(world, finding, satisfied=5)
    assert facts_of(world, failed).state == "survey_failed"
    assert {("notification", "office"), ("notification", "head")} <= set(notices(world, failed))
    with pytest.raises(Refused) as refusal:
        world.do(finding, "strike_off", "deputy")
    assert "最近一次满意度测评没有达标，应当重新测评" in refusal.value.text("zh")
    again = _drawn(world, finding)
    assert "满意度测评尚未结束" in "".join(_reasons(world, finding))
    world.do(again, "pass_survey", "union", people_asked="10", people_satisfied_count="10")
    assert _stands(world, finding)
    world.sign(finding, CHECK, "union")
    assert world.do(finding, "strike_off", "deputy").to_state == "struck_off"


def test_neighbours_who_pass_do_not_make_up_for_employees_who_do_not(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(专业领域="环保"), "to_be_struck_off")
    survey(sqlite_world, finding)
    assert "环保问题没有取得周边群众的满意测评" in "".join(_reasons(sqlite_world, finding))
    neighbours = _opened(sqlite_world, finding, "周边群众", "community")
    sqlite_world.do(neighbours, "draw_sample", "community", **DRAWN)
    answers = {"people_asked": "10", "people_satisfied_count": "10"}
    sqlite_world.do(neighbours, "pass_survey", "community", **answers)
    assert _stands(sqlite_world, finding)
    survey(sqlite_world, finding, satisfied=1)
    assert not _stands(sqlite_world, finding)


def test_a_survey_opened_by_mistake_is_cancelled_and_counts_for_nothing(
    sqlite_world: World,
) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    number = _opened(sqlite_world, finding)
    with pytest.raises(Refused):
        sqlite_world.do(number, "cancel", "office")
    sqlite_world.do(number, "cancel", "office", cancel_reason="重复登记")
    assert facts_of(sqlite_world, finding).fields["survey_count"] == 0
    assert not _stands(sqlite_world, finding)


def test_a_late_draw_climbs(world: World) -> None:
    number = _opened(world, world.finding())
    world.at(days=4)
    sweep(world.app)
    assert ("chaser", "union") in notices(world, number)
    world.at(days=7)
    sweep(world.app)
    assert [payload["to"] for payload in said(world, number, "escalated")] == ["office", "deputy"]
