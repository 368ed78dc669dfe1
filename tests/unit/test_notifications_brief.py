"""What a notice says where others read along: enough to act on, and nothing to talk about."""

from __future__ import annotations

from itertools import product

import pytest

from domain.lexicon import LEXICON
from notifications.rendering import Notice, render

SECRETS = {"title": "举报人是老王", "because": "老王说的", "text": "老王的原话", "state": "closed"}
KNOWN = {
    "number": "S-12",
    "trigger": "apply_for_acceptance",
    "due": "2026年3月5日（星期四）24时",
    "late_by": "2天",
    "link": "https://holdfast.example/cases/S-12",
}
KINDS = ("grievance", "deduction", "finding", "listing", "reward", "stop_work")


@pytest.mark.parametrize("notice", LEXICON.ids("notice"))
def test_no_notice_tells_a_group_what_people_wrote(notice: str) -> None:
    for lang, kind in product(("zh", "en"), KINDS):
        brief = render(Notice(notice, kind, lang, {**KNOWN, **SECRETS})).brief
        assert "老王" not in brief
        assert LEXICON.word("state", "closed", lang) not in brief
        assert "S-12" in brief.splitlines()[0]
        assert KNOWN["due"] in brief
        assert brief.endswith(KNOWN["link"])


@pytest.mark.parametrize("notice", LEXICON.ids("notice"))
def test_a_brief_notice_needs_no_more_than_the_least(notice: str) -> None:
    least = {"number": "S-12", "title": "x"}
    briefs = {lang: render(Notice(notice, "finding", lang, least)).brief for lang in ("zh", "en")}
    assert briefs["zh"].endswith("\n办理入口：holdfast case why S-12")
    assert briefs["en"].endswith("\nNext step: holdfast case why S-12")
    assert not any(line.endswith((":", "：")) for line in briefs["en"].splitlines())
