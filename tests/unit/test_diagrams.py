from __future__ import annotations

import re

import pytest

from domain.lexicon import LEXICON
from statemachines.diagrams import mermaid
from statemachines.tables import TABLES

ARROW = re.compile(r"^    (\w+) --> (\w+) : ", re.MULTILINE)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", TABLES)
def test_every_diagram_equals_its_table(kind: str, lang: str) -> None:
    table = TABLES[kind]
    text = mermaid(table, lang)

    assert ARROW.findall(text) == [(move.source, move.target) for move in table.moves]
    assert f"    [*] --> {table.initial}\n" in text
    for state in table.states:
        assert f'    state "{LEXICON.word("state", state, lang)}" as {state}\n' in text
        assert (f"    {state} --> [*]\n" in text) is (table.triggers_from(state) == ())
    resting = re.search(r"^    class (\S+) resting$", text, re.MULTILINE)
    assert resting is not None
    assert set(resting[1].split(",")) == table.resting


def test_a_move_that_depends_on_a_field_says_so() -> None:
    assert "签收（整改方式为“立行立改”）" in mermaid(TABLES["finding"], "zh")
    assert "sign for (manner of rectification = at once)" in mermaid(TABLES["finding"], "en")
