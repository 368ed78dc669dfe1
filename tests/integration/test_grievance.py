"""The life of a grievance by commands, with its own clocks and notices, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.delivering import deliver
from casework.extending import extend_clock
from casework.sweeping import sweep
from domain.errors import BadInput, IllegalTransition, Refused
from notifications.channels import RecordingChannel
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    people_of,
    said,
    standings,
    stopped,
)
from tests.integration.casework_world import World
from tests.integration.grievances import (
    HANDLER,
    agree,
    deliver_remedy,
    grievance,
    serve,
    tell,
)

TOLD = "tell:acceptance:complainant"
OUTCOME = "tell:outcome:complainant"


def test_a_grievance_goes_from_intake_to_closed_with_its_clocks_and_notices(world: World) -> None:
    number = grievance(world)
    assert dues(world, number) == {"register": local(3, 3, 17, 30)}
    world.do(number, "register", "union")
    assert dues(world, number) == {"accept": local(3, 18), TOLD: local(3, 18)}
    world.at(days=1)
    world.do(number, "accept", "union", handler=HANDLER)
    tell(world, number, "acceptance", "union")
    assert dues(world, number) == {
        TOLD: local(3, 18),
        "serve_decision": local(4, 3),
        "close": local(5, 7),
    }
    channel = RecordingChannel()
    deliver(world.app, channel)
    assert TOLD not in dues(world, number)
    serve(world, number)
    tell(world, number, "outcome", HANDLER)
    deliver(world.app, channel)
    assert (OUTCOME, "met") in stopped(world, number)
    agree(world, number)
    deliver_remedy(world, number)
    done = world.do(number, "close", "union", complainant_satisfied="yes")
    assert (done.to_state, dues(world, number)) == ("closed", {})
    assert [closing.trigger for closing in closings(world, number)] == ["close"]
    letters = [m for m in channel.messages if m.to_address == "resident@example.org"]
    assert [(m.statutory, m.to_name) for m in letters] == [(True, "居民甲")] * 2
    assert "加装隔声罩" in letters[1].rendered.text


def test_what_fulfils_a_clock_is_met_and_what_closing_ends_is_left(world: World) -> None:
    number = grievance(world, "closed")
    reasons = stopped(world, number)
    assert {("register", "met"), ("accept", "met"), ("close", "met")} <= reasons
    assert ("tell:acceptance:complainant", "left") in reasons
    assert all(item.clock.next_rung_at is None for item in standings(world, number))


def test_whose_matter_it_is_gets_it_assigned(sqlite_world: World) -> None:
    resident = grievance(sqlite_world, "triage")
    enterprise = grievance(sqlite_world, "triage", complainant_class="企业")
    assert notices(sqlite_world, resident) == [("assignment", "union")]
    assert notices(sqlite_world, enterprise) == [("assignment", "quality")]
    with pytest.raises(Refused):
        sqlite_world.do(enterprise, "accept", "union", handler=HANDLER)
    sqlite_world.do(enterprise, "accept", "quality", handler=HANDLER)
    assert (HANDLER, "handler") in people_of(sqlite_world, enterprise)


def test_declining_needs_a_reason_and_another_recourse_and_ends_in_a_closing(
    sqlite_world: World,
) -> None:
    number = grievance(sqlite_world, "triage", responsible_unit="氧化铝厂")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "decline", "union")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"decline_reason", "other_recourse"}
    fields = {"decline_reason": "不属于本公司", "other_recourse": "可以向所在街道反映"}
    sqlite_world.do(number, "decline", "union", **fields)
    assert [closing.trigger for closing in closings(sqlite_world, number)] == ["decline"]
    assert dues(sqlite_world, number) == {TOLD: local(3, 9, 17, 30)}
    tell(sqlite_world, number, "acceptance", "union")
    channel = RecordingChannel()
    deliver(sqlite_world.app, channel)
    assert dues(sqlite_world, number) == {}
    assert "可以向所在街道反映" in channel.messages[-1].rendered.text


def test_who_has_an_interest_may_not_decline(sqlite_world: World) -> None:
    fields = {"decline_reason": "不属于本公司", "other_recourse": "可以向所在街道反映"}
    of_the_company_itself = grievance(sqlite_world, "triage")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(of_the_company_itself, "decline", "union", **fields)
    assert refusal.value.details["codes"] == ["conflict-of-interest"]
    of_a_plant = grievance(sqlite_world, "triage", responsible_unit="氧化铝厂")
    assert sqlite_world.do(of_a_plant, "decline", "union", **fields).to_state == "not_accepted"


def test_a_referred_grievance_is_closed_and_takes_nothing_more(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "triage")
    sqlite_world.do(number, "refer", "union", other_recourse="转送街道办理")
    assert [closing.trigger for closing in closings(sqlite_world, number)] == ["refer"]
    with pytest.raises(IllegalTransition):
        sqlite_world.do(number, "reopen", "union")


def test_a_dissatisfied_complainant_keeps_it_open(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "verification")
    with pytest.raises(Refused) as unasked:
        sqlite_world.do(number, "close", "union")
    assert [item["id"] for item in unasked.value.details["missing"]] == ["complainant_satisfied"]
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "close", "union", complainant_satisfied="no")
    assert "诉求人不满意" in refusal.value.text("zh")
    with pytest.raises(BadInput):
        sqlite_world.do(number, "close", "union", complainant_satisfied="也许")


def test_a_second_rejection_of_the_remedy_reaches_the_head_of_compliance(world: World) -> None:
    number = grievance(world, "verification")
    world.do(number, "reject_remedy", "union", complainant_satisfied="no")
    assert facts_of(world, number).fields["rejections"] == 1
    assert "agree_remedy" in dues(world, number)
    assert ("notification", "compliance") not in notices(world, number)
    agree(world, number)
    deliver_remedy(world, number)
    world.do(number, "reject_remedy", "union", complainant_satisfied="no")
    assert facts_of(world, number).fields["rejections"] == 2
    assert ("notification", "compliance") in notices(world, number)


def test_whoever_delivered_the_remedy_may_not_close(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "triage")
    sqlite_world.do(number, "accept", "union", handler="union")
    fields = {"investigation_result": "属实", "decision": "支持"}
    sqlite_world.do(number, "serve_decision", "union", **fields)
    sqlite_world.do(number, "agree_remedy", "union", remedy_agreed="加装隔声罩")
    sqlite_world.do(number, "deliver_remedy", "union", remedy_delivered_on="2026-03-02")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "close", "union", complainant_satisfied="yes")
    assert "separation-of-duties" in refusal.value.details["codes"]


def test_thirty_days_after_a_remedy_that_satisfies_it_closes_by_itself(world: World) -> None:
    number = grievance(world, "remedy")
    agree(world, number)
    deliver_remedy(world, number, complainant_satisfied="yes")
    world.later(seconds=(local(4, 2) - world.app.now()).total_seconds() - 60)
    sweep(world.app)
    assert facts_of(world, number).state == "verification"
    world.later(minutes=1)
    assert sweep(world.app).moved == 1
    closed = happened(world, number, "moved")[-1]
    assert (closed.trigger, closed.actor, closed.to_state) == ("close", "system", "closed")
    assert "04_社区诉求.feature" in closed.rules
    assert case_of(world, number).closed_at == local(4, 2)


def test_without_a_visit_the_handler_is_reminded_and_nothing_closes(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "verification")
    sqlite_world.at(days=11)
    sweep(sqlite_world.app)
    assert ("reminder", HANDLER) in notices(sqlite_world, number)
    sqlite_world.at(days=40)
    sweep(sqlite_world.app)
    assert facts_of(sqlite_world, number).state == "verification"
    assert happened(sqlite_world, number, "move_refused") == []


@pytest.mark.parametrize("state", ["triage", "investigation", "remedy", "verification"])
def test_a_complainant_may_withdraw_until_the_end(sqlite_world: World, state: str) -> None:
    number = grievance(sqlite_world, state)
    with pytest.raises(Refused):
        sqlite_world.do(number, "withdraw", "union")
    sqlite_world.do(number, "withdraw", "union", withdrawal_reason="已与邻厂自行和解")
    assert facts_of(sqlite_world, number).state == "withdrawn"
    assert dues(sqlite_world, number) == {}


def test_a_reopened_grievance_is_not_closed_again_by_the_old_timer(world: World) -> None:
    number = grievance(world, "remedy")
    agree(world, number)
    deliver_remedy(world, number, complainant_satisfied="yes")
    world.do(number, "close", "union")
    world.at(days=3)
    world.do(number, "reopen", "compliance")
    assert dues(world, number) == {"serve_decision": local(3, 21), "close": local(4, 8)}
    world.at(days=33)
    sweep(world.app)
    assert facts_of(world, number).state == "investigation"
    assert [event.trigger for event in happened(world, number, "moved")].count("close") == 1


def test_reopening_keeps_the_first_closing_and_counts_a_second(world: World) -> None:
    number = grievance(world, "closed")
    world.at(days=1)
    world.do(number, "reopen", "union")
    assert case_of(world, number).closed_at is None
    serve(world, number)
    agree(world, number)
    deliver_remedy(world, number)
    world.do(number, "close", "union", complainant_satisfied="yes")
    first, second = closings(world, number)
    assert (first.seq, second.seq) == (1, 2)
    assert first.reopened_at == second.at
    assert second.reopened_at is None


def test_a_withdrawn_grievance_can_be_taken_up_again(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "triage")
    sqlite_world.do(number, "withdraw", "union", withdrawal_reason="误解")
    sqlite_world.do(number, "reopen", "union")
    assert facts_of(sqlite_world, number).done == {"reopen": 1}
    assert facts_of(sqlite_world, number).state == "investigation"


def test_a_late_grievance_climbs_to_the_head_of_compliance(world: World) -> None:
    number = grievance(world, "investigation")
    world.at(days=56)
    sweep(world.app)
    assert ("reminder", HANDLER) in notices(world, number)
    world.at(days=80)
    sweep(world.app)
    climbed = [(p["obligation"], p["to"]) for p in said(world, number, "escalated")]
    assert climbed == [("serve_decision", "union"), ("close", "union"), ("close", "compliance")]
    supervisors = {
        person for person, capacity in people_of(world, number) if capacity == "supervisor"
    }
    assert supervisors == {"union", "compliance"}


def test_closing_may_be_put_off_once_by_thirty_days(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "investigation")
    before = dues(sqlite_world, number)["close"]
    assert before is not None
    more = {"by": "compliance", "reason": "需要检测"}
    after = extend_clock(sqlite_world.app, number, "办结", more="30日", **more)
    assert after.due is not None
    assert after.due - before >= timedelta(days=30)
    with pytest.raises(Refused):
        extend_clock(sqlite_world.app, number, "办结", more="1日", **more)
    with pytest.raises(Refused):
        extend_clock(sqlite_world.app, number, "送达办理意见", more="1日", **more)
