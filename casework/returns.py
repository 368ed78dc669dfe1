"""The returns of read-across searches: units by due days, found, zero or silent. Source: S4.4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id, find_file
from casework.casewords import unit_words
from casework.clockwords import status_of
from casework.clockwork import EXCUSED, Standing, Terms, all_standings
from policies.limits import OnDay, plain_limit
from policies.moments import day_that_ends
from store.cases import children_of
from store.journal import events_of

SEARCH = "read_across"
REPORT = "report"
ZERO = "zero"
_ABOVE_SEARCHES = frozenset({"round", "finding"})


class Mark(StrEnum):
    """What became of one return that was due; the worst comes first where several fall together."""

    MISSED = "missed"
    LATE = "late"
    PENDING = "pending"
    FOUND = "found"
    ZERO = "zero"
    EXCUSED = "excused"


_WORST_FIRST = tuple(Mark)


@dataclass(frozen=True, slots=True)
class UnitReturns:
    """One unit: how often it reported, how often nothing, how often it was silent when it was due.

    `found` are the findings that stand in the books under its searches, `said_found` is what its
    returns add up to. `cells` has a mark for each day
    for which a return was due: the Thursday, wherever a holiday moved its time limit.
    """

    unit: str
    searches: tuple[str, ...]
    ended: int
    reports: int
    zero: int
    missed: int
    excused: int
    found: int
    said_found: int
    spot_checks: int
    cells: Mapping[date, Mark]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All units that search, and every day on which one of them owed a return."""

    number: str
    days: tuple[date, ...]
    rows: tuple[UnitReturns, ...]


def returns_of(app: App, name: str, *, lang: str) -> Matrix:
    """The returns of a search, of a finding's searches, or of those of a whole round.

    Raises: NotFound; Ambiguous.
    """
    with app.store.read() as work:
        top = find_file(app, work, name)
        by_unit: dict[str | None, list[_Search]] = {}
        for file in _searches(top):
            by_unit.setdefault(file.case.unit_id, []).append(_looked_at(file))
        rows = tuple(
            _row(unit_words(top, unit_id, lang), searches) for unit_id, searches in by_unit.items()
        )
    days = sorted({day for row in rows for day in row.cells})
    return Matrix(top.case.number, tuple(days), rows)


def _searches(file: CaseFile) -> Iterator[CaseFile]:
    """The searches at or below a case; what was born in a search orders none itself."""
    if file.case.kind == SEARCH:
        yield file
    elif file.case.kind in _ABOVE_SEARCHES:
        for child in children_of(file.work, file.case.id):
            if child.kind == SEARCH or child.kind in _ABOVE_SEARCHES:
                yield from _searches(file_by_id(file.app, file.work, child.id, lock=False))


@dataclass(frozen=True, slots=True)
class _Return:
    """One return as it was made."""

    at: datetime
    kind: str
    found: int


@dataclass(frozen=True, slots=True)
class _Search:
    """One search with its returns and what became of each that was due."""

    file: CaseFile
    returns: tuple[_Return, ...]
    cells: tuple[tuple[date, Mark], ...]
    spot_checks: int


def _looked_at(file: CaseFile) -> _Search:
    made: list[_Return] = []
    excused: list[tuple[date, Mark]] = []
    spot_checks = 0
    fields: dict[str, Any] = {}
    for event in events_of(file.work, file.case.id):
        payload = orjson.loads(event.payload)
        fields.update(payload.get("fields") or {})
        if (event.event, event.trigger) == ("excused", REPORT):
            excused.append((date.fromisoformat(payload["on"]), Mark.EXCUSED))
        spot_checks += (event.event, event.trigger) == ("moved", "spot_check")
        if (event.event, event.trigger) == ("moved", REPORT):
            kind = str(fields.get("return_kind") or ZERO)
            found = int(fields.get("found_count") or 0)
            made.append(_Return(datetime.fromisoformat(event.at), kind, found))
    owed = [item for item in all_standings(file) if item.clock.obligation == REPORT]
    cells = (*excused, *_cells(file, owed, made))
    return _Search(file, tuple(made), cells, spot_checks)


def _cells(
    file: CaseFile, owed: Iterable[Standing], made: Iterable[_Return]
) -> Iterator[tuple[date, Mark]]:
    by_moment = {one.at: one for one in made}
    for item in owed:
        mark = _mark(item, by_moment, file.at)
        if mark is not None and item.due is not None:
            limit = plain_limit(Terms.from_text(item.clock.limit_json).limit)
            due_day = day_that_ends(item.due, file.calendar.zone)
            yield limit.day if isinstance(limit, OnDay) else due_day, mark


def _mark(item: Standing, made: Mapping[datetime, _Return], now: datetime) -> Mark | None:
    """What became of one obligation; None where it was left behind before it was due.

    One that was excused is on the record as such, and counted from there.
    """
    status, stopped = status_of(item, now), item.clock.stopped_at
    if item.clock.stop_reason == EXCUSED:
        return None
    if status == "met" and stopped is not None:
        done = made.get(stopped)
        return Mark.FOUND if done is not None and done.kind != ZERO else Mark.ZERO
    if status == "left" and stopped is not None and item.due is not None and stopped < item.due:
        return None
    return {
        "met_late": Mark.LATE,
        "running": Mark.PENDING,
        "paused": Mark.EXCUSED,
    }.get(status, Mark.MISSED)


def _row(unit: str, searches: list[_Search]) -> UnitReturns:
    returns = [one for search in searches for one in search.returns]
    cells: dict[date, Mark] = {}
    counted: Counter[Mark] = Counter()
    for day, mark in (cell for search in searches for cell in search.cells):
        cells[day] = min(cells.get(day, mark), mark, key=_WORST_FIRST.index)
        counted[mark] += 1
    return UnitReturns(
        unit=unit,
        searches=tuple(search.file.case.number for search in searches),
        ended=sum(search.file.case.closed_at is not None for search in searches),
        reports=len(returns),
        zero=sum(one.kind == ZERO for one in returns),
        missed=counted[Mark.MISSED] + counted[Mark.LATE],
        excused=counted[Mark.EXCUSED],
        found=sum(search.file.facts.fields["same_kind_count"] for search in searches),
        said_found=sum(one.found for one in returns if one.kind != ZERO),
        spot_checks=sum(search.spot_checks for search in searches),
        cells=cells,
    )
