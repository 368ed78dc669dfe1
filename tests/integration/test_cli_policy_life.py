"""The command line on the life of a policy version, as its owner and its approver type it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from casework.bootstrap import open_app
from casework.following import Followed
from casework.policies_in_force import store_version
from casework.policy_life import Revised
from casework.settings import Settings
from holdfast.exit_codes import REFUSED, WRONG_USAGE
from holdfast.shipped import shipped_features
from holdfast.showing.policy_life import revised_lines
from policies.rules import RuleSet
from tests.integration.command_line import Desk, desk, driven_office

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["desk", "driven_office"]

ABOUT_POLICIES = "19_制度修订与评审.feature"
OFFICES = (("kang", "制度归口部门"), ("deng", "公司主要负责人"), ("jia", "监察中心"))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The small office with a policy owner, an approver, and the supervision centre."""
    for person, role in OFFICES:
        desk.done("people", "appoint", person, role, "--unit", "集团")
    return desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small policy, because proving is what takes the time: the clauses on policies alone."""
    made = tmp_path / "policy"
    made.mkdir()
    shutil.copy(shipped_features() / ABOUT_POLICIES, made)
    return made


def simulated(desk: Desk, version: str) -> str:
    """Have a version simulated; the fingerprint of its flip list."""
    desk.done("policy", "simulate", version, "--as", "kang")
    return str(desk.done("policy", "flips", version, "--json").json["digest"])


def versions(desk: Desk) -> list[dict[str, Any]]:
    """The versions, the shipped one first: at one moment of the driven clock none comes first."""
    items = desk.done("policy", "versions", "--json").json["items"]
    return sorted(items, key=lambda one: one["parent"] is not None)


def test_a_policy_goes_from_a_folder_into_force_by_two_people(office: Desk, folder: Path) -> None:
    said = office.done("policy", "propose", str(folder), "--as", "kang", "--note", "只留一章")
    assert "已检查" in said.out
    assert "holdfast policy simulate" in said.out
    again = office.done("policy", "propose", str(folder), "--as", "kang", "--json").json
    assert (again["again"], again["state"], again["revision"]) == (True, "checked", "P2")
    version = again["version"]
    flips = simulated(office, version[:9])

    refused = office("policy", "approve", version[:9], "--as", "kang", "--flips", flips)
    assert refused.code == REFUSED
    assert "公司主要负责人（deng）" in refused.err
    wrong = office("policy", "approve", version[:9], "--as", "deng", "--flips", "00000000")
    assert (wrong.code, "policy flips" in wrong.err) == (WRONG_USAGE, True)
    early = office("policy", "activate", version[:9], "--as", "kang")
    assert (early.code, "试算影响、批准制度" in early.err) == (REFUSED, True)

    done = office.done("policy", "approve", version[:9], "--as", "deng", "--flips", flips[:10])
    assert "holdfast policy activate" in done.out
    past = office("policy", "activate", version, "--as", "kang", "--from", "2023-02-12", "--json")
    assert (past.code, past.refusal["code"]) == (REFUSED, "policy-not-ready")
    no_day = office("policy", "activate", version, "--as", "kang", "--from", "明天")
    assert (no_day.code, "2026-12-31" in no_day.err) == (WRONG_USAGE, True)
    in_force = office.done(
        "policy", "activate", version, "--as", "kang", "--open-cases", "follow", "--json"
    ).json
    assert (in_force["state"], in_force["from"]) == ("in_force", "2023-02-13T01:00:00Z")
    assert in_force["followed"]["cases"] >= 0

    shown = office.done("policy", "show")
    assert "康八" in shown.out
    assert "只留一章" in shown.out
    before, after = versions(office)
    assert (before["state"], after["state"]) == ("superseded", "in_force")
    assert (after["parent"], after["note"]) == (before["version"], "只留一章")


def test_a_version_that_waits_for_its_day_is_withdrawn(office: Desk, folder: Path) -> None:
    office.done("policy", "propose", str(folder), "--as", "kang")
    version = versions(office)[-1]["version"]
    flips = simulated(office, version)
    office.done("policy", "approve", version, "--as", "deng", "--flips", flips)
    waits = office.done("policy", "activate", version, "--as", "deng", "--from", "2023-03-01")
    assert "待生效，自2023-03-01起" in waits.out
    empty = office("policy", "withdraw", version, "--as", "kang", "--reason", "")
    assert (empty.code, "撤回原因" in empty.err) == (REFUSED, True)
    english = office(
        "policy", "withdraw", version, "--as", "kang", "--reason", "not yet", lang="en"
    )
    assert (english.code, "draft withdrawn" in english.out) == (0, True)
    assert office("policy", "activate", version, "--as", "deng").code == REFUSED


def test_a_version_is_edited_in_a_folder_and_knows_what_it_was_made_from(
    office: Desk, folder: Path, tmp_path: Path
) -> None:
    office.done("policy", "propose", str(folder), "--as", "kang", "--note", "第一稿")
    first = versions(office)[-1]["version"]
    tree = tmp_path / "tree"
    written = office.done("policy", "export", first[:8], str(tree), "--json").json
    assert written["files"] == [ABOUT_POLICIES]
    same = office.done("policy", "import", str(tree), "--as", "kang", "--json").json
    assert (same["version"], same["again"]) == (first, True)

    file = tree / ABOUT_POLICIES
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("制度修订与评审办法", "制度修订与评审规程"), encoding="utf-8")
    edited = office.done(
        "policy", "import", str(tree), "--as", "kang", "--note", "第二稿", "--json"
    ).json
    assert (edited["parent"], edited["again"]) == (first, False)
    assert "规程" in office.done(
        "policy", "show", edited["version"], "--file", ABOUT_POLICIES
    ).out  # fmt: skip


def test_a_folder_that_was_not_exported_is_not_written_over(office: Desk, folder: Path) -> None:
    version = versions(office)[0]["version"]
    refused = office("policy", "export", version, str(folder))
    assert refused.code == WRONG_USAGE
    assert [one.name for one in folder.iterdir()] == [ABOUT_POLICIES]
    no_folder = office("policy", "export", version, str(folder / ABOUT_POLICIES))
    assert (no_folder.code, ABOUT_POLICIES in no_folder.err) == (WRONG_USAGE, True)


def test_an_export_takes_away_what_an_older_one_wrote_and_nothing_else(
    office: Desk, folder: Path, tmp_path: Path
) -> None:
    office.done("policy", "propose", str(folder), "--as", "kang")
    whole, small = (one["version"] for one in versions(office))
    tree = tmp_path / "tree"
    office.done("policy", "export", whole, str(tree))
    (tree / "README.md").write_text("ours", encoding="utf-8")
    office.done("policy", "export", small, str(tree))
    assert {one.name for one in tree.rglob("*") if one.is_file()} == {
        ABOUT_POLICIES,
        "README.md",
        "policy-version.json",
    }
    assert json.loads((tree / "policy-version.json").read_bytes())["version"] == small
    (tree / "policy-version.json").write_text("[]", encoding="utf-8")
    spoilt = office("policy", "import", str(tree), "--as", "kang")
    assert (spoilt.code, "policy-version.json" in spoilt.err) == (WRONG_USAGE, True)


def test_a_draft_that_a_proof_refutes_is_refused_with_every_problem_and_not_stored(
    office: Desk, folder: Path
) -> None:
    file = folder / ABOUT_POLICIES
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("5个工作日内“检查草案”", "6个工作日内“检查草案”"), encoding="utf-8"
    )
    refused = office("policy", "propose", str(folder), "--as", "kang", "--json")
    assert (refused.code, refused.refusal["code"]) == (REFUSED, "policy-rejected")
    assert any(one["code"] == "example-failed" for one in refused.refusal["problems"])
    assert len(versions(office)) == 1


def test_where_nobody_may_change_the_policy_the_shipped_one_is_the_way_out(
    office: Desk, folder: Path
) -> None:
    app = open_app(Settings(data=office.data))
    with app.store.write() as work:
        store_version(work, app, {"old": ""}, RuleSet(()), ("system", "system"))
        work.commit()
    app.close()
    refused = office("policy", "propose", str(folder), "--as", "kang")
    assert (refused.code, "init --shipped-policy" in refused.err) == (REFUSED, True)
    office.done("init", "--shipped-policy")
    stranger = office("policy", "propose", str(folder), "--as", "bai")
    assert (stranger.code, "制度归口部门" in stranger.err) == (REFUSED, True)
    no_more = office("init", "--shipped-policy")
    assert (no_more.code, "policy propose" in no_more.err) == (REFUSED, True)


def test_what_a_step_did_is_said_in_both_languages() -> None:
    waits = Revised("1419f64222e3aa", "P2", "simulated", waiting_for=("supervision_leader",))
    assert "已会签，尚待督导组组长会签" in next(revised_lines(waits, "zh"))
    assert "waiting for the leader" in next(revised_lines(waits, "en"))
    follows = Revised("1419f64222e3aa", "P2", "in_force", followed=Followed(7, moved=3, overdue=1))
    assert (
        "7个在办事项已改按现行制度：3项期限变动，其中1项因此逾期"
        in [*revised_lines(follows, "zh")][1]
    )
    assert "7 open cases follow the policy in force" in [*revised_lines(follows, "en")][1]
