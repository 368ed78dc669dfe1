"""Compares what the journal of every case tells of its facts with what its row knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from casework.answering.history import retold
from casework.casefile import is_sealed, read_facts
from domain.forms import FORMS
from store.cases import CaseRecord, get_case
from store.journal import events_of
from store.rows.cases import CaseRow
from store.rows.row import table_of

if TYPE_CHECKING:
    from casework.app import App
    from domain.facts import Facts


def differences(app: App) -> dict[str, list[Any]]:
    """By number: what the journal tells, and what the row knows, where they are not the same."""
    with app.store.read() as work:
        found = {}
        for (case_id,) in work.connection.execute(sa.select(table_of(CaseRow).c.id)):
            case = get_case(work, case_id)
            told = _plain(retold(case.kind, events_of(work, case.id)), case)
            known = _plain(read_facts(case), case)
            if told != known:
                found[case.number] = [told, known]
        return found


def _plain(facts: Facts, case: CaseRecord) -> dict[str, Any]:
    """The facts without texts, of which the journal only knows that they are there."""
    form = FORMS[case.kind]
    derived = {*form.derived, *form.decided_above}
    fields = {
        name: "…" if is_sealed(value) or _is_commitment(value) else value
        for name, value in facts.fields.items()
        if value is not None and name not in derived
    }
    return {
        "state": facts.state,
        "fields": fields,
        "done": dict(facts.done),
        "doers": {name: tuple(people) for name, people in facts.doers.items()},
        "lists": set(facts.lists),
    }


def _is_commitment(value: Any) -> bool:  # noqa: ANN401 - any field value
    return isinstance(value, dict) and "commitment" in value
