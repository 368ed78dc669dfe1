"""A second kind costs a table, a form, a policy and templates: the engine does not know it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from domain.lexicon import action, finding, generic, grievance, roles, round_
from tests.architecture.sources import ROOT, modules, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = {
    Path("statemachines/tables/grievance.py"),
    Path("domain/forms/grievance.py"),
    Path("domain/lexicon/grievance.py"),
}
REGISTRIES = {
    Path("statemachines/tables/__init__.py"),
    Path("domain/forms/__init__.py"),
    Path("domain/lexicon/__init__.py"),
}
# The sample group tells a story with a case of every kind; it is data, not engine.
SAMPLE = Path("holdfast/sample")


def engine() -> Iterator[Path]:
    return (
        module
        for module in modules()
        if module not in OWN | REGISTRIES and SAMPLE not in module.parents
    )


def test_the_engine_never_names_the_second_kind() -> None:
    naming = [
        str(module)
        for module in engine()
        if "grievance" in (ROOT / module).read_text(encoding="utf-8").casefold()
    ]

    assert naming == []


def test_its_own_files_and_the_registries_are_where_the_kind_is_made_known() -> None:
    named = {
        module
        for module in OWN | REGISTRIES
        if "grievance" in (ROOT / module).read_text(encoding="utf-8").casefold()
    }

    assert named == OWN | REGISTRIES


def test_a_registry_gives_the_second_kind_two_lines() -> None:
    lines = {
        str(module): sum(
            "grievance" in line for line in (ROOT / module).read_text(encoding="utf-8").splitlines()
        )
        for module in REGISTRIES
    }

    assert set(lines.values()) == {2}, lines


def words(tables: object) -> set[str]:
    """The ids of a lexicon table that nobody writes by chance: those of two words."""
    assert isinstance(tables, dict)
    return {row[0] for rows in tables.values() for row in rows if "_" in row[0]}


def test_the_engine_decides_nothing_by_a_word_of_the_second_kind() -> None:
    shared = set().union(
        *(words(table.ROWS) for table in (action, finding, generic, roles, round_))
    )
    only_its_own = words(grievance.ROWS) - shared
    deciding = [
        f"{module}:{node.lineno} {node.value}"
        for module in engine()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and node.value in only_its_own
    ]

    assert {"serve_decision", "complainant_class"} <= only_its_own
    assert deciding == []
