"""What one policy says otherwise than another, in words of both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies import statements as s
from policies.checking import check_texts
from policies.compiling import compile_text
from policies.differing import Difference, Of, Part, Sort, differences
from policies.rules import RuleSet
from tests.unit.policy_texts import EN, ZH, spoilt


def ruleset(*texts: str) -> RuleSet:
    """The rules of some texts, which must be in order."""
    checked = check_texts({f"{number:02}.feature": text for number, text in enumerate(texts, 1)})
    assert checked.ruleset is not None, checked.problems
    return checked.ruleset


def between(old: str, new: str) -> tuple[Difference, ...]:
    """The differences of two policies of one file."""
    return differences(ruleset(old), ruleset(new))


def only(old: str, new: str) -> Difference:
    """The one difference of two policies of one file."""
    (found,) = between(old, new)
    return found


def test_a_policy_does_not_differ_from_itself() -> None:
    """Nothing changed is no difference."""
    assert between(ZH, ZH) == ()


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (
            "应当在10日内“完成”",
            "应当在12日内“完成”",
            "结果由“应当在10日内‘完成’”改为“应当在12日内‘完成’”",
            (
                'consequence changed from “"complete" must happen within 10 days” to “"complete" '
                "must happen within 12 days”"
            ),
        ),
        (
            "应当在2个工作日内“验证”",
            "应当在2小时内“验证”",
            "结果由“应当在2个工作日内‘验证’”改为“应当在2小时内‘验证’”",
            (
                'consequence changed from “"verify" must happen within 2 working days” to “"verify"'
                " must happen within 2 hours”"
            ),
        ),
        (
            "提醒“实施人”",
            "催办“实施人”",
            "结果由“提醒‘实施人’”改为“催办‘实施人’”",
            'consequence changed from “the "doer" is reminded” to “the "doer" is chased”',
        ),
        (
            "提级至“督导组组长”督办",
            "提级至“督导组办公室”督办",
            "结果由“提级至‘督导组组长’督办”改为“提级至‘督导组办公室’督办”",
            (
                'changed from “it is escalated to the "leader of the supervision group"” '
                'to “it is escalated to the "office of the supervision group"”'
            ),
        ),
        (
            "当 逾期满2日仍未“完成”",
            "当 逾期满3日仍未“完成”",
            "场合由“逾期满2日仍未‘完成’”改为“逾期满3日仍未‘完成’”",
            (
                'changed from “"complete" has not happened 2 days after its time limit” to '
                '“"complete" has not happened 3 days after its time limit”'
            ),
        ),
        (
            "| 实施中 | 取消     |",
            "| 待验证 | 取消     |",
            "条件由“某‘整改措施’处于‘实施中’状态”改为“某‘整改措施’处于‘待验证’状态”",
            'condition changed from “a "action" is in "doing"” to “a "action" is in "done"”',
        ),
    ],
)
def test_the_old_and_the_new_value_are_said_in_words(old: str, new: str, zh: str, en: str) -> None:
    """A number, a unit, a consequence of another sort, a role, an occasion, a state."""
    found = _loosely(ZH, spoilt(ZH, old, new))
    assert [one.sort for one in found] == [Sort.CHANGED]
    assert zh in found[0].words("zh")
    assert en in found[0].words("en")


def _loosely(old: str, new: str) -> tuple[Difference, ...]:
    """The differences of two texts that need not be in order as a policy."""
    first, second = (
        RuleSet(tuple(written.rule for written in compile_text("01.feature", text).rules))
        for text in (old, new)
    )
    return differences(first, second)


def test_what_is_added_or_removed_is_said_whole() -> None:
    """Every sentence of the clause, and where it stands."""
    warning = """    场景: 临期提醒
      假如 某“整改措施”处于“实施中”状态
      当 距“完成”期限届满还有2日
      那么 提醒“实施人”

"""
    gone, *moved = between(ZH, spoilt(ZH, warning, ""))
    assert (gone.sort, gone.of, gone.new) == (Sort.REMOVED, Of.CLAUSE, None)
    assert gone.words("zh") == (
        "删去《措施办法》第二条第五款（01.feature:47）："
        "条件“某‘整改措施’处于‘实施中’状态”；"
        "场合“距‘完成’期限届满还有2日”；结果“提醒‘实施人’”。"
    )
    assert [one.sort for one in moved] == [Sort.MOVED]
    came, *_ = between(spoilt(ZH, warning, ""), ZH)
    assert (came.sort, came.old) == (Sort.ADDED, None)
    assert came.words("en") == (
        "Added “措施办法”, article 2(5) (01.feature:47): "
        'condition “a "action" is in "doing"”; '
        'occasion “2 days remain for "complete"”; consequence “the "doer" is reminded”.'
    )


def test_what_stands_elsewhere_and_says_the_same_has_moved() -> None:
    """A clause that comes later is a later paragraph; a line that only slips is nothing."""
    assert between(ZH, spoilt(ZH, "  规则: 第二条", "\n\n\n  规则: 第二条")) == ()
    before = "    场景: 完成后验证"
    second = ZH.index(before)
    end = ZH.index("    场景: 临期提醒")
    cut = ZH[:second] + ZH[end:]
    at = cut.index("    场景: 计划后开始")
    found = between(ZH, cut[:at] + ZH[second:end] + cut[at:])
    assert {one.sort for one in found} == {Sort.MOVED}
    assert found[0].words("zh") == (
        "移动《措施办法》第二条第四款（01.feature:42），"
        "现为《措施办法》第二条第一款（01.feature:24），内容不变。"
    )
    assert found[0].words("en") == (
        "Moved “措施办法”, article 2(4) (01.feature:42), "
        "now “措施办法”, article 2(1) (01.feature:24), unchanged."
    )


def test_the_order_of_conditions_and_consequences_means_nothing() -> None:
    """Both lists are sets."""
    old = ruleset(ZH)
    turned = tuple(replace(rule, then=rule.then[::-1]) for rule in old.rules)
    assert differences(old, replace(old, rules=turned)) == ()


def test_a_further_condition_is_added_and_a_lost_one_removed() -> None:
    """Not a change of another sentence."""
    line = "      那么 提醒“实施人”"
    found = only(ZH, spoilt(ZH, line, line + "\n      并且 提醒“验证人”"))
    assert found.words("zh").endswith("：新增结果“提醒‘验证人’”。")
    assert found.words("en").endswith(': consequence “the "verifier" is reminded” added.')
    (back,) = between(spoilt(ZH, line, line + "\n      并且 提醒“验证人”"), ZH)
    assert back.words("zh").endswith("：删去结果“提醒‘验证人’”。")
    assert back.words("en").endswith(': consequence “the "verifier" is reminded” removed.')


def test_the_title_and_the_tags_of_a_clause_are_compared() -> None:
    """What a clause rests on is part of it."""
    found = only(ZH, spoilt(ZH, "    场景: 临期提醒", "    @source-S4.1\n    场景: 到期前提醒"))
    assert [(one.part, one.old, one.new) for one in found.changes] == [
        (Part.TITLE, "临期提醒", "到期前提醒"),
        (Part.TAGS, "@自定", "@自定 @source-S4.1"),
    ]


def test_an_example_is_compared_step_by_step() -> None:
    """Its dates are what it vouches with."""
    found = between(
        ZH, ZH.replace("应当在3日内", "应当在4日内").replace("2月16日24时", "2月17日24时")
    )
    assert [(one.of, one.sort) for one in found] == [
        (Of.CLAUSE, Sort.CHANGED),
        (Of.EXAMPLE, Sort.CHANGED),
    ]
    assert found[1].words("zh") == (
        "修改《措施办法》第二条第六款的例子“二月十三日登记，十六日到期”（01.feature:58）："
        "步骤由“‘开始实施’的期限为2023年2月17日0时”改为“‘开始实施’的期限为2023年2月18日0时”。"
    )
    assert found[1].as_json("en") == {
        "sort": "changed",
        "of": "example",
        "old": {"file": "01.feature", "line": 58, "words": "“措施办法”, article 2(6)"},
        "new": {"file": "01.feature", "line": 58, "words": "“措施办法”, article 2(6)"},
        "changes": [
            {
                "part": "step",
                "old": '"begin" is due at 2023-02-17 00:00',
                "new": '"begin" is due at 2023-02-18 00:00',
            }
        ],
        "words": found[1].words("en"),
    }


def test_an_example_that_is_new_is_told_step_by_step() -> None:
    """And has no old place."""
    at = ZH.index("    @example")
    told = between(ZH[:at] + ZH[at:], ZH + ZH[at:].replace("场景: 二月", "场景: 又，二月"))
    assert [(one.of, one.sort, one.old) for one in told] == [(Of.EXAMPLE, Sort.ADDED, None)]
    assert told[0].as_json("zh")["old"] is None


def test_a_document_or_an_article_under_another_name_is_one_difference() -> None:
    """Its clauses have not changed."""
    renamed = ruleset(spoilt(spoilt(ZH, "措施办法", "行动办法"), "第二条 何时办", "第二条 期限"))
    found = differences(ruleset(ZH), renamed)
    assert [one.words("zh") for one in found] == [
        "修改《行动办法》（01.feature）：标题由“措施办法”改为“行动办法”。",
        "修改“第二条 期限”（01.feature）：标题由“第二条 何时办”改为“第二条 期限”。",
    ]
    assert [one.words("en") for one in found] == [
        (
            "Changed the document “行动办法” (01.feature): "
            "title changed from “措施办法” to “行动办法”."
        ),
        "Changed “第二条 期限” (01.feature): title changed from “第二条 何时办” to “第二条 期限”.",
    ]


def test_a_file_under_another_name_is_one_difference() -> None:
    """Its clauses have not moved."""
    moved = check_texts({"elsewhere.feature": ZH}).ruleset
    assert moved is not None
    (found,) = differences(ruleset(ZH), moved)
    assert found.words("en") == (
        "Changed the document “措施办法” (elsewhere.feature): "
        "file changed from “01.feature” to “elsewhere.feature”."
    )


def test_a_changed_clause_that_also_moved_says_both() -> None:
    """Where it stood, where it stands, and what became of it."""
    verify = ZH[ZH.index("    场景: 完成后验证") : ZH.index("    场景: 临期提醒")]
    at = ZH.index("    场景: 计划后开始")
    shifted = spoilt(ZH, verify, "")
    found = between(ZH, shifted[:at] + verify.replace("2个工作日", "3个工作日") + shifted[at:])
    changed = next(one for one in found if one.sort is Sort.CHANGED)
    assert changed.words("en").startswith(
        "Changed “措施办法”, article 2(4) (01.feature:42), "
        "now “措施办法”, article 2(1) (01.feature:24): consequence changed from"
    )


def test_a_clause_about_another_kind_elsewhere_is_another_clause() -> None:
    """It is not taken for a change, however alike it reads."""
    old = ruleset(ZH)
    warning = next(rule for rule in old.rules if rule.cite.scenario == "临期提醒")
    other = replace(
        warning,
        cite=replace(warning.cite, file="02.feature", scenario="另一条"),
        given=(s.InState("finding", "being_rectified"),),
    )
    found = differences(RuleSet((warning,)), RuleSet((other,)))
    assert {one.sort for one in found} == {Sort.ADDED, Sort.REMOVED}


def test_a_clause_that_comes_to_say_what_another_says_is_the_one_that_changed() -> None:
    """The other one stands where it stood."""
    found = _loosely(ZH, spoilt(ZH, "| 已计划 | 取消     |", "| 实施中 | 取消     |"))
    (one,) = found
    assert one.new is not None
    assert (one.sort, one.new.item) == (Sort.CHANGED, 6)


def test_a_translation_that_reads_otherwise_is_said() -> None:
    """Of reasons that both texts give; what it translates is quoted."""
    old, new = (
        RuleSet((), renderings={"理由不足": wording, wording: "gone", "相同": "same"})
        for wording in ("too little reason", "not enough reason")
    )
    (found,) = differences(old, new)
    assert found.words("zh") == (
        "修改“理由不足”的译文：译文由“too little reason”改为“not enough reason”。"
    )
    assert found.words("en") == (
        "Changed the translation of “理由不足”: "
        "wording changed from “too little reason” to “not enough reason”."
    )


def test_english_clauses_are_compared_alike() -> None:
    """The words of an English file in Chinese."""
    found = only(EN, spoilt(EN, "within 10 days", "within 11 days"))
    assert "结果由“应当在10日内‘完成’”改为“应当在11日内‘完成’”" in found.words("zh")


def test_nothing_is_left_of_an_empty_policy() -> None:
    """A first version consists of what was added."""
    found = differences(RuleSet(()), ruleset(ZH))
    assert {one.sort for one in found} == {Sort.ADDED}
    assert len(found) == len(ruleset(ZH).rules) + len(ruleset(ZH).examples)
