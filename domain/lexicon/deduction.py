"""Terms of a performance deduction, which is never a fine. Source: S4.8."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("deduction", "考核事项", "performance deduction"),),
    "state": (
        ("deduction_proposed", "拟考核", "deduction proposed"),
        ("slip_to_be_answered", "待确认考核", "slip to be answered"),
        ("plea_under_review", "申辩复核中", "plea under review"),
        ("deduction_to_be_approved", "待批准考核", "deduction to be approved"),
        ("deduction_to_be_booked", "待计入绩效", "deduction to be booked"),
        ("deduction_booked", "已计入绩效", "deduction booked"),
        ("deduction_cancelled", "已撤销考核", "deduction cancelled"),
    ),
    "trigger": (
        ("issue_slip", "下达考核通知单", "issue the deduction slip"),
        ("accept_slip", "确认考核", "accept the deduction"),
        ("plead", "提出申辩", "plead"),
        ("uphold_deduction", "维持考核", "uphold the deduction"),
        ("approve_deduction", "批准考核", "approve the deduction"),
        ("book_deduction", "计入当月绩效", "book the deduction"),
        ("cancel_deduction", "撤销考核", "cancel the deduction"),
    ),
    "field": (
        ("deducted_role", "考核对象", "who is deducted"),
        ("factor", "考核倍数", "factor of the deduction"),
        ("basis_rule", "考核依据", "basis of the deduction"),
        ("deduction_manner", "考核方式", "manner of deduction"),
        ("deducted_points", "考核分值", "points of the deduction"),
        ("deducted_amount", "考核金额", "amount of the deduction"),
        ("joint_rate", "联责比例", "joint rate of the head"),
        ("deducted_month", "考核月份", "month of the deduction"),
        ("booked_month", "计入月份", "month booked"),
        ("deduction_facts", "考核事实", "facts of the deduction"),
        ("plea", "申辩意见", "plea"),
        ("plea_answer", "复核答复", "answer to the plea"),
        ("revoke_reason", "撤销理由", "reason for cancelling"),
        ("points_due", "应扣分值", "points due"),
        ("amount_due", "应扣金额", "amount due"),
        ("amount_of_head", "负责人联责金额", "amount of the head"),
    ),
    "value": (
        ("responsible_unit", "责任单位", "responsible unit"),
        ("unit_admin_head", "责任单位行政负责人", "administrative head of the responsible unit"),
        ("unit_party_head", "责任单位党组织负责人", "Party head of the responsible unit"),
        ("rectification_owner", "整改责任人", "rectification owner"),
        ("liaison_officer", "单位联络员", "liaison officer"),
        ("functional_department", "业务主管部门", "functional department"),
        ("by_points", "扣分", "by points"),
        ("by_pay", "扣减绩效工资", "from performance pay"),
    ),
}
