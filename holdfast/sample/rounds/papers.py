"""What people write into the fields that policy asks for, and into the documents it wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from holdfast.sample.rounds.rows import Row
from holdfast.sample.staff import appointments


@dataclass(frozen=True, slots=True)
class Subject:
    """The case that something is written about, its unit, and the day."""

    number: str
    kind: str
    unit: str | None
    today: date


@dataclass
class Papers:
    """The working papers of the story: `rows` has the finding to each number of a finding."""

    rows: dict[str, Row] = field(default_factory=dict)

    def row_of(self, number: str) -> Row:
        """The finding itself, or the nearest finding that a case stands under.

        Raises:
            KeyError: for a case that stands under no finding.
        """
        above = number
        while above and above not in self.rows:
            above = above.rpartition("-")[0]
        return self.rows[above]

    def write(self, subject: Subject, name: str) -> str:
        """What somebody writes into a field of a case.

        Raises:
            KeyError: for a field about which nobody has anything to say.
        """
        writing = _OF_KIND.get((subject.kind, name)) or _WRITING[name]
        return writing(self, subject)

    def document(self, subject: Subject, document: str) -> tuple[str, str]:
        """The name and the content of a document."""
        return f"{document}.txt", f"{subject.number} {document} {subject.today}\n"


def _row(says: Callable[[Row], str]) -> Callable[[Papers, Subject], str]:
    return lambda papers, subject: says(papers.row_of(subject.number))


def _day(after: int = 0) -> Callable[[Papers, Subject], str]:
    return lambda _, subject: (subject.today + timedelta(days=after)).isoformat()


def _words(text: str) -> Callable[[Papers, Subject], str]:
    return lambda _papers, _subject: text


def _officer(role: str) -> Callable[[Papers, Subject], str]:
    """Whoever holds an office of the unit."""

    def find(_: Papers, subject: Subject) -> str:
        held = ((one.role, one.unit_id, one.person_id) for one in appointments())
        return next(
            person for office, unit, person in held if (office, unit) == (role, subject.unit)
        )

    return find


def _month(_: Papers, subject: Subject) -> str:
    return f"{subject.today:%Y-%m}"


_OF_KIND: Mapping[tuple[str, str], Callable[[Papers, Subject], str]] = {
    ("observation", "cause"): _words("作业人员图省事，班组长没有提醒"),
    ("observation", "cause_class"): _words("rule_not_followed"),
    ("round", "measures"): _words("逐项分解到人、到日期；举一反三；完善制度；党政同责，逐项销号"),
}
_WRITING: Mapping[str, Callable[[Papers, Subject], str]] = {
    # Findings and rounds.
    "party_owner": _officer("unit_party_head"),
    "cause": _row(lambda row: row.cause),
    "cause_class": _row(lambda row: row.cause_class),
    "measures": _row(lambda row: row.measures),
    "funds": _row(lambda row: "0" if row.funds == "无需资金" else row.funds),
    "funds_source": _words("安全生产费用"),
    "contingency_plan": _row(lambda row: row.contingency or "设围栏和警示牌，派人值守"),
    "target": _row(lambda row: row.target or f"{row.place}的隐患全部消除"),
    "lead_executive": _row(lambda row: row.lead),
    "safety_assured": _row(lambda row: row.safety_assured),
    "objection": _words("灭火器已于督察当日送检，底稿所述部位无缺失"),
    "objection_answer": _words("现场复核：送检的是另外两具，底稿属实，维持认定"),
    "rectified_result": _row(lambda row: f"{row.measures}。均已完成，前后照片附后"),
    "reinspection_opinion": _words("两人到现场逐项核对，整改到位"),
    "return_reason": _words("现场与材料不符，请逐项补齐"),
    "reopening_reason": _words("回头看发现问题反弹"),
    "plan_principles": _words("坚持“五个不放过”\n坚持“三必管”\n坚持“一岗双责、党政同责、失职追责”"),
    "plan_meeting_on": _day(),
    "summary": _words("问题逐项整改、逐项销号，分类分析和制度修订清单附后"),
    # Measures.
    "action_result": _words("已按措施完成，现场照片附后"),
    "verification_note": _words("现场核对，与措施一致"),
    "rule_number": lambda _, subject: f"样例制度〔2023〕{_digits(subject.number)}号",
    "trained_on": _day(),
    "checklist_entry": _row(lambda row: f"{row.place}专项检查表，增列本问题各分项"),
    # Searches.
    "search_owner": _officer("liaison_officer"),
    "implementation_rules": _words("按车间分片，逐台逐点对照问题检查，边查边改，当日登记"),
    "search_scope": _words("全部车间、班组和外委作业点"),
    "return_week": _day(),
    "return_kind": _words("zero"),
    "points_searched": lambda _, subject: str(12 + _digits(subject.number) % 37),
    "found_count": _words("0"),
    "search_again_reason": _words("外委检修班的移动配电箱没有排查"),
    "search_summary": _words("应查部位全部查到，查出的问题已登记并整改"),
    "spot_checked": lambda _, subject: "yes" if is_sampled(subject.number) else "no",
    "spot_checked_on": _day(),
    "spot_check_result": _words("随机抽查三处，与报送一致"),
    # Stop-work and listing.
    "stop_scope": _words("one_machine"),
    "resumption_opinion": _words("监测联锁逐项试验三次，动作可靠，具备恢复条件"),
    "listing_number": lambda _, subject: f"安督挂〔2023〕{_digits(subject.number) % 10}号",
    "supervising_body": _words("by_supervision_group"),
    "listing_leader": _words("jiangyuanfan"),
    "progress": _words("设备到货安装，按计划推进，现场值守正常"),
    "delisting_opinion": _words("现场逐项核对，隐患消除，公示牌已更新"),
    # Surveys and reviews.
    "survey_scope": _row(lambda row: row.place),
    "sampling_method": _words("按班次花名册等距抽取，当班作答"),
    "people_planned": _words("6"),
    "shortfall": _words("两人认为措施不便操作"),
    "review_method": _words("several_methods"),
    "place_seen": _row(lambda row: row.place),
    # Deductions, rewards, accountability.
    "deduction_manner": _words("by_pay"),
    "deducted_amount": _words("2000元"),
    "joint_rate": _words("50"),
    "deducted_month": _month,
    "booked_month": _month,
    "deduction_facts": _words("依据条款和事项台账，事实清楚"),
    "plea": _words("当周停电检修，请酌情减轻"),
    "plea_answer": _words("停电不影响报送，维持考核"),
    "claimant_standing": _words("line_worker"),
    "hazard_verified": _words("yes"),
    "first_report": _words("yes"),
    "own_duty": _words("no"),
    "claim_opinion": _words("隐患属实，首次报告，不属本职检查职责"),
    "paid_on": _day(),
    "unrewarded_reason": _words("已有人首先报告，向举报人说明并致谢"),
    "handover_reason": _words("称重单系补填，涉嫌弄虚作假，移送核查"),
    "handover_receipt": lambda _, subject: f"样例监收〔2023〕{_digits(subject.number)}号",
    # Hazard sources and observations.
    "contact_office": _words("安全环保健康部"),
    "main_risks": _words("煤气泄漏，中毒、着火、爆炸"),
    "control_measures": _words("双阀切断，固定报警，两人巡检，动火提级审批"),
    "emergency_measures": _words("切断、撤离、佩戴空呼、报告"),
    "management_rule_number": _words("样例制度〔2023〕41号"),
    "operating_procedure_number": _words("样例规程〔2023〕12号"),
    "special_plan_number": _words("样例预案〔2023〕6号"),
    "emergency_stores": _words("空呼四套，便携报警仪六台，堵漏工具一套"),
    "check_result": _words("逐项检查，正常"),
    "drill_evaluation": _words("报警到撤离四分十秒，通信中断一次，已改进"),
    "removal_reason": _words("热风炉改用电加热，煤气管道已盲断置换"),
    "safe_acts": _words("佩戴齐全，先断电后作业"),
    "unsafe_acts": _words("手伸入运转部位附近"),
    "correction_made": _words("当场停下，说明后果，本人复述正确做法"),
    "rule_answer": _words("列入夜间作业审批规定，明确两人同行和审批层级"),
    "ground": _words("not_thorough"),
    "subject": _row(lambda row: row.owner),
    "responsibility": _words("direct"),
    "struck_off_before": _words("yes"),
    "former_signer": _words("liangqingsong"),
    "inquiry_result": _words("检修交付未核对防护恢复，班组长未复核；原销号时未查检修计划"),
    "defence": _words("认可事实，请求考虑连续抢修"),
    "proposal": _words("对直接责任人扣减绩效并书面检查，对原销号人提醒谈话"),
    "measure": _words("pay_deduction"),
    "meeting_on": _day(),
    "resolution": _words("同意追责建议，一人一案，限期执行"),
    "served_on": _day(),
    "execution_result": _words("已扣减当月绩效，书面检查存档"),
}


def is_sampled(number: str) -> bool:
    """Whether the office looks itself whether a zero return is true: one in seven."""
    return _digits(number) % 7 == 0


def _digits(number: str) -> int:
    return sum(int(part) * 7**at for at, part in enumerate(number[1:].split("-")))
