"""Terms of a read-across search and of its weekly return. Source: S4.4, S4.11."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("read_across", "举一反三排查", "read-across search"),),
    "state": (
        ("search_ordered", "已部署", "ordered"),
        ("searching", "排查中", "searching"),
        ("to_be_ended", "待终结", "to be ended"),
        ("search_ended", "已终结", "ended"),
    ),
    "trigger": (
        ("begin_search", "开始排查", "begin the search"),
        ("report", "报送", "report"),
        ("apply_to_end", "申请终结", "apply to end the search"),
        ("return_search", "退回排查", "return to the search"),
        ("end_search", "终结排查", "end the search"),
        ("spot_check", "抽查", "spot-check"),
        ("reopen_search", "重新排查", "search again"),
    ),
    "role": (("search_owner", "排查责任人", "search owner"),),
    "list": (("zero_returns", "零报告名单", "list of zero returns"),),
    "field": (
        ("search_owner", "排查责任人", "search owner"),
        ("implementation_rules", "实施细则", "rules of implementation"),
        ("search_kind", "同类问题特征", "kind of problem searched for"),
        ("search_scope", "排查范围", "scope of the search"),
        ("checklist", "排查要点", "points to look at"),
        ("return_week", "报送周次", "return for the week of"),
        ("return_kind", "报送类型", "kind of return"),
        ("points_searched", "排查点位数", "points searched"),
        ("found_count", "本次查出问题数", "found this time"),
        ("search_summary", "排查总结", "summary of the search"),
        ("spot_checked", "是否抽查", "to be spot-checked"),
        ("spot_checked_on", "抽查日期", "spot-checked on"),
        ("spot_check_result", "抽查情况", "result of the spot check"),
        ("search_again_reason", "重新排查理由", "reason for searching again"),
        ("zero_return_before", "曾报零报告", "zero return made before"),
        ("reports", "报送次数", "returns made"),
        ("same_kind_count", "查出同类问题件数", "number of the same kind found"),
        ("children_open", "未销号同类问题件数", "number of the same kind still open"),
        (
            "children_uncontrolled",
            "未受控同类问题件数",
            "number of the same kind without an approved plan",
        ),
    ),
    "value": (
        ("found", "有", "found"),
        ("zero", "零报告", "none found"),
    ),
}
