"""The hand on the clock: time goes forward step by step, and whatever rings on the way is heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casework.app import App
from casework.calendars_seed import ZONE
from policies.calendars import Calendar
from store.queries.roll import next_ring

HERE = ZoneInfo(ZONE)
STEP = timedelta(seconds=10)
"""How much time a command takes, so that no two of them happen at one moment."""


def moment_on(day: date, hour: int) -> datetime:
    """The full hour of a local day, in UTC."""
    return datetime.combine(day, time(hour), HERE).astimezone(UTC)


@dataclass
class Hand:
    """A clock that only goes forward, driven by whoever plays the story."""

    moment: datetime

    def __call__(self) -> datetime:
        """The present moment."""
        return self.moment

    @property
    def today(self) -> date:
        """The local day."""
        return self.moment.astimezone(HERE).date()

    def take(self, span: timedelta = STEP) -> None:
        """Let a little time pass."""
        self.moment += span


@dataclass
class Player:
    """An application on a driven clock, with what wakes it: `wake` does what is due now."""

    app: App
    hand: Hand
    calendar: Calendar
    wake: Callable[[App], object]
    woken: int = field(default=0)

    @classmethod
    def of(cls, app: App, start: datetime, wake: Callable[[App], object]) -> Player:
        """The same installation with a clock that starts at `start`."""
        hand = Hand(start)
        with app.store.read() as work:
            calendar = app.calendar(work, app.newest_calendar_id(work, "office"))
        return cls(replace(app, now=hand, driven=True), hand, calendar, wake)

    def wait_until(self, moment: datetime) -> None:
        """Let time pass; each ring on the way is heard at its own moment."""
        while True:
            with self.app.store.read() as work:
                ring = next_ring(work)
            if ring is None or ring > moment:
                break
            self.hand.moment = max(self.hand.moment, ring)
            self.wake(self.app)
            self.woken += 1
        self.hand.moment = max(self.hand.moment, moment)
        self.wake(self.app)

    def working_day(self, day: date, after: int = 0) -> date:
        """The working day that is `after` working days behind a day, before it when negative."""
        if after or self.calendar.is_working_day(day):
            return self.calendar.working_day_after(day, after)
        return self.calendar.next_working_day(day)
