"""Who names a case in a command must be named by policy for that case too, not for one of two."""

from __future__ import annotations

from datetime import date

import pytest

from casework.linking import link
from casework.looking_back import look_back
from casework.organising import enter_organisation
from domain.errors import Refused
from domain.people import Appointment, Person
from store.cases import links_of
from tests.integration.casework_looks import case_of, happened
from tests.integration.casework_world import FINDING, World
from tests.integration.rounds import look_back_round, opened, planned
from tests.integration.shanxi import join_shanxi

OURS = {**FINDING, "责任单位": "粉煤灰开发事业部", "党组织整改责任人": ""}


@pytest.fixture
def two_companies(sqlite_world: World) -> World:
    """The world with a second company, whose office and union are one person of its own."""
    join_shanxi(sqlite_world)
    enter_organisation(
        sqlite_world.app,
        people=[Person("ash_office", "ash_office", "事业部办公室甲", "shanxi")],
        appointments=[
            Appointment("ash_office", role, "shanxi", date(2020, 1, 1))
            for role in ("supervision_office", "trade_union")
        ],
    )
    return sqlite_world


@pytest.mark.parametrize("relation", ["同类", "重复发生"])
def test_nobody_links_to_a_case_of_another_company(two_companies: World, relation: str) -> None:
    theirs = two_companies.finding()
    ours = two_companies.open("finding", "inspector", OURS, opened(two_companies)).number
    for pair in ((ours, theirs), (theirs, ours)):
        with pytest.raises(Refused) as refusal:
            link(two_companies.app, pair[0], relation, pair[1], by="ash_office")
        assert "not-authorised" in refusal.value.details["codes"]
    assert happened(two_companies, theirs, "linked", "intended") == []
    with two_companies.app.store.read() as work:
        assert links_of(work, case_of(two_companies, theirs).id) == []
    assert link(two_companies.app, ours, relation, theirs, by="chief").fresh


@pytest.mark.parametrize(
    ("kind", "by", "fields"),
    [
        ("accountability", "ash_office", {}),
        ("survey", "ash_office", {"audience": "现场员工"}),
        ("action", "ash_office", {"措施内容": "加装防护罩"}),
    ],
)
def test_nobody_hangs_a_case_under_one_of_another_company(
    two_companies: World, kind: str, by: str, fields: dict[str, str]
) -> None:
    """It would hold up the strike-off of the other company."""
    theirs = two_companies.finding()
    with pytest.raises(Refused) as refusal:
        two_companies.open(kind, by, {**fields, "responsible_unit": "粉煤灰开发事业部"}, theirs)
    assert "not-authorised" in refusal.value.details["codes"]
    ours = two_companies.open("finding", "inspector", OURS, opened(two_companies)).number
    own = two_companies.open(kind, by, fields, ours).number
    assert case_of(two_companies, own).unit_id == "ash"


def test_a_plant_enters_its_own_findings_in_a_round_of_its_company_and_in_no_other(
    two_companies: World,
) -> None:
    round_ = opened(two_companies)
    two_companies.open("finding", "liaison", FINDING, round_)
    with pytest.raises(Refused):
        two_companies.open("finding", "ash_liaison", OURS, round_)


@pytest.mark.parametrize("person", ["owner", "head", "union"])
def test_who_may_open_no_review_links_no_rounds_even_when_there_is_nothing_to_review(
    sqlite_world: World, person: str
) -> None:
    earlier, _ = planned(sqlite_world)
    number = look_back_round(sqlite_world)
    with pytest.raises(Refused):
        look_back(sqlite_world.app, number, [earlier], by=person)
    assert happened(sqlite_world, number, "linked") == []
    look_back(sqlite_world.app, number, [earlier], by="chief")
    assert len(happened(sqlite_world, number, "linked")) == 1
