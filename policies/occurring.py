"""What policy owes by the calendar: which clocks wait for it, and who goes before whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policies import statements as s
from policies.limits import ByDayOfMonth, ByMonthEnd, ByTime, Limit, Recurring, Roll
from policies.occurrences import due_minutes
from policies.rules import Rule
from policies.specificity import strictly_more_specific
from policies.verdicts import Consequence, Start

TIMER = "every:"
"""With this begins the name of a clock that waits for the next occurrence, and opens it."""


class Timer(NamedTuple):
    """What the name of such a clock says: what is owed, by which calendar, until when."""

    trigger: str
    calendar: str
    limit: str
    roll: str

    @property
    def name(self) -> str:
        """`every:report:weekly-4:17.00:preceding`: by content, never by line."""
        return TIMER + ":".join(self)

    @classmethod
    def named(cls, name: str) -> Timer:
        """Reads a name back."""
        return cls(*name.removeprefix(TIMER).split(":"))


def is_timer(obligation: str) -> bool:
    """Whether a clock waits for the next occurrence."""
    return obligation.startswith(TIMER)


def timers_of(rule: Rule) -> Iterator[Start]:
    """The clocks that wait for what a calendar rule makes owed; an excuse alone starts none."""
    if not isinstance(rule.when, s.Every):
        return
    roll = roll_of(rule)
    for then in rule.then:
        if isinstance(then, s.MustHappen):
            limit = Recurring(rule.when.calendar, then.limit)
            name = _timer(rule.when, then, roll).name
            yield Start(name, limit, roll, rule, bound=rule.state is not None)


def roll_of(rule: Rule) -> Roll:
    """What the rule says of days off; without a word nothing moves."""
    return next((then.roll for then in rule.then if isinstance(then, s.RollTo)), Roll.NONE)


def _timer(when: s.Every, then: s.MustHappen, roll: Roll) -> Timer:
    return Timer(then.trigger, when.calendar.code, _limit_code(then.limit), roll.value)


def _limit_code(limit: Limit) -> str:
    if isinstance(limit, ByDayOfMonth):
        return f"day-{limit.day}"
    if isinstance(limit, ByMonthEnd):
        return "month-end"
    hours, minutes = divmod(due_minutes(limit), 60)
    return f"{hours}.{minutes:02}" if isinstance(limit, ByTime) else "day-end"


def governing(rules: Iterable[Rule], timer: Timer) -> tuple[Consequence, ...]:
    """What holds for an occurrence of a timer, of all calendar rules about the case.

    Clauses of the same calendar about the same trigger compete, and the more specific one wins. An
    occurrence is owed by its own timer's clause only; an excuse counts where that clause would
    otherwise apply.
    """
    rivals = [
        Consequence(rule, then)
        for rule in rules
        for then in rule.then
        if isinstance(rule.when, s.Every)
        and rule.when.calendar.code == timer.calendar
        and isinstance(then, s.MustHappen | s.Excuse)
        and then.trigger == timer.trigger
    ]
    owed = [item for item in rivals if _is_of(item, timer)]
    if not owed:
        return ()
    return tuple(
        item
        for item in rivals
        if (item in owed or isinstance(item.then, s.Excuse))
        and not any(strictly_more_specific(other.rule, item.rule) for other in rivals)
    )


def _is_of(item: Consequence, timer: Timer) -> bool:
    """Whether a clause is what a timer was started for."""
    when, then = item.rule.when, item.then
    if not isinstance(when, s.Every) or not isinstance(then, s.MustHappen):
        return False
    return _timer(when, then, roll_of(item.rule)) == timer
