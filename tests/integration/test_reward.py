"""A reward claim by commands: verified, rated within its bounds, approved, paid. Source: S4.6."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.errors import IllegalTransition, Refused
from domain.people import Appointment, Person, Unit
from tests.integration.casework_looks import (
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    people_of,
    said,
)
from tests.integration.consequences import opened_under

if TYPE_CHECKING:
    from tests.integration.casework_world import World

CLAIM = {
    "责任单位": "氧化铝厂",
    "具体部位": "回水泵房",
    "隐患等级": "一般隐患",
    "申领人": "worker",
    "申领人身份": "一线员工",
}
VERIFIED = {
    "hazard_verified": "是",
    "first_report": "是",
    "own_duty": "否",
    "claim_opinion": "现场核对，情况属实",
}
RATED = {"reward_amount": "800元", "rating_reason": "及时发现，未造成后果"}


def _go_on(world: World, number: str, to: str) -> str:
    steps: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("to_be_rated", "verify_claim", "safety", VERIFIED),
        ("reward_to_be_approved", "rate_reward", "office", RATED),
        ("to_be_paid", "approve_reward", "ceo", {}),
        ("paid", "pay_reward", "hr", {"paid_on": "2026-03-09"}),
    )
    names = ["claimed", *(name for name, *_ in steps)]
    for name, trigger, by, fields in steps[names.index(facts_of(world, number).state) :]:
        world.do(number, trigger, by, **fields)
        if name == to:
            return number
    raise AssertionError(to)


def _claim(world: World, to: str = "claimed", **changed: str) -> str:
    """Enter a claim of a worker of the plant and take it to a state."""
    enter_organisation(world.app, people=[Person("worker", "worker", "员工甲", "plant")])
    number = world.open("reward", "liaison", {**CLAIM, **changed}).number
    return number if to == "claimed" else _go_on(world, number, to)


def _appoint(world: World, person: str, role: str) -> None:
    more = [Appointment(person, role, "company", date(2020, 1, 1))]
    enter_organisation(world.app, appointments=more)


def test_a_claim_goes_from_the_report_to_payment_with_its_clocks(world: World) -> None:
    number = _claim(world)
    assert ("worker", "claimant") in people_of(world, number)
    assert dues(world, number) == {"verify_claim": local(3, 9, 17, 30)}
    _go_on(world, number, "to_be_rated")
    assert dues(world, number) == {"rate_reward": local(3, 5, 17, 30)}
    _go_on(world, number, "reward_to_be_approved")
    assert dues(world, number) == {"approve_reward": local(3, 9, 17, 30)}
    _go_on(world, number, "to_be_paid")
    assert dues(world, number) == {"pay_reward": local(4, 2)}
    assert ("notification", "worker") in notices(world, number)
    _go_on(world, number, "paid")
    assert dues(world, number) == {}
    assert [closing.trigger for closing in closings(world, number)] == ["pay_reward"]
    assert facts_of(world, number).fields["reward_amount"] == 80_000


@pytest.mark.parametrize(
    ("grade", "amount", "reason"),
    [
        ("一般隐患", "499.99元", "不低于五百元"),
        ("一般隐患", "1000.01元", "不超过一千元"),
        ("重大隐患", "999.99元", "不低于一千元"),
        ("重大隐患", "2000.01元", "不超过二千元"),
    ],
)
def test_a_reward_outside_the_bounds_of_its_grade_is_refused(
    sqlite_world: World, grade: str, amount: str, reason: str
) -> None:
    number = _claim(sqlite_world, "to_be_rated", 隐患等级=grade)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "rate_reward", "office", **{**RATED, "reward_amount": amount})
    assert reason in refusal.value.text("zh")
    assert {line.file for line in refusal.value.details["rules"]} == {"09_隐患举报奖励.feature"}


@pytest.mark.parametrize(
    ("grade", "amount"),
    [("一般隐患", "500"), ("一般隐患", "1000"), ("重大隐患", "1000"), ("重大隐患", "2000")],
)
def test_the_bounds_themselves_are_granted(sqlite_world: World, grade: str, amount: str) -> None:
    number = _claim(sqlite_world, "to_be_rated", 隐患等级=grade)
    done = sqlite_world.do(number, "rate_reward", "office", **{**RATED, "reward_amount": amount})
    assert done.to_state == "reward_to_be_approved"


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({"hazard_verified": "否"}, "隐患不属实的，不予奖励"),
        ({"first_report": "否"}, "已有人首先报告的，不再奖励"),
        ({"own_duty": "是"}, "属本职检查职责的，不予奖励"),
        ({"claimant_standing": "督察检查人员"}, "督察、检查人员不得申领举报奖励"),
    ],
)
def test_what_was_not_true_first_and_beyond_duty_is_not_rewarded(
    world: World, found: dict[str, str], reason: str
) -> None:
    number = _claim(world)
    world.do(number, "verify_claim", "safety", **{**VERIFIED, **found})
    with pytest.raises(Refused) as refusal:
        world.do(number, "rate_reward", "office", **RATED)
    assert reason in refusal.value.text("zh")
    with pytest.raises(Refused) as unsaid:
        world.do(number, "decline_reward", "office")
    assert [item["id"] for item in unsaid.value.details["missing"]] == ["unrewarded_reason"]
    world.do(number, "decline_reward", "office", unrewarded_reason=reason)
    assert facts_of(world, number).state == "unrewarded"
    assert ("notification", "worker") in notices(world, number)


def test_verification_says_all_that_the_reward_hangs_on(sqlite_world: World) -> None:
    number = _claim(sqlite_world, 隐患等级="", 申领人身份="")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "verify_claim", "safety")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"hazard_grade", "claimant_standing", *VERIFIED}


def test_verifying_rating_approving_and_paying_take_different_people(sqlite_world: World) -> None:
    for role in ("supervision_office", "chief_executive"):
        _appoint(sqlite_world, "safety", role)
    _appoint(sqlite_world, "ceo", "human_resources")
    number = _claim(sqlite_world, "to_be_rated")
    for state, trigger, by in (
        ("to_be_rated", "rate_reward", "safety"),
        ("reward_to_be_approved", "approve_reward", "safety"),
        ("to_be_paid", "pay_reward", "ceo"),
    ):
        if facts_of(sqlite_world, number).state != state:
            _go_on(sqlite_world, number, state)
        with pytest.raises(Refused) as refusal:
            sqlite_world.do(number, trigger, by, **RATED, paid_on="2026-03-09")
        assert refusal.value.details["codes"] == ["separation-of-duties"]


def test_the_units_own_people_stand_aside(sqlite_world: World) -> None:
    _appoint(sqlite_world, "head", "safety_department")
    number = _claim(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "verify_claim", "head", **VERIFIED)
    assert "conflict-of-interest" in refusal.value.details["codes"]


def test_a_rating_may_be_sent_back_and_made_again(world: World) -> None:
    number = _claim(world, "reward_to_be_approved")
    world.do(number, "return_rating", "ceo", return_reason="理由不充分")
    assert dues(world, number) == {"rate_reward": local(3, 5, 17, 30)}
    with pytest.raises(IllegalTransition):
        world.do(number, "pay_reward", "hr", paid_on="2026-03-09")
    _go_on(world, number, "to_be_paid")


def test_a_claim_that_is_not_verified_climbs(world: World) -> None:
    number = _claim(world)
    world.at(days=8)
    sweep(world.app)
    assert [p["to"] for p in said(world, number, "escalated")] == ["office"]
    assert ("chaser", "safety") in notices(world, number)


REPORTED = {"来源": "隐患举报", "隐患举报人": "worker", "具体部位": "回水泵房"}


def test_a_hazard_that_somebody_reported_opens_a_claim_with_its_bounds(world: World) -> None:
    enter_organisation(world.app, people=[Person("worker", "worker", "员工甲", "plant")])
    finding = world.finding(**REPORTED)
    world.do(finding, "confirm", "safety")
    assert opened_under(world, finding, "reward") == []
    world.do(finding, "issue", "office")
    (number,) = opened_under(world, finding, "reward")
    facts = facts_of(world, number)
    assert facts.state == "claimed"
    assert (facts.fields["reward_least"], facts.fields["reward_most"]) == (50_000, 200_000)
    assert facts.fields["claimant"] == "worker"
    assert facts.fields["hazard_grade"] == "general_hazard"
    assert facts.fields["place"] == "回水泵房"
    assert ("worker", "claimant") in people_of(world, number)
    assert happened(world, number, "opened")[0].actor == "system"


def test_what_an_inspection_found_is_not_rewarded(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_signed_for")
    assert opened_under(sqlite_world, finding, "reward") == []


def test_the_reward_is_the_plan_of_one_company_and_nobody_claims_it_in_another(
    sqlite_world: World,
) -> None:
    units = [
        Unit("mine", "矿业分公司", "shanxi", "Mine", "plant"),
    ]
    people = [Person("foreman", "foreman", "工长甲", "mine")]
    offices = [Appointment("foreman", "liaison_officer", "mine", date(2020, 1, 1))]
    enter_organisation(sqlite_world.app, units=units, people=people, appointments=offices)
    with pytest.raises(Refused) as refusal:
        sqlite_world.open("reward", "foreman", {**CLAIM, "责任单位": "矿业分公司", "申领人": ""})
    assert refusal.value.details["codes"] == ["nobody-named"]
