from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casework.placing import place_case
from casework.policies_in_force import read_features
from domain.errors import ClockNotDriven
from policies import statements as s
from policies.checking import check_texts, compile_texts
from policies.rules import RuleSet
from policies.vocabulary import Keyword
from proofs.benches import Bench
from proofs.playing import story_of
from proofs.plugin import Performance, pytest_bdd_apply_tag
from proofs.running import ProofReport, prove
from proofs.scenes import Scene, placement_of
from proofs.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterator

FEATURES = Path(__file__).parents[2] / "features"
RECTIFICATION = "01_督察问题整改与销号.feature"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    built = World()
    yield built
    built.close()


def ruleset_of(texts: dict[str, str]) -> RuleSet:
    checked = check_texts(texts)
    assert checked.ruleset is not None
    return checked.ruleset


def proved(texts: dict[str, str], world: World) -> ProofReport:
    return prove(texts, ruleset_of(texts), world)


def test_the_shipped_policy_is_proved_with_every_example_and_every_number(world: World) -> None:
    texts = read_features(FEATURES)
    ruleset = ruleset_of(texts)

    report = prove(texts, ruleset, world)

    assert report.problems == ()
    assert report.proved == len(ruleset.rules)
    assert report.examples == len(ruleset.examples)


def test_a_number_of_the_shipped_policy_changed_alone_is_refused_naming_both_lines(
    world: World,
) -> None:
    texts = read_features(FEATURES)
    before = "当 “申请验收”后\n      那么 应当在5个工作日内“专业验收”"
    assert before in texts[RECTIFICATION]
    changed = texts[RECTIFICATION].replace(before, before.replace("5个", "8个"))
    clause_line = changed[: changed.index("应当在8个工作日内")].count("\n") - 2

    problems = proved({**texts, RECTIFICATION: changed}, world).problems

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
    ("其“现场满意率”为“{rate}”", Keyword.GIVEN),
    ("其“测评人数”为“5”", Keyword.GIVEN),
    ("核验项“员工群众满意”通过", Keyword.THEN),
)


def performance(bench: Bench, *, told: bool) -> Performance:
    texts = read_features(FEATURES)
    story = story_of(bench.world, bench.policy, "zh") if told else None
    return Performance(bench, compile_texts(texts), RECTIFICATION, "zh", story)


def test_a_scenario_that_the_engine_obeys_passes_step_by_step(world: World) -> None:
    scenario = performance(Bench(world, ruleset_of(read_features(FEATURES))), told=False)

    for sentence, keyword in STRIKE_OFF:
        scenario.say(sentence, keyword)


def test_a_scenario_that_the_engine_does_not_obey_fails_at_its_step(world: World) -> None:
    # Nobody may strike off here, so that the repaired attempt is refused as well.
    ruleset = ruleset_of(read_features(FEATURES))
    rules = tuple(
        rule for rule in ruleset.rules if not any(isinstance(then, s.OnlyBy) for then in rule.then)
    )
    scenario = performance(Bench(world, RuleSet(rules)), told=False)
    *before, (last, keyword) = STRIKE_OFF
    for sentence, word in before:
        scenario.say(sentence, word)

    with pytest.raises(pytest.fail.Exception, match="应当准许而被拒绝"):
        scenario.say(last, keyword)


@pytest.mark.parametrize(("rate", "comes_out"), [("90", True), ("89", False)])
def test_an_example_is_played_step_by_step(world: World, rate: str, comes_out: bool) -> None:
    scenario = performance(Bench(world, ruleset_of(read_features(FEATURES))), told=True)
    *before, (last, keyword) = CHECK
    for sentence, word in before:
        scenario.say(sentence.format(rate=rate), word)

    if comes_out:
        scenario.say(last, keyword)
    else:
        with pytest.raises(pytest.fail.Exception, match="例子不成立"):
            scenario.say(last, keyword)


def test_an_unknown_sentence_fails(world: World) -> None:
    scenario = performance(Bench(world, ruleset_of(read_features(FEATURES))), told=False)

    with pytest.raises(pytest.fail.Exception, match="unknown sentence"):
        scenario.say("某事发生了", Keyword.GIVEN)


def test_tags_of_a_policy_never_become_marks() -> None:
    assert pytest_bdd_apply_tag("skip", lambda: None) is True


def test_cases_are_placed_on_driven_clocks_only(world: World) -> None:
    real = replace(world.app, driven=False)

    with pytest.raises(ClockNotDriven):
        place_case(real, placement_of(Scene("action", "planned")))
