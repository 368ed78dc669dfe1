"""Behaviour safety observations and walk-arounds by commands."""

from __future__ import annotations

import pytest

from casework.sweeping import sweep
from domain.errors import IllegalTransition, Refused
from tests.integration.casework_looks import (
    closings,
    dues,
    facts_of,
    local,
    notices,
)
from tests.integration.casework_world import FINDING, World
from tests.integration.shanxi import join_shanxi

OBSERVATION = {
    "责任单位": "氧化铝厂",
    "观察类型": "行为观察",
    "观察人": "safety",
    "具体部位": "回水泵房",
    "作业内容": "更换联轴器",
}
SEEN = {"safe_acts": "挂牌上锁到位", "unsafe_acts": "未戴护目镜", "violation_grade": "一般违章"}
CORRECTED = {"correction_made": "当场戴好", "cause": "图省事", "cause_class": "skills"}


def observation(world: World, by: str = "safety", **changed: str) -> str:
    """An observation under way; its number."""
    return world.open("observation", by, {**OBSERVATION, **changed}).number


def test_an_observation_is_talked_over_and_concluded(world: World) -> None:
    number = observation(world)
    assert dues(world, number) == {"talk": local(3, 3)}
    world.do(number, "talk", "safety", observed_seconds="45")
    assert dues(world, number) == {"conclude_observation": local(3, 5)}
    with pytest.raises(Refused) as refusal:
        world.do(number, "conclude_observation", "safety", **SEEN)
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"correction_made", "cause", "cause_class"}
    world.do(number, "conclude_observation", "safety", **SEEN, **CORRECTED)
    assert [one.trigger for one in closings(world, number)] == ["conclude_observation"]
    assert dues(world, number) == {}


@pytest.mark.parametrize("seconds", ["29", ""])
def test_less_than_thirty_seconds_is_no_observation(sqlite_world: World, seconds: str) -> None:
    number = observation(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "talk", "safety", observed_seconds=seconds)
    assert "三十秒" in refusal.value.text("zh")
    assert sqlite_world.do(number, "talk", "safety", observed_seconds="30").to_state == "talking"


def test_nobody_observes_themselves(sqlite_world: World) -> None:
    with pytest.raises(Refused) as refusal:
        observation(sqlite_world, 被观察人="safety")
    assert "不得自己观察自己" in refusal.value.text("zh")
    assert observation(sqlite_world, 被观察人="owner")


@pytest.mark.parametrize("by", ["head", "party", "engineer", "liaison"])
def test_managers_of_every_level_observe(sqlite_world: World, by: str) -> None:
    assert observation(sqlite_world, by, 观察人=by)


def test_others_do_not_observe_and_only_the_observer_goes_on(sqlite_world: World) -> None:
    with pytest.raises(Refused):
        observation(sqlite_world, "owner")
    number = observation(sqlite_world, "liaison")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "talk", "liaison", observed_seconds="60")
    assert refusal.value.details["codes"] == ["not-authorised"]
    sqlite_world.do(number, "talk", "safety", observed_seconds="60")


def test_a_serious_violation_is_stopped_analysed_and_entered_as_a_finding(world: World) -> None:
    number = observation(world)
    with pytest.raises(Refused) as refusal:
        world.do(number, "talk", "safety", observed_seconds="60", violation_grade="严重违章")
    assert "当场制止" in refusal.value.text("zh")
    world.do(number, "stop_at_once", "safety", violation_found="高处作业未系安全带")
    assert facts_of(world, number).fields["violation_grade"] == "serious_violation"
    assert {("notification", "head"), ("notification", "safety")} <= set(notices(world, number))
    assert dues(world, number) == {"conclude_analysis": local(3, 4)}
    with pytest.raises(Refused) as unentered:
        world.do(number, "conclude_analysis", "head", **CORRECTED)
    assert "登记为问题" in unentered.value.text("zh")
    world.open("finding", "inspector", FINDING, number)
    world.do(number, "conclude_analysis", "head", **CORRECTED)
    world.do(number, "conclude_observation", "safety", **SEEN)
    assert facts_of(world, number).state == "observation_completed"


def test_an_analysis_that_is_late_climbs_to_the_chief_executive(world: World) -> None:
    number = observation(world)
    world.do(number, "stop_at_once", "safety", violation_found="高处作业未系安全带")
    world.at(days=1, hours=15)
    sweep(world.app)
    assert ("chaser", "head") in notices(world, number)
    assert ("escalation", "ceo") not in notices(world, number)
    world.at(days=2, hours=15)
    sweep(world.app)
    assert ("escalation", "ceo") in notices(world, number)


@pytest.mark.parametrize("cause", ["no_rule", "weak_rule"])
def test_where_no_rule_is_the_rule_department_answers_in_ten_working_days(
    world: World, cause: str
) -> None:
    number = observation(world)
    world.do(number, "talk", "safety", observed_seconds="60")
    corrected = {**CORRECTED, "cause_class": cause}
    with pytest.raises(Refused) as refusal:
        world.do(number, "conclude_observation", "safety", **SEEN, **corrected)
    assert "提请制度归口部门" in refusal.value.text("zh")
    world.do(number, "refer_rule_gap", "safety", **SEEN, **corrected)
    assert dues(world, number) == {"answer_rule_gap": local(3, 16, 17, 30)}
    assert ("assignment", "rules") in notices(world, number)
    world.at(days=15)
    sweep(world.app)
    assert {("chaser", "rules"), ("escalation", "ceo")} <= set(notices(world, number))
    with pytest.raises(Refused):
        world.do(number, "answer_rule_gap", "rules")
    world.do(number, "answer_rule_gap", "rules", rule_answer="增订清理溜槽作业规程")
    assert facts_of(world, number).state == "observation_completed"
    assert ("notification", "safety") in notices(world, number)


def test_a_walk_around_is_for_shanxi_and_a_led_inspection_for_new_material(
    sqlite_world: World,
) -> None:
    join_shanxi(sqlite_world)
    ash = {"责任单位": "粉煤灰开发事业部"}
    with pytest.raises(Refused):
        observation(sqlite_world, "ceo", 观察类型="走动检查", 观察人="ceo")
    with pytest.raises(Refused):
        observation(sqlite_world, "ash_ceo", **ash, 观察类型="带队检查", 观察人="ash_ceo")
    walked = {**ash, "观察类型": "走动检查", "观察人": "ash_ceo"}
    assert observation(sqlite_world, "ash_ceo", **walked)
    assert observation(sqlite_world, "ceo", 观察类型="带队检查", 观察人="ceo")


def test_on_a_walk_around_a_rule_not_followed_becomes_a_finding(world: World) -> None:
    join_shanxi(world)
    number = observation(
        world,
        "ash_ceo",
        责任单位="粉煤灰开发事业部",
        观察类型="走动检查",
        观察人="ash_ceo",
    )
    world.do(number, "talk", "ash_ceo")
    corrected = {**CORRECTED, "cause_class": "rule_not_followed"}
    with pytest.raises(Refused) as refusal:
        world.do(number, "conclude_observation", "ash_ceo", **SEEN, **corrected)
    assert "有章不循" in refusal.value.text("zh")
    world.open("finding", "inspector", FINDING, number)
    world.do(number, "conclude_observation", "ash_ceo", **SEEN, **corrected)


def test_the_third_habitual_violation_reaches_the_head_of_the_unit(world: World) -> None:
    number = observation(world)
    told = ("notification", "head")
    for times in (1, 2, 3):
        assert told not in notices(world, number)
        world.do(number, "note_violation", "safety", violation_found="未戴安全帽")
        assert facts_of(world, number).fields["habitual_violations"] == times
    assert told in notices(world, number)


def test_a_concluded_observation_takes_nothing_more(sqlite_world: World) -> None:
    number = observation(sqlite_world)
    sqlite_world.do(number, "talk", "safety", observed_seconds="60")
    sqlite_world.do(
        number, "conclude_observation", "safety", **{**SEEN, "violation_grade": "无违章"}
    )
    with pytest.raises(IllegalTransition):
        sqlite_world.do(number, "stop_at_once", "safety", violation_found="迟了")
