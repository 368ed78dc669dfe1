"""What becomes of clocks of every sort when their case follows another policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from casework.casefile import locked_file
from casework.delivering import deliver
from casework.extending import extend_clock
from casework.following import follow_policy
from casework.pausing import pause_case, resume_case
from casework.recording import save
from casework.sweeping import sweep
from casework.telling import tell_party
from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import ByDate, ByTime, Roll
from policies.recurrence import Weekly
from policies.rules import Rule
from store.clocks import spans_of
from store.versions import STAY
from tests.integration.casework_looks import (
    case_of,
    dues,
    happened,
    local,
    said,
    standings,
    stopped,
)
from tests.integration.casework_world import World, sign_all
from tests.integration.changed_policies import (
    Change,
    changed,
    clause,
    limit_of,
    nobody_asks_for,
    put_in_force,
    within,
)
from tests.integration.grievances import grievance
from tests.integration.searches import begin, entered, issued, report, with_shanxi
from tests.integration.test_reprojecting import PLAN, submitted

APPROVE, APPLY, CLOSE = "approve_plan", "apply_for_acceptance", "close"
ANY_TIME = (s.Without("finding", "strike_off"),)


def _rectifying(world: World) -> str:
    """A finding to be rectified by 31 March."""
    number = submitted(world)
    world.do(number, APPROVE, "office")
    return number


def test_more_time_that_was_granted_stays_granted(sqlite_world: World) -> None:
    world = sqlite_world
    number = grievance(world, "investigation")
    extend_clock(world.app, number, CLOSE, by="compliance", more="10日", reason="需要检测")
    extended = dues(world, number)[CLOSE]
    put_in_force(world, changed(limit_of(CLOSE, within(40), kind="grievance")))
    follow_policy(world.app)
    assert extended == local(5, 19)
    # Forty days end on a Saturday, so on Monday 13 April; ten more end with the 23rd.
    assert dues(world, number)[CLOSE] == local(4, 24)
    (clock,) = [one.clock for one in standings(world, number) if one.clock.obligation == CLOSE]
    assert clock.term == 2


def test_a_case_that_stands_still_stands_still_and_counts_by_the_new_policy_later(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    number = submitted(world)
    pause_case(world.app, number, by="deputy", reason="等待检修", until="2026-03-03")
    armed = [one.clock.next_rung_at for one in standings(world, number) if one.due is None]
    put_in_force(world, changed(limit_of(APPROVE, within(5, "working_days"))))
    assert follow_policy(world.app).moved == 0
    assert dues(world, number)[APPROVE] is None
    assert [x.clock.next_rung_at for x in standings(world, number) if x.due is None] == armed
    sweep(world.at(2).app)
    assert dues(world, number)[APPROVE] == local(3, 10, 17, 30)


def test_what_begins_late_did_not_run_while_the_case_was_paused(world: World) -> None:
    number = submitted(world)
    pause_case(world.app, number, by="deputy", reason="等待检修")
    world.at(4)
    resume_case(world.app, number, by="deputy")
    world.at(5)
    asked = clause(1, ANY_TIME, s.After("submit_plan"), s.MustHappen("strike_off", within(20)))
    put_in_force(world, changed(added=[asked]))
    follow_policy(world.app)
    with world.app.store.read() as work:
        spans = spans_of(work, case_of(world, number).id)
    (clock,) = [x.clock for x in standings(world, number) if x.clock.obligation == "strike_off"]
    assert [one.seq for one in spans[clock.id]] == [1, 2]
    # Twenty days from the second, and the five on which it stood still at some moment.
    assert dues(world, number)["strike_off"] == local(3, 27)


def test_what_begins_in_a_paused_case_waits_for_its_end(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)
    pause_case(world.app, number, by="deputy", reason="等待检修", until="2026-03-03")
    asked = clause(1, ANY_TIME, s.After("submit_plan"), s.MustHappen("strike_off", within(20)))
    weekly = clause(2, ANY_TIME, s.Every(Weekly(4)), s.MustHappen("submit_plan", ByTime(17)))
    put_in_force(world, changed(added=[asked, weekly]))
    assert follow_policy(world.app).begun == 2
    assert set(dues(world, number).values()) == {None}
    assert sweep(world.at(1).app).fired == 0
    sweep(world.at(2).app)
    assert dues(world, number)["strike_off"] == local(3, 24)
    assert "every:submit_plan:weekly-4:17.00:none" in dues(world, number)


def test_a_pause_without_anything_to_pause_any_more_ends(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)
    pause_case(world.app, number, by="deputy", reason="等待检修")
    put_in_force(world, changed(nobody_asks_for(APPROVE)))
    follow_policy(world.app)
    assert len(happened(world, number, "pause_ended")) == 1


def test_a_date_that_a_field_held_is_kept_until_another_field_counts(sqlite_world: World) -> None:
    world = sqlite_world
    number = _rectifying(world)
    assert dues(world, number)[APPLY] == local(4, 1)

    def a_day_earlier(rule: Rule) -> Rule:
        """The clause about the due date now rolls to the working day before."""
        if not any(getattr(one, "limit", None) == ByDate("due_on") for one in rule.then):
            return rule
        then = [
            replace(x, roll=Roll.PRECEDING) if isinstance(x, s.RollTo) else x for x in rule.then
        ]
        return replace(rule, then=tuple(then))

    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        file.facts = file.facts.changed({"due_on": "2026-04-10"})
        save(file)
        work.commit()
    put_in_force(world, changed(a_day_earlier))
    follow_policy(world.app)
    assert dues(world, number)[APPLY] == local(4, 1)
    put_in_force(world, changed(limit_of(APPLY, within(3))))
    follow_policy(world.app)
    assert dues(world, number)[APPLY] == local(3, 6)
    put_in_force(world, changed())
    follow_policy(world.app)
    assert dues(world, number)[APPLY] == local(4, 11)


def test_a_clause_about_something_else_that_was_done_starts_another_clock(
    sqlite_world: World,
) -> None:
    """Not the submission but the signature counts now: the old clock ends, a new one begins."""
    world = sqlite_world
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    world.at(1)
    world.do(number, "submit_plan", "head", **PLAN)

    def from_the_signature(rule: Rule) -> Rule:
        if rule.when != s.After("submit_plan") or rule.kind != "finding":
            return rule
        return replace(rule, given=ANY_TIME, when=s.After("sign_for"))

    assert dues(world, number)[APPROVE] == local(3, 6, 17, 30)
    put_in_force(world, changed(from_the_signature))
    found = follow_policy(world.app)
    assert (found.begun, found.ended) == (1, 1)
    assert (APPROVE, "left") in stopped(world, number)
    assert dues(world, number)[APPROVE] == local(3, 5, 17, 30)


def test_a_duty_to_tell_counts_as_fulfilled_by_whoever_has_told_before(world: World) -> None:
    told, silent = grievance(world, "remedy"), grievance(world, "remedy")
    by_mail = grievance(world, "remedy")
    tell = s.MustTell("improvements", "complainant", within(3))
    where = (s.Without("grievance", "close"),)
    tell_party(
        world.app, told, "improvements", party="complainant", by="union", served_by_hand=True
    )
    tell_party(world.app, by_mail, "improvements", party="complainant", by="union")
    deliver(world.app)
    put_in_force(world, changed(added=[clause(1, where, s.After("serve_decision"), tell)]))
    assert follow_policy(world.app).begun == 1
    name = "tell:improvements:complainant"
    assert name in dues(world, silent)
    assert name not in dues(world, told)
    assert name not in dues(world, by_mail)


def test_a_timer_that_only_waits_is_counted_from_its_event(sqlite_world: World) -> None:
    world = sqlite_world
    number = grievance(world, "verification")
    name = "since:deliver_remedy:HappensByItself:close"
    assert dues(world, number)[name] == local(4, 2)

    def sooner(rule: Rule) -> Rule:
        if rule.kind != "grievance" or not isinstance(rule.when, s.Since):
            return rule
        return replace(rule, when=replace(rule.when, duration=Duration(5, Unit.DAYS)))

    put_in_force(world, changed(sooner))
    follow_policy(world.app)
    assert dues(world, number)[name] == local(3, 8)


def _searching(world: World) -> str:
    """A search of a plant that reports every Thursday by 17:00; it has begun on Monday."""
    search = issued(world, entered(with_shanxi(world)))["controls"]
    begin(world, search, "controls")
    sweep(world.app)
    assert dues(world, search)["report"] == local(3, 5, 17)
    return search


def _every(weekday: int, hour: int) -> Change:
    def change(rule: Rule) -> Rule:
        if rule.kind != "read_across" or not isinstance(rule.when, s.Every):
            return rule
        then = tuple(
            replace(one, limit=ByTime(hour)) if isinstance(one, s.MustHappen) else one
            for one in rule.then
        )
        return replace(rule, when=s.Every(Weekly(weekday)), then=then)

    return change


def test_what_is_owed_by_an_unchanged_calendar_stays_open_and_cites_the_new_text(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    search = _searching(world)
    before = dues(world, search)
    version = put_in_force(world, changed(limit_of(APPROVE, within(9))))
    assert follow_policy(world.app).ended == 0
    assert dues(world, search) == before
    cites = {x.clock.cite for x in standings(world, search) if x.clock.stopped_at is None}
    assert all(version in cite for cite in cites)


def test_another_calendar_opens_anew_what_is_not_due_yet(sqlite_world: World) -> None:
    world = sqlite_world
    search = _searching(world)
    put_in_force(world, changed(_every(5, 12)))
    found = follow_policy(world.app)
    assert (found.begun, found.ended) == (1, 2)
    assert ("report", "left") in stopped(world, search)
    sweep(world.app)
    assert dues(world, search)["report"] == local(3, 6, 12)
    sweep(world.at(4, hours=4).app)
    assert [one["on"] for one in said(world, search, "occurrence_opened")] == [
        "2026-03-05",
        "2026-03-06",
    ]


def test_what_is_due_today_stays_open_until_the_new_calendar_comes_round(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    search = _searching(world)
    world.at(3, hours=1)
    put_in_force(world, changed(_every(5, 12)))
    follow_policy(world.app)
    assert dues(world, search)["report"] == local(3, 5, 17)
    report(world, search, "controls")
    assert ("report", "met") in stopped(world, search)


def test_what_was_never_answered_is_missed_when_the_new_calendar_comes_round(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    search = _searching(world)
    sweep(world.at(3, hours=9).app)
    put_in_force(world, changed(_every(5, 12)))
    follow_policy(world.app)
    sweep(world.app)
    assert [one["on"] for one in said(world, search, "missed")] == ["2026-03-05"]
    where = (s.InState("read_across", "searching"),)
    asked = clause(1, where, s.After("begin_search"), s.MustHappen("end_search", within(90)))
    put_in_force(world, changed(_every(5, 12), added=[asked]))
    assert follow_policy(world.app).begun == 1


def test_a_calendar_that_is_gone_asks_for_nothing_more(sqlite_world: World) -> None:
    world = sqlite_world
    search = _searching(world)

    def no_returns(rule: Rule) -> Rule | None:
        gone = rule.kind == "read_across" and isinstance(rule.when, s.Every)
        return None if gone else rule

    put_in_force(world, changed(no_returns))
    assert follow_policy(world.app).ended == 2
    assert "report" not in dues(world, search)
    sweep(world.at(30).app)
    assert happened(world, search, "missed") == []


def test_an_occurrence_that_only_the_old_clause_was_about_ends(sqlite_world: World) -> None:
    world = sqlite_world
    search = _searching(world)

    def elsewhere(rule: Rule) -> Rule:
        if rule.kind != "read_across" or not isinstance(rule.when, s.Every):
            return rule
        given = tuple(
            s.UnitWithin("新材料公司") if isinstance(one, s.UnitWithin) else one
            for one in rule.given
        )
        return replace(rule, given=given)

    put_in_force(world, changed(elsewhere))
    follow_policy(world.app)
    assert "report" not in dues(world, search)


def test_an_excuse_that_is_new_lets_off_what_is_open(sqlite_world: World) -> None:
    world = sqlite_world
    search = _searching(world)
    given = (s.InState("read_across", "searching"), s.UnitWithin("山西铝业公司"))
    safety = (*given, s.FieldIs("domain", "safety"))
    put_in_force(world, changed(added=[clause(1, safety, s.Every(Weekly(4)), s.Excuse("report"))]))
    follow_policy(world.app)
    assert dues(world, search)["report"] == local(3, 5, 17)
    sweep(world.at(3, hours=9).app)
    assert ("report", "excused") in stopped(world, search)


def test_of_several_new_clauses_the_one_that_is_due_first_counts(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)
    company = (*ANY_TIME, s.FieldIs("source", "company_check"))
    general = (*ANY_TIME, s.FieldIs("hazard_grade", "general_hazard"))
    submitted_ = s.After("submit_plan")
    clauses = [
        clause(1, company, submitted_, s.MustHappen("strike_off", within(30))),
        clause(2, general, submitted_, s.MustHappen("strike_off", within(20))),
        clause(3, company, submitted_, s.MustHappen(APPROVE, within(2))),
    ]
    put_in_force(world, changed(added=clauses))
    found = follow_policy(world.app)
    assert (found.begun, found.moved) == (1, 1)
    assert dues(world, number) == {"strike_off": local(3, 23), APPROVE: local(3, 5)}


def test_what_was_done_before_a_case_was_put_back_counts_no_more(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    world.do(number, "put_back", "chief", reopening_reason="防护罩再次缺失")
    after = [s.After("issue"), s.After("put_back")]
    asked = [
        clause(at, ANY_TIME, one, s.MustHappen("strike_off", within(10 * at)))
        for at, one in enumerate(after, 1)
    ]
    put_in_force(world, changed(added=asked))
    follow_policy(world.app)
    assert dues(world, number)["strike_off"] == local(3, 23)


def test_what_only_the_new_policy_looks_at_is_known_to_it(sqlite_world: World) -> None:
    """The old one asked for no signature, so none was loaded; the check is signed all the same."""
    world = sqlite_world

    def no_check_needed(rule: Rule) -> Rule | None:
        needs = any(
            isinstance(one, s.NeedsCheck | s.CheckFails) for one in (*rule.given, *rule.then)
        )
        return None if needs and rule.kind == "finding" else rule

    put_in_force(world, changed(no_check_needed), STAY)
    number = world.bring(world.finding(), "to_be_struck_off")
    world.sign(number, "rectified_thoroughly", "second")
    unsigned = (s.InState("finding", "to_be_struck_off"), s.CheckFails("rectified_thoroughly"))
    hurry = s.MustHappen("strike_off", within(1))
    put_in_force(world, changed(added=[clause(1, unsigned, s.After("reinspect"), hurry)]))
    before = dues(world, number)
    assert follow_policy(world.app).moved == 0
    assert dues(world, number) == before


@pytest.mark.parametrize("days", [1, 30])
def test_following_at_any_moment_ends_in_the_same_dates(sqlite_world: World, days: int) -> None:
    world = sqlite_world
    number = grievance(world, "investigation")
    world.at(days)
    put_in_force(world, changed(limit_of(CLOSE, within(45), kind="grievance")))
    follow_policy(world.app)
    assert dues(world, number)[CLOSE] == local(4, 17)
    (moved,) = said(world, number, "policy_changed")[0]["moved"]
    assert datetime.fromisoformat(moved["to"]) == local(4, 17)


def test_who_follows_owes_what_a_new_case_owes_that_came_the_same_way(sqlite_world: World) -> None:
    world = sqlite_world
    states = ("to_be_confirmed", "to_be_signed_for", "being_rectified", "to_be_reinspected")
    before = {state: world.bring(world.finding(), state) for state in states}
    every = [limit_of(name, within(9)) for name in ("confirm", "sign_for", "reinspect")]
    issued_ = clause(1, ANY_TIME, s.After("issue"), s.MustHappen("strike_off", within(40)))
    put_in_force(world, changed(*every, nobody_asks_for(APPLY), added=[issued_]))
    follow_policy(world.app)
    for state, number in before.items():
        new = world.bring(world.finding(), state)
        assert dues(world, number) == dues(world, new), state
        assert _cites(world, number) == _cites(world, new)


def _cites(world: World, number: str) -> set[str]:
    return {x.clock.cite for x in standings(world, number) if x.clock.stopped_at is None}
