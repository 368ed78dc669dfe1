from __future__ import annotations

from pathlib import Path

from holdfast.exit_codes import REFUSED, WRONG_USAGE
from tests.integration.command_line import Desk, desk, driven_office, open_finding, open_round

__all__ = ["desk", "driven_office"]

ISSUED = (
    "--set", "整改责任人=孟十", "--set", "整改期限=2023-03-31", "--set", "复查责任人=kang",
    "--set", "隐患等级=一般隐患", "--set", "整改方式=at once",
)  # fmt: skip


def rectified(desk: Desk) -> str:
    """A finding that is being rectified at once; its number."""
    number = open_finding(desk)
    desk.done("case", "do", number, "confirm", "--as", "gao")
    desk.done("case", "do", number, "下达", "--as", "bai", *ISSUED)
    desk.done("case", "do", number, "sign for", "--as", "meng")
    return number


def test_an_opened_case_is_listed_and_shown_in_both_languages(desk: Desk) -> None:
    number = open_finding(desk)

    listed = desk.done("case", "list", "--kind", "问题", "--json").json
    assert [item["number"] for item in listed["items"]] == [number]
    assert listed["items"][0]["due"] == "2023-02-16T16:00:00Z"
    assert listed["next"] is None

    shown = desk.done("case", "show", number, "--json").json
    assert shown["state"] == "to_be_confirmed"
    assert shown["parent"] == "R1"
    assert {"id": "description", "name": "问题描述"}.items() <= shown["fields"][1].items()
    assert [clock["obligation"] for clock in shown["clocks"]] == ["confirm"]
    assert shown["clocks"][0]["days_left"] == 3
    assert [entry["event"] for entry in shown["timeline"]] == ["opened", "clock_started"]

    assert "2023-02-16 四 24:00" in desk.done("case", "show", number).out
    english = desk("case", "show", shown["handle"], lang="en").out
    assert "finding R1-1  [to be confirmed]" in english
    assert "Thu 2023-02-16 24:00" in english


def test_a_list_is_paged_by_its_token(desk: Desk) -> None:
    numbers = [open_finding(desk)]
    for _ in range(11):
        answer = desk.done(
            "case", "open", "finding", "--under", "R1", "--as", "cai", "--json",
            "--set", "responsible_unit=氧化铝厂", "--set", "问题描述=又一处",
        )  # fmt: skip
        numbers.append(answer.json["number"])

    first = desk.done("case", "list", "--under", "R1", "--limit", "5", "--json").json
    second = desk.done(
        "case", "list", "--under", "R1", "--limit", "7", "--after", first["next"], "--json"
    ).json

    assert [item["number"] for item in first["items"] + second["items"]] == numbers
    assert second["next"] is None
    human = desk.done("case", "list", "--under", "R1", "--limit", "5")
    assert f"--after {first['next']}" in human.err


def test_lists_are_filtered_by_words_of_either_language(desk: Desk) -> None:
    number = open_finding(desk)

    def numbers(*words: str) -> list[str]:
        return [
            item["number"] for item in desk.done("case", "list", *words, "--json").json["items"]
        ]

    assert numbers("--unit", "氧化铝分厂") == [number]
    assert numbers("--unit", "Group") == ["R1", number]
    assert numbers("--state", "待确认") == [number]
    assert numbers("--state", "to be confirmed", "--kind", "finding") == [number]
    assert numbers("--overdue") == []
    assert numbers("--late") == []
    assert desk("case", "list", "--state", "待确定").code == WRONG_USAGE
    assert desk("case", "list", "--unit", "火星厂").code == WRONG_USAGE
    assert desk("case", "list", "--limit", "0").code == WRONG_USAGE
    assert desk("case", "list", "--after", "x").code == WRONG_USAGE


def test_a_refusal_names_the_line_and_who_may(desk: Desk) -> None:
    number = open_finding(desk)
    answer = desk("case", "do", number, "确认底稿", "--as", "bai")

    assert answer.code == REFUSED
    assert answer.out == ""
    assert "只能由责任单位行政负责人办理" in answer.err
    assert "05_督察问题确认与下达.feature:" in answer.err
    assert "gao" in answer.err

    refusal = desk("case", "do", number, "确认底稿", "--as", "bai", "--json", lang="en").refusal
    assert set(refusal) == {"code", "message", "missing", "rules"}
    assert refusal["code"] == "refused"
    assert refusal["missing"][0]["people"] == ["gao"]
    assert {"file", "line", "version"} <= set(refusal["rules"][0])
    assert "administrative head" in refusal["message"]


def test_a_wrong_trigger_suggests_the_nearest(desk: Desk) -> None:
    number = open_finding(desk)

    misspelt = desk("case", "do", number, "确认底搞", "--as", "gao")
    assert misspelt.code == WRONG_USAGE
    assert "是否指“确认底稿”" in misspelt.err

    too_early = desk("case", "do", number, "销号", "--as", "gao")
    assert too_early.code == REFUSED
    assert "确认底稿" in too_early.err


def test_a_wrong_field_and_a_wrong_value_name_the_choices(desk: Desk) -> None:
    number = open_finding(desk)

    wrong_name = desk("case", "do", number, "confirm", "--as", "gao", "--set", "问题秒述=x")
    assert wrong_name.code == WRONG_USAGE
    assert "问题描述" in wrong_name.err
    wrong_value = desk("case", "do", number, "confirm", "--as", "gao", "--set", "隐患等级=中")
    assert "一般隐患" in wrong_value.err
    assert desk("case", "do", number, "confirm", "--as", "gao", "--set", "隐患等级").code == 2


def test_why_says_what_is_missing_and_who_can_supply_it(desk: Desk) -> None:
    number = open_finding(desk)
    desk.done("case", "do", number, "confirm", "--as", "gao")

    answer = desk.done("case", "why", number, "下达", "--json").json["answers"][0]
    assert answer["possible"] is True
    assert answer["allowed"] is False
    assert answer["people"] == ["bai"]
    missing = {item["id"] for item in answer["missing"]}
    assert {"rectification_owner", "due_on", "rectification_manner"} <= missing
    assert all(line["line"] > 0 for line in answer["rules"])

    text = desk.done("case", "why", number).out
    assert "尚未填报“整改责任人”" in text
    english = desk("case", "why", number, "issue", "--as", "cai", lang="en").out
    assert "only the office of the supervision group may do this" in english

    elsewhere = desk.done("case", "why", number, "strike_off").out
    assert "只能在“待销号”时办理" in elsewhere


def test_two_names_are_wanted_and_waited_for(desk: Desk) -> None:
    number = rectified(desk)
    fields = (
        *("--set", "整改完成情况=已装防护罩", "--set", "实际完成时间=2023-02-13"),
        *("--set", "原因类别=设备缺陷", "--set", "原因分析=检修后未复装"),
    )

    first = desk.done("case", "do", number, "申请验收", "--as", "gao", *fields)
    assert "尚待责任单位党组织负责人会签" in first.out
    second = desk.done("case", "do", number, "申请验收", "--as", "han", "--json").json
    assert second["endorsed"] is False
    assert second["to_state"] == "functional_acceptance_due"
    assert second["due"][0]["obligation"] == "accept_work"


def test_due_counts_a_clock_out_and_names_its_ladder(desk: Desk) -> None:
    number = rectified(desk)
    found = desk.done("case", "due", number, "--json").json
    clock = next(one for one in found["clocks"] if one["status"] == "running")

    assert clock["obligation"] == "apply_for_acceptance"
    assert clock["explanation"]["first_counted"] == "2023-02-14"
    assert clock["rungs"][0]["fired_at"] is None
    assert {"key", "place", "words", "due", "to", "rule"} <= set(clock["rungs"][0])
    text = desk.done("case", "due", number).out
    assert "起算：2023年2月13日（星期一）09:00" in text
    assert "提级至" in text
    assert "started: 09:00 on Monday 13 February 2023" in desk("case", "due", number, lang="en").out


def test_a_tick_fires_what_is_due_and_says_whom_it_reached(desk: Desk) -> None:
    number = open_finding(desk)

    early = desk.done("tick", "--now", "2023-02-16T23:59", "--json").json
    assert early["swept"]["breached"] == 0
    late = desk.done("tick", "--now", "2023-02-17T09:00", "--json").json
    assert late["swept"]["breached"] == 1
    assert late["swept"]["escalated"] == 1
    assert {event["number"] for event in late["events"]} == {number}
    assert any("白一" in event["words"] for event in late["events"])
    assert desk.done("tick", "--json").json["events"] == []

    overdue = desk.done("case", "list", "--overdue", "--json").json["items"]
    assert [item["number"] for item in overdue] == [number]
    assert "已逾期" in desk.done("case", "list", "--late").out


def test_pauses_and_extensions_are_refused_to_whom_policy_does_not_name(desk: Desk) -> None:
    number = rectified(desk)

    assert desk("case", "pause", number, "--reason", "停产", "--as", "bai").code == REFUSED
    desk.done("case", "pause", number, "--reason", "停产检修", "--as", "feng")
    assert "停产检修" in desk.done("case", "due", number).out
    clocks = desk.done("case", "show", number, "--json").json["clocks"]
    assert [one["obligation"] for one in clocks if one["status"] == "paused"] == [
        "apply_for_acceptance"
    ]
    desk.done("case", "resume", number, "--as", "feng")
    assert desk("case", "resume", number, "--as", "nobody").code == WRONG_USAGE
    extended = desk(
        "case", "extend", number, "申请验收", "--more", "很久", "--reason", "x", "--as", "feng"
    )
    assert extended.code == WRONG_USAGE
    assert "5个工作日" in extended.err


def test_remarks_and_evidence_are_kept_and_move_nothing(desk: Desk, tmp_path: Path) -> None:
    number = open_finding(desk)
    before = desk.done("case", "due", number, "--json").json
    photo = tmp_path / "前.jpg"
    photo.write_bytes(b"a photo")

    desk.done("case", "comment", number, "现场\x1b[31m已看", "--as", "kang")
    kept = desk.done(
        "case", "attach", number, str(photo), "--document", "整改前照片", "--as", "cai", "--json"
    ).json
    assert len(kept["sha256"]) == 64
    assert desk("case", "attach", number, "none.jpg", "--document", "x", "--as", "cai").code == 2

    assert desk.done("case", "due", number, "--json").json == before
    shown = desk.done("case", "show", number).out
    assert "前.jpg" in shown
    assert "\x1b" not in shown
    assert "已看" in shown


def test_the_log_is_verified_and_a_spoilt_row_is_named(desk: Desk) -> None:
    open_finding(desk)
    whole = desk.done("audit", "verify", "--json").json
    assert whole["ok"] is True
    assert whole["cases"] == 2

    spoil(desk.data / "holdfast.sqlite3")
    broken = desk("audit", "verify", "--json")
    assert broken.code == REFUSED
    assert broken.json["first_bad"]["seq"] == 1
    assert "第 1 条记录" in desk("audit", "verify").out
    assert desk("doctor").code in {0, REFUSED}


def spoil(database: Path) -> None:
    """Change who opened the first case."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE case_events SET actor = 'p-han' WHERE seq = 1")
    connection.close()


def test_a_grievance_needs_no_command_of_its_own(desk: Desk) -> None:
    opened = desk.done(
        "case", "open", "社区诉求", "--as", "ning", "--json", "--set", "诉求内容=夜间噪声",
        "--set", "责任单位=氧化铝厂",
    ).json  # fmt: skip

    assert opened["kind"] == "grievance"
    assert desk.done("case", "why", opened["number"]).code == 0
    assert desk("case", "open", "grievance", "--under", open_round(desk), "--as", "ning").code == 1


def accepted_grievance(desk: Desk) -> str:
    """A grievance of a resident that was accepted; its number."""
    number: str = desk.done(
        "case", "open", "社区诉求", "--as", "ning", "--json", "--set", "诉求内容=夜间噪声",
        "--set", "责任单位=氧化铝厂", "--set", "成员类别=居民", "--set", "诉求人姓名=某居民",
        "--set", "诉求渠道=来信",
    ).json["number"]  # fmt: skip
    desk.done("case", "do", number, "登记", "--as", "ning")
    desk.done("case", "do", number, "受理", "--as", "ning", "--set", "承办人=lan")
    return number


def test_a_duty_to_tell_is_met_by_hand_and_not_by_a_missing_address(desk: Desk) -> None:
    number = accepted_grievance(desk)
    words = ("case", "tell", number, "是否受理", "--to", "诉求人", "--as", "lan")

    unreachable = desk(*words)
    assert unreachable.code == WRONG_USAGE
    assert "--by-hand" in unreachable.err
    assert desk(*words[:3], "天气", *words[4:]).code == WRONG_USAGE
    assert "已登记当面送达" in desk.done(*words, "--by-hand").out

    clocks = desk.done("case", "show", number, "--json").json["clocks"]
    told = next(one for one in clocks if one["obligation"] == "tell:acceptance:complainant")
    assert told["status"] == "met"
    assert "将是否受理告知诉求人（当面送达）" in desk.done("case", "show", number).out
    assert "told the complainant" in desk("case", "show", number, lang="en").out


def test_more_time_is_granted_as_far_as_the_clause_allows(desk: Desk) -> None:
    number = accepted_grievance(desk)
    extend = ("case", "extend", number, "办结", "--reason", "情况复杂", "--as", "jia", "--more")

    too_much = desk(*extend, "40日")
    assert too_much.code == REFUSED
    assert "最长30日" in too_much.err
    assert "延至2023年5月15日" in desk.done(*extend, "30日").out
    again = desk(*extend, "1日", "--json", lang="en")
    assert again.refusal["code"] == "refused"
    assert again.refusal["rules"][0]["line"] > 0

    due = desk.done("case", "due", number).out
    assert "60日内，延长30日" in due
    assert "情况复杂" in due
    assert "more time for close" in desk("case", "show", number, lang="en").out


def test_a_pause_is_told_with_its_reason_and_its_end(desk: Desk) -> None:
    number = accepted_grievance(desk)
    desk.done("case", "pause", number, "--reason", "等待鉴定", "--as", "jia")
    still = desk.done("case", "due", number)
    assert "恢复后重新推算" in still.out
    assert "暂停计时：办结" in desk.done("case", "show", number).out

    desk.done("case", "resume", number, "--as", "jia", "--now", "2023-02-20T09:00")
    due = desk("case", "due", number, lang="en").out
    assert "paused from Mon 2023-02-13 09:00 to Mon 2023-02-20 09:00, by 贾七: 等待鉴定" in due
    assert "not counted" in due


def test_a_case_that_has_ended_says_that_nothing_more_can_be_done(desk: Desk) -> None:
    number = open_finding(desk)
    reason = ("--set", "异议理由=不属本单位", "--set", "异议答复=撤销")
    desk.done("case", "do", number, "提出异议", "--as", "gao", *reason[:2])
    desk.done("people", "appoint", "cai", "督察组组长", "--unit", "山西公司")
    desk.done("case", "do", number, "撤销认定", "--as", "cai", *reason[2:])

    assert "没有可办理的动作" in desk.done("case", "why", number).out
    english = desk("case", "show", number, lang="en").out
    assert "Nothing more can be done to it." in english
    assert "closed Mon 2023-02-13 09:00" in english
    assert "R1-1" in desk.done("case", "show", "R1").out


def test_late_clocks_are_told_with_what_fired_and_whom_it_reached(desk: Desk) -> None:
    number = open_finding(desk)
    desk.done("tick", "--now", "2023-02-20T09:00")

    due = desk("case", "due", number, lang="en").out
    assert "overdue by 3 days 9 hours" in due
    assert "●" in due
    assert "late" in due
    assert "已逾期" in desk.done("case", "due", number).out
    shown = desk("case", "show", number, lang="en").out
    assert "escalated, level 1, to the office of the supervision group (白一)" in shown


def test_the_doctor_sees_a_backlog_and_a_broken_head(desk: Desk) -> None:
    open_finding(desk)
    desk.done("case", "list", "--now", "2023-02-20")
    looks = desk.done("doctor", "--json").json["items"]
    assert {"due", "roles"} <= {item["name"] for item in looks if item["condition"] == "look"}
    assert "节点待触发" in desk.done("doctor").out

    cut(desk.data / "holdfast.sqlite3")
    broken = desk("doctor", lang="en")
    assert broken.code == REFUSED
    assert "holdfast audit verify" in broken.out


def cut(database: Path) -> None:
    """Delete the last event of a case."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM case_events WHERE event = 'clock_started'")
    connection.close()
