"""What a rendered notice says, and what people's words cannot do to it."""

from __future__ import annotations

import html
import re
from itertools import product

import pytest

from domain.errors import BadInput, NotFound
from domain.lexicon import LEXICON
from notifications.rendering import TEMPLATES, Notice, Rendered, render
from notifications.wording import language_of

LANGUAGES = ("zh", "en")
PARTS = ("subject.txt", "body.txt", "body.html")
FULL = {
    "number": "2023-007",
    "title": "防护栏缺失",
    "unit": "一号车间",
    "to_name": "测试员甲",
    "state": "being_rectified",
    "role": "supervision_leader",
    "trigger": "apply_for_acceptance",
    "due": "2023年3月5日（星期日）24时",
    "late_by": "2天3小时",
    "cite": "《整改办法》第3条第1款",
    "because": "两次复查不合格",
    "level": "2",
    "on_behalf_of": "测试员乙",
    "sent_late": "2023年3月1日（星期三）09:00",
    "link": "https://holdfast.example/cases/2023-007",
}
LEAST = {"number": "2023-007", "title": "防护栏缺失"}
GRIEVANCE = {
    "number": "S-1",
    "title": "夜间噪声",
    "to_name": "测试员丙",
    "unit": "工会",
    "settle_by": "2023年5月1日（星期一）24时",
    "due": "2023年3月1日（星期三）24时",
    "decline_reason": "已由法院审理",
    "decision": "已加装隔音墙。",
    "remedy_agreed": "夜间停用三号风机",
    "other_recourse": "环保热线",
}


def told(content: str, lang: str, /, **words: str) -> Rendered:
    return render(Notice("told", "grievance", lang, {**GRIEVANCE, "content": content, **words}))


def visible(page: str) -> str:
    """The words of a page as a reader sees them, without spaces and colons."""
    body = page.partition("<body")[2].partition(">")[2]
    return squashed(html.unescape(re.sub(r"<[^>]*>", "", body)))


def squashed(text: str) -> str:
    return re.sub(r"[\s:：]", "", text)


def test_every_notice_of_the_lexicon_has_every_part_in_both_languages() -> None:
    asked = product(LANGUAGES, LEXICON.ids("notice"), PARTS)
    assert ["/".join(path) for path in asked if not TEMPLATES.joinpath(*path).is_file()] == []


def test_both_languages_have_the_same_templates() -> None:
    def files(lang: str) -> set[str]:
        root = TEMPLATES / lang
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

    assert files("zh") == files("en")


@pytest.mark.parametrize("notice", LEXICON.ids("notice"))
def test_every_notice_reads_well_with_all_words_and_with_the_least(notice: str) -> None:
    for lang, words in product(LANGUAGES, (FULL, LEAST)):
        rendered = render(Notice(notice, "finding", lang, words))
        assert "2023-007" in rendered.subject
        assert "2023-007" in rendered.text
        assert "防护栏缺失" in rendered.text
        for text in (rendered.subject, rendered.text, visible(rendered.html)):
            assert not re.search(r"[{}]|None|undefined|“”|（）|\(\)|，，|，。|  ", text), text
        assert rendered.lang == lang


@pytest.mark.parametrize("notice", LEXICON.ids("notice"))
def test_the_page_says_what_the_text_says(notice: str) -> None:
    for lang in LANGUAGES:
        rendered = render(Notice(notice, "finding", lang, {**FULL, "text": "已停用。"}))
        page = visible(rendered.html)
        lines = [squashed(line) for line in rendered.text.splitlines() if line not in ("", "--")]
        assert [line for line in lines if line not in page] == []


@pytest.mark.parametrize("state", ["triage", "investigation", "not_accepted", "referred"])
def test_the_page_of_a_letter_says_what_its_text_says(state: str) -> None:
    for content, lang in product(("acceptance", "outcome"), LANGUAGES):
        letter = told(content, lang, state=state, cite="《社区诉求办理办法》第1条第1款")
        page = visible(letter.html)
        lines = [squashed(line) for line in letter.text.splitlines() if line]
        assert [line for line in lines if line not in page] == []


def test_paragraphs_stand_apart() -> None:
    words = {**FULL, "text": "已停用。"}
    for notice, lang in product(LEXICON.ids("notice"), LANGUAGES):
        text = render(Notice(notice, "finding", lang, words)).text
        greeting, gap, first, *rest = text.split("\n")
        assert "测试员甲" in greeting
        assert (gap, rest[0]) == ("", "")
        assert len(first) > 10


def test_ids_are_said_in_the_words_of_the_readers_language() -> None:
    zh = render(Notice("chaser", "finding", "zh", FULL))
    en = render(Notice("chaser", "finding", "en", FULL))
    assert "申请验收" in zh.text
    assert "整改中" in zh.text
    assert "督导组组长" in zh.text
    assert "apply for acceptance" in en.text
    assert "being rectified" in en.text
    assert "leader of the supervision group" in en.text


def test_words_of_the_other_language_are_translated_too() -> None:
    rendered = render(Notice("chaser", "finding", "en", {**FULL, "trigger": "申请验收"}))
    assert "apply for acceptance" in rendered.text


def test_a_notice_cites_its_clause_its_unit_its_time_and_what_to_do_next() -> None:
    rendered = render(Notice("escalation", "finding", "zh", FULL))
    for word in (
        "《整改办法》第3条第1款",
        "一号车间",
        "24时（已逾期2天3小时）",
        "第2级",
        FULL["link"],
    ):
        assert word in rendered.text
    assert f'<a href="{FULL["link"]}">' in rendered.html


def test_without_a_page_the_next_step_is_a_command() -> None:
    asked = render(Notice("reminder", "finding", "en", LEAST))
    assert "holdfast case why 2023-007" in asked.text
    given = render(Notice("reminder", "finding", "en", {**LEAST, "command": "holdfast case list"}))
    assert "Next step: holdfast case list\n" in given.text


def test_a_duty_to_tell_is_named_by_content_and_party() -> None:
    words = {**LEAST, "content": "acceptance", "party": "complainant"}
    assert "将“是否受理”告知诉求人" in render(Notice("chaser", "grievance", "zh", words)).text
    en = render(Notice("chaser", "grievance", "en", words)).text
    assert "tell the complainant whether it is accepted" in en


def test_the_alarm_names_the_post_that_nobody_fills_and_is_red() -> None:
    rendered = render(Notice("nobody", "finding", "zh", FULL))
    assert "“督导组组长”无人可以接手" in rendered.text
    assert "收件身份" not in rendered.text
    assert "#b91c1c" in rendered.html


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        ("triage", "正在审查是否受理", "considering whether"),
        ("investigation", "已经受理", "have accepted"),
        ("not_accepted", "决定不予受理", "cannot accept"),
        ("referred", "已经转送", "passed it on"),
    ],
)
def test_the_letter_on_acceptance_says_only_what_the_state_bears_out(
    state: str, zh: str, en: str
) -> None:
    assert zh in told("acceptance", "zh", state=state).text
    assert en in told("acceptance", "en", state=state).text


def test_a_letter_of_refusal_gives_the_reason_and_other_ways() -> None:
    letter = told("acceptance", "zh", state="not_accepted").text
    assert "已由法院审理" in letter
    assert "环保热线" in letter


@pytest.mark.parametrize("blank", ["", " \n"])
def test_a_letter_of_refusal_without_a_reason_is_not_written(blank: str) -> None:
    with pytest.raises(BadInput, match="decline_reason"):
        told("acceptance", "zh", state="not_accepted", decline_reason=blank)


@pytest.mark.parametrize("content", ["acceptance", "outcome"])
def test_letters_to_complainants_leave_courts_and_hotlines_open(content: str) -> None:
    zh, en = told(content, "zh").text, told(content, "en").text
    for word in ("劳动争议仲裁", "人民法院", "12345", "打击报复"):
        assert word in zh
    for word in ("labour arbitration", "court", "12345", "retaliate"):
        assert word in en
    assert "holdfast case" not in zh


def test_a_letter_of_outcome_gives_the_decision_and_the_remedy() -> None:
    letter = told("办理结果", "zh", decision="一、加装隔音墙。\n\n二、调整班次。").text
    assert "一、加装隔音墙。\n\n二、调整班次。" in letter
    assert "夜间停用三号风机" in letter


def test_a_content_or_kind_without_a_letter_of_its_own_takes_the_general_one() -> None:
    words = {**GRIEVANCE, "content": "hazard_and_treatment", "party": "workers_congress"}
    general = render(Notice("told", "finding", "zh", words))
    assert general.subject == "【告知书】S-1 隐患及治理情况"
    assert "的隐患及治理情况告知职工代表大会" in general.text
    assert render(Notice("told", "grievance", "zh", words)).text == general.text


@pytest.mark.parametrize("name", ["number", "title"])
def test_a_missing_word_is_named(name: str) -> None:
    words = {key: word for key, word in LEAST.items() if key != name}
    with pytest.raises(BadInput, match=name):
        render(Notice("circular", "finding", "zh", words))


@pytest.mark.parametrize("notice", ["applause", "../zh/chaser", ""])
def test_an_unknown_notice_is_said_to_be_unknown(notice: str) -> None:
    with pytest.raises(NotFound):
        render(Notice(notice, "finding", "zh", FULL))


def test_a_link_that_is_no_page_is_refused() -> None:
    with pytest.raises(BadInput):
        render(Notice("chaser", "finding", "zh", {**FULL, "link": "javascript:alert(1)"}))


@pytest.mark.parametrize("notice", LEXICON.ids("notice"))
def test_markup_in_a_title_stays_text(notice: str) -> None:
    words = {**FULL, "title": '<script>alert("1")</script>', "text": "<img src=x>"}
    rendered = render(Notice(notice, "finding", "zh", words))
    assert "<script" not in rendered.html
    assert "<img" not in rendered.html
    assert '<script>alert("1")</script>' in rendered.text


@pytest.mark.parametrize("name", ["title", "number", "to_name", "unit", "trigger"])
def test_no_word_adds_a_line_to_the_subject_or_to_the_letter(name: str) -> None:
    words = {**FULL, name: "甲\r\nBcc: all@example.com\x1b[31m\u2028\u202e乙"}
    for notice in LEXICON.ids("notice"):
        rendered = render(Notice(notice, "finding", "zh", words))
        assert len(rendered.subject.splitlines()) == 1
        assert "\nBcc" not in rendered.text
        assert not re.search("[\x1b\u2028\u202e]", rendered.subject + rendered.text)


@pytest.mark.parametrize(
    ("preference", "lang"),
    [("zh", "zh"), ("zh-CN", "zh"), ("ZH_tw", "zh"), ("en", "en"), ("fr", "en"), ("", "en")],
)
def test_an_unknown_language_stops_nobodys_mail(preference: str, lang: str) -> None:
    assert language_of(preference) == lang
    assert render(Notice("chaser", "finding", preference, LEAST)).lang == lang
