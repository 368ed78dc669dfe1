"""What policy judges: the facts of one case at one moment, and who wants to act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.people import SYSTEM

Value = Any
"""A JSON-native field value: a code, a text, a number, an ISO date, a list, or None."""


MISSED = "missed:"
"""Before the name of a trigger in `Facts.done`: how many occurrences of it were never answered."""


APPROVAL = "approve:"
"""Before the name of a trigger in `Facts.endorsements`: who has approved it, in order."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody signed a check, having seen the facts with this hash."""

    person_id: str
    role: str
    facts_hash: str


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Somebody put their name to a trigger that needs more than one."""

    person_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """Leave, as long as it lives, to do `trigger` once although one gate stands against it.

    `clause` is the gate's key: what it says, wherever it stands (`policies.waivers.clause_key`).
    """

    id: str
    trigger: str
    clause: str


@dataclass(frozen=True, slots=True)
class Child:
    """What a case may know of one next to it in the tree: a parent of a child, or a child of it."""

    kind: str
    state: str
    done: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, Value] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """One case as policy sees it.

    `units` is the responsible unit and its ancestors, nearest first; `parent` is the case above,
    known only where the form asks for it. `done` counts how often each
    trigger happened since the case was opened or last reopened; `doers` keeps who did it, for ever.
    `waivers` are those that live at this moment; who judges later has to load them anew.
    """

    kind: str
    state: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    done: Mapping[str, int] = field(default_factory=dict)
    doers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    children: tuple[Child, ...] = ()
    documents: frozenset[str] = frozenset()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    endorsements: Mapping[str, tuple[Endorsement, ...]] = field(default_factory=dict)
    parent: Child | None = None
    away: bool = False
    waivers: tuple[Waiver, ...] = ()

    def moved(self, trigger: str, state: str) -> Facts:
        """The same case after `trigger` led it to `state`."""
        return replace(
            self, state=state, done={**self.done, trigger: self.done.get(trigger, 0) + 1}
        )

    def approvals(self, trigger: str) -> tuple[Endorsement, ...]:
        """Who has approved that `trigger` be done, as the case now stands."""
        return self.endorsements.get(APPROVAL + trigger, ()) if self.endorsements else ()

    def missed(self, trigger: str) -> Facts:
        """The same case after an occurrence of `trigger` was never answered."""
        name = f"{MISSED}{trigger}"
        return replace(self, done={**self.done, name: self.done.get(name, 0) + 1})

    def changed(self, fields: Mapping[str, Value]) -> Facts:
        """The same case with these fields set (None empties a field)."""
        return replace(self, fields={**self.fields, **fields})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants to act on a case, with the roles they hold *for this case*.

    `conflicted` says that they have an interest in it: they belong to or head the responsible unit,
    carried out the work, or are its subject or related to the subject.
    """

    id: str
    roles: frozenset[str] = field(default_factory=frozenset)
    conflicted: bool = False
    on_behalf_of: str | None = None


SYSTEM_ACTOR = Actor(SYSTEM, frozenset({SYSTEM}))
"""Timers act as the system: named by policy like anybody else, and passing the same gates."""


def is_empty(value: Value) -> bool:
    """Whether a field counts as not filled in: absent, blank or an empty list."""
    return value is None or value in ("", [], ())
