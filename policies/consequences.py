"""What an event starts and sets; of two rules that settle the same the more specific wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from policies import statements as s
from policies.counting import Roll, Within
from policies.rules import Rule
from policies.settings import Slot, slot_of
from policies.specificity import strictly_more_specific
from policies.verdicts import Consequence, Start


def starts_of(rules: list[Rule]) -> list[Start]:
    """The clocks that these matching rules start.

    Several starts for one obligation may be left when no rule is the more specific: the caller
    keeps the earliest due moment.
    """
    by_obligation: dict[str, list[Start]] = defaultdict(list)
    for rule in rules:
        for start in _starts(rule):
            by_obligation[start.obligation].append(start)
    return [
        start
        for starts in by_obligation.values()
        for start in starts
        if len(starts) == 1
        or not any(strictly_more_specific(other.rule, start.rule) for other in starts)
    ]


def settled(consequences: Iterable[Consequence]) -> tuple[Consequence, ...]:
    """The consequences of matching rules, without what a more specific rule sets otherwise."""
    found = [(slot_of(one.then), one) for one in consequences]
    setting: dict[Slot | None, list[Rule]] = defaultdict(list)
    for slot, one in found:
        setting[slot].append(one.rule)
    return tuple(
        one for slot, one in found if slot is None or not is_beaten(one.rule, setting[slot])
    )


def is_beaten(rule: Rule, rivals: Iterable[Rule]) -> bool:
    """Whether one of the rivals, which set the same, is the more specific."""
    return any(one is not rule and strictly_more_specific(one, rule) for one in rivals)


def opened_kind(then: s.Then) -> str | None:
    """The kind of case that a consequence opens, or None."""
    if isinstance(then, s.OpenCase | s.IssueToUnits):
        return then.kind
    if isinstance(then, s.Reward):
        return "reward"
    return "deduction" if isinstance(then, s.Deduct) else None


def timer_obligation(rule: Rule) -> str:
    """The name of the clock of a timer (`T满N日`): by trigger and consequence, never by line."""
    when, then = rule.when, rule.then[0]
    trigger = when.trigger if isinstance(when, s.Since) else ""
    names = (getattr(then, name, None) for name in ("trigger", "role", "kind"))
    subject = next((name for name in names if name), "")
    return f"since:{trigger}:{type(then).__name__}:{subject}"


def _starts(rule: Rule) -> list[Start]:
    roll = next((then.roll for then in rule.then if isinstance(then, s.RollTo)), Roll.NONE)
    extend = next((then for then in rule.then if isinstance(then, s.MayExtend)), None)
    times, by = (0, None) if extend is None else (extend.times, extend.duration)
    bound = rule.state is not None
    if isinstance(rule.when, s.Since):
        limit = Within(rule.when.duration)
        return [Start(timer_obligation(rule), limit, roll, rule, bound, times, by)]
    found = []
    for then in rule.then:
        if isinstance(then, s.MustHappen):
            found.append(Start(then.trigger, then.limit, roll, rule, bound, times, by))
        elif isinstance(then, s.MustTell):
            name = f"tell:{then.content}:{then.party}"
            found.append(Start(name, then.limit, roll, rule, bound=False))
    return found
