"""Takes a ledger of findings into the books of a round: every row or none."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from casework.app import App, Organisation
from casework.casefile import CaseFile, locked_file
from casework.ledgers.reading import read_ledger
from casework.ledgers.rows import LedgerCell, LedgerReading, LedgerRow
from casework.opening import Entry, Opened, enter_case
from domain.facts import Value
from domain.forms import FORMS, FieldType
from domain.problems import Problem, Severity, has_errors
from store.cases import children_of
from store.unit_of_work import Work

KIND = "finding"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do; with an error among the problems it did nothing."""

    title: str
    rows: int
    created: tuple[Opened, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no problem stands against the ledger."""
        return not has_errors(self.problems)


@dataclass(frozen=True, slots=True)
class Source:
    """How to read a file: which sheet, in which language to speak, and to whom progress is told."""

    path: Path
    sheet: str | None = None
    lang: str = "zh"
    progress: Progress | None = field(default=None, compare=False)


def import_findings(
    app: App, source: Source, round_name: str, *, by: str, dry_run: bool = False
) -> Imported:
    """Enter every row of a ledger as a finding of the round, in one transaction.

    Units are known by name or alias, people by name or handle; whoever is not known is a problem
    at the cell, with the nearest names. With `dry_run`, or with one error, nothing is written.

    Raises:
        NotFound: when there is no such round.
        Refused: when policy does not let this person enter findings.
    """
    with app.store.read() as work:
        today = app.today(work)
    reading = read_ledger(source.path, today, lang=source.lang, sheet=source.sheet)
    with app.store.write() as work:
        round_file = locked_file(app, work, round_name)
        rows, problems = _understood(app, work, round_file, reading, source.lang)
        every = (*reading.problems, *problems)
        result = Imported(reading.title, len(reading.rows), (), every, reading.notes)
        if not result.ok:
            return result
        created = []
        for done, (number, values) in enumerate(rows, 1):
            entry = Entry(KIND, values, by, parent=round_file.case, number=number)
            file = enter_case(app, work, entry)
            case = file.case
            created.append(Opened(case.id, case.number, case.handle, KIND, case.state))
            if source.progress is not None:
                source.progress(done, len(rows))
        if not dry_run:
            work.commit()
    return replace(result, created=tuple(created))


def _understood(
    app: App, work: Work, round_file: CaseFile, reading: LedgerReading, lang: str
) -> tuple[list[tuple[str, dict[str, Value]]], list[Problem]]:
    """Each row as a number and values for a finding, and what cannot be understood of it."""
    reader = _Reader(app.organisation(work), reading, lang)
    taken = {child.number for child in children_of(work, round_file.case.id)}
    rows: list[tuple[str, dict[str, Value]]] = []
    for row in reading.rows:
        number = f"{round_file.case.number}-{row.number}"
        if number in taken:
            reader.add(row, "number", "already-imported", number=number)
        rows.append((_apart(number, {known for known, _ in rows}), reader.values(row, round_file)))
    return rows, reader.problems


def _apart(number: str, used: set[str]) -> str:
    """The number itself, or with a count behind it: ledgers begin anew with each unit."""
    if number not in used:
        return number
    return next(
        name for count in range(2, len(used) + 3) if (name := f"{number}.{count}") not in used
    )


_MESSAGES: Mapping[str, tuple[str, str]] = {
    "unknown-unit": ("没有名为“{text}”的单位", "there is no unit named “{text}”"),
    "unknown-person": ("没有名为“{text}”的人员", "there is nobody named “{text}”"),
    "unit-missing": ("没有责任单位", "the responsible unit is missing"),
    "already-imported": (
        "编号 {number} 已在本轮督察中，不能重复导入",
        "number {number} is in this round already",
    ),
}


class _Reader:
    """Turns ledger rows into values of the finding form, collecting what does not fit."""

    def __init__(self, organisation: Organisation, reading: LedgerReading, lang: str) -> None:
        self.problems: list[Problem] = []
        self._reading = reading
        self._lang = lang
        self._units = {
            name: unit_id for unit_id, names in organisation.names.items() for name in names
        }
        people = organisation.staff.people.values()
        self._people = {p.name: p.id for p in people} | {p.handle: p.id for p in people}

    def values(self, row: LedgerRow, round_file: CaseFile) -> dict[str, Value]:
        """The values of a row by field id."""
        form = FORMS[KIND]
        values: dict[str, Value] = {}
        for name, cell in row.cells.items():
            known = form.field_named(name)
            if known is None or cell.value is None:
                continue
            if known.type is FieldType.PERSON:
                values[name] = self._person(row, name, cell)
                if name == "rectification_owner":
                    values["party_owner"] = self._party_owner(cell, values[name])
            elif known.type is FieldType.UNIT:
                values[name] = self._unit(row, name, cell)
            else:
                values[name] = cell.value
        self._complete(row, values, round_file)
        return values

    def _complete(self, row: LedgerRow, values: dict[str, Value], round_file: CaseFile) -> None:
        """The unit inspected stands in for the responsible one, the round's source for its own."""
        inspected = row.cells.get("inspected_unit")
        if "responsible_unit" not in values:
            if inspected is not None and inspected.value is not None:
                values["responsible_unit"] = self._unit(row, "inspected_unit", inspected)
            else:
                self.add(row, "responsible_unit", "unit-missing")
        fields = round_file.facts.fields
        for name in ("source", "domain"):
            if values.get(name) is None and fields.get(name) is not None:
                values[name] = fields[name]
        sub_problems = values.get("sub_problems") or []
        values["description"] = "；".join(str(item) for item in sub_problems)
        values["ledger_cells"] = orjson.dumps(dict(_originals(row))).decode()

    def _unit(self, row: LedgerRow, column: str, cell: LedgerCell) -> Value:
        found = self._units.get(str(cell.value))
        if found is None:
            self.add(row, column, "unknown-unit", names=self._units, text=str(cell.value))
        return found

    def _person(self, row: LedgerRow, column: str, cell: LedgerCell) -> Value:
        """Of several people in a cell the administrative one answers; all of them must be known."""
        people: list[Any] = cell.value if isinstance(cell.value, list) else []
        found = []
        for person in sorted(people, key=lambda item: item["capacity"] == "party"):
            person_id = self._people.get(person["name"])
            if person_id is None:
                name = person["name"]
                self.add(row, column, "unknown-person", names=self._people, text=name)
            else:
                found.append(person_id)
        return found[0] if found else None

    def _party_owner(self, cell: LedgerCell, owner: Value) -> Value:
        """Who answers for the Party organisation beside the owner, if named. Source: S4.12."""
        people: list[Any] = cell.value if isinstance(cell.value, list) else []
        party = [self._people.get(one["name"]) for one in people if one["capacity"] == "party"]
        return next((person_id for person_id in party if person_id != owner), None)

    def add(
        self,
        row: LedgerRow,
        column: str,
        code: str,
        *,
        names: Mapping[str, str] | None = None,
        **details: str,
    ) -> None:
        """Record a problem at the cell of a column, with the nearest of the known names."""
        zh, en = _MESSAGES[code]
        cell = row.cells.get(column)
        address = f"A{row.row}" if cell is None else cell.address
        near = difflib.get_close_matches(details.get("text", ""), names or (), n=3, cutoff=0.4)
        self.problems.append(
            Problem(
                Severity.ERROR,
                f"ledger.{code}",
                (zh if self._lang == "zh" else en).format(**details),
                cell=f"{self._reading.sheet}!{address}",
                suggestions=tuple(near),
            )
        )


def _originals(row: LedgerRow) -> Iterator[tuple[str, Any]]:
    """Each cell as it was handed in: its address, its text, and its value where no field has it."""
    form = FORMS[KIND]
    for name, cell in row.cells.items():
        if cell.value is None and not cell.text:
            continue
        kept: dict[str, Any] = {"cell": cell.address, "text": cell.text}
        if cell.comment:
            kept["comment"] = cell.comment
        if form.field_named(name) is None or isinstance(cell.value, list):
            kept["value"] = cell.value
        yield name, kept
