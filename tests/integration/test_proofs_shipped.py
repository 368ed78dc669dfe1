from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from casework.placing import place_case
from casework.policies_in_force import read_features
from domain.errors import ClockNotDriven
from policies import statements as s
from policies.checking import check_texts, compile_texts
from policies.rules import RuleSet
from policies.vocabulary import Keyword
from policies.written import Written
from proofs.benches import Bench
from proofs.mutants import Sample
from proofs.mutating import try_mutants
from proofs.playing import story_of
from proofs.plugin import Performance, pytest_bdd_apply_tag
from proofs.running import ProofReport, prove_numbers
from proofs.scenes import Scene, placement_of
from proofs.worlds import World
from tests.integration.casework_world import FEATURES, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

RECTIFICATION = "01_督察问题整改与销号.feature"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    built = World()
    yield built
    built.close()


@pytest.fixture(scope="module")
def report(world: World) -> ProofReport:
    return prove_numbers(read_features(FEATURES), shipped(), world)


def ruleset_of(texts: dict[str, str]) -> RuleSet:
    checked = check_texts(texts)
    assert checked.ruleset is not None
    return checked.ruleset


# That every clause is proved, `tests/features` says, clause by clause.
def test_every_example_of_the_shipped_policy_comes_out_and_every_number_is_vouched_for(
    report: ProofReport,
) -> None:
    assert report.problems == ()
    assert report.examples == len(shipped().examples) > 0


# `holdfast policy check --mutate 200` tries as many as you like; here is a small draw.
def test_a_thing_changed_in_a_compiled_rule_of_the_shipped_policy_makes_a_proof_fail(
    world: World, report: ProofReport
) -> None:
    found = try_mutants(world, shipped(), report.played, Sample(40, seed=5))

    assert found.count == 40
    assert min(found.tried.values()) >= 4
    assert found.noticed >= 38, found.as_json("en")["items"]


def test_a_number_of_the_shipped_policy_changed_alone_is_refused_naming_both_lines(
    world: World,
) -> None:
    texts = read_features(FEATURES)
    before = "当 “申请验收”后\n      那么 应当在5个工作日内“专业验收”"
    assert before in texts[RECTIFICATION]
    changed = texts[RECTIFICATION].replace(before, before.replace("5个", "8个"))
    clause_line = changed[: changed.index("应当在8个工作日内")].count("\n") - 2
    texts[RECTIFICATION] = changed

    problems = prove_numbers(texts, ruleset_of(texts), world).problems

    assert {(one.code, one.file) for one in problems} == {("example-failed", RECTIFICATION)}
    assert all(one.line for one in problems)
    assert f"{RECTIFICATION}:{clause_line}" in problems[0].message


STRIKE_OFF = (
    ("某“问题”处于“待销号”状态", Keyword.GIVEN),
    ("其核验项“整改彻底”未通过", Keyword.GIVEN),
    ("拟“销号”时", Keyword.WHEN),
    ("不予准许，理由是“整改不彻底不放过”", Keyword.THEN),
)
CHECK = (
    ("某“问题”处于“待销号”状态", Keyword.GIVEN),
    ("其“满意度测评件数”为“{surveys}”", Keyword.GIVEN),
    ("核验项“员工群众满意”通过", Keyword.THEN),
)


@cache
def compiled() -> tuple[Written, ...]:
    return compile_texts(read_features(FEATURES))


def performance(bench: Bench, *, told: bool) -> Performance:
    story = story_of(bench.world, bench.policy, "zh") if told else None
    return Performance(bench, compiled(), RECTIFICATION, "zh", story)


def test_a_scenario_that_the_engine_obeys_passes_step_by_step(world: World) -> None:
    scenario = performance(Bench(world, shipped()), told=False)

    for sentence, keyword in STRIKE_OFF:
        scenario.say(sentence, keyword)


def test_a_scenario_that_the_engine_does_not_obey_fails_at_its_step(world: World) -> None:
    # Nobody may strike off here, so that the repaired attempt is refused as well.
    ruleset = shipped()
    rules = tuple(
        rule for rule in ruleset.rules if not any(isinstance(then, s.OnlyBy) for then in rule.then)
    )
    scenario = performance(Bench(world, RuleSet(rules)), told=False)
    *before, (last, keyword) = STRIKE_OFF
    for sentence, word in before:
        scenario.say(sentence, word)

    with pytest.raises(pytest.fail.Exception, match="应当准许而被拒绝"):
        scenario.say(last, keyword)


@pytest.mark.parametrize(("surveys", "comes_out"), [("1", True), ("0", False)])
def test_an_example_is_played_step_by_step(world: World, surveys: str, comes_out: bool) -> None:
    scenario = performance(Bench(world, shipped()), told=True)
    *before, (last, keyword) = CHECK
    for sentence, word in before:
        scenario.say(sentence.format(surveys=surveys), word)

    if comes_out:
        scenario.say(last, keyword)
    else:
        with pytest.raises(pytest.fail.Exception, match="例子不成立"):
            scenario.say(last, keyword)


def test_an_unknown_sentence_fails(world: World) -> None:
    scenario = performance(Bench(world, shipped()), told=False)

    with pytest.raises(pytest.fail.Exception, match="unknown sentence"):
        scenario.say("某事发生了", Keyword.GIVEN)


def test_tags_of_a_policy_never_become_marks() -> None:
    assert pytest_bdd_apply_tag("skip", lambda: None) is True


def test_cases_are_placed_on_driven_clocks_only(world: World) -> None:
    real = replace(world.app, driven=False)

    with pytest.raises(ClockNotDriven):
        place_case(real, placement_of(Scene("action", "planned")))
