"""Terms of an inspection round, as far as a ledger needs one. Source: S4.1."""

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
    ),
    "field": (
        ("title", "名称", "title"),
        ("inspected_from", "督察开始日期", "inspected from"),
        ("inspected_to", "督察结束日期", "inspected to"),
        ("summary", "整改总结", "summary of the rectification"),
    ),
    "document": (
        ("classed_findings", "问题分类分析", "analysis of findings by class"),
        ("deep_causes", "深层次原因分析", "analysis of deep causes"),
        ("revised_rules", "制度规程修订清单", "list of revised rules"),
    ),
}
