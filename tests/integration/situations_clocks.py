"""Situations of clocks: why it is due then, why it moved, why nothing runs or nothing happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.approving import approve
from casework.extending import extend_clock
from casework.following import follow_policy
from casework.pausing import pause_case, resume_case
from casework.sweeping import sweep
from casework.why import Question
from tests.integration.casework_looks import dues, happened, local, said, stopped
from tests.integration.casework_world import World
from tests.integration.changed_policies import put_in_force
from tests.integration.grievances import grievance
from tests.integration.situations import odd_policy, situation
from tests.integration.test_actions import ACTION
from tests.integration.test_following import LONGER
from tests.integration.test_reprojecting import submitted

if TYPE_CHECKING:
    from collections.abc import Iterator

DUE = "apply_for_acceptance"


def _breached(world: World, number: str, days: int, hours: int, minutes: int) -> bool:
    """Whether anything of the case is overdue, swept so long after the start."""
    sweep(world.at(days, hours=hours, minutes=minutes).app)
    return bool(happened(world, number, "breached"))


def _planned(world: World) -> str:
    """A finding whose plan is approved: its time limit may be extended."""
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    fields = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
    world.do(number, "submit_plan", "head", **fields)
    world.do(number, "approve_plan", "office")
    return number


@situation(
    Question(clock="申请验收"),
    zh=(
        "“申请验收”（计时中）：3日内",
        "自2026年3月2日（星期一）09:00起算：签收",
        "计算的第一日是2026年3月3日（星期二）",
        "到期：2026年3月5日（星期四）24时",
    ),
    en=(
        "within 3 days, by “督察问题整改与销号办法”, article 1(1)",
        "the end of Thursday 5 March 2026",
    ),
    never=("没有可以担任的人", "nobody is left"),
)
def three_days_do_not_count_the_first(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    yield number
    assert not _breached(world, number, 3, 14, 59)
    assert _breached(world, number, 3, 15, 0)


@situation(
    Question(clock="专业验收"),
    zh=("不计入：2026年3月7日（星期六）至2026年3月8日（星期日），周休日", "3月9日（星期一）17:30"),
    en=("not counted: Saturday 7 March 2026 to Sunday 8 March 2026", "17:30 on Monday 9 March"),
)
def working_days_skip_the_weekend(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "functional_acceptance_due")
    yield number
    assert not _breached(world, number, 7, 8, 29)
    assert _breached(world, number, 7, 8, 30)


@situation(
    Question(clock="报送方案"),
    zh=("最后一日2026年3月14日（星期六）是休息日，移至2026年3月16日（星期一）",),
    en=("Saturday 14 March 2026, is a day off and moves to Monday 16 March 2026",),
)
def the_last_day_moves_off_the_weekend(world: World) -> Iterator[str]:
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.at(5).do(number, "sign_for", "owner")
    yield number
    assert not _breached(world, number, 14, 14, 59)
    assert _breached(world, number, 14, 15, 0)


@situation(
    Question(clock="申请验收"),
    zh=("（暂停计时）", "暂停计时：2026年3月3日（星期二）09:00起", "现在没有到期时间"),
    en=("paused: since 09:00 on Tuesday 3 March 2026", "nothing is due now"),
    never=("3月5日（星期四）24时（",),
)
def nothing_is_due_while_it_is_paused(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    pause_case(world.at(1).app, number, by="deputy", reason="停产检修")
    yield number
    assert not _breached(world, number, 10, 0, 0)
    resume_case(world.app, number, by="deputy")
    assert dues(world, number)[DUE] is not None


@situation(
    Question(clock="申请验收"),
    zh=(
        "（星期二）09:00至2026年3月5日（星期四）09:00，deputy甲，理由：停产检修",
        "不计入：2026年3月3日（星期二）至2026年3月5日（星期四），暂停计算期限",
        "到期：2026年3月8日（星期日）24时",
    ),
    en=(
        "until 09:00 on Thursday 5 March 2026, by deputy甲: 停产检修",
        "due the end of Sunday 8 March",
    ),
)
def a_pause_that_has_ended_moved_the_date(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    pause_case(world.at(1).app, number, by="deputy", reason="停产检修")
    resume_case(world.at(3).app, number, by="deputy")
    yield number
    assert not _breached(world, number, 6, 14, 59)
    assert _breached(world, number, 6, 15, 0)


@situation(
    Question(clock="申请验收"),
    zh=("准予延期10日：2026年3月31日（星期二）24时延至2026年4月10日（星期五）24时，deputy甲",),
    en=("given 10 days more, from the end of Tuesday 31 March 2026", "by deputy甲: 备件未到"),
)
def more_time_was_given(world: World) -> Iterator[str]:
    number = _planned(world)
    extend_clock(world.app, number, "申请验收", by="deputy", more="10日", reason="备件未到")
    yield number
    assert not _breached(world, number, 39, 14, 59)
    assert _breached(world, number, 39, 15, 0)


@situation(
    Question(clock="确认底稿"),
    zh=("（按期完成）", "2026年3月3日（星期二）09:00停止计时"),
    en=("(met in time)", "stopped 09:00 on Tuesday 3 March 2026"),
)
def what_was_done_in_time_has_stopped(world: World) -> Iterator[str]:
    number = world.finding()
    world.at(1).do(number, "confirm", "head")
    yield number
    assert ("confirm", "met") in stopped(world, number)


@situation(
    Question(clock="submit_plan"),
    zh=("“报送方案”没有开始过计时", "只适用于“待报方案”状态，当时为“整改中”"),
    en=("no clock was ever started for “submit the plan”", "it is about “plan due”"),
)
def no_plan_is_owed_of_what_is_rectified_at_once(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    yield number
    assert "submit_plan" not in dues(world, number)
    other = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(other, "sign_for", "owner")
    assert "submit_plan" in dues(world, other)


@situation(
    Question(clock="申请验收"),
    zh=("“申请验收”没有开始过计时", "只在“签收”后，没有发生过"),
    en=("no clock was ever started for “apply for acceptance”", 'after "sign for", which has not'),
)
def its_event_has_not_happened_yet(world: World) -> Iterator[str]:
    number = world.finding()
    yield number
    assert DUE not in dues(world, number)
    world.bring(number, "being_rectified")
    assert DUE in dues(world, number)


@situation(
    Question(clock="申请验收"),
    zh=("“申请验收”没有开始过计时", "只适用于“整改中”状态，当时为“待报方案”"),
    en=("it is about “being rectified”, and the state is “plan due”",),
)
def its_event_led_to_another_state_then(world: World) -> Iterator[str]:
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    fields = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
    world.do(number, "submit_plan", "head", **fields)
    yield number
    assert DUE not in dues(world, number)
    world.do(number, "approve_plan", "office")
    assert DUE in dues(world, number)


@situation(
    Question(clock="退回整改"),
    zh=("“退回整改”没有开始过计时", "制度没有规定它的期限，所以不会到期"),
    en=("no clause sets a time limit for it, so it is never due",),
)
def no_clause_sets_a_limit(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_struck_off")
    yield number
    sweep(world.at(60).app)
    told = said(world, number, "breached")
    assert "return_for_rectification" not in {one["obligation"] for one in told}


@situation(
    Question(clock="开始实施"),
    zh=("“开始实施”（计时中）：当日", "未采用：", "的条件更具体，优先适用"),
    en=("“begin” (running): on the same day", "is more specific and goes before it"),
)
def the_more_specific_limit_goes_first(world: World) -> Iterator[str]:
    finding = world.finding()
    number = world.open("action", "office", {**ACTION, "措施类别": "临时管控"}, finding).number
    yield number
    assert dues(world, number) == {"begin": local(3, 3)}
    other = world.open("action", "office", ACTION, finding).number
    assert dues(world, other) == {"begin": local(3, 6)}


@situation(
    Question(clock="签收"),
    zh=("提级至公司主要负责人”，但没有发出", "其“隐患等级”为“重大隐患”，实为“一般隐患”"),
    en=("was due and did nothing", 'its "hazard grade" is "major hazard": it is “general hazard”'),
)
def a_rung_of_other_cases_did_nothing(world: World) -> Iterator[str]:
    more = {"整改方式": "限期整改", "牵头领导": "ceo", "能否保证安全": "是"}
    world.enforce(odd_policy())
    cases = []
    for grade in ("一般隐患", "重大隐患"):
        number = world.bring(world.finding(隐患等级=grade, **more), "to_be_issued")
        approve(world.app, number, "issue", by="leader")
        world.do(number, "issue", "office")
        cases.append(number)
    sweep(world.at(6).app)
    yield cases[0]
    told = ["ceo" in {one["to"] for one in said(world, one, "escalated")} for one in cases]
    assert told == [False, True]


@situation(
    Question(clock="将是否受理告知诉求人"),
    zh=("“将是否受理告知诉求人”（计时中）：15日内", "04_社区诉求.feature"),
    en=("“tell the complainant whether it is accepted” (running): within 15 days",),
)
def a_party_is_to_be_told(world: World) -> Iterator[str]:
    number = grievance(world, "triage")
    yield number
    assert dues(world, number)["tell:acceptance:complainant"] == local(3, 18)


@situation(
    Question(clock="批准方案"),
    zh=(
        "“批准方案”（计时中）：5个工作日内",
        "改按新制度",
        "3月5日（星期四）17:30改为2026年3月9日（星期一）17:30",
        "即现行版本",
    ),
    en=("within 5 working days", "follows the new policy", "it is the one in force"),
)
def a_new_version_moved_the_date(world: World) -> Iterator[str]:
    number = submitted(world)
    put_in_force(world, LONGER)
    assert follow_policy(world.at(1).app).moved == 1
    yield number
    assert not _breached(world, number, 7, 8, 29)
    assert _breached(world, number, 7, 8, 30)
