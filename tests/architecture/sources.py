"""Owns where the architecture tests look: the floors, their modules, all texts of ours."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = (
    "domain",
    "statemachines",
    "policies",
    "store",
    "notifications",
    "casework",
    "proofs",
    "flows",
    "holdfast",
)
TEXTS = frozenset({".md", ".py", ".toml", ".feature", ".txt", ".html", ".sh", ".yaml", ".yml"})
FOLDERS = (*FLOORS, "benchmarks", "docs", "examples", "features", "tests", "tools")


@cache
def modules() -> tuple[Path, ...]:
    """Return every module that is shipped, relative to the root."""
    return tuple(
        sorted(path.relative_to(ROOT) for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
    )


@cache
def tree(module: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), str(module))


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    """Return every node of a module's syntax tree."""
    return tuple(ast.walk(tree(module)))


def texts() -> tuple[Path, ...]:
    """Return every text of our own writing: code, policy, pages, the files of the root."""
    inside = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    beside = ROOT.glob("*")
    return tuple(
        path
        for path in (*inside, *beside)
        if path.is_file() and path.suffix in TEXTS and "vendor" not in path.parts
    )
