from __future__ import annotations

import inspect
import re
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from starlette.requests import Request

from domain import errors
from holdfast.web.languages import language_for
from holdfast.web.statuses import STATUSES, status_of
from holdfast.web.times import Here
from holdfast.web.words import WORDS, status_word, word

TEMPLATES = Path(__file__).parents[2] / "holdfast" / "web" / "templates"
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
LATE_IN_SHANGHAI = datetime(2026, 3, 6, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def here(lang: str) -> Here:
    return Here(NOON, "Asia/Shanghai", lang)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def request(*, query: str = "", cookie: str = "", accept: str = "") -> Request:
    headers = [(b"accept-language", accept.encode()), (b"cookie", cookie.encode())]
    return Request(
        {"type": "http", "query_string": query.encode(), "headers": headers, "path": "/"}
    )


def test_every_word_a_template_uses_is_in_both_languages_with_the_same_places() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    used = set(re.findall(r"""\bt\(["']([a-z0-9_]+)["']""", texts))

    assert used - set(WORDS) == set()
    assert {key for key, (zh, en) in WORDS.items() if not zh or not en} == set()
    assert {key for key, (zh, en) in WORDS.items() if places(zh) != places(en)} == set()


def test_templates_hold_no_words_of_their_own() -> None:
    # Chinese in a template would be shown to readers of English; the two names of the brand stay.
    found = {
        f"{path.name}: {line.strip()}"
        for path in TEMPLATES.glob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"[\u4e00-\u9fff]", re.sub(r"\{[{%#].*?[}%#]\}", "", line))
        and "不放过" not in line
    }

    assert found == set()


def test_a_word_is_said_with_its_places_filled() -> None:
    assert word("more_of", "zh", n=7) == "查看全部7项"
    assert word("more_of", "en", n=7) == "See all 7"
    assert status_word("parked", "zh") == "无法送达"
    assert status_word("something-new", "en") == "something-new"


def test_every_error_has_a_status_and_no_refusal_is_the_programs_fault() -> None:
    known = {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.HoldfastError) and kind is not errors.HoldfastError
    }

    assert set(STATUSES) == known
    assert status_of(errors.Refused()) == 403
    assert status_of(errors.HoldfastError()) == 409


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ({}, "zh"),
        ({"accept": "en-GB,en;q=0.9"}, "en"),
        ({"accept": "fr-FR"}, "zh"),
        ({"accept": "zh-TW", "cookie": "holdfast_lang=en"}, "en"),
        ({"query": "lang=zh", "cookie": "holdfast_lang=en"}, "zh"),
        ({"query": "lang=xx", "cookie": "holdfast_lang=yy"}, "zh"),
    ],
)
def test_the_language_is_what_was_asked_for_then_chosen_then_preferred(
    asked: dict[str, str], spoken: str
) -> None:
    assert language_for(request(**asked), "zh") == spoken


@pytest.mark.parametrize(
    ("due", "tone", "zh", "en"),
    [
        (NOON - timedelta(hours=1), "late", "今日已逾期", "overdue since today"),
        (NOON - timedelta(days=1), "late", "逾期1天", "1 day overdue"),
        (NOON - timedelta(days=3), "late", "逾期3天", "3 days overdue"),
        (LATE_IN_SHANGHAI, "soon", "今日到期", "due today"),
        (LATE_IN_SHANGHAI + timedelta(days=1), "soon", "明日到期", "due tomorrow"),
        (NOON + timedelta(days=3), "soon", "还有3天", "3 days left"),
        (NOON + timedelta(days=4), "fine", "还有4天", "4 days left"),
    ],
)
def test_a_badge_counts_local_days(due: datetime, tone: str, zh: str, en: str) -> None:
    assert (here("zh").badge(due).tone, here("zh").badge(due).text) == (tone, zh)
    assert here("en").badge(due).text == en


def test_nothing_due_is_a_dash() -> None:
    assert here("zh").badge(None).text == "—"


def test_midnight_ends_the_day_before_and_another_year_is_named() -> None:
    next_year = LATE_IN_SHANGHAI + timedelta(days=365)

    assert here("zh").short(LATE_IN_SHANGHAI) == "3月5日（四） 24:00"
    assert here("en").short(LATE_IN_SHANGHAI) == "Thu 5 Mar 24:00"
    assert here("zh").short(NOON) == "3月5日（四） 12:00"
    assert here("zh").short(next_year) == "2027年3月5日（五） 24:00"
    assert here("en").short(next_year) == "Fri 5 Mar 2027 24:00"
