from __future__ import annotations

from typing import Any

from tools.coverage_floors import shortfalls


def report(path: str, *, missing: list[int], branches: list[list[int]]) -> dict[str, Any]:
    summary = {
        "num_statements": 10,
        "covered_lines": 10 - len(missing),
        "num_branches": 10,
        "covered_branches": 10 - len(branches),
    }
    file = {"summary": summary, "missing_lines": missing, "missing_branches": branches}
    return {"files": {path: file}}


def test_a_single_missing_branch_on_a_pure_floor_falls_short() -> None:
    messages = shortfalls(report("policies/compiler.py", missing=[], branches=[[7, 9]]))

    assert messages == [
        "coverage of policies is 95.00 %, below 100 %",
        "  policies/compiler.py: [7]",
    ]


def test_one_line_in_twenty_may_be_missing_elsewhere_and_not_two() -> None:
    assert shortfalls(report("store/engine.py", missing=[3], branches=[])) == []
    assert len(shortfalls(report("store/engine.py", missing=[3, 4], branches=[]))) == 2


def test_code_outside_the_floors_is_not_measured() -> None:
    assert shortfalls(report("tools/docs.py", missing=[1, 2, 3], branches=[])) == []
