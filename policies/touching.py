"""What a change of the rules can touch: which triggers, checks and clocks have to be judged anew.

Rules are compared by what they say, wherever they stand in the text. What is not named here is
judged alike by both policies, whatever the facts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from policies import statements as s
from policies.asking import Ask
from policies.judging import Policy, subject_of
from policies.rules import Rule
from statemachines.table import COMMON_TRIGGERS
from statemachines.tables import TABLES

_ABOUT_TRIGGERS = (s.AboutTo, s.ConflictedAboutTo, s.DoerAboutTo)
_ABOUT_SIGNING = (s.AboutToSign, s.ConflictedAboutToSign)
_OF_LADDERS = (s.Remaining, s.Overdue, s.OverdueBy)
_OF_THE_PRESENT = (*_ABOUT_TRIGGERS, *_ABOUT_SIGNING, *_OF_LADDERS, s.Judging, s.Since)
_COMMON = tuple(sorted(COMMON_TRIGGERS - {"open"}))

_Occasion = tuple[type[s.When], str, str]
_Places = dict[_Occasion, set[str | None]]
"""For each occasion the states in which it is judged by other rules; None stands for any state."""


@dataclass(frozen=True, slots=True)
class Here:
    """What has to be judged anew of the cases of a kind in a state."""

    triggers: tuple[str, ...]
    checks: tuple[str, ...]
    clocks: bool

    def __bool__(self) -> bool:
        """Whether it is anything at all."""
        return bool(self.triggers or self.checks or self.clocks)


class Touched:
    """What two policies may judge differently; sound, not sharp: much of it may come out alike.

    `gone` and `come` are how many rules only the old and only the new one has, `later` how many of
    these say nothing of cases as they stand, only of what follows from the next thing that is done.
    """

    def __init__(self, old: Policy, new: Policy) -> None:
        """Compare the policies once; every question after that is a look-up."""
        self._policies = (old, new)
        before, after = old.ruleset.rules, new.ruleset.rules
        gone, come = tuple(_only_in(before, after)), tuple(_only_in(after, before))
        differing = (*gone, *come)
        self.gone, self.come = len(gone), len(come)
        self.later = sum(not _speaks_of_the_present(rule) for rule in differing)
        self._checks = _checks_of(differing, self._all_rules())
        by_checks = [rule for rule in self._all_rules() if _looks_at(rule, self._checks)]
        self._places = _places((*differing, *by_checks))
        self._known: dict[tuple[str, str], Here] = {}

    def of(self, kind: str, state: str) -> Here:
        """What of the cases in a state is to be judged anew."""
        found = self._known.get((kind, state))
        if found is None:
            found = self._known[kind, state] = Here(
                tuple(self._triggers(kind, state)),
                tuple(self._check_names(kind, state)),
                self._has_clocks(kind, state),
            )
        return found

    def _triggers(self, kind: str, state: str) -> Iterator[str]:
        for trigger in (*TABLES[kind].triggers_from(state), *_COMMON):
            if self._sees_more(kind) or any(
                self._speaks((when, kind, trigger), state) for when in _ABOUT_TRIGGERS
            ):
                yield trigger

    def _check_names(self, kind: str, state: str) -> Iterator[str]:
        names = (name for policy in self._policies for name in policy.checks_of(kind))
        for check in dict.fromkeys(names):
            signed = any(self._speaks((when, kind, check), state) for when in _ABOUT_SIGNING)
            if signed or (kind, check) in self._checks or self._sees_more(kind):
                yield check

    def _has_clocks(self, kind: str, state: str) -> bool:
        return any(
            kind == of_kind and (issubclass(when, _OF_LADDERS) or _holds_in(states, state))
            for (when, of_kind, _), states in self._places.items()
            if issubclass(when, (*_OF_LADDERS, s.After, s.Since, s.Every))
        )

    def _sees_more(self, kind: str) -> bool:
        """Whether one of them is shown something of the cases of a kind that the other is not."""
        old, new = self._policies
        return any(old.asks(kind, thing) is not new.asks(kind, thing) for thing in Ask)

    def _speaks(self, occasion: _Occasion, state: str) -> bool:
        return _holds_in(self._places.get(occasion, ()), state)

    def _all_rules(self) -> Iterator[Rule]:
        for policy in self._policies:
            yield from policy.ruleset.rules


def differing_rules(old: Iterable[Rule], new: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that one side has more often than the other, by what they say: the old, the new."""
    before, after = tuple(old), tuple(new)
    yield from _only_in(before, after)
    yield from _only_in(after, before)


def _only_in(ours: Iterable[Rule], theirs: Iterable[Rule]) -> Iterator[Rule]:
    known = Counter((rule.given, rule.when, rule.then) for rule in theirs)
    for rule in ours:
        said = rule.given, rule.when, rule.then
        known[said] -= 1
        if known[said] < 0:
            yield rule


def _checks_of(differing: Iterable[Rule], rules: Iterable[Rule]) -> frozenset[tuple[str, str]]:
    """The (kind, check) that are derived by other rules, or from checks that are."""
    deriving = [rule for rule in rules if isinstance(rule.when, s.Judging)]
    found = {_check_of(rule) for rule in differing if isinstance(rule.when, s.Judging)}
    while more := {_check_of(rule) for rule in deriving if _looks_at(rule, found)} - found:
        found |= more
    return frozenset(found)


def _check_of(rule: Rule) -> tuple[str, str]:
    return rule.kind, subject_of(rule.when)


def _looks_at(rule: Rule, checks: Collection[tuple[str, str]]) -> bool:
    """Whether the rule depends on one of the checks."""
    return any(
        (rule.kind, item.check) in checks
        for item in (*rule.given, *rule.then)
        if isinstance(item, s.CheckFails | s.NeedsCheck)
    )


def _places(rules: Iterable[Rule]) -> _Places:
    found: _Places = {}
    for rule in rules:
        if _speaks_of_the_present(rule):
            occasion = type(rule.when), rule.kind, subject_of(rule.when)
            # A timer starts with its event, wherever the case stands by then.
            state = None if isinstance(rule.when, s.Since) else rule.state
            found.setdefault(occasion, set()).add(state)
    return found


def _speaks_of_the_present(rule: Rule) -> bool:
    """Whether it can matter to a case to which nothing more happens than that time goes by."""
    if isinstance(rule.when, _OF_THE_PRESENT):
        return True
    return any(isinstance(then, s.MustHappen | s.MustTell) for then in rule.then)


def _holds_in(states: Collection[str | None], state: str) -> bool:
    return None in states or state in states
