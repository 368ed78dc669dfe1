"""My desk: how much is open, what is late and who is waited for, what falls due, what came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.clockwords import obligation_words
from casework.clockwork import BREACH, standing
from casework.viewing import CaseLine, line_of
from domain.facts import Actor
from domain.lexicon import LEXICON
from holdfast.web.machine_layout import returning
from policies.authority import holders_of
from policies.gates import named_roles
from statemachines.tables import TABLES
from store.clocks import spans_of_clocks
from store.queries.desk import (
    OpenClock,
    clocks_armed_until,
    count_having_done,
    count_late_cases,
    late_clocks,
    late_clocks_since,
)
from store.queries.lists import CaseFilter, count_cases
from store.unit_of_work import Work
from store.waivers import WaiverCounts, count_waivers

SHOWN = 25
_LOOKED_AT = 600
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """An obligation on the desk: of which case, what, by when, and for whom it waits."""

    line: CaseLine
    must: str
    due: datetime
    waiting: tuple[str, ...]


class _Due(NamedTuple):
    """An obligation and its due moment."""

    due: datetime
    clock_id: str
    case_id: str
    obligation: str
    next_rung: str | None


@dataclass(frozen=True, slots=True)
class StateOpen:
    """How many cases of a kind stand in a state that is not a resting one."""

    kind: str
    state: str
    cases: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The numbers and the lists; a list holds the first `SHOWN`, its number counts all.

    `due_week_more` says that there are more than were counted. `waivers` counts those of all cases.
    """

    any_case: bool
    open: int
    overdue: int
    due_week: int
    due_week_more: bool
    returned: int
    late: tuple[Item, ...]
    fell_due: tuple[Item, ...]
    coming: tuple[Item, ...]
    states: tuple[StateOpen, ...]
    waivers: WaiverCounts


def read_desk(app: App, *, lang: str) -> Desk:
    """The desk as it is now."""
    with app.store.read() as work:
        now = app.now()
        counts = count_cases(work, CaseFilter())
        states = _open_states(counts)
        clocks = clocks_armed_until(work, now + _WEEK, most=_LOOKED_AT)
        armed = _with_due(app, work, clocks)
        breached = _with_due(
            app,
            work,
            [*late_clocks(work, most=SHOWN), *late_clocks_since(work, now - _DAY, most=SHOWN)],
        )
        late = sorted({**armed, **breached}.values(), key=_by_due)
        overdue = [one for one in late if one.due <= now]
        coming = [one for one in late if now < one.due <= now + _WEEK]
        unswept = {one.case_id for one in overdue if one.next_rung == BREACH}
        return Desk(
            any_case=bool(counts),
            open=sum(one.cases for one in states),
            overdue=count_late_cases(work) + len(unswept),
            due_week=len(coming),
            due_week_more=len(clocks) == _LOOKED_AT,
            returned=_returned(work, states),
            late=_items(app, work, overdue[:SHOWN], lang),
            fell_due=_items(app, work, [o for o in overdue if o.due > now - _DAY][:SHOWN], lang),
            coming=_items(app, work, coming[:SHOWN], lang),
            states=states,
            waivers=count_waivers(work, now),
        )


def _open_states(counts: Mapping[tuple[str, str], int]) -> tuple[StateOpen, ...]:
    """In the order of the machines' tables."""
    return tuple(
        StateOpen(kind, state, counts[kind, state])
        for kind, table in TABLES.items()
        for state in table.states
        if state not in table.resting and (kind, state) in counts
    )


def _returned(work: Work, states: Iterable[StateOpen]) -> int:
    """Open cases that were sent back at least once and are in somebody's hands again."""
    by_kind: dict[str, list[str]] = {}
    for one in states:
        by_kind.setdefault(one.kind, []).append(one.state)
    return sum(
        count_having_done(work, kind, names, sorted(back))
        for kind, names in by_kind.items()
        if (back := returning(TABLES[kind]))
    )


def _with_due(app: App, work: Work, clocks: list[OpenClock]) -> dict[str, _Due]:
    """When each clock is due, by its id, without reading its case; halted ones are left out."""
    spans = spans_of_clocks(work, [one.clock.id for one in clocks])
    found = {}
    for clock, kind, policy_id in clocks:
        policy, calendar = app.policy(work, policy_id), app.calendar(work, clock.calendar_id)
        due = standing(clock, spans.get(clock.id, ()), policy, calendar, kind).due
        if due is not None:
            found[clock.id] = _Due(due, clock.id, clock.case_id, clock.obligation, clock.next_rung)
    return found


def _by_due(one: _Due) -> tuple[datetime, str]:
    return one.due, one.clock_id


def _items(app: App, work: Work, dues: Iterable[_Due], lang: str) -> tuple[Item, ...]:
    """The cases of what is shown, each read once."""
    files: dict[str, CaseFile] = {}
    items = []
    for one in dues:
        if one.case_id not in files:
            files[one.case_id] = file_by_id(app, work, one.case_id, lock=False)
        file = files[one.case_id]
        must = obligation_words(one.obligation, lang)
        waiting = waiting_for(file, one.obligation, lang)
        items.append(Item(line_of(file, lang), must, one.due, waiting))
    return tuple(items)


def waiting_for(file: CaseFile, obligation: str, lang: str) -> tuple[str, ...]:
    """`role name` of whoever may do what is owed, or else the next step from here."""
    table = TABLES[file.case.kind]
    possible = table.triggers_from(file.facts.state)
    steps = [obligation] if obligation in possible else [t for t in possible if t != "withdraw"]
    nobody = Actor("", frozenset())
    for trigger in steps:
        verdict = file.policy.attempt(file.facts, trigger, nobody)
        roles = named_roles(list(verdict.named), trigger)[1] if verdict.named else ()
        if roles:
            return tuple(_with_names(file, role, lang) for role in roles)
    return ()


def _with_names(file: CaseFile, role: str, lang: str) -> str:
    people = file.organisation.staff.people
    holders = holders_of((role,), file.side, file.organisation.staff, file.today)
    names = "、".join(people[person].name for person in holders if person in people)
    return f"{LEXICON.word('role', role, lang)} {names}".strip()
