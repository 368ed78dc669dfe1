"""`holdfast case similar` and `holdfast case returns`: near matches and the weekly matrix."""

from __future__ import annotations

from holdfast.exit_codes import WRONG_USAGE
from tests.integration.command_line import Desk, desk, driven_office, open_finding, open_round

__all__ = ["desk", "driven_office"]

CLASSED = (
    "--set", "问题类别=机械防护", "--set", "原因类别=有章不循",
)  # fmt: skip


def _classed(desk: Desk, place: str = "1# 回水泵") -> str:
    answer = desk.done(
        "case", "open", "finding", "--under", "R1", "--as", "cai", "--json", *CLASSED,
        "--set", "责任单位=氧化铝厂", "--set", "问题描述=联轴器无防护罩",
        "--set", f"具体部位={place}",
    )  # fmt: skip
    return str(answer.json["number"])


def test_near_matches_are_listed_with_the_way_to_confirm_them(desk: Desk) -> None:
    open_round(desk)
    one, other = _classed(desk), _classed(desk, "一号回水泵")
    (match,) = desk.done("case", "similar", one, "--json").json["items"]
    assert (match["number"], match["score"], match["suggests"]) == (other, 1.0, "merged_into")
    assert {"same_place", "same_unit"} <= set(match["why"])
    said = desk.done("case", "similar", one).out
    assert f"holdfast case link {one} merged_into {other}" in said
    assert "部位相同" in said
    english = desk("case", "similar", one, lang="en").out
    assert "alike" in english
    assert "When confirmed" in english
    desk.done("case", "link", one, "并案", other, "--as", "bai")
    assert f"并案 → {other}" in desk.done("case", "show", one).out
    (link,) = desk.done("case", "show", other, "--json").json["links"]
    assert (link["relation"], link["forward"], link["number"]) == ("merged_into", False, one)


def test_a_finding_without_class_is_refused_with_what_is_missing(desk: Desk) -> None:
    number = open_finding(desk)
    refused = desk("case", "similar", number)
    assert refused.code == WRONG_USAGE
    assert "问题类别" in refused.err


def test_the_returns_of_a_finding_are_a_table_of_units_and_days(desk: Desk) -> None:
    number = open_finding(desk)
    assert "没有举一反三排查" in desk.done("case", "returns", number).out
    search = desk.done(
        "case", "open", "read_across", "--under", number, "--as", "bai", "--json",
        "--set", "责任单位=氧化铝厂",
    ).json["number"]  # fmt: skip
    desk.done(
        "case", "do", search, "开始排查", "--as", "gao", "--set", "排查责任人=meng",
        "--set", "实施细则=分片排查", "--set", "排查范围=全厂泵房",
    )  # fmt: skip
    desk.done(
        "case", "do", search, "报送", "--as", "lan", "--set", "报送周次=2023-02-16",
        "--set", "报送类型=零报告", "--set", "排查点位数=12", "--set", "本次查出问题数=0",
    )  # fmt: skip
    (row,) = desk.done("case", "returns", number, "--json").json["items"]
    counts = {name: row[name] for name in ("unit", "reports", "zero", "missed", "found")}
    assert counts == {"unit": "氧化铝厂", "reports": 1, "zero": 1, "missed": 0, "found": 0}
    assert row["searches"] == [search]
    assert "零报告" in desk.done("case", "returns", "R1").out
    assert "Alumina plant" in desk("case", "returns", search, lang="en").out
