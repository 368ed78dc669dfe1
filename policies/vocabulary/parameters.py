"""What may stand in the gaps of a phrase: words of the lexicon, free words, and measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from domain.lexicon import LEXICON
from policies.durations import Duration, parse_duration
from policies.limits import ByDate, ByDayOfMonth, ByMonthEnd, ByTime, Within, parse_by
from policies.numerals import Fen, money_words, parse_money, parse_number, parse_whole
from policies.recurrence import Recurrence
from policies.recurrence_words import parse_recurrence, recurrence_words
from policies.vocabulary.wall_times import (
    parse_wall_day,
    parse_wall_time,
    wall_day_words,
    wall_time_words,
)

Value = Any
"""An id, a text, a measure, or None for what could not be read."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """The type of a gap.

    `read` turns what is written in a language into a value, or None; `write` turns it back; `fits`
    says whether a value can be written so at all. A `quoted` one is a word in quotes, `many` is a
    list of at least two. `category` is the lexicon's, for suggestions; `zh` and `en` are
    samples. `shapes` are patterns, for Chinese and English, of what can stand in an unquoted gap
    that is a sentence of its own.
    """

    name: str
    zh: str
    en: str
    read: Callable[[str, str], Value]
    write: Callable[[Value, str], str]
    fits: Callable[[Value], bool]
    quoted: bool = True
    many: bool = False
    category: str | None = None
    nouns: tuple[str, str] | None = None
    shapes: tuple[str, str] | None = None

    def noun(self, lang: str) -> str:
        """What messages call a thing of this type."""
        zh, en = self.nouns or (self.zh, self.en)
        return zh if lang == "zh" else en

    def sample(self, lang: str) -> str:
        """What a suggestion shows in the gap, without quotes."""
        return self.zh if lang == "zh" else self.en


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _as_is(value: Value, _: str) -> str:
    return str(value)


def _term(category: str, zh: str, en: str) -> Parameter:
    return Parameter(
        category,
        zh,
        en,
        read=lambda word, _: LEXICON.id_of(category, word),
        write=lambda id_, lang: LEXICON.word(category, id_, lang),
        fits=_is_text,
        category=category,
    )


def _free(name: str, zh: str, en: str) -> Parameter:
    return Parameter(name, zh, en, lambda word, _: word or None, _as_is, _is_text)


KIND = _term("kind", "类型", "kind")
STATE = _term("state", "状态", "state")
TRIGGER = _term("trigger", "办理动作", "trigger")
ROLE = _term("role", "角色", "role")
CHECK = _term("check", "核验项", "check")
FIELD = _term("field", "字段", "field")
VALUE = _term("value", "取值", "value")
LIST = _term("list", "名单", "list")
DOCUMENT = _term("document", "材料", "document")
CONTENT = _term("content", "内容", "content")
PARTY = _term("party", "相关方", "party")
RELATION = _term("relation", "关系", "relation")

UNIT = _free("unit", "单位", "unit")
TEXT = _free("text", "文字", "text")
PERSON = _free("person", "人员", "person")
ANY_VALUE = _free("any_value", "取值", "value")


def _read_by_date(word: str, _: str) -> ByDate | None:
    field = LEXICON.id_of("field", word)
    return None if field is None else ByDate(field)


BY_FIELD = Parameter(
    "field",
    FIELD.zh,
    FIELD.en,
    _read_by_date,
    lambda limit, lang: LEXICON.word("field", limit.field, lang),
    lambda limit: isinstance(limit, ByDate),
    category="field",
)


def _read_one_role(word: str, _: str) -> tuple[str] | None:
    role = LEXICON.id_of("role", word)
    return None if role is None else (role,)


ONE_ROLE = Parameter(
    "role",
    ROLE.zh,
    ROLE.en,
    _read_one_role,
    lambda roles, lang: LEXICON.word("role", roles[0], lang),
    lambda roles: len(roles) == 1,
    category="role",
)

ROLES = Parameter(
    "roles", ROLE.zh, ROLE.en, ROLE.read, ROLE.write, lambda _: True, many=True, category="role"
)


_NOUNS = {
    "duration": ("时长（如3日、2个工作日）", "duration (like 3 days or 2 working days)"),
    "by": (
        "时点（如17时、25日、月底）",
        "point in time (like 17:00, day 25, the month end)",
    ),
    "number": ("数字", "number"),
    "money": ("金额（如500元、0.2万元）", "amount (like 500 yuan)"),
    "times": ("次数", "number of times"),
    "day": ("日期（如2023年2月13日）", "date (like 2023-02-13)"),
    "calendar": (
        "日历（如每周四、每2个月、每月第1个工作日、法定节假日前3个工作日）",
        (
            "calendar (like every Thursday, every 2 months, on the first working day of every "
            "month, in the last 3 working days before public holidays)"
        ),
    ),
    "moment": (
        "时刻（如2023年2月13日9时）",
        "moment (like 2023-02-13 09:00)",
    ),
}


def _measure(
    name: str,
    samples: tuple[str, str],
    read: Callable[[str, str], Value],
    write: Callable[[Value, str], str],
    fits: Callable[[Value], bool],
) -> Parameter:
    return Parameter(name, *samples, read, write, fits, quoted=False, nouns=_NOUNS[name])


def _read_within(text: str, lang: str) -> Within | None:
    duration = parse_duration(text, lang)
    return None if duration is None else Within(duration)


def _write_by(limit: Value, lang: str) -> str:
    if isinstance(limit, ByTime) and lang == "zh":
        return f"{limit.hour}时{limit.minute}分" if limit.minute else f"{limit.hour}时"
    if isinstance(limit, ByTime):
        return f"{limit.hour}:{limit.minute:02}"
    if isinstance(limit, ByDayOfMonth):
        return f"{limit.day}日" if lang == "zh" else f"day {limit.day}"
    return "月底" if lang == "zh" else "the end of the month"


DURATION = _measure(
    "duration",
    ("3日", "3 days"),
    parse_duration,
    lambda duration, lang: str(duration.words(lang)),
    lambda value: isinstance(value, Duration),
)
WITHIN = _measure(
    "duration",
    ("3日", "3 days"),
    _read_within,
    lambda limit, lang: str(limit.duration.words(lang)),
    lambda limit: isinstance(limit, Within),
)
BY = _measure(
    "by",
    ("17时", "17:00"),
    lambda text, _: parse_by(text),
    _write_by,
    lambda limit: isinstance(limit, ByTime | ByDayOfMonth | ByMonthEnd),
)


def _read_amount(text: str, _: str) -> Value:
    money = parse_money(text)
    return parse_number(text) if money is None else money


def _write_amount(value: Value, lang: str) -> str:
    return money_words(value, lang) if isinstance(value, Fen) else str(value)


MONEY = _measure(
    "money",
    ("500元", "500 yuan"),
    lambda text, _: parse_money(text),
    _write_amount,
    lambda value: isinstance(value, Fen),
)
NUMBER = _measure(
    "number",
    ("90", "90"),
    _read_amount,
    _write_amount,
    lambda value: isinstance(value, int | float),
)


def _read_times(text: str, _: str) -> int | None:
    times = parse_whole(text)
    return times if times is not None and times <= _MOST_TIMES else None


_MOST_TIMES = 99
"""Proving tries every one of them."""

TIMES = _measure("times", ("1", "1"), _read_times, _as_is, lambda v: isinstance(v, int))
MOMENT = _measure(
    "moment",
    ("2023年2月13日9时", "2023-02-13 09:00"),
    lambda text, _: parse_wall_time(text),
    wall_time_words,
    lambda _: True,
)
DAY = _measure(
    "day",
    ("2023年2月13日", "2023-02-13"),
    lambda text, _: parse_wall_day(text),
    wall_day_words,
    lambda _: True,
)
CALENDAR = replace(
    _measure(
        "calendar",
        ("每周四", "every Thursday"),
        parse_recurrence,
        recurrence_words,
        lambda value: isinstance(value, Recurrence),
    ),
    shapes=(
        "(?:每(?!次)[^，。“”]|法定节假日前)[^，。“”]{0,14}",
        (
            "(?i:every) [^,]{1,20}|(?i:(?:in|on) the) [^,]{1,30} (?i:working day)[^,]{1,30}"
            "|(?i:before) [^,]{1,20} (?i:holidays)"
        ),
    ),
)
