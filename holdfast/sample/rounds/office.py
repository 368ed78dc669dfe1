"""The office's day: hour by hour, whatever is due by habit is done, and what cannot be, waits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from casework.casefile import CaseFile
from holdfast.sample.rounds.desk import Desk
from holdfast.sample.rounds.habits import HABITS, Habit
from holdfast.sample.rounds.hand import HERE, moment_on
from holdfast.sample.rounds.plot import keys_of
from store.queries.roll import RollLine, roll_of_cases

HOURS = (9, 10, 11, 14, 15, 16, 17)


@dataclass
class Turn:
    """A habit that waits for its moment on one case."""

    habit: Habit
    at: datetime


@dataclass
class Watched:
    """A case in its present state with what is to be done in it."""

    line: RollLine
    turns: list[Turn]


@dataclass
class Office:
    """Everybody at work: `does` what a habit says; `waits` puts a habit on a case off to a day.

    What is said of `early` cases does not wait until it is true.
    """

    desk: Desk
    does: Callable[[RollLine, str], bool]
    waits: Mapping[tuple[str, str], date]
    early: Collection[str]
    watched: dict[str, Watched] = field(default_factory=dict)

    def day(self, day: date, happens: Callable[[date, int], bool]) -> None:
        """One day, hour by hour if it is a working day; what `happens` comes first.

        Whoever has nothing to do looks again the next morning.
        """
        player = self.desk.player
        if player.working_day(day) != day:
            return
        for hour in HOURS:
            player.wait_until(moment_on(day, hour))
            if not happens(day, hour) and hour != HOURS[0] and not self._anything_waits():
                continue
            self._notice()
            while self._work():
                player.wake(player.app)
                self._notice()

    def _anything_waits(self) -> bool:
        now = self.desk.player.hand.moment
        return any(turn.at <= now for seen in self.watched.values() for turn in seen.turns)

    def _notice(self) -> None:
        """See which cases are new or have moved, and take up what is to be done in them."""
        with self.desk.app.store.read() as work:
            roll = roll_of_cases(work)
        for line in roll:
            known = self.watched.get(line.id)
            if known is not None and known.line.version == line.version:
                continue
            if known is not None and known.line.state == line.state:
                known.line = line
                continue
            self.watched[line.id] = Watched(line, self._turns(line))

    def _turns(self, line: RollLine) -> list[Turn]:
        habits = HABITS.get((line.kind, line.state), ())
        return [Turn(habit, self._when(line, habit)) for habit in habits]

    def _when(self, line: RollLine, habit: Habit) -> datetime:
        usual = habit.when(self.desk.player, lambda: self.desk.look(line.number, _file))
        put_off = [self.waits[key] for key in keys_of(line, habit.trigger) if key in self.waits]
        return max([usual, *(moment_on(day, HOURS[1]) for day in put_off)])

    def _work(self) -> bool:
        """Do everything whose moment has come; whether anything was done."""
        now, did = self.desk.player.hand.moment, False
        for seen in list(self.watched.values()):
            for turn in list(seen.turns):
                if turn.at <= now and self._do(seen, turn):
                    did = True
                    break
        return did

    def _do(self, seen: Watched, turn: Turn) -> bool:
        line, habit = seen.line, turn.habit
        if not self._is_ready(line, habit) or not self.does(line, habit.trigger):
            turn.at = self._tomorrow(turn.at)
            return False
        if habit.again:
            turn.at = self._when(line, habit)
        else:
            seen.turns.remove(turn)
        return True

    def _is_ready(self, line: RollLine, habit: Habit) -> bool:
        if habit.ready is None or line.number in self.early:
            return True
        return self.desk.look(line.number, habit.ready)

    def _tomorrow(self, at: datetime) -> datetime:
        local = at.astimezone(HERE)
        day = self.desk.player.working_day(max(local.date(), self.desk.player.hand.today), 1)
        return moment_on(day, max(local.hour, HOURS[0]))


def _file(file: CaseFile) -> CaseFile:
    return file
