"""Quiet minutes of the day, and who is there while somebody is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Delegation, Preference, UnitTree
from policies.staff import Staff, leads_back

NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "quiet", "loud"),
    [
        (720, 840, (720, 839), (719, 840)),
        (1320, 420, (1320, 1439, 0, 419), (420, 1319)),
        (1320, 0, (1320, 1439), (0, 1319)),
        (0, 60, (0, 59), (60, 1439)),
        (None, None, (), (0, 720)),
        (None, 60, (), (0, 720)),
    ],
)
def test_quiet_hours_may_span_midnight(
    start: int | None, end: int | None, quiet: tuple[int, ...], loud: tuple[int, ...]
) -> None:
    wish = Preference("anna", quiet_from=start, quiet_to=end)
    assert all(wish.is_quiet(minute) for minute in quiet)
    assert not any(wish.is_quiet(minute) for minute in loud)


def away(*pairs: tuple[str, str], moment: datetime = NOON) -> Staff:
    day = timedelta(days=1)
    delegations = tuple(Delegation(a, b, moment - day, moment + day) for a, b in pairs)
    return Staff(UnitTree([]), {}, delegations=delegations)


@pytest.mark.parametrize(
    ("pairs", "present"),
    [
        ((), ()),
        ((("anna", "bo"),), ("bo",)),
        ((("anna", "bo"), ("bo", "chen")), ("chen",)),
        ((("anna", "bo"), ("anna", "chen")), ("bo", "chen")),
        ((("anna", "bo"), ("bo", "deng"), ("anna", "chen"), ("chen", "deng")), ("deng",)),
        # Written past the command that refuses loops: nobody is there, and nothing hangs.
        ((("anna", "bo"), ("bo", "anna")), ()),
        ((("bo", "chen"),), ()),
    ],
)
def test_the_stand_ins_who_are_there_are_at_the_end_of_each_chain(
    pairs: tuple[tuple[str, str], ...], present: tuple[str, ...]
) -> None:
    assert away(*pairs).stand_ins("anna", NOON) == present


def test_nobody_stands_in_before_or_after() -> None:
    staff = away(("anna", "bo"))
    for moment in (NOON - timedelta(days=2), NOON + timedelta(days=1)):
        assert staff.stand_ins("anna", moment) == ()
        assert staff.delegations_of("anna", moment) == []


names = st.sampled_from(["anna", "bo", "chen", "deng"])


@given(st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), max_size=8))
def test_whoever_stands_in_is_there_themselves(pairs: list[tuple[str, str]]) -> None:
    staff = away(*pairs)
    for one in staff.stand_ins("anna", NOON):
        assert one != "anna"
        assert staff.delegations_of(one, NOON) == []


def spell(person: str, stand_in: str, first: int, last: int) -> Delegation:
    """A delegation from the beginning of one day to the beginning of another."""
    return Delegation(person, stand_in, NOON + timedelta(first), NOON + timedelta(last))


@pytest.mark.parametrize(
    ("fresh", "known", "loops"),
    [
        (spell("anna", "anna", 0, 1), [], True),
        (spell("bo", "anna", 0, 1), [spell("anna", "bo", 0, 1)], True),
        (spell("bo", "anna", 1, 2), [spell("anna", "bo", 0, 1)], False),
        (spell("chen", "anna", 0, 9), [spell("anna", "bo", 1, 2), spell("bo", "chen", 1, 3)], True),
        # Each two overlap with the fresh one, but there is no moment at which all three hold.
        (
            spell("anna", "bo", 0, 2),
            [spell("bo", "chen", 0, 1), spell("chen", "anna", 1, 2)],
            False,
        ),
        (
            spell("anna", "bo", 0, 2),
            [spell("bo", "chen", 0, 2), spell("chen", "deng", 0, 2)],
            False,
        ),
    ],
)
def test_stand_ins_lead_back_only_where_they_do_at_one_moment(
    fresh: Delegation, known: list[Delegation], loops: bool
) -> None:
    assert leads_back(fresh, known) is loops


spells = st.builds(
    lambda person, stand_in, first, length: spell(person, stand_in, first, first + length),
    names,
    names,
    st.integers(0, 6),
    st.integers(1, 4),
)


@given(st.lists(spells, max_size=10))
def test_whatever_is_accepted_nobody_is_ever_out_of_reach(asked: list[Delegation]) -> None:
    accepted: list[Delegation] = []
    for one in asked:
        if not leads_back(one, accepted):
            accepted.append(one)
    staff = Staff(UnitTree([]), {}, delegations=tuple(accepted))
    for day in range(11):
        moment = NOON + timedelta(day)
        for person in ("anna", "bo", "chen", "deng"):
            away = bool(staff.delegations_of(person, moment))
            assert bool(staff.stand_ins(person, moment)) is away
