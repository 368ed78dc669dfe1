"""A second company whose plants search for the same kind of problem, by real commands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casework.executing import execute_intents
from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.people import Appointment, Person, Unit
from store.cases import children_of
from tests.integration.casework_looks import case_of
from tests.integration.casework_world import FINDING

if TYPE_CHECKING:
    from casework.moving import Done
    from store.cases import CaseRecord
    from tests.integration.casework_world import World

ASH, CONTROLS, KILN = "粉煤灰事业部", "电控分公司", "焙烧厂"
PLANTS = {"ash": ASH, "controls": CONTROLS, "kiln": KILN}
_SINCE = date(2020, 1, 1)
_SHARED = (
    ("office", "supervision_office"),
    ("first", "supervision_member"),
    ("second", "supervision_member"),
    ("deputy", "supervision_executive_deputy"),
    ("leader", "supervision_leader"),
    ("safety", "safety_department"),
    ("engineer", "functional_department"),
)
_OFFICES = (
    ("head", "unit_admin_head"),
    ("party", "unit_party_head"),
    ("liaison", "liaison_officer"),
)

SHANXI_FINDING = {
    **FINDING,
    "责任单位": ASH,
    "来源": "集团督察",
    "专业领域": "安全",
    "问题类别": "机械防护",
    "原因类别": "有章不循",
    "具体部位": "一号皮带廊机头",
    "party_owner": "ash-party",
}


def with_shanxi(world: World) -> World:
    """The world with a second company of three plants, served by the same supervision group."""
    enter_organisation(
        world.app,
        units=[
            *(Unit(id_, name, "shanxi", "", "plant") for id_, name in PLANTS.items()),
        ],
        people=[
            Person(f"{id_}-{word}", f"{id_}-{word}", f"{name}{word}", id_)
            for id_, name in PLANTS.items()
            for word, _ in _OFFICES
        ],
        appointments=[
            *(Appointment(person, role, "shanxi", _SINCE) for person, role in _SHARED),
            *(
                Appointment(f"{id_}-{word}", role, id_, _SINCE)
                for id_ in PLANTS
                for word, role in _OFFICES
            ),
        ],
    )
    return world


def entered(world: World, parent: str | None = None, *, by: str = "inspector", **more: str) -> str:
    """A finding in a plant of the second company, in a round of its own where no parent is said."""
    if parent is None:
        fields = {"title": "回头看", "responsible_unit": "山西铝业公司"}
        parent = world.open("round", "inspector", fields).number
    return world.open("finding", by, {**SHANXI_FINDING, **more}, parent).number


def issued(world: World, number: str, plant: str = "ash") -> dict[str, str]:
    """Issue a finding; the searches that follow, by unit id."""
    world.do(number, "confirm", f"{plant}-head")
    world.do(number, "issue", "office")
    execute_intents(world.app)
    return searches(world, number)


def below(world: World, number: str, kind: str) -> list[CaseRecord]:
    """The cases of a kind under a case."""
    parent = case_of(world, number)
    with world.app.store.read() as work:
        return [one for one in children_of(work, parent.id) if one.kind == kind]


def searches(world: World, number: str) -> dict[str, str]:
    """The searches under a finding by the id of their unit."""
    return {str(one.unit_id): one.number for one in below(world, number, "read_across")}


def begin(world: World, search: str, plant: str) -> Done:
    """The unit names who searches, by which rules, and where."""
    fields = {
        "search_owner": f"{plant}-party",
        "implementation_rules": "按工序分片排查，逐点登记",
        "search_scope": "全部皮带廊和泵房",
    }
    return world.do(search, "begin_search", f"{plant}-head", **fields)


def report(world: World, search: str, plant: str, found: int = 0) -> Done:
    """A return of today: what was found, or that there was nothing."""
    fields = {
        "return_week": world.app.now().date().isoformat(),
        "return_kind": "found" if found else "zero",
        "points_searched": "12",
        "found_count": str(found),
    }
    return world.do(search, "report", f"{plant}-liaison", **fields)


def apply_to_end(world: World, search: str, plant: str) -> Done:
    """The head of the unit applies to end its search."""
    return world.do(search, "apply_to_end", f"{plant}-head", search_summary="十二个点位逐一核对")


def end(world: World, search: str, **fields: str) -> Done:
    """The office ends the search, and says whether it is spot-checked."""
    return world.do(search, "end_search", "office", **{"spot_checked": "no", **fields})


def wake(world: World) -> None:
    """One wake of what is due, and of what follows in other cases."""
    sweep(world.app)
    execute_intents(world.app)
