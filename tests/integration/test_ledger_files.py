"""Ledgers as files: formats that are refused, sizes that are survived, bytes that repeat."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from casework.ledgers import LedgerSheet, LedgerValue, ledger_bytes, read_ledger, write_ledger
from casework.ledgers.workbooks import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

TODAY = date(2023, 2, 20)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = LedgerSheet("台账", {}, ({"seq": "1", "sub_problems": ["漏油"], "place": "泵房"},))


def package(parts: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return content.getvalue()


def damaged() -> bytes:
    return package({"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<workbook"})


def bomb() -> bytes:
    parts = {"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": bytes(130_000_000)}
    return package(parts)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("旧.xls", lambda: OLE + bytes(600), "old-format"),
        ("台账.et", lambda: OLE + bytes(600), "old-format"),
        ("加密.xlsx", lambda: OLE + bytes(9) + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("台账.csv", lambda: "序号,问题\n1,漏油".encode("gbk"), "not-a-workbook"),
        ("空.xlsx", lambda: b"", "not-a-workbook"),
        ("文档.docx", lambda: package({"word/document.xml": b"<x/>"}), "not-a-workbook"),
        ("坏.xlsx", damaged, "unreadable"),
        ("胀.xlsx", bomb, "too-large"),
        ("大.xlsx", lambda: bytes(MOST_BYTES + 1), "too-large"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(
    tmp_path: Path, name: str, content: Callable[[], bytes], code: str, lang: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())

    reading = read_ledger(path, TODAY, lang=lang)

    assert [(p.code, p.file) for p in reading.problems] == [(f"ledger.{code}", name)]
    assert not reading.acceptable


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    reading = read_ledger(tmp_path / "没有.xlsx", TODAY)

    assert [p.code for p in reading.problems] == ["ledger.missing-file"]


def test_a_written_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"

    write_ledger(path, SHEET)
    reading = read_ledger(path, TODAY)

    assert reading.as_sheet() == SHEET
    assert reading.problems == ()


def test_the_bytes_do_not_depend_on_the_process() -> None:
    script = (
        "import sys; from casework.ledgers import LedgerSheet, LedgerValue, ledger_bytes;"
        "rows = ({'seq': '1', 'sub_problems': ['漏油'], 'place': '泵房'},);"
        "sys.stdout.buffer.write(ledger_bytes(LedgerSheet('台账', {}, rows)))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert done.stdout == ledger_bytes(SHEET)


def test_a_sheet_formatted_down_to_the_last_row_is_read_quickly(tmp_path: Path) -> None:
    path = tmp_path / "长.xlsx"
    write_ledger(path, SHEET)
    book = Workbook()
    page = cast("Worksheet", book.active)
    page.append(["序号", "问题", "备注"])
    page.append([1, "漏油", "夜班"])
    page["A1048576"].fill = PatternFill("solid", fgColor="FFFF00")
    page["XFD1"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)

    reading = read_ledger(path, TODAY)

    assert [row.number for row in reading.rows] == ["1"]


def test_pictures_in_the_package_are_counted_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "照片.xlsx"
    content = ledger_bytes(SHEET)
    with zipfile.ZipFile(BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    path.write_bytes(package({**parts, "xl/media/image1.png": b"x", "xl/media/image2.png": b"x"}))

    reading = read_ledger(path, TODAY, lang="en")

    assert [p.code for p in reading.notes][:1] == ["ledger.pictures"]
    assert "2 picture(s)" in reading.notes[0].message


def test_a_large_ledger_is_read_and_written(tmp_path: Path) -> None:
    rows: tuple[dict[str, LedgerValue], ...] = tuple(
        {"seq": str(n), "sub_problems": [f"第{n}处漏油"]} for n in range(1, 201)
    )
    path = tmp_path / "二百.xlsx"

    write_ledger(path, LedgerSheet("台账", {}, rows))

    assert read_ledger(path, TODAY).as_sheet().rows == rows
