"""What the people of the sample group do with the first findings: a short and true history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from holdfast.sample.ledger import inspection_week
from holdfast.sample.steps import ROUND, Act, Measure, Open, Sign, Step, measure

INSPECTOR = "yunkai"
GRIEVANCE = "G1"


def opening(today: date) -> tuple[Step, ...]:
    """The round that was on site last week is put on the books; the ledger comes after it."""
    monday, friday = inspection_week(today)
    fields = {
        "title": "安全专项督察“回头看”",
        "responsible_unit": "新材料公司",
        "source": "company_check",
        "inspection_team": "公司安全检查二组",
        "domain": "safety",
        "inspected_from": monday.isoformat(),
        "inspected_to": friday.isoformat(),
        "due_on": (today + timedelta(days=90)).isoformat(),
    }
    return (
        Open(ROUND, "round", INSPECTOR, fields),
        Act(ROUND, "enter_site", "shilifeng"),
        Act(ROUND, "leave_site", "shilifeng"),
    )


def story(today: date) -> tuple[Step, ...]:
    """Every step after the import, in order; all of it happens now, nothing is dated back."""
    return (
        *_issued(),
        *_struck_off(today),
        *_planned(),
        *_returned(),
        *_late(),
        *_grievance(),
    )


_RULE = "样例制度〔2026〕7号"


def _finding(number: int) -> str:
    return f"{ROUND}-{number}"


# Finding → who confirms it, who signs for it (None: not yet).
_CONFIRMED: tuple[tuple[int, str, str | None], ...] = (
    (1, "leiminggu", "tiantieshan"),
    (2, "leiminggu", "guyu"),
    (3, "taoran", "luoshiquan"),
    (4, "taoran", "yangliufeng"),
    (5, "huonuanyang", "chaixin"),
    (6, "huonuanyang", "huonuanyang"),
    (7, "lianhaiping", None),
    (12, "yanguangnian", "yanguangnian"),
)

_JUDGED = {7: {"safety_assured": "yes"}}
"""The one major hazard: its machine is out of use, so that nothing else need stop."""


def _issued() -> Iterator[Step]:
    """The plants confirm, the office issues, the owners sign for; one plant objects."""
    for number, head, owner in _CONFIRMED:
        case = _finding(number)
        yield Act(case, "confirm", head)
        yield Act(case, "issue", "baihua", _JUDGED.get(number, {}))
        if owner is not None:
            yield Act(case, "sign_for", owner)
    objection = {"objection": "灭火器已于督察当日送检，底稿所述部位无缺失"}
    yield Act(_finding(8), "object", "lianhaiping", objection)


def _struck_off(today: date) -> Iterator[Step]:
    """Finding 1 goes all the way, with five signatures under five checks."""
    case = _finding(1)
    tomorrow = (today + timedelta(days=1)).isoformat()
    cable = Measure(
        text="紧固接地线并测量接地电阻",
        by="leiminggu",
        doer="tiantieshan",
        verifier="xiahe",
        due_on=tomorrow,
        result="接地线已压接紧固，接地电阻合格",
        note="现场核对，接地牢固",
    )
    sling = Measure(
        text="出铝抬包吊具送检并更换标识",
        by="leiminggu",
        doer="tiantieshan",
        verifier="xiahe",
        due_on=tomorrow,
        result="吊具检验合格，标识已更换",
        note="标识在有效期内",
    )
    yield from measure(f"{case}-1", 1, cable)
    yield from measure(f"{case}-2", 2, sling)
    applied = {
        "rectified_result": "两个分项均已整改完毕，照片附后",
        "cause_class": "weak_rule",
        "cause": "点检表没有列入接地电阻和吊具检验期",
    }
    yield Act(case, "apply_for_acceptance", "leiminggu", applied)
    yield Act(case, "apply_for_acceptance", "fangyuan")
    yield Act(case, "accept_work", "jinli")
    yield Act(case, "reinspect", "linjian", {"reinspection_opinion": "逐项核对，整改到位"})
    yield Act(case, "reinspect", "liuxi")
    yield from _five_checks(case, today)
    yield Act(case, "strike_off", "liangqingsong")


def _five_checks(case: str, today: date) -> Iterator[Step]:
    """Each check is derived from what is on the record, and signed by whom policy names."""
    yield from _lasting(f"{case}-3", today)
    yield Sign(case, "rectified_thoroughly", "linjian")
    searched = {"read_across_result": "各车间排查槽控机接地56处，整改2处"}
    yield Sign(case, "same_kind_eliminated", "baihua", searched)
    yield Sign(case, "mechanism_sound", "wenlan", {"rule_number": _RULE})
    established = {"accountability_result": "对点检责任人批评教育，扣减当月绩效"}
    yield Sign(case, "responsible_dealt_with", "shujuan", established)
    yield from _survey(f"{case}-4")
    yield Sign(case, "people_satisfied", "henuan")


def _lasting(number: str, today: date) -> Iterator[Step]:
    """What the weak rule lacked: written into it, trained, and asked for by the checklist."""
    planned = {
        "action_text": "修订点检管理规定，列入接地电阻和吊具检验期",
        "action_class": "systemic",
        "doer": "xiahe",
        "verifier": "wenlan",
        "action_due_on": today.isoformat(),
    }
    revised = {
        "action_result": "已印发并组织两个班组学习",
        "rule_number": _RULE,
        "trained_on": today.isoformat(),
        "checklist_entry": "电解车间月度检查表第12项",
    }
    note = {"verification_note": "文本、签到表、检查表均已核对"}
    yield Open(number, "action", "wenlan", planned, parent=number.rpartition("-")[0])
    yield Act(number, "begin", "xiahe")
    yield Act(number, "complete", "xiahe", revised)
    yield Act(number, "verify", "wenlan", note)


def _survey(number: str) -> Iterator[Step]:
    """The union draws six of the shift and asks them at the post."""
    asked = {"audience": "place_employees"}
    drawn = {
        "survey_scope": "电解一车间305号槽区当班员工",
        "sampling_method": "按花名册每隔三人抽一人",
        "people_planned": "6",
    }
    answers = {"people_asked": "6", "people_satisfied_count": "6"}
    yield Open(number, "survey", "henuan", asked, parent=number.rpartition("-")[0])
    yield Act(number, "draw_sample", "henuan", drawn)
    yield Act(number, "pass_survey", "henuan", answers)


def _planned() -> Iterator[Step]:
    """Findings 2 and 6 have a plan: one is approved, one still waits for approval."""
    yield Act(_finding(2), "submit_plan", "leiminggu")
    yield Act(_finding(2), "approve_plan", "yezhiqiu")
    yield Act(_finding(6), "submit_plan", "huonuanyang")


def _returned() -> Iterator[Step]:
    """Finding 4 was said to be done and was not: it goes back, and the return is counted."""
    case = _finding(4)
    applied = {
        "rectified_result": "护栏已补焊",
        "cause_class": "equipment_defect",
        "cause": "护栏焊缝锈蚀",
    }
    yield Act(case, "apply_for_acceptance", "taoran", applied)
    yield Act(case, "apply_for_acceptance", "fengchunyu")
    reason = {"return_reason": "护栏已补焊，踢脚板仍未安装"}
    yield Act(case, "return_for_rectification", "jinli", reason)


def _late() -> Iterator[Step]:
    """Finding 12 was due yesterday by the inspectors' own date: its ladder begins at once."""
    case = _finding(12)
    yield Act(case, "submit_plan", "yanguangnian")
    yield Act(case, "approve_plan", "baihua")


def _grievance() -> Iterator[Step]:
    """A neighbour complains of noise; the union takes it in and somebody looks into it."""
    said = {
        "responsible_unit": "热电分厂",
        "complainant_class": "resident",
        "complainant_name": "北门居民代表",
        "channel": "visit",
        "request": "引风机夜间噪声大，影响北门家属区居民休息",
    }
    yield Open(GRIEVANCE, "grievance", "miaoqing", said)
    yield Act(GRIEVANCE, "register", "miaoqing")
    yield Act(GRIEVANCE, "accept", "miaoqing", {"handler": "bailu"})
