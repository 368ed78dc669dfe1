"""What worked examples claim, and how each claim is looked up: one function for each outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from casework.clockwork import Standing
from domain.forms import FORMS
from policies import examples as e
from policies import statements as s
from policies.consequences import opened_kind
from policies.pauses import PAUSE
from policies.rules import Rule
from policies.verdicts import Verdict
from proofs.casting import is_about_person, performers
from proofs.deadline_proofs import cited
from proofs.findings import Line, said
from proofs.offices import STRANGER
from proofs.scenes import OPEN
from proofs.stories import Story, fault
from proofs.supplying import supplied
from proofs.views import Happened


def claim(story: Story, step: e.ExampleStatement) -> None:
    """Hold a claim of the example against what is so. Raises: StoryFault when it is not."""
    _CLAIMS[type(step)](story, step)


def is_claim(step: e.ExampleStatement) -> bool:
    """Whether a step claims something, rather than making it happen."""
    return type(step) in _CLAIMS


def lines_touched(story: Story) -> frozenset[Line]:
    """Every line of the policy that had a part in the story so far."""
    if not story.case_id:
        return frozenset()
    view = story.world.view
    clocks = {cited(one) for one in view.standings(story.case_id)}
    return frozenset(clocks | {line for one in view.events(story.case_id) for line in one.lines})


def lines_about(story: Story, check: str) -> frozenset[Line]:
    """Every line that speaks of a check of the story's case."""
    clauses = story.policy.clauses(s.Judging, story.kind, check)
    return _lines(clause.rule for clause in clauses)


def lines_on(story: Story, trigger: str) -> frozenset[Line]:
    """Every line that may stand against a trigger on the story's case, also one that is silent."""
    clauses = story.policy.clauses(s.AboutTo, story.kind, trigger)
    return _lines(clause.rule for clause in clauses)


def lines_opening(story: Story, kind: str) -> frozenset[Line]:
    """Every line by which a case of the kind may come of the story's case, also a silent one."""
    return _lines(
        rule
        for rule in story.policy.ruleset.rules
        if rule.kind == story.kind and kind in map(opened_kind, rule.then)
    )


def _lines(rules: Iterable[Rule]) -> frozenset[Line]:
    return frozenset((rule.cite.file, rule.cite.line) for rule in rules)


def _clocks(story: Story, obligation: str) -> list[Standing]:
    """The clocks of an obligation, oldest first. Raises: StoryFault when there never was one."""
    story.be_there()
    standings = story.world.view.standings(story.case_id)
    found = [one for one in standings if one.clock.obligation == obligation]
    if not found:
        lines = _lines(
            rule
            for rule in story.policy.ruleset.rules
            if rule.kind == story.kind
            and any(obligation in (_name(then), getattr(then, "trigger", "")) for then in rule.then)
        )
        raise fault(("没有开始计算这一期限", "no such time limit began to run"), lines)
    return found


def _name(then: s.Then) -> str:
    if isinstance(then, s.MustTell):
        return f"tell:{then.content}:{then.party}"
    return then.trigger if isinstance(then, s.MustHappen) else ""


def _overdue(story: Story, step: e.IsOverdue) -> None:
    clock = _clocks(story, step.trigger)[-1]
    missed = clock.clock.id in story.world.view.breached(story.case_id)
    if missed is not step.overdue:
        raise fault(_but(step, _due_words(story, clock)), frozenset({cited(clock)}))


def _due(story: Story, step: e.IsDueAt) -> None:
    _due_at(story, step, step.trigger, step.moment)


def _telling_due(story: Story, step: e.IsTellingDueAt) -> None:
    _due_at(story, step, f"tell:{step.content}:{step.party}", step.moment)


def _due_at(story: Story, step: e.ExampleStatement, obligation: str, moment: datetime) -> None:
    clock = _clocks(story, obligation)[-1]
    if clock.due != story.world.moment(moment):
        lines = frozenset({cited(clock), *_pausing(story)})
        raise fault(_but(step, _due_words(story, clock)), lines)


def _pausing(story: Story) -> Iterator[Line]:
    """The lines behind the pauses of the story: a cap may be why a date has moved."""
    for event in story.world.view.events(story.case_id):
        if event.event == "paused":
            yield from event.lines


def _escalated(story: Story, step: e.IsEscalatedTo) -> None:
    _on_record(
        story,
        step,
        lambda one: one.event == "escalated" and one.payload["role"] == step.role,
        wanted=step.escalated,
        sayers=_saying(story, s.Escalate(step.role)),
    )


def _told(story: Story, step: e.IsTold) -> None:
    _on_record(
        story,
        step,
        lambda one: (
            one.event == "told"
            and (one.payload["notice"], one.payload["role"]) == (step.notice, step.role)
        ),
        wanted=step.told,
        sayers=_saying(story, s.Tell(step.notice, step.role)),
    )


def _opened(story: Story, step: e.IsOpened) -> None:
    _on_record(
        story,
        step,
        lambda one: (
            one.event == "intended"
            and (one.payload["do"], one.payload["kind"]) == (OPEN, step.kind)
        ),
        wanted=step.opened,
        sayers=lines_opening(story, step.kind),
    )


def _opened_with(story: Story, step: e.IsOpenedWith) -> None:
    field = FORMS[step.kind].field_named(step.field)
    if field is None:
        raise fault((f"没有字段“{step.field}”", f"there is no field “{step.field}”"))
    value = field.parse(step.value, story.lang)
    _opened(story, e.IsOpened(step.kind, opened=True))
    events = [one for one in story.world.view.events(story.case_id) if one.event == "intended"]
    said_so = [one.payload.get("fields", {}).get(step.field) for one in events]
    if value not in said_so:
        lines = frozenset(line for one in events for line in one.lines)
        raise fault(_but(step, (str(said_so), str(said_so))), lines)


def _circulated(story: Story, step: e.IsCirculated) -> None:
    _on_record(
        story,
        step,
        lambda one: one.event == "circulated",
        wanted=step.circulated,
        sayers=_saying(story, s.Circulate()),
    )


def _on_record(
    story: Story,
    step: e.ExampleStatement,
    fits: Callable[[Happened], bool],
    *,
    wanted: bool,
    sayers: frozenset[Line],
) -> None:
    story.be_there()
    events = [one for one in story.world.view.events(story.case_id) if fits(one)]
    if bool(events) is not wanted:
        lines = frozenset(line for one in events for line in one.lines) or sayers
        # A rung that comes too soon or too late may be due to the limit on which it hangs.
        clocks = story.world.view.standings(story.case_id)
        lines |= {cited(one) for one in clocks if one.clock.stopped_at is None}
        raise fault(_but(step, ("事实相反", "the contrary is so")), lines)
    if not wanted and not sayers:
        # What no clause could bring about has of course not come about: that vouches for nothing.
        raise fault(_but(step, ("没有条款会这样做", "no clause would do so")))


def _saying(story: Story, then: s.Then) -> frozenset[Line]:
    """The clauses about this kind of case that say so."""
    rules = story.policy.ruleset.rules
    return _lines(rule for rule in rules if rule.kind == story.kind and then in rule.then)


def _refused(story: Story, step: e.IsRefused) -> None:
    story.come_to(step.moment)
    story.complete(supplied(story.setting, story.scene(), step.trigger))
    verdict = _verdict(story, step.trigger)
    if verdict.allowed is step.refused:
        rules = [reason.rule for reason in verdict.reasons] or verdict.gates
        lines = _lines(rule for rule in rules if rule is not None)
        raise fault(_but(step, ("事实相反", "the contrary is so")), lines)


def _verdict(story: Story, trigger: str) -> Verdict:
    """What policy says to whoever may get furthest."""
    view = story.world.view
    verdict = view.verdict(story.case_id, trigger, STRANGER)
    for person in performers(verdict, trigger, story.scene()):
        found = view.verdict(story.case_id, trigger, person)
        if not is_about_person(found):
            return found
    return verdict


def _no_more_time(story: Story, step: e.MoreTimeIsRefused) -> None:
    story.come_to(step.moment)
    clock = _clocks(story, step.trigger)[-1]
    person = story.performer("", "extend")
    refused = story.world.extend(story.case_id, step.trigger, person, step.duration)
    if refused is None:
        raise fault(_but(step, ("事实相反", "the contrary is so")), frozenset({cited(clock)}))


def _no_pause(story: Story, step: e.PauseIsRefused) -> None:
    story.come_to(step.moment)
    person = story.performer("", PAUSE)
    refused = story.world.pause(story.case_id, PAUSE, person, until=step.until)
    if refused is None:
        raise fault(_but(step, ("事实相反", "the contrary is so")), lines_on(story, PAUSE))


def _check(story: Story, step: e.CheckStands) -> None:
    story.be_there()
    verdict = story.world.view.check(story.case_id, step.check)
    if verdict.derived is not step.holds:
        against = _lines(one.rule for one in verdict.against if one.rule is not None)
        lines = against or lines_about(story, step.check)
        raise fault(_but(step, ("事实相反", "the contrary is so")), lines)


def _state(story: Story, step: e.StateBecomes) -> None:
    story.be_there()
    facts = story.world.view.facts(story.case_id)
    if facts.state != step.state:
        found = said(s.InState(facts.kind, facts.state))
        moving = _lines(
            rule
            for rule in story.policy.ruleset.rules
            if rule.kind == story.kind and any(isinstance(t, s.HappensByItself) for t in rule.then)
        )
        raise fault(_but(step, found), moving)


def _but(step: e.ExampleStatement, found: tuple[str, str]) -> tuple[str, str]:
    zh, en = said(step)
    return f"“{zh}”，而实际是：{found[0]}", f"“{en}”, but in fact: {found[1]}"


def _due_words(story: Story, clock: Standing) -> tuple[str, str]:
    if clock.due is None:
        return "没有到期时间", "there is no due moment"
    wall = clock.due.astimezone(ZoneInfo(story.world.calendar.zone)).strftime("%Y-%m-%d %H:%M")
    return f"期限为 {wall}", f"it is due at {wall}"


_CLAIMS: Mapping[type[e.ExampleStatement], Callable[[Story, Any], None]] = {
    e.IsOverdue: _overdue,
    e.IsDueAt: _due,
    e.IsTellingDueAt: _telling_due,
    e.IsEscalatedTo: _escalated,
    e.IsTold: _told,
    e.IsOpened: _opened,
    e.IsOpenedWith: _opened_with,
    e.IsCirculated: _circulated,
    e.IsRefused: _refused,
    e.MoreTimeIsRefused: _no_more_time,
    e.PauseIsRefused: _no_pause,
    e.CheckStands: _check,
    e.StateBecomes: _state,
}
