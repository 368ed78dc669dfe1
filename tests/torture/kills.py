"""SIGKILL before and after every step of everything: all or nothing, and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.bootstrap import open_app
from store.verify import verify_chain
from tests.torture.steps import carried_out, killed_at, rehearse
from tests.torture.tally import Tally
from tests.torture.traces import compare, trace

if TYPE_CHECKING:
    from casework.settings import Settings
    from tests.torture.ground import Ground, Template
    from tests.torture.steps import Command
    from tests.torture.traces import Trace
    from tests.torture.trials import Trial


def killed_everywhere(ground: Ground, trial: Trial, *, every: int = 1) -> Tally:
    """Kill the trial at each step, or at each so many-th; what is left is checked every time.

    After a kill either nothing has happened, or everything. What happens by itself may also have
    happened in part: then it is done again, and everything has happened once.
    """
    commands: list[Command] = []
    template = ground.prepare(lambda world: commands.append(trial.build(world)))
    killing = _Killing(template, commands[0], by_itself=trial.by_itself)
    return killing.run(every)


class _Killing:
    def __init__(self, template: Template, command: Command, *, by_itself: bool) -> None:
        self._template = template
        self._command = command
        self._by_itself = by_itself
        self._before = trace(template.settings)
        with template.copy() as settings:
            self._steps = rehearse(settings, command)
            self._after = trace(settings)

    def run(self, every: int) -> Tally:
        """Every step once; a copy serves as long as the kills leave it untouched."""
        assert self._after != self._before, "the trial does nothing"
        total = Tally(0)
        numbers = iter(range(1, len(self._steps) + 1, every))
        number = next(numbers, None)
        while number is not None:
            with self._template.copy() as settings:
                untouched = True
                while untouched and number is not None:
                    # With a file that an earlier try has left there are fewer steps to take.
                    killed = killed_at(settings, self._command, number)
                    found = trace(settings)
                    untouched = found == self._before
                    assert killed or not untouched, "the command did nothing"
                    if not untouched:
                        total = total.plus(self._left(settings, found, number))
                    else:
                        total = total.plus(Tally(1))
                    number = next(numbers, None)
                if untouched:
                    # Nothing lies in the way of doing it now.
                    carried_out(settings, self._command)
                    total = total.plus(compare(self._after, trace(settings)))
        return total

    def _left(self, settings: Settings, found: Trace, number: int) -> Tally:
        if self._by_itself:
            carried_out(settings, self._command)
            found = trace(settings)
        tally = compare(self._after, found)
        if not tally.held:
            tally = compare(self._after, found, remark=f"step {number} {self._steps[number - 1]}")
        return tally if _chain_is_whole(settings) else Tally(1, lost=1, remark="broken chain")


def _chain_is_whole(settings: Settings) -> bool:
    app = open_app(settings)
    try:
        return verify_chain(app.store).ok
    finally:
        app.close()
