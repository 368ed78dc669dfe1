"""The four rectification plans of January 2023, printed from the record. Source: S4.1, S4.8, S4.12.

Their structure is that of document 004: how many findings, who inspected when, whose plan has which
principles, and which of them has a supervision group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from casework.bootstrap import init_app
from casework.grouping import Founding, create_group
from casework.ledgers.plan_sheets import plan_sheets
from casework.opening import Opening, open_case
from casework.organising import enter_organisation
from casework.plan_wording import document_of
from casework.plans import Plan, plan_of
from casework.settings import Settings
from domain.errors import NotFound
from holdfast.sample.rounds.january import ROUNDS
from holdfast.sample.staff import PEOPLE, appointments
from holdfast.sample.units import ALIASES, UNITS
from holdfast.showing.plan_page import plan_markdown, plan_page, plan_shape
from store.cases import find_case, link_cases
from tests.integration.casework_world import FINDING, World, shipped
from tests.integration.command_line import Desk, open_finding
from tests.integration.command_line import desk as desk  # noqa: PLC0414 - a fixture
from tests.integration.command_line import (
    driven_office as driven_office,  # noqa: PLC0414 - a fixture
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.sample.rounds.rows import Round, Row

BEGIN = datetime(2023, 1, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
INSPECTOR = "shilifeng"
SAFETY = (
    "“五个挺在”：站位、意识、责任、风险、隐患，逐级向前",
    "“五个不放过”：一项未过，不得销号",
    "“三必管”：管行业、管业务、管生产经营，都要管安全",
    "“一岗双责、党政同责、失职追责”",
)
ENVIRONMENT = (
    "提高站位，绿色发展",
    "严格把关，落实“企业落实”的分级整改责任制，管业务必须管安全环保",
    "“举一反三”，系统治理",
)
LEADING = ("党的领导", "安全发展")


@dataclass(frozen=True)
class Expected:
    """What document 004 says of one plan."""

    findings: int
    inspected: tuple[str, str]
    meeting: str | None
    principles: tuple[str, ...]
    group: bool
    earlier: bool


NEW_MATERIAL, SHANXI = ("2023-01-04", "2023-01-10"), ("2023-01-10", "2023-01-13")
PLANS: dict[tuple[str, str], Expected] = {
    ("新材料公司", "safety"): Expected(
        14, NEW_MATERIAL, "2023-02-13", LEADING + SAFETY, group=True, earlier=True
    ),
    ("山西铝业公司", "safety"): Expected(10, SHANXI, None, SAFETY, group=False, earlier=False),
    ("山西铝业公司", "environment"): Expected(
        6, SHANXI, None, ENVIRONMENT, group=False, earlier=False
    ),
    ("新材料公司", "environment"): Expected(
        13, NEW_MATERIAL, "2023-02-13", ENVIRONMENT, group=True, earlier=True
    ),
}


@pytest.fixture
def group_of_companies(database: str, tmp_path: Path) -> Iterator[World]:
    """The sample group, with a supervision group that serves the one company that has one."""
    settings = Settings(data=tmp_path / "data", database_url=database)
    app = init_app(settings, driven_from=BEGIN)
    enter_organisation(
        app, units=UNITS, aliases=ALIASES, people=PEOPLE, appointments=appointments()
    )
    founding = Founding(
        "回头看整改督导组",
        "安全、环保督察“回头看”整改方案",
        date(2023, 2, 1),
        date(2023, 12, 31),
        ("新材料公司",),
        "安全环保健康部",
        {
            "leader": ("gaoyuan", "shenxinghe"),
            "executive": ("liangqingsong",),
            "deputy": ("leiminggu", "taoran", "huonuanyang", "lianhaiping", "yueyan"),
        },
        heads=True,
    )
    create_group(app, founding, by="zhongzhengsheng")
    world = World(settings, app).enforce(shipped())
    yield world
    world.app.close()


def _party_head(unit: str) -> str:
    (unit_id,) = (one.id for one in UNITS if one.name == unit)
    held = ((one.role, one.unit_id, one.person_id) for one in appointments())
    return next(who for role, at, who in held if (role, at) == ("unit_party_head", unit_id))


def _enter(world: World, known: Round, expected: Expected) -> str:
    fields = {
        "title": known.name,
        "round_type": "look_back",
        "source": "group_inspection",
        "responsible_unit": known.company,
        "inspection_team": "第二督察组",
        "domain": known.domain,
        "inspected_from": known.first_day.isoformat(),
        "inspected_to": known.last_day.isoformat(),
        "plan_meeting_on": expected.meeting or "",
        "plan_principles": "\n".join(expected.principles),
    }
    number = world.open("round", INSPECTOR, fields).number
    for at, row in enumerate(known.findings, 1):
        opening = Opening("finding", INSPECTOR, _finding(row, known), number, f"{number}-{at}")
        open_case(world.app, opening)
    if expected.earlier:
        _look_back(world, number)
    return number


def _finding(row: Row, known: Round) -> dict[str, str]:
    return {
        "responsible_unit": row.unit,
        "place": row.place,
        "description": row.description,
        "sub_problems": "\n".join(part.problem for part in row.parts),
        "measures": row.measures,
        "hazard_grade": row.grade,
        "rectification_manner": row.manner,
        "domain": known.domain,
        "source": "group_inspection",
        "rectification_owner": row.owner,
        "party_owner": _party_head(row.unit),
        "reinspection_owner": "linjian",
        "due_on": row.due.isoformat(),
        "funds": "" if row.funds == "无需资金" else row.funds,
        "contingency_plan": row.contingency,
    }


def _look_back(world: World, number: str) -> None:
    fields = {
        "title": "2022年专项督察",
        "responsible_unit": "新材料公司",
        "inspected_from": "2022-06-26",
        "inspected_to": "2022-07-07",
    }
    earlier = world.open("round", INSPECTOR, fields).number
    with world.app.store.write() as work:
        ids = (find_case(work, number).id, find_case(work, earlier).id)
        link_cases(work, *ids, "look_back_of")
        work.commit()


@pytest.fixture(params=ROUNDS, ids=lambda one: f"{one.company}-{one.domain}")
def printed(
    request: pytest.FixtureRequest, group_of_companies: World
) -> tuple[Plan, Round, Expected]:
    """One of the four plans as it follows from the record, its sample, and what 004 says."""
    known: Round = request.param
    expected = PLANS[known.company, known.domain]
    number = _enter(group_of_companies, known, expected)
    return plan_of(group_of_companies.app, number), known, expected


def test_a_plan_agrees_with_the_document_in_structure(
    printed: tuple[Plan, Round, Expected],
) -> None:
    plan, known, expected = printed
    document = document_of(plan, "zh")

    assert len(plan.lines) == len(document.rows) == expected.findings
    assert (plan.inspected_from, plan.inspected_to) == expected.inspected
    assert plan.meeting_on == expected.meeting
    assert (plan.group is not None) is expected.group
    assert bool(plan.earlier) is expected.earlier
    lead = "".join(document.lead)
    assert f"{expected.findings}项" in lead
    assert known.company in lead
    assert ("2023年2月13日" in lead) is (expected.meeting is not None)
    assert ("2022年6月26日至2022年7月7日" in lead) is expected.earlier
    assert document.title.endswith("“回头看”整改方案")
    said = "".join(item for part in document.sections for item in part.items)
    for mark in ("五个不放过", "五个挺在", "三必管", "一岗双责"):
        assert (mark in said) is (known.domain == "safety")
    for mark in ("分级整改责任制", "举一反三"):
        assert (mark in said) is (known.domain == "environment")
    _has_people_and_dates(plan, known)
    _has_its_group(plan, expected)


def _has_people_and_dates(plan: Plan, known: Round) -> None:
    """Every finding has two people who answer for it, a date, and who re-inspects."""
    for line, row in zip(plan.lines, known.findings, strict=True):
        assert line.administrative_owner == row.owner
        assert line.party_owner not in (None, line.administrative_owner)
        assert line.reinspection_owner == "linjian"
        assert line.due_on == row.due.isoformat()
        assert line.problems == tuple(part.problem for part in row.parts)
    people = {plan.organisation.staff.people[str(line.party_owner)].name for line in plan.lines}
    assert people <= {row[9] for row in document_of(plan, "zh").rows}


def _has_its_group(plan: Plan, expected: Expected) -> None:
    """The supervision group stands in the plan with its parts, where the plan has one."""
    after = {part.heading[2:]: part.items for part in document_of(plan, "zh").after}
    shape = plan_shape(plan, document_of(plan, "zh"))["supervision_group"]
    if not expected.group:
        assert "督导组" not in after
        assert shape is None
        return
    lines = "\n".join(after["督导组"])
    assert "督导组组长：高原、沈星河" in lines
    assert "督导组常务副组长：梁青松" in lines
    assert "办公室设在安全环保健康部" in lines
    assert [len(shape[part]) for part in ("leader", "executive", "deputy")] == [2, 1, 5]
    members = {one["handle"] for one in shape["member"]}
    assert {"fangyuan", "fengchunyu", "maifeng", "jinli"} <= members


def _cells(page: str) -> list[list[str]]:
    """The texts of the cells of a page's table."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = (re.findall(r"<t[hd]>(.*?)</t[hd]>", row, re.DOTALL) for row in rows)
    return [[unescape(cell.replace("<br>", "\n")) for cell in row] for row in cells]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_three_forms_of_a_file_hold_the_same_table(
    group_of_companies: World, lang: str
) -> None:
    known = ROUNDS[0]
    number = _enter(group_of_companies, known, PLANS[known.company, known.domain])
    document = document_of(plan_of(group_of_companies.app, number), lang)
    table = [list(document.headings), *map(list, document.rows)]

    assert _cells(plan_page(document, lang)) == table
    written = [
        [cell.replace("<br>", "\n") for cell in line.strip("| ").split(" | ")]
        for line in plan_markdown(document).splitlines()
        if line.startswith("| ") and "---" not in line
    ]
    assert [re.sub(r"\\(.)", r"\1", cell) for row in written for cell in row] == [
        cell for row in table for cell in row
    ]
    content = plan_sheets(document, lang)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    first = next(at for at, row in enumerate(rows) if row == list(document.headings))
    assert rows[first : first + len(table)] == table
    assert sheet.print_title_rows == f"${first + 1}:${first + 1}"
    assert content == plan_sheets(document, lang)


def test_what_people_wrote_is_never_markup_nor_a_formula(sqlite_world: World) -> None:
    wild = "<script>x</script> | =1+1 *a*"
    number = sqlite_world.finding(
        问题描述=wild, 分项问题="", 具体部位="=2+2", 整改措施=wild, 应急预案=wild
    )
    document = document_of(plan_of(sqlite_world.app, number.rpartition("-")[0]), "zh")

    assert "<script>" not in plan_page(document, "zh")
    assert "\\<script\\>x\\</script\\> \\| =1+1" in plan_markdown(document)
    sheet = openpyxl.load_workbook(BytesIO(plan_sheets(document, "zh"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "'=2+2" in {cell.value for cell in cells}
    assert all(cell.data_type == "s" for cell in cells)


def test_a_withdrawn_finding_is_left_out_and_actions_speak_for_missing_measures(
    world: World,
) -> None:
    number = world.finding()
    round_number = number.rpartition("-")[0]
    fields = {"措施内容": "加装防护罩", "措施类别": "纠正措施"}
    world.open("action", "office", fields, number)
    other = world.open("finding", "inspector", FINDING, round_number).number
    world.do(other, "object", "head", objection="不属于本单位")
    world.do(other, "drop", "chief", objection_answer="属实，撤销")
    (line,) = plan_of(world.app, round_number).lines
    assert line.number == number
    assert line.measures == ("加装防护罩",)
    assert "尚未召开" in document_of(plan_of(world.app, round_number), "zh").lead[-1]
    with pytest.raises(NotFound):
        plan_of(world.app, number)


def test_the_command_line_writes_a_plan_in_each_form(desk: Desk, tmp_path: Path) -> None:
    number = open_finding(desk).rpartition("-")[0]
    for ending in ("md", "html", "xlsx"):
        target = tmp_path / f"方案.{ending}"
        answer = desk.done("export", "plan", "--round", number, "--to", str(target), "--json").json
        assert target.read_bytes()
        assert answer["plan"]["title"] == "安全督察整改方案"
        (finding,) = answer["plan"]["findings"]
        assert finding["problems"] == ["联轴器无防护罩"]
    said = desk("export", "plan", "--round", number, "--to", str(tmp_path / "p.md"), lang="en")
    assert "plan with 1 findings" in said.out
    assert "Administrative owner" in (tmp_path / "p.md").read_text()
    assert desk("export", "plan", "--round", number, "--to", str(tmp_path / "p.pdf")).code == 2
    assert desk("export", "plan", "--round", "无", "--to", str(tmp_path / "p.md")).code == 2
