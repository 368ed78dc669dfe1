"""What a step of the sample story is: one real command, done once however often it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from casework.acting import Request, act
from casework.app import App
from casework.opening import Opening, open_case
from casework.signing import sign_check
from domain.errors import NotFound
from store.cases import find_case

ROUND = "R1"
"""The number of the story's round: the first one of a fresh installation."""


class Step(Protocol):
    """One command of the story."""

    def run(self, app: App) -> None:
        """Do it, unless it was done by an earlier, interrupted telling of the story."""


@dataclass(frozen=True, slots=True)
class Open:
    """Somebody enters a case; `number` is the one it will get."""

    number: str
    kind: str
    by: str
    fields: Mapping[str, str]
    parent: str | None = None

    def run(self, app: App) -> None:
        """Open the case unless its number is taken."""
        if state_of(app, self.number) is None:
            open_case(app, Opening(self.kind, self.by, self.fields, parent=self.parent))


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does a trigger; nobody does the same one to a case twice in the story."""

    case: str
    trigger: str
    by: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def run(self, app: App) -> None:
        """Do the trigger unless this very step is on the record."""
        command = f"story:{self.trigger}:{self.by}"
        act(app, Request(self.case, self.trigger, self.by, self.fields, command_id=command))


@dataclass(frozen=True, slots=True)
class Sign:
    """Somebody signs a check of a finding that waits to be struck off."""

    case: str
    check: str
    by: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def run(self, app: App) -> None:
        """Sign while the finding waits; a second signature in place of the first does no harm."""
        if state_of(app, self.case) == "to_be_struck_off":
            sign_check(app, self.case, self.check, by=self.by, fields=dict(self.fields))


def state_of(app: App, number: str) -> str | None:
    """The state of the case with that number; None when there is none yet."""
    with app.store.read() as work:
        try:
            return find_case(work, number).state
        except NotFound:
            return None


def measure(number: str, sub_problem: int, done: Measure) -> tuple[Step, ...]:
    """A corrective action from plan to verification, by another person than who did it."""
    planned = {
        "action_text": done.text,
        "action_class": "correction",
        "sub_problem": str(sub_problem),
        "doer": done.doer,
        "verifier": done.verifier,
        "action_due_on": done.due_on,
    }
    parent = number.rpartition("-")[0]
    return (
        Open(number, "action", done.by, planned, parent=parent),
        Act(number, "begin", done.doer),
        Act(number, "complete", done.doer, {"action_result": done.result}),
        Act(number, "verify", done.verifier, {"verification_note": done.note}),
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done about one sub-problem, by whom, and what was found when it was verified."""

    text: str
    by: str
    doer: str
    verifier: str
    due_on: str
    result: str
    note: str
