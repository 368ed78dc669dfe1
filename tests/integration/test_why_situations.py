"""What why answers, tried in many situations in both languages, and found true by doing it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson
import pytest

from casework.why import explain
from holdfast.showing.why_page import why_lines
from holdfast.why_shapes import explained_shape
from tests.integration import situations_acts, situations_clocks, situations_people
from tests.integration.retelling import differences
from tests.integration.situations import SITUATIONS, Situation

if TYPE_CHECKING:
    from tests.integration.casework_world import World

MODULES = (situations_acts, situations_clocks, situations_people)
ID = re.compile(r"(?<![\w（(/:])[a-z]+_[a-z_]+\b(?![\w）).:/])")


def _said(world: World, number: str, one: Situation, lang: str) -> str:
    """The answer on the screen, which has to hold as data as well."""
    found = explain(world.app, number, one.question, lang=lang)
    assert orjson.loads(orjson.dumps(explained_shape(found, lang), option=orjson.OPT_UTC_Z))
    return "\n".join(why_lines(found, one.question, lang))


@pytest.mark.parametrize("one", SITUATIONS, ids=lambda one: one.story.__name__)
def test_what_why_says_is_true(sqlite_world: World, one: Situation) -> None:
    telling = one.story(sqlite_world)
    number = next(telling)
    for lang, wanted in (("zh", one.zh), ("en", one.en)):
        said = _said(sqlite_world, number, one, lang)
        assert [words for words in wanted if words not in said] == [], said
        assert [words for words in one.never if words in said] == [], said
        assert ID.findall(said) == [], said
    assert next(telling, None) is None, "the story ends with the proof"
    assert differences(sqlite_world.app) == {}, "the journal tells the facts again"


def test_at_least_thirty_situations_are_tried() -> None:
    assert len(SITUATIONS) >= 30
    assert {one.story.__module__ for one in SITUATIONS} == {one.__name__ for one in MODULES}
