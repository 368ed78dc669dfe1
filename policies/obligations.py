"""What a rule obliges to, and which of its time limits can end on a day off."""

from __future__ import annotations

from collections.abc import Iterator

from policies import statements as s
from policies.durations import Unit
from policies.limits import ByDate, ByDayOfMonth, ByMonthEnd, Limit, Within
from policies.recurrence import WorkingRecurrence
from policies.rules import Rule

_NEVER_ROLL = frozenset({Unit.HOURS, Unit.WORKING_DAYS})


def obligations(rule: Rule) -> Iterator[s.MustHappen | s.MustTell]:
    """What must happen or be told by this rule, in the order of the text."""
    return (then for then in rule.then if isinstance(then, s.MustHappen | s.MustTell))


def can_roll(limit: Limit) -> bool:
    """Whether the limit may end on a day off, so that policy has to say what happens then.

    Hours run through, working days end on one, and a time of the same day is meant as it stands.
    """
    if isinstance(limit, Within):
        return limit.duration.unit not in _NEVER_ROLL
    return isinstance(limit, ByDate | ByDayOfMonth | ByMonthEnd)


def asks_for_roll(rule: Rule) -> bool:
    """Whether a convention for days off is missing: for what must happen, not for mere timers."""
    return takes_roll(rule) and not isinstance(rule.when, s.Since) and not says_roll(rule)


def takes_roll(rule: Rule) -> bool:
    """Whether a convention for days off would do anything in this rule."""
    if isinstance(rule.when, s.Since):
        return rule.when.duration.unit not in _NEVER_ROLL
    if isinstance(rule.when, s.Every):
        # Whatever the time of day: the Thursday itself can be a holiday, a working day cannot.
        moves = not isinstance(rule.when.calendar, WorkingRecurrence)
        return moves and any(obligations(rule))
    return any(can_roll(item.limit) for item in obligations(rule))


def says_roll(rule: Rule) -> bool:
    """Whether the rule itself says what happens on a day off."""
    return any(isinstance(then, s.RollTo) for then in rule.then)
