"""Terms of a stop-work order. Source: S4.5."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("stop_work", "停产停工", "stop-work order"),),
    "state": (
        ("stop_ordered", "已责令停产", "ordered to stop"),
        ("stopped", "停产整改中", "stopped for rectification"),
        ("resumption_acceptance_due", "待恢复验收", "acceptance for resumption due"),
        ("resumption_to_be_agreed", "待审核恢复", "resumption to be agreed"),
        ("resumption_to_be_approved", "待批准恢复", "resumption to be approved"),
        ("resumption_approved", "已批准恢复", "resumption approved"),
        ("resumed", "已恢复", "resumed"),
    ),
    "trigger": (
        ("confirm_stopped", "确认停产", "confirm the stop"),
        ("apply_to_resume", "申请恢复", "apply to resume"),
        ("accept_resumption", "恢复验收", "accept for resumption"),
        ("agree_to_resume", "审核恢复", "agree to the resumption"),
        ("approve_resumption", "批准恢复", "approve the resumption"),
        ("return_resumption", "退回恢复申请", "return the application to resume"),
        ("resume_work", "恢复生产", "resume work"),
    ),
    "field": (
        ("stop_scope", "停产范围", "scope of the stop"),
        ("resumption_opinion", "恢复验收意见", "opinion on the resumption"),
        ("resumptions_returned", "恢复申请退回次数", "applications to resume returned"),
    ),
    "value": (
        ("one_post", "岗位", "post"),
        ("one_operation", "作业", "operation"),
        ("one_machine", "设备", "machine"),
        ("one_installation", "装置", "installation"),
        ("whole_plant", "全厂", "whole plant"),
    ),
}
