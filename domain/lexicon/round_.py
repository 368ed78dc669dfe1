"""Terms of an inspection round and of its rectification plan. Source: S4.1, S4.11, S4.12."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("round", "督察", "round"),),
    "state": (
        ("preparing", "筹备中", "preparing"),
        ("on_site", "现场督察中", "on site"),
        ("confirming_papers", "底稿确认中", "confirming working papers"),
        ("rectifying", "整改推进", "rectifying"),
        ("summary_submitted", "总结待核查", "summary submitted"),
        ("round_filed", "已归档", "round filed"),
    ),
    "trigger": (
        ("enter_site", "进驻", "enter the site"),
        ("leave_site", "离场", "leave the site"),
        ("issue_report", "下达督察报告", "issue the report"),
        ("submit_summary", "报送整改总结", "submit the summary"),
        ("return_summary", "退回整改总结", "return the summary"),
        ("file_round", "归档", "file the round"),
        ("reopen_round", "重新启动", "reopen the round"),
    ),
    "field": (
        ("title", "名称", "title"),
        ("round_type", "督察类型", "type of round"),
        ("inspected_from", "督察开始日期", "inspected from"),
        ("inspected_to", "督察结束日期", "inspected to"),
        ("report_on", "督察报告日期", "date of the report"),
        ("plan_meeting_on", "专题会日期", "date of the leaders' meeting"),
        ("plan_guidance", "指导思想", "guiding thought"),
        ("plan_principles", "基本原则", "principles"),
        ("plan_goal", "工作目标", "goal of the plan"),
        ("plan_safeguards", "保障措施", "safeguards"),
        ("unsettled_papers", "未定论底稿数", "unsettled working papers"),
        ("summary", "整改总结", "summary of the rectification"),
    ),
    "value": (("special_inspection", "专项督察", "special inspection"),),
    "document": (
        ("classed_findings", "问题分类分析", "analysis of findings by class"),
        ("deep_causes", "深层次原因分析", "analysis of deep causes"),
        ("revised_rules", "制度规程修订清单", "list of revised rules"),
    ),
}
