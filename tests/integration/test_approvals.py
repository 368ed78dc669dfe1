"""Approvals (须经批准): in order, each by another person; nothing moves until the last of them."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest

from casework.approving import approve, decline
from casework.casefile import find_file
from casework.delivering import deliver
from casework.dues import explain_dues
from casework.extending import extend_clock
from casework.organising import delegate
from casework.pausing import pause_case, resume_case
from casework.policies_in_force import read_features
from casework.sweeping import sweep
from casework.timeline import timeline_of
from domain.errors import BadInput, NotFound, Refused
from policies.checking import check_texts
from policies.rules import RuleSet
from store.allowances import extensions_of, pauses_of, requests_of
from store.signatures import endorsements_of
from tests.integration.casework_looks import case_of, dues, happened, local, notices, said
from tests.integration.casework_world import FEATURES, World, sign_all

DUE = "apply_for_acceptance"
WHY = "等待停产检修"

APPROVALS = """# language: zh-CN
@自定
功能: 暂停、延期和销号的批准
  规则: 第一条 动期限的，须经批准
    场景: 暂停计时经督导组组长批准
      假如 某“问题”尚未“销号”
      当 拟“暂停计时”时
      那么 应当经“督导组组长”批准
    场景: 延期依次经督导组组长和公司主要负责人批准
      假如 某“问题”尚未“销号”
      当 拟“准予延期”时
      那么 应当依次经“督导组组长”、“公司主要负责人”批准
    场景: 销号经公司主要负责人批准
      假如 某“问题”处于“待销号”状态
      当 拟“销号”时
      那么 应当经“公司主要负责人”批准
"""


@cache
def strict_policy() -> RuleSet:
    checked = check_texts({**read_features(FEATURES), "19_批准.feature": APPROVALS})
    assert checked.ruleset is not None, checked.problems
    return checked.ruleset


@pytest.fixture
def strict(world: World) -> World:
    """The small organisation, where pauses, more time and striking off take an approval."""
    return world.enforce(strict_policy())


@pytest.fixture
def strict_sqlite(sqlite_world: World) -> World:
    """The same, on one database."""
    return sqlite_world.enforce(strict_policy())


def _planned(world: World) -> str:
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    fields = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
    world.do(number, "submit_plan", "head", **fields)
    world.do(number, "approve_plan", "office")
    return number


def _extend(world: World, number: str, more: str = "10日") -> tuple[str, ...]:
    found = extend_clock(world.app, number, DUE, by="deputy", more=more, reason="备件未到")
    return found.waiting_for


def test_a_pause_waits_for_its_approval_and_no_date_moves_before(strict: World) -> None:
    number = _planned(strict)
    before = dues(strict, number)
    asked = pause_case(strict.app, number, by="deputy", reason=WHY, until="10日")
    assert asked.waiting_for == ("supervision_leader",)
    assert dues(strict, number) == before
    assert [one.trigger for one in happened(strict, number, "requested")] == ["pause"]
    assert ("approval", "leader") in notices(strict, number)
    strict.at(1)
    done = approve(strict.app, number, "pause", by="leader")
    assert (done.role, done.waiting_for, done.carried_out) == ("supervision_leader", (), True)
    assert dues(strict, number) == {DUE: None}
    with strict.app.store.read() as work:
        (row,) = pauses_of(work, case_of(strict, number).id)
    assert (row.by, row.approver, row.from_at) == ("deputy", "leader", strict.app.now())
    assert row.until_at == local(3, 14)
    sweep(strict.at(20).app)
    assert dues(strict, number)[DUE] == local(4, 12)


def test_more_time_takes_each_approval_in_its_order(strict: World) -> None:
    number = _planned(strict)
    assert _extend(strict, number) == ("supervision_leader",)
    with pytest.raises(Refused) as refusal:
        approve(strict.app, number, "extend", by="ceo")
    assert refusal.value.details["codes"] == ["not-authorised"]
    assert refusal.value.details["missing"][0]["people"] == ["leader"]
    first = approve(strict.app, number, "准予延期", by="leader")
    assert (first.waiting_for, first.carried_out) == (("chief_executive",), False)
    assert dues(strict, number)[DUE] == local(4, 1)
    assert ("approval", "ceo") in notices(strict, number)
    with pytest.raises(Refused):
        approve(strict.app, number, "extend", by="leader")
    assert approve(strict.app, number, "extend", by="ceo").carried_out
    assert dues(strict, number)[DUE] == local(4, 11)
    with strict.app.store.read() as work:
        case_id = case_of(strict, number).id
        (row,) = extensions_of(work, case_id)
        assert all(one.spent_at is not None for one in endorsements_of(work, case_id))
        assert [one.outcome for one in requests_of(work, case_id)] == ["done"]
    assert (row.by, row.approver) == ("deputy", "ceo")
    assert (row.from_due, row.to_due) == (local(4, 1), local(4, 11))


def test_who_asks_does_not_approve(strict_sqlite: World) -> None:
    """Not even where both offices are theirs."""
    world = strict_sqlite
    number = _planned(world)
    now = world.app.now()
    delegate(
        world.app,
        from_name="leader",
        to_name="deputy",
        from_at=now,
        to_at=now + timedelta(days=5),
        reason="出差",
    )
    pause_case(world.app, number, by="deputy", reason=WHY)
    with pytest.raises(Refused) as refusal:
        approve(world.app, number, "pause", by="deputy")
    assert "requester-approves" in refusal.value.details["codes"]
    assert dues(world, number)[DUE] is not None


def test_what_nobody_asked_for_cannot_be_approved(strict_sqlite: World) -> None:
    number = _planned(strict_sqlite)
    with pytest.raises(NotFound):
        approve(strict_sqlite.app, number, "pause", by="leader")
    with pytest.raises(BadInput) as refusal:
        approve(strict_sqlite.app, number, "apply_for_acceptance", by="leader")
    assert "不需要批准" in refusal.value.text("zh")
    with pytest.raises(BadInput):
        approve(strict_sqlite.app, number, "吃饭", by="leader")


def test_a_second_request_is_refused_while_the_first_waits(strict_sqlite: World) -> None:
    number = _planned(strict_sqlite)
    _extend(strict_sqlite, number)
    with pytest.raises(Refused) as refusal:
        _extend(strict_sqlite, number, "5日")
    assert refusal.value.details["codes"] == ["request-waits"]


def test_a_request_beyond_the_cap_is_refused_at_once(strict_sqlite: World) -> None:
    number = _planned(strict_sqlite)
    with pytest.raises(Refused):
        _extend(strict_sqlite, number, "31日")
    with pytest.raises(Refused):
        pause_case(strict_sqlite.app, number, by="deputy", reason=WHY, until="31日")
    assert happened(strict_sqlite, number, "requested") == []


def test_a_declined_request_moves_nothing_and_another_may_follow(strict: World) -> None:
    number = _planned(strict)
    _extend(strict, number)
    with pytest.raises(Refused):
        decline(strict.app, number, "extend", by="ceo", reason="x")
    with pytest.raises(BadInput):
        decline(strict.app, number, "extend", by="leader", reason=" ")
    assert decline(strict.app, number, "extend", by="leader", reason="准备不足") == "declined"
    assert dues(strict, number)[DUE] == local(4, 1)
    with pytest.raises(NotFound):
        approve(strict.app, number, "extend", by="leader")
    _extend(strict, number, "5日")
    assert decline(strict.app, number, "extend", by="deputy", reason="备件到了") == "withdrawn"


def test_approvals_of_one_request_do_not_serve_the_next(strict_sqlite: World) -> None:
    world = strict_sqlite
    number = _planned(world)
    _extend(world, number)
    approve(world.app, number, "extend", by="leader")
    decline(world.app, number, "extend", by="ceo", reason="材料不全")
    assert _extend(world, number) == ("supervision_leader",)


def test_a_request_that_cannot_be_carried_out_any_more_says_why(strict_sqlite: World) -> None:
    """The day until which the pause was to last is over when the approval comes."""
    world = strict_sqlite
    number = _planned(world)
    pause_case(world.app, number, by="deputy", reason=WHY, until="2026-03-05")
    world.at(10)
    with pytest.raises(BadInput):
        approve(world.app, number, "pause", by="leader")
    assert happened(world, number, "approved", "paused") == []


def test_a_request_ends_with_the_case(strict_sqlite: World) -> None:
    world = strict_sqlite
    number = world.bring(world.finding(), "to_be_struck_off")
    pause_case(world.app, number, by="deputy", reason=WHY)
    sign_all(world, number)
    approve(world.app, number, "strike_off", by="ceo")
    world.do(number, "strike_off", "deputy")
    world.do(number, "put_back", "chief", reopening_reason="防护罩再次缺失")
    with pytest.raises(NotFound):
        approve(world.app, number, "pause", by="leader")
    with world.app.store.read() as work:
        assert [one.outcome for one in requests_of(work, case_of(world, number).id)] == ["lapsed"]


def test_a_request_for_time_that_nobody_needs_any_more_has_lapsed(strict_sqlite: World) -> None:
    """What it was asked for has been done meanwhile; it stands in nobody's way."""
    world = strict_sqlite
    number = _planned(world)
    _extend(world, number)
    world.bring(number, "functional_acceptance_due")
    (found,) = explain_dues(world.app, number, lang="zh").requests
    assert (found["outcome_words"], found["waiting_for"]) == ("已失效", [])
    with pytest.raises(NotFound):
        approve(world.app, number, "extend", by="leader")


def test_a_move_is_done_once_it_is_approved_by_somebody_else(strict: World) -> None:
    number = strict.bring(strict.finding(), "to_be_struck_off")
    sign_all(strict, number)
    with pytest.raises(Refused) as refusal:
        strict.do(number, "strike_off", "deputy")
    assert refusal.value.details["codes"] == ["approval-missing"]
    assert refusal.value.details["missing"][0]["people"] == ["ceo"]
    with pytest.raises(Refused):
        approve(strict.app, number, "strike_off", by="head")
    assert approve(strict.app, number, "销号", by="ceo").waiting_for == ()
    assert strict.do(number, "strike_off", "deputy").to_state == "struck_off"


def test_an_approval_is_of_the_case_as_it_stands(strict_sqlite: World) -> None:
    """Returned and brought here again, it has to be approved again."""
    world = strict_sqlite
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    approve(world.app, number, "strike_off", by="ceo")
    world.do(number, "return_for_rectification", "office", return_reason="照片不清")
    with world.app.store.read() as work:
        given = endorsements_of(work, case_of(world, number).id)
    assert [one.spent_at is None for one in given if one.trigger == "approve:strike_off"] == [False]


def test_the_system_asks_nobody(strict_sqlite: World) -> None:
    """Letting clocks run again is no pause: it takes no approval."""
    world = strict_sqlite
    number = _planned(world)
    pause_case(world.app, number, by="deputy", reason=WHY)
    approve(world.app, number, "pause", by="leader")
    resume_case(world.app, number, by="deputy")
    assert dues(world, number)[DUE] is not None


def test_what_waits_is_shown_in_both_languages_and_told_by_mail(strict_sqlite: World) -> None:
    world = strict_sqlite
    number = _planned(world)
    _extend(world, number)
    for lang, wish, role in (
        ("zh", "准予延期：申请验收，10日", "督导组组长"),
        ("en", "grant more time: apply for acceptance, 10 days", "leader of the supervision group"),
    ):
        (found,) = explain_dues(world.app, number, lang=lang).requests
        assert (found["words"], found["waiting_for"], found["outcome"]) == (wish, [role], None)
    (payload,) = said(world, number, "requested")
    assert payload["obligation"] == DUE
    assert deliver(world.app).parked == 0
    with world.app.store.read() as work:
        told = [one.words for one in timeline_of(find_file(world.app, work, number), "zh")]
    assert "申请准予延期：申请验收，待督导组组长批准" in told
