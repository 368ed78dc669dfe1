"""The reference sweep: overdue findings escalated as one would write it by hand for this policy.

Everything that the engine reads from feature files stands here as code. What it reads, writes and
hashes is the same, in batches of the same size; a test compares the rows.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.advance.statements import Case
from benchmarks.office import Office, as_text, chained, cites_of, due, office_of, working_moment
from benchmarks.sweep import statements as sql
from benchmarks.sweep.drivers import Driver, Rows, among
from domain.ids import new_id
from store.columns import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY, _ROLE = "escalate:supervision_executive_deputy", "supervision_executive_deputy"
_PLACE = "《督察问题逾期督办办法》第二条第二款第（一）项"
_AFTER = timedelta(days=3)
_LATE_AFTER = timedelta(minutes=5)


class ByHand:
    """Escalates findings nobody has confirmed, with nothing between the program and the driver."""

    def __init__(self, driver: Driver, at: datetime) -> None:
        """`at` is the moment at which everything happens, as on the driven clock of ours."""
        self._driver = driver
        self._at = at
        self._office: dict[str, Office] = {}
        self._cites: dict[str, dict[str, Any]] = {}
        self._now = driver.moment(at)
        self._reads = [among(driver, statement) for statement in sql.READS]
        self._lock = among(driver, sql.CASES)
        if driver.name == "postgresql":
            self._lock += " FOR UPDATE"

    def find(self, most: int) -> int:
        """How many clocks are due, up to so many."""
        found = self._driver.begin((sql.FIND, (self._now, most)))
        self._driver.write([])
        return len(found)

    def sweep(self, batch: int) -> int:
        """Escalate whatever is due, so many cases to a transaction; how many there were."""
        total = 0
        while done := self._batch(batch):
            total += done
        return total

    def _batch(self, batch: int) -> int:
        driver = self._driver
        claimed = driver.begin((sql.CLAIM[driver.name], (self._now, batch)))
        if not claimed:
            driver.write([])
            return 0
        keys = driver.keys([row[1] for row in claimed])
        cases = [Case._make(row) for row in driver.read([(self._lock, (keys,))])[0]]
        above = driver.keys([case.parent_id for case in cases if case.parent_id])
        reads = [
            (text, (above if number == 0 else keys,)) for number, text in enumerate(self._reads)
        ]
        beside = [(text, ()) for text in (sql.ACTIVE, sql.ORGANISATION, sql.OFFICE)]
        _active, organisation, _office, *found = driver.read([*beside, *reads])
        office = self._office.get(organisation[0][0])
        if office is None:
            office = self._office[organisation[0][0]] = office_of(driver)
        driver.write(self._written(cases, found, office))
        return len(cases)

    def _written(
        self, cases: list[Case], found: list[Rows], office: Office
    ) -> list[tuple[str, Rows]]:
        _above, people, _children, _signed, _endorsed, clocks, _spans, firings = found
        known = set(people)
        fired = set(firings)
        clock_of = {clock[1]: clock for clock in clocks}
        firing_rows, rung_rows, events, saved, supervisors, messages = rows = _tables(6)
        for case in cases:
            clock = clock_of[case.id]
            ends = due(_moment(clock[9]), orjson.loads(clock[6])["limit"]["amount"], office)
            rung_rows.append((None, None, clock[0]))
            at = ends + _AFTER
            if at > self._at or (clock[0], clock[3], _KEY) in fired:
                continue
            late = self._at - at > _LATE_AFTER
            moment = self._driver.moment(at)
            firing_rows.append((new_id(), clock[0], clock[3], _KEY, moment, self._now, late))
            if case.state != "to_be_confirmed":
                continue
            told = self._told(case, office, {"at": at, "due": ends, "late": late, "term": clock[3]})
            payload = {**told, "notice": "escalation"}
            event = ("system", "escalated", None, None, None, [told["rule"]], payload)
            [row] = chained(case, stamp(self._at), [event])
            events.append(row)
            saved.append(_saved(case, row))
            supervisor = (case.id, told["to"], "supervisor")
            if supervisor not in known:
                supervisors.append(supervisor)
            messages.append(self._message(case, row[1], told, office))
        statements = (
            sql.FIRE,
            sql.NEXT_RUNG,
            sql.ADD_EVENT,
            sql.SAVE_CASE,
            sql.ADD_PERSON,
            sql.ADD_MESSAGE,
        )
        return [(text, some) for text, some in zip(statements, rows, strict=True) if some]

    def _told(self, case: Case, office: Office, said: dict[str, Any]) -> dict[str, Any]:
        if not self._cites:
            self._cites = cites_of(self._driver, case.policy_id)
        return {
            **said,
            "at": said["at"].isoformat(),
            "due": said["due"].isoformat(),
            "obligation": "confirm",
            "rung": _KEY,
            "trigger": "confirm",
            "level": 2,
            "role": _ROLE,
            "to": _holder(case.unit_id, office),
            "rule": self._cites[_PLACE],
        }

    def _message(
        self, case: Case, seq: int, told: dict[str, Any], office: Office
    ) -> tuple[Any, ...]:
        payload = as_text({**told, "last_resort": "head_of_compliance", "v": 1})
        leaves = self._driver.moment(working_moment(self._at, office))
        topic = f"{case.id} confirm {told['to']}"
        return (
            *(new_id(), case.id, seq, "escalation", told["to"], None, "", False, payload),
            *(leaves, f"{case.handle}.{seq}.0", "pending", 0, None, None, None, None, topic, None),
        )


def _tables(count: int) -> list[Rows]:
    return [[] for _ in range(count)]


def _holder(unit: str | None, office: Office) -> str:
    """Who holds the office for the unit or for one above it."""
    above = set(_path(unit, office))
    for person, held in office.offices.items():
        if any(role == _ROLE and served in above for role, served in held):
            return person
    raise LookupError(unit)


def _path(unit: str | None, office: Office) -> Iterator[str]:
    while unit is not None:
        yield unit
        unit = office.above[unit]


def _saved(case: Case, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (
        *(case.number, case.state, case.parent_id, case.unit_id, case.policy_id, case.calendar_id),
        *(case.confidentiality, case.closed_at, row[1], row[14], case.data_key, case.facts),
        *(case.version + 1, case.id),
    )


def _moment(stored: Any) -> datetime:  # noqa: ANN401 - as either driver gives it
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
