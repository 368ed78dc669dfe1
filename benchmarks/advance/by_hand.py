"""The reference step: registering a grievance as one would write it by hand for this policy.

Everything that the engine reads from tables and feature files stands here as code. What it reads,
writes and hashes is the same; a test compares the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.advance import statements as sql
from benchmarks.office import (
    Cites,
    Office,
    as_text,
    chained,
    cites_of,
    due,
    office_of,
    working_moment,
)
from domain.ids import new_id
from store.columns import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.advance.drivers import Driver, Found

_NEEDED = ("complainant_class", "channel", "request")
_POLICY = "《社区诉求办理办法》"
_MAY = tuple(
    f"{_POLICY}{place}"
    for place in (
        "第一条第二款",
        "第一条第三款第（一）项",
        "第一条第三款第（二）项",
        "第一条第三款第（三）项",
    )
)
_DEPARTMENT = {
    "employee": ("trade_union", f"{_POLICY}第二条第三款第（一）项"),
    "resident": ("trade_union", f"{_POLICY}第二条第三款第（二）项"),
}
_STARTS = (
    ("accept", "2.4", f"{_POLICY}第二条第四款", True),
    ("tell:acceptance:complainant", "2.5", f"{_POLICY}第二条第五款", False),
)


class ByHand:
    """Registers grievances with nothing between the program and the driver."""

    def __init__(self, driver: Driver, at: datetime) -> None:
        """`at` is the moment at which everything happens, as on the driven clock of ours."""
        self._driver = driver
        self._at = at
        self._kept: dict[str, Office] = {}
        self._cites: dict[str, Cites] = {}

    def register(self, number: str, by: str) -> None:
        """One durable step. Raises: RuntimeError when it may not be done."""
        driver, at = self._driver, self._at
        case = driver.lock(number)
        found = driver.read(case.id)
        kept = self._kept.get(found.organisation)
        if kept is None:
            kept = self._kept[found.organisation] = office_of(driver)
        facts = orjson.loads(case.facts)
        _require(case, found, facts, by, kept)
        facts["done"]["register"] = facts["done"].get("register", 0) + 1
        facts["doers"]["register"] = [*facts["doers"].get("register", ()), by]
        cites = self._cites_of(case.policy_id)
        ends = due(at, 15, kept)
        role, place = _DEPARTMENT[facts["fields"]["complainant_class"]]
        told = _told(cites[place], role, kept.holders[role])
        events = self._events(case, by, ends, told)
        writes = [
            *self._stops(found),
            *self._starts(case, ends),
            (sql.ADD_EVENT, events),
            self._saved(case, events[-1], facts),
            self._message(case, events[-1][1], told, kept),
        ]
        driver.write(writes)

    def _stops(self, found: Found) -> list[tuple[str, Any]]:
        now = self._driver.moment(self._at)
        writes: list[tuple[str, Any]] = []
        for clock in found.clocks:
            if clock[2] == "register":
                writes.append((sql.STOP_CLOCK, (now, "met", clock[0])))
                writes.append((sql.CLOSE_SPAN, (now, clock[0])))
        return writes

    def _starts(self, case: sql.Case, ends: datetime) -> list[tuple[str, Any]]:
        now, rung = self._driver.moment(self._at), self._driver.moment(ends)
        clocks, spans = [], []
        for obligation, rule, place, bound in _STARTS:
            cite = as_text(self._cites_of(case.policy_id)[place])
            limit = {"amount": 15, "form": "within", "unit": "days"}
            terms = as_text({"bound": bound, "by": None, "limit": limit, "times": 0})
            key = new_id()
            clocks.append(
                (key, case.id, obligation, rule, cite, terms, case.calendar_id, now, rung)
            )
            spans.append((key, now))
        return [(sql.ADD_CLOCK, clocks), (sql.ADD_SPAN, spans)]

    def _events(
        self, case: sql.Case, by: str, ends: datetime, told: dict[str, Any]
    ) -> list[tuple[Any, ...]]:
        cites = self._cites_of(case.policy_id)
        moved = [cites[place] for place in _MAY]
        happened: list[tuple[Any, ...]] = [
            (by, "moved", "register", "intake", "triage", moved, {}),
            _by_system("clocks_stopped", [], {"clocks": [["register", "met"]]}),
        ]
        for obligation, _, place, _ in _STARTS:
            payload = {
                "obligation": obligation,
                "due": ends.isoformat(),
                "cite": as_text(cites[place]),
            }
            happened.append(_by_system("clock_started", [], payload))
        happened.append(_by_system("told", [told["rule"]], {**told, "notice": "assignment"}))
        return chained(case, stamp(self._at), happened)

    def _saved(
        self, case: sql.Case, last: tuple[Any, ...], facts: dict[str, Any]
    ) -> tuple[str, Any]:
        values = (
            case.number,
            "triage",
            case.parent_id,
            case.unit_id,
            case.policy_id,
            case.calendar_id,
            case.confidentiality,
            case.closed_at,
            last[1],
            last[14],
            case.data_key,
            as_text(facts),
            case.version + 1,
            case.id,
        )
        return sql.SAVE_CASE, values

    def _message(
        self, case: sql.Case, seq: int, told: dict[str, Any], kept: Office
    ) -> tuple[str, Any]:
        payload = as_text({**told, "last_resort": "head_of_compliance", "v": 1})
        leaves = self._driver.moment(working_moment(self._at, kept))
        message_id = f"{case.handle}.{seq}.0"
        return sql.ADD_MESSAGE, (
            new_id(),
            case.id,
            seq,
            told["to"],
            False,
            payload,
            leaves,
            message_id,
        )

    def _cites_of(self, policy_id: str) -> Cites:
        """Where the clauses of a version stand, by their place; read once."""
        known = self._cites.get(policy_id)
        if known is None:
            known = self._cites[policy_id] = cites_of(self._driver, policy_id)
        return known


def _told(cite: dict[str, Any], role: str, holder: str) -> dict[str, Any]:
    return {"trigger": "accept", "role": role, "to": holder, "rule": cite}


def _by_system(event: str, rules: list[Any], payload: dict[str, Any]) -> tuple[Any, ...]:
    return ("system", event, None, None, None, rules, payload)


def _require(case: sql.Case, found: Found, facts: dict[str, Any], by: str, kept: Office) -> None:
    """State, authority and gates."""
    path: set[str] = set()
    unit: str | None = case.unit_id
    while unit is not None:
        path.add(unit)
        unit = kept.above[unit]
    roles = {role for role, served in kept.offices.get(by, ()) if served in path}
    roles.update(capacity for person, capacity in found.people if person == by)
    complete = all(facts["fields"].get(name) for name in _NEEDED)
    if case.state != "intake" or "trade_union" not in roles or not complete:
        raise RuntimeError(case.number)
