"""Numbers in clauses: changed by one, each must make some worked example fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from policies import statements as s
from policies.durations import Duration
from policies.judging import Policy
from policies.limits import ByDayOfMonth, ByTime, Limit, Within
from policies.numerals import Fen
from policies.recurrence_words import others
from policies.rules import Example, Rule
from proofs.benches import Bench
from proofs.findings import NUMBER, Finding, Line, said
from proofs.playing import play, story_of
from proofs.stories import StoryFault

_STEPS = (1, -1)
_A_YUAN = 100
_Statement = TypeVar("_Statement", s.When, s.Then)


@dataclass(frozen=True, slots=True)
class Played:
    """An example that came out, and the lines of the policy that had a part in it."""

    example: Example
    lang: str
    touched: frozenset[Line]


def unvouched(bench: Bench, rule: Rule, played: Iterable[Played]) -> Iterator[Finding]:
    """The numbers of a rule that can be changed by one without any example failing."""
    line = rule.cite.file, rule.cite.line
    witnesses = [one for one in played if line in one.touched]
    lines = frozenset((one.example.cite.file, one.example.cite.line) for one in witnesses)
    for statement, changed in _changes(rule):
        policy = bench.changed(rule, changed)
        if not any(notices(bench, policy, one) for one in witnesses):
            yield Finding(NUMBER, "number-free", {"what": said(statement)}, lines)
            return


def notices(bench: Bench, policy: Policy, witness: Played) -> bool:
    """Whether an example fails under a policy."""
    story = story_of(bench.world, policy, witness.lang)
    try:
        play(story, witness.example)
    except StoryFault:
        return True
    return False


def _changes(rule: Rule) -> Iterator[tuple[s.Statement, Rule]]:
    """Every statement of the rule with one of its numbers changed by one, and the rule with it."""
    for at, item in enumerate(rule.given):
        for fresh in _other_numbers(item):
            yield fresh, replace(rule, given=(*rule.given[:at], fresh, *rule.given[at + 1 :]))
    for fresh_when in (*_other_durations(rule.when), *_other_calendars(rule)):
        yield fresh_when, replace(rule, when=fresh_when)
    for at, then in enumerate(rule.then):
        for fresh_then in _other_parts(then):
            yield (
                fresh_then,
                replace(rule, then=(*rule.then[:at], fresh_then, *rule.then[at + 1 :])),
            )


def _other_numbers(item: s.Given) -> Iterator[s.Given]:
    if isinstance(item, s.Bound):
        # A bound of 0 is always or never reached: nobody writes it by a slip of one.
        unit = _A_YUAN if isinstance(item.number, Fen) else 1
        yield from (
            replace(item, number=item.number + step * unit)
            for step in _STEPS
            if item.number + step * unit > 0
        )


def _other_durations(item: _Statement) -> Iterator[_Statement]:
    if isinstance(
        item, s.Remaining | s.OverdueBy | s.Since | s.Recurs | s.MayExtend | s.PauseAtMost
    ):
        for step in _STEPS:
            for duration in _durations(item.duration, step):
                yield replace(item, duration=duration)


def _other_calendars(rule: Rule) -> Iterator[s.When]:
    """Other days for what is owed; an excuse must name the same day as what it excuses from."""
    owed = any(isinstance(then, s.MustHappen) for then in rule.then)
    if owed and isinstance(rule.when, s.Every):
        yield from (s.Every(calendar) for calendar in others(rule.when.calendar))


def _other_parts(then: s.Then) -> Iterator[s.Then]:
    yield from _other_limits(then)
    yield from _other_durations(then)
    yield from _other_times(then)
    if isinstance(then, s.Reward):
        for step in _STEPS:
            yield replace(then, least=Fen(then.least + step * _A_YUAN))
            yield replace(then, most=Fen(then.most + step * _A_YUAN))


def _other_limits(then: s.Then) -> Iterator[s.Then]:
    if isinstance(then, s.MustHappen | s.MustTell):
        yield from (replace(then, limit=limit) for limit in _limits(then.limit))


def _limits(limit: Limit) -> Iterator[Limit]:
    for step in _STEPS:
        if isinstance(limit, Within):
            yield from (Within(one) for one in _durations(limit.duration, step))
        elif isinstance(limit, ByTime) and 0 < limit.hour + step < 24:  # noqa: PLR2004 - hours
            yield ByTime(limit.hour + step, limit.minute)
        elif isinstance(limit, ByDayOfMonth) and 0 < limit.day + step < 29:  # noqa: PLR2004 - days
            yield ByDayOfMonth(limit.day + step)


def _durations(duration: Duration, step: int) -> Iterator[Duration]:
    if duration.amount + step > 0:
        yield Duration(duration.amount + step, duration.unit)


def _other_times(then: s.Then) -> Iterator[s.Then]:
    if isinstance(then, s.MayExtend):
        yield from (
            replace(then, times=then.times + step) for step in _STEPS if then.times + step > 0
        )
