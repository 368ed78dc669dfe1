"""The columns of a ledger of findings: ids, written headers, and the spellings offices use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class CellType(StrEnum):
    """How a column's cells are read and written."""

    NUMBER = "number"
    TEXT = "text"
    SUB_PROBLEMS = "sub_problems"
    CODE = "code"
    DATE = "date"
    MONEY = "money"
    PEOPLE = "people"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ids are those of the finding's form wherever the form has such a field."""

    id: str
    zh: str
    en: str
    type: CellType
    width: int
    spellings: tuple[str, ...] = ()

    def title(self, lang: str) -> str:
        """The header as it is written; it is among the spellings that are read."""
        return self.zh if lang == "zh" else self.en


def _column(id_: str, words: str, type_: CellType, width: int, spellings: str = "") -> Column:
    """A row of the table: `words` is `中文|English`, spellings are separated by spaces."""
    zh, en = words.split("|")
    return Column(id_, zh, en, type_, width, tuple(spellings.split()))


_N, _T, _C = CellType.NUMBER, CellType.TEXT, CellType.CODE
_D, _M, _P = CellType.DATE, CellType.MONEY, CellType.PEOPLE

# Source: the 41 columns of a look-back ledger. A spelling may stand for several columns: the
# first that the sheet does not have under its own name gets it, one marked ~ comes last.
COLUMNS: tuple[Column, ...] = (
    _column("seq", "序号|No.", _N, 6, "编号 顺序号 项次 no"),
    _column("round_name", "督察轮次|Round", _T, 12, "轮次 督查轮次 检查轮次 检查名称"),
    _column("inspection_team", "督察组|Inspection team", _T, 12, "督查组 检查组 检查部门"),
    _column(
        "inspected_on",
        "检查日期|Inspected on",
        _D,
        12,
        "检查时间 排查日期 督察日期 发现日期 发现时间",
    ),
    _column("number", "问题编号|Finding number", _N, 14, "隐患编号 问题号 编号"),
    _column(
        "specialty", "专业类别|Specialty", _T, 10, "专业 类别 问题类别 隐患类别 专业分类 隐患类型"
    ),
    _column("finding_type", "问题类型|Finding type", _C, 10, "问题性质"),
    _column("inspected_unit", "被检单位|Inspected unit", _T, 14, "被检查单位 受检单位 被督察单位"),
    _column("place", "具体部位|Place", _T, 16, "部位 隐患部位 排查部位 地点 位置 检查部位 区域"),
    _column(
        "sub_problems",
        "问题描述|Problem",
        CellType.SUB_PROBLEMS,
        40,
        "存在问题 问题内容 隐患内容 隐患描述 检查发现问题 问题隐患描述 发现问题 问题 主要问题 "
        "存在的问题 问题及隐患 隐患问题 存在问题及隐患 问题清单 分项问题",
    ),
    _column("basis", "依据|Basis", _T, 20, "检查依据 判定依据 标准依据 法规依据 依据条款"),
    _column(
        "hazard_grade", "隐患等级|Hazard grade", _C, 10, "隐患级别 等级 级别 问题等级 隐患分级"
    ),
    _column(
        "photo_before",
        "照片（整改前）|Photo before",
        _T,
        12,
        "整改前照片 照片 问题照片 隐患照片 整改前",
    ),
    _column("cause", "原因分析|Cause", _T, 20, "原因 问题原因 产生原因"),
    _column("target", "整改目标|Target", _T, 16, "目标 目标任务"),
    _column("measures", "整改措施|Measures", _T, 30, "措施 治理措施 方法措施 整改方案 整改要求"),
    _column(
        "rectification_manner", "整改方式|Manner of rectification", _C, 10, "整改类型 方式 整改类别"
    ),
    _column(
        "funds",
        "整改资金（万元）|Funds (10,000 yuan)",
        _M,
        10,
        "整改资金 资金 费用 投入资金 整改费用 资金投入 经费 预算 经费物资",
    ),
    _column("funds_source", "资金来源|Source of funds", _T, 12, "经费来源 费用来源"),
    _column(
        "contingency_plan",
        "应急预案/临时管控措施|Contingency plan",
        _T,
        20,
        "应急预案 预案 临时管控措施 临时措施 防范措施 管控措施",
    ),
    _column(
        "responsible_unit",
        "责任单位|Responsible unit",
        _T,
        14,
        "整改单位 所属单位 责任部门 单位 整改责任单位 单位名称 牵头单位",
    ),
    _column(
        "lead_executive", "牵头领导|Lead executive", _P, 10, "分管领导 主管领导 包保领导 责任领导"
    ),
    _column(
        "rectification_owner",
        "整改责任人|Rectification owner",
        _P,
        14,
        "责任人 负责人 整改负责人 第一责任人 责任 整改人",
    ),
    _column(
        "supervising_unit",
        "督办部门|Supervising department",
        _T,
        12,
        "督办单位 主管部门 业务主管部门",
    ),
    _column("supervision_owner", "督办责任人|Supervision owner", _P, 10, "督办人 督促人"),
    _column(
        "reinspection_owner",
        "验收责任人|Acceptance owner",
        _P,
        10,
        "复查责任人 验收负责人 验收人~ 验证人~",
    ),
    _column(
        "due_on",
        "计划完成时间|Due on",
        _D,
        12,
        "整改期限 整改时限 完成时限 要求完成时间 限期 期限 时限 时限要求 计划完成日期 "
        "整改完成期限 要求完成日期 完成期限",
    ),
    _column(
        "progress", "进展情况|Progress", _T, 24, "整改进展 整改情况 工作进展 完成进度 完成情况~"
    ),
    _column("on_schedule", "是否达到序时进度|On schedule", _T, 10, "序时进度 达到序时进度"),
    _column(
        "completed_on",
        "实际完成时间|Completed on",
        _D,
        12,
        "完成时间 完成日期 整改完成时间 实际完成日期 整改完成日期",
    ),
    _column("photo_after", "照片（整改后）|Photo after", _T, 12, "整改后照片 整改后"),
    _column("evidence", "佐证材料|Evidence", _T, 14, "证明材料 支撑材料 附件"),
    _column(
        "read_across_result",
        "举一反三排查情况|Read-across",
        _T,
        20,
        "举一反三 举一反三情况 同类问题排查",
    ),
    _column(
        "rules_revised", "制度修订情况|Rules revised", _T, 16, "制度修订 制度完善情况 长效机制"
    ),
    _column(
        "accountability_result",
        "责任追究及考核情况|Accountability",
        _T,
        16,
        "责任追究 考核情况 考核 责任追究情况 问责情况",
    ),
    _column(
        "reinspection_opinion",
        "复查意见|Re-inspection opinion",
        _T,
        16,
        "验收意见 复查情况 验收情况",
    ),
    _column(
        "reinspected_by", "复查人|Re-inspected by", _P, 10, "验收人 验证人 复查确认人 复查人员"
    ),
    _column("reinspected_on", "复查日期|Re-inspected on", _D, 12, "复查时间 验收日期 验收时间"),
    _column(
        "stated_status",
        "是否销号|Struck off (stated)",
        CellType.STATUS,
        10,
        "销号情况 整改状态 完成情况 是否完成 闭环情况 状态 是否闭环 是否整改 整改完成情况",
    ),
    _column("struck_off_on", "销号日期|Struck off on", _D, 12, "销号时间 闭环日期"),
    _column("remarks", "备注|Remarks", _T, 16, "说明 附注"),
)

# Not among the 41, yet rules ask for them: read where a sheet has them, written where a row does.
EXTRA_COLUMNS: tuple[Column, ...] = (
    _column("source", "问题来源|Source", _C, 10, "来源 隐患来源 检查类型 排查类型"),
    _column("domain", "专业领域|Domain", _C, 8, "领域"),
    _column("waivers", "特批|Waivers", _T, 16, "特批情况"),
)

ALL_COLUMNS: tuple[Column, ...] = COLUMNS + EXTRA_COLUMNS
COLUMN_BY_ID: Mapping[str, Column] = {column.id: column for column in ALL_COLUMNS}

# Columns that every office has and the engine computes itself, or that must not be kept.
LEFT_OUT: frozenset[str] = frozenset(
    {
        "剩余天数", "距到期天数", "逾期天数", "超期天数", "是否逾期", "是否超期", "倒计时",
        "联系电话", "电话", "联系方式", "手机", "手机号", "签字", "签名", "daysleft",
    }
)  # fmt: skip

# Ids of the values each code column may hold, and what else they are called.
CODE_CHOICES: Mapping[str, tuple[str, ...]] = {
    "finding_type": ("new", "not_rectified", "relapsed"),
    "hazard_grade": ("general_hazard", "major_hazard"),
    "rectification_manner": ("at_once", "by_date", "kept_up"),
    "source": (
        "group_inspection",
        "company_check",
        "self_found",
        "hazard_report",
        "public_report",
    ),
    "domain": ("safety", "environment"),
}

CODE_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "finding_type": {
        "新增": "new", "新问题": "new", "未整改": "not_rectified",
        "整改不到位": "not_rectified", "反复": "relapsed", "复发": "relapsed",
    },
    "hazard_grade": {
        "一般": "general_hazard", "一般事故隐患": "general_hazard", "一般问题": "general_hazard",
        "重大": "major_hazard", "重大事故隐患": "major_hazard", "重大问题": "major_hazard",
        "general": "general_hazard", "major": "major_hazard",
    },
    "rectification_manner": {
        "立即整改": "at_once", "立查立改": "at_once", "边查边改": "at_once", "即查即改": "at_once",
        "当场整改": "at_once", "现场整改": "at_once", "立整立改": "at_once",
        "已立行立改": "at_once",
        "限期": "by_date", "限时整改": "by_date", "期限整改": "by_date",
        "长期": "kept_up", "持续坚持": "kept_up", "持续整改": "kept_up", "长期整改": "kept_up",
    },
    "source": {
        "集团督查": "group_inspection", "集团检查": "group_inspection", "督察": "group_inspection",
        "公司督查": "company_check", "公司督察": "company_check",
        "自查": "self_found", "自查发现": "self_found", "自查自纠": "self_found",
        "员工举报": "hazard_report", "职工举报": "hazard_report",
        "群众举报": "public_report", "社会举报": "public_report",
    },
    "domain": {"安全类": "safety", "环保类": "environment", "安全生产": "safety"},
}  # fmt: skip
