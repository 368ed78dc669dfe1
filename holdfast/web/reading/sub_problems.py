"""How many sub-problems of a finding are settled by verified lasting actions."""

from __future__ import annotations

from dataclasses import dataclass

from casework.casefile import CaseFile

_LASTING = frozenset({"correction", "corrective", "preventive"})


@dataclass(frozen=True, slots=True)
class SubProblems:
    """`done` of `all`; a finding without a list of its own is one problem."""

    done: int
    all: int


def sub_problems_of(file: CaseFile) -> SubProblems:
    """A sub-problem is done when it has lasting actions and all of them are verified.

    A struck-off finding has none left, however it was rectified.
    """
    count = int(file.facts.fields.get("sub_problem_count") or 1)
    if file.facts.state in {"struck_off", "filed"}:
        return SubProblems(count, count)
    actions: dict[int, list[str]] = {}
    for child in file.facts.children:
        lasting = child.fields.get("action_class") in _LASTING
        if child.kind == "action" and lasting and child.state != "cancelled":
            actions.setdefault(int(child.fields.get("sub_problem") or 1), []).append(child.state)
    done = sum(
        all(state == "verified" for state in states)
        for number, states in actions.items()
        if 1 <= number <= count
    )
    return SubProblems(done, count)
