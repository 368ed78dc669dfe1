"""The command line on simulations: what its owner tries, and what its approver looks at."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from casework.bootstrap import open_app
from casework.policies_in_force import read_features
from casework.policy_life import Proposal, propose, rehearse_simulation
from casework.settings import Settings
from domain.errors import Refused
from domain.lexicon import LEXICON
from holdfast.exit_codes import REFUSED, WRONG_USAGE
from holdfast.shipped import shipped_features
from policies import statements as s
from policies.checking import Checked
from tests.integration.casework_world import shipped
from tests.integration.command_line import Desk, desk, driven_office, open_finding
from tests.integration.test_simulating import one_day_to_confirm

if TYPE_CHECKING:
    from pathlib import Path

    from policies.rules import RuleSet

__all__ = ["desk", "driven_office"]

OWNER = "kang"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The small office with a policy owner, and a finding that nobody has confirmed."""
    desk.done("people", "appoint", OWNER, "制度归口部门", "--unit", "集团")
    open_finding(desk)
    return desk


def proposed(desk: Desk, ruleset: RuleSet) -> str:
    """A checked draft of these rules; its hash."""
    app = open_app(Settings(data=desk.data))
    draft = Proposal({"19.feature": "稿"}, Checked((), ruleset), OWNER, "缩短")
    version = propose(app, draft).version
    app.close()
    return version


def test_a_version_is_simulated_recorded_and_looked_at_in_both_languages(office: Desk) -> None:
    version = proposed(office, one_day_to_confirm(shipped()))
    unread = office("policy", "flips", version)
    assert (unread.code, f"policy simulate {version[:12]}" in unread.err) == (WRONG_USAGE, True)
    nobody = office("policy", "simulate", version)
    assert (nobody.code, "--as" in nobody.err) == (WRONG_USAGE, True)
    said = office.done(
        "policy", "simulate", version[:9], "--as", OWNER, "--now", "2023-02-15T09:00"
    )
    assert "在办事项适用草案时：转为逾期 1，立即提级督办 1，立即触发督办节点 1" in said.out
    assert "氧化铝厂" in said.out
    assert f"holdfast policy flips {version[:12]}" in said.out
    shown = office.done("policy", "flips", version)
    assert "R1-1（待确认）“确认底稿”转为逾期：2023年2月16日（星期四）24时；3日内" in shown.out
    assert "立即提级督办：—" not in shown.out
    digest = office.done("policy", "flips", version, "--json").json["digest"]
    assert shown.out.splitlines()[-2] == f"影响清单指纹：{digest}"
    assert f"--flips {digest[:16]}" in shown.out.splitlines()[-1]
    english = office("policy", "flips", version, lang="en")
    assert "newly late" in english.out
    assert "escalate to the office of the supervision group" in english.out
    assert f"Fingerprint of the flip list: {digest}" in english.out
    assert office("policy", "simulate", version, "--as", OWNER, lang="en").out.startswith(
        f"Simulated {version[:12]} against"
    )


def test_who_may_not_record_a_simulation_hears_so_before_it_begins(office: Desk) -> None:
    version = proposed(office, one_day_to_confirm(shipped()))
    refused = office("policy", "simulate", version, "--as", "bai")
    assert (refused.code, "制度归口部门" in refused.err) == (REFUSED, True), refused.err
    app = open_app(Settings(data=office.data))
    with pytest.raises(Refused):
        rehearse_simulation(app, version, by="bai")
    # Nothing of a rehearsal stays.
    rehearse_simulation(app, version, by=OWNER)
    app.close()
    assert "policy simulate" in office("policy", "flips", version).err
    assert office.done("policy", "versions", "--json").json["items"][-1]["state"] == "checked"


def test_a_list_is_paged_and_written_whole(office: Desk, tmp_path: Path) -> None:
    version = proposed(office, one_day_to_confirm(shipped()))
    office.done("policy", "simulate", version, "--as", OWNER, "--now", "2023-02-15T09:00")
    first = office.done("policy", "flips", version, "--most", "2", "--json").json
    assert (len(first["items"]), first["next"], first["flips"]) == (2, 2, 3)
    last = office.done("policy", "flips", version, "--after", "2", "--json").json
    assert (len(last["items"]), last["next"]) == (1, None)
    assert "--after 2" in office.done("policy", "flips", version, "--most", "2").out

    lines = tmp_path / "flips.jsonl"
    office.done("policy", "flips", version, "--out", str(lines))
    assert sha256(lines.read_bytes()).hexdigest() == first["digest"]
    flips = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()[1:]]
    assert [flip["change"] for flip in flips] == ["escalates-now", "fires-now", "newly-late"]
    sheet, table = tmp_path / "flips.xlsx", tmp_path / "flips.csv"
    assert "3" in office.done("policy", "flips", version, "--out", str(sheet)).out
    office("policy", "flips", version, "--out", str(table), lang="en")
    page = load_workbook(sheet).active
    assert page is not None
    rows = [[str(cell or "") for cell in row] for row in page.iter_rows(values_only=True)]
    assert (rows[0][0], rows[3][0], rows[3][4]) == ("编号", "R1-1", "转为逾期")
    with table.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert [row[4] for row in written[1:]] == [
        "escalates at once",
        "rung fires at once",
        "newly late",
    ]
    wrong = office("policy", "flips", version, "--out", str(tmp_path / "flips.docx"))
    assert (wrong.code, ".jsonl" in wrong.err) == (WRONG_USAGE, True)


def test_no_spreadsheet_runs_what_somebody_called_a_case(office: Desk, tmp_path: Path) -> None:
    office.done(
        "case", "open", "finding", "--under", "R1", "--as", "cai", "--number", "=1+2",
        "--set", "责任单位=氧化铝分厂", "--set", "description=联轴器无防护罩",
    )  # fmt: skip
    version = proposed(office, one_day_to_confirm(shipped()))
    office.done("policy", "simulate", version, "--as", OWNER)
    table = tmp_path / "flips.csv"
    office.done("policy", "flips", version, "--out", str(table))
    assert "'=1+2,问题" in table.read_text(encoding="utf-8-sig")


def test_a_folder_is_tried_and_nothing_is_recorded(office: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    folder.mkdir()
    for name, text in read_features(shipped_features()).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    same = office.done("policy", "simulate", str(folder)).out
    assert "规则：生效版本独有 0 条，草案独有 0 条。" in same
    assert "没有事项因此改变。" in same
    assert "未作任何记录" in same
    confirming = next(folder.glob("05*.feature"))
    text = confirming.read_text(encoding="utf-8")
    confirming.write_text(text.replace("在3日内“确认底稿”", "在1日内“确认底稿”"), encoding="utf-8")
    tried = office.done("policy", "simulate", str(folder), "--json").json
    assert (tried["recorded"], tried["changes"]) == (False, {"due-earlier": 1})
    assert len(office.done("policy", "versions", "--json").json["items"]) == 1
    confirming.write_text(text.replace("当 拟“", "当 你“"), encoding="utf-8")
    wrong = office("policy", "simulate", str(folder))
    assert (wrong.code, f"{confirming.name}:" in wrong.err) == (REFUSED, True)
    missing = office("policy", "simulate", "nosuch", "--as", OWNER)
    assert (missing.code, "holdfast policy versions" in missing.err) == (WRONG_USAGE, True)


def test_gates_and_authority_are_told_in_words(office: Desk) -> None:
    def other(then: s.Then) -> s.Then:
        if isinstance(then, s.OnlyBy) and then.role == "unit_admin_head":
            return s.OnlyBy("unit_party_head")
        return then

    gate = next(
        rule
        for rule in shipped().rules
        if rule.kind == "finding" and rule.when == s.AboutTo("confirm")
    )
    asking = replace(gate, then=(s.NeedsField("remarks"), s.NeedsDocument("signed_working_paper")))
    rules = [replace(one, then=tuple(map(other, one.then))) for one in shipped().rules]
    aside = replace(gate, when=s.DoerAboutTo("open", "confirm"), then=(s.StandAside(),))
    version = proposed(office, replace(shipped(), rules=(*rules, asking, aside)))
    office.done("policy", "simulate", version, "--as", OWNER)
    shown = office.done("policy", "flips", version).out
    assert "“确认底稿”有权办理者更换：责任单位行政负责人 → 责任单位党组织负责人" in shown
    assert "须填报“备注”" in shown
    english = office("policy", "flips", version, lang="en").out
    assert "“remarks” must be filled in" in english
    word = LEXICON.word("role", "unit_party_head", "en")
    assert f"other authority: {LEXICON.word('role', 'unit_admin_head', 'en')} → {word}" in english


def test_a_list_goes_stale_with_the_version_it_was_compared_with(office: Desk) -> None:
    from casework.policies_in_force import store_version

    version = proposed(office, one_day_to_confirm(shipped()))
    office.done("policy", "simulate", version, "--as", OWNER)
    assert not office.done("policy", "flips", version, "--json").json["stale"]
    app = open_app(Settings(data=office.data))
    with app.store.write() as work:
        store_version(work, app, {"b": "b"}, shipped(), ("system", "system"))
        work.commit()
    app.close()
    assert "请重新试算" in office.done("policy", "flips", version).out
    assert office.done("policy", "flips", version, "--json").json["stale"]
