"""Why a case is due when it is due: each clock counted out, its ladder, and whom it reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

from casework.app import App
from casework.casefile import CaseFile, find_file
from casework.casewords import ERASED, opened_texts
from casework.clockwords import ClockView, place_words, role_of, rung_words, view_clock
from casework.clockwork import Ring, Standing, Terms, all_standings
from casework.event_words import name_of
from policies.authority import At, resolve
from policies.durations import Duration
from policies.explaining import Explanation, explain_due
from policies.limits import Roll, Span, as_if_running
from policies.occurrences import OPENING
from store.allowances import extensions_of, pauses_of
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
    """All clocks of a case, with the pauses that hold for all of them."""

    number: str
    zone: str
    clocks: tuple[DueView, ...]
    pauses: tuple[dict[str, Any], ...]


def explain_dues(app: App, name: str, *, lang: str) -> Dues:
    """Every clock of a case, stopped ones too, oldest first. Raises: NotFound; Ambiguous."""
    with app.store.read() as work:
        file = find_file(app, work, name)
        spans = spans_of(work, file.case.id)
        firings = {
            (item.clock_id, item.term, item.rung): item for item in firings_of(work, file.case.id)
        }
        reached = _reached(file)
        clocks = tuple(
            DueView(
                view_clock(file, item, lang),
                _explanation(file, item, spans.get(item.clock.id, [])),
                tuple(_rung(file, item, ring, firings, reached, lang) for ring in item.rings),
                tuple(_extensions(file, item, lang)),
            )
            for item in all_standings(file)
        )
        return Dues(file.case.number, file.calendar.zone, clocks, tuple(_pauses(file, lang)))


def _explanation(file: CaseFile, item: Standing, spans: list[SpanRecord]) -> Explanation:
    clock = item.clock
    ran = tuple(Span(span.from_at, span.to_at) for span in spans)
    if clock.stopped_at is not None:
        ran = as_if_running(ran)
    on = date.fromisoformat(clock.due_field_date) if clock.due_field_date else None
    limit = Terms.from_text(clock.limit_json).limit
    return explain_due(limit, clock.started_at, ran, file.calendar, Roll(clock.roll), on=on)


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
        place="" if ring.key.startswith(OPENING) else place_words(ring.rung, lang),
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


def _extensions(file: CaseFile, item: Standing, lang: str) -> list[dict[str, Any]]:
    texts = opened_texts(file)
    return [
        {
            "at": row.at,
            "term": row.term,
            "more": Duration.from_json(orjson.loads(row.duration_json)).words(lang),
            "by": name_of(file, row.by, lang),
            "reason": texts.get(row.reason_content, ERASED),
        }
        for row in extensions_of(file.work, file.case.id)
        if row.clock_id == item.clock.id
    ]


def _pauses(file: CaseFile, lang: str) -> list[dict[str, Any]]:
    texts = opened_texts(file)
    return [
        {
            "from": row.from_at,
            "to": row.to_at,
            "by": name_of(file, row.by, lang),
            "reason": texts.get(row.reason_content, ERASED),
        }
        for row in pauses_of(file.work, file.case.id)
    ]
