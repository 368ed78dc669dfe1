"""Numbers and amounts of money as officials write them, in digits and in words."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal


class Fen(int):
    """An amount of money, in fen."""


_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}

_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_ONES |= {"nine": 9}
_TEENS = {"zero": 0, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14}
_TEENS |= {"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_TENS |= {"eighty": 80, "ninety": 90}

_LARGEST = 10**12
"""A trillion, even of 万元, still fits a column of a database in fen; no policy means more."""

_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MONEY = re.compile(r"(?P<number>.+?)\s*(?P<unit>万元|元整|元|分|yuan|rmb|cny|fen)", re.IGNORECASE)
_FEN = {"万元": 1_000_000, "元整": 100, "元": 100, "yuan": 100, "rmb": 100, "cny": 100}
_FEN |= {"分": 1, "fen": 1}

_HANZI = re.compile(
    r"(?:(?P<hundreds>[一二两三四五六七八九])百)?(?P<zero>[零〇])?"
    r"(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二两三四五六七八九])?"
)


def parse_number(text: str) -> float | None:
    """The number that `text` says, or None: `90`, `2,000`, `0.5`, `90%`, `十五`, `two`.

    Rates are kept in percent points: `90%` and 百分之九十 are 90. A whole number comes back as int.
    Full-width digits, and `，` between thousands, are read like the plain ones.
    """
    number = _decimal(_plain(text))
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def parse_whole(text: str) -> int | None:
    """The whole number from 1 that `text` says, or None. A rate is not a count."""
    plain = _plain(text)
    if plain.endswith("%") or plain.startswith("百分之"):
        return None
    number = _decimal(plain)
    if number is None or number < 1 or number != number.to_integral_value():
        return None
    return int(number)


def parse_money(text: str) -> Fen | None:
    """The amount in fen, or None: `2,000元`, `2.5万元`, `3000 yuan`. It must name its unit.

    An amount that is finer than a fen is no amount of money.
    """
    found = _MONEY.fullmatch(_plain(text).removeprefix("人民币"))
    number = _decimal(found["number"]) if found else None
    if found is None or number is None or found["number"].endswith("%"):
        return None
    fen = number * _FEN[found["unit"].lower()]
    return Fen(fen) if fen == fen.to_integral_value() else None


def money_words(fen: int, lang: str) -> str:
    """The amount as documents write it: `500元`, `2,000 yuan`, `0.50元`."""
    amount = f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"
    return f"{amount}元" if lang == "zh" else f"{amount} yuan"


def hanzi_number(text: str) -> int | None:
    """The number from 0 to 999 that `text` says in Chinese numerals, or None."""
    if text in ("零", "〇"):
        return 0
    found = _HANZI.fullmatch(text)
    if not text or found is None:
        return None
    hundreds = 100 * _DIGITS[found["hundreds"]] if found["hundreds"] else 0
    tens = 10 * _DIGITS[found["tens"] or "一"] if found["ten"] else 0
    ones = _DIGITS[found["ones"]] if found["ones"] else 0
    if not _well_formed(found, hundreds):
        return None
    return hundreds + tens + ones


def _well_formed(found: re.Match[str], hundreds: int) -> bool:
    """一百零五 and 一百一十 need their 零 and 一; 两 stands alone."""
    bare_ones = bool(found["ones"]) and not found["ten"]
    if found["ones"] == "两" and (hundreds or found["ten"]):
        return False
    if not hundreds:
        return not found["zero"]
    if found["zero"]:
        return bare_ones
    return not bare_ones and (bool(found["tens"]) or not found["ten"])


def _plain(text: str) -> str:
    """Full-width forms as plain ones, without spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def _decimal(text: str) -> Decimal | None:
    """The exact number that plain `text` says, in digits or in words of either language."""
    text = text.removesuffix("%").strip() if text.endswith("%") else text.removeprefix("百分之")
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        number = Decimal(text.replace(",", ""))
        return number if number <= _LARGEST else None
    in_words = hanzi_number(text)
    if in_words is None:
        in_words = _english(text.lower())
    return None if in_words is None else Decimal(in_words)


def _english(text: str) -> int | None:
    """`fifteen` or `twenty-five`; None for anything else."""
    if text in _TEENS or text in _ONES or text in _TENS:
        return (_TEENS | _ONES | _TENS)[text]
    tens, _, ones = text.replace(" ", "-").partition("-")
    return _TENS[tens] + _ONES[ones] if tens in _TENS and ones in _ONES else None


def hanzi(number: int) -> str:
    """A number from 0 to 99 as Chinese documents count their articles: 三, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS_ZH[ones]
    head = "" if tens == 1 else _DIGITS_ZH[tens]
    return f"{head}十{_DIGITS_ZH[ones] if ones else ''}"


_DIGITS_ZH = "零一二三四五六七八九"
