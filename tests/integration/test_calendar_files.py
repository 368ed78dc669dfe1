"""The days of a year, from CSV and JSON as people write them; every fault with its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from casework.calendar_files import read_days
from domain.errors import BadInput, NotFound
from policies.calendars import Day, DayKind

GOOD = {
    date(2027, 1, 1): Day(DayKind.HOLIDAY, "元旦", "New Year"),
    date(2027, 2, 6): Day(DayKind.MAKE_UP, "春节调休"),
}


def _written(folder: Path, text: str, name: str = "days.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "text",
    [
        "date,kind,name,name_en\n2027-01-01,holiday,元旦,New Year\n2027-02-06,make_up,春节调休,\n",
        "日期,类型,名称,英文名称\n2027/01/01,放假,元旦,New Year\n\n2027-02-06,调休上班,春节调休\n",
        "名称,类别,日期,english\n春节调休,make_up,2027-02-06\n元旦,day off,2027-01-01,New Year",
    ],
)
def test_a_sheet_is_read_as_offices_save_it(tmp_path: Path, text: str, encoding: str) -> None:
    found = read_days(_written(tmp_path, text, encoding=encoding), "zh")
    assert (found.days, found.problems) == (GOOD, ())


def test_json_is_a_list_or_what_show_prints(tmp_path: Path) -> None:
    rows = [
        {"date": "2027-01-01", "kind": "holiday", "name": "元旦", "name_en": "New Year"},
        {"date": "2027-02-06", "kind": "make_up", "name": "春节调休"},
    ]
    for value in (rows, {"name": "office", "days": rows}):
        path = _written(tmp_path, json.dumps(value), "days.json")
        assert read_days(path, "en").days == GOOD


def test_every_fault_is_told_with_its_line_and_field(tmp_path: Path) -> None:
    text = (
        "date,kind,name\n2027-13-01,holiday,x\n2027-01-02,off,元旦\n2027-01-03,holiday,\n"
        "2027-01-04,holiday,元旦\n2027-01-04,make_up,元旦\n0027-01-05,holiday,元旦\n"
        "2027-01-06,worked_holiday,元旦\n"
    )
    path = _written(tmp_path, text)
    zh, en = read_days(path, "zh").problems, read_days(path, "en").problems
    fields = ["date", "kind", "name", "date", "date", "kind"]
    assert [(one.file, one.line) for one in en] == [("days.csv", n) for n in (2, 3, 4, 6, 7, 8)]
    assert [one.message.split(":")[0] for one in en] == fields
    assert [one.message.split("：")[0] for one in zh] == fields
    assert "write 2027-02-06" in en[0].message
    assert "第 5 行" in zh[3].message


def test_an_empty_sheet_is_a_fault(tmp_path: Path) -> None:
    (fault,) = read_days(_written(tmp_path, "date,kind,name\n"), "en").problems
    assert "no day" in fault.message


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("days.csv", "day;kind;name\n2027-01-01;holiday;元旦\n", "date,kind,name"),
        ("days.csv", "", "date,kind,name"),
        ("days.json", '[{"date": "2027-01-01",]', "line 1, column"),
        ("days.json", '{"2027-01-01": "holiday"}', '"date"'),
        ("days.json", "[1, 2]", '"date"'),
    ],
)
def test_what_is_no_sheet_of_days_is_refused_with_what_it_should_be(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        read_days(_written(tmp_path, text, name), "en")
    assert said in refusal.value.text("en")
    assert name in refusal.value.text("zh")


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    with pytest.raises(NotFound):
        read_days(path, "zh")
    path.write_bytes(b"PK\x03\x04\xff\xff\xff\xfe\x80")
    with pytest.raises(BadInput):
        read_days(path, "zh")
