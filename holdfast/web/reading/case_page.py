"""One case with all that explains it: its story, its clocks, what may be done and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from casework.app import App
from casework.casefile import find_file
from casework.dues import Dues, DueView, explain_dues
from casework.viewing import CaseView, view_case
from casework.why import Answer, CheckAnswer, why
from domain.errors import NotFound
from domain.lexicon import LEXICON
from holdfast.web.machine_svg import machine_svg
from statemachines.tables import TABLES
from store.journal import events_of
from store.signatures import signed_checks_of


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger that is possible in this state, and what still stands against it.

    `waived` are the clauses that stand against it too, and that a live waiver lets pass once.
    """

    trigger: str
    allowed: bool
    roles: tuple[str, ...]
    people: tuple[str, ...]
    reasons: tuple[str, ...]
    waiting: tuple[str, ...]
    rules: tuple[dict[str, Any], ...]
    waived: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: how it stands, who signed it or may, and what speaks against it."""

    check: str
    derived: bool
    signed: bool
    by: str
    signers: tuple[str, ...]
    reasons: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on the page; `running` and `stopped` clocks are told apart."""

    view: CaseView
    acts: tuple[Act, ...]
    checks: tuple[Check, ...]
    running: tuple[DueView, ...]
    stopped: tuple[DueView, ...]
    dues: Dues
    originals: dict[str, str]
    machine: str


def read_case_page(app: App, name: str, *, lang: str) -> CasePage:
    """The page of a case by number or handle. Raises: NotFound; Ambiguous."""
    with app.store.read() as work:
        file = find_file(app, work, name)
        people = {p.handle: p.name for p in file.organisation.staff.people.values()}
        names = {p.id: p.name for p in file.organisation.staff.people.values()}
        signed = {
            one.check_name: names.get(one.person_id, one.person_id)
            for one in signed_checks_of(work, file.case.id)
            if one.lapsed_at is None
        }
        visited = {event.to_state for event in events_of(work, file.case.id) if event.to_state}
    handle = file.case.handle
    explained = why(app, handle)
    dues = explain_dues(app, handle, lang=lang)
    view = view_case(app, handle, lang=lang)
    table = TABLES[file.case.kind]
    running = [item for item in dues.clocks if item.clock.stopped_at is None]
    return CasePage(
        view=view,
        acts=tuple(_act(answer, people, lang) for answer in explained.answers),
        checks=tuple(_check(answer, signed, lang) for answer in explained.checks),
        running=tuple(sorted(running, key=_by_due)),
        stopped=tuple(item for item in dues.clocks if item.clock.stopped_at is not None),
        dues=dues,
        originals=_originals(view.fields),
        machine=machine_svg(table, lang, present=file.facts.state, visited=visited),
    )


def _act(answer: Answer, people: Mapping[str, str], lang: str) -> Act:
    return Act(
        trigger=answer.trigger,
        allowed=answer.allowed,
        roles=_words("role", answer.roles, lang),
        people=tuple(people.get(handle, handle) for handle in answer.people),
        reasons=answer.reasons_zh if lang == "zh" else answer.reasons_en,
        waiting=_words("role", answer.waiting_for, lang),
        rules=answer.rules,
        waived=answer.waived,
    )


def _check(answer: CheckAnswer, signed: Mapping[str, str], lang: str) -> Check:
    return Check(
        check=answer.check,
        derived=answer.derived,
        signed=answer.signed,
        by=signed.get(answer.check, "") if answer.signed else "",
        signers=_words("role", answer.signers, lang),
        reasons=answer.reasons_zh if lang == "zh" else answer.reasons_en,
        basis=answer.basis,
    )


def _words(category: str, ids: Iterable[str], lang: str) -> tuple[str, ...]:
    return tuple(LEXICON.word(category, id_, lang) for id_ in ids)


def _by_due(item: DueView) -> float:
    """The nearest first, what stands still last."""
    return float("inf") if item.clock.due is None else item.clock.due.timestamp()


def _originals(fields: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What stood in the ledger's cells, by field, where it reads otherwise than what was taken."""
    words = {field["id"]: str(field["words"]) for field in fields}
    cells = next((field["value"] for field in fields if field["id"] == "ledger_cells"), None)
    if not cells:
        return {}
    texts = {name: str(cell.get("text", "")).strip() for name, cell in orjson.loads(cells).items()}
    return {name: text for name, text in texts.items() if text and text != words.get(name)}


def exact_case(app: App, name: str) -> str | None:
    """The handle of the one case that bears exactly this number or handle, or None."""
    try:
        with app.store.read() as work:
            return find_file(app, work, name).case.handle
    except NotFound:
        return None
