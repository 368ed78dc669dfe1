from __future__ import annotations

from uuid import UUID

from domain.ids import new_id


def test_ids_of_one_millisecond_sort_in_the_order_of_their_making() -> None:
    made = [new_id() for _ in range(5000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {UUID(one).version for one in made} == {7}
    assert {UUID(one).variant for one in made} == {UUID(made[0]).variant}
