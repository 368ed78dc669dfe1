"""Builds the ladder of rungs that hangs on each obligation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from policies import statements as s
from policies.consequences import is_beaten, timer_obligation
from policies.durations import Duration, Unit
from policies.rules import Rule
from policies.settings import slot_of
from policies.verdicts import Rung, Side

_ROUGH_HOURS = {
    Unit.HOURS: 1,
    Unit.DAYS: 24,
    Unit.WORKING_DAYS: 34,
    Unit.WEEKS: 168,
    Unit.MONTHS: 730,
    Unit.YEARS: 8760,
}
"""Only to order rungs of different units; when each is due is counted exactly elsewhere."""


def build_rungs(rules: Iterable[Rule]) -> Mapping[tuple[str, str], tuple[Rung, ...]]:
    """For each (kind, obligation) its rungs in time order, keyed by consequence and level."""
    found: dict[tuple[str, str], list[Rung]] = defaultdict(list)
    for rule in rules:
        place = _place(rule.when)
        if place is None:
            continue
        obligation, side, distance = place
        if isinstance(rule.when, s.Since):
            obligation = timer_obligation(rule)
        for then in rule.then:
            if not isinstance(then, s.RollTo):
                found[rule.kind, obligation].append(Rung("", side, distance, rule, then))
    return {key: _numbered(rungs) for key, rungs in found.items()}


def _place(when: s.When) -> tuple[str, Side, Duration | None] | None:
    if isinstance(when, s.Remaining):
        return when.trigger, Side.BEFORE, when.duration
    if isinstance(when, s.Overdue | s.Since):
        return when.trigger, Side.AT, None
    if isinstance(when, s.OverdueBy):
        return when.trigger, Side.AFTER, when.duration
    return None


def _order(rung: Rung) -> float:
    if rung.distance is None:
        return 0.0
    hours = rung.distance.amount * _ROUGH_HOURS[rung.distance.unit]
    return float(-hours if rung.side is Side.BEFORE else hours)


def _numbered(rungs: list[Rung]) -> tuple[Rung, ...]:
    seen: Counter[str] = Counter()
    escalations: dict[float, int] = {}
    numbered = []
    for rung in sorted(rungs, key=_order):
        name = consequence_name(rung.then)
        seen[name] += 1
        key = name if seen[name] == 1 else f"{name}#{seen[name]}"
        level = 0
        if isinstance(rung.then, s.Escalate):
            level = escalations.setdefault(_order(rung), len(escalations) + 1)
        numbered.append(replace(rung, key=key, level=level, beaten_by=_beating(rung, rungs)))
    return tuple(numbered)


def _beating(rung: Rung, rungs: Iterable[Rung]) -> tuple[Rule, ...]:
    """The more specific rules that settle at this very point what the rung settles."""
    slot = slot_of(rung.then)
    if slot is None:
        return ()
    return tuple(
        one.rule
        for one in rungs
        if (one.side, one.distance, slot_of(one.then)) == (rung.side, rung.distance, slot)
        and is_beaten(rung.rule, [one.rule])
    )


def consequence_name(then: s.Then) -> str:
    """A short stable name, like `escalate:supervision_leader` or `chaser:rectification_owner`."""
    if isinstance(then, s.Escalate):
        return f"escalate:{then.role}"
    if isinstance(then, s.Tell):
        return f"{then.notice}:{then.role}"
    if isinstance(then, s.HappensByItself):
        return f"move:{then.trigger}"
    values = (str(getattr(then, item.name)) for item in fields(then))
    return ":".join((type(then).__name__.lower(), *values))
