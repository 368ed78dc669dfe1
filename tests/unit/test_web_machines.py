from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from domain.lexicon import LEXICON
from holdfast.web.machine_layout import ranks_of, returning, spots_of, steps_of
from holdfast.web.machine_svg import machine_svg
from statemachines.table import Table
from statemachines.tables import TABLES

ALL = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


@ALL
def test_no_two_states_share_a_place(table: Table) -> None:
    spots = spots_of(table).values()

    assert {spot.state for spot in spots} == set(table.states)
    assert len({(spot.rank, spot.column) for spot in spots}) == len(table.states)


@ALL
def test_the_first_state_is_on_top_and_nothing_else(table: Table) -> None:
    ranks = ranks_of(table)

    assert [state for state, rank in ranks.items() if rank == 0] == [table.initial]


@ALL
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_drawing_has_every_state_and_every_arrow_of_the_table(table: Table, lang: str) -> None:
    present = table.states[-1]
    drawn = ET.fromstring(machine_svg(table, lang, present=present, visited=["nothing"]))
    states = [group for group in drawn.iter("g") if group.get("class", "").startswith("state")]
    arrows = [group for group in drawn.iter("g") if group.get("class", "").startswith("step")]
    words = [group.findtext("text") for group in states]

    assert words == [LEXICON.word("state", state, lang) for state in table.states]
    assert len(arrows) == len({(m.source, m.target) for m in table.moves if m.source != m.target})
    assert len([group for group in states if "now" in group.get("class", "").split()]) == 1
    assert LEXICON.word("state", present, lang) in drawn.get("aria-label", "")


@ALL
def test_nothing_is_drawn_outside_the_picture(table: Table) -> None:
    svg = machine_svg(table, "en")
    drawn = ET.fromstring(svg)
    width, height = int(drawn.get("width", "0")), int(drawn.get("height", "0"))
    boxes = [
        tuple(int(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        for box in drawn.iter("rect")
    ]
    ways = [int(number) for number in re.findall(r"[HV](-?\d+)", svg)]

    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
    assert all(0 < number <= max(width, height) for number in ways)


def test_a_drawing_without_a_present_state_marks_none() -> None:
    assert 'class="state now' not in machine_svg(TABLES["finding"], "zh")


def test_several_triggers_between_two_states_are_one_arrow() -> None:
    steps = {(step.source, step.target): step.triggers for step in steps_of(TABLES["finding"])}

    assert steps["to_be_confirmed", "disputed"] == ("object",)
    assert len(steps) == len(set(steps))


def test_what_sends_a_case_back_is_told_from_what_reopens_it() -> None:
    assert returning(TABLES["finding"]) == {"return_plan", "return_for_rectification"}
    assert returning(TABLES["grievance"]) == {"reject_remedy"}
