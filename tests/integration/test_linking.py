"""Links between cases: confirmed by a person, on the record of both, told to the earlier one."""

from __future__ import annotations

import pytest

from casework.executing import execute_intents
from casework.linking import link
from domain.errors import BadInput, NotFound, Refused
from store.cases import links_of
from tests.integration.casework_looks import case_of, happened, said
from tests.integration.casework_world import World
from tests.integration.test_intents import enforce_also

MAY_LINK = """# language: zh-CN
@自定
功能: 样例办法
  规则: 第一条 样例
    场景: 由督导组办公室关联
      假如 某“问题”尚未“销号”
      当 拟“关联”时
      那么 只能由“督导组办公室”办理
"""


def _two(world: World) -> tuple[str, str]:
    return world.finding(), world.finding()


def test_a_link_stands_on_the_record_of_both(world: World) -> None:
    enforce_also(world, MAY_LINK)
    later, earlier = _two(world)
    linked = link(world.app, later, "同类", earlier, by="office")
    assert (linked.number, linked.other, linked.fresh) == (later, earlier, True)
    ids = case_of(world, later).id, case_of(world, earlier).id
    with world.app.store.read() as work:
        assert links_of(work, ids[1]) == [(*ids, "same_kind_as")]
    assert said(world, later, "linked")[0]["to"] == ids[1]
    assert said(world, earlier, "linked")[0]["from"] == ids[0]


def test_linked_twice_is_linked_once(sqlite_world: World) -> None:
    enforce_also(sqlite_world, MAY_LINK)
    later, earlier = _two(sqlite_world)
    link(sqlite_world.app, later, "merged_into", earlier, by="office")
    assert not link(sqlite_world.app, later, "并案", earlier, by="office").fresh
    assert len(happened(sqlite_world, earlier, "linked")) == 1


def test_a_recurrence_is_told_to_the_earlier_case(sqlite_world: World) -> None:
    """The earlier finding is not struck off yet, so nothing can recur: it says so."""
    enforce_also(sqlite_world, MAY_LINK)
    later, earlier = _two(sqlite_world)
    link(sqlite_world.app, later, "重复发生", earlier, by="office")
    assert said(sqlite_world, later, "intended")[0]["trigger"] == "recur"
    assert execute_intents(sqlite_world.app).refused == 1
    assert said(sqlite_world, later, "intent_refused")[0]["codes"] == ["illegal-transition"]


def test_only_who_is_named_may_link(sqlite_world: World) -> None:
    enforce_also(sqlite_world, MAY_LINK)
    later, earlier = _two(sqlite_world)
    with pytest.raises(Refused):
        link(sqlite_world.app, later, "同类", earlier, by="head")
    assert happened(sqlite_world, earlier, "linked") == []


@pytest.mark.parametrize(
    ("relation", "other", "error"),
    [
        ("邻居", "later", BadInput),
        ("parent", "later", BadInput),
        ("同类", "self", BadInput),
        ("同类", "round", BadInput),
        ("同类", "R9-9", NotFound),
    ],
)
def test_what_cannot_be_linked_is_said(
    sqlite_world: World, relation: str, other: str, error: type[Exception]
) -> None:
    enforce_also(sqlite_world, MAY_LINK)
    first, second = _two(sqlite_world)
    others = {"later": second, "self": first, "round": first.split("-")[0]}
    with pytest.raises(error):
        link(sqlite_world.app, first, relation, others.get(other, other), by="office")
