"""The plot: where the story leaves the normal way. Everything else is habit and policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from holdfast.sample.rounds.rows import Part, Row, parts
from store.queries.roll import RollLine

Key = tuple[str, str]
"""A case by its number, or `number:kind` for the child of a kind; and a trigger."""


@dataclass(frozen=True, slots=True)
class Want:
    """Somebody wants something that policy will refuse; with a `check`, to put a name to it."""

    by: str
    trigger: str
    said: Mapping[str, str] = field(default_factory=dict)
    check: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """A search finds the same problem in another plant; `by` whom, and what is said of it."""

    on: date
    row: Row
    by: str
    source: str = "self_found"


# Five findings that somebody tries to strike off while one of the five checks does not hold.
HELD: Mapping[str, str] = {
    "R1-1": "same_kind_eliminated",
    "R1-14": "rectified_thoroughly",
    "R2-12": "mechanism_sound",
    "R3-2": "responsible_dealt_with",
    "R2-7": "people_satisfied",
}

# What is put off to a day, by case and habit.
WAITS: Mapping[Key, date] = {
    ("R1", "submit_plan"): date(2023, 2, 6),
    ("R1", "approve_plan"): date(2023, 2, 13),
    ("R2", "submit_plan"): date(2023, 2, 6),
    ("R2", "approve_plan"): date(2023, 2, 13),
    ("R3", "submit_plan"): date(2023, 2, 7),
    ("R3", "approve_plan"): date(2023, 2, 14),
    ("R4", "submit_plan"): date(2023, 2, 7),
    ("R4", "approve_plan"): date(2023, 2, 14),
    # One search goes on for a week longer, over a Thursday on which one plant says nothing.
    ("R3-9:read_across", "apply_to_end"): date(2023, 2, 8),
    ("R4-3", "ask_people"): date(2023, 2, 6),
    ("R2-6:accountability", "establish_responsibility"): date(2023, 4, 7),
    ("R1-14", "apply_for_acceptance"): date(2023, 2, 24),
    ("R1-14-11", "complete"): date(2023, 3, 10),
    # The head of the mine lets the date pass for nine days.
    ("R1-9", "apply_for_acceptance"): date(2023, 4, 3),
}

# What is said to be done before it is: accepted in good faith, and caught at the end.
EARLY: frozenset[str] = frozenset({"R1-14"})

# What somebody wants first, and does not get: by the move that comes after it.
WANTS: Mapping[Key, tuple[Want, ...]] = {
    ("R1-5", "submit_plan"): (Want("huonuanyang", "submit_plan"),),
    ("R1-5", "approve_plan"): (Want("huonuanyang", "approve_plan"),),
    ("R1-4", "reinspect"): (Want("taoran", "reinspect"),),
    ("R1-4", "strike_off"): (Want("taoran", "", check="rectified_thoroughly"),),
    ("R2-1:action", "verify"): (Want("guyu", "verify"),),
    ("R1-1:read_across", "end_search"): (Want("taoran", "end_search"),),
    ("R3-1:read_across", "send_return"): (
        Want("yuhui", "report", {"return_kind": "found", "found_count": "0"}),
        Want("yuhui", "report", {"return_kind": "zero", "found_count": "1"}),
    ),
    ("R1", "approve_plan"): (Want("yezhiqiu", "approve_plan"),),
    ("R2", "file_round"): (Want("gaoyuan", "file_round"),),
    ("R1-7:stop_work", "apply_to_resume"): (Want("lianhaiping", "resume_work"),),
    ("R1-7:stop_work", "accept_resumption"): (Want("lianhaiping", "accept_resumption"),),
    ("R1-7:listing", "accept_on_site"): (Want("lianhaiping", "accept_on_site"),),
    ("R1-9:deduction", "issue_slip"): (
        Want(
            "baihua",
            "issue_slip",
            {
                "deduction_manner": "by_pay",
                "deducted_amount": "2000元",
                "joint_rate": "30",
                "deducted_month": "2023-04",
                "deduction_facts": "逾期七日仍未申请验收",
            },
        ),
    ),
    ("R1-9:deduction", "uphold_deduction"): (
        Want("yueyan", "uphold_deduction"),
        Want("yezhiqiu", "uphold_deduction"),
    ),
    ("F1", "confirm"): (Want("xiahe", "confirm"),),
    ("F1:reward", "verify_claim"): (Want("xiahe", "verify_claim"),),
    ("F1:reward", "rate_reward"): (
        Want("baihua", "rate_reward", {"reward_amount": "2500元", "rating_reason": "从重奖励"}),
        Want("yezhiqiu", "rate_reward", {"reward_amount": "300元", "rating_reason": "从轻奖励"}),
    ),
    ("F2:reward", "rate_reward"): (Want("yezhiqiu", "rate_reward"),),
    ("H1", "approve_removal"): (Want("chenglinmu", "approve_removal"),),
    ("R2-9:survey", "pass_survey"): (Want("lianhaiping", "pass_survey"),),
    ("R1-3:accountability", "establish_responsibility"): (
        Want("taoran", "establish_responsibility"),
    ),
    ("R1-3:accountability", "decide_measure"): (Want("yezhiqiu", "decide_measure"),),
    ("R5-L1", "begin_review"): (Want("leiminggu", "begin_review"),),
}

# Other moves than the usual one, each once.
INSTEAD: Mapping[Key, tuple[str, ...]] = {
    ("R1-8", "confirm"): ("object",),
    ("R2-8", "approve_plan"): ("return_plan",),
    ("R2-6", "accept_work"): ("return_for_rectification", "return_for_rectification"),
    ("R1-2:action", "verify"): ("redo",),
    ("R4", "approve_plan"): ("return_plan",),
    ("R3", "file_round"): ("return_summary",),
    ("R1-7:stop_work", "agree_to_resume"): ("return_resumption",),
    ("R1-7:listing", "delist"): ("return_delisting",),
    ("R1-9:deduction", "accept_slip"): ("plead",),
    ("R1-3:accountability", "decide_measure"): ("return_proposal",),
    ("R4-4:accountability", "propose_measure"): ("hand_to_discipline",),
    ("R2-7:survey", "pass_survey"): ("fail_survey",),
    ("F2:reward", "rate_reward"): ("decline_reward",),
    ("H1", "approve_removal"): ("refuse_removal",),
}

# What is said with a move, where it is not the usual.
SAYS: Mapping[Key, Mapping[str, str]] = {
    ("R2-8", "return_plan"): {"return_reason": "第二项没有写明监测单位和日期"},
    ("R4", "return_plan"): {"return_reason": "第四项没有明确党组织责任人"},
    ("R3", "return_summary"): {"return_reason": "没有附深层次原因分析"},
    ("R2-6", "return_for_rectification"): {"return_reason": "校准已完成，污泥仍压在暂存线外"},
    ("R2-7:survey", "fail_survey"): {"people_asked": "6", "people_satisfied_count": "4"},
    ("R1-7:stop_work", "return_resumption"): {"return_reason": "值守人员未经联锁培训"},
    ("R1-7:listing", "return_delisting"): {"return_reason": "公示牌未更新"},
    ("F1:reward", "rate_reward"): {
        "reward_amount": "800元",
        "rating_reason": "一般隐患，后果可能致人伤害，按标准中档",
    },
    ("F2:reward", "verify_claim"): {"first_report": "no", "claim_opinion": "属实，已有人首先报告"},
}

# The weekly return that nobody sends.
SILENT: frozenset[tuple[str, str, date]] = frozenset({("R3-9", "controls", date(2023, 2, 2))})

_GUARD = Row(
    unit="资源综合利用公司",
    place="2号熟料窑煤粉输送泵",
    en="pump coupling without guard at the clinker kiln",
    parts=parts(("煤粉输送泵联轴器无防护罩", "制作并安装防护罩")),
    hazard_class="guarding",
    cause_class="rule_not_followed",
    cause="检修交付没有核对防护恢复",
    owner="douyan",
    second="hemiao",
    due=date(2023, 2, 3),
    manner="at_once",
)
_PRESS = Row(
    unit="电器制造公司",
    place="冲压班2号冲床",
    en="flywheel guard of the press held by two bolts",
    parts=parts(("冲床飞轮防护罩缺螺栓", "补齐螺栓并加防松标记")),
    hazard_class="guarding",
    cause_class="rule_not_followed",
    cause="换模后没有逐项核对防护",
    owner="kangqiao",
    second="kemu",
    due=date(2023, 2, 3),
    manner="at_once",
)
_BOOTH = Row(
    unit="工业服务公司",
    place="机修厂小件喷漆间",
    en="fan of the small paint room not interlocked, after a zero return",
    parts=parts(("小件喷漆间排风与喷枪气源未联锁", "加装联锁，投用前停用")),
    hazard_class="fire_protection",
    cause_class="supervision_lacking",
    cause="排查只看了大件喷漆，零报告前没有到小件喷漆间",
    owner="xiangyang",
    second="leiyun",
    due=date(2023, 2, 17),
    manner="at_once",
)

# Search under a finding, by the plant that searches: what it finds.
FINDS: Mapping[tuple[str, str], Find] = {
    ("R1-3", "recycling"): Find(date(2023, 1, 19), _GUARD, "zhuqing"),
    ("R3-1", "switchgear"): Find(date(2023, 1, 19), _PRESS, "manjiang"),
}
# Search under a finding whose zero return the company's spot check belies.
BELIED: Mapping[tuple[str, str], Find] = {
    ("R3-7", "services"): Find(date(2023, 2, 3), _BOOTH, "yezhiqiu", "company_check"),
}

# Finding → what the look-back of July says, where it does not say that it is settled.
VERDICTS: Mapping[str, tuple[str, str]] = {
    "R1-3": ("relapsed", "2号泵防护罩检修后又未恢复，螺栓散落在泵座旁"),
    "R1-6": ("mostly_settled", "积粉已清，压差表读数未接入班报"),
    "R2-10": ("cannot_be_judged", "连日暴雨，边坡无法登临"),
    "R3-4": ("mostly_settled", "人行门已用，防撞柱缺一根"),
    "R4-4": ("sham", "更换台账齐全，箱内活性炭却是旧的，称重单系补填"),
}
# What is done the second time about what the look-back has put back on the books.
AGAIN: Mapping[str, Part] = {
    "R1-3": Part(
        "检修后防护罩不恢复", "防护罩改为铰链式联锁，不复位不能启动，检修交付单增列拍照核对"
    ),
    "R4-4": Part(
        "活性炭更换拖延", "更换周期写入设备系统到期锁定，采购年度框架，更换后当日称重上传"
    ),
}
SETTLED = ("settled", "现场逐项核对，整改措施保持有效")

# What the look-back finds new.
NEW_FINDINGS: Mapping[str, tuple[Row, ...]] = {
    "R5": (
        Row(
            unit="热电分厂",
            place="化学水车间酸碱罐区",
            en="eye wash of the acid tanks without water",
            parts=parts(("酸碱罐区洗眼器无水", "恢复供水，每班试放水")),
            hazard_class="chemicals",
            cause_class="supervision_lacking",
            cause="冬季关阀防冻后未恢复",
            owner="luming",
            second="chaixin",
            due=date(2023, 7, 21),
            manner="at_once",
        ),
    ),
    "R8": (
        Row(
            unit="粉煤灰开发事业部",
            place="新建灰库雨水沟",
            en="ash in the rain drain of the new silo",
            parts=parts(("雨水沟内积灰", "清理并设挡灰坎，雨前检查")),
            hazard_class="waste_water",
            cause_class="weak_rule",
            cause="新库投用没有环保交付清单",
            owner="gantang",
            second="duruo",
            due=date(2023, 8, 31),
            funds="0.5万",
            contingency="雨水口临时封堵",
        ),
    ),
}


AGAIN_WITHIN_A_YEAR = Row(
    unit="矿业公司",
    place="维修间新设气瓶间",
    en="cylinders side by side, the chain hanging",
    parts=parts(("氧气瓶与乙炔瓶又同室存放", "拆除临时间，恢复分室，气瓶进出由库管签字")),
    hazard_class="pressure",
    cause_class="rule_not_followed",
    cause="新设气瓶间没有按原整改要求验收",
    owner="shanggang",
    second="yisha",
    due=date(2023, 6, 23),
    manner="at_once",
)


@dataclass
class Plot:
    """What of the plot is still to come."""

    held: dict[str, str] = field(default_factory=lambda: dict(HELD))
    wants: dict[Key, tuple[Want, ...]] = field(default_factory=lambda: dict(WANTS))
    instead: dict[Key, tuple[str, ...]] = field(default_factory=lambda: dict(INSTEAD))
    finds: dict[tuple[str, str], Find] = field(default_factory=lambda: {**FINDS, **BELIED})


def keys_of(line: RollLine, trigger: str) -> tuple[Key, Key]:
    """How the plot may speak of a trigger on a case."""
    above = line.number.rpartition("-")[0]
    return (line.number, trigger), (f"{above}:{line.kind}", trigger)
