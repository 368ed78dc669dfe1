"""Terms of a supervised listing. Source: S4.8."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("listing", "挂牌督办", "supervised listing"),),
    "state": (
        ("to_be_listed", "待挂牌", "to be listed"),
        ("under_listing", "督办中", "under supervised listing"),
        ("delisting_acceptance_due", "待现场验收", "acceptance on site due"),
        ("to_be_delisted", "待摘牌", "to be delisted"),
        ("delisted", "已摘牌", "delisted"),
    ),
    "trigger": (
        ("put_on_board", "挂牌", "list"),
        ("report_progress", "报送督办进展", "report the progress"),
        ("apply_to_delist", "申请摘牌", "apply to delist"),
        ("accept_on_site", "现场验收", "accept on site"),
        ("delist", "摘牌", "delist"),
        ("return_delisting", "退回摘牌申请", "return the application to delist"),
    ),
    "role": (("listing_leader", "挂牌领导", "leader of the listing"),),
    "field": (
        ("listing_number", "挂牌编号", "number of the listing"),
        ("supervising_body", "督办单位", "supervising body"),
        ("listing_leader", "挂牌领导", "leader of the listing"),
        ("delisting_opinion", "现场验收意见", "opinion on site"),
        ("progress_reports", "督办进展报送次数", "progress reports"),
        ("delistings_returned", "摘牌申请退回次数", "applications to delist returned"),
    ),
    "value": (
        ("by_supervision_group", "督导组", "supervision group"),
        ("by_safety_department", "安全环保健康部", "safety, environment and health department"),
        ("by_the_company", "公司", "company"),
    ),
}
