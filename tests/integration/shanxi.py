"""The second company of the test world, and a hazard source that is brought along by commands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casework.attaching import attach_file
from casework.organising import enter_organisation
from domain.people import Appointment, Person, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.casework_world import World

UNITS = (Unit("ash", "粉煤灰开发事业部", "shanxi", "Fly Ash Division", "plant"),)
PEOPLE = {"ash_head": "ash", "ash_liaison": "ash", "ash_owner": "ash", "ash_ceo": "shanxi"}
OFFICES = (
    ("ash_head", "unit_admin_head", "ash"),
    ("ash_liaison", "liaison_officer", "ash"),
    ("ash_ceo", "chief_executive", "shanxi"),
    ("safety", "safety_department", "shanxi"),
    ("engineer", "functional_department", "shanxi"),
    ("rules", "rule_department", "shanxi"),
    ("office", "supervision_office", "shanxi"),
)
SOURCE = {
    "责任单位": "粉煤灰开发事业部",
    "名称": "盐酸储罐区",
    "具体部位": "提取车间北侧",
    "管控责任人": "ash_owner",
}
RECORD = {
    "管理制度文号": "铝安〔2026〕3号",
    "操作规程编号": "CZ-12",
    "专项应急预案编号": "YJ-04",
    "应急物资储备": "防化服4套；沙土2立方米",
    "主要风险": "盐酸泄漏，灼伤、中毒",
    "管控措施": "围堰完好\n液位联锁投用",
    "应急措施": "撤至上风口，稀释中和",
    "联系部门": "事业部调度室",
}
DOCUMENTS = (
    "post_checklist",
    "team_checklist",
    "workshop_checklist",
    "department_checklist",
    "board_photo",
)


def join_shanxi(world: World) -> World:
    """The world with the second company, its people and offices."""
    enter_organisation(
        world.app,
        units=UNITS,
        people=[Person(h, h, f"{h}甲", home) for h, home in PEOPLE.items()],
        appointments=[Appointment(h, role, unit, date(2020, 1, 1)) for h, role, unit in OFFICES],
    )
    return world


def new_source(world: World, **changed: str) -> str:
    """A source on the books; its number."""
    return world.open("hazard_source", "ash_liaison", {**SOURCE, **changed}).number


def attach(world: World, number: str, folder: Path, *documents: str, by: str) -> None:
    """A small file for each document."""
    for document in documents:
        path = folder / f"{document}.txt"
        path.write_text(document, encoding="utf-8")
        attach_file(world.app, number, path, by=by, document=document)


def controlled_source(world: World, folder: Path, **changed: str) -> str:
    """A source under control, every requirement met; its number."""
    number = new_source(world, **changed)
    world.do(number, "begin_record", "ash_liaison")
    attach(world, number, folder, *DOCUMENTS, by="ash_liaison")
    world.do(number, "put_under_control", "ash_head", **RECORD)
    world.do(number, "put_under_control", "safety")
    return number
