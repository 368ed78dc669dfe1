"""Lists of cases: filtered by words of either language, a page at a time, on both databases."""

from __future__ import annotations

import pytest

from casework.listing import Filter, list_cases
from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.errors import BadInput, NotFound
from tests.integration.casework_looks import local
from tests.integration.casework_world import FINDING, World
from tests.integration.grievances import grievance


def _listed(world: World, chosen: Filter, **more: str) -> list[str]:
    return [item.number for item in list_cases(world.app, chosen, lang="zh", **more).items]  # type: ignore[arg-type] # a token


def _three(world: World) -> tuple[str, list[str]]:
    """A round with three findings, of which the second is confirmed."""
    number = world.open("round", "inspector", {"title": "回头看", "责任单位": "新材料公司"}).number
    for unit in ("氧化铝厂", "氧化铝厂", "电解厂"):
        world.open("finding", "inspector", {**FINDING, "责任单位": unit}, number)
    made = [f"{number}-{count}" for count in (1, 2, 3)]
    world.do(made[1], "confirm", "head")
    return number, made


def test_every_filter_takes_words_of_either_language(world: World) -> None:
    number, made = _three(world)
    told = grievance(world)
    assert _listed(world, Filter()) == [told, number, *made]
    for kind in ("finding", "问题"):
        assert _listed(world, Filter(kind=kind)) == made
    for state in ("to_be_issued", "待下达", "to be issued"):
        assert _listed(world, Filter(state=state)) == [made[1]]
    assert _listed(world, Filter(kind="finding", state="待确认")) == [made[0], made[2]]
    assert _listed(world, Filter(under=number)) == made
    assert _listed(world, Filter(text="-2")) == [made[1]]


def test_a_unit_stands_for_everything_below_it(world: World) -> None:
    number, made = _three(world)
    enter_organisation(world.app, aliases=[("二厂", "other")])
    for unit in ("Alumina Plant", "氧化铝厂", "plant"):
        assert _listed(world, Filter(unit=unit)) == made[:2]
    assert _listed(world, Filter(unit="二厂")) == made[2:]
    assert _listed(world, Filter(unit="新材料公司")) == [number, *made]
    assert _listed(world, Filter(unit="Sample Group", kind="finding")) == made


def test_what_is_overdue_now_and_what_ever_was_are_two_questions(world: World) -> None:
    _, made = _three(world)
    world.at(days=4)
    sweep(world.app)
    world.do(made[0], "confirm", "head")
    assert _listed(world, Filter(kind="finding", overdue=True)) == made[1:]
    assert _listed(world, Filter(kind="finding", late=True)) == made
    world.at(days=8)
    sweep(world.app)
    lines = list_cases(world.app, Filter(kind="finding"), lang="en").items
    assert [line.overdue for line in lines] == [False, True, True]
    assert lines[2].due == local(3, 6)
    assert (lines[0].unit, lines[0].zone) == ("Alumina Plant", "Asia/Shanghai")


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    number, made = _three(world)
    seen: list[str] = []
    token = None
    while True:
        page = list_cases(world.app, Filter(), after=token, limit=2, lang="zh")
        seen += [item.number for item in page.items]
        token = page.next
        if token is None:
            break
    assert seen == [number, *made]


def test_what_cannot_be_listed_is_refused_with_what_can(sqlite_world: World) -> None:
    world = sqlite_world
    for chosen, words in (
        (Filter(kind="问题们"), "整改措施"),
        (Filter(kind="finding", state="已办结"), "待销号"),
        (Filter(state="不存在"), "待登记"),
    ):
        with pytest.raises(BadInput) as refusal:
            _listed(world, chosen)
        assert words in refusal.value.text("zh")
    for chosen in (Filter(unit="铁厂"), Filter(under="没有此号")):
        with pytest.raises(NotFound):
            _listed(world, chosen)
    with pytest.raises(BadInput):
        _listed(world, Filter(), after="no token")
    with pytest.raises(BadInput):
        list_cases(world.app, Filter(), limit=0, lang="zh")
