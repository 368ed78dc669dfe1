"""The rows of a Scenario Outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.normalise import Source
from policies.sentences import NO_ROW, Row

if TYPE_CHECKING:
    from gherkin.parser_types import Cell, Scenario, TableRow

_OUTLINES = frozenset({"场景大纲", "剧本大纲", "Scenario Outline", "Scenario Template"})


def rows_of(scenario: Scenario, source: Source) -> list[Row]:
    """Every row of every table of examples; one empty row for a plain scenario.

    An outline without a single row has no rows.
    """
    if not scenario["examples"] and scenario["keyword"] not in _OUTLINES:
        return [NO_ROW]
    return [
        _row(table["tableHeader"]["cells"], line, source)
        for table in scenario["examples"]
        if table.get("tableHeader") is not None
        for line in table["tableBody"]
    ]


def _row(head: list[Cell], line: TableRow, source: Source) -> Row:
    pairs = list(zip((cell["value"] for cell in head), line["cells"], strict=True))
    number = line["location"]["line"]
    return Row(
        words={name: cell["value"] for name, cell in pairs},
        places={
            name: source.place(number, cell["location"].get("column", 1)) for name, cell in pairs
        },
        place=source.place(number, line["location"].get("column", 1)),
    )
