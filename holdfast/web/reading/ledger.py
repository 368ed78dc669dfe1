"""The ledger of a round as a table: the office's columns in the office's order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casework.app import App
from casework.casefile import CaseFile, file_by_id, find_file
from casework.ledger_export import ledger_sheet
from casework.ledgers.columns import ALL_COLUMNS, CellType, Column
from casework.ledgers.rows import LedgerValue
from casework.viewing import line_of
from domain.errors import NotFound
from domain.lexicon import LEXICON
from holdfast.web.reading.sub_problems import SubProblems, sub_problems_of
from statemachines.tables import TABLES
from store.cases import children_of

_LONG = frozenset({"sub_problems", "measures", "progress", "basis"})
_LOOKS = {CellType.TEXT: "text", CellType.DATE: "date", CellType.MONEY: "num"}
_WIDE = 14
_FEN_OF_TEN_THOUSAND = 1_000_000
_NEVER_SHOWN = frozenset({"seq", "number"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its id, its title, and how its cells look: long, text, date, num or plain."""

    id: str
    title: str
    look: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A finding: its place, its state and time limit, and its cells as words."""

    seq: str
    number: str
    handle: str
    state: str
    done: bool
    due: datetime | None
    subs: SubProblems
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundLedger:
    """The whole table; `hidden` columns are left out because no finding fills them."""

    title: str
    number: str
    handle: str
    unit: str
    headings: tuple[Heading, ...]
    lines: tuple[LedgerLine, ...]
    hidden: int


def read_ledger(app: App, name: str, *, lang: str, every_column: bool) -> RoundLedger:
    """The ledger of the round with that number or handle. Raises: NotFound."""
    with app.store.read() as work:
        file = find_file(app, work, name)
        if file.case.kind != "round":
            raise NotFound(what_zh="督察轮次", what_en="round", name=name)
        number, handle = file.case.number, file.case.handle
        unit = line_of(file, lang).unit
        standing = {
            child.number.removeprefix(f"{number}-"): file_by_id(app, work, child.id, lock=False)
            for child in children_of(work, file.case.id)
            if child.kind == "finding"
        }
        rest = {own: _rest(one, lang) for own, one in standing.items()}
    sheet = ledger_sheet(app, handle, lang=lang)
    columns = [c for c in ALL_COLUMNS if c.id not in _NEVER_SHOWN]
    shown = [c for c in columns if every_column or any(row.get(c.id) for row in sheet.rows)]
    lines = tuple(
        LedgerLine(
            str(row["seq"]),
            str(row["number"]),
            *rest[str(row["number"])],
            tuple(_words(column, row.get(column.id), lang) for column in shown),
        )
        for row in sheet.rows
        if str(row["number"]) in rest
    )
    headings = tuple(_heading(column, lang) for column in shown)
    return RoundLedger(
        sheet.title, number, handle, unit, headings, lines, len(columns) - len(shown)
    )


def _heading(column: Column, lang: str) -> Heading:
    look = _LOOKS.get(column.type, "plain")
    if column.id in _LONG:
        look = "long"
    elif look == "text" and column.width < _WIDE:
        look = "plain"
    return Heading(column.id, column.title(lang), look)


def _rest(file: CaseFile, lang: str) -> tuple[str, str, bool, datetime | None, SubProblems]:
    line = line_of(file, lang)
    done = file.facts.state in TABLES[file.case.kind].resting
    return line.handle, line.state, done, line.due, sub_problems_of(file)


def _words(column: Column, value: LedgerValue, lang: str) -> str:
    """A cell as people write it: sub-problems and people one to a line, codes in words."""
    if value is None:
        return ""
    if isinstance(value, list):
        if column.type is CellType.PEOPLE:
            return "\n".join(_person(item, lang) for item in value if isinstance(item, dict))
        texts = [str(item) for item in value]
        return (
            texts[0] if len(texts) == 1 else "\n".join(f"{n}. {t}" for n, t in enumerate(texts, 1))
        )
    if column.type is CellType.CODE:
        return LEXICON.word("value", str(value), lang)
    if column.type is CellType.MONEY and isinstance(value, int):
        # The column counts in 万元, and says so in its title.
        return f"{value / _FEN_OF_TEN_THOUSAND:g}"
    return str(value)


def _person(item: dict[str, str], lang: str) -> str:
    capacity = item.get("capacity", "")
    known = LEXICON.has("capacity", capacity)
    prefix = f"{LEXICON.word('capacity', capacity, lang)}：" if known else ""
    return f"{prefix}{item.get('name', '')}"
