"""Draws a machine from its table, as Mermaid text in either language."""

from __future__ import annotations

from collections.abc import Iterator

from domain.lexicon import LEXICON
from statemachines.table import Move, Table

_RESTING_LOOK = "    classDef resting fill:#eef6ee,stroke:#5a8a5a"


def mermaid(table: Table, lang: str) -> str:
    """The machine as a Mermaid state diagram; resting states are marked, ends lead to the end.

    States keep their ids as names, so the text of both languages differs in words only.
    """
    return "\n".join(("stateDiagram-v2", *_lines(table, lang))) + "\n"


def _lines(table: Table, lang: str) -> Iterator[str]:
    for state in table.states:
        yield f'    state "{LEXICON.word("state", state, lang)}" as {state}'
    yield f"    [*] --> {table.initial}"
    for move in table.moves:
        yield f"    {move.source} --> {move.target} : {_label(move, lang)}"
    for state in table.states:
        if not table.triggers_from(state):
            yield f"    {state} --> [*]"
    yield _RESTING_LOOK
    yield f"    class {','.join(s for s in table.states if s in table.resting)} resting"


def _label(move: Move, lang: str) -> str:
    word = LEXICON.word("trigger", move.trigger, lang)
    if move.when is None:
        return word
    field, value = move.when
    named = LEXICON.word("field", field, lang), LEXICON.word("value", value, lang)
    return (
        f"{word}（{named[0]}为“{named[1]}”）" if lang == "zh" else f"{word} ({' = '.join(named)})"
    )
