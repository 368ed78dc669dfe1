"""`policy check` and `policy diff`: one report, and what changed, on the screen and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.exit_codes import REFUSED, WRONG_USAGE
from holdfast.shipped import shipped_features
from tests.integration.command_line import Desk, desk, driven_office
from tests.unit.policy_texts import EN, ZH, spoilt

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["desk", "driven_office"]

NUMBERS = "number-without-example"


VOUCHED = spoilt(ZH, "“甲”", "“督导组办公室甲”")
"""Its example comes out."""


def without(text: str, *titles: str) -> str:
    """The text without some scenarios."""
    for title in titles:
        at = text.index(f"    场景: {title}")
        text = text[:at] + text[text.index("\n\n", at) + 2 :]
    return text


SOUND = (
    without(VOUCHED, "退回后完成", "临期提醒", "逾期提级")
    + """
    @example
    场景: 十日内完成
      假如 某“整改措施”处于“已计划”状态
      当 2023年2月13日9时，“实施人甲”对某“整改措施”办理“开始实施”
      那么 “完成”的期限为2023年2月23日24时

    @example
    场景: 两个工作日内验证
      假如 某“整改措施”处于“实施中”状态
      当 2023年2月13日9时，“实施人甲”对某“整改措施”办理“完成”
      那么 “验证”的期限为2023年2月15日17时30分
"""
)
"""Every number that is left is vouched for."""


def folder(place: Path, text: str, name: str = "措施.feature") -> str:
    """A folder with one feature file."""
    place.mkdir(exist_ok=True)
    (place / name).write_text(text, encoding="utf-8")
    return str(place)


def test_a_report_says_what_is_proved_left_open_and_in_conflict(desk: Desk, tmp_path: Path) -> None:
    draft = folder(tmp_path / "draft", VOUCHED)

    found = desk("policy", "check", draft, "--json").json

    assert set(found) == {
        "ok", "files", "rules", "proofs", "examples", "problems", "coverage", "conflicts",
        "unproved",
    }  # fmt: skip
    assert (found["files"], found["rules"], found["examples"]) == (1, 13, 1)
    # Only the one number that an example vouches for is proved; the check says which are not.
    assert NUMBERS in {one["code"] for one in found["problems"]}
    touched = found["coverage"]["clauses"] - len(found["coverage"]["without_example"])
    assert touched >= 1
    assert [one["id"] for one in found["coverage"]["unheld_roles"]] == []
    assert "finding" in [one["id"] for one in found["coverage"]["silent_kinds"]]
    assert found["unproved"] is None


def test_the_readable_report_counts_and_lists_in_full_when_asked(
    desk: Desk, tmp_path: Path
) -> None:
    refusing = """
    场景: 不得取消
      假如 某“整改措施”处于“已计划”状态
      而且 其“措施类别”为“临时管控”
      当 拟“取消”时
      那么 不予准许，理由是“临时管控不得取消”
"""
    draft = folder(
        tmp_path / "draft", spoilt(VOUCHED, "    场景: 临期提醒", refusing + "\n    场景: 临期提醒")
    )

    short = desk("policy", "check", draft, "--no-proofs").out
    full = desk("policy", "check", draft, "--no-proofs", "--full").out
    english = desk("policy", "check", draft, "--full", lang="en")

    assert "重叠：1 处，都有规则可循：不予准许优先 1。" in short
    assert "不予准许优先于准许" not in short
    assert "不予准许优先于准许" in full
    assert "没有条款写到“整改措施”的“已验证”状态（可长期停留）。" in full
    assert "没有任何条款涉及：" in short
    assert "Examples: of 14 clauses" in english.out
    assert "《措施办法》第一条第一款第（四）项 谁可以验证\n" in english.out
    # What is said of a clause is said in the language of its file.
    assert "没有例子验证本条的数字" in english.out
    assert english.code == REFUSED
    assert "Not in order: " in english.out


def test_roles_are_compared_with_the_offices_of_an_installation_if_there_is_one(
    desk: Desk, tmp_path: Path
) -> None:
    text = spoilt(SOUND, "取消     | 督导组办公室", "取消     | 质量管理部")
    words = ("policy", "check", folder(tmp_path / "draft", text), "--no-proofs")
    nowhere = Desk(tmp_path / "nowhere", desk.capture)

    assert "没有人担任：质量管理部。" in desk.done(*words).out
    assert "Held by nobody: quality department." in desk(*words, lang="en").out
    assert "未核对各角色是否有人担任" in nowhere.done(*words).out
    assert "whether roles are held was not looked at" in nowhere(*words, lang="en").out
    assert "重叠：没有。" in nowhere.done(*words).out
    assert "检查通过：1 个文件，10 条规则，未运行证明。" in nowhere.done(*words).out


def test_changes_on_trial_are_counted_and_the_unproved_ones_listed(
    desk: Desk, tmp_path: Path
) -> None:
    draft = folder(tmp_path / "draft", SOUND)
    words = ("policy", "check", draft, "--seed", "4", "--mutate")

    found = desk.done(*words, "24", "--json").json["unproved"]
    said = desk.done(*words, "2").out

    assert found["seed"] == 4
    assert found["tried"] == found["noticed"] + len(found["items"]) > 20
    assert found["noticed"] >= 0.95 * found["tried"], found["items"]
    assert "改动试验（种子 4）：2 处改动，" in said
    assert "检查通过：" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mutate", "viele"), "200"),
        (("--mutate", "0"), "200"),
        (("--mutate", "20", "--no-proofs"), "--no-proofs"),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_wrong_usage(
    desk: Desk, words: tuple[str, ...], said: str
) -> None:
    for lang in ("zh", "en"):
        answer = desk("policy", "check", *words, lang=lang)
        assert answer.code == WRONG_USAGE
        assert said in answer.err


def test_the_difference_of_two_folders_is_said_in_words_of_both_languages(
    desk: Desk, tmp_path: Path
) -> None:
    old = folder(tmp_path / "old", ZH)
    new = folder(tmp_path / "new", spoilt(ZH, "应当在10日内", "应当在12日内"))

    zh, en = desk.done("policy", "diff", old, new).out, desk("policy", "diff", old, new, lang="en")
    found = desk.done("policy", "diff", old, new, "--json").json

    assert "有 1 处不同" in zh
    assert "结果由“应当在10日内‘完成’”改为“应当在12日内‘完成’”" in zh
    assert "differs from" in en.out
    assert "within 10 days” to “" in en.out
    assert found["counts"] == {"changed": 1}
    assert found["items"][0]["changes"] == [
        {"part": "then", "old": "应当在10日内“完成”", "new": "应当在12日内“完成”"}
    ]
    assert found["next"] is None


def test_the_version_in_force_is_what_a_draft_is_compared_with(desk: Desk, tmp_path: Path) -> None:
    active = desk.done("policy", "show", "--json").json["version"]

    same = desk.done("policy", "diff", str(shipped_features()))
    found = desk.done("policy", "diff", active[:9], folder(tmp_path / "new", EN), "--json").json

    assert "没有不同" in same.out
    assert "says the same" in desk("policy", "diff", active[:9], active[:9], lang="en").out
    assert found["old"] == active
    assert set(found["counts"]) >= {"added", "removed"}


def test_what_cannot_be_compared_is_refused_and_says_why(desk: Desk, tmp_path: Path) -> None:
    broken = folder(tmp_path / "broken", spoilt(ZH, "当 “完成”后", "当 “完成”之后"))

    refused = desk("policy", "diff", broken)
    unknown = desk("policy", "diff", "ffffffff")
    nowhere = desk("policy", "diff", str(tmp_path / "nowhere"))
    three = desk("policy", "diff", "a", "b", "c")

    assert refused.code == REFUSED
    assert "措施.feature:44:9" in refused.err
    assert unknown.code == nowhere.code == three.code == WRONG_USAGE
    assert "policy versions" in unknown.err
    assert str(tmp_path / "nowhere") in nowhere.err
