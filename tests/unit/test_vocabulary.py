"""Every phrase of the language, in both languages: one shape each, and back again."""
# ruff: noqa: E501 - A row of a table is one case; cut in pieces it could not be compared by eye.

from __future__ import annotations

from datetime import datetime, time
from itertools import product
from typing import Any

import pytest

from domain.lexicon import LEXICON
from policies import examples as e
from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import ByDate, ByDayOfMonth, ByMonthEnd, ByTime, Roll, SameDay, Within
from policies.numerals import Fen
from policies.recurrence import BeforeHolidays, Monthly, NthWorkingDay, Weekly
from policies.vocabulary import Book, Keyword, phrase_for, phrases, read_sentence, render
from policies.vocabulary import parameters as p
from policies.vocabulary.phrases import Phrase
from policies.vocabulary.wall_times import parse_wall_time, wall_time_words

EVERY = [(book, phrase) for book in Book for phrase in phrases(book)]
LANGUAGES = ("zh", "en")
THREE_DAYS = Duration(3, Unit.DAYS)
NINE = datetime.combine(datetime.fromisoformat("2023-02-13").date(), time(9))

_VALUES: dict[str, Any] = {
    "kind": "finding",
    "state": "being_rectified",
    "trigger": "strike_off",
    "role": "chief_executive",
    "check": "rectified_thoroughly",
    "field": "funds",
    "value": "at_once",
    "list": "negative_list",
    "document": "after_photo",
    "content": "outcome",
    "party": "complainant",
    "relation": "look_back_of",
}
_OF_PARAMETER = [
    (p.WITHIN, Within(THREE_DAYS)),
    (p.DURATION, THREE_DAYS),
    (p.BY, ByTime(17, 30)),
    (p.BY_FIELD, ByDate("due_on")),
    (p.NUMBER, 90),
    (p.TIMES, 2),
    (p.MOMENT, NINE),
    (p.MONEY, Fen(50_000)),
    (p.CALENDAR, Weekly(4)),
    (p.DAY, NINE.date()),
    (p.ONE_ROLE, ("trade_union",)),
    (p.ROLES, ("trade_union", "chief_executive", "system")),
]


def value_for(gap: p.Parameter) -> Any:  # noqa: ANN401 - a value is whatever its gap holds.
    """Something that fits the gap."""
    for known, value in _OF_PARAMETER:
        if gap is known:
            return value
    return _VALUES.get(gap.name, "某某")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_statement_reads_back_from_its_sentence(lang: str) -> None:
    for book, phrase in EVERY:
        statement = phrase.statement({name: value_for(gap) for name, gap in phrase.gaps.items()})
        assert phrase_for(statement) is phrase
        for keyword in (phrase.keyword, *phrase.also):
            assert (
                read_sentence(render(statement, lang), lang, keyword, book).statement == statement
            )


@pytest.mark.parametrize(("book", "lang"), list(product(Book, LANGUAGES)))
def test_no_two_phrases_have_one_shape(book: Book, lang: str) -> None:
    for phrase in phrases(book):
        found = {
            read_sentence(phrase.sample(lang), lang, keyword, book).faults[:1] == ()
            for keyword in Keyword
            if keyword is not phrase.keyword and keyword not in phrase.also
        }
        assert True not in found
    assert len({phrase.id for phrase in phrases(book)}) == len(phrases(book))


def test_every_statement_class_has_a_phrase() -> None:
    said = {phrase.makes for _, phrase in EVERY}
    roots = (s.Statement, s.Given, s.When, s.Then, e.ExampleStatement)
    for module in (s, e):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, roots) and thing not in roots:
                assert thing in said


def test_a_statement_without_a_phrase_cannot_be_written() -> None:
    with pytest.raises(LookupError):
        render(s.Tell("circular", "system"), "zh")
    with pytest.raises(LookupError):
        render("no statement", "en")


@pytest.mark.parametrize(
    ("lang", "keyword", "text", "expected"),
    [
        ("zh", Keyword.THEN, "应当在两个工作日内“受理”。", s.MustHappen("accept", Within(Duration(2, Unit.WORKING_DAYS)))),
        ("zh", Keyword.THEN, "应当在 十五日 内 “受理” ；", s.MustHappen("accept", Within(Duration(15, Unit.DAYS)))),
        ("zh", Keyword.THEN, "应当在当日“受理”", s.MustHappen("accept", SameDay())),
        ("zh", Keyword.THEN, "应当在17时前“受理”", s.MustHappen("accept", ByTime(17))),
        ("zh", Keyword.THEN, "应当在25日前“受理”", s.MustHappen("accept", ByDayOfMonth(25))),
        ("zh", Keyword.THEN, "应当在月底前“受理”", s.MustHappen("accept", ByMonthEnd())),
        ("zh", Keyword.THEN, "应当在“整改期限”前“申请验收”", s.MustHappen("apply_for_acceptance", ByDate("due_on"))),
        ("zh", Keyword.THEN, "每次暂停最长3日。", s.PauseAtMost(THREE_DAYS, in_all=False)),
        ("zh", Keyword.THEN, "累计暂停最长三日", s.PauseAtMost(THREE_DAYS, in_all=True)),
        ("en", Keyword.THEN, "each pause lasts 3 days at most", s.PauseAtMost(THREE_DAYS, in_all=False)),
        ("en", Keyword.THEN, "all pauses together last 3 days at most", s.PauseAtMost(THREE_DAYS, in_all=True)),
        ("zh", Keyword.THEN, "应当经“工会”批准", s.NeedsApproval(("trade_union",))),
        ("zh", Keyword.THEN, "应当依次经“工会”、“系统”批准", s.NeedsApproval(("trade_union", "system"))),
        ("zh", Keyword.THEN, "期限遇休息日的，提前至上一个工作日。", s.RollTo(Roll.PRECEDING)),
        ("zh", Keyword.THEN, "不予准许，理由是“未落实‘五落实’要求”", s.Refuse("未落实‘五落实’要求")),
        ("zh", Keyword.GIVEN, "其“现场满意率”低于90%", s.FieldBelow("satisfaction_rate", 90)),
        ("zh", Keyword.GIVEN, "其责任单位属于“新材料公司”", s.UnitWithin("新材料公司")),
        ("zh", Keyword.WHEN, "每周四", s.Every(Weekly(4))),
        ("zh", Keyword.WHEN, "每2个月。", s.Every(Monthly(2))),
        ("en", Keyword.WHEN, "Every Thursday", s.Every(Weekly(4))),
        ("zh", Keyword.WHEN, "每3个月", s.Every(Monthly(3))),
        ("zh", Keyword.WHEN, "每月第一个工作日", s.Every(NthWorkingDay(1))),
        ("zh", Keyword.WHEN, "每 2 个月第 10 个工作日", s.Every(NthWorkingDay(10, Monthly(2)))),
        ("zh", Keyword.WHEN, "法定节假日前", s.Every(BeforeHolidays())),
        ("zh", Keyword.WHEN, "法定节假日前3个工作日。", s.Every(BeforeHolidays(3))),
        ("en", Keyword.WHEN, "every 3 months", s.Every(Monthly(3))),
        ("en", Keyword.WHEN, "on the first working day of every quarter", s.Every(NthWorkingDay(1, Monthly(3)))),
        ("en", Keyword.WHEN, "before public holidays", s.Every(BeforeHolidays())),
        ("en", Keyword.WHEN, "in the last 3 working days before public holidays", s.Every(BeforeHolidays(3))),
        ("en", Keyword.WHEN, "on the last working day before public holidays", s.Every(BeforeHolidays(1))),
        ("en", Keyword.THEN, '"accept"  must happen by the end of the month', s.MustHappen("accept", ByMonthEnd())),
        ("en", Keyword.THEN, '"accept" must happen by day 25.', s.MustHappen("accept", ByDayOfMonth(25))),
        ("en", Keyword.THEN, '"accept" must happen by 17:00', s.MustHappen("accept", ByTime(17))),
        ("en", Keyword.THEN, "it may be extended 2 times, by 3 days at most", s.MayExtend(2, THREE_DAYS)),
        ("en", Keyword.THEN, "it may be extended 1 time, by 3 days at most", s.MayExtend(1, THREE_DAYS)),
        ("en", Keyword.THEN, 'it needs the approval of "trade union", "system" and "handler", in this order', s.NeedsApproval(("trade_union", "system", "handler"))),
        ("en", Keyword.THEN, 'it needs the approval of "trade union" and "system", in this order', s.NeedsApproval(("trade_union", "system"))),
        ("en", Keyword.THEN, 'it is refused because "the owner\'s plan is missing"', s.Refuse("the owner's plan is missing")),
        ("en", Keyword.WHEN, 'after "Strike Off"', s.After("strike_off")),
        ("zh", Keyword.WHEN, "拟签认“整改彻底”时", s.AboutToSign("rectified_thoroughly")),
        ("en", Keyword.WHEN, 'somebody is about to sign the check "rectified thoroughly"', s.AboutToSign("rectified_thoroughly")),
    ],
)  # fmt: skip
def test_officials_may_write_it_as_they_do(
    lang: str, keyword: Keyword, text: str, expected: s.Statement
) -> None:
    assert read_sentence(text, lang, keyword).statement == expected


@pytest.mark.parametrize(
    ("lang", "text", "code", "offset"),
    [
        ("zh", "理由是“未落实“五落实”要求”", "quote-in-quote", 7),
        ("zh", "理由是“未落实", "open-quote", 3),
        ("zh", "理由是未落实”", "open-quote", 6),
        ("zh", '理由是"未落实"', "wrong-quotes", 3),
        ("zh", "理由不明", "unknown-step", 0),
        ("en", 'it is refused because "not "all five" done"', "quote-in-quote", 27),
        ("en", 'it is refused because "no', "open-quote", 22),
        ("en", 'because of "x"', "unknown-step", 0),
        ("en", "nothing like it at all, my dear", "unknown-step", 0),
        ("zh", "应当在3分钟内“受理”", "bad-value", 3),
        ("zh", "不予准许，理由是“”", "bad-value", 9),
        ("zh", "应当依次经“工会”、“工匠”批准", "unknown-term", 11),
        ("zh", "应当在“整改期”前“受理”", "unknown-term", 4),
        ("zh", "应当经“工匠”批准", "unknown-term", 4),
        ("zh", "“受理”后", "wrong-keyword", 0),
    ],
)
def test_what_is_no_sentence_says_where_and_why(
    lang: str, text: str, code: str, offset: int
) -> None:
    reading = read_sentence(text, lang, Keyword.THEN)
    assert reading.statement is None
    assert (reading.faults[0].code, reading.faults[0].offset) == (code, offset)


def test_every_wrong_word_of_a_sentence_is_found_at_once() -> None:
    faults = read_sentence("某“问提”处于“整改种”状态", "zh", Keyword.GIVEN).faults
    assert [(f.word, f.suggestions[:1]) for f in faults] == [
        ("问提", ("问题",)),
        ("整改种", ("整改中",)),
    ]


def test_a_wrong_keyword_names_the_right_one() -> None:
    (fault,) = read_sentence("应当回避", "zh", Keyword.WHEN).faults
    assert fault.keyword is Keyword.THEN
    assert fault.keyword.word("zh") == "那么"
    assert fault.keyword.word("en") == "Then"


def test_inner_quotes_are_written_where_a_text_brings_its_own() -> None:
    assert render(s.Refuse("未落实“五落实”"), "zh") == "不予准许，理由是“未落实‘五落实’”"
    assert render(s.Refuse('not "all"'), "en") == "it is refused because \"not 'all'\""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年2月13日9时", "2023-02-13 09:00"),
        ("2023年2月13日9时30分", "2023-02-13 09:30"),
        ("2023年2月13日 9:30", "2023-02-13 09:30"),
        ("２０２３年２月１３日２４时", "2023-02-14 00:00"),
        ("2023-02-13 24:00", "2023-02-14 00:00"),
        ("2023-02-13T09:00", "2023-02-13 09:00"),
        ("2023年2月30日9时", None),
        ("2023年2月13日24时1分", None),
        ("2023年2月13日9时60分", None),
        ("9999年12月31日24时", None),
        ("1023年2月13日9时", None),
        ("明天", None),
    ],
)
def test_a_moment_is_read_as_an_office_writes_it(text: str, expected: str | None) -> None:
    moment = parse_wall_time(text)
    assert (moment and wall_time_words(moment, "en")) == expected
    if moment is not None:
        assert parse_wall_time(wall_time_words(moment, "zh")) == moment


def test_a_sample_shows_a_gap_by_the_name_of_what_goes_in() -> None:
    first: Phrase = phrases()[0]
    assert first.sample("zh") == "某“类型”处于“状态”状态"
    assert first.sample("en") == 'a "kind" is in "state"'
    assert p.DURATION.noun("zh").startswith("时长")
    assert p.KIND.noun("en") == "kind"


def test_every_term_can_stand_in_a_sentence_of_either_language() -> None:
    for kind, lang in product(LEXICON.ids("kind"), LANGUAGES):
        sentence = render(s.Without(kind, "close"), lang)
        assert read_sentence(sentence, lang, Keyword.GIVEN).statement == s.Without(kind, "close")


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        (ByTime(17), "17时", "17:00"),
        (ByTime(8, 5), "8时5分", "8:05"),
        (ByDayOfMonth(25), "25日", "day 25"),
        (ByMonthEnd(), "月底", "the end of the month"),
    ],
)
def test_a_point_in_time_is_written_as_people_write_it(limit: ByTime, zh: str, en: str) -> None:
    statement = s.MustHappen("accept", limit)
    assert render(statement, "zh") == f"应当在{zh}前“受理”"
    assert render(statement, "en") == f'"accept" must happen by {en}'
    assert read_sentence(render(statement, "en"), "en", Keyword.THEN).statement == statement


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        *(("每周八", "zh"), ("每5个月", "zh"), ("每周四报送", "zh"), ("every moon", "en")),
        *(("每月第0个工作日", "zh"), ("法定节假日前3日", "zh"), ("before bank holidays", "en")),
        ("on the last working day of every month", "en"),
    ],
)
def test_a_calendar_that_is_none_is_named_and_swallows_no_other_sentence(
    text: str, lang: str
) -> None:
    (fault,) = read_sentence(text, lang, Keyword.WHEN).faults
    assert (fault.code, fault.word, fault.gap) == ("bad-value", text, p.CALENDAR)
    assert read_sentence(text, lang, Keyword.GIVEN).faults[0].code == "wrong-keyword"


def test_what_only_begins_like_a_calendar_is_an_unknown_sentence() -> None:
    for text in ("每周四应当按照规定的格式报送查找情况", "每", "每次检查", "逢周四", "节前"):
        assert read_sentence(text, "zh", Keyword.WHEN).faults[0].code == "unknown-step"
