"""A few slips of the pen of each sort, in both languages; `make slips` draws sixty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policies.checking import check_texts
from proofs.worlds import World
from tests.slips.drawing import Sort, drawn
from tests.slips.editions import edition
from tests.slips.trying import tried

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20260
FEW = {Sort.NUMBER: 2, Sort.BROKEN: 4, Sort.MEANING: 3}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def test_the_english_edition_says_what_the_chinese_one_says() -> None:
    zh, en = (check_texts(edition(lang)).ruleset for lang in ("zh", "en"))
    assert zh is not None
    assert en is not None
    for one, other in zip(zh.rules, en.rules, strict=True):
        assert (one.given, one.when, one.then) == (other.given, other.when, other.then)
    assert [one.steps for one in zh.examples] == [one.steps for one in en.examples]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sort", FEW)
def test_every_slip_is_met(world: World, sort: Sort, lang: str) -> None:
    slips = drawn(edition(lang), lang, sort, FEW[sort], SEED)

    assert len({slip.what for slip in slips}) == FEW[sort]
    for slip in slips:
        outcome = tried(slip, world)
        assert outcome.met, outcome


def test_the_same_seed_draws_the_same_slips_and_another_draws_others() -> None:
    one, same, other = (drawn(edition("zh"), "zh", Sort.NUMBER, 8, seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other
