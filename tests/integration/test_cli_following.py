"""The command line on open cases that follow a policy: by hand, at a wake, and looked over."""

from __future__ import annotations

import sqlalchemy as sa

from casework.bootstrap import open_app
from casework.settings import Settings
from holdfast.exit_codes import REFUSED
from store.rows import table_of
from store.rows.clocks import ClockRow
from tests.integration.casework_world import World
from tests.integration.changed_policies import changed, limit_of, put_in_force, within
from tests.integration.command_line import Desk, desk, driven_office, open_finding

__all__ = ["desk", "driven_office"]


def _world(desk: Desk) -> World:
    settings = Settings(data=desk.data)
    return World(settings, open_app(settings))


def _decide(desk: Desk, days: int) -> None:
    """Have it decided that working papers are confirmed within so many days, everywhere."""
    world = _world(desk)
    put_in_force(world, changed(limit_of("confirm", within(days))))
    world.app.close()


def test_cases_follow_by_hand_and_say_so_in_both_languages(desk: Desk) -> None:
    number = open_finding(desk)
    assert "没有在办事项需要改按现行制度" in desk.done("policy", "follow").out
    assert "No open case has to follow" in desk("policy", "follow", lang="en").out
    _decide(desk, 7)
    looked = desk("doctor", "--json").json["items"]
    (found,) = [one for one in looked if one["name"] == "following"]
    assert "holdfast policy follow" in found["message"]
    done = desk.done("policy", "follow").out
    assert "2个在办事项已改按现行制度：1项期限变动，其中0项因此逾期；新计0项期限，终止0项。" in done
    assert "改按新制度" in desk.done("case", "show", number).out
    _decide(desk, 8)
    english = desk("policy", "follow", lang="en").out
    assert "2 open cases follow the policy in force: 1 dates moved" in english
    _decide(desk, 9)
    value = desk.done("policy", "follow", "--json").json
    assert (value["cases"], value["moved"], value["failed"], value["in_force"]) == (2, 1, 0, [])
    assert all(one["name"] != "following" for one in desk("doctor", "--json").json["items"])


def test_a_tick_lets_cases_follow_before_anything_of_them_fires(desk: Desk) -> None:
    number = open_finding(desk)
    _decide(desk, 20)
    said = desk.done("tick", "--now", "2023-02-20T09:00").out
    assert "2 个在办事项改按现行制度，变动期限 1 项" in said
    assert "逾期 0" in said
    assert "逾期：" not in desk.done("case", "show", number).out
    again = desk.done("tick", "--json").json
    assert set(again["followed"].values()) == {0}


def test_a_case_that_cannot_follow_is_said_with_what_to_do(desk: Desk) -> None:
    open_finding(desk)
    _decide(desk, 7)
    world = _world(desk)
    clocks = table_of(ClockRow)
    with world.app.store.write() as work:
        spoiled = sa.update(clocks).where(clocks.c.obligation == "confirm")
        work.execute(spoiled.values(limit_json="spoiled"))
        work.commit()
    world.app.close()
    answer = desk("policy", "follow")
    assert answer.code == REFUSED
    assert "1个事项的数据有误" in answer.out
    assert "holdfast audit verify" in desk("policy", "follow", lang="en").out
