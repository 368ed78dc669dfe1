"""Simulation: what it foretells comes true, nothing else does, and nothing is written."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from casework.attaching import attach_file
from casework.flip_pages import FlipWriter
from casework.flips import About, Change
from casework.judging_pages import judged_by_several, spans_of
from casework.pausing import pause_case
from casework.simulating import simulate
from casework.sweeping import sweep
from policies import statements as s
from policies.durations import Duration, Unit
from policies.judging import Policy
from policies.limits import Within
from policies.rules import Rule
from store.queries.simulated import page_ends
from store.unit_of_work import Store
from tests.integration.casework_world import shipped
from tests.integration.rounds import strike_off
from tests.integration.simulations import (
    draft_of,
    drawn,
    foretold_rungs,
    look,
    really_follow,
    rung_events,
    sides_of,
)
from tests.integration.waivers_world import granted, permit, permitting, ready, unsatisfied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casework.flips import Simulation
    from policies.rules import RuleSet
    from tests.integration.casework_world import World

_STATES = (
    "to_be_confirmed",
    "to_be_issued",
    "being_rectified",
    "to_be_reinspected",
    "to_be_struck_off",
)


def furnished(world: World) -> World:
    """Findings all along their way, and what stands above and below them; nothing is due."""
    for state in _STATES:
        world.bring(world.finding(), state)
    world.at(days=2)
    sweep(world.app)
    return world


def test_what_is_foretold_is_what_comes_of_following(world: World) -> None:
    """A chain of drafts, each of which really comes into force after it was simulated."""
    furnished(world)
    flips = rungs = 0
    for seed in range(5):
        draft = draft_of(world, drawn(shipped(), seed), f"{seed}")
        before, done = look(world), rung_events(world)
        found = list(simulate(world.app, draft).flips)
        really_follow(world, draft)
        changed, foretold = before.changes_to(look(world)), sides_of(found)
        assert changed.keys() == foretold.keys()
        for key, (was, now) in changed.items():
            if key[1] is About.CLOCK:
                said = foretold[key]
                assert (said.before.values, said.after.values) == (_texts(was), _texts(now))
        sweep(world.app)
        assert rung_events(world) - done == foretold_rungs(found)
        flips, rungs = flips + len(changed), rungs + len(foretold_rungs(found))
        world.later(hours=30)
        sweep(world.app)
    assert flips > 100
    assert rungs > 5


def _texts(terms: object) -> tuple[str, ...]:
    if not isinstance(terms, tuple):
        return ()
    due, *rest = terms
    return ("" if due is None else due.isoformat(), *rest)


def one_day_to_confirm(ruleset: RuleSet) -> RuleSet:
    """The rules with one day for what a finding's unit confirms within three."""
    return with_then(
        ruleset,
        lambda then: (
            replace(then, limit=Within(Duration(1, Unit.DAYS)))
            if isinstance(then, s.MustHappen) and then.trigger == "confirm"
            else then
        ),
    )


def with_then(ruleset: RuleSet, change: Callable[[s.Then], s.Then]) -> RuleSet:
    """The rules with each consequence changed."""
    rules = tuple(replace(one, then=tuple(map(change, one.then))) for one in ruleset.rules)
    return replace(ruleset, rules=rules)


def test_the_same_books_give_the_same_list_and_another_draft_another_print(
    sqlite_world: World,
) -> None:
    world = furnished(sqlite_world)
    draft = draft_of(world, one_day_to_confirm(shipped()), "one")
    first, again = simulate(world.app, draft), simulate(world.app, draft)
    assert list(first.as_lines()) == list(again.as_lines())
    assert first.digest == again.digest == sha256(_text(first)).hexdigest()
    assert first.count == len(first.flips) == len(list(first.flips)) > 0
    same = simulate(world.app, Policy("0" * 64, draft.ruleset))
    assert list(same.flips) == list(first.flips)
    assert same.digest != first.digest


def _text(found: Simulation) -> bytes:
    return b"".join(line + b"\n" for line in found.as_lines())


def test_a_shorter_limit_makes_a_finding_late_and_says_who_is_told(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    world.at(days=2)
    draft = draft_of(world, one_day_to_confirm(shipped()), "one")
    found = simulate(world.app, draft)
    flips = [flip for flip in found.flips if flip.case == number]
    assert [flip.change for flip in flips] == [
        Change.ESCALATES_NOW,
        Change.FIRES_NOW,
        Change.NEWLY_LATE,
    ]
    late = flips[-1]
    assert late.before.values[0] == "2026-03-05T16:00:00+00:00"
    assert late.after.values[0] == "2026-03-03T16:00:00+00:00"
    assert late.after.lines == late.before.lines
    tally = next(one for one in found.tallies if one.kind == "finding")
    assert (tally.unit, tally.cases, sum(tally.changes.values())) == ("plant", 1, 3)
    assert found.summary()["changes"] == {
        "newly-late": 1,
        "escalates-now": 1,
        "fires-now": 1,
    }


def test_a_paused_clock_says_that_its_terms_differ(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.bring(world.finding(), "being_rectified")
    pause_case(world.app, number, by="deputy", reason="等备件")
    draft = draft_of(world, longer(shipped(), "apply_for_acceptance"), "longer")
    flips = [flip for flip in simulate(world.app, draft).flips if flip.case == number]
    assert [flip.change for flip in flips] == [Change.TERMS_DIFFER]
    assert flips[0].before.values[0] == flips[0].after.values[0] == ""


def longer(ruleset: RuleSet, trigger: str) -> RuleSet:
    """The rules with ten days for a trigger."""
    return with_then(
        ruleset,
        lambda then: (
            replace(then, limit=Within(Duration(10, Unit.DAYS)))
            if isinstance(then, s.MustHappen) and then.trigger == trigger
            else then
        ),
    )


def test_a_case_of_an_older_version_is_compared_with_that(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    by_others = with_then(shipped(), lambda then: s.OnlyBy("inspector") if then == HEADS else then)
    world.enforce(one_day_to_confirm(by_others))
    draft = draft_of(world, shipped(), "as before")
    found = simulate(world.app, draft)
    # Its own version says the same as the draft, whatever is in force meanwhile.
    assert [flip for flip in found.flips if flip.case == number] == []
    assert found.gone == found.come > 2
    assert found.other_versions == found.cases


HEADS = s.OnlyBy("unit_admin_head")


def test_what_is_due_already_is_not_foretold(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    # Nobody has swept since it was due, so that its rungs fire by the version that it holds.
    world.at(days=4)
    draft = draft_of(world, one_day_to_confirm(shipped()), "one")
    flips = [flip for flip in simulate(world.app, draft).flips if flip.case == number]
    assert [flip.change for flip in flips] == [Change.DUE_EARLIER]


def test_closed_cases_show_what_their_closing_would_have_met(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    strike_off(world, number)
    gate = Rule(
        shipped().rules[0].cite,
        (s.InState("finding", "to_be_struck_off"),),
        s.AboutTo("strike_off"),
        (s.NeedsField("remarks"),),
    )
    rules = replace(shipped(), rules=(*shipped().rules, gate))
    found = simulate(world.app, draft_of(world, rules, "gate"))
    flips = [flip for flip in found.flips if flip.closed]
    assert [(flip.case, flip.subject) for flip in flips] == [(number, "strike_off")]
    assert flips[0].change in {Change.GATE_BLOCKS, Change.GATE_DIFFERS}
    assert any("remarks" in value for value in flips[0].after.values)
    assert [tally.closed for tally in found.tallies] == [True]
    assert found.summary()["changes"] == {}


def test_nothing_is_written_and_pages_change_nothing(world: World) -> None:
    furnished(world)
    draft = draft_of(world, drawn(shipped(), 7), "seven")
    whole = simulate(world.app, draft)
    seen: set[str] = set()

    def watch(side: str, text: str) -> None:
        if side == "before":
            words = text.split()
            seen.add(text if words[0] == "BEGIN" else words[0])

    told: list[tuple[int, int]] = []
    app = replace(world.app, store=Store(world.app.store.engine, world.app.store.keys, watch=watch))
    paged = simulate(app, draft, lambda done, of: told.append((done, of)), page=4)
    begun = {"BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
    assert seen <= begun | {"SELECT", "WITH", "ROLLBACK", "PRAGMA"}
    assert paged.digest == whole.digest
    assert told == [(4, 10), (8, 10), (10, 10)]


def test_several_processes_find_the_same(sqlite_world: World) -> None:
    """It takes a second, because two processes have to begin."""
    world = furnished(sqlite_world)
    draft = draft_of(world, drawn(shipped(), 7), "seven")
    whole = simulate(world.app, draft)
    with world.app.store.read() as work:
        spans = spans_of(page_ends(work, 3))
    versions = frozenset({draft.version, whole.against})
    written = FlipWriter(draft.version, whole.against)
    for page in judged_by_several(world.app, draft, versions, spans, hands=2):
        written.add(page)
    assert len(spans) == 4
    assert (written.cases, written.count) == (whole.cases, whole.count)
    assert written.digest == whole.digest


def test_a_waiver_lives_on_where_its_clause_says_the_same(sqlite_world: World) -> None:
    world = permit(sqlite_world)
    number = ready(world)
    granted(world, number)
    clause = unsatisfied(permitting())

    def blocked(ruleset: RuleSet, name: str) -> list[Change]:
        found = simulate(world.app, draft_of(world, ruleset, name))
        mine = [flip for flip in found.flips if (flip.case, flip.subject) == (number, "strike_off")]
        return [flip.change for flip in mine if flip.change.startswith("gate")]

    reworded = replace(clause, then=(s.Refuse("群众仍不满意"),))
    others = tuple(rule for rule in permitting().rules if rule is not clause)
    assert blocked(permitting(), "same") == []
    assert blocked(replace(permitting(), rules=(*others, clause)), "moved") == []
    assert blocked(replace(permitting(), rules=(*others, reworded)), "reworded") == [
        Change.GATE_BLOCKS
    ]
    # Where policy says no more who may ask for a waiver, none is honoured.
    assert blocked(shipped(), "none") == [Change.GATE_BLOCKS]


def test_a_draft_that_looks_at_more_is_shown_more(sqlite_world: World, tmp_path: Path) -> None:
    world, photo = sqlite_world, tmp_path / "a.jpg"
    photo.write_bytes(b"x")
    number = world.finding()
    confirming = next(rule for rule in shipped().rules if rule.when == s.AboutTo("confirm"))
    plain = [rule for rule in shipped().rules if not _asks_for_documents(rule)]
    attached = replace(confirming, then=(s.NeedsDocument("after_photo"),))
    world.enforce(replace(shipped(), rules=tuple(plain)))
    other = world.finding()
    attach_file(world.app, other, photo, by="head", document="after_photo")
    draft = draft_of(world, replace(shipped(), rules=(*plain, attached)), "attached")
    flips = [flip for flip in simulate(world.app, draft).flips if flip.subject == "confirm"]
    assert [(flip.case, flip.change) for flip in flips] == [(number, Change.GATE_BLOCKS)]


def _asks_for_documents(rule: Rule) -> bool:
    return any(isinstance(then, s.NeedsDocument) for then in rule.then)
