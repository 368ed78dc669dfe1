"""The record of the story: every case and every event, as they are on the books."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import orjson

from casework.app import App
from domain.people import SYSTEM, Person, Unit
from holdfast.sample.rounds.desk import Refusal
from holdfast.sample.rounds.hand import HERE
from holdfast.sample.rounds.rows import Row
from store.journal import EventRecord
from store.queries.roll import RollLine, all_events, roll_of_cases

_SYLLABLE = re.compile(r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiou]+(?:ng?(?![aeiou]))?")


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its case and what it says."""

    case: RollLine
    seq: int
    at: datetime
    actor: str
    event: str
    trigger: str | None
    state: str | None
    payload: Mapping[str, Any]

    @property
    def day(self) -> date:
        """The local day; midnight is the 24:00 of the day that it ends."""
        local = self.at.astimezone(HERE)
        return local.date() - timedelta(days=local.time() == time())

    @property
    def fields(self) -> Mapping[str, Any]:
        """What was filled in with it, as far as it is not sealed."""
        found: Mapping[str, Any] = self.payload.get("fields", {})
        return found


@dataclass(frozen=True)
class Record:
    """All of it, in order of time; `rows` has the working papers by number."""

    cases: Mapping[str, RollLine]
    events: tuple[Event, ...]
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    rows: Mapping[str, Row]
    refusals: tuple[Refusal, ...]

    def of_kind(self, kind: str) -> list[RollLine]:
        """The cases of a kind, by number."""
        return [line for line in self.cases.values() if line.kind == kind]

    def above(self, line: RollLine) -> RollLine | None:
        """The case that a case stands under."""
        return None if line.parent_id is None else self.cases[line.parent_id]

    def under(self, line: RollLine, kind: str) -> list[RollLine]:
        """The cases of a kind that stand directly under a case."""
        return [one for one in self.of_kind(kind) if one.parent_id == line.id]

    def story_of(self, line: RollLine) -> list[Event]:
        """The events of one case."""
        return self._by_case[line.id]

    @cached_property
    def _by_case(self) -> Mapping[str, list[Event]]:
        found: dict[str, list[Event]] = {line_id: [] for line_id in self.cases}
        for event in self.events:
            found[event.case.id].append(event)
        return found

    def numbered(self, number: str) -> RollLine:
        """The case with that number."""
        return next(line for line in self.cases.values() if line.number == number)

    def verdict(self, finding: RollLine) -> str:
        """What its look-back says of a finding, as a code; empty where none has."""
        row = self.rows.get(finding.number)
        reviews = (one for one in self.of_kind("review") if self.rows.get(one.number) is row)
        return next((str(self.said(one, "verdict")) for one in reviews), "")

    def said(self, line: RollLine, field: str) -> Any:  # noqa: ANN401 - a field's value is any JSON.
        """The last value of an open field of a case; None where nobody filled it in."""
        told = [event.fields[field] for event in self.story_of(line) if field in event.fields]
        return told[-1] if told else None

    def did(self, line: RollLine, trigger: str) -> Iterator[Event]:
        """The events in which a trigger was done to a case."""
        return (e for e in self.story_of(line) if e.trigger == trigger and e.event in _DONE)

    def unit(self, unit_id: str | None, lang: str) -> str:
        """The unit in words."""
        return self.units[unit_id].word(lang) if unit_id else ""

    def person(self, person_id: str | None, lang: str) -> str:
        """Somebody's name, in letters for who reads English."""
        if person_id in (None, SYSTEM):
            return {"zh": "系统", "en": "the system"}[lang]
        person = self.people[person_id or ""]
        return person.name if lang == "zh" else in_letters(person.handle)

    def problem(self, line: RollLine, lang: str) -> str:
        """What a finding is about; empty for what stands under no finding."""
        number = line.number
        while number and number not in self.rows:
            number = number.rpartition("-")[0]
        if not number:
            return ""
        row = self.rows[number]
        return row.parts[0].problem if lang == "zh" else row.en


_DONE = frozenset({"moved", "opened"})


def read_record(app: App, rows: Mapping[str, Row], refusals: list[Refusal]) -> Record:
    """Everything that is on the books."""
    with app.store.read() as work:
        cases = {line.id: line for line in roll_of_cases(work)}
        staff = app.organisation(work).staff
        events = tuple(_event(one, cases[one.case_id]) for one in all_events(work))
    return Record(cases, events, staff.tree.units, staff.people, rows, tuple(refusals))


def _event(stored: EventRecord, case: RollLine) -> Event:
    return Event(
        case,
        stored.seq,
        datetime.fromisoformat(stored.at),
        stored.actor,
        stored.event,
        stored.trigger,
        stored.to_state,
        orjson.loads(stored.payload),
    )


def in_letters(handle: str) -> str:
    """`leiminggu` as `Lei Minggu`: the first syllable is the family's name."""
    found = _SYLLABLE.match(handle)
    end = found.end() if found else len(handle)
    return f"{handle[:end].capitalize()} {handle[end:].capitalize()}".strip()
