"""Terms of a corrective action. Source: S4.3; ISO 9000 words for the classes of action."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("action", "整改措施", "action"),),
    "state": (
        ("planned", "已计划", "planned"),
        ("doing", "实施中", "doing"),
        ("done", "待验证", "done"),
        ("verified", "已验证", "verified"),
        ("cancelled", "已取消", "cancelled"),
    ),
    "trigger": (
        ("begin", "开始实施", "begin"),
        ("complete", "完成", "complete"),
        ("verify", "验证", "verify"),
        ("redo", "退回实施", "redo"),
        ("cancel", "取消", "cancel"),
    ),
    "role": (
        ("doer", "实施人", "doer"),
        ("verifier", "验证人", "verifier"),
    ),
    "field": (
        ("action_text", "措施内容", "what is to be done"),
        ("action_class", "措施类别", "class of action"),
        ("sub_problem", "对应分项", "sub-problem addressed"),
        ("doer", "实施人", "doer"),
        ("verifier", "验证人", "verifier"),
        ("action_due_on", "措施期限", "action date"),
        ("action_result", "实施结果", "what was done"),
        ("verification_note", "验证意见", "verification note"),
        ("trained_on", "培训日期", "trained on"),
        ("checklist_entry", "纳入检查表", "entry in the checklist"),
    ),
    "value": (
        ("containment", "临时管控", "containment"),
        ("correction", "纠正", "correction"),
        ("corrective", "纠正措施", "corrective action"),
        ("preventive", "预防措施", "preventive action"),
        ("systemic", "长效措施", "systemic action"),
    ),
}
