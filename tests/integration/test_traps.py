"""Traps of other systems of this kind, one test each: past statistics, reopening, time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from casework.attaching import attach_file, comment
from casework.dues import explain_dues
from casework.executing import Executed, execute_intents
from casework.extending import extend_clock
from casework.listing import Filter, list_cases
from casework.looking_back import look_back
from casework.organising import delegate
from casework.pausing import pause_case, resume_case
from casework.policies_in_force import read_features
from casework.sweeping import sweep
from casework.viewing import view_case
from casework.why import why
from domain.errors import Refused
from domain.problems import Severity
from policies.calendars import Day, DayKind
from policies.checking import check_texts
from store.cases import children_of
from store.clocks import clocks_of, spans_of
from store.versions import CalendarVersion, put_calendar
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    happened,
    local,
    said,
    standings,
)
from tests.integration.casework_world import FEATURES, RECTIFIED, START, World, sign_all, survey
from tests.integration.grievances import grievance
from tests.integration.rounds import conclude, look_back_round, planned, struck_off
from tests.integration.test_accountability import decided, opened_under, served

if TYPE_CHECKING:
    from pathlib import Path

RECTIFYING = "01_督察问题整改与销号.feature"
CONFIRMING = "05_督察问题确认与下达.feature"
SURVEYS = "12_满意度测评.feature"
GRIEVANCES = "04_社区诉求.feature"
LONG_AGO = date(2020, 1, 1)


def _edit_everything(world: World) -> None:
    """Other limits and a stricter survey in the policy, and three weeks off in each calendar."""
    # Renderings would have to be changed with their originals, and change nothing here.
    texts = {k: v for k, v in read_features(FEATURES).items() if not k.startswith("en/")}
    for file, old, new in (
        (RECTIFYING, "应当在3日内“申请验收”", "应当在1日内“申请验收”"),
        (RECTIFYING, "应当在5个工作日内“销号”", "应当在1个工作日内“销号”"),
        (RECTIFYING, "其“满意度测评件数”低于1", "其“满意度测评件数”低于3"),
        (CONFIRMING, "应当在3日内“确认底稿”", "应当在9日内“确认底稿”"),
        (SURVEYS, "其“现场满意率”低于90", "其“现场满意率”低于100"),
    ):
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new)
    checked = check_texts(texts)
    assert checked.ruleset is not None
    assert [one for one in checked.problems if one.severity == Severity.ERROR] == []
    world.enforce(checked.ruleset)
    off = Day(DayKind.HOLIDAY, "临时放假", "holiday at short notice")
    with world.app.store.write() as work:
        for name in ("office", "plant"):
            old_one = world.app.calendar(work, world.app.newest_calendar_id(work, name))
            days = {date(2026, 3, day): off for day in range(2, 23)}
            new_one = replace(old_one, days={**old_one.days, **days})
            later = world.app.now() + timedelta(seconds=1)
            version = CalendarVersion(
                new_one.content_id(), name, new_one.canonical(), new_one.valid_to, later
            )
            put_calendar(work, version)
        work.commit()


def _statistics(world: World, numbers: list[str]) -> list[Any]:
    """What a report counts: clocks that have stopped, their rungs, checks and closings."""
    found: list[Any] = []
    for number in numbers:
        view = view_case(world.app, number, lang="zh")
        due = explain_dues(world.app, number, lang="zh")
        found.append(
            (
                [
                    (c.obligation, c.status, c.limit, c.due, c.stopped_at, c.rule)
                    for c in view.clocks
                    if c.stopped_at is not None
                ],
                [(one.explanation, one.rungs) for one in due.clocks if one.clock.stopped_at],
                view.checks,
                view.policy,
                (view.line.state, view.line.closed_at),
                closings(world, number),
            )
        )
    late = list_cases(world.app, Filter(late=True), lang="zh")
    return [*found, [line.number for line in late.items if line.number in numbers]]


def _closed_cases(world: World, folder: Path) -> list[str]:
    """Closed cases of several kinds, some of whose clocks were met late."""
    number = world.finding()
    world.at(days=5)
    sweep(world.app)
    world.bring(number, "to_be_struck_off")
    sign_all(world, number)
    accused = opened_under(world, number)
    decided(world, accused)
    served(world, accused, folder)
    world.sign(number, "responsible_dealt_with", "hr")
    world.do(number, "strike_off", "deputy")
    with world.app.store.read() as work:
        below = [one.number for one in children_of(work, case_of(world, number).id)]
    return [number, *below, grievance(world, "closed")]


def test_past_statistics_stand_whatever_is_edited_afterwards(world: World, tmp_path: Path) -> None:
    numbers = _closed_cases(world, tmp_path)
    before = _statistics(world, numbers)
    statuses = {status for one in before[:-1] for _, status, *_ in one[0]}
    assert {"met", "met_late", "left"} <= statuses
    assert before[-1] != []
    _edit_everything(world)
    assert _statistics(world, numbers) == before
    world.at(days=60)
    sweep(world.app)
    fresh = world.finding()
    assert dues(world, fresh)["confirm"] != local(3, 5)
    assert _statistics(world, numbers)[:-1] == before[:-1]


def test_what_was_struck_off_stays_so_and_what_is_put_back_is_judged_anew(world: World) -> None:
    """The stricter survey is for what is judged from now on, a finding put back included."""
    kept, back = (world.bring(world.finding(), "to_be_struck_off") for _ in range(2))
    for number in (kept, back):
        sign_all(world, number)
        survey(world, number, asked=10, satisfied=9)
        world.sign(number, "people_satisfied", "union")
        world.do(number, "strike_off", "deputy")
    old = case_of(world, kept).policy_id
    counted = {one.clock.id: (one.due, one.clock.stopped_at) for one in standings(world, back)}
    _edit_everything(world)
    world.do(back, "put_back", "leader", reopening_reason="抽查发现反弹")
    assert (case_of(world, kept).policy_id, case_of(world, back).policy_id != old) == (old, True)
    ended = [one for one in counted if counted[one][1] is not None]
    again = {one.clock.id: (one.due, one.clock.stopped_at) for one in standings(world, back)}
    assert [again[one] for one in ended] == [counted[one] for one in ended] != []
    assert facts_of(world, kept).state == "struck_off"
    (told,) = why(world.app, kept, trigger="file").answers
    assert {line["version"] for line in told.rules} == {old}
    world.bring(back, "to_be_struck_off")
    with pytest.raises(Refused) as refusal:
        world.sign(back, "people_satisfied", "union")
    assert "check-does-not-hold" in refusal.value.details["codes"]
    drawn = {"survey_scope": "溶出车间", "sampling_method": "随机", "people_planned": "10"}
    more = world.open("survey", "union", {"audience": "现场员工"}, back).number
    world.do(more, "draw_sample", "union", **drawn)
    with pytest.raises(Refused):
        world.do(more, "pass_survey", "union", people_asked="10", people_satisfied_count="9")
    world.do(more, "pass_survey", "union", people_asked="10", people_satisfied_count="10")
    world.sign(back, "people_satisfied", "union")


def test_what_was_asked_for_before_a_reopening_changes_nothing_after_it(
    world: World, tmp_path: Path
) -> None:
    """A look-back had passed it, and before the system could say so it was put back."""
    earlier, _ = planned(world)
    finding = struck_off(world, earlier)
    found = look_back(world.app, look_back_round(world), [earlier], by="chief")
    ((review, _),) = found.opened
    conclude(world, review.number, "settled", tmp_path)
    world.do(finding, "put_back", "leader", reopening_reason="抽查发现反弹")
    before = facts_of(world, finding)
    # Nor is the earlier round begun again, which was never filed.
    assert execute_intents(world.app) == Executed(refused=2)
    assert facts_of(world, finding) == before
    assert [one["codes"] for one in said(world, review.number, "intent_refused")] == [
        ["illegal-transition"]
    ]
    assert [one.actor for one in happened(world, review.number, "intent_refused")] == ["system"]


def test_every_closing_stays_a_row(world: World) -> None:
    number = world.finding()
    for time in (1, 2, 3):
        sign_all(world, world.bring(number, "to_be_struck_off"))
        world.do(number, "strike_off", "deputy")
        rows = closings(world, number)
        assert [row.seq for row in rows] == list(range(1, time + 1))
        assert [row.reopened_at is None for row in rows] == [False] * (time - 1) + [True]
        world.later(days=1)
        if time < 3:
            world.do(number, "put_back", "leader", reopening_reason="抽查发现反弹")
    first = closings(world, number)[0]
    assert (first.by, first.at, first.trigger) == ("deputy", START, "strike_off")


def test_only_clocks_move_due_dates(sqlite_world: World, tmp_path: Path) -> None:
    """Remarks, files, one of two names, stand-ins, other cases: no due date and no rung moves."""
    number = sqlite_world.bring(sqlite_world.finding(), "being_rectified")
    before = [(one.clock, one.due, one.rings) for one in standings(sqlite_world, number)]
    sqlite_world.later(hours=30)
    comment(sqlite_world.app, number, "已催", by="office")
    paper = tmp_path / "照片.txt"
    paper.write_text("照片", encoding="utf-8")
    attach_file(sqlite_world.app, number, paper, by="head", document="现场照片")
    sqlite_world.do(number, "apply_for_acceptance", "head", **RECTIFIED)
    sqlite_world.open("action", "office", {"措施内容": "加装", "措施类别": "纠正措施"}, number)
    period = {
        "from_at": sqlite_world.app.now(),
        "to_at": sqlite_world.app.now() + timedelta(days=2),
    }
    delegate(sqlite_world.app, from_name="deputy", to_name="safety", reason="出差", **period)
    with pytest.raises(Refused):
        sqlite_world.do(number, "apply_for_acceptance", "owner")
    assert sweep(sqlite_world.app).fired == 0
    assert [(one.clock, one.due, one.rings) for one in standings(sqlite_world, number)] == before


def test_no_length_of_time_is_ever_negative(sqlite_world: World) -> None:
    number = sqlite_world.bring(
        sqlite_world.finding(rectification_manner="by_date"), "to_be_signed_for"
    )
    sqlite_world.do(number, "sign_for", "owner")
    plan = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
    sqlite_world.do(number, "submit_plan", "head", **plan)
    sqlite_world.do(number, "approve_plan", "office")
    pause_case(sqlite_world.app, number, by="deputy", reason="等待停产检修")
    resume_case(sqlite_world.app, number, by="deputy")
    sqlite_world.later(days=2)
    pause_case(sqlite_world.app, number, by="deputy", reason="等待备件")
    sqlite_world.later(days=3)
    resume_case(sqlite_world.app, number, by="deputy")
    extend_clock(sqlite_world.app, number, "申请验收", by="deputy", more="10日", reason="备件未到")
    sqlite_world.later(days=60)
    sweep(sqlite_world.app)
    with sqlite_world.app.store.read() as work:
        case_id = case_of(sqlite_world, number).id
        clocks, spans = clocks_of(work, case_id), spans_of(work, case_id)
    for clock in clocks:
        assert clock.stopped_at is None or clock.stopped_at >= clock.started_at
        edges = [edge for one in spans[clock.id] for edge in (one.from_at, one.to_at)]
        known = [edge for edge in edges if edge is not None]
        assert known == sorted(known)
        assert known[0] == clock.started_at
    lengths = [one.due - one.clock.started_at for one in standings(sqlite_world, number) if one.due]
    assert min(lengths) > timedelta(0)
