"""What people look at: one case, its clocks counted out, and its story, in both languages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from casework.attaching import attach_file, comment
from casework.casewords import ERASED, TITLE_LENGTH, money_words
from casework.clockwork import BREACH
from casework.dues import Dues, DueView, RungView, explain_dues
from casework.extending import extend_clock
from casework.pausing import pause_case, resume_case
from casework.sweeping import sweep
from casework.timeline import heard_since
from casework.viewing import CaseView, view_case
from domain.errors import NotFound
from tests.integration.casework_looks import case_of, happened, local
from tests.integration.casework_world import FINDING, START, World, sign_all
from tests.integration.grievances import agree, deliver_remedy, grievance, tell

if TYPE_CHECKING:
    from pathlib import Path

ID = re.compile(r"\b[a-z]+_[a-z_]+\b")


def _late(world: World) -> str:
    number = world.bring(world.finding(), "being_rectified")
    world.at(days=8)
    sweep(world.app)
    return number


def _clock(explained: Dues, obligation: str) -> DueView:
    return next(one for one in explained.clocks if one.clock.obligation == obligation)


def _rung(view: DueView, words: str) -> RungView:
    return next(rung for rung in view.rungs if words in rung.words)


def test_a_late_clock_is_counted_out_with_its_ladder_and_whom_it_reached(world: World) -> None:
    number = _late(world)
    explained = explain_dues(world.app, number, lang="zh")
    assert (explained.number, explained.zone) == (number, "Asia/Shanghai")
    late = _clock(explained, "apply_for_acceptance")
    assert (late.clock.status, late.clock.days_left) == ("overdue", -5)
    assert late.clock.left.startswith("逾期4天")
    assert (late.clock.words, late.clock.limit) == ("申请验收", "3日内")
    assert late.explanation.due == local(3, 6)
    assert late.explanation.last_day == date(2026, 3, 5)
    first = _rung(late, "提级至督导组办公室")
    assert (first.to, first.due, first.late) == ("office甲", local(3, 6), True)
    assert first.fired_at == world.app.now()
    third = _rung(late, "提级至督导组组长")
    assert (third.fired_at, third.to, third.place) == (None, "leader甲", "逾期7日")
    assert third.rule is not None
    assert third.rule["file"] == "06_督察问题逾期督办.feature"
    breach = _rung(late, "逾期")
    assert (breach.rule, breach.to) == (None, "")


def test_clocks_that_have_stopped_say_whether_in_time_and_speak_to_nobody(
    sqlite_world: World,
) -> None:
    number = sqlite_world.finding()
    sqlite_world.at(days=4)
    sqlite_world.do(number, "confirm", "head")
    explained = explain_dues(sqlite_world.app, number, lang="en")
    met = _clock(explained, "confirm")
    assert (met.clock.status, met.clock.days_left, met.clock.left) == ("met_late", None, "")
    assert {rung.to for rung in met.rungs} == {""}
    running = _clock(explained, "issue")
    assert running.clock.status == "running"
    assert running.clock.left == "5 days 8 hours left"


def test_every_word_of_every_clock_is_said_in_both_languages(sqlite_world: World) -> None:
    numbers = [_late(sqlite_world), grievance(sqlite_world, "verification")]
    for number in numbers:
        for lang in ("zh", "en"):
            for one in explain_dues(sqlite_world.app, number, lang=lang).clocks:
                said = [one.clock.words, one.clock.limit, one.clock.left]
                said += [word for rung in one.rungs for word in (rung.words, rung.place)]
                assert [word for word in said if ID.search(word)] == []
                assert "" not in (one.clock.words, one.clock.limit)


def test_pauses_and_extensions_are_shown_with_who_and_why(sqlite_world: World) -> None:
    number = sqlite_world.bring(
        sqlite_world.finding(rectification_manner="by_date"), "to_be_signed_for"
    )
    sqlite_world.do(number, "sign_for", "owner")
    fields = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
    sqlite_world.do(number, "submit_plan", "head", **fields)
    sqlite_world.do(number, "approve_plan", "office")
    more = {"by": "deputy", "more": "10日", "reason": "备件未到"}
    extend_clock(sqlite_world.app, number, "申请验收", **more)
    pause_case(sqlite_world.app, number, by="deputy", reason="停产检修")
    paused = _clock(explain_dues(sqlite_world.app, number, lang="zh"), "apply_for_acceptance")
    assert (paused.clock.status, paused.clock.due) == ("paused", None)
    assert (paused.clock.left, paused.clock.days_left) == ("", None)
    assert [rung.words for rung in paused.rungs] == ["暂停到期，恢复计时"]
    sqlite_world.at(days=2)
    resume_case(sqlite_world.app, number, by="deputy")
    explained = explain_dues(sqlite_world.app, number, lang="zh")
    (pause,) = explained.pauses
    assert (pause["by"], pause["reason"]) == ("deputy甲", "停产检修")
    assert pause["to"] - pause["from"] == timedelta(days=2)
    (extension,) = _clock(explained, "apply_for_acceptance").extensions
    assert (extension["more"], extension["reason"], extension["term"]) == ("10日", "备件未到", 2)
    assert extension["to_due"] - extension["from_due"] == timedelta(days=10)
    said = {entry.event: entry for entry in _looked_at(sqlite_world, number).timeline}
    assert said["extended"].words.endswith(
        "2026年3月31日（星期二）24时延至2026年4月10日（星期五）24时"
    )


def test_two_pauses_are_each_subtracted_once(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    for start in (0.5, 4.5):
        world.at(days=start)
        pause_case(world.app, number, by="deputy", reason="停产检修")
        pause_case(world.app, number, by="deputy", reason="再说一次")
        world.at(days=start + 2)
        resume_case(world.app, number, by="deputy")
        resume_case(world.app, number, by="deputy")
    explained = explain_dues(world.app, number, lang="zh")
    assert len(explained.pauses) == 2
    assert all(pause["to"] > pause["from"] for pause in explained.pauses)
    assert len(happened(world, number, "paused", "resumed")) == 4
    assert _clock(explained, "apply_for_acceptance").clock.due == local(3, 11)


def _full(world: World, folder: Path) -> str:
    """A finding to which nearly everything has happened that can happen."""
    number = world.bring(world.finding(), "being_rectified")
    pause_case(world.app, number, by="deputy", reason="停产检修")
    resume_case(world.app, number, by="deputy")
    world.at(days=8)
    sweep(world.app)
    world.bring(number, "to_be_struck_off")
    sign_all(world, number)
    paper = folder / "照片.png"
    paper.write_bytes(b"picture")
    attach_file(world.app, number, paper, by="owner", document="after_photo")
    comment(world.app, number, "已现场看过", by="second")
    world.do(number, "strike_off", "deputy")
    return number


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_event_is_told_in_words(sqlite_world: World, tmp_path: Path, lang: str) -> None:
    number = _full(sqlite_world, tmp_path)
    told = grievance(sqlite_world, "triage")
    tell(sqlite_world, told, "acceptance", "union")
    for name in (number, told):
        timeline = view_case(sqlite_world.app, name, lang=lang).timeline
        assert [entry.seq for entry in timeline] == list(range(1, len(timeline) + 1))
        assert all(entry.words for entry in timeline)
        assert [entry.words for entry in timeline if ID.search(entry.words)] == []
    seen = {entry.event for entry in view_case(sqlite_world.app, number, lang=lang).timeline}
    assert seen >= {
        "opened", "moved", "endorsed", "clock_started", "clocks_stopped", "breached", "told",
        "escalated", "paused", "resumed", "check_signed", "attached", "commented",
    }  # fmt: skip


def test_a_story_names_people_and_what_they_wrote(sqlite_world: World, tmp_path: Path) -> None:
    number = _full(sqlite_world, tmp_path)
    story = view_case(sqlite_world.app, number, lang="zh").timeline
    said = {entry.event: entry for entry in story}
    assert said["commented"].text == "已现场看过"
    assert said["attached"].words.startswith("附整改后照片（SHA-256 ")
    assert said["escalated"].words == "第2级提级至督导组常务副组长（deputy甲）督办"
    assert said["breached"].words == "逾期：申请验收，应于2026年3月5日（星期四）24时（补记）"
    assert (said["moved"].words, said["moved"].actor) == ("销号：待销号 → 已销号", "deputy甲")
    assert {entry.actor for entry in story if entry.event == "breached"} == {"系统"}


def _looked_at(world: World, number: str, lang: str = "zh") -> CaseView:
    return view_case(world.app, number, lang=lang)


def test_one_page_says_everything_about_a_case(world: World, tmp_path: Path) -> None:
    number = _full(world, tmp_path)
    view = _looked_at(world, number)
    assert (view.line.number, view.line.title) == (number, FINDING["问题描述"])
    assert (view.line.unit, view.line.state) == ("氧化铝厂", "struck_off")
    assert view.parent == number.rpartition("-")[0]
    assert view.triggers[:2] == ("file", "put_back")
    assert [child.kind for child in view.children] == ["action", "survey"]
    assert [item["document"] for item in view.evidence] == ["after_photo"]
    assert ("整改责任人", "owner甲") in {(p["words"], p["name"]) for p in view.people}
    assert ("督办人", "office甲") in {(p["words"], p["name"]) for p in view.people}
    assert all(check.signed for check in view.checks)
    assert view.version == case_of(world, number).version
    assert view.line.closed_at == world.app.now()
    assert _looked_at(world, view.parent).children[0].number == number
    with pytest.raises(NotFound):
        _looked_at(world, "没有此号")


def test_fields_are_shown_in_words_and_as_values(sqlite_world: World) -> None:
    number = sqlite_world.finding(分项问题="一\n二", 整改资金="123456.7元")
    shown = {item["id"]: item for item in _looked_at(sqlite_world, number).fields}
    assert shown["hazard_grade"]["words"] == "一般隐患"
    assert (shown["funds"]["value"], shown["funds"]["words"]) == (12345670, "123,456.70元")
    assert shown["sub_problems"]["words"] == "1. 一\n2. 二"
    assert shown["rectification_owner"]["words"] == "owner甲"
    assert shown["responsible_unit"]["words"] == "氧化铝厂"
    english = {item["id"]: item for item in _looked_at(sqlite_world, number, "en").fields}
    assert english["responsible_unit"]["words"] == "Alumina Plant"
    assert english["hazard_grade"]["name"] == "hazard grade"
    assert money_words(300000, "en") == "CNY 3,000"


def test_a_long_title_is_cut_and_a_case_without_one_goes_by_its_number(
    sqlite_world: World,
) -> None:
    long = sqlite_world.finding(问题描述="防护罩缺失，" * 20)
    assert len(_looked_at(sqlite_world, long).line.title) == TITLE_LENGTH
    bare = sqlite_world.finding(问题描述="")
    assert _looked_at(sqlite_world, bare).line.title == bare


def test_texts_whose_key_was_destroyed_show_as_erased_and_nothing_else_is_lost(
    world: World,
) -> None:
    number = world.bring(world.finding(), "being_rectified")
    comment(world.app, number, "含个人信息的备注", by="office")
    with world.app.store.write() as work:
        erase = sa.text("UPDATE cases SET data_key = NULL WHERE number = :number")
        work.connection.execute(erase, {"number": number})
        work.commit()
    view = _looked_at(world, number)
    assert view.line.title == ERASED
    assert view.timeline[-1].text == ERASED
    assert view.line.due == local(3, 6)
    assert ("责任单位", "氧化铝厂") in {(item["name"], item["words"]) for item in view.fields}


def test_what_clocks_did_since_a_moment_is_told_in_order_of_time(world: World) -> None:
    first, second = world.finding(), world.finding()
    world.at(days=4)
    sweep(world.app)
    heard = heard_since(world.app, START, lang="zh")
    assert {number for number, _ in heard} == {first, second}
    assert {entry.event for _, entry in heard} == {"breached", "told", "escalated"}
    moments = [entry.at for _, entry in heard]
    assert moments == sorted(moments)
    assert heard_since(world.app, world.app.now() + timedelta(seconds=1), lang="zh") == []
    assert len(heard_since(world.app, START, lang="zh", limit=2)) == 2


def test_a_timer_is_spoken_of_by_what_it_waits_for(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "remedy")
    agree(sqlite_world, number)
    deliver_remedy(sqlite_world, number)
    timers = [
        one
        for one in explain_dues(sqlite_world.app, number, lang="zh").clocks
        if one.clock.obligation.startswith("since:")
    ]
    words = {one.clock.words: one for one in timers}
    assert set(words) == {"“落实补救”后计时（办结）", "“落实补救”后计时（承办人）"}
    (rung,) = words["“落实补救”后计时（办结）"].rungs
    assert (rung.words, rung.to) == ("自动“办结”", "")
    assert BREACH not in {rung.key for one in timers for rung in one.rungs}
