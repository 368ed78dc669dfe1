"""The life of a policy version: each step, who may take it, and what stands against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.checkup import check_up
from casework.organising import dismiss
from casework.policy_life import (
    activate_version,
    approve_version,
    propose,
    record_simulation,
    rehearse,
    withdraw_version,
)
from casework.policy_versions import list_versions, read_version
from casework.simulating import simulate
from casework.staffing import Office, give_office
from casework.taking_effect import adopt, take_effect
from casework.why import why
from domain.errors import (
    BadInput,
    IllegalTransition,
    NotFound,
    PolicyNotReady,
    PolicyRejected,
    Refused,
)
from domain.people import Appointment
from domain.problems import Problem, Severity
from holdfast.web.reading.policy import read_policy
from policies import statements as s
from store.verify import verify_chain
from tests.integration.casework_looks import facts_of, happened
from tests.integration.casework_world import START
from tests.integration.policy_lives import (
    APPROVER,
    AUTHOR,
    about_policies,
    active,
    approved,
    fingerprint,
    in_force,
    is_about,
    moved_by,
    proposal,
    proposed,
    revision,
    simulated,
    state,
    without_clauses,
)

if TYPE_CHECKING:
    from policies.rules import RuleSet
    from tests.integration.casework_world import World


def test_a_version_goes_from_draft_to_active_and_the_one_before_is_superseded(world: World) -> None:
    first = active(world)
    assert first is not None
    version = proposed(world)
    assert state(world, version) == "checked"
    flips = simulated(world, version)
    assert state(world, version) == "simulated"
    assert approve_version(world.app, version[:9], by=APPROVER, flips=flips[:8]).state == "approved"
    assert active(world) == first
    done = activate_version(world.app, version, by=AUTHOR)
    assert (done.state, done.from_at, active(world)) == ("in_force", world.app.now(), version)
    assert state(world, first) == "superseded"
    assert moved_by(world, version) == {
        "open": AUTHOR,
        "check_revision": AUTHOR,
        "simulate_revision": AUTHOR,
        "approve_revision": APPROVER,
        "activate_revision": AUTHOR,
        "take_effect": "system",
    }
    assert verify_chain(world.app.store).ok


def test_a_version_says_who_wrote_and_approved_it_what_for_and_from_which(world: World) -> None:
    first = active(world)
    version = in_force(world, "乙稿")
    view = read_version(world.app, None, lang="zh")
    assert (view.version, view.author, view.approved_by) == (version, "rules甲", "ceo甲")
    assert (view.parent, view.note, view.from_at) == (first, "改为乙稿", world.app.now())
    known = {one.version: (one.active, one.state) for one in list_versions(world.app)}
    assert known == {first: (False, "superseded"), version: (True, "in_force")}


def test_the_same_texts_proposed_again_go_on_in_the_revision_they_have(world: World) -> None:
    version = proposed(world)
    assert not rehearse(world.app, proposal("乙稿")).again
    again = propose(world.app, proposal("甲稿", by="office"))
    assert (again.version, again.again, again.state) == (version, True, "checked")
    assert len(list_versions(world.app)) == 2


def test_a_rehearsal_says_what_would_be_and_keeps_nothing(sqlite_world: World) -> None:
    adopt(sqlite_world.app)
    expected = rehearse(sqlite_world.app, proposal("甲稿"))
    assert len(list_versions(sqlite_world.app)) == 1
    assert propose(sqlite_world.app, proposal("甲稿")) == expected


def test_a_draft_with_an_error_is_not_stored(sqlite_world: World) -> None:
    problem = Problem(Severity.ERROR, "unproved", "例子不成立")
    with pytest.raises(PolicyRejected) as refusal:
        propose(sqlite_world.app, replace(proposal("甲稿"), problems=(problem,)))
    assert refusal.value.details["problems"] == [problem]
    assert len(list_versions(sqlite_world.app)) == 1


def test_who_is_not_named_may_not_propose(sqlite_world: World) -> None:
    with pytest.raises(Refused) as refusal:
        propose(sqlite_world.app, proposal("甲稿", by="engineer"))
    assert "制度归口部门" in refusal.value.text("zh")
    assert refusal.value.details["rules"][0].file.startswith("19_")
    assert len(list_versions(sqlite_world.app)) == 1


def test_a_draft_is_of_the_unit_where_its_author_holds_the_office(sqlite_world: World) -> None:
    version = proposed(sqlite_world)
    assert (
        facts_of(sqlite_world, revision(sqlite_world, version)).fields["responsible_unit"]
        == "company"
    )


def test_who_wrote_a_policy_may_not_approve_it(world: World) -> None:
    _appoint(world, AUTHOR, "chief_executive")
    version = proposed(world)
    flips = simulated(world, version)
    with pytest.raises(Refused) as refusal:
        approve_version(world.app, version, by=AUTHOR, flips=flips)
    assert "检查草案" in refusal.value.text("zh")
    assert state(world, version) == "simulated"
    approve_version(world.app, version, by=APPROVER, flips=flips)


def test_who_wrote_a_policy_may_not_approve_it_whatever_the_policy_says(
    sqlite_world: World,
) -> None:
    _appoint(sqlite_world, AUTHOR, "chief_executive")
    no_clause = without_clauses(lambda rule: isinstance(rule.when, s.DoerAboutTo))
    in_force(sqlite_world, "没有回避条款", rules=no_clause)
    version = proposed(sqlite_world)
    with pytest.raises(PolicyNotReady) as refusal:
        approve_version(
            sqlite_world.app, version, by=AUTHOR, flips=simulated(sqlite_world, version)
        )
    assert "拟稿人" in refusal.value.text("zh")
    assert state(sqlite_world, version) == "simulated"


def test_an_approval_may_take_two_names(sqlite_world: World) -> None:
    in_force(sqlite_world, "两人批准", rules=_approved_by_two())
    version = proposed(sqlite_world)
    flips = simulated(sqlite_world, version)
    first = approve_version(sqlite_world.app, version, by=APPROVER, flips=flips)
    assert (first.state, first.waiting_for) == ("simulated", ("supervision_leader",))
    assert approve_version(sqlite_world.app, version, by="leader", flips=flips).state == "approved"


def test_a_policy_that_takes_two_approvers_is_not_put_in_force_where_there_is_one(
    sqlite_world: World,
) -> None:
    _appoint(sqlite_world, APPROVER, "supervision_leader")
    _dismiss(sqlite_world, "leader", "supervision_leader")
    version = approved(sqlite_world, "两人批准", rules=_approved_by_two())
    with pytest.raises(PolicyNotReady):
        activate_version(sqlite_world.app, version, by=AUTHOR)


def test_what_was_never_simulated_is_not_approved(sqlite_world: World) -> None:
    version = proposed(sqlite_world)
    with pytest.raises(IllegalTransition):
        approve_version(sqlite_world.app, version, by=APPROVER, flips="0123456789")


@pytest.mark.parametrize("wrong", ["", "   ", "0123456789abcdef", "short"])
def test_an_approval_gives_the_fingerprint_of_the_list_that_was_looked_at(
    sqlite_world: World, wrong: str
) -> None:
    version = proposed(sqlite_world)
    flips = simulated(sqlite_world, version)
    given = flips[:7] if wrong == "short" else wrong
    with pytest.raises(BadInput) as refusal:
        approve_version(sqlite_world.app, version, by=APPROVER, flips=given)
    assert "policy flips" in refusal.value.text("en")
    assert approve_version(sqlite_world.app, version, by=APPROVER, flips=flips).state == "approved"


def test_a_new_simulation_lapses_the_approval_and_the_signature_under_it(world: World) -> None:
    version = approved(world)
    world.later(minutes=1)
    simulated(world, version)
    assert state(world, version) == "simulated"
    with pytest.raises(IllegalTransition):
        activate_version(world.app, version, by=AUTHOR)
    with pytest.raises(Refused) as refusal:
        world.do(revision(world, version), "approve_revision", APPROVER)
    assert "影响清单核阅" in refusal.value.text("zh")
    flips = fingerprint(world, version)
    approve_version(world.app, version, by=APPROVER, flips=flips)
    assert activate_version(world.app, version, by=AUTHOR).state == "in_force"


def test_a_simulation_is_against_the_version_in_force_when_it_is_approved_and_activated(
    world: World,
) -> None:
    slow, other = approved(world, "慢稿"), proposed(world, "另一稿")
    flips = simulated(world, other)
    in_force(world, "快稿")
    with pytest.raises(PolicyNotReady) as activation:
        activate_version(world.app, slow, by=AUTHOR)
    assert "policy simulate" in activation.value.text("en")
    with pytest.raises(PolicyNotReady):
        approve_version(world.app, other, by=APPROVER, flips=flips)
    simulated(world, slow)
    approve_version(world.app, slow, by=APPROVER, flips=fingerprint(world, slow))
    assert activate_version(world.app, slow, by=AUTHOR).state == "in_force"


def test_a_simulation_from_before_the_version_came_back_into_force_is_done_again(
    sqlite_world: World,
) -> None:
    first, slow = active(sqlite_world), approved(sqlite_world, "慢稿")
    sqlite_world.later(minutes=1)
    in_force(sqlite_world, "快稿")
    sqlite_world.later(minutes=1)
    activate_version(sqlite_world.app, str(first), by=APPROVER)
    with pytest.raises(PolicyNotReady) as refusal:
        activate_version(sqlite_world.app, slow, by=AUTHOR)
    assert "policy simulate" in refusal.value.text("en")


def test_a_simulation_of_another_version_is_not_taken(sqlite_world: World) -> None:
    version, other = proposed(sqlite_world), proposed(sqlite_world, "乙稿")
    with sqlite_world.app.store.read() as work:
        found = simulate(sqlite_world.app, sqlite_world.app.policy(work, other))
    with pytest.raises(BadInput):
        record_simulation(sqlite_world.app, version, found, by=AUTHOR)


def test_a_version_activated_from_a_day_waits_for_it(world: World) -> None:
    first, version = active(world), approved(world)
    done = activate_version(world.app, version, by=AUTHOR, from_day=date(2026, 3, 5))
    assert (done.state, active(world)) == ("scheduled", first)
    world.at(days=2, hours=14, minutes=59)
    assert not take_effect(world.app).in_force
    assert active(world) == first
    world.later(minutes=1)
    assert active(world) == version
    assert take_effect(world.app).in_force == (revision(world, version),)
    assert (state(world, version), state(world, str(first))) == ("in_force", "superseded")


def test_a_version_that_waits_is_not_said_to_be_in_force(sqlite_world: World) -> None:
    first, version = active(sqlite_world), approved(sqlite_world)
    activate_version(sqlite_world.app, version, by=AUTHOR, from_day=date(2026, 3, 5))
    found = {one.name: one.details for one in check_up(sqlite_world.app)}
    assert (found["policy"]["version"], found["policy"]["since"]) == (first, START)
    pages = [read_policy(sqlite_world.app, one, {}) for one in (None, version)]
    assert [(page.version, page.since) for page in pages] == [(first, START), (version, None)]


def test_one_version_at_most_waits_for_its_day(sqlite_world: World) -> None:
    waiting = approved(sqlite_world)
    other = approved(sqlite_world, "乙稿")
    activate_version(sqlite_world.app, waiting, by=AUTHOR, from_day=date(2026, 3, 5))
    for day in (None, date(2026, 3, 9)):
        with pytest.raises(PolicyNotReady) as refusal:
            activate_version(sqlite_world.app, other, by=AUTHOR, from_day=day)
        assert f"policy withdraw {waiting[:12]}" in refusal.value.text("en")
    withdraw_version(sqlite_world.app, waiting, by=APPROVER, reason="另有更好的一稿")
    assert activate_version(sqlite_world.app, other, by=AUTHOR).state == "in_force"


def test_a_version_withdrawn_before_its_day_never_comes_into_force(world: World) -> None:
    first, version = active(world), approved(world)
    activate_version(world.app, version, by=AUTHOR, from_day=date(2026, 3, 5))
    done = withdraw_version(world.app, version, by=AUTHOR, reason="条件不成熟")
    assert done.state == "revision_withdrawn"
    world.at(days=5)
    take_effect(world.app)
    assert (active(world), state(world, version)) == (first, "revision_withdrawn")


def test_a_version_is_not_activated_from_a_day_that_is_past(sqlite_world: World) -> None:
    version = approved(sqlite_world)
    with pytest.raises(PolicyNotReady) as refusal:
        activate_version(sqlite_world.app, version, by=AUTHOR, from_day=date(2026, 3, 1))
    assert "2026-03-01" in refusal.value.text("en")
    assert activate_version(
        sqlite_world.app, version, by=AUTHOR, from_day=date(2026, 3, 2)
    ).state == ("in_force")


def test_a_withdrawal_has_a_reason_and_comes_before_the_version_is_in_force(
    sqlite_world: World,
) -> None:
    version = approved(sqlite_world)
    with pytest.raises(Refused) as refusal:
        withdraw_version(sqlite_world.app, version, by=AUTHOR, reason=" ")
    assert "撤回原因" in refusal.value.text("zh")
    activate_version(sqlite_world.app, version, by=AUTHOR, from_day=date(2026, 3, 5))
    sqlite_world.at(days=3)
    with pytest.raises(PolicyNotReady):
        withdraw_version(sqlite_world.app, version, by=AUTHOR, reason="太晚了")
    take_effect(sqlite_world.app)
    with pytest.raises(IllegalTransition):
        withdraw_version(sqlite_world.app, version, by=AUTHOR, reason="太晚了")


def test_a_withdrawn_text_can_be_taken_up_again_and_needs_a_new_approval(
    sqlite_world: World,
) -> None:
    version = approved(sqlite_world)
    before = revision(sqlite_world, version)
    withdraw_version(sqlite_world.app, version, by=AUTHOR, reason="再想一想")
    assert read_version(sqlite_world.app, version, lang="zh").approved_by == ""
    again = propose(sqlite_world.app, proposal("甲稿"))
    assert (again.version, again.state, again.again) == (version, "checked", False)
    assert again.number != before


def test_a_former_version_is_put_in_force_again_by_the_approver(world: World) -> None:
    first = active(world)
    assert first is not None
    world.later(minutes=1)
    second = in_force(world)
    world.later(minutes=1)
    with pytest.raises(Refused):
        activate_version(world.app, first, by=AUTHOR)
    done = activate_version(world.app, first, by=APPROVER)
    assert (done.state, active(world), state(world, second)) == ("in_force", first, "superseded")


def test_going_back_can_be_withdrawn_and_done_another_day(sqlite_world: World) -> None:
    first, second = active(sqlite_world), in_force(sqlite_world)
    assert first is not None
    day = date(2026, 3, 5)
    for _ in range(2):
        activate_version(sqlite_world.app, first, by=APPROVER, from_day=day)
        done = withdraw_version(sqlite_world.app, first, by=AUTHOR, reason="再等一等")
        assert (done.state, active(sqlite_world)) == ("superseded", second)
    activate_version(sqlite_world.app, first, by=APPROVER, from_day=day)
    sqlite_world.at(days=3)
    take_effect(sqlite_world.app)
    assert (active(sqlite_world), state(sqlite_world, first), state(sqlite_world, second)) == (
        first,
        "in_force",
        "superseded",
    )


def test_a_policy_that_nobody_may_change_lets_nobody_propose_and_says_the_way_out(
    sqlite_world: World,
) -> None:
    sqlite_world.enforce(without_clauses(lambda _: True))
    with pytest.raises(PolicyNotReady) as refusal:
        propose(sqlite_world.app, proposal("甲稿"))
    assert "holdfast init --shipped-policy" in refusal.value.text("en")
    assert "holdfast init --shipped-policy" in _found(sqlite_world, "policy-change")


def test_the_doctor_says_when_nobody_could_change_the_policy(sqlite_world: World) -> None:
    assert _found(sqlite_world, "policy-change") == ""
    _dismiss(sqlite_world, APPROVER, "chief_executive")
    assert "nobody can change the policy" in _found(sqlite_world, "policy-change")


@pytest.mark.parametrize(
    "trigger",
    [
        "open",
        "check_revision",
        "simulate_revision",
        "approve_revision",
        "activate_revision",
        "take_effect",
        "supersede_revision",
        "reinstate_revision",
    ],
)
def test_a_policy_that_nobody_could_change_again_is_not_put_in_force(
    sqlite_world: World, trigger: str
) -> None:
    before = active(sqlite_world)
    locked = without_clauses(is_about(trigger))
    draft = propose(sqlite_world.app, proposal("锁死", rules=locked))
    assert [one.severity for one in draft.problems] == [Severity.WARNING]
    flips = simulated(sqlite_world, draft.version)
    approve_version(sqlite_world.app, draft.version, by=APPROVER, flips=flips)
    with pytest.raises(PolicyNotReady) as refusal:
        activate_version(sqlite_world.app, draft.version, by=AUTHOR)
    assert refusal.value.details["problems"][0].code == "never-changed-again"
    assert active(sqlite_world) == before


def test_a_policy_that_always_refuses_its_own_change_is_not_put_in_force(
    sqlite_world: World,
) -> None:
    whole = about_policies()
    clause = next(rule for rule in whole.rules if rule.when == s.AboutTo("approve_revision"))
    never = replace(clause, then=(s.Refuse("永不修改"),))
    version = approved(sqlite_world, rules=replace(whole, rules=(*whole.rules, never)))
    with pytest.raises(PolicyNotReady) as refusal:
        activate_version(sqlite_world.app, version, by=AUTHOR)
    assert "批准制度" in refusal.value.details["problems"][0].message


def test_a_policy_is_not_put_in_force_where_one_person_holds_every_office(
    sqlite_world: World,
) -> None:
    version = approved(sqlite_world)
    _appoint(sqlite_world, AUTHOR, "chief_executive")
    _dismiss(sqlite_world, APPROVER, "chief_executive")
    with pytest.raises(PolicyNotReady) as refusal:
        activate_version(sqlite_world.app, version, by=AUTHOR)
    assert "approve the policy" in refusal.value.details["problems"][0].message


def test_a_role_that_nobody_holds_is_found_before_activation(sqlite_world: World) -> None:
    version = approved(sqlite_world)
    _dismiss(sqlite_world, "centre", "supervision_centre")
    with pytest.raises(PolicyNotReady) as refusal:
        activate_version(sqlite_world.app, version, by=AUTHOR)
    assert "监察中心" in refusal.value.details["problems"][0].message


def test_a_step_by_hand_is_the_same_step(world: World) -> None:
    version = proposed(world)
    number = revision(world, version)
    assert read_version(world.app, number, lang="zh").version == version
    flips = simulated(world, version)
    with pytest.raises(PolicyNotReady):
        world.do(number, "simulate_revision", AUTHOR)
    world.sign(number, "flips_seen", APPROVER, flips_seen_digest="00000000")
    with pytest.raises(PolicyNotReady):
        world.do(number, "approve_revision", APPROVER)
    world.sign(number, "flips_seen", APPROVER, flips_seen_digest=flips)
    world.do(number, "approve_revision", APPROVER)
    world.do(number, "activate_revision", AUTHOR, open_cases="stay", effective_from="2026-03-02")
    assert active(world) == version


def test_who_approves_has_looked_at_the_list_in_person(sqlite_world: World) -> None:
    _appoint(sqlite_world, "leader", "chief_executive")
    version = proposed(sqlite_world)
    number = revision(sqlite_world, version)
    flips = simulated(sqlite_world, version)
    sqlite_world.sign(number, "flips_seen", "leader", flips_seen_digest=flips)
    with pytest.raises(PolicyNotReady):
        sqlite_world.do(number, "approve_revision", APPROVER)
    sqlite_world.do(number, "approve_revision", "leader")


def test_why_says_what_stands_against_a_step_that_the_policy_allows(sqlite_world: World) -> None:
    version = proposed(sqlite_world, "慢稿")
    number = revision(sqlite_world, version)
    _sign_by_hand(sqlite_world, number, simulated(sqlite_world, version))
    in_force(sqlite_world, "快稿")
    [stale] = why(sqlite_world.app, number, trigger="approve_revision", by=APPROVER).answers
    assert (stale.allowed, "policy simulate" in stale.reasons_en[-1]) == (False, True)
    _sign_by_hand(sqlite_world, number, simulated(sqlite_world, version))
    [fresh] = why(sqlite_world.app, number, trigger="approve_revision", by=APPROVER).answers
    assert fresh.allowed
    assert sqlite_world.do(number, "approve_revision", APPROVER).to_state == "approved"


def test_a_check_is_not_claimed_by_hand(sqlite_world: World) -> None:
    version = proposed(sqlite_world)
    fields = {"policy_version": version, "responsible_unit": "新材料公司"}
    number = sqlite_world.open("policy_revision", AUTHOR, fields).number
    with pytest.raises(PolicyNotReady):
        sqlite_world.do(number, "check_revision", AUTHOR, check_digest="0" * 64)


def test_a_revision_stays_about_the_version_for_which_it_was_opened(sqlite_world: World) -> None:
    version, other = approved(sqlite_world), proposed(sqlite_world, "乙稿")
    number = revision(sqlite_world, version)
    asked = {"open_cases": "stay", "effective_from": "2026-03-02", "policy_version": other}
    with pytest.raises(BadInput):
        sqlite_world.do(number, "activate_revision", AUTHOR, **asked)
    with pytest.raises(BadInput):
        sqlite_world.sign(number, "flips_seen", APPROVER, policy_version=other)


def test_fingerprints_that_are_typed_in_do_not_stand_for_a_simulation(sqlite_world: World) -> None:
    version = proposed(sqlite_world)
    number = revision(sqlite_world, version)
    simulated(sqlite_world, version)
    typed = {"flips_digest": "f" * 64, "flips_seen_digest": "f" * 64}
    sqlite_world.sign(number, "flips_seen", APPROVER, **typed)
    with pytest.raises(PolicyNotReady):
        sqlite_world.do(number, "approve_revision", APPROVER)


def test_a_check_report_of_another_text_does_not_stand_for_this_one(sqlite_world: World) -> None:
    version = proposed(sqlite_world)
    number = revision(sqlite_world, version)
    flips = simulated(sqlite_world, version)
    sqlite_world.sign(number, "flips_seen", APPROVER, flips_seen_digest=flips, check_digest="0")
    with pytest.raises(PolicyNotReady) as refusal:
        sqlite_world.do(number, "approve_revision", APPROVER)
    assert "policy propose" in refusal.value.text("en")


def test_a_second_revision_of_a_version_by_hand_takes_nothing_over(sqlite_world: World) -> None:
    version = approved(sqlite_world)
    number = revision(sqlite_world, version)
    fields = {"policy_version": version, "responsible_unit": "新材料公司"}
    beside = sqlite_world.open("policy_revision", AUTHOR, fields).number
    assert revision(sqlite_world, version) == number
    sqlite_world.do(beside, "withdraw_revision", AUTHOR, withdrawal_reason="误开")
    with pytest.raises(PolicyNotReady):
        activate_version(sqlite_world.app, version, by=AUTHOR)


def test_what_is_no_version_or_has_no_revision_is_named(sqlite_world: World) -> None:
    with pytest.raises(NotFound):
        withdraw_version(sqlite_world.app, "zzzz", by=AUTHOR, reason="没有")
    with pytest.raises(NotFound) as refusal:
        withdraw_version(sqlite_world.app, str(active(sqlite_world)), by=AUTHOR, reason="没有")
    assert "policy versions" in refusal.value.text("en")


def test_the_version_in_force_is_reviewed_once_a_year(sqlite_world: World) -> None:
    version = in_force(sqlite_world)
    number = revision(sqlite_world, version)
    with pytest.raises(Refused):
        sqlite_world.do(number, "review_policy", APPROVER, policy_review_opinion="仍然适用")
    sqlite_world.do(number, "review_policy", AUTHOR, policy_review_opinion="仍然适用")
    assert happened(sqlite_world, number, "moved")[-1].trigger == "review_policy"


def _found(world: World, name: str) -> str:
    return "".join(one.en for one in check_up(world.app) if one.name == name)


def _sign_by_hand(world: World, number: str, flips: str) -> None:
    world.sign(number, "flips_seen", APPROVER, flips_seen_digest=flips)


def _approved_by_two() -> RuleSet:
    """The chief executive and the leader of the supervision group approve together."""
    whole = about_policies()
    both = s.Jointly("chief_executive", "supervision_leader", "approve_revision")
    rules = (
        replace(
            rule, then=tuple(both if isinstance(then, s.OnlyBy) else then for then in rule.then)
        )
        if rule.when == s.AboutTo("approve_revision")
        else rule
        for rule in whole.rules
    )
    return replace(whole, rules=tuple(rules))


def _appoint(world: World, person: str, role: str) -> None:
    give_office(world.app, person, Office(role, "新材料公司"), from_on=date(2026, 1, 1))


def _dismiss(world: World, person: str, role: str) -> None:
    unit = {"centre": "group"}.get(person, "company")
    day = date(2026, 3, 1)
    assert dismiss(world.app, Appointment(person, role, unit, day, day))
