"""`holdfast calendar` and `holdfast case pause|extend|approve` as people type them."""

from __future__ import annotations

import json
from pathlib import Path

from holdfast.exit_codes import REFUSED, WRONG_USAGE
from tests.integration.command_line import Desk, desk, driven_office, open_finding
from tests.integration.test_cli_cases import rectified

__all__ = ["desk", "driven_office"]

DECIDED = ("--as", "bai", "--approved-by", "deng")
IMPORT = ("calendar", "import")


def _file(folder: Path, text: str) -> str:
    path = folder / "days.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _year(desk: Desk, folder: Path, *more: tuple[str, str]) -> str:
    """The year in which the tests play, as it is, with some days more."""
    shown = desk.done("calendar", "show", "--year", "2023", "--json").json
    rows = shown["days"] + [{"date": d, "kind": k, "name": "临时停工"} for d, k in more]
    path = folder / "days.json"
    path.write_text(json.dumps({"days": rows}), encoding="utf-8")
    return str(path)


def test_the_calendars_are_listed_and_shown_in_both_languages(desk: Desk) -> None:
    found = {one["name"]: one for one in desk.done("calendar", "--json").json["items"]}
    assert set(found) == {"office", "plant"}
    assert found["plant"]["valid_to"] == "9999-12-31"
    assert "长期" in desk.done("calendar").out
    assert "for good" in desk("calendar", lang="en").out
    zh = desk.done("calendar", "show", "--year", "2023").out
    assert "2023-01-28 至 2023-01-29  调休上班" in zh
    assert "周一–周五  08:30–12:00、14:00–17:30" in zh
    en = desk("calendar", "show", "plant", "--year", "2023", lang="en").out
    assert "Mon–Sun  00:00–24:00" in en
    assert desk("calendar", "show", "lunar").code == WRONG_USAGE


def test_new_holidays_are_tried_taken_in_and_seen(desk: Desk, tmp_path: Path) -> None:
    number = open_finding(desk)
    desk.done("case", "do", number, "confirm", "--as", "gao")
    due = desk.done("case", "list", "--json").json["items"][-1]["due"]
    file = _year(desk, tmp_path, ("2023-02-15", "holiday"))
    tried = desk.done(*IMPORT, file, *DECIDED, "--dry-run", "--json").json
    assert tried["dry_run"] is True
    assert [one["obligation"] for one in tried["moved"] if one["number"] == number] == ["issue"]
    assert desk.done("case", "list", "--json").json["items"][-1]["due"] == due
    done = desk.done(*IMPORT, file, *DECIDED)
    assert "2023年的放假安排" in done.out
    assert f"{number}  下达" in done.out
    assert "2024年的放假安排" not in done.err
    assert desk.done("case", "list", "--json").json["items"][-1]["due"] > due
    assert "日历更新：下达" in desk.done("case", "show", number).out
    assert desk.done("calendar", "follow", *DECIDED, "--json").json["cases"] == 0


def test_a_faulty_file_is_refused_with_line_and_field(desk: Desk, tmp_path: Path) -> None:
    file = _file(tmp_path, "date,kind,name\n2027-02-30,holiday,x\n2027-01-01,maybe,元旦\n")
    zh = desk(*IMPORT, file, *DECIDED)
    assert zh.code == REFUSED
    assert "days.csv:2: 错误: date：“2027-02-30”不是日期" in zh.err
    assert "days.csv:3: 错误: kind" in zh.err
    en = desk(*IMPORT, file, *DECIDED, "--json", lang="en").refusal
    assert (en["code"], [one["line"] for one in en["problems"]]) == ("calendar-rejected", [2, 3])
    assert desk.done("calendar", "--json").json["items"][0]["by"] == ""


def test_a_calendar_is_approved_by_somebody_else(desk: Desk, tmp_path: Path) -> None:
    file = _year(desk, tmp_path)
    same = desk(*IMPORT, file, "--as", "bai", "--approved-by", "bai")
    assert (same.code, "另一人" in same.err) == (WRONG_USAGE, True)
    assert desk(*IMPORT, file, "--as", "bai").code == WRONG_USAGE


def test_a_pause_is_typed_with_its_end_and_whom_it_waits_for(desk: Desk) -> None:
    number = rectified(desk)
    pause = ("case", "pause", number, "--as", "feng", "--reason", "等待鉴定")
    assert "2026-03-05" in desk(*pause, "--until", "明天").err
    assert "regulator" in desk(*pause, "--waiting-on", "moon", lang="en").err
    too_long = desk(*pause, "--until", "2023-12-31", "--json")
    assert too_long.code == REFUSED
    assert too_long.refusal["code"] == "refused"
    assert "每次暂停最长30日" in too_long.refusal["message"]
    words = ("--until", "2023-02-20", "--waiting-on", "鉴定检测机构")
    done = desk.done(*pause, *words, "--json").json
    assert done["paused"] is True
    assert (done["until"], done["waiting_for"]) == ("2023-02-20T16:00:00Z", [])
    due = desk("case", "due", number, lang="en").out
    assert "(runs again then), waiting on the testing or expert body, by 冯四: 等待鉴定" in due
    assert "the pause ends: the clock runs again" in due
    desk.done("tick", "--now", "2023-02-21T09:00")
    assert "暂停到期" in desk.done("case", "show", number).out


def test_what_was_never_asked_for_is_not_approved(desk: Desk) -> None:
    number = rectified(desk)
    answer = desk("case", "approve", number, "pause", "--as", "deng")
    assert (answer.code, "case due" in answer.err) == (WRONG_USAGE, True)
    declined = desk("case", "approve", number, "extend", "--decline", "--as", "deng", lang="en")
    assert "reason" in declined.err
