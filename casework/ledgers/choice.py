"""Chooses the one sheet of a workbook that holds the ledger, or says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from casework.ledgers.faults import Fault, Faults
from casework.ledgers.headers import candidates
from casework.ledgers.locate import Header, find_header
from casework.ledgers.sheets import Grid

_SUMMARY_NAME = re.compile(r"汇总|总表|合计|总台账|summary|total|all", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet that is read, with its header."""

    grid: Grid
    header: Header


def choose(grids: Sequence[Grid], wanted: str | None, faults: Faults) -> Chosen | None:
    """The sheet asked for, else the only one with a ledger's header; None after an error."""
    if wanted is not None:
        grids = [grid for grid in grids if grid.name.strip() == wanted.strip()]
        if not grids:
            faults.add("sheet-missing", name=wanted)
            return None
    found = []
    for grid in grids:
        header = find_header(grid)
        if header is None:
            continue
        if grid.hidden and wanted is None:
            faults.add("sheet-hidden", name=grid.name)
        else:
            found.append(Chosen(grid, header))
    if not found:
        faults.add("header-missing")
        return None
    ledgers = [chosen for chosen in found if chosen.header.has("sub_problems")] or found
    if len(ledgers) > 1:
        faults.add_fault(_several(ledgers))
        return None
    return ledgers[0]


def _several(found: list[Chosen]) -> Fault:
    names = [chosen.grid.name for chosen in found]
    options = tuple(f"--sheet {name}" for name in names)
    summary = _summary(found)
    if summary is None:
        return Fault("several-sheets", options, {"names": "、".join(names)})
    others = "、".join(name for name in names if name != summary)
    return Fault("summary-sheet", options, {"name": summary, "names": others})


def _summary(found: list[Chosen]) -> str | None:
    """The sheet that repeats what all others hold, by its problems or else by its name."""
    problems = {chosen.grid.name: _problems(chosen) for chosen in found}
    for name, own in problems.items():
        others = set[str]().union(*(texts for other, texts in problems.items() if other != name))
        if others and others <= own:
            return name
    return next((name for name in problems if _SUMMARY_NAME.search(name)), None)


def _problems(chosen: Chosen) -> set[str]:
    columns = chosen.header.of("sub_problems")
    rows = range(chosen.header.bottom + 1, chosen.grid.rows + 1)
    texts = (chosen.grid.cell(row, column.index).text for row in rows for column in columns)
    return {text for text in texts if text and not candidates(text)}
