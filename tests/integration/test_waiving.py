"""Waivers (特批): one gate, once, for a reason, by two people; then the rule applies again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from casework.approving import approve, decline
from casework.casefile import find_file, locked_file
from casework.following import follow_policy
from casework.letters import letters
from casework.moving import advance
from casework.policies_in_force import version_from
from casework.recording import save
from casework.timeline import timeline_of
from casework.viewing import view_case
from casework.waiving import Wanted, take_waiver_back, waive_clause
from domain.errors import BadInput, HoldfastError, IllegalTransition, NotFound, Refused
from domain.facts import SYSTEM_ACTOR
from domain.people import SYSTEM
from holdfast.showing.waivers import waiver_lines
from notifications.messages import Message
from policies import statements as s
from policies.waivers import clause_key
from store.allowances import requests_of
from store.outbox import outbox_of
from store.versions import FOLLOW, Activation, insert_activation, put_policy_version
from tests.integration.casework_looks import case_of, notices, said
from tests.integration.casework_world import World
from tests.integration.waivers_world import (
    WHY,
    ask,
    gate,
    granted,
    permit,
    permitting,
    place,
    ready,
    rows,
    unsatisfied,
)

if TYPE_CHECKING:
    from policies.rules import RuleSet


@pytest.fixture
def permitted(world: World) -> World:
    """The small organisation under a policy that permits waivers, on each database."""
    return permit(world)


@pytest.fixture
def permitted_sqlite(sqlite_world: World) -> World:
    """The same, on one database."""
    return permit(sqlite_world)


def _codes(world: World, number: str) -> list[str]:
    """Why the finding cannot be struck off."""
    with pytest.raises(Refused) as refusal:
        world.do(number, "strike_off", "deputy")
    return list(refusal.value.details["codes"])


def _refusal(world: World, number: str, *, by: str = "deputy", **changed: str) -> HoldfastError:
    """Why a waiver cannot be asked for."""
    wanted = {"trigger": "strike_off", "clause": place(unsatisfied(permitting())), "until": "10日"}
    with pytest.raises(HoldfastError) as refusal:
        waive_clause(world.app, number, Wanted(**{**wanted, "reason": WHY, **changed}), by=by)
    return refusal.value


def _mail_to(world: World, person: str) -> str:
    """The last message to somebody, in words."""
    with world.app.store.read() as work:
        messages = [
            m for m in outbox_of(work, case_of(world, "R1-1").id) if m.recipient_id == person
        ]
    (letter,) = letters(world.app, messages[-1:], world.app.now(), only_look=True)
    assert isinstance(letter.found, Message), letter
    return letter.found.rendered.text


def test_a_waiver_lets_one_clause_pass_once(permitted: World) -> None:
    number = ready(permitted)
    assert _codes(permitted, number) == ["refused"]
    assert ask(permitted, number).waiting_for == ("supervision_leader",)
    assert ("approval", "leader") in notices(permitted, number)
    assert place(unsatisfied(permitting())) in _mail_to(permitted, "leader")
    assert _codes(permitted, number) == ["refused"]
    assert approve(permitted.app, number, "waive", by="leader").carried_out
    done = permitted.do(number, "strike_off", "deputy")
    rule = unsatisfied(permitting()).cite.at(case_of(permitted, number).policy_id)
    assert [one["line"] for one in done.waived] == [rule.line]
    (row,) = rows(permitted, number)
    assert (row.owner, row.approver, row.used_by) == ("deputy", "leader", "deputy")
    assert row.used_at == permitted.app.now()
    (moved,) = (one for one in said(permitted, number, "moved") if "waivers" in one)
    cited = {"id": row.id, "owner": "deputy", "approver": "leader", "rule": rule.as_json()}
    assert moved["waivers"] == [cited]


def test_what_a_waiver_let_pass_once_it_does_not_let_pass_again(permitted_sqlite: World) -> None:
    world = permitted_sqlite
    number = ready(world)
    granted(world, number)
    world.do(number, "strike_off", "deputy")
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        file.facts = replace(file.facts, state="to_be_struck_off")
        save(file)
        work.commit()
    assert _codes(world, number) == ["refused"]


def test_a_waiver_is_good_for_its_own_case_only(permitted_sqlite: World) -> None:
    granted(permitted_sqlite, ready(permitted_sqlite))
    assert _codes(permitted_sqlite, ready(permitted_sqlite)) == ["refused"]


def test_a_waiver_that_is_not_needed_is_not_spent(permitted_sqlite: World) -> None:
    number = ready(permitted_sqlite)
    granted(permitted_sqlite, number)
    permitted_sqlite.sign(number, "people_satisfied", "union")
    permitted_sqlite.do(number, "strike_off", "deputy")
    (row,) = rows(permitted_sqlite, number)
    assert (row.used_at, row.ended_as, row.ended_by) == (None, "lapsed", "deputy")


def test_whoever_asks_does_not_approve_and_nobody_else_may(permitted_sqlite: World) -> None:
    number = ready(permitted_sqlite)
    ask(permitted_sqlite, number)
    for person, code in (("deputy", "requester-approves"), ("ceo", "not-authorised")):
        with pytest.raises(Refused) as refusal:
            approve(permitted_sqlite.app, number, "waive", by=person)
        assert code in refusal.value.details["codes"]
    assert "not-authorised" in _refusal(permitted_sqlite, number, by="office").details["codes"]
    assert rows(permitted_sqlite, number) == []


def test_nobody_waives_anything_where_policy_does_not_say_who(sqlite_world: World) -> None:
    number = ready(sqlite_world)
    assert "nobody-named" in _refusal(sqlite_world, number).details["codes"]


def _unapproved() -> RuleSet:
    """The policy in which nobody is said to approve a waiver; no check would let it through."""
    whole = permitting()
    rules = tuple(
        replace(rule, then=tuple(t for t in rule.then if not isinstance(t, s.NeedsApproval)))
        if rule.when == s.AboutTo("waive")
        else rule
        for rule in whole.rules
    )
    return replace(whole, rules=rules)


def test_nobody_waives_anything_where_policy_names_no_second_person(sqlite_world: World) -> None:
    world = sqlite_world.enforce(_unapproved())
    assert _refusal(world, ready(world)).details["codes"] == ["waiver-without-approval"]


def test_what_cannot_be_waived_is_said_with_what_could_be(permitted_sqlite: World) -> None:
    world, rules = permitted_sqlite, permitting()
    number = ready(world)
    unknown = _refusal(world, number, clause="没有.feature:1")
    assert isinstance(unknown, BadInput)
    for lang in ("zh", "en"):
        assert place(unsatisfied(rules)) in unknown.text(lang)
    named = gate(rules, "strike_off", s.OnlyBy("supervision_leader"))
    assert _refusal(world, number, clause=place(named)).details["codes"] == ["not-waivable"]
    held = gate(rules, "strike_off", s.CheckFails("mechanism_sound"))
    found = _refusal(world, number, clause=place(held))
    assert found.details["codes"] == ["gate-does-not-stand"]
    assert isinstance(_refusal(world, number, trigger="file"), IllegalTransition)
    assert isinstance(_refusal(world, number, trigger="吃饭"), BadInput)
    for until in ("", "永远", "2026-03-01"):
        assert isinstance(_refusal(world, number, until=until), BadInput)
    assert isinstance(_refusal(world, number, reason=" "), BadInput)
    granted(world, number)
    assert _refusal(world, number).details["codes"] == ["waived-already"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_clause_is_named_by_its_place_or_by_its_citation(
    permitted_sqlite: World, lang: str
) -> None:
    number = ready(permitted_sqlite)
    rule = unsatisfied(permitting())
    wanted = Wanted("销号", rule.cite.words(lang), "2026-03-09", WHY)
    found = waive_clause(permitted_sqlite.app, number, wanted, by="deputy")
    assert (found.rule.line, found.trigger) == (rule.cite.line, "strike_off")


def test_a_second_request_waits_for_the_first(permitted_sqlite: World) -> None:
    number = ready(permitted_sqlite)
    ask(permitted_sqlite, number)
    assert _refusal(permitted_sqlite, number).details["codes"] == ["request-waits"]
    assert decline(permitted_sqlite.app, number, "特批", by="leader", reason="先复核") == "declined"
    assert rows(permitted_sqlite, number) == []
    ask(permitted_sqlite, number)


def test_what_was_asked_for_in_one_state_is_not_approved_in_another(permitted: World) -> None:
    number = ready(permitted)
    ask(permitted, number)
    permitted.do(number, "return_for_rectification", "office", return_reason="分项二未完成")
    with permitted.app.store.read() as work:
        (request,) = requests_of(work, case_of(permitted, number).id)
    assert (request.outcome, request.settled_by) == ("lapsed", "office")
    with pytest.raises(NotFound):
        approve(permitted.app, number, "waive", by="leader")


def test_what_no_longer_stands_in_the_way_is_not_approved(permitted_sqlite: World) -> None:
    number = ready(permitted_sqlite)
    ask(permitted_sqlite, number)
    permitted_sqlite.sign(number, "people_satisfied", "union")
    with pytest.raises(Refused) as refusal:
        approve(permitted_sqlite.app, number, "waive", by="leader")
    assert refusal.value.details["codes"] == ["gate-does-not-stand"]


def test_a_waiver_whose_end_came_before_its_approval_is_not_granted(
    permitted_sqlite: World,
) -> None:
    number = ready(permitted_sqlite)
    ask(permitted_sqlite, number, until="2026-03-04")
    permitted_sqlite.at(3)
    with pytest.raises(BadInput):
        approve(permitted_sqlite.app, number, "waive", by="leader")


@pytest.mark.parametrize("person", ["deputy", "leader"])
def test_either_of_the_two_takes_a_waiver_back(permitted: World, person: str) -> None:
    number = ready(permitted)
    row = granted(permitted, number)
    take_waiver_back(permitted.app, number, "strike_off", by=person, reason="已经补做")
    (ended,) = rows(permitted, number)
    assert (ended.ended_as, ended.ended_by) == ("revoked", person)
    assert said(permitted, number, "waiver_revoked")[0]["waiver"] == row.id
    assert _codes(permitted, number) == ["refused"]
    with pytest.raises(NotFound):
        take_waiver_back(permitted.app, number, "strike_off", by=person, reason="再撤")


def test_nobody_else_takes_a_waiver_back(permitted_sqlite: World) -> None:
    number = ready(permitted_sqlite)
    granted(permitted_sqlite, number)
    with pytest.raises(Refused):
        take_waiver_back(permitted_sqlite.app, number, "strike_off", by="office", reason="不妥")
    with pytest.raises(NotFound):
        take_waiver_back(
            permitted_sqlite.app, number, "strike_off", by="deputy", reason="不妥", clause="甲:1"
        )
    clause = place(unsatisfied(permitting()))
    take_waiver_back(
        permitted_sqlite.app, number, "strike_off", by="deputy", reason="不妥", clause=clause
    )
    assert _codes(permitted_sqlite, number) == ["refused"]


def test_no_waiver_outlives_the_closing_of_its_case(permitted: World) -> None:
    number = ready(permitted)
    granted(permitted, number)
    permitted.sign(number, "people_satisfied", "union")
    with permitted.app.store.write() as work:
        file = locked_file(permitted.app, work, number)
        assert file.facts.waivers
        advance(file, "strike_off", SYSTEM_ACTOR, {})
        # What follows in the same transaction is judged by these very facts.
        assert not file.facts.waivers
        save(file)
        work.commit()
    assert [row.ended_as for row in rows(permitted, number)] == ["lapsed"]


# --- another version of the policy --------------------------------------------------------------


def _follow(world: World, number: str, ruleset: RuleSet) -> str:
    """Put other rules in force, which open cases follow; how the case's waiver stands then."""
    app = world.app
    texts = {"changed": clause_key(ruleset.rules[0])}
    with app.store.write() as work:
        version = version_from(app, texts, ruleset, SYSTEM)
        put_policy_version(work, version)
        now = app.now()
        insert_activation(work, Activation(version.id, SYSTEM, SYSTEM, now, FOLLOW, now))
        work.commit()
    assert follow_policy(app).failed == 0
    assert case_of(world, number).policy_id == version.id
    (view,) = view_case(app, number, lang="zh").waivers
    return view.standing


def test_a_clause_that_is_only_renumbered_stays_waived(permitted_sqlite: World) -> None:
    whole = permitting()
    moved = tuple(
        replace(rule, cite=replace(rule.cite, line=rule.cite.line + 7, article=9), tags=())
        for rule in whole.rules
    )
    number = ready(permitted_sqlite)
    granted(permitted_sqlite, number)
    extra = replace(whole.rules[0], cite=replace(whole.rules[0].cite, line=1))
    assert _follow(permitted_sqlite, number, replace(whole, rules=(*moved, extra))) == "live"
    permitted_sqlite.do(number, "strike_off", "deputy")


def test_a_clause_that_says_something_else_applies_again(permitted_sqlite: World) -> None:
    whole, old = permitting(), unsatisfied(permitting())
    new = replace(old, then=(s.Refuse("员工和群众代表不满意不放过"),))
    rules = (new, *(rule for rule in whole.rules if rule is not old))
    number = ready(permitted_sqlite)
    granted(permitted_sqlite, number)
    assert clause_key(new) != clause_key(old)
    assert _follow(permitted_sqlite, number, replace(whole, rules=rules[1:] + rules[:1])) == "void"
    assert _codes(permitted_sqlite, number) == ["refused"]


def test_a_policy_that_permits_no_waivers_honours_none(permitted_sqlite: World) -> None:
    number = ready(permitted_sqlite)
    granted(permitted_sqlite, number)
    whole = permitting()
    rules = tuple(rule for rule in whole.rules if rule.when != s.AboutTo("waive"))
    assert _follow(permitted_sqlite, number, replace(whole, rules=rules)) == "void"
    assert _codes(permitted_sqlite, number) == ["refused"]


# --- the story ------------------------------------------------------------------------------------


def test_the_story_of_a_case_tells_of_its_waivers(permitted_sqlite: World) -> None:
    world = permitted_sqlite
    number = ready(world)
    granted(world, number)
    take_waiver_back(world.app, number, "strike_off", by="leader", reason="已经补做")
    granted(world, number)
    world.do(number, "strike_off", "deputy")
    clause = place(unsatisfied(permitting()))
    for lang, words in (
        ("zh", ("不受", "撤销特批", "特批：")),
        ("en", ("waiver:", "taken back", "by waiver")),
    ):
        with world.app.store.read() as work:
            told = [one.words for one in timeline_of(find_file(world.app, work, number), lang)]
        for word in words:
            assert any(word in line and clause in line for line in told), (lang, word)


def test_of_several_live_waivers_the_one_that_is_named_is_taken_back(
    permitted_sqlite: World,
) -> None:
    world, rules = permitted_sqlite, permitting()
    number = world.bring(world.finding(), "to_be_struck_off")
    checks = ("people_satisfied", "mechanism_sound")
    first, second = (gate(rules, "strike_off", s.CheckFails(check)) for check in checks)
    for rule in (first, second):
        ask(world, number, rule=rule)
        approve(world.app, number, "waive", by="leader")
    with pytest.raises(BadInput) as fault:
        take_waiver_back(world.app, number, "strike_off", by="leader", reason="补做")
    for lang in ("zh", "en"):
        assert all(place(rule) in fault.value.text(lang) for rule in (first, second))
    clause = second.cite.words("en")
    take_waiver_back(world.app, number, "strike_off", by="leader", reason="补做", clause=clause)
    live, revoked = view_case(world.app, number, lang="en").waivers
    assert (live.standing, revoked.standing) == ("live", "revoked")
    assert revoked.rule["line"] == second.cite.line
    told = "\n".join(waiver_lines([live, revoked], "Asia/Shanghai", "en"))
    assert "past" in told
    assert "[revoked Mon 2026-03-02 09:00 leader甲: 补做]" in told


def test_what_a_move_would_spend_is_not_spent_when_the_move_is_undone(
    permitted: World,
) -> None:
    number = ready(permitted)
    row = granted(permitted, number)
    with permitted.app.store.write() as work:
        file = locked_file(permitted.app, work, number)
        done = advance(file, "strike_off", SYSTEM_ACTOR, {})
        save(file)
        assert len(done.waived) == 1
    assert rows(permitted, number) == [row]
    permitted.do(number, "strike_off", "deputy")
