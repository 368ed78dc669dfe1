"""Runs a table with `transitions`: one shared machine per kind, fired on a bare subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from transitions import EventData, Machine, MachineError

from domain.errors import IllegalTransition
from domain.facts import Facts
from domain.lexicon import LEXICON
from statemachines.table import Table

Condition = Callable[..., bool | None]


class _Subject:
    """What a machine moves: only a state, and the fields that a row's `when` asks for."""

    __slots__ = ("fields", "state")

    def __init__(self, state: str, fields: Mapping[str, Any]) -> None:
        self.state = state
        self.fields = fields


class CaseMachine:
    """The machine of one kind; holds no case, so it can be shared."""

    def __init__(self, table: Table) -> None:
        """Build the machine once; firing it costs microseconds, building it a millisecond."""
        self.table = table
        self._machine = Machine(
            model=None,
            states=list(table.states),
            initial=table.initial,
            auto_transitions=False,
            send_event=True,
        )
        for row in table.moves:
            conditions: list[str | Condition] = [] if row.when is None else [_holds(*row.when)]
            self._machine.add_transition(row.trigger, row.source, row.target, conditions)

    def fire(self, facts: Facts, trigger: str) -> str:
        """The state to which `trigger` leads.

        Raises:
            IllegalTransition: when the table has no such row; the possible triggers are named.
        """
        subject = _Subject(facts.state, facts.fields)
        event = self._machine.events.get(trigger)
        try:
            moved = event is not None and event.trigger(subject)
        except MachineError:
            moved = False
        if not moved:
            raise self._illegal(facts.state, trigger)
        return subject.state

    def _illegal(self, state: str, trigger: str) -> IllegalTransition:
        words: dict[str, Any] = {"state_id": state, "trigger_id": trigger}
        words["allowed_ids"] = list(self.table.triggers_from(state))
        for lang, comma in (("zh", "、"), ("en", ", ")):
            allowed = (LEXICON.word("trigger", id_, lang) for id_ in words["allowed_ids"])
            words[f"state_{lang}"] = LEXICON.word("state", state, lang)
            words[f"trigger_{lang}"] = LEXICON.word("trigger", trigger, lang)
            words[f"allowed_{lang}"] = comma.join(allowed) or "—"
        return IllegalTransition(**words)


def _holds(field: str, value: str) -> Condition:
    def condition(event: EventData) -> bool:
        return bool(cast("_Subject", event.model).fields.get(field) == value)

    return condition
