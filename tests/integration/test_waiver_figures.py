"""A waiver is seen wherever its case is seen, and counted wherever cases are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.casefile import find_file
from casework.checkup import check_up
from casework.ledger_export import ledger_sheet
from casework.ledger_import import Source, import_findings
from casework.ledgers import LedgerSheet, write_ledger
from casework.listing import Filter, list_cases
from casework.round_view import view_round
from holdfast.showing.round_page import round_lines
from holdfast.web.reading.desk import read_desk
from holdfast.web.reading.health import read_health
from holdfast.web.reading.listing import read_rounds
from tests.integration.waivers_world import granted, permit, permitting, ready, unsatisfied
from tests.integration.web_world import visitor

if TYPE_CHECKING:
    from pathlib import Path

    from casework.ledgers.rows import LedgerValue
    from tests.integration.casework_world import World


@pytest.fixture
def offices(sqlite_world: World) -> tuple[World, str, str]:
    """A finding with a live waiver, and one that was struck off by one."""
    world = permit(sqlite_world)
    live, used = ready(world), ready(world)
    for number in (live, used):
        granted(world, number)
    world.do(used, "strike_off", "deputy")
    return world, live, used


def test_every_list_and_every_figure_knows_of_waivers(offices: tuple[World, str, str]) -> None:
    world, live, used = offices
    lines = list_cases(world.app, Filter(kind="finding"), lang="zh").items
    assert {one.number: (one.waived.live, one.waived.used) for one in lines} == {
        live: (1, 0),
        used: (0, 1),
    }
    chosen = Filter(kind="finding", waived=True)
    unwaived = world.finding()
    assert [one.number for one in list_cases(world.app, chosen, lang="zh").items] == [live, used]
    assert unwaived not in {live, used}
    assert read_desk(world.app, lang="zh").waivers == (1, 1, 0)
    health = read_health(world.app, None, lang="zh")
    assert health.as_json()["waivers"] == {"live": 1, "used": 1, "unused": 0}
    (doctor,) = (one for one in check_up(world.app) if one.name == "waivers")
    assert (doctor.details["live"], "1 live, 1 used" in doctor.en) == (1, True)
    waived = [row.waived.words("zh") for row in read_rounds(world.app, lang="zh")]
    assert sorted(waived) == ["", "特批有效1项", "经特批办理1项"]
    for number, words in ((live, "特批有效1项"), (used, "经特批办理1项")):
        view = view_round(world.app, number.split("-")[0], lang="zh")
        assert view.counts["waived"] == 1
        told = "\n".join(round_lines(view, "zh"))
        assert "有特批 1 项" in told
        assert words in told
        assert "1 with a waiver" in "\n".join(round_lines(view, "en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_that_shows_the_case_shows_its_waiver(
    offices: tuple[World, str, str], lang: str
) -> None:
    world, live, used = offices
    site = visitor(world)
    clause = unsatisfied(permitting()).cite
    marks = {
        "zh": ("特批有效1项", "经特批办理1项"),
        "en": ("waivers live: 1", "passed by waiver: 1"),
    }
    for number, mark in zip((live, used), marks[lang], strict=True):
        with world.app.store.read() as work:
            handle = find_file(world.app, work, number).case.handle
        for path in (f"/cases/{handle}", "/cases", "/rounds"):
            assert mark in site.get(path, params={"lang": lang}).text, path
        page = site.get(f"/cases/{handle}", params={"lang": lang}).text
        assert f"{clause.file}:{clause.line}" in page
        assert "工会换届" in page
        assert ({"zh": "经特批放行一次", "en": "passed once by"}[lang] in page) == (number == live)
    live_words = {"zh": "特批有效", "en": "waivers live"}[lang]
    assert live_words in site.get("/", params={"lang": lang}).text
    other = world.finding()
    listed = site.get("/cases", params={"lang": lang, "waived": "1", "kind": "finding"}).text
    assert (live in listed, used in listed, other in listed) == (True, True, False)
    count = {"zh": "有效1，已使用1", "en": "1 live, 1 used"}[lang]
    assert count in site.get("/health", params={"lang": lang}).text


def test_the_ledger_says_what_was_waived_and_takes_nobodys_word_for_it(
    offices: tuple[World, str, str], tmp_path: Path
) -> None:
    world, _live, used = offices
    path = tmp_path / "台账.xlsx"
    sheet = ledger_sheet(world.app, used.split("-")[0])
    assert "已使用" in str(sheet.rows[0]["waivers"])
    assert unsatisfied(permitting()).cite.words("zh") in str(sheet.rows[0]["waivers"])
    row: dict[str, LedgerValue] = {
        "number": "1",
        "responsible_unit": "氧化铝厂",
        "sub_problems": ["联轴器无防护罩"],
    }
    write_ledger(path, LedgerSheet("台账", rows=({**row, "waivers": "领导特批"},)))
    fields = {"title": "回头看", "责任单位": "新材料公司"}
    other = world.open("round", "inspector", fields).number
    imported = import_findings(world.app, Source(path), other, by="inspector")
    assert imported.problems == (), imported
    (taken,) = ledger_sheet(world.app, other).rows
    assert "waivers" not in taken
