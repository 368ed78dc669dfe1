"""What code written by hand knows for itself: the office, its days, how events are chained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import orjson

from policies.stored import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.advance.statements import Case

_ZONE = ZoneInfo("Asia/Shanghai")
_FRAMES = ((time(8, 30), time(12)), (time(14), time(17, 30)))

Cites = dict[str, dict[str, Any]]


class Reader(Protocol):
    """A driver, as far as it is read from."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """All rows of a statement."""


@dataclass(frozen=True, slots=True)
class Office:
    """What is read once: who holds which office where, the units' ancestors, the holidays."""

    offices: dict[str, list[tuple[str, str]]]
    holders: dict[str, str]
    above: dict[str, str | None]
    off: frozenset[date]
    worked: frozenset[date]


def office_of(reader: Reader) -> Office:
    """Read it."""
    offices: dict[str, list[tuple[str, str]]] = {}
    holders: dict[str, str] = {}
    for person, role, unit in reader.rows("SELECT person_id, role, unit_id FROM appointments"):
        offices.setdefault(person, []).append((role, unit))
        holders.setdefault(role, person)
    body = reader.rows("SELECT body FROM calendars WHERE name = 'office'")[0][0]
    days = orjson.loads(body)["days"]
    kinds: dict[str, set[date]] = {"holiday": set(), "make_up": set()}
    for day, (kind, *_) in days.items():
        kinds[kind].add(date.fromisoformat(day))
    above = dict(reader.rows("SELECT id, parent_id FROM units"))
    return Office(offices, holders, above, frozenset(kinds["holiday"]), frozenset(kinds["make_up"]))


def cites_of(reader: Reader, policy_id: str) -> Cites:
    """Where the clauses of a version stand, by their place."""
    stored = f"SELECT rules FROM policy_versions WHERE id = '{policy_id}'"
    rules = load(reader.rows(stored)[0][0]).rules
    return {rule.cite.words("zh"): rule.cite.at(policy_id).as_json() for rule in rules}


def due(at: datetime, days: int, office: Office) -> datetime:
    """The end of the last day, moved to the next working day."""
    day = at.astimezone(_ZONE).date() + timedelta(days=days)
    while not _is_working_day(day, office):
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), _ZONE).astimezone(UTC)


def working_moment(at: datetime, office: Office) -> datetime:
    """The moment itself within working hours, else the next opening."""
    local = at.astimezone(_ZONE)
    day = local.date()
    while True:
        if _is_working_day(day, office):
            for opens, closes in _FRAMES:
                if local < datetime.combine(day, closes, _ZONE):
                    return max(local, datetime.combine(day, opens, _ZONE)).astimezone(UTC)
        day += timedelta(days=1)


def chained(case: Case, at: str, happened: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Event rows: each of `happened` is actor, event, trigger, from, to, rules and payload."""
    seq, head, rows = case.head_seq, case.head_hash, []
    by_what = (case.policy_id, case.calendar_id)
    for *what, rules, payload in happened:
        seq += 1
        texts = (as_text(rules), as_text({"v": 1, **payload}))
        fields = (case.id, seq, None, at, *what, *by_what, *texts)
        digest = sha256(orjson.dumps([head, *fields])).hexdigest()
        rows.append((*fields, head, digest))
        head = digest
    return rows


def as_text(value: object) -> str:
    """Canonical JSON text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _is_working_day(day: date, office: Office) -> bool:
    return day in office.worked or (day.weekday() < 5 and day not in office.off)
