"""The journal of a case looked through: what was done last, and which event started a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from casework.casefile import CaseFile
from casework.dues import DueView
from casework.timeline import Entry, timeline_of
from store.journal import EventRecord, events_of

MOVES = ("moved", "opened")
"""Events by which a trigger is done."""


@dataclass(frozen=True, slots=True)
class Story:
    """The journal of the case, as rows and in words."""

    events: Sequence[EventRecord]
    entries: dict[int, Entry]

    @classmethod
    def of(cls, file: CaseFile, lang: str) -> Story:
        """The story of a case so far."""
        entries = {one.seq: one for one in timeline_of(file, lang)}
        return cls(events_of(file.work, file.case.id), entries)

    def last(self, trigger: str) -> EventRecord | None:
        """The last event by which a trigger was done."""
        return next(
            (one for one in reversed(self.events) if one.event in MOVES and one.trigger == trigger),
            None,
        )

    def start_of(self, item: DueView) -> EventRecord | None:
        """The event that started a clock: its occurrence, else the last move at that moment."""
        opened = [one for one in self.events if _opens(one, item)]
        if opened:
            return opened[-1]
        at = item.clock.started_at
        there = [one for one in self.events if datetime.fromisoformat(one.at) == at]
        noted = [one.seq for one in there if _notes(one, item.clock.obligation)]
        before = noted[-1] if noted else there[-1].seq + 1 if there else 0
        moves = [one for one in there if one.event in MOVES and one.seq < before]
        return moves[-1] if moves else None

    def moves_of(self, item: DueView) -> tuple[Entry, ...]:
        """The new calendars and new policies that moved a clock since it was started."""
        since, until = item.clock.started_at, item.clock.stopped_at
        return tuple(
            self.entries[one.seq]
            for one in self.events
            if one.event in _MOVING
            and since <= datetime.fromisoformat(one.at)
            and (until is None or datetime.fromisoformat(one.at) <= until)
            and _names(one, item.clock.obligation)
        )


_MOVING = ("calendar_changed", "policy_changed")


def _names(event: EventRecord, obligation: str) -> bool:
    return obligation in {one["obligation"] for one in orjson.loads(event.payload)["moved"]}


def _notes(event: EventRecord, obligation: str) -> bool:
    if event.event != "clock_started":
        return False
    return bool(orjson.loads(event.payload).get("obligation") == obligation)


def _opens(event: EventRecord, item: DueView) -> bool:
    """Whether an event opened the occurrence of a calendar that a clock is for."""
    if event.event != "occurrence_opened" or event.trigger != item.clock.obligation:
        return False
    due = orjson.loads(event.payload).get("due")
    return due is not None and datetime.fromisoformat(due) == item.clock.due
