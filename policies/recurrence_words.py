"""How calendars of occurrences are written in Chinese and English, and what is beside each."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from policies.numerals import parse_whole
from policies.recurrence import (
    DAYS_OF_A_WEEK,
    MONTHS_OF_A_YEAR,
    MOST_WORKING_DAYS,
    BeforeHolidays,
    Daily,
    Monthly,
    NthWorkingDay,
    Recurrence,
    Weekly,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_HANZI_DAYS = "一二三四五六日"
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HALF_YEAR, _QUARTER = 6, 3

_NAMED_ZH: Mapping[str, Daily | Weekly | Monthly] = {
    "每日": Daily(),
    "每天": Daily(),
    "每周": Weekly(),
    "每星期": Weekly(),
    "每月": Monthly(),
    "每个月": Monthly(),
    "每季度": Monthly(_QUARTER),
    "每半年": Monthly(_HALF_YEAR),
    "每年": Monthly(MONTHS_OF_A_YEAR),
}
_NAMED_EN: Mapping[str, Daily | Weekly | Monthly] = {
    "every day": Daily(),
    "every week": Weekly(),
    "every month": Monthly(),
    "every quarter": Monthly(_QUARTER),
    "every half year": Monthly(_HALF_YEAR),
    "every year": Monthly(MONTHS_OF_A_YEAR),
}
_WEEKDAY_ZH = re.compile(r"每(?:周|星期)(?P<day>[一二三四五六日天])")
_MONTHS_ZH = re.compile(r"每(?P<months>.+)个月")
_MONTHS_EN = re.compile(r"every (?P<months>.+) months")
_WEEKDAYS_EN: Mapping[str, int] = {name.lower(): at for at, name in enumerate(_DAY_NAMES, 1)}


_NTH_ZH = re.compile(r"(?P<of>每.+)第(?P<nth>.+)个工作日")
_NTH_EN = re.compile(r"on the (?P<nth>\w+) working day of (?P<of>every .+)")
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_HOLIDAYS = {"zh": "法定节假日前", "en": "before public holidays"}
_BEFORE_ZH = re.compile(rf"{_HOLIDAYS['zh']}(?P<days>.+)个工作日")
_BEFORE_EN = re.compile(rf"in the (?:last )?(?P<days>\w+) working days? {_HOLIDAYS['en']}")
_EVE_EN = f"on the last working day {_HOLIDAYS['en']}"


def parse_recurrence(text: str, lang: str) -> Recurrence | None:
    """The calendar that `text` says in `lang` (`zh` or `en`), or None.

    `每日`, `每周`, `每周四`, `每星期日`, `每月`, `每2个月`, `每季度`, `每半年`, `每年`,
    `每月第1个工作日`, `法定节假日前`, `法定节假日前3个工作日`;
    `every day`, `every week`, `every Thursday`, `every month`, `every 2 months`,
    `every quarter`, `every half year`, `every year`, `on the first working day of every month`,
    `before public holidays`, `in the last 3 working days before public holidays`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if lang == "zh":
        plain = "".join(plain.split())
        return _parse_zh(plain) or _parse_working_zh(plain)
    plain = " ".join(plain.lower().split())
    return _parse_en(plain) or _parse_working_en(plain)


def _parse_zh(text: str) -> Daily | Weekly | Monthly | None:
    if text in _NAMED_ZH:
        return _NAMED_ZH[text]
    if found := _WEEKDAY_ZH.fullmatch(text):
        return Weekly(_HANZI_DAYS.index(found["day"].replace("天", "日")) + 1)
    found = _MONTHS_ZH.fullmatch(text)
    return _months(found["months"]) if found else None


def _parse_en(text: str) -> Daily | Weekly | Monthly | None:
    if text in _NAMED_EN:
        return _NAMED_EN[text]
    weekday = _WEEKDAYS_EN.get(text.removeprefix("every "))
    if weekday is not None and text.startswith("every "):
        return Weekly(weekday)
    found = _MONTHS_EN.fullmatch(text)
    return _months(found["months"]) if found else None


def _months(text: str) -> Monthly | None:
    months = parse_whole(text)
    if months is None or MONTHS_OF_A_YEAR % months:
        return None
    return Monthly(months)


def _parse_working_zh(text: str) -> NthWorkingDay | BeforeHolidays | None:
    if text == _HOLIDAYS["zh"]:
        return BeforeHolidays()
    if found := _BEFORE_ZH.fullmatch(text):
        return _before(parse_whole(found["days"]))
    found = _NTH_ZH.fullmatch(text)
    return _nth(parse_whole(found["nth"]), _parse_zh(found["of"])) if found else None


def _parse_working_en(text: str) -> NthWorkingDay | BeforeHolidays | None:
    if text == _HOLIDAYS["en"]:
        return BeforeHolidays()
    if text == _EVE_EN:
        return BeforeHolidays(1)
    if found := _BEFORE_EN.fullmatch(text):
        return _before(parse_whole(found["days"]))
    found = _NTH_EN.fullmatch(text)
    return _nth(_ordinal(found["nth"]), _parse_en(found["of"])) if found else None


def _before(days: int | None) -> BeforeHolidays | None:
    return None if days is None or days > MOST_WORKING_DAYS else BeforeHolidays(days)


def _nth(number: int | None, of: Daily | Weekly | Monthly | None) -> NthWorkingDay | None:
    if number is None or not isinstance(of, Monthly) or number > MOST_WORKING_DAYS * of.months:
        return None
    return NthWorkingDay(number, of)


def _ordinal(text: str) -> int | None:
    if text in _ORDINALS:
        return _ORDINALS.index(text) + 1
    found = _ORDINAL.fullmatch(text)
    return parse_whole(found[1]) if found else None


def _ordinal_words(number: int) -> str:
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teens = number % 100 in range(11, 14)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def recurrence_words(calendar: Recurrence, lang: str) -> str:
    """As a person writes it: `每周四`, `every Thursday`; `parse_recurrence` reads it back."""
    chinese = lang == "zh"
    for name, named in (_NAMED_ZH if chinese else _NAMED_EN).items():
        if named == calendar:
            return name
    match calendar:
        case Weekly():
            at = (calendar.weekday or DAYS_OF_A_WEEK) - 1
            return f"每周{_HANZI_DAYS[at]}" if chinese else f"every {_DAY_NAMES[at]}"
        case NthWorkingDay(number, of):
            every = recurrence_words(of, lang)
            if chinese:
                return f"{every}第{number}个工作日"
            return f"on the {_ordinal_words(number)} working day of {every}"
        case BeforeHolidays(days):
            return _before_words(days, lang)
    months = calendar.months if isinstance(calendar, Monthly) else 1
    return f"每{months}个月" if chinese else f"every {months} months"


def _before_words(days: int | None, lang: str) -> str:
    holidays = _HOLIDAYS[lang]
    if days is None:
        return holidays
    if lang == "zh":
        return f"{holidays}{days}个工作日"
    return _EVE_EN if days == 1 else f"in the last {days} working days {holidays}"


def others(calendar: Recurrence) -> tuple[Recurrence, ...]:
    """The calendars with a number beside this one's, by a slip of the pen; none without a number.

    The words of a month, a quarter, half a year and a year are no numbers.
    """
    match calendar:
        case Weekly(weekday) if weekday is not None:
            return tuple(Weekly((weekday - 1 + step) % DAYS_OF_A_WEEK + 1) for step in (1, -1))
        case Monthly(months) if calendar not in _NAMED_ZH.values():
            divisors = [n for n in range(1, MONTHS_OF_A_YEAR + 1) if not MONTHS_OF_A_YEAR % n]
            at = divisors.index(months)
            return Monthly(divisors[at + 1]), Monthly(divisors[at - 1])
        case NthWorkingDay(number, of):
            most = MOST_WORKING_DAYS * of.months
            return tuple(NthWorkingDay(one, of) for one in _beside(number, most))
        case BeforeHolidays(days) if days is not None:
            return tuple(BeforeHolidays(one) for one in _beside(days, MOST_WORKING_DAYS))
    return ()


def _beside(number: int, most: int) -> list[int]:
    return [one for one in (number + 1, number - 1) if 1 <= one <= most]
