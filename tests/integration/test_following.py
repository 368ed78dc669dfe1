"""Open cases follow a policy that says so: each once, on record, from the start of its clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa

from casework.app import App
from casework.bootstrap import init_app
from casework.casefile import find_file
from casework.following import Followed, anything_to_follow, count_to_follow, follow_policy
from casework.settings import Settings
from casework.sweeping import sweep
from casework.taking_effect import (
    TookEffect,
    adopt,
    anything_to_adopt,
    anything_to_take_effect,
    take_effect,
)
from casework.timeline import timeline_of
from policies import statements as s
from policies.durations import Duration, Unit
from policies.rules import Rule
from store.clocks import firings_of
from store.rows import table_of
from store.rows.clocks import ClockRow
from store.verify import verify_chain
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
from tests.integration.casework_world import START, World, sign_all
from tests.integration.changed_policies import (
    changed,
    clause,
    limit_of,
    nobody_asks_for,
    put_in_force,
    within,
)
from tests.integration.killing import killed_at
from tests.integration.racing import race
from tests.integration.test_reprojecting import submitted

APPROVE = "approve_plan"
LONGER = changed(limit_of(APPROVE, within(5, "working_days")))
SHORTER = changed(limit_of(APPROVE, within(1)))


def test_a_changed_number_moves_the_running_clock_from_its_old_start(world: World) -> None:
    number = submitted(world)
    before = case_of(world, number).policy_id
    after = put_in_force(world, LONGER)
    world.later(days=1)
    found = follow_policy(world.app)
    assert found == Followed(cases=2, clocks=found.clocks, moved=1)
    assert dues(world, number)[APPROVE] == local(3, 9, 17, 30)
    assert case_of(world, number).policy_id == after
    (event,) = happened(world, number, "policy_changed")
    payload = orjson.loads(event.payload)
    assert payload["versions"] == [before, after]
    assert payload["moved"] == [
        {
            "obligation": APPROVE,
            "from": local(3, 5, 17, 30).isoformat(),
            "to": local(3, 9, 17, 30).isoformat(),
        }
    ]
    assert (event.actor, payload["approver"], event.policy_id) == ("rules", "ceo", after)
    assert orjson.loads(event.rules)[0]["version"] == after
    assert follow_policy(world.app) == Followed()
    assert verify_chain(world.app.store).ok


def test_it_is_told_in_both_languages(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)
    version = put_in_force(world, LONGER)[:12]
    follow_policy(world.app)
    with world.app.store.read() as work:
        file = find_file(world.app, work, number)
        words = [timeline_of(file, lang)[-1].words for lang in ("zh", "en")]
    zh, en = words
    assert zh == (
        f"改按新制度（{version}）办理：批准方案，2026年3月5日（星期四）17:30改为"
        "2026年3月9日（星期一）17:30"
    )
    assert en == (
        f"follows the new policy ({version}): approve the plan, 17:30 on Thursday 5 March 2026 "
        "moved to 17:30 on Monday 9 March 2026"
    )


def test_the_clock_cites_the_line_where_its_clause_stands_now(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)

    def further_down(rule: Rule) -> Rule:
        return replace(rule, cite=replace(rule.cite, line=rule.cite.line + 1000))

    version = put_in_force(world, changed(further_down))
    assert follow_policy(world.app).moved == 0
    (clock,) = [one.clock for one in standings(world, number) if one.clock.obligation == APPROVE]
    cite = orjson.loads(clock.cite)
    assert (cite["line"] > 1000, cite["version"]) == (True, version)
    assert said(world, number, "policy_changed")[0]["kept"] == [APPROVE]


def test_where_open_cases_stay_nobody_follows(world: World) -> None:
    number = submitted(world)
    held = case_of(world, number)
    put_in_force(world, LONGER, STAY)
    assert not anything_to_follow(world.app, world.app.now())
    assert follow_policy(world.app) == Followed()
    assert case_of(world, number) == held
    put_in_force(world, SHORTER)
    assert anything_to_follow(world.app, world.app.now())
    assert count_to_follow(world.app) == 2
    assert follow_policy(world.app).cases == 2
    assert not anything_to_follow(world.app, world.app.now())


def test_the_newest_decision_counts_whatever_an_older_one_said(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)
    put_in_force(world, LONGER)
    put_in_force(world, SHORTER, STAY)
    assert follow_policy(world.app) == Followed()
    assert dues(world, number)[APPROVE] == local(3, 5, 17, 30)


def test_closed_cases_keep_what_they_were_judged_by(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    closed, clocks = case_of(world, number), standings(world, number)
    put_in_force(world, changed(limit_of("file", within(1))))
    assert follow_policy(world.app).cases > 0
    assert (case_of(world, number), standings(world, number)) == (closed, clocks)
    assert happened(world, number, "policy_changed") == []


def test_what_has_fired_does_not_fire_again_and_what_has_not_fires_once(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    number = submitted(world)
    world.at(3, hours=9)
    sweep(world.app)
    assert len(happened(world, number, "breached")) == 1
    put_in_force(world, LONGER)
    follow_policy(world.app)
    world.at(60)
    sweep(world.app)
    sweep(world.app)
    assert len(happened(world, number, "breached")) == 1
    with world.app.store.read() as work:
        fired = firings_of(work, case_of(world, number).id)
    keys = [(one.clock_id, one.term, one.rung) for one in fired]
    assert len(keys) == len(set(keys)) > 1
    assert {one.term for one in fired} == {1}


def test_a_date_that_comes_to_lie_in_the_past_is_breached_by_the_next_sweep(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    number = submitted(world)
    world.at(2)
    put_in_force(world, SHORTER)
    assert follow_policy(world.app).overdue == 1
    assert happened(world, number, "breached") == []
    assert sweep(world.app).breached == 1
    (event,) = said(world, number, "breached")
    assert (datetime.fromisoformat(event["due"]), event["late"]) == (local(3, 4), True)


def test_a_ladder_that_changes_alone_arms_the_clock_anew(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)
    given = (s.InState("finding", "plan_to_be_approved"),)
    warning = clause(
        1,
        given,
        s.Remaining(APPROVE, Duration(1, Unit.DAYS)),
        s.Tell("reminder", "supervision_office"),
    )
    put_in_force(world, changed(added=[warning]))
    assert follow_policy(world.app).moved == 0
    sweep(world.at(2, hours=9).app)
    told = [one for one in said(world, number, "told") if one.get("obligation") == APPROVE]
    assert [one["rung"] for one in told] == ["reminder:supervision_office"]


def test_what_nobody_asks_for_any_more_stops_on_record(sqlite_world: World) -> None:
    world = sqlite_world
    number = submitted(world)
    put_in_force(world, changed(nobody_asks_for(APPROVE)))
    assert follow_policy(world.app).ended == 1
    assert (APPROVE, "left") in stopped(world, number)
    assert [APPROVE, "left"] in said(world, number, "clocks_stopped")[-1]["clocks"]
    assert sweep(world.at(60).app).breached >= 0
    assert all(one["obligation"] != APPROVE for one in said(world, number, "breached"))


def test_what_is_asked_anew_counts_from_the_event_by_which_it_would_have_begun(
    world: World,
) -> None:
    number = submitted(world)
    world.at(2)
    asked = clause(
        1,
        (s.Without("finding", "strike_off"),),
        s.After("sign_for"),
        s.MustHappen("strike_off", within(20)),
    )
    version = put_in_force(world, changed(added=[asked]))
    assert follow_policy(world.app).begun == 1
    assert dues(world, number)["strike_off"] == local(3, 23)
    started = said(world, number, "clock_started")[-1]
    assert (started["obligation"], started["due"]) == ("strike_off", local(3, 23).isoformat())
    assert orjson.loads(started["cite"])["version"] == version
    assert follow_policy(world.app) == Followed()


def test_what_would_have_begun_earlier_and_was_done_since_does_not_begin(
    sqlite_world: World,
) -> None:
    """The plan has been submitted; that it may be owed again one day changes nothing."""
    world = sqlite_world
    number = submitted(world)
    plan = clause(
        1,
        (s.Without("finding", "strike_off"),),
        s.After("sign_for"),
        s.MustHappen("submit_plan", within(20)),
    )
    put_in_force(world, changed(nobody_asks_for("submit_plan"), added=[plan]))
    assert follow_policy(world.app).begun == 0
    assert set(dues(world, number)) == {APPROVE}


def test_what_was_due_before_the_policy_came_into_force_is_late_by_the_old_one(
    world: World,
) -> None:
    """The engine was down; the deadline passed before the day of the new policy, or after it."""
    missed = submitted(world)
    put_in_force(world, LONGER, from_at=local(3, 6))
    world.later(hours=20)
    assert follow_policy(world.app) == Followed()
    world.at(6)
    assert follow_policy(world.app).cases == 2
    (event,) = said(world, missed, "breached")
    assert datetime.fromisoformat(event["due"]) == local(3, 5, 17, 30)
    names = [one.event for one in happened(world, missed, "breached", "policy_changed")]
    assert names == ["breached", "policy_changed"]


def test_what_would_be_due_after_that_day_never_fires_by_the_old_one(world: World) -> None:
    """Whoever comes first, the sweep too: a case follows before anything of it fires."""
    number = submitted(world)
    version = put_in_force(world, LONGER, from_at=local(3, 4))
    world.at(4)
    sweep(world.app)
    assert case_of(world, number).policy_id == version
    assert dues(world, number)[APPROVE] == local(3, 9, 17, 30)
    assert happened(world, number, "breached") == []
    world.at(8)
    sweep(world.app)
    assert len(happened(world, number, "breached")) == 1


def test_an_interrupted_run_goes_on_where_it_stopped(sqlite_world: World) -> None:
    world = sqlite_world
    numbers = [submitted(world) for _ in range(3)]
    put_in_force(world, LONGER)

    class PulledError(Exception):
        """Somebody pulled the plug."""

    def pull(_done: int, _every: int) -> None:
        raise PulledError

    with pytest.raises(PulledError):
        follow_policy(world.app, pull, batch=2)
    seen: list[tuple[int, int]] = []
    found = follow_policy(world.app, lambda done, every: seen.append((done, every)), batch=2)
    assert found.cases == 4
    assert seen == [(2, 4), (4, 4)]
    for number in numbers:
        assert len(happened(world, number, "policy_changed")) == 1
        assert dues(world, number)[APPROVE] == local(3, 9, 17, 30)


def test_killed_anywhere_a_case_has_followed_wholly_or_not_at_all(world: World) -> None:
    """At every fifth statement, until there are no more of them."""
    number = submitted(world)
    for turn in range(1, 100):
        version = put_in_force(world, SHORTER if turn % 2 else LONGER)
        world.app.close()
        killed = killed_at(world.settings, follow_policy, "after", 5 * turn)
        _consistent(world, number)
        follow_policy(world.app)
        _consistent(world, number)
        assert case_of(world, number).policy_id == version
        assert len(happened(world, number, "policy_changed")) == turn
        if not killed:
            break
    assert not killed
    assert turn > 6
    assert verify_chain(world.app.store).ok


def _consistent(world: World, number: str) -> None:
    """The clock is armed by the policy that the case holds, and its event is there."""
    case = case_of(world, number)
    (clock,) = [one.clock for one in standings(world, number) if one.clock.obligation == APPROVE]
    assert orjson.loads(clock.cite)["version"] == case.policy_id
    changes = said(world, number, "policy_changed")
    assert not changes or changes[-1]["versions"][1] == case.policy_id


def test_two_who_let_cases_follow_at_once_do_each_case_once(world: World) -> None:
    number = submitted(world)
    put_in_force(world, LONGER)
    raced = race(world.settings, _follow, _follow)
    assert raced.first == raced.second == "done"
    assert len(happened(world, number, "policy_changed")) == 1


def _follow(app: App) -> object:
    return follow_policy(app)


def test_a_case_that_is_spoiled_stops_nobody(world: World) -> None:
    spoiled, other = submitted(world), submitted(world)
    clocks = table_of(ClockRow)
    with world.app.store.write() as work:
        case_id = case_of(world, spoiled).id
        change = sa.update(clocks).where(clocks.c.case_id == case_id)
        work.execute(change.where(clocks.c.stopped_at.is_(None)).values(limit_json="spoiled"))
        work.commit()
    put_in_force(world, LONGER)
    found = follow_policy(world.app)
    assert (found.cases, found.failed) == (3, 1)
    assert dues(world, other)[APPROVE] == local(3, 9, 17, 30)
    assert happened(world, spoiled, "policy_changed") == []
    assert anything_to_follow(world.app, world.app.now())


def test_with_no_policy_in_force_nobody_follows_anything(
    sqlite_database: str, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", database_url=sqlite_database)
    app = init_app(settings, driven_from=START)
    now = app.now()
    assert (follow_policy(app), take_effect(app)) == (Followed(), TookEffect())
    assert adopt(app) is None
    polls = (anything_to_follow, anything_to_take_effect, anything_to_adopt)
    assert not any(poll(app, now) for poll in polls)
    app.close()
