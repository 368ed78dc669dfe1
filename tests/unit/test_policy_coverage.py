"""What a policy leaves open: clauses, roles, kinds and states."""

from __future__ import annotations

from policies.checking import check_texts, read_rules
from policies.coverage import SilentState, coverage_of
from statemachines.tables import TABLES
from tests.unit.policy_texts import ZH, line_of, spoilt

FILE = "措施.feature"
RULES = check_texts({FILE: ZH}).ruleset
assert RULES is not None


def test_a_clause_that_no_example_touches_is_listed() -> None:
    assert RULES is not None
    begin = line_of(ZH, "场景: 计划后开始")

    found = coverage_of(RULES, touched={(FILE, begin)})

    assert found.clauses == len(RULES.rules)
    assert found.without_example is not None
    lines = {cite.line for cite in found.without_example}
    assert lines == {rule.cite.line for rule in RULES.rules} - {begin}


def test_what_nobody_looked_at_is_not_called_missing() -> None:
    assert RULES is not None

    found = coverage_of(RULES)

    assert found.without_example is None
    assert found.unheld_roles is None
    assert found.as_json("zh")["without_example"] is None
    assert found.as_json("zh")["unheld_roles"] is None


def test_roles_that_nobody_holds_are_named() -> None:
    assert RULES is not None

    found = coverage_of(RULES, roles_held={"doer", "verifier", "supervision_office"})

    assert found.unheld_roles == ("supervision_leader",)
    assert found.as_json("zh")["unheld_roles"] == [
        {"id": "supervision_leader", "word": "督导组组长"}
    ]


def test_kinds_and_states_without_a_clause_are_named() -> None:
    assert RULES is not None

    found = coverage_of(RULES)

    assert set(found.silent_kinds) == set(TABLES) - {"action"}
    assert found.silent_states == (
        SilentState("action", "verified", resting=True),
        SilentState("action", "cancelled", resting=True),
    )
    assert found.as_json("en")["silent_states"][1] == {
        "kind": {"id": "action", "word": "action"},
        "state": {"id": "cancelled", "word": "cancelled"},
        "resting": True,
    }


def test_a_state_of_which_the_last_clause_is_gone_is_named() -> None:
    """Not a resting one: a case would be stuck there without a word."""
    text = ZH.replace("| 待验证 | 验证     | 验证人           |\n", "").replace(
        "| 待验证 | 退回实施 | 验证人           |\n", ""
    )
    rules = read_rules(
        {FILE: spoilt(text, "某“整改措施”处于“待验证”状态", "某“整改措施”处于“实施中”状态")}
    )
    assert rules.ruleset is not None

    found = coverage_of(rules.ruleset)

    assert SilentState("action", "done", resting=False) in found.silent_states


def test_clauses_are_named_in_the_language_of_their_file() -> None:
    assert RULES is not None

    found = coverage_of(RULES, touched=())

    assert found.as_json("en", {FILE: "zh"})["without_example"][0] == {
        "file": FILE,
        "line": line_of(ZH, "| 已计划 | 登记入账"),
        "words": "《措施办法》第一条第一款第（一）项",
    }
    assert found.as_json("en")["without_example"][0]["words"].startswith("“措施办法”, article 1")


def test_text_that_cannot_be_read_has_no_rules() -> None:
    found = read_rules({FILE: spoilt(ZH, "当 “完成”后", "当 “完成”之后")})

    assert found.ruleset is None
    assert [one.code for one in found.problems] == ["unknown-step"]
