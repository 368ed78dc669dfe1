"""How a habit is carried out on a case: the usual way, unless the plot has something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.sample.rounds.chores import Chores
from holdfast.sample.rounds.desk import Desk
from holdfast.sample.rounds.plot import SAYS, Plot, Want, keys_of
from store.queries.roll import RollLine

_TWO_WEEKS = 10
_TRIGGER_SAYS: Mapping[str, Mapping[str, str]] = {
    "pass_survey": {"people_asked": "6", "people_satisfied_count": "6"},
    "issue_slip": {"deduction_manner": "by_pay", "deducted_amount": "2000元", "joint_rate": "50"},
}


@dataclass
class Conduct:
    """What everybody does in this story; `concluding` is what a review says, by its number."""

    desk: Desk
    plot: Plot
    chores: Chores
    concluding: dict[str, Mapping[str, str]]

    def __call__(self, line: RollLine, trigger: str) -> bool:
        """Carry out a habit; False when something stands against it, and it waits a day."""
        for key in keys_of(line, trigger):
            for want in self.plot.wants.pop(key, ()):
                self._want(line, want)
            instead = self.plot.instead.get(key, ())
            if instead and self._do(line, instead[0]):
                self.plot.instead[key] = instead[1:]
                return True
        chore = self.chores.all().get(trigger)
        return self._do(line, trigger) if chore is None else chore(self.desk, line)

    def _want(self, line: RollLine, want: Want) -> None:
        if want.check:
            self.desk.want_to_sign(line.number, want.check, want.by)
        else:
            self.desk.want(line.number, want.trigger, want.by, want.said)

    def _do(self, line: RollLine, trigger: str) -> bool:
        return self.desk.do(line.number, trigger, self._said(line, trigger))

    def _said(self, line: RollLine, trigger: str) -> Mapping[str, str]:
        if trigger == "conclude":
            return self.concluding[line.number]
        for key in keys_of(line, trigger):
            if key in SAYS:
                return SAYS[key]
        if (line.kind, trigger) == ("finding", "submit_plan"):
            return self._new_date(line)
        return _TRIGGER_SAYS.get(trigger, {})

    def _new_date(self, line: RollLine) -> Mapping[str, str]:
        """A finding that was put back gets a date that lies ahead."""
        today = self.desk.player.hand.today
        if self.desk.papers.row_of(line.number).due > today:
            return {}
        return {"due_on": self.desk.player.working_day(today, _TWO_WEEKS).isoformat()}
