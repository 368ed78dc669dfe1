"""Places compared: one spelling for one place, and how near two of them are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places import likeness, place_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1# 回水泵（西侧）", "一号回水泵西侧"),
        ("电解一车间305号槽区", "电解1车间３０５#槽区"),
        ("2# Boiler", "2号 BOILER"),
        ("两号泵房", "二号泵房"),
    ],
)
def test_one_place_however_it_is_written(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1号回水泵", "2号回水泵"), ("皮带廊机头", "皮带廊机尾"), ("泵房", "")]
)
def test_different_places_stay_different(one: str, other: str) -> None:
    assert place_key(one) != place_key(other)


def test_the_nearer_the_more_alike() -> None:
    here = "一号皮带廊机头"
    assert likeness(here, "1#皮带廊机头") == 1
    assert 1 > likeness(here, "二号皮带廊机头") > likeness(here, "食堂灶台") == 0


def test_nothing_is_like_nothing() -> None:
    assert likeness("", "") == likeness("（）", "") == 0


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
