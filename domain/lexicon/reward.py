"""Terms of a reward claim. Source: S4.6."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("reward", "奖励申领", "reward claim"),),
    "state": (
        ("claimed", "待核实", "claimed"),
        ("to_be_rated", "待评定", "to be rated"),
        ("reward_to_be_approved", "待批准奖励", "reward to be approved"),
        ("to_be_paid", "待兑现", "to be paid"),
        ("paid", "已兑现", "paid"),
        ("unrewarded", "不予奖励", "not rewarded"),
    ),
    "trigger": (
        ("verify_claim", "核实", "verify the claim"),
        ("rate_reward", "评定", "rate the reward"),
        ("approve_reward", "批准奖励", "approve the reward"),
        ("return_rating", "退回评定", "return the rating"),
        ("pay_reward", "兑现", "pay the reward"),
        ("decline_reward", "不予奖励", "decline the reward"),
    ),
    "role": (("claimant", "申领人", "claimant"),),
    "field": (
        ("claimant", "申领人", "claimant"),
        ("claimant_standing", "申领人身份", "standing of the claimant"),
        ("hazard_verified", "是否属实", "hazard verified"),
        ("first_report", "是否首报", "first report"),
        ("own_duty", "是否本职检查职责", "own inspection duty"),
        ("reward_least", "奖励下限", "least reward"),
        ("reward_most", "奖励上限", "greatest reward"),
        ("reward_amount", "奖励金额", "reward"),
        ("paid_on", "兑现日期", "paid on"),
        ("claim_opinion", "核实意见", "opinion on the claim"),
        ("rating_reason", "评定理由", "reason for the rating"),
        ("unrewarded_reason", "不予奖励理由", "reason for no reward"),
    ),
    "value": (
        ("line_worker", "一线员工", "line worker"),
        ("inspecting_staff", "督察检查人员", "inspecting staff"),
        ("a_unit", "单位", "unit"),
    ),
}
