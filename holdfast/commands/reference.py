"""`holdfast kinds` and `holdfast diagram`: what there is, read from the tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.lexicon import LEXICON
from holdfast.door import Door, doorway

if TYPE_CHECKING:
    from domain.forms import Form
    from statemachines.table import Table


def kinds(
    door: Door,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="类型 / only this")] = None,
) -> None:
    """事项类型 / The kinds of case; of one kind also its states, triggers and fields."""
    from casework.opening import known_kind
    from domain.forms import FORMS
    from statemachines.tables import TABLES

    chosen = list(FORMS) if kind is None else [known_kind(kind)]
    items = [_kind(TABLES[one], FORMS[one], door.lang) for one in chosen]
    if kind is not None and not door.as_json:
        door.answer(None, _lines(items[0], door))
        return
    door.answer_table(
        items,
        (door.say("类型", "kind"), "id", door.say("状态", "states"), door.say("下级", "under it")),
        [
            (
                item["words"],
                item["id"],
                " / ".join(state["words"] for state in item["states"]),
                " ".join(LEXICON.word("kind", child, door.lang) for child in item["children"]),
            )
            for item in items
        ],
        empty="",
    )


def _kind(table: Table, form: Form, lang: str) -> dict[str, Any]:
    def named(category: str, id_: str) -> dict[str, Any]:
        return {"id": id_, "words": LEXICON.word(category, id_, lang)}

    return {
        **named("kind", table.kind),
        "initial": table.initial,
        "states": [
            {**named("state", state), "resting": state in table.resting} for state in table.states
        ],
        "triggers": [
            {**named("trigger", trigger), "from": list(table.sources(trigger))}
            for trigger in table.triggers
        ],
        "fields": [
            {
                **named("field", field.id),
                "type": str(field.type),
                "choices": [named("value", choice) for choice in field.choices],
            }
            for field in form.fields
        ],
        "children": list(form.children),
    }


def _lines(item: dict[str, Any], door: Door) -> list[str]:
    lines = [f"{item['words']} ({item['id']})", door.say("动作", "Triggers")]
    for trigger in item["triggers"]:
        sources = " / ".join(LEXICON.word("state", state, door.lang) for state in trigger["from"])
        lines.append(f"  {trigger['words']} ({trigger['id']})  ← {sources}")
    lines.append(door.say("字段", "Fields"))
    for field in item["fields"]:
        choices = " | ".join(choice["words"] for choice in field["choices"])
        lines.append(f"  {field['words']} ({field['id']})  {field['type']}  {choices}".rstrip())
    return lines


def diagram(
    door: Door,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="类型 / kind")],
) -> None:
    """状态图 / A kind's machine as a Mermaid diagram, drawn from its table."""
    from casework.opening import known_kind
    from statemachines.diagrams import mermaid
    from statemachines.tables import TABLES

    found = known_kind(kind)
    text = mermaid(TABLES[found], door.lang)
    door.answer({"kind": found, "mermaid": text}, text.splitlines())


COMMANDS: dict[str, Callable[..., None]] = {
    "kinds": doorway(kinds),
    "diagram": doorway(diagram),
}
