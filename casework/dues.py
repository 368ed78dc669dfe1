"""Why a case is due when it is due: each clock counted out, its ladder, and whom it reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson

from casework.allowance_views import extension_views, pause_views, request_views
from casework.app import App
from casework.casefile import CaseFile, find_file
from casework.clockwords import ClockView, place_words, role_of, rung_words, view_clock
from casework.clockwork import RESUME, Ring, Standing, Terms, all_standings, calendar_of
from casework.event_words import name_of
from policies.authority import At, resolve
from policies.explaining import Explanation, explain_due
from policies.limits import Roll, Span, as_if_running
from policies.moments import day_that_ends
from policies.occurrences import OPENING, is_confirmed
from policies.occurring import Timer, is_timer
from policies.recurrence import recurrence_from_code
from store.clocks import FiringRecord, SpanRecord, firings_of, spans_of
from store.journal import events_of


@dataclass(frozen=True, slots=True)
class RungView:
    """A rung: where it lies, what it does, when it is due, when it fired and whom it reached.

    `to` is who was reached, or would be if it fired now; empty for a rung that speaks to nobody.
    """

    key: str
    place: str
    words: str
    due: datetime
    fired_at: datetime | None
    late: bool
    to: str
    rule: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class DueView:
    """One clock, counted out."""

    clock: ClockView
    explanation: Explanation
    rungs: tuple[RungView, ...]
    extensions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Dues:
    """All clocks of a case, with the pauses that hold for all of them, and what waits."""

    number: str
    zone: str
    clocks: tuple[DueView, ...]
    pauses: tuple[dict[str, Any], ...]
    requests: tuple[dict[str, Any], ...] = ()


def explain_dues(app: App, name: str, *, lang: str) -> Dues:
    """Every clock of a case, stopped ones too, oldest first. Raises: NotFound; Ambiguous."""
    with app.store.read() as work:
        file = find_file(app, work, name)
        return Dues(
            number=file.case.number,
            zone=file.calendar.zone,
            clocks=tuple(due_views(file, lang)),
            pauses=tuple(pause_views(file, lang)),
            requests=tuple(request_views(file, lang)),
        )


def due_views(file: CaseFile, lang: str) -> Iterator[DueView]:
    """Every clock of an open file, stopped ones too, oldest first."""
    spans = spans_of(file.work, file.case.id)
    firings = {
        (item.clock_id, item.term, item.rung): item for item in firings_of(file.work, file.case.id)
    }
    reached = _reached(file)
    for item in all_standings(file):
        yield DueView(
            view_clock(file, item, lang),
            _explanation(file, item, spans.get(item.clock.id, [])),
            tuple(_rung(file, item, ring, firings, reached, lang) for ring in item.rings),
            tuple(extension_views(file, item, lang)),
        )


def _explanation(file: CaseFile, item: Standing, spans: list[SpanRecord]) -> Explanation:
    clock = item.clock
    ran = tuple(Span(span.from_at, span.to_at) for span in spans)
    if clock.stopped_at is not None:
        ran = as_if_running(ran)
    on = date.fromisoformat(clock.due_field_date) if clock.due_field_date else None
    limit = Terms.from_text(clock.limit_json).limit
    told = explain_due(
        limit, clock.started_at, ran, calendar_of(file, clock), Roll(clock.roll), on=on
    )
    return replace(told, confirmed=told.confirmed and _is_confirmed(file, item))


def _is_confirmed(file: CaseFile, item: Standing) -> bool:
    """Whether what is owed by the calendar hangs on no holiday that is still to be published."""
    clock = item.clock
    timer = next((name for name in (clock.obligation, clock.rule) if is_timer(name)), None)
    if timer is None or item.due is None:
        return True
    recurrence = recurrence_from_code(Timer.named(timer).calendar)
    day = day_that_ends(item.due, file.calendar.zone)
    return is_confirmed(recurrence, day, Roll(clock.roll), file.calendar)


_Firings = Mapping[tuple[str, int, str], FiringRecord]
_Reached = Mapping[tuple[str, int, str], str | None]


def _rung(  # noqa: PLR0917 - a rung is told from all of these, and only here.
    file: CaseFile, item: Standing, ring: Ring, firings: _Firings, reached: _Reached, lang: str
) -> RungView:
    clock = item.clock
    fired = firings.get((clock.id, clock.term, ring.key))
    role = role_of(ring.rung)
    if fired is not None:
        person = reached.get((clock.obligation, clock.term, ring.key))
    elif role is not None and clock.stopped_at is None:
        staff = file.organisation.staff
        person = resolve(role, file.side, staff, At(file.at, file.today)).person_id
    else:
        person = None
    return RungView(
        key=ring.key,
        place=""
        if ring.key == RESUME or ring.key.startswith(OPENING)
        else place_words(ring.rung, lang),
        words=rung_words(ring.key, ring.rung, lang),
        due=ring.at,
        fired_at=None if fired is None else fired.fired_at,
        late=fired is not None and fired.late,
        to=name_of(file, person, lang),
        rule=None if ring.rung is None else ring.rung.rule.cite.at(file.policy.version).as_json(),
    )


def _reached(file: CaseFile) -> _Reached:
    """(obligation, term, rung) → the person whom the firing reached, as the events say."""
    found: dict[tuple[str, int, str], str | None] = {}
    for event in events_of(file.work, file.case.id):
        payload = orjson.loads(event.payload)
        if "rung" in payload:
            key = payload["obligation"], payload["term"], payload["rung"]
            found[key] = payload.get("to")
    return found
