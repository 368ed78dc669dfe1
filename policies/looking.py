"""What the judgement of a trigger looks at, so that cases that show the same are judged once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import singledispatch

from domain.facts import Facts, is_empty
from policies import statements as s
from policies.judging import Policy
from policies.rules import Rule

Look = Callable[[Facts], Hashable]

_OCCASIONS = (s.AboutTo, s.ConflictedAboutTo, s.DoerAboutTo)
_TAKES_MORE = (s.CheckFails, s.ChildrenWithout, s.NeedsCheck, s.NeedsApproval, s.Jointly)
"""What looks at checks, children or names that others have put: too much to be put together."""


def looks_of(policies: Iterable[Policy], kind: str, state: str, trigger: str) -> Look | None:
    """Puts together everything at which any of the policies looks in judging a trigger.

    Two cases in that state that show the same, and that have no waiver, are judged alike by each of
    the policies for whoever has done nothing to them. None where that is too much to put together.
    """
    found: dict[object, Look] = {}
    for rule in _rules(policies, kind, state, trigger):
        if isinstance(rule.when, s.DoerAboutTo):
            found["did", rule.when.done] = _did(rule.when.done)
        for item in (*rule.given, *rule.then):
            if isinstance(item, _TAKES_MORE):
                return None
            look = look_at(item)
            if look is not None:
                found[item] = look
    looks = tuple(found.values())
    return lambda facts: tuple([look(facts) for look in looks])


def _rules(policies: Iterable[Policy], kind: str, state: str, trigger: str) -> Iterable[Rule]:
    for policy in policies:
        for occasion in _OCCASIONS:
            for clause in policy.clauses(occasion, kind, trigger):
                if clause.state in (None, state):
                    yield clause.rule


def _did(trigger: str) -> Look:
    return lambda facts: bool(facts.doers.get(trigger))


@singledispatch
def look_at(item: s.Statement) -> Look | None:
    """What a condition or a consequence looks at; None for one that looks at nothing else.

    Raises: TypeError for a condition that nobody has thought of here.
    """
    if isinstance(item, s.Given) and not isinstance(item, s.InState):
        raise TypeError(type(item).__name__)
    return None


@look_at.register(s.Without)
@look_at.register(s.Past)
def _done(item: s.Without | s.Past) -> Look:
    return lambda facts: bool(facts.done.get(item.trigger))


@look_at.register(s.FieldIs)
@look_at.register(s.FieldBelow)
@look_at.register(s.FieldReached)
@look_at.register(s.FieldAbove)
def _value(item: s.FieldIs | s.Bound) -> Look:
    name = item.field
    return lambda facts: repr(facts.fields.get(name))


@look_at.register(s.FieldMissing)
@look_at.register(s.NeedsField)
def _missing(item: s.FieldMissing | s.NeedsField) -> Look:
    name = item.field
    return lambda facts: is_empty(facts.fields.get(name))


@look_at.register
def _listed(item: s.OnList) -> Look:
    return lambda facts: item.list in facts.lists


@look_at.register
def _within(item: s.UnitWithin) -> Look:
    return lambda facts: item.unit in facts.units


@look_at.register
def _away(_: s.UnitAway) -> Look:
    return lambda facts: facts.away


@look_at.register
def _attached(item: s.NeedsDocument) -> Look:
    return lambda facts: item.document in facts.documents
