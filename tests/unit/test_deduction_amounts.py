"""What a deduction comes to: the slip times the factor, and the share of the head. Source: S4.8."""

from __future__ import annotations

import pytest

from domain.facts import Facts
from domain.forms import FORMS


def _derived(**fields: object) -> dict[str, object]:
    facts = FORMS["deduction"].complete(Facts("deduction", "deduction_proposed", fields))
    return {name: facts.fields[name] for name in FORMS["deduction"].derived}


def test_nothing_stated_is_nothing_due() -> None:
    assert _derived(joint_rate=50) == {
        "points_due": None,
        "amount_due": None,
        "amount_of_head": None,
    }


@pytest.mark.parametrize(("factor", "amount"), [(None, 200_000), (1, 200_000), (2, 400_000)])
def test_the_amount_is_due_as_many_times_as_the_clause_says(
    factor: int | None, amount: int
) -> None:
    derived = _derived(deducted_amount=200_000, factor=factor)

    assert (derived["amount_due"], derived["amount_of_head"]) == (amount, None)


def test_points_are_doubled_like_money() -> None:
    assert _derived(deducted_points=1.5, factor=2)["points_due"] == 3


@pytest.mark.parametrize(("rate", "share"), [(50, 50_050), (33.3, 33_333), (100, 100_101)])
def test_the_head_answers_for_a_share_in_whole_fen(rate: float, share: int) -> None:
    assert _derived(deducted_amount=100_101, joint_rate=rate)["amount_of_head"] == share
