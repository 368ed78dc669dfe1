"""Changed rules are noticed by the proofs of the unchanged text, or listed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.people import EMPLOYEE
from policies import statements as s
from policies.compiling import compile_text
from policies.differing import differences
from policies.durations import Duration, Unit
from policies.numerals import Fen
from policies.rules import Rule, RuleSet
from proofs.benches import Bench
from proofs.mutants import Operator, Sample, drawn
from proofs.mutating import Mutations, Unproved, try_mutants
from proofs.numbers import Played
from proofs.offices import Office
from proofs.proving import prove_rule
from proofs.running import Prover, units_named
from proofs.worlds import World
from tests.integration.casework_world import shipped
from tests.integration.proving import AUTHORITY, FILE, HEAD
from tests.integration.test_proofs_statements import BEGIN

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = """
    @example
    场景: 三日到期
      假如 某“整改措施”处于“已计划”状态
      当 2023年2月13日9时，“实施人甲”对某“整改措施”办理“开始实施”
      那么 “完成”的期限为2023年2月16日24时
"""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    built = World()
    yield built
    built.close()


def small(*scenarios: str) -> tuple[str, RuleSet]:
    text = HEAD + AUTHORITY + "\n".join(scenarios)
    written = compile_text(FILE, text)
    return text, RuleSet(tuple(one.rule for one in written.rules), written.examples)


def tried(world: World, *scenarios: str) -> tuple[Mutations, tuple[Played, ...]]:
    text, ruleset = small(*scenarios)
    played = Prover(world, {FILE: text}, ruleset).report_of(()).played
    seen: list[tuple[int, int]] = []
    found = try_mutants(
        world, ruleset, played, Sample(None), lambda done, of: seen.append((done, of))
    )
    assert seen[-1] == (found.count, found.count)
    return found, played


def test_a_number_for_which_no_example_vouches_is_listed_as_unproved(world: World) -> None:
    found, _ = tried(world, BEGIN)

    assert {one.operator for one in found.unproved} <= {Operator.NUMBER, Operator.UNIT}
    assert Operator.NUMBER in {one.operator for one in found.unproved}
    assert found.noticed == found.count - len(found.unproved)


def test_with_an_example_its_number_is_proved(world: World) -> None:
    found, played = tried(world, BEGIN, EXAMPLE)

    assert len(played) == 1
    assert [one for one in found.unproved if one.operator is Operator.NUMBER] == []


def test_what_is_unproved_is_said_in_words_and_counted_by_sort() -> None:
    rule = shipped().rules[0]
    old = s.Deduct("doer", 1)
    found = Mutations(
        3,
        {Operator.NUMBER: 2, Operator.ROLE: 1},
        (Unproved(rule.cite, Operator.NUMBER, old, replace(old, factor=3)),),
    )

    data = found.as_json("en")

    assert (data["tried"], data["noticed"]) == (3, 2)
    assert data["operators"]["number"] == {"tried": 2, "noticed": 1}
    assert data["items"][0]["old"] == 'a performance deduction is imposed on the "doer"'
    assert "factor=3" in data["items"][0]["new"]
    assert found.unproved[0].words("zh").endswith("没有一项证明失败。")
    assert found.unproved[0].words("en").endswith("no proof fails.")
    assert found.as_json("en", {rule.cite.file: "zh"})["items"][0]["old"].startswith("对“实施人”")


SLIPS: dict[str, tuple[type[s.Then], s.Then]] = {
    "who bears a deduction": (s.Deduct, s.Deduct("doer", 1)),
    "a double deduction": (s.Deduct, s.Deduct("responsible_unit", 2)),
    "the bounds of a reward": (s.Reward, s.Reward("hazard_reporter", Fen(60_000), Fen(200_000))),
    "who is rewarded": (s.Reward, s.Reward("doer", Fen(50_000), Fen(200_000))),
    "everybody may": (s.OnlyBy, s.OnlyBy(EMPLOYEE)),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_a_compiled_clause_is_found_out_by_its_own_proof(world: World, name: str) -> None:
    sort, slip = SLIPS[name]
    rule = next(r for r in shipped().rules if any(isinstance(then, sort) for then in r.then))
    thens = tuple(slip if isinstance(then, sort) else then for then in rule.then)

    assert thens != rule.then
    assert not fails(world, rule, rule)
    assert fails(world, rule, replace(rule, then=thens))


@pytest.mark.parametrize(
    ("when", "slip"),
    [
        (
            s.Remaining("complete", Duration(1, Unit.DAYS)),
            s.Remaining("complete", Duration(1, Unit.WORKING_DAYS)),
        ),
        (
            s.OverdueBy("complete", Duration(3, Unit.DAYS)),
            s.OverdueBy("complete", Duration(3, Unit.WORKING_DAYS)),
        ),
    ],
)
def test_days_and_working_days_are_told_apart_where_days_off_lie_between(
    world: World, when: s.When, slip: s.When
) -> None:
    rule = next(one for one in shipped().rules if one.when == when)

    assert not fails(world, rule, rule)
    assert fails(world, rule, replace(rule, when=slip))


def test_every_such_slip_is_told_in_one_difference_with_what_it_was_and_what_it_is() -> None:
    for one in drawn(shipped(), Sample(8, seed=6)):
        rules = tuple(
            one.instead if rule.cite == one.rule.cite else rule for rule in shipped().rules
        )
        (found,) = differences(shipped(), replace(shipped(), rules=rules))
        assert [(change.old, change.new) for change in found.changes] == [(one.old, one.new)]


def fails(world: World, rule: Rule, instead: Rule) -> bool:
    """Whether the proof of a clause of the shipped policy fails once its rule is another."""
    rules = tuple(instead if one.cite == rule.cite else one for one in shipped().rules)
    world.employ(Office.with_units(units_named(shipped())))
    bench = Bench(world, RuleSet(rules))
    return any(one.is_error for one in prove_rule(bench, rule))
