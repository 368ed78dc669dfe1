"""Terms of a community grievance. Source: S0.1, UNGP 31."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("grievance", "社区诉求", "community grievance"),),
    "state": (
        ("intake", "待登记", "intake"),
        ("triage", "待受理", "triage"),
        ("investigation", "调查中", "investigation"),
        ("remedy", "补救中", "remedy"),
        ("verification", "待诉求人确认", "verification"),
        ("closed", "已办结", "closed"),
        ("not_accepted", "不予受理", "not accepted"),
        ("referred", "已转送", "referred"),
        ("withdrawn", "已撤回", "withdrawn"),
    ),
    "trigger": (
        ("register", "登记", "register"),
        ("accept", "受理", "accept"),
        ("decline", "不予受理", "decline"),
        ("refer", "转送", "refer"),
        ("serve_decision", "送达办理意见", "serve the decision"),
        ("agree_remedy", "商定补救", "agree on the remedy"),
        ("deliver_remedy", "落实补救", "deliver the remedy"),
        ("reject_remedy", "不认可补救", "reject the remedy"),
        ("close", "办结", "close"),
        ("withdraw", "撤回诉求", "withdraw"),
        ("reopen", "重新办理", "reopen"),
    ),
    "role": (("handler", "承办人", "handler"),),
    "party": (("complainant", "诉求人", "complainant"),),
    "content": (
        ("acceptance", "是否受理", "whether it is accepted"),
        ("outcome", "办理结果", "the outcome"),
    ),
    "field": (
        ("complainant_class", "成员类别", "class of member"),
        ("complainant_name", "诉求人姓名", "complainant's name"),
        ("complainant_contact", "诉求人联系方式", "complainant's contact"),
        ("channel", "诉求渠道", "channel"),
        ("request", "诉求内容", "request"),
        ("decline_reason", "不予受理理由", "reason for declining"),
        ("other_recourse", "其他救济途径", "other recourse"),
        ("handler", "承办人", "handler"),
        ("investigation_result", "调查情况", "result of the investigation"),
        ("decision", "办理意见", "decision"),
        ("remedy_agreed", "商定的补救", "remedy agreed"),
        ("remedy_delivered_on", "补救落实日期", "remedy delivered on"),
        ("complainant_satisfied", "诉求人是否满意", "complainant satisfied"),
        ("rejections", "不认可次数", "times rejected"),
    ),
    "value": (
        ("employee", "员工", "employee"),
        ("resident", "居民", "resident"),
        ("enterprise", "企业", "enterprise"),
        ("letter", "来信", "letter"),
        ("visit", "来访", "visit"),
        ("call", "来电", "call"),
        ("web", "网络", "web"),
    ),
}
