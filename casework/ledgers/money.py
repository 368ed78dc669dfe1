"""Reads and writes amounts of money: whole fen, and never a guess between 元 and 万元."""

from __future__ import annotations

import re
from decimal import Decimal

from casework.ledgers.faults import Fault, Outcome
from casework.ledgers.marks import narrow
from casework.ledgers.sheets import CellKind, GridCell

FEN_PER_YUAN = 100
LARGE_FEN = 10_000_000 * FEN_PER_YUAN

_NONE_NEEDED = re.compile(
    r"(无需|不需|无须|不涉及|不用|未)(要)?(投入|使用)?(资金|费用|经费|投入)(投入)?|零|nofundsneeded",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"自筹(资金)?|自有资金|技改(资金|费)?|检修(费用?)?|安全生产费用?|安措费|大修(费用?)?|修理费|"
    r"公司(承担|列支)"
)
_AMOUNT = re.compile(
    r"(?:人民币|rmb|[¥￥])?\s*(-?[\d,]+(?:\.\d+)?)\s*(亿元|万元|千元|元整|元|万|块|w|yuan)?",
    re.IGNORECASE,
)
_YUAN = {
    "亿元": 100_000_000, "万元": 10_000, "万": 10_000, "w": 10_000, "千元": 1_000,
    "元": 1, "元整": 1, "块": 1, "yuan": 1,
}  # fmt: skip


def parse_money(cell: GridCell, factor: int | None) -> Outcome:
    """Whole fen; `factor` is the yuan of one unit by the header, None when it does not say."""
    text = narrow(cell.text)
    if cell.kind is not CellKind.NUMBER:
        compact = re.sub(r"\s+", "", text).rstrip("。;,")
        if _NONE_NEEDED.fullmatch(compact):
            return Outcome(0)
        if _SOURCES.fullmatch(compact):
            return Outcome.fault("money-is-source", text=cell.text)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return Outcome.fault("money-unclear", text=cell.text)
    unit = (found[2] or "").casefold()
    yuan = _YUAN[unit] if unit else factor
    amount = Decimal(found[1].replace(",", ""))
    if amount and yuan is None:
        return Outcome.fault("money-no-unit", f"{amount}万元", f"{amount}元", text=cell.text)
    return _fen(amount * (yuan or 1) * FEN_PER_YUAN, cell.text)


def _fen(fen: Decimal, text: str) -> Outcome:
    if fen < 0:
        return Outcome.fault("money-negative", text=text)
    if fen != fen.to_integral_value():
        return Outcome.fault("money-fraction", text=text)
    large = (Fault("money-large", details={"text": text}),) if fen > LARGE_FEN else ()
    return Outcome(int(fen), large)


def ten_thousands(fen: int) -> float | int:
    """The amount in 万元 as a spreadsheet number; exact, for a double keeps 15 digits."""
    amount = Decimal(fen) / (10_000 * FEN_PER_YUAN)
    return int(amount) if amount == amount.to_integral_value() else float(amount)
