from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import ROOT, modules, nodes, tree

LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
EMPTY_NAMES = {"base", "common", "helpers", "manager", "misc", "service", "utils"}
GENERATED = Path("store/migrations")


def functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node for node in nodes(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def calls(module: Path, method: str) -> list[int]:
    return [
        node.lineno
        for node in nodes(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
    ]


def reads_environment(module: Path) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"})
        or (isinstance(node, ast.alias) and node.name in {"environ", "getenv"})
        for node in nodes(module)
    )


def test_no_function_is_longer_than_forty_lines() -> None:
    too_long = [
        f"{module}:{function.lineno} {function.name} has {length(function)} lines"
        for module in modules()
        if GENERATED not in module.parents
        for function in functions(module)
        if length(function) > LONGEST_FUNCTION
    ]

    assert too_long == []


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {
        str(module): len((ROOT / module).read_text(encoding="utf-8").splitlines())
        for module in modules()
        if GENERATED not in module.parents
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_only_casework_and_the_unit_of_work_commit() -> None:
    # A migration is no command: it runs before there is a schema that casework could work with.
    allowed = {Path("store/unit_of_work.py"), Path("store/migrate.py")}
    committing = [
        f"{module}:{line}"
        for module in modules()
        if module.parts[0] != "casework" and module not in allowed
        for line in calls(module, "commit")
    ]

    assert committing == []


def test_only_bootstrap_and_the_doors_read_the_environment() -> None:
    # Prefect takes what it reads while it is imported or started from the environment only.
    allowed = ("casework/bootstrap", "casework/settings", "flows/prefect_", "holdfast/")
    reading = {str(module) for module in modules() if reads_environment(module)}

    assert {module for module in reading if not module.startswith(allowed)} == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(module) for module in modules() if module.stem in EMPTY_NAMES] == []


def test_row_modules_do_not_postpone_their_annotations() -> None:
    # SQLModel reads a row's annotations when the class is made; postponed ones break relations.
    postponed = [
        str(module)
        for module in modules()
        if Path("store/rows") in module.parents
        and any(
            isinstance(node, ast.ImportFrom) and node.module == "__future__"
            for node in tree(module).body
        )
    ]

    assert postponed == []


def test_every_module_says_what_it_owns() -> None:
    silent = [
        str(module)
        for module in modules()
        if GENERATED not in module.parents and ast.get_docstring(tree(module)) is None
    ]

    assert silent == []
