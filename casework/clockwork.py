"""Clocks of a case: starting them, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from weakref import WeakKeyDictionary

import orjson

from casework.casefile import CaseFile
from domain.errors import RuleLine
from domain.ids import new_id
from policies.calendars import Calendar
from policies.consequences import timer_obligation
from policies.counting import (
    ByDate,
    Limit,
    Roll,
    Span,
    after_due,
    before_due,
    due_at,
)
from policies.durations import Duration
from policies.judging import Policy
from policies.limits import Recurring, as_if_running, limit_from_json, plain_limit
from policies.occurrences import ahead, opening_key
from policies.occurring import is_timer
from policies.statements import Since
from policies.verdicts import Rung, Side, Start
from store.clocks import (
    ClockRecord,
    SpanRecord,
    clocks_of,
    insert_clocks,
    spans_of,
    stop_clock,
)

BREACH = "breach"
"""The rung that every obligation has at its due moment, whether or not policy adds to it."""

RESUME = "resume"
"""The only rung of a clock that stands still until a certain moment: its pause ends there.

Every clock that the pause has halted is armed for it, and the first one fired ends the pause of all
under the case's lock; nothing is left of it then, so it happens once.
"""

AWAITS = "awaits"
"""Instead of a rung: the clock opens occurrences, and no holiday is known before the next one."""

MET, LEFT, MISSED, EXCUSED = "met", "left", "missed", "excused"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a clock was started with, as its row keeps it."""

    limit: Limit
    bound: bool
    extend_times: int
    extend_by: Duration | None

    def as_text(self) -> str:
        """Canonical JSON text."""
        stored = {
            "limit": self.limit.as_json(),
            "bound": self.bound,
            "times": self.extend_times,
            "by": None if self.extend_by is None else self.extend_by.as_json(),
        }
        return orjson.dumps(stored, option=orjson.OPT_SORT_KEYS).decode()

    @classmethod
    @lru_cache(maxsize=1024)
    def from_text(cls, text: str) -> Terms:
        """What `as_text` wrote; a pure memo, because few clauses set the terms of all clocks."""
        stored = orjson.loads(text)
        by = None if stored["by"] is None else Duration.from_json(stored["by"])
        return cls(limit_from_json(stored["limit"]), stored["bound"], stored["times"], by)


@dataclass(frozen=True, slots=True)
class Ring:
    """A rung of a clock with the moment at which it is due; `rung` is None for the breach."""

    key: str
    at: datetime
    rung: Rung | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a clock stands: its due moment (None while paused) and its rungs in time order.

    One that `awaits` opens occurrences, and the calendar knows of no later holiday for the next.
    """

    clock: ClockRecord
    due: datetime | None
    rings: tuple[Ring, ...]
    awaits: bool = False

    def next_after(self, fired: Iterable[str]) -> Ring | None:
        """The first rung that has not fired."""
        done = set(fired)
        return next((ring for ring in self.rings if ring.key not in done), None)


def standing(
    clock: ClockRecord, spans: Sequence[SpanRecord], policy: Policy, calendar: Calendar, kind: str
) -> Standing:
    """Derive the due moment and the rungs of a clock from its start, spans and terms."""
    limit = Terms.from_text(clock.limit_json).limit
    return _standing(clock, limit, spans, (policy, calendar, kind))


def _standing(
    clock: ClockRecord,
    limit: Limit,
    spans: Sequence[SpanRecord],
    by: tuple[Policy, Calendar, str],
) -> Standing:
    policy, calendar, kind = by
    if clock.next_rung == RESUME and clock.next_rung_at is not None:
        return Standing(clock, None, (Ring(RESUME, clock.next_rung_at, None),))
    if isinstance(limit, Recurring):
        return _waiting(clock, limit, spans, calendar)
    on = date.fromisoformat(clock.due_field_date) if clock.due_field_date else None
    ran = tuple(Span(span.from_at, span.to_at) for span in spans)
    if clock.stopped_at is not None:
        ran = as_if_running(ran)
    due = due_at(limit, clock.started_at, ran, calendar, Roll(clock.roll), on=on)
    if due is None:
        return Standing(clock, None, ())
    return Standing(clock, due, rings_of(kind, clock.obligation, due, policy, calendar))


def _waiting(
    clock: ClockRecord, limit: Recurring, spans: Sequence[SpanRecord], calendar: Calendar
) -> Standing:
    """A clock that opens occurrences: due as its next one is, with a rung for it and one more."""
    if clock.stopped_at is not None or not spans or spans[-1].to_at is not None:
        return Standing(clock, None, ())
    found = ahead(limit, Roll(clock.roll), calendar, spans[-1].from_at, clock.next_rung)
    if clock.next_rung == AWAITS or not found:
        return Standing(clock, None, (), awaits=True)
    rings = tuple(Ring(opening_key(one), one.opens, None) for one in found)
    return Standing(clock, found[0].due, rings)


def rings_of(
    kind: str, obligation: str, due: datetime, policy: Policy, calendar: Calendar
) -> tuple[Ring, ...]:
    """The rungs of an obligation due at `due`, in time order, its breach first; a pure memo."""
    known = _RINGS.setdefault(policy, {})
    key = kind, obligation, due, calendar
    found = known.get(key)
    if found is None:
        if len(known) >= _RINGS_KEPT:
            known.clear()
        found = known[key] = _hung(policy, key)
    return found


_Due = tuple[str, str, datetime, Calendar]
_RINGS: WeakKeyDictionary[Policy, dict[_Due, tuple[Ring, ...]]] = WeakKeyDictionary()
_RINGS_KEPT = 10_000


def _hung(policy: Policy, key: _Due) -> tuple[Ring, ...]:
    kind, obligation, due, calendar = key
    rings = [
        Ring(rung.key, _moment(rung, due, calendar), rung)
        for rung in policy.rungs(kind, obligation)
    ]
    if not obligation.startswith("since:"):
        rings.append(Ring(BREACH, due, None))
    return tuple(sorted(rings, key=lambda ring: (ring.at, ring.key != BREACH)))


def _moment(rung: Rung, due: datetime, calendar: Calendar) -> datetime:
    if rung.distance is None:
        return due
    count = before_due if rung.side is Side.BEFORE else after_due
    return count(due, rung.distance, calendar)


def start_clocks(
    file: CaseFile, starts: Sequence[Start], running: Sequence[ClockRecord] = ()
) -> list[Standing]:
    """Start the clocks that an event calls for; of several for one obligation the earliest due.

    Of the `running` clocks one for the same obligation is stopped: the newer rule counts from now.
    One that waits for what is owed by the calendar waits on.
    """
    waiting = {clock.obligation for clock in running if is_timer(clock.obligation)}
    chosen: dict[str, Standing] = {}
    for start in starts:
        if start.obligation in waiting:
            continue
        fresh = started(file, start, file.at)
        known = chosen.get(start.obligation)
        if known is None or earlier(fresh, known):
            chosen[start.obligation] = fresh
    for clock in running:
        if clock.obligation in chosen:
            stop_clock(file.work, clock.id, at=file.at, reason=LEFT)
    insert_clocks(file.work, [item.clock for item in chosen.values()])
    return list(chosen.values())


def earlier(one: Standing, other: Standing) -> bool:
    """Whether one is due before the other; what has no due moment is due after everything."""
    return one.due is not None and (other.due is None or one.due < other.due)


def started(file: CaseFile, start: Start, at: datetime) -> Standing:
    """A new clock that runs from a moment, armed for its first rung; not yet written."""
    terms = Terms(start.limit, start.bound, start.extend_times, start.extend_by)
    line = start.rule.cite.at(file.policy.version)
    clock = ClockRecord(
        id=new_id(),
        case_id=file.case.id,
        obligation=start.obligation,
        term=1,
        rule=rule_name(start),
        cite=cite_text(line),
        limit_json=terms.as_text(),
        roll=start.roll,
        calendar_id=file.case.calendar_id,
        started_at=at,
        due_field_date=field_date(file, start.limit),
        stopped_at=None,
        stop_reason=None,
        next_rung_at=None,
        next_rung=None,
    )
    spans = [SpanRecord(clock.id, 1, at, None)]
    by = (file.policy, file.calendar, file.case.kind)
    stands = _standing(clock, terms.limit, spans, by)
    first = stands.next_after(())
    if first is None:
        return stands
    armed = clock._replace(next_rung_at=first.at, next_rung=first.key)
    return Standing(armed, stands.due, stands.rings)


def rule_name(start: Start) -> str:
    """How a clock names the clause that started it."""
    if isinstance(start.rule.when, Since):
        return timer_obligation(start.rule)
    return f"{start.rule.cite.article}.{start.rule.cite.paragraph}"


def field_date(file: CaseFile, limit: Limit) -> str | None:
    """The date that the field of a limit holds now, None for a limit that names no field."""
    inner = plain_limit(limit)
    if not isinstance(inner, ByDate):
        return None
    value = file.facts.fields.get(inner.field)
    return str(value) if value else None


def cite_text(line: RuleLine) -> str:
    """A rule's place as clocks and events keep it."""
    return orjson.dumps(line.as_json(), option=orjson.OPT_SORT_KEYS).decode()


def running_standings(file: CaseFile) -> list[Standing]:
    """Every running clock of the case with where it stands."""
    return _standings(file, clocks_of(file.work, file.case.id, running=True))


def all_standings(file: CaseFile) -> list[Standing]:
    """Every clock of the case, stopped ones too, oldest first."""
    return _standings(file, clocks_of(file.work, file.case.id))


def _standings(file: CaseFile, clocks: Sequence[ClockRecord]) -> list[Standing]:
    if not clocks:
        return []
    spans = spans_of(file.work, file.case.id)
    return [
        standing(
            clock, spans.get(clock.id, ()), file.policy, calendar_of(file, clock), file.case.kind
        )
        for clock in clocks
    ]


def calendar_of(file: CaseFile, clock: ClockRecord) -> Calendar:
    """The calendar by which a clock counts: one that has stopped keeps its own for good."""
    if clock.calendar_id == file.case.calendar_id:
        return file.calendar
    return file.app.calendar(file.work, clock.calendar_id)
