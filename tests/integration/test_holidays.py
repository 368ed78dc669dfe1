"""Declared holidays of units: who may declare one, for whom it holds, and how it is cancelled."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.casefile import find_file
from casework.holidays import cancel, declare
from domain.errors import BadInput, NotFound, Refused
from domain.people import UnitHoliday
from holdfast.exit_codes import REFUSED, WRONG_USAGE
from tests.integration.command_line import (
    Desk,
    desk,  # noqa: F401 - a fixture.
    driven_office,  # noqa: F401 - a fixture.
)
from tests.integration.returns import COMPANY, PLANTS, Group, new_group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST, LAST = date(2023, 2, 8), date(2023, 2, 9)


@pytest.fixture
def group(database: str, tmp_path: Path) -> Iterator[Group]:
    made = new_group(database, tmp_path / "data")
    yield made
    made.app.close()


def declared(group: Group, unit: str, by: str) -> UnitHoliday:
    """A holiday of two days from the second day of the tests on."""
    return declare(group.app, unit, from_on=FIRST, to_on=LAST, reason="检修", by=by)


def is_away(group: Group, number: int, day: date) -> bool:
    """Whether a plant stands still on a day."""
    with group.app.store.read() as work:
        return group.app.organisation(work).is_away(PLANTS[number - 1].id, day)


@pytest.mark.parametrize("by", ["unit_admin_head-plant-1", "liaison_officer-plant-1"])
def test_the_head_and_the_officer_of_a_unit_declare_for_it_and_for_no_other(
    group: Group, by: str
) -> None:
    declared(group, "1厂", by)
    days = [date(2023, 2, day) for day in (7, 8, 9, 10)]
    assert [is_away(group, 1, day) for day in days] == [False, True, True, False]
    assert not is_away(group, 2, FIRST)
    with pytest.raises(Refused) as refused:
        declared(group, "2厂", by)
    assert refused.value.details["codes"] == ["not-authorised"]
    assert "单位联络员" in refused.value.text("zh")


def test_a_holiday_of_a_unit_holds_for_everything_under_it(group: Group) -> None:
    declared(group, COMPANY.name, "safety_department")
    assert is_away(group, 1, FIRST)
    assert is_away(group, 40, LAST)


def test_the_office_speaks_for_no_unit(group: Group) -> None:
    with pytest.raises(Refused):
        declared(group, "1厂", "office")
    assert not is_away(group, 1, FIRST)


def test_a_cancelled_holiday_counts_for_nothing_and_stays_on_the_record(group: Group) -> None:
    made = declared(group, "1厂", "unit_admin_head-plant-1")
    with pytest.raises(Refused):
        cancel(group.app, made.id, by="liaison_officer-plant-2")
    done = cancel(group.app, made.id, by="liaison_officer-plant-1")
    assert (done.cancelled_by, done.cancelled_at) == ("liaison_officer-plant-1", group.app.now())
    assert not is_away(group, 1, FIRST)
    with group.app.store.read() as work:
        assert group.app.organisation(work).holidays == (done,)
    with pytest.raises(NotFound):
        cancel(group.app, made.id, by="liaison_officer-plant-1")


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (LAST, FIRST, "检修"),
        (date(2023, 2, 1), date(2023, 2, 5), "检修"),
        (FIRST, LAST, " "),
    ],
)
def test_what_is_no_holiday_is_not_entered(
    group: Group, first: date, last: date, reason: str
) -> None:
    with pytest.raises(BadInput):
        declare(group.app, "1厂", from_on=first, to_on=last, reason=reason, by="safety_department")


def test_what_is_judged_of_a_case_knows_whether_its_unit_stands_still_today(group: Group) -> None:
    number = group.search()
    declared(group, "1厂", "safety_department")
    seen = []
    for day in (7, 8, 10):
        group.at(2, day)
        with group.app.store.read() as work:
            seen.append(find_file(group.app, work, number).facts.away)
    assert seen == [False, True, False]


def test_a_holiday_is_declared_listed_and_cancelled_at_the_desk(desk: Desk) -> None:  # noqa: F811
    words = ("units", "away", "氧化铝厂", "--from", "2023-02-15", "--to", "2023-02-19")
    made = desk.done(*words, "--reason", "年度检修", "--as", "gao", "--json").json
    assert (made["unit"], made["from"], made["to"]) == ("u-plant", "2023-02-15", "2023-02-19")
    items = desk.done("units", "--json").json["items"]
    (listed,) = next(item["away"] for item in items if item["id"] == "u-plant")
    assert listed == {k: made[k] for k in ("id", "from", "to", "reason")}
    assert "2023-02-15 至 2023-02-19 年度检修" in desk("units").out
    assert desk(*words, "--reason", "检修", "--as", "bai").code == REFUSED
    assert desk("units", "away", "氧化铝厂", "--from", "昨天", "--to", "2023-02-19",
                "--reason", "检修", "--as", "gao").code == WRONG_USAGE  # fmt: skip
    assert desk.done("units", "back", made["id"], "--as", "lan").code == 0
    assert all(item["away"] == [] for item in desk.done("units", "--json").json["items"])
