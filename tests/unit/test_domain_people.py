"""Units, offices and stand-ins: who lies above whom, and who holds what when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import Appointment, Delegation, Unit, UnitTree

GROUP = Unit("g", "集团", None, "Group", "group")
COMPANY = Unit("c", "公司", "g", level="company")
PLANT = Unit("p", "电解厂", "c")
OTHER = Unit("o", "氧化铝厂", "c")
TREE = UnitTree([PLANT, OTHER, COMPANY, GROUP])

# Every unit names any unit at all as its parent, itself and unknown ones included.
any_tree = st.lists(st.integers(-1, 9), max_size=8).map(
    lambda parents: UnitTree(
        Unit(str(unit), str(unit), None if parent < 0 else str(parent))
        for unit, parent in enumerate(parents)
    )
)
FEW = settings(max_examples=25)


def test_a_path_runs_from_the_unit_to_the_root() -> None:
    assert TREE.path("p") == ("p", "c", "g")
    assert TREE.path(None) == ()
    assert TREE.path("nowhere") == ()


def test_a_unit_is_within_itself_and_everything_above_it() -> None:
    assert TREE.within("p", "p")
    assert TREE.within("p", "g")
    assert not TREE.within("p", "o")
    assert not TREE.within("c", "p")
    assert not TREE.within(None, "g")


def test_the_root_is_the_unit_without_a_parent_that_has_the_most_below_it() -> None:
    assert TREE.root() == "g"
    assert UnitTree([Unit("z", "另一个"), GROUP, COMPANY]).root() == "g"
    assert UnitTree([]).root() is None


def test_a_unit_without_an_english_name_keeps_its_chinese_one() -> None:
    assert GROUP.word("en") == "Group"
    assert GROUP.word("zh") == "集团"
    assert COMPANY.word("en") == "公司"


@FEW
@given(any_tree)
def test_a_path_never_repeats_a_unit_whatever_the_tree(tree: UnitTree) -> None:
    for unit_id in tree.units:
        path = tree.path(unit_id)
        assert path[0] == unit_id
        assert len(path) == len(set(path))
        for lower, upper in pairwise(path):
            assert tree.units[lower].parent_id == upper


@FEW
@given(any_tree)
def test_in_a_tree_without_loops_each_path_continues_that_of_the_parent(tree: UnitTree) -> None:
    for unit in tree.units.values():
        path = tree.path(unit.id)
        if tree.units[path[-1]].parent_id not in path:
            assert path[1:] == tree.path(unit.parent_id)


def test_an_office_is_held_from_its_first_day_to_its_last() -> None:
    first, last = date(2023, 1, 1), date(2023, 6, 30)
    office = Appointment("a", "inspector", "g", first, last)
    day = timedelta(days=1)

    held = [office.holds_on(on) for on in (first - day, first, last, last + day)]
    assert held == [False, True, True, False]
    assert Appointment("a", "inspector", "g", first).holds_on(date(2099, 1, 1))


def test_a_stand_in_is_one_until_the_end_and_no_longer() -> None:
    start, end = datetime(2023, 5, 1, tzinfo=UTC), datetime(2023, 5, 8, tzinfo=UTC)
    delegation = Delegation("a", "b", start, end)
    moment = timedelta(microseconds=1)

    covered = [delegation.covers(at) for at in (start - moment, start, end - moment, end)]
    assert covered == [False, True, True, False]
