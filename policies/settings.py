"""What a rule sets that can only be set once for a case: clocks, values, verdicts, moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policies import statements as s
from policies.rules import Rule

Slot = tuple[str, ...]
"""What is set: a name and the ids that belong to it."""

_Setting = tuple[Slot, object]

_SETTINGS: Mapping[type[s.Then], Callable[[Any], _Setting]] = {
    s.MustHappen: lambda then: (("must", then.trigger), then.limit),
    s.Excuse: lambda then: (("must", then.trigger), type(then)),
    s.MustTell: lambda then: (("tell", then.content, then.party), then.limit),
    s.SetField: lambda then: (("field", then.field), then.value),
    s.AssignedTo: lambda then: (("assigned", then.trigger), then.role),
    s.HappensByItself: lambda then: (("move",), then.trigger),
    s.CheckHolds: lambda then: (("check", then.check), type(then)),
    s.CheckDoesNotHold: lambda then: (("check", then.check), type(then)),
    s.PauseClock: lambda then: (("clocks",), type(then)),
    s.ResumeClock: lambda then: (("clocks",), type(then)),
}


def slot_of(then: s.Then) -> Slot | None:
    """What a consequence sets, None for one that settles nothing."""
    setting = _SETTINGS.get(type(then))
    return None if setting is None else setting(then)[0]


def settings(rule: Rule) -> Iterator[_Setting]:
    """Each slot that the rule sets, with its value; a clock's with how it rolls and extends."""
    manner = frozenset(item for item in rule.then if isinstance(item, s.RollTo | s.MayExtend))
    for then in rule.then:
        setting = _SETTINGS.get(type(then))
        if setting is not None:
            slot, value = setting(then)
            yield slot, (value, manner) if isinstance(then, s.MustHappen | s.MustTell) else value
