"""The arithmetic of the benchmarks: ratios, and the rows as they are written down."""

from __future__ import annotations

import pytest

from benchmarks.alternation import Best, alternate
from benchmarks.rows import Row, markdown, significant


def given_row(*, ours: float = 2.0, reference: float = 4.0, unit: str = "s") -> Row:
    return Row("advance", 120, "sqlite", 8, ours, reference, unit)


@pytest.mark.parametrize(
    ("unit", "ours", "reference", "ratio"),
    [("steps/s", 900.0, 1800.0, 0.5), ("s", 2.0, 4.0, 2.0), ("µs", 20.0, 5.0, 0.25)],
)
def test_a_ratio_above_one_is_faster_for_rates_and_durations(
    unit: str, ours: float, reference: float, ratio: float
) -> None:
    assert given_row(ours=ours, reference=reference, unit=unit).ratio == ratio


def test_a_row_is_written_down_with_exactly_these_fields() -> None:
    assert given_row(ours=1234.5, reference=617.25, unit="steps/s").as_json() == {
        "name": "advance",
        "size": 120,
        "database": "sqlite",
        "clients": 8,
        "ours": 1230.0,
        "reference": 617.0,
        "ratio": 2.0,
        "unit": "steps/s",
    }


def test_the_ratio_is_that_of_the_figures_before_rounding() -> None:
    assert given_row(ours=1.0049, reference=1.9951).as_json()["ratio"] == 1.99


@pytest.mark.parametrize(("value", "rounded"), [(0.0012345, 0.00123), (98765.0, 98800.0)])
def test_figures_keep_three_digits(value: float, rounded: float) -> None:
    assert significant(value) == rounded


def test_a_page_has_a_line_for_each_row() -> None:
    lines = markdown([given_row(ours=1234.5, unit="steps/s")]).splitlines()
    assert lines[0].startswith("| name | size | database | clients | ours |")
    assert lines[2] == "| advance | 120 | sqlite | 8 | 1,234 | 4 | 308.62 | steps/s |"


def test_both_sides_take_turns_and_the_best_of_each_counts() -> None:
    order: list[str] = []
    taken = {"ours": iter([5.0, 3.0, 4.0]), "reference": iter([2.0, 1.0, 9.0])}

    def turn(side: str) -> float:
        order.append(side)
        return next(taken[side])

    best = alternate(
        lambda: turn("ours"),
        lambda: turn("reference"),
        rounds=3,
        tick=lambda: order.append("tick"),
    )
    assert best == Best(3.0, 1.0)
    sides = [one for one in order if one != "tick"]
    assert sides == ["ours", "reference", "reference", "ours", "ours", "reference"]
    assert order.count("tick") == 6
    assert best.rates(12) == (4.0, 12.0)
