from __future__ import annotations

import pytest

from policies.durations import Duration, Unit, parse_duration, parse_money, parse_number
from policies.numerals import hanzi_number, parse_whole

CHINESE = [
    ("1日", 1, Unit.DAYS),
    ("1天", 1, Unit.DAYS),
    ("十五日", 15, Unit.DAYS),
    ("三十日", 30, Unit.DAYS),
    ("一百零五日", 105, Unit.DAYS),
    ("1，000日", 1000, Unit.DAYS),
    ("１５日", 15, Unit.DAYS),
    (" 15 日 ", 15, Unit.DAYS),
    ("两个工作日", 2, Unit.WORKING_DAYS),
    ("3个工作日", 3, Unit.WORKING_DAYS),
    ("10工作日", 10, Unit.WORKING_DAYS),
    ("24小时", 24, Unit.HOURS),
    ("二十四个小时", 24, Unit.HOURS),
    ("2周", 2, Unit.WEEKS),
    ("两个星期", 2, Unit.WEEKS),
    ("一星期", 1, Unit.WEEKS),
    ("3个月", 3, Unit.MONTHS),
    ("半年", 6, Unit.MONTHS),
    ("1年", 1, Unit.YEARS),
]
ENGLISH = [
    ("1 day", 1, Unit.DAYS),
    ("15 days", 15, Unit.DAYS),
    ("30 Calendar Days", 30, Unit.DAYS),
    ("3 working days", 3, Unit.WORKING_DAYS),
    ("two business days", 2, Unit.WORKING_DAYS),
    ("24 hours", 24, Unit.HOURS),
    ("twenty-four hours", 24, Unit.HOURS),
    ("twenty five days", 25, Unit.DAYS),
    ("2  weeks", 2, Unit.WEEKS),
    ("6 months", 6, Unit.MONTHS),
    ("half a year", 6, Unit.MONTHS),
    ("1 year", 1, Unit.YEARS),
]
NO_DURATION = [
    *[("", "zh"), ("日", "zh"), ("0日", "zh"), ("-1日", "zh"), ("1.5日", "zh"), ("半日", "zh")],
    *[("3月", "zh"), ("几天", "zh"), ("90%日", "zh"), ("百分之九十日", "zh"), ("101年", "zh")],
    *[("3 days", "zh"), ("3日", "en"), ("days", "en"), ("a while", "en"), ("0 days", "en")],
    *[("twenty-ten days", "en"), ("one-two days", "en"), ("36501 days", "en")],
]
NUMBERS = [
    *[("90", 90), ("2,000", 2000), ("2，000", 2000), ("0.5", 0.5), ("85.0", 85), ("90%", 90)],
    *[("９０％", 90), ("百分之九十", 90), ("零", 0), ("〇", 0), ("zero", 0), ("一", 1), ("两", 2)],
    *[("十", 10), ("十五", 15), ("二十", 20), ("三十", 30), ("九十九", 99), ("一百", 100)],
    *[("两百", 200), ("一百零五", 105), ("一百一十", 110), ("九百九十九", 999)],
    *[("fifteen", 15), ("Thirty", 30), ("ninety-nine", 99), ("seven", 7)],
]
NO_NUMBERS = [
    "",
    "%",
    "abc",
    "1,00",
    "2,0000",
    "1.2.3",
    "-1",
    "一百五",
    "一百十",
    "一百零十",
    "零五",
]
NO_NUMBERS += ["十两", "一百零两", "一百零十五", "千", "twenty-", "hundred"]
MONEY = [
    *[("2,000元", 200_000), ("2000元", 200_000), ("２０００元", 200_000), ("2.5万元", 2_500_000)],
    *[("两万元", 2_000_000), ("五百元", 50_000), ("人民币3000元整", 300_000), ("0.01元", 1)],
    *[("5分", 5), ("3000 yuan", 300_000), ("3,000 RMB", 300_000), ("19.99元", 1999)],
]
NO_MONEY = ["2000", "元", "0.001元", "90%元", "2000美元", "2.5万", ""]


@pytest.mark.parametrize(("lang", "table"), [("zh", CHINESE), ("en", ENGLISH)])
def test_a_duration_is_read(lang: str, table: list[tuple[str, int, Unit]]) -> None:
    expected = {text: Duration(amount, unit) for text, amount, unit in table}
    assert {text: parse_duration(text, lang) for text in expected} == expected


def test_what_says_no_duration_is_not_guessed() -> None:
    assert [said for said in NO_DURATION if parse_duration(*said) is not None] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_of_a_duration_are_read_back(lang: str) -> None:
    durations = [Duration(amount, unit) for unit in Unit for amount in (1, 2, 15)]
    assert [parse_duration(one.words(lang), lang) for one in durations] == durations


def test_a_duration_survives_json() -> None:
    durations = [Duration(3, unit) for unit in Unit]
    assert [Duration.from_json(one.as_json()) for one in durations] == durations


def test_words_follow_the_usage_of_each_language() -> None:
    assert Duration(3, Unit.WORKING_DAYS).words("zh") == "3个工作日"
    assert Duration(3, Unit.WORKING_DAYS).words("en") == "3 working days"
    assert Duration(1, Unit.WORKING_DAYS).words("en") == "1 working day"
    assert Duration(6, Unit.MONTHS).words("zh") == "6个月"


@pytest.mark.parametrize("amount", [0, -1, 101])
def test_a_duration_that_no_policy_can_mean_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="duration"):
        Duration(amount, Unit.YEARS)


def test_a_number_is_read() -> None:
    expected = dict(NUMBERS)
    assert {text: parse_number(text) for text in expected} == expected


def test_what_says_no_number_is_not_guessed() -> None:
    assert [text for text in NO_NUMBERS if parse_number(text) is not None] == []


def test_a_whole_number_is_an_int_and_a_fraction_is_not() -> None:
    assert isinstance(parse_number("85.0"), int)
    assert isinstance(parse_number("85.5"), float)


def test_a_rate_or_a_fraction_is_no_count() -> None:
    assert [parse_whole(text) for text in ("3", "90%", "百分之三", "1.5", "0")] == [3] + [None] * 4


def test_money_is_read_in_fen() -> None:
    expected = dict(MONEY)
    assert {text: parse_money(text) for text in expected} == expected


def test_what_says_no_money_is_not_guessed() -> None:
    assert [text for text in NO_MONEY if parse_money(text) is not None] == []


def test_empty_text_is_no_chinese_number() -> None:
    assert hanzi_number("") is None
