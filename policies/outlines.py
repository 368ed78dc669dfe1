"""The rows of a Scenario Outline: what stands in them, and how much they make of its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from domain.problems import Problem
from policies.normalise import Source
from policies.problem_codes import problem
from policies.sentences import NO_ROW, Row

if TYPE_CHECKING:
    from gherkin.parser_types import Cell, Feature, Scenario, TableRow

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


def twice_named(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Columns that have the name of another in their table: only one of them would be read."""
    tables = [one for one in scenario["examples"] if one.get("tableHeader") is not None]
    for table in tables:
        names: set[str] = set()
        for cell in table["tableHeader"]["cells"]:
            if cell["value"] in names:
                at = cell["location"]
                place = source.place(at["line"], at.get("column", 1))
                yield problem("duplicate-column", place, name=cell["value"])
            names.add(cell["value"])


def filled_signs(feature: Feature) -> int:
    """At most so many signs do the outlines of a file have once every row is filled in."""
    return sum(_filled_signs(scenario) for scenario in _scenarios(feature["children"]))


def _scenarios(children: list[Any]) -> Iterator[Scenario]:
    for child in children:
        if "scenario" in child:
            yield cast("Scenario", child["scenario"])
        elif "rule" in child:
            yield from _scenarios(child["rule"]["children"])


def _filled_signs(scenario: Scenario) -> int:
    texts = [scenario["name"], *(step["text"] for step in scenario["steps"])]
    signs, gaps = sum(map(len, texts)), sum(text.count("<") for text in texts)
    return sum(
        signs + gaps * max((len(cell["value"]) for cell in line["cells"]), default=0)
        for table in scenario["examples"]
        for line in table["tableBody"]
    )


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
