"""A round and the shortest way by real commands to each state of its life, look-backs included."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casework.attaching import attach_file
from casework.executing import execute_intents
from casework.organising import enter_organisation
from casework.placing import Placement, Supply, place_case
from casework.sweeping import sweep
from domain.people import Appointment, Person
from statemachines.tables import TABLES
from store.cases import find_case, get_case
from tests.integration.casework_world import FINDING, sign_all

if TYPE_CHECKING:
    from pathlib import Path

    from casework.moving import Done
    from tests.integration.casework_world import World

ROUND = {
    "title": "安全专项督察",
    "responsible_unit": "新材料公司",
    "round_type": "special_inspection",
    "inspection_team": "第二督察组",
    "inspected_from": "2026-03-02",
    "inspected_to": "2026-03-06",
}
PLAN = {"plan_principles": "五个不放过\n党政同责", "measures": "逐项整改，举一反三"}
DOCUMENTS = ("问题分类分析", "深层次原因分析", "制度规程修订清单")
SEEN = {
    "review_method": "see_the_site",
    "place_seen": "回水泵房",
    "review_opinion": "现场逐项核对",
}
SECRETARY, SECOND, BUREAU = "secretary", "inspector2", "bureau"
_WAY = (
    ("to_be_confirmed", "confirm"),
    ("to_be_issued", "issue"),
    ("to_be_signed_for", "sign_for"),
    ("being_rectified", "apply_for_acceptance"),
    ("functional_acceptance_due", "accept_work"),
    ("to_be_reinspected", "reinspect"),
    ("to_be_struck_off", "strike_off"),
)
PASSED_BY = {"accept_work": "engineer", "reinspect": "first", "strike_off": "deputy"}


def staffed(world: World) -> World:
    """The world with the company's Party head, a second inspector, and an office outside it."""
    homes = {SECRETARY: "company", SECOND: "group", BUREAU: "group"}
    enter_organisation(
        world.app,
        people=[Person(one, one, f"{one}甲", home) for one, home in homes.items()],
        appointments=[
            Appointment(SECRETARY, "unit_party_head", "company", date(2020, 1, 1)),
            Appointment(SECOND, "inspector", "group", date(2020, 1, 1)),
            Appointment(BUREAU, "supervision_office", "group", date(2020, 1, 1)),
        ],
    )
    return world


def opened(world: World, **changed: str) -> str:
    """A round that is being prepared; its number."""
    return world.open("round", "inspector", {**ROUND, **changed}).number


def reported(world: World, *findings: dict[str, str]) -> tuple[str, list[str]]:
    """A round whose report is issued, with its findings confirmed."""
    number = opened(world)
    world.do(number, "enter_site", "chief")
    made = [world.open("finding", "inspector", {**FINDING, **one}, number) for one in findings]
    world.do(number, "leave_site", "chief")
    for finding in made:
        world.do(finding.number, "confirm", "head")
    world.do(number, "issue_report", "chief", due_on="2026-04-30")
    return number, [finding.number for finding in made]


def approve(world: World, number: str) -> Done:
    """Both heads approve the plan of the round."""
    world.do(number, "approve_plan", "ceo", plan_meeting_on="2026-03-02")
    return world.do(number, "approve_plan", SECRETARY)


def planned(world: World, *findings: dict[str, str]) -> tuple[str, list[str]]:
    """A round whose plan is approved, with its findings issued."""
    staffed(world)
    number, made = reported(world, *findings)
    for finding in made:
        world.bring(finding, "to_be_signed_for")
    world.do(number, "submit_plan", "office", **PLAN)
    approve(world, number)
    return number, made


def strike_off(world: World, finding: str) -> None:
    """Take a finding all the way by real commands, and off the books."""
    sign_all(world, world.bring(finding, "to_be_struck_off"))
    world.do(finding, "strike_off", "deputy")


def struck_off(world: World, number: str, **changed: str) -> str:
    """A finding of the round that has come to be struck off, placed there; its number."""
    fields = {
        "responsible_unit": "plant",
        "description": "回水泵联轴器无防护罩",
        "hazard_grade": "general_hazard",
        "rectification_manner": "at_once",
        "rectification_owner": "owner",
        "reinspection_owner": "second",
        "due_on": "2026-03-31",
    }
    moves = tuple(
        next(move for move in TABLES["finding"].moves if (move.source, move.trigger) == step)
        for step in _WAY
    )
    doers = {trigger: (person,) for trigger, person in PASSED_BY.items()}
    placement = Placement(
        "finding", "plant", moves, Supply("office", fields={**fields, **changed}), doers
    )
    with world.app.store.read() as work:
        parent = find_case(work, number).id
    placed = place_case(world.app, placement, related=("parent", parent))
    with world.app.store.read() as work:
        return get_case(work, placed).number


def summed_up(world: World, number: str, folder: Path) -> None:
    """The summary of the round with its three documents."""
    paper = _paper(folder)
    for document in DOCUMENTS:
        attach_file(world.app, number, paper, by="ceo", document=document)
    world.do(number, "submit_summary", "ceo", summary="全部整改完毕")


def filed(world: World, folder: Path, findings: int = 1) -> tuple[str, list[str]]:
    """A round in the files, each of its findings struck off."""
    number, _ = planned(world)
    made = [struck_off(world, number) for _ in range(findings)]
    summed_up(world, number, folder)
    world.do(number, "file_round", "chief")
    return number, made


def look_back_round(world: World) -> str:
    """A look-back on site; its number."""
    number = opened(world, title="安全专项督察“回头看”", round_type="look_back")
    world.do(number, "enter_site", "chief")
    return number


def conclude(
    world: World, review: str, verdict: str, folder: Path, *, by: tuple[str, str] | None = None
) -> Done:
    """Two reviewers judge a review, with a photo and a record."""
    first, second = by or ("inspector", SECOND)
    paper = _paper(folder)
    for document in ("现场照片", "核查记录"):
        attach_file(world.app, review, paper, by=first, document=document)
    world.do(review, "begin_review", first)
    world.do(review, "conclude", first, verdict=verdict, **SEEN)
    return world.do(review, "conclude", second)


def wake(world: World) -> None:
    """Fire what is due, then carry out what cases ask of each other."""
    sweep(world.app)
    execute_intents(world.app)


def _paper(folder: Path) -> Path:
    paper = folder / "附件.txt"
    paper.write_text("附件", encoding="utf-8")
    return paper
