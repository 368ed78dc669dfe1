"""Near matches: same class and cause by index, then the place and the words; a person confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from casework.executing import execute_intents
from casework.linking import link
from casework.similar import similar_cases
from casework.viewing import view_case
from domain.errors import BadInput, Refused
from store.cases import facets_of
from store.unit_of_work import Store
from tests.integration.casework_looks import case_of, facts_of, happened
from tests.integration.casework_world import sign_all
from tests.integration.searches import (
    ASH,
    apply_to_end,
    begin,
    entered,
    issued,
    report,
    with_shanxi,
)
from tests.integration.web_world import visitor, with_texts

if TYPE_CHECKING:
    from casework.similar import Match
    from tests.integration.casework_world import World


CROWD = 30
"""More than are looked at closely."""

ROUND = {"title": "回头看", "responsible_unit": "山西铝业公司"}


def _found(world: World, number: str, **how: bool) -> dict[str, Match]:
    return {one.number: one for one in similar_cases(world.app, number, lang="zh", **how)}


def test_the_nearest_stands_first_and_says_why(world: World) -> None:
    here = entered(with_shanxi(world))
    same = entered(world, 具体部位="1# 皮带廊（机头）")
    near = entered(world, 责任单位="焙烧厂", 具体部位="二号皮带廊机头", 问题描述="机头无罩")
    far = entered(world, 具体部位="食堂", 问题描述="灶台燃气软管老化")
    found = _found(world, here)
    assert list(found) == [same, near]
    assert found[same].why == (
        "hazard_class",
        "cause_class",
        "same_place",
        "near_words",
        "same_unit",
    )
    assert found[near].why == ("hazard_class", "cause_class", "near_place")
    assert found[same].score > found[near].score
    assert [found[one].suggests for one in (same, near)] == ["merged_into", "same_kind_as"]
    assert far not in found
    assert here in _found(world, near)


def test_another_class_or_cause_is_another_problem(sqlite_world: World) -> None:
    here = entered(with_shanxi(sqlite_world))
    entered(sqlite_world, 问题类别="电气安全")
    entered(sqlite_world, 原因类别="设备缺陷")
    assert _found(sqlite_world, here) == {}


def test_the_same_words_are_enough_where_nobody_said_the_place(sqlite_world: World) -> None:
    here = entered(with_shanxi(sqlite_world), 具体部位="")
    there = entered(sqlite_world, 问题描述="回水泵联轴器没有防护罩")
    assert _found(sqlite_world, here)[there].why[-2:] == ("near_words", "same_unit")


def test_the_group_is_looked_through_only_when_asked(world: World) -> None:
    here = entered(with_shanxi(world))
    classes = {"问题类别": "机械防护", "原因类别": "有章不循", "具体部位": "一号皮带廊机头"}
    elsewhere = world.finding(**classes)
    assert elsewhere not in _found(world, here)
    assert _found(world, here, everywhere=True)[elsewhere].suggests == "same_kind_as"


def test_a_closed_one_in_the_same_unit_may_have_recurred(world: World) -> None:
    before = entered(with_shanxi(world))
    world.do(before, "object", "ash-head", objection="部位不属于本单位")
    world.do(before, "drop", "chief", objection_answer="同意")
    again = entered(world)
    match = _found(world, again)[before]
    assert (match.closed, match.suggests) == (True, "recurrence_of")


def test_what_has_no_class_yet_cannot_be_compared(sqlite_world: World) -> None:
    number = with_shanxi(sqlite_world).finding()
    with pytest.raises(BadInput) as refusal:
        similar_cases(sqlite_world.app, number, lang="zh")
    assert "问题类别" in refusal.value.text("zh")
    round_ = sqlite_world.open("round", "inspector", ROUND).number
    with pytest.raises(BadInput):
        similar_cases(sqlite_world.app, round_, lang="zh")


def test_the_place_is_a_facet_that_follows_the_field(world: World) -> None:
    number = entered(with_shanxi(world), 具体部位="1# 皮带廊（机头）")

    def places() -> set[str]:
        with world.app.store.read() as work:
            facets = facets_of(work, case_of(world, number).id)
        return {value for name, value in facets if name == "place"}

    assert places() == {"1号皮带廊机头"}
    world.do(number, "confirm", "ash-head", place="")
    assert places() == set()


def test_only_the_nearest_are_opened_however_many_share_the_class(sqlite_world: World) -> None:
    here = entered(with_shanxi(sqlite_world))
    parent = sqlite_world.open("round", "inspector", ROUND).number
    for number in range(CROWD):
        entered(sqlite_world, parent, 具体部位=f"厂区道路{number}公里处", 问题描述="路灯不亮")
    near = entered(sqlite_world, parent, 问题描述="路灯不亮")
    opened: list[str] = []

    def watch(when: str, sql: str) -> None:
        if when == "before" and "FROM content" in sql:
            opened.append(sql)

    app = sqlite_world.app
    watched = replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))
    assert [one.number for one in similar_cases(watched, here, lang="zh")] == [near]
    assert 0 < len(opened) < CROWD


# --- Confirmed by a person --------------------------------------------------------------------


def test_what_is_merged_is_shown_on_both_and_stays_open_on_both(world: World) -> None:
    here, there = entered(with_shanxi(world)), entered(world, 责任单位="焙烧厂")
    with pytest.raises(Refused):
        link(world.app, here, "并案", there, by="kiln-head")
    link(world.app, here, "并案", there, by="office")
    (line,) = view_case(world.app, here, lang="zh").links
    assert (line.relation, line.forward, line.number, line.unit) == (
        "merged_into",
        True,
        there,
        "焙烧厂",
    )
    (other,) = view_case(world.app, there, lang="zh").links
    assert (other.forward, other.number) == (False, here)
    states = {facts_of(world, number).state for number in (here, there)}
    assert states == {"to_be_confirmed"}


def test_the_page_of_a_case_leads_to_what_it_is_linked_with(sqlite_world: World) -> None:
    here, there = entered(with_shanxi(sqlite_world)), entered(sqlite_world, 责任单位="焙烧厂")
    page = f"/cases/{case_of(sqlite_world, here).handle}"
    reader = visitor(with_texts(sqlite_world), fragile=True)
    assert "关联事项" not in reader.get(page).text
    link(sqlite_world.app, here, "same_kind_as", there, by="office")
    shown = reader.get(page).text
    assert "关联事项" in shown
    assert f'href="/cases/{case_of(sqlite_world, there).handle}"' in shown


def test_a_search_shows_with_what_its_findings_are_closed_together(world: World) -> None:
    number = entered(with_shanxi(world))
    search = issued(world, number)["kiln"]
    begin(world, search, "kiln")
    report(world, search, "kiln", found=1)
    born = entered(world, search, by="kiln-liaison", 责任单位="焙烧厂", 来源="单位自查")
    link(world.app, born, "same_kind_as", number, by="office")
    (line,) = view_case(world.app, search, lang="zh").links
    assert (line.of, line.relation, line.number, line.unit) == (born, "same_kind_as", number, ASH)
    with pytest.raises(Refused):
        apply_to_end(world, search, "kiln")


def test_a_confirmed_recurrence_is_put_on_the_record_of_the_earlier_finding(world: World) -> None:
    classes = {"问题类别": "机械防护", "原因类别": "设备缺陷", "具体部位": "回水泵房"}
    before = world.bring(world.finding(**classes), "to_be_struck_off")
    sign_all(world, before)
    world.do(before, "strike_off", "deputy")
    again = world.finding(**classes)
    assert _found(world, again)[before].suggests == "recurrence_of"
    link(world.app, again, "recurrence_of", before, by="office")
    execute_intents(world.app)
    assert [one.trigger for one in happened(world, before, "moved")][-1] == "recur"
