"""Terms of an effectiveness review. Source: S4.1; the verdicts are practice."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("review", "成效核查", "effectiveness review"),),
    "state": (
        ("review_due", "待核查", "review due"),
        ("reviewing", "核查中", "being reviewed"),
        ("concluded", "已作结论", "concluded"),
    ),
    "trigger": (
        ("begin_review", "开始核查", "begin the review"),
        ("conclude", "作出结论", "conclude"),
        ("review_again", "重新核查", "review again"),
    ),
    "field": (
        ("review_subject", "核查对象", "what is reviewed"),
        ("review_occasion", "核查场合", "occasion of the review"),
        ("review_method", "核查方式", "manner of review"),
        ("place_seen", "察看部位", "place seen"),
        ("verdict", "核查结论", "verdict"),
        ("review_opinion", "核查意见", "opinion of the reviewers"),
        ("cancel_reason", "取消理由", "reason for the cancellation"),
    ),
    "value": (
        ("look_back", "回头看", "look-back"),
        ("periodic_review", "定期核查", "periodic review"),
        ("visit_and_ask", "走访询问", "visits and questions"),
        ("read_documents", "查阅资料", "documents"),
        ("see_the_site", "现场察看", "the site"),
        ("several_methods", "多种方式", "several manners"),
        ("settled", "整改到位", "settled"),
        ("mostly_settled", "基本到位", "mostly settled"),
        ("not_settled", "未到位", "not settled"),
        ("sham", "虚假整改", "sham"),
        ("cannot_be_judged", "无法核查", "cannot be judged"),
    ),
    "document": (
        ("site_photo", "现场照片", "photo of the site"),
        ("review_record", "核查记录", "record of the review"),
    ),
}
