"""The terms of policy revisions. Source: S0.8."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("policy_revision", "制度修订", "policy revision"),),
    "state": (
        ("drafted", "起草", "drafted"),
        ("checked", "已检查", "checked"),
        ("simulated", "已试算", "simulated"),
        ("approved", "已获批准", "approved"),
        ("scheduled", "待生效", "scheduled"),
        ("in_force", "生效中", "in force"),
        ("superseded", "已被取代", "superseded"),
        ("revision_withdrawn", "草案已撤回", "draft withdrawn"),
    ),
    "trigger": (
        ("check_revision", "检查草案", "check the draft"),
        ("adopt_revision", "随附启用", "adopt as shipped"),
        ("simulate_revision", "试算影响", "simulate"),
        ("approve_revision", "批准制度", "approve the policy"),
        ("activate_revision", "启用制度", "activate the policy"),
        ("take_effect", "制度生效", "take effect"),
        ("review_policy", "评审制度", "review the policy"),
        ("supersede_revision", "以新代旧", "supersede"),
        ("reinstate_revision", "恢复启用", "reinstate"),
        ("withdraw_revision", "撤回草案", "withdraw the draft"),
    ),
    "check": (("flips_seen", "影响清单核阅", "flip list looked at"),),
    "field": (
        ("policy_version", "制度版本", "policy version"),
        ("parent_version", "前一版本", "parent version"),
        ("revision_note", "修订说明", "note on the revision"),
        ("check_digest", "检查报告指纹", "fingerprint of the check report"),
        ("compared_with", "对照版本", "compared with"),
        ("flips_digest", "影响清单指纹", "fingerprint of the flip list"),
        ("flips_count", "受影响事项数", "number of flips"),
        ("flips_seen_digest", "核阅的清单指纹", "fingerprint looked at"),
        ("open_cases", "在办事项", "open cases"),
        ("effective_from", "生效日期", "effective from"),
        ("was_in_force", "曾经生效", "was in force before"),
        ("policy_review_opinion", "制度评审意见", "opinion of the policy review"),
    ),
    "value": (
        ("follow", "适用新制度", "follow the new policy"),
        ("stay", "沿用原制度", "stay with the old policy"),
    ),
}
