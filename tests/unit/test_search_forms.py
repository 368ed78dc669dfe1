"""What a search counts among the findings born in it, and what a finding knows of its search."""

from __future__ import annotations

import pytest

from domain.facts import Child, Facts
from domain.forms import FORMS

SEARCH = FORMS["read_across"]
FINDING = FORMS["finding"]


def _born(state: str, *, planned: bool = False, ready: bool = False) -> Child:
    done = {"approve_plan": 1} if planned else {}
    return Child("finding", state, done, {"contingency_plan": {"sealed": "x"}} if ready else {})


def _counted(*children: Child) -> dict[str, object]:
    facts = SEARCH.complete(Facts("read_across", "searching", children=children))
    names = ("same_kind_count", "children_open", "children_uncontrolled")
    return {name: facts.fields[name] for name in names}


def test_what_was_not_upheld_is_no_find() -> None:
    counted = _counted(_born("not_upheld"), _born("struck_off"), _born("filed"))
    assert counted == {"same_kind_count": 2, "children_open": 0, "children_uncontrolled": 0}


def test_an_approved_plan_with_its_contingency_holds_a_finding_that_is_open() -> None:
    held = _born("being_rectified", planned=True, ready=True)
    assert _counted(held) == {
        "same_kind_count": 1,
        "children_open": 1,
        "children_uncontrolled": 0,
    }


@pytest.mark.parametrize(
    "loose",
    [
        _born("being_rectified", ready=True),
        _born("being_rectified", planned=True),
        _born("to_be_confirmed"),
    ],
)
def test_half_a_plan_holds_nothing(loose: Child) -> None:
    assert _counted(loose)["children_uncontrolled"] == 1


def _zero_before(parent: Child | None, **typed: object) -> object:
    facts = FINDING.complete(Facts("finding", "to_be_issued", fields=typed, parent=parent))
    return facts.fields["zero_return_before"]


def test_under_a_search_its_list_says_whether_nothing_had_been_reported() -> None:
    silent = Child("read_across", "searching")
    zero = Child("read_across", "searching", lists=frozenset({"zero_returns"}))
    assert _zero_before(silent, zero_return_before="yes") == "no"
    assert _zero_before(zero, zero_return_before="no") == "yes"


def test_elsewhere_the_office_says_it() -> None:
    for parent in (None, Child("round", "on_site", lists=frozenset({"zero_returns"}))):
        assert _zero_before(parent) == "no"
        assert _zero_before(parent, zero_return_before="yes") == "yes"
