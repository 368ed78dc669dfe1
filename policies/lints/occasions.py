"""Faults of occasions: scopes that match nothing, consequences that cannot follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.forms import FORMS
from domain.problems import Problem
from policies import statements as s
from policies.consequences import opened_kind
from policies.lints.material import Material, word
from policies.obligations import takes_roll
from policies.pauses import PAUSE
from policies.problem_codes import Place, problem
from policies.reach import exits, onward, places_of
from policies.rules import Rule
from policies.specificity import is_possible
from policies.vocabulary import render
from policies.written import WrittenRule

_SAME_CASE = (s.Tell, s.Escalate, s.PutOnList, s.SetField, s.HappensByItself, s.AssignedTo)
_OTHER_CASES = (s.OpenCase, s.IssueToUnits, s.Reward, s.Deduct, s.DoTo)
_MANY = (*_SAME_CASE, s.TakeOffList, s.NoDeduction, s.Circulate, *_OTHER_CASES)
_GATES = (s.OnlyBy, s.Jointly, s.NeedsApproval, s.NeedsCheck, s.NeedsField, s.NeedsDocument)
_CLOCKS = (s.MustHappen, s.MustTell, s.RollTo, s.MayExtend)
_PAUSES = (s.PauseClock, s.ResumeClock, s.PauseAtMost)

_FOLLOWS: Mapping[type[s.When], tuple[type[s.Then], ...]] = {
    s.After: (*_CLOCKS, *_PAUSES, *_MANY),
    s.AboutTo: (*_GATES, s.Refuse, s.PauseAtMost),
    s.AboutToSign: (s.OnlyBy,),
    s.ConflictedAboutToSign: (s.StandAside,),
    s.Judging: (s.CheckDoesNotHold, s.CheckHolds),
    s.DoerAboutTo: (s.StandAside,),
    s.ConflictedAboutTo: (s.StandAside,),
    s.Remaining: _MANY,
    s.Overdue: _MANY,
    s.OverdueBy: _MANY,
    s.Recurs: _MANY,
    s.Since: (*_MANY, s.RollTo),
    s.Every: (s.MustHappen, s.Excuse, s.RollTo),
}
"""What can follow on which occasion; anything else would be policy that does nothing."""


def lint(material: Material) -> Iterator[Problem]:
    """Every rule that can never apply, and every consequence that can never follow."""
    for written in material.rules:
        found = tuple(_scope(written))
        yield from found
        yield from _arms_nothing(written)
        yield from _no_place(written)
        if not found:
            yield from _moves(written)


def _scope(written: WrittenRule) -> Iterator[Problem]:
    rule, place = written.rule, written.when
    if not is_possible(rule.given):
        yield problem("scope-contradicts", written.given[0])
        return
    if places_of(rule):
        return
    trigger = getattr(rule.when, "trigger", "")
    entered = isinstance(rule.when, s.After | s.Since)
    yield problem(
        "state-not-entered" if entered else "occasion-impossible",
        place,
        kind=word("kind", rule.kind, place),
        trigger=word("trigger", trigger, place),
    )


def _arms_nothing(written: WrittenRule) -> Iterator[Problem]:
    rule = written.rule
    allowed = _FOLLOWS[type(rule.when)]
    for then, place in zip(rule.then, written.then, strict=True):
        if not isinstance(then, allowed):
            yield problem("arms-nothing", place, when=render(rule.when, place.lang))
        elif isinstance(then, s.RollTo) and not takes_roll(rule):
            yield problem("roll-without-limit", place)
        elif isinstance(then, s.MayExtend) and not _has_clock(written):
            yield problem("extension-without-limit", place)
        elif isinstance(then, s.PauseAtMost) and not _pauses(rule):
            yield problem("cap-without-pause", place)
        else:
            yield from _other_subject(then, rule.when, place)
    pairs = zip(rule.then, written.then, strict=True)
    rolls = [place for then, place in pairs if isinstance(then, s.RollTo)]
    for place in rolls[1:]:
        yield problem("two-rolls", place)


def _no_place(written: WrittenRule) -> Iterator[Problem]:
    """Cases that could not stand under a case of the rule's kind."""
    rule = written.rule
    for then, place in zip(rule.then, written.then, strict=True):
        kind = opened_kind(then)
        if kind is not None and kind not in FORMS[rule.kind].children:
            yield problem(
                "no-place",
                place,
                kind=word("kind", kind, place),
                parent=word("kind", rule.kind, place),
            )


def _has_clock(written: WrittenRule) -> bool:
    return any(isinstance(then, s.MustHappen) for then in written.rule.then)


def _pauses(rule: Rule) -> bool:
    """Whether the rule is about a pause, so that there is something to cap."""
    stops = any(isinstance(then, s.PauseClock) for then in rule.then)
    return stops or rule.when == s.AboutTo(PAUSE)


def _other_subject(then: s.Then, when: s.When, place: Place) -> Iterator[Problem]:
    """A joint signature is about the trigger at hand, a verdict about the check at hand."""
    if isinstance(then, s.Jointly) and isinstance(when, s.AboutTo):
        pair = ("trigger", then.trigger, when.trigger)
    elif isinstance(then, s.CheckHolds | s.CheckDoesNotHold) and isinstance(when, s.Judging):
        pair = ("check", then.check, when.check)
    else:
        return
    category, said, asked = pair
    if said != asked:
        yield problem(
            "other-subject",
            place,
            then=word(category, said, place),
            when=word(category, asked, place),
        )


def _moves(written: WrittenRule) -> Iterator[Problem]:
    """Moves and obligations whose trigger is not possible from where the case then is."""
    rule = written.rule
    here = places_of(rule)
    for then, place in zip(rule.then, written.then, strict=True):
        if isinstance(then, s.HappensByItself):
            states = here
        elif isinstance(then, s.MustHappen | s.AssignedTo | s.Excuse):
            states = onward(rule.kind, here)
        else:
            continue
        if not exits(rule.kind, (), then.trigger) & states:
            yield problem("impossible-move", place, trigger=word("trigger", then.trigger, place))
