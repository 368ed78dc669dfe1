"""Gives a round's findings back as a ledger that opens well and can be imported again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id, find_file
from casework.casewords import plain_fields, unit_words
from casework.ledgers.columns import ALL_COLUMNS
from casework.ledgers.rows import LedgerSheet, LedgerValue
from casework.ledgers.writing import ledger_bytes
from casework.waiver_views import waiver_words
from domain.forms import FORMS, FieldType
from domain.lexicon import LEXICON
from policies.moments import local_day
from store.cases import children_of
from store.signatures import closings_of


@dataclass(frozen=True, slots=True)
class Exported:
    """A written ledger: how many findings, and the hash of the file."""

    rows: int
    sha256: str


def export_ledger(app: App, round_name: str, target: Path, *, lang: str = "zh") -> Exported:
    """Write the ledger of a round to a file.

    What the case knows by now is written; columns that no field has are written as they were
    handed in. Raises: NotFound.
    """
    sheet = ledger_sheet(app, round_name, lang=lang)
    content = ledger_bytes(sheet, lang=lang)
    target.write_bytes(content)
    return Exported(len(sheet.rows), hashlib.sha256(content).hexdigest())


def ledger_sheet(app: App, round_name: str, *, lang: str = "zh") -> LedgerSheet:
    """The ledger of a round as values by column, in the order of the finding numbers."""
    with app.store.read() as work:
        round_file = find_file(app, work, round_name)
        findings = [
            file_by_id(app, work, child.id, lock=False)
            for child in children_of(work, round_file.case.id)
            if child.kind == "finding"
        ]
        findings.sort(key=lambda file: _order(_own_number(file, round_file)))
        rows = tuple(
            _row(file, _own_number(file, round_file), seq, lang)
            for seq, file in enumerate(findings, 1)
        )
        title = str(plain_fields(round_file).get("title") or round_file.case.number)
        unit = unit_words(round_file, round_file.case.unit_id, lang)
    return LedgerSheet(title, {"reporting_unit": unit} if unit else {}, rows)


def _own_number(file: CaseFile, round_file: CaseFile) -> str:
    return file.case.number.removeprefix(f"{round_file.case.number}-")


def _order(number: str) -> list[tuple[int, str]]:
    """`2` before `10`, `1-2` before `1-10`."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in number.split("-")]


def _row(file: CaseFile, number: str, seq: int, lang: str) -> Mapping[str, LedgerValue]:
    plain = plain_fields(file)
    handed_in = orjson.loads(plain["ledger_cells"]) if plain.get("ledger_cells") else {}
    row: dict[str, LedgerValue] = {"seq": str(seq), "number": number}
    for column in ALL_COLUMNS:
        value = _value(file, column.id, plain, handed_in.get(column.id, {}))
        if value is not None and column.id not in row and column.id not in _OURS:
            row[column.id] = value
    if "sub_problems" not in row and plain.get("description"):
        row["sub_problems"] = [" ".join(str(plain["description"]).split())]
    row.update(_computed(file, lang))
    return row


_OURS = frozenset({"waivers"})
"""What only the engine knows: what a sheet said of it when it was handed in is not repeated."""


def _value(
    file: CaseFile, column: str, plain: Mapping[str, Any], handed_in: Mapping[str, Any]
) -> LedgerValue:
    field = FORMS["finding"].field_named(column)
    if field is None:
        value: LedgerValue = handed_in.get("value")
        return value
    now = plain.get(column)
    if now is None:
        return None
    if field.type is FieldType.UNIT:
        return unit_words(file, str(now), "zh")
    if field.type is FieldType.PERSON:
        party = plain.get("party_owner") if column == "rectification_owner" else None
        return _people(file, [str(one) for one in (now, party) if one], handed_in.get("value"))
    return cast("LedgerValue", now)


def _people(file: CaseFile, ids: list[str], handed_in: object) -> LedgerValue:
    """Who answers now; whoever else stood in the cell stays as long as they are in it.

    Two people answer for the administration and for the Party organisation. Source: S4.12.
    """
    known = file.organisation.staff.people
    names = [known[one].name if one in known else one for one in ids]
    people = cast("list[dict[str, str]]", handed_in if isinstance(handed_in, list) else [])
    if {item["name"] for item in people} >= set(names):
        return people
    if len(names) == 1:
        return [{"capacity": "person", "name": names[0]}]
    capacities = ("administrative", "party")
    return [
        {"capacity": capacity, "name": name}
        for capacity, name in zip(capacities, names, strict=True)
    ]


def _computed(file: CaseFile, lang: str) -> dict[str, LedgerValue]:
    """What the engine knows better than any cell: the state, when struck off, what was waived."""
    status = LEXICON.word("state", file.facts.state, lang)
    row: dict[str, LedgerValue] = {"stated_status": status}
    closings = [item for item in closings_of(file.work, file.case.id) if item.reopened_at is None]
    if closings and closings[-1].trigger == "strike_off":
        day = local_day(closings[-1].at, file.calendar.zone)
        row["struck_off_on"] = day.isoformat()
    waived = waiver_words(file, lang)
    if waived:
        row["waivers"] = "\n".join(waived)
    return row
