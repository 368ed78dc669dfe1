from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.forms import FORMS
from policies import statements as s
from policies.compiling import compile_text
from policies.durations import Duration, Unit
from policies.limits import Roll, Within
from policies.rules import Rule, RuleSet
from proofs.benches import Bench
from proofs.histories import done_by, history
from proofs.offices import Office, holder_named
from proofs.proving import prove_rule
from proofs.samples import as_typed, sample
from proofs.scenes import Scene
from proofs.worlds import World
from statemachines.tables import TABLES
from tests.integration.proving import AUTHORITY, FILE, HEAD
from tests.integration.test_proofs_statements import STATEMENTS, TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterator

SCENARIOS = {**{name: (text,) for name, text in STATEMENTS.items()}, **TOGETHER}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    built = World()
    built.employ(Office.with_units(["氧化铝厂"]))
    yield built
    built.close()


def rules_of(name: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules of authority, and those that the scenarios add."""
    written = compile_text(FILE, HEAD + AUTHORITY + "\n".join(SCENARIOS[name]))
    rules = tuple(one.rule for one in written.rules)
    return rules[:6], rules[6:]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_clause_that_the_engine_does_not_obey_is_found_out(world: World, name: str) -> None:
    authority, added = rules_of(name)
    for at, rule in enumerate(added):
        others = (*authority, *added[:at], *added[at + 1 :])

        findings = prove_rule(Bench(world, RuleSet(others)), rule)

        assert any(finding.is_error for finding in findings), rule.cite.line


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_result_that_cites_another_line_is_found_out(world: World, name: str) -> None:
    authority, added = rules_of(name)
    bench = Bench(world, RuleSet((*authority, *added)))
    for rule in added:
        moved = replace(rule, cite=replace(rule.cite, line=9_999))

        findings = prove_rule(bench, moved)

        assert any(finding.is_error for finding in findings), rule.cite.line


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_clause_that_stands_twice_is_found_out_as_redundant(world: World, name: str) -> None:
    authority, added = rules_of(name)
    for rule in added:
        again = replace(rule, cite=replace(rule.cite, line=9_999))
        bench = Bench(world, RuleSet((*authority, *added, again)))

        findings = prove_rule(bench, rule)

        assert {one.sentence for one in findings} & {"redundant", "cannot-fail"}, rule.cite.line


IMPOSSIBLE = (s.FieldIs("action_class", "correction"), s.FieldIs("action_class", "containment"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_conditions_that_no_case_can_meet_are_found_out(world: World, name: str) -> None:
    authority, added = rules_of(name)
    for rule in added:
        never = replace(rule, given=(*rule.given, *IMPOSSIBLE))
        bench = Bench(world, RuleSet((*authority, *added, never)))

        assert any(finding.is_error for finding in prove_rule(bench, never)), rule.cite.line


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_clause_that_the_engine_applies_more_widely_is_found_out(world: World, name: str) -> None:
    authority, added = rules_of(name)
    bench = Bench(world, RuleSet((*authority, *added)))
    for rule in added:
        if any(isinstance(item, s.FieldReached) for item in rule.given):
            continue
        narrow = replace(rule, given=(*rule.given, s.FieldReached("sub_problem", 7)))

        assert any(finding.is_error for finding in prove_rule(bench, narrow)), rule.cite.line


def days(amount: int) -> Duration:
    return Duration(amount, Unit.DAYS)


OTHERWISE = {
    "more often": ("more time, granted by somebody", s.MayExtend(3, days(10))),
    "less often": ("more time, granted by somebody", s.MayExtend(1, days(10))),
    "longer": ("more time, granted by somebody", s.MayExtend(2, days(20))),
    "shorter": ("more time, granted by somebody", s.MayExtend(2, days(5))),
    "another roll": ("rungs on both sides of a limit", s.RollTo(Roll.FOLLOWING)),
    "a roll of what never rolls": ("a time of day", s.RollTo(Roll.FOLLOWING)),
    "another role": ("authority of the system", s.OnlyBy("trade_union")),
    "other hands": ("two names", s.Jointly("trade_union", "human_resources", "cancel")),
    "another deadline": ("a time of day", s.MustHappen("redo", Within(days(1)))),
    "another exemption": (
        "a check, signed by who has no interest, asked for by a gate",
        s.CheckHolds("rectified_thoroughly", "—"),
    ),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_clause_that_says_something_else_than_the_engine_does_is_found_out(
    world: World, name: str
) -> None:
    scenario, then = OTHERWISE[name]
    authority, added = rules_of(scenario)
    same = [one for one in added[0].then if type(one) is type(then)]
    others = tuple(one for one in added[0].then if one not in same)
    rule = replace(added[0], then=(*others, then))
    bench = Bench(world, RuleSet((*authority, *added)))

    findings = prove_rule(bench, rule)

    assert any(finding.is_error for finding in findings)


def test_a_consequence_that_applies_to_nothing_is_found_out(world: World) -> None:
    authority, added = rules_of("more time, granted by somebody")
    bench = Bench(world, RuleSet((*authority, *added)))
    for then in (s.MayExtend(2, days(10)), s.RollTo(Roll.NONE)):
        (finding,) = prove_rule(bench, replace(added[0], then=(then,)))

        assert finding.sentence == "no-clock"


def test_a_check_that_the_engine_signs_off_is_found_out(world: World) -> None:
    authority, added = rules_of("a check, signed by who has no interest, asked for by a gate")
    bench = Bench(world, RuleSet((*authority, *added)))
    exempt = replace(added[1], then=(s.CheckDoesNotHold("rectified_thoroughly", "—"),))

    assert any(finding.is_error for finding in prove_rule(bench, exempt))


def test_people_of_a_story_are_named_by_their_office() -> None:
    assert holder_named("督导组办公室乙") == "p-supervision_office-2"
    assert holder_named("trade union A") == "p-trade_union-1"
    assert holder_named("小王") is None


def test_values_are_typed_as_people_type_them() -> None:
    fields = {field.id: field for field in FORMS["finding"].fields}
    scene = Scene("finding", "to_be_confirmed")

    typed = {
        name: as_typed(fields[name], sample(fields[name], scene))
        for name in ("funds", "sub_problems", "hazard_grade", "rectification_owner")
    }

    assert typed == {
        "funds": "2000元",
        "sub_problems": "样例内容",
        "hazard_grade": "general_hazard",
        "rectification_owner": "p-rectification_owner-1",
    }


def test_a_history_counts_from_the_last_reopening() -> None:
    table = TABLES["finding"]

    moves = history(table, "to_be_signed_for", {}, need={"put_back": 1}) or ()

    assert done_by(table, moves) == {"put_back": 1}
    assert history(table, "disputed", {}, avoid=frozenset({"object"})) is None
    # A plan is never due for what is rectified at once, unless it was not so before.
    assert history(table, "plan_due", {"rectification_manner": "at_once"}) is not None
