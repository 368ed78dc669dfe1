"""`holdfast case waive`: asked for, granted, used and taken back, in both languages and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import open_app
from casework.policies_in_force import store_version
from casework.settings import Settings
from holdfast.exit_codes import REFUSED, WRONG_USAGE
from policies import statements as s
from tests.integration.command_line import Desk, desk, driven_office
from tests.integration.test_cli_cases import rectified
from tests.integration.waivers_world import gate, permitting, place

if TYPE_CHECKING:
    from policies.rules import Rule

__all__ = ["desk", "driven_office"]

TRIGGER = "apply_for_acceptance"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The small office, under a policy that permits waivers."""
    app = open_app(Settings(data=desk.data))
    with app.store.write() as work:
        store_version(work, app, {"changed": "yes"}, permitting(), ("system", "system"))
        work.commit()
    app.close()
    return desk


def _gate() -> Rule:
    return gate(permitting(), TRIGGER, s.NeedsField("cause"))


def _asked(number: str, *more: str) -> tuple[str, ...]:
    clause = ("--clause", place(_gate()), "--until", "10日", "--reason", "原因待查")
    return ("case", "waive", number, TRIGGER, *clause, "--as", "feng", *more)


def _missing(office: Desk, number: str) -> list[str]:
    """What stands against it, by the codes of what is missing."""
    (answer,) = office.done("case", "why", number, TRIGGER, "--json").json["answers"]
    return [one["id"] for one in answer["missing"]]


def test_a_waiver_is_asked_for_granted_shown_and_taken_back(office: Desk) -> None:
    number = rectified(office)
    asked = office.done(*_asked(number)).out
    assert place(_gate()) in asked
    assert f"holdfast case approve {number} waive" in asked
    assert "cause" in _missing(office, number)
    assert "10日" in office.done("case", "due", number).out
    assert "for 10 days" in office("case", "due", number, lang="en").out

    granted = office("case", "approve", number, "特批", "--as", "deng", lang="en")
    assert (granted.code, "may be done once" in granted.out) == (0, True)
    assert "cause" not in _missing(office, number)

    shown = office.done("case", "show", number, "--json").json
    assert shown["waived"] == {"live": 1, "used": 0}
    (waiver,) = shown["waivers"]
    assert (waiver["standing"], waiver["owner"], waiver["approver"]) == ("live", "冯四", "邓三")
    assert waiver["rule"]["line"] == waiver["now_at"]["line"] == _gate().cite.line
    assert "[特批有效1项]" in office.done("case", "list").out
    assert "[waivers live: 1]" in office("case", "show", number, lang="en").out

    back = ("case", "waive", number, TRIGGER, "--revoke", "--reason", "查清了", "--as", "deng")
    assert "重新适用" in office.done(*back).out
    assert "cause" in _missing(office, number)
    assert "已撤销" in office.done("case", "show", number).out
    assert office(*back).code == WRONG_USAGE


def test_only_the_name_that_completes_the_move_spends_the_waiver(office: Desk) -> None:
    number = rectified(office)
    office.done(*_asked(number))
    office.done("case", "approve", number, "waive", "--as", "deng")
    for one in _missing(office, number):
        assert one != "cause"
    action = office.done(
        "case", "open", "action", "--under", number, "--as", "bai", "--json",
        "--set", "措施内容=加装防护罩", "--set", "措施类别=纠正措施", "--set", "对应分项=1",
        "--set", "实施人=meng", "--set", "验证人=kang", "--set", "措施期限=2023-02-14",
    ).json["number"]  # fmt: skip
    office.done("case", "do", action, "begin", "--as", "meng")
    office.done("case", "do", action, "complete", "--as", "meng", "--set", "action_result=已加装")
    office.done("case", "do", action, "verify", "--as", "kang", "--set", "verification_note=属实")
    said = ("--set", "rectified_result=已加装", "--set", "cause_class=设备缺陷")
    office.done("case", "do", number, TRIGGER, "--as", "gao", *said)
    assert office.done("case", "show", number, "--json").json["waived"] == {"live": 1, "used": 0}
    done = office.done("case", "do", number, TRIGGER, "--as", "han", "--json").json
    assert [one["line"] for one in done["waived"]] == [_gate().cite.line]
    assert office.done("case", "show", number, "--json").json["waived"] == {"live": 0, "used": 1}
    told = office("case", "show", number, lang="en").out
    assert "by waiver:" in told
    assert "passed by waiver: 1" in told


def test_what_is_left_out_or_not_there_is_said_in_both_languages(office: Desk) -> None:
    number = rectified(office)
    base = ("case", "waive", number, TRIGGER, "--reason", "急", "--as", "feng")
    for words, lang, hint in (
        (base, "zh", f"holdfast case why {number}"),
        (base, "en", "say which clause"),
        ((*base, "--clause", place(_gate())), "zh", "请写明有效期"),
        ((*base, "--clause", place(_gate())), "en", "10 days"),
        ((*base, "--clause", "没有:1", "--until", "10日"), "zh", place(_gate())),
        ((*base, "--clause", "没有:1", "--until", "10日"), "en", place(_gate())),
    ):
        answer = office(*words, lang=lang)
        assert (answer.code, hint in answer.err) == (WRONG_USAGE, True), answer.err


def test_where_policy_names_nobody_a_waiver_is_refused(desk: Desk) -> None:
    number = rectified(desk)
    answer = desk(*_asked(number, "--json"))
    assert answer.code == REFUSED
    assert answer.refusal["code"] == "refused"
    assert "没有规定谁可以" in answer.refusal["message"]
