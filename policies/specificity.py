"""Which of two scopes is the narrower one, and whether both can be true of one case."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from domain.forms import FORMS
from domain.forms.fields import HowMany
from policies import statements as s
from statemachines.tables import TABLES

if TYPE_CHECKING:
    from policies.rules import Rule

Scope = tuple[s.Given, ...]


def implies(a: Scope, b: Scope) -> bool:
    """Whether every case that meets all of `a` certainly meets all of `b`.

    Structural and sound: a negative answer may only mean that it cannot be shown. What a state
    tells about the history of a case is read off the machine's table.
    """
    return all(item in a or any(_implies_one(known, item) for known in a) for item in b)


def strictly_more_specific(a: Rule, b: Rule) -> bool:
    """Whether the scope of `a` is strictly within the scope of `b`: then `a` goes before `b`."""
    return a.given != b.given and implies(a.given, b.given) and not implies(b.given, a.given)


def can_hold_together(a: Scope, b: Scope) -> bool:
    """Whether one case can meet all of `a` and all of `b`, as far as can be seen.

    Two different units are taken for separate parts of the organisation: the language does not see
    the tree. Where one lies within the other, both rules apply and the earlier due date wins.
    """
    return not any(_excludes(left, right) for left in a for right in b)


def is_possible(scope: Scope) -> bool:
    """Whether any case can meet all of `scope`."""
    return can_hold_together(scope, scope)


def _implies_one(a: s.Given, b: s.Given) -> bool:
    match a, b:
        case s.InState(kind, state), s.Without(other, trigger) if kind == other:
            return not _may(kind, state, trigger, done=True)
        case s.InState(kind, state), s.Past(other, trigger) if kind == other:
            return not _may(kind, state, trigger, done=False)
        case s.FieldMissing(field), s.FieldBelow(other, _):
            return field == other
    return isinstance(a, s.Bound) and isinstance(b, s.Bound) and _tighter(a, b)


def _tighter(a: s.Bound, b: s.Bound) -> bool:
    """Whether a number within the bound `a` is certainly within the bound `b`."""
    if a.field != b.field:
        return False
    match a, b:
        case s.FieldBelow(), s.FieldBelow():
            return a.number <= b.number
        case s.FieldReached(), s.FieldAbove():
            return a.number > b.number
        case s.FieldReached() | s.FieldAbove(), s.FieldReached() | s.FieldAbove():
            return a.number >= b.number
    return False


def _excludes(a: s.Given, b: s.Given) -> bool:
    return _one_way(a, b) or _one_way(b, a)


def _one_way(a: s.Given, b: s.Given) -> bool:
    """Whether `a` and `b`, in this order, cannot both be true of one case."""
    kind, other_kind = _kind(a), _kind(b)
    if kind is not None and other_kind is not None:
        return kind != other_kind or _histories_clash(a, b)
    return _facts_clash(a, b)


def _facts_clash(a: s.Given, b: s.Given) -> bool:
    match a, b:
        case s.FieldIs(field, value), s.FieldIs(other, other_value):
            return field == other and value != other_value
        case (
            s.FieldMissing(field),
            s.FieldIs(other, _) | s.FieldReached(other, _) | s.FieldAbove(other, _),
        ):
            return field == other
        case (
            s.FieldBelow(field, number),
            s.FieldReached(other, least) | s.FieldAbove(other, least),
        ):
            return field == other and least >= number
        case s.FieldBelow(field, number), s.ChildrenWithout(child, _):
            return number <= 1 and _counts_all(field, child)
        case s.UnitWithin(unit), s.UnitWithin(other):
            return unit != other
    return False


def _counts_all(field: str, kind: str) -> bool:
    """Whether a computed field counts every case of the kind: below one, there is none of it."""
    return any(form.derived.get(field) == HowMany(kind) for form in FORMS.values())


def _kind(item: s.Given) -> str | None:
    return item.kind if isinstance(item, s.InState | s.Without | s.Past) else None


def _histories_clash(a: s.Given, b: s.Given) -> bool:
    match a, b:
        case s.InState(_, state), s.InState(_, other):
            return state != other
        case s.InState(kind, state), s.Without(_, trigger):
            return not _may(kind, state, trigger, done=False)
        case s.InState(kind, state), s.Past(_, trigger):
            return not _may(kind, state, trigger, done=True)
        case s.Without(_, trigger), s.Past(_, other):
            return trigger == other
    return False


def _may(kind: str, state: str, trigger: str, *, done: bool) -> bool:
    """Whether a case in `state` can have `trigger` behind it (or not) since opening or reopening.

    Everything may be where the table does not tell: of an unknown kind or name, and of a reopening
    trigger, which begins the history anew.
    """
    table = TABLES.get(kind)
    if table is None or state not in table.states or trigger not in table.triggers:
        return True
    return trigger in table.reopening or (state, done) in _histories(kind, trigger)


@cache
def _histories(kind: str, trigger: str) -> frozenset[tuple[str, bool]]:
    """Every (state, has `trigger` happened) that a case can come to: a memo over fixed tables."""
    table = TABLES[kind]
    seen = {(table.initial, False)}
    waiting = [(table.initial, False)]
    while waiting:
        state, done = waiting.pop()
        for row in table.moves:
            done_now = (done and row.trigger not in table.reopening) or row.trigger == trigger
            after = row.target, done_now
            if row.source == state and after not in seen:
                seen.add(after)
                waiting.append(after)
    return frozenset(seen)
