"""Lists of cases: filtered, in one order, paged by key, and counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from domain.errors import BadInput
from store.cases import CaseRecord
from store.rows.cases import CaseFacetRow, CasePersonRow, CaseRow
from store.rows.clocks import ClockRow, FiringRow, WaiverRow
from store.rows.row import table_of
from store.waivers import lives_or_was_used

if TYPE_CHECKING:
    from store.unit_of_work import Work

PAGE = 50

_CASES = table_of(CaseRow)
_FACETS = table_of(CaseFacetRow)
_PEOPLE = table_of(CasePersonRow)
_CLOCKS = table_of(ClockRow)
_FIRINGS = table_of(FiringRow)
_WAIVERS = table_of(WaiverRow)
# Shorter numbers first: finding 2 stands before finding 10.
_ORDER = (_CASES.c.opened_at, sa.func.length(_CASES.c.number), _CASES.c.number, _CASES.c.id)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases; what is None or empty does not restrict. All conditions hold together.

    `units`: the responsible unit is one of these. `people`: (person id, capacity) of which one is
    on the case. `facets`: (name, value), all of which it has. `fired`: a rung that has fired in
    the present term of a clock that still runs. `due_before`: a clock's next rung lies before.
    `text`: a part of the number. `waived`: a waiver that lives or was used at that moment.
    """

    kind: str | None = None
    states: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    parent_id: str | None = None
    is_open: bool | None = None
    facets: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    fired: str | None = None
    due_before: datetime | None = None
    text: str | None = None
    waived: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseItem:
    """A case in a list, with the next rung of its running clocks."""

    case: CaseRecord
    next_rung_at: datetime | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page; `next` is the token of the page after it, None on the last."""

    items: tuple[CaseItem, ...]
    next: str | None


def list_cases(
    work: Work, chosen: CaseFilter, *, limit: int = PAGE, after: str | None = None
) -> CasePage:
    """Cases in the order of opening, number and id, from behind the token `after`.

    Raises: BadInput for a token that no page gave.
    """
    next_rung = (
        sa.select(sa.func.min(_CLOCKS.c.next_rung_at))
        .where(_CLOCKS.c.case_id == _CASES.c.id)
        .scalar_subquery()
    )
    statement = (
        sa.select(*(_CASES.c[name] for name in CaseRecord._fields), next_rung)
        .where(*_conditions(chosen))
        .order_by(*_ORDER)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(sa.tuple_(*_ORDER) > sa.tuple_(*_position(after)))
    rows = work.execute(statement).all()
    items = tuple(CaseItem(CaseRecord._make(row[:-1]), row[-1]) for row in rows[:limit])
    return CasePage(items, _token(items[-1].case) if len(rows) > limit else None)


def count_cases(work: Work, chosen: CaseFilter) -> dict[tuple[str, str], int]:
    """How many cases there are by (kind, state)."""
    statement = (
        sa.select(_CASES.c.kind, _CASES.c.state, sa.func.count())
        .where(*_conditions(chosen))
        .group_by(_CASES.c.kind, _CASES.c.state)
    )
    return {(row[0], row[1]): row[2] for row in work.execute(statement)}


def _conditions(chosen: CaseFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if chosen.kind is not None:
        conditions.append(_CASES.c.kind == chosen.kind)
    if chosen.states:
        conditions.append(_CASES.c.state.in_(chosen.states))
    if chosen.units:
        conditions.append(_CASES.c.unit_id.in_(chosen.units))
    if chosen.parent_id is not None:
        conditions.append(_CASES.c.parent_id == chosen.parent_id)
    if chosen.is_open is not None:
        closed = _CASES.c.closed_at
        conditions.append(closed.is_(None) if chosen.is_open else closed.is_not(None))
    if chosen.text is not None:
        conditions.append(_CASES.c.number.icontains(chosen.text, autoescape=True))
    return conditions + _conditions_elsewhere(chosen)


def _conditions_elsewhere(chosen: CaseFilter) -> list[sa.ColumnElement[bool]]:
    """Conditions on what hangs on a case: each is one look-up by index."""
    conditions: list[sa.ColumnElement[bool]] = [
        _is_there(_FACETS, _FACETS.c.name == name, _FACETS.c.value == value)
        for name, value in chosen.facets
    ]
    if chosen.people:
        on_the_case = [
            sa.and_(_PEOPLE.c.person_id == person, _PEOPLE.c.capacity == capacity)
            for person, capacity in chosen.people
        ]
        conditions.append(_is_there(_PEOPLE, sa.or_(*on_the_case)))
    if chosen.due_before is not None:
        conditions.append(_is_there(_CLOCKS, _CLOCKS.c.next_rung_at < chosen.due_before))
    if chosen.waived is not None:
        conditions.append(_is_there(_WAIVERS, lives_or_was_used(chosen.waived)))
    if chosen.fired is not None:
        fired = sa.exists().where(
            _FIRINGS.c.clock_id == _CLOCKS.c.id,
            _FIRINGS.c.term == _CLOCKS.c.term,
            _FIRINGS.c.rung == chosen.fired,
        )
        conditions.append(_is_there(_CLOCKS, _CLOCKS.c.stopped_at.is_(None), fired))
    return conditions


def _is_there(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(table.c.case_id == _CASES.c.id, *conditions)


def _token(case: CaseRecord) -> str:
    key = (case.opened_at.isoformat(), case.number, case.id)
    return orjson.dumps(key).hex()


def _position(token: str) -> tuple[sa.ColumnElement[Any], ...]:
    try:
        opened_at, number, case_id = orjson.loads(bytes.fromhex(token))
        moment = datetime.fromisoformat(opened_at)
    except (TypeError, ValueError) as error:
        raise BadInput(
            field="after",
            reason_zh="不是本系统给出的翻页标记",
            reason_en="not a token that a page gave",
        ) from error
    return (
        sa.literal(moment, _CASES.c.opened_at.type),
        sa.literal(len(str(number))),
        sa.literal(str(number)),
        sa.literal(str(case_id)),
    )
