"""What a digest says, in both languages, and what people's words cannot do to it."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from notifications.digests import Digest, DigestItem, render_digest

FULL = DigestItem(
    subject="【提醒】R-1 请按期申请验收",
    title="防护罩缺失",
    unit="氧化铝厂",
    due="2026年3月5日（星期四）24时",
    late_by="2天3小时",
    on_behalf_of="张三",
    way="https://books.example.org/cases/abc",
)
LEAST = DigestItem("【通知】R-2 待复查", way="holdfast case why R-2")
DAY = date(2026, 3, 6)


def digest(*items: DigestItem, held_up: int = 0, more: int = 0, link: str = "") -> Digest:
    return Digest("李四", DAY, items, held_up, more, link)


def visible(page: str) -> str:
    body = page.partition("<body")[2].partition(">")[2]
    return squashed(html.unescape(re.sub(r"<[^>]*>", "", body)))


def squashed(text: str) -> str:
    return re.sub(r"[\s:：]|^\d+\. ", "", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "said",
    [
        digest(FULL),
        digest(LEAST),
        digest(FULL, more=1),
        digest(FULL, LEAST, held_up=2, link="https://books.example.org/"),
    ],
)
def test_a_digest_reads_well_and_its_page_says_the_same(said: Digest, lang: str) -> None:
    rendered = render_digest(said, lang)
    assert rendered.lang == lang
    for text in (rendered.subject, rendered.text, rendered.brief, visible(rendered.html)):
        assert not re.search(r"[{}]|None|undefined|“”|（）|\(\)|，，|，。|  ", text), text
    page = visible(rendered.html)
    lines = [squashed(line) for line in rendered.text.splitlines() if line not in ("", "--")]
    assert [line for line in lines if line not in page] == []


def test_a_digest_counts_and_keeps_the_order() -> None:
    zh = render_digest(digest(FULL, LEAST, held_up=1), "zh")
    assert zh.subject == "【每日汇总】2026年3月6日（星期五）：2项通知，1项已逾期"
    assert "因系统停机，有1项未能按时发出" in zh.text
    assert zh.text.index("1. 【提醒】R-1") < zh.text.index("2. 【通知】R-2")
    assert "您正代张三履行职责" in zh.text
    en = render_digest(digest(FULL, LEAST, held_up=1), "en")
    assert en.subject == "[Daily digest] Friday 6 March 2026: 2 notices, 1 overdue"
    assert "Because the system was down, 1 could not be sent in time." in en.text


def test_what_is_not_listed_is_counted() -> None:
    zh, en = (render_digest(digest(FULL, LEAST, more=300), lang) for lang in ("zh", "en"))
    assert "302项通知" in zh.subject
    assert "另有300项通知未逐一列出" in zh.text
    assert "302 notices" in en.subject
    assert "300 more are not listed here" in en.text


def test_others_who_read_along_learn_numbers_only() -> None:
    brief = render_digest(digest(FULL, link="https://books.example.org/"), "zh").brief
    assert "防护罩缺失" not in brief
    assert "张三" not in brief
    assert "https://books.example.org/" in brief


def test_what_people_wrote_adds_neither_lines_nor_markup() -> None:
    nasty = "急\n2. 【通知】假的\r\nBcc: x@example.org <script>alert(1)</script>\u202e"
    item = DigestItem(f"【提醒】{nasty}", title=nasty, unit=nasty, on_behalf_of=nasty, way=nasty)
    rendered = render_digest(Digest(f"李{nasty}", DAY, [item]), "zh")
    assert "\n2. " not in rendered.text
    assert "\nBcc" not in rendered.text
    assert "<script>" not in rendered.html
    assert "\u202e" not in rendered.text + rendered.html
    assert "\n" not in rendered.subject
