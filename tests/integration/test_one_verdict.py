"""A gate that holds on one path holds on all: asking, doing, the system's hand, and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.casefile import find_file, locked_file, person_named
from casework.ledger_import import Source, import_findings
from casework.ledgers import LedgerSheet, write_ledger
from casework.moving import advance
from casework.why import why
from domain.errors import Refused
from domain.facts import SYSTEM_ACTOR, Actor
from statemachines.tables import TABLES
from tests.integration.casework_world import FINDING, OFFICES, World, sign_all
from tests.integration.grievances import grievance

if TYPE_CHECKING:
    from pathlib import Path

    from casework.ledgers.rows import LedgerValue

PEOPLE = sorted({handle for handle, _, _, _ in OFFICES} | {"owner"})


def _done(world: World, number: str, trigger: str, actor: Actor | str) -> list[str]:
    """The reasons for which doing it is refused, none when it is done; nothing is kept."""
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        if isinstance(actor, str):
            actor = file.actor(person_named(file.organisation, actor))
        try:
            advance(file, trigger, actor, {})
        except Refused as refusal:
            return list(refusal.details["each_zh"])
    return []


def _cases(world: World) -> list[str]:
    findings = (
        "to_be_confirmed",
        "to_be_issued",
        "to_be_signed_for",
        "being_rectified",
        "functional_acceptance_due",
        "to_be_reinspected",
        "to_be_struck_off",
    )
    signed = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, signed)
    return [
        *(world.bring(world.finding(), state) for state in findings),
        signed,
        grievance(world, "triage"),
        grievance(world, "verification"),
    ]


def test_asking_and_doing_give_one_verdict_for_everybody_and_everything(
    sqlite_world: World,
) -> None:
    differing, refused, done = [], 0, 0
    for number in _cases(sqlite_world):
        for person in PEOPLE:
            for answer in why(sqlite_world.app, number, by=person).answers:
                reasons = _done(sqlite_world, number, answer.trigger, person)
                refused, done = refused + bool(reasons), done + (not reasons)
                if (answer.allowed, list(answer.reasons_zh)) != (not reasons, reasons):
                    differing.append((number, answer.trigger, person))
    assert differing == []
    assert min(refused, done) >= 5


def test_the_system_is_refused_whatever_policy_does_not_name_it_for(sqlite_world: World) -> None:
    world = sqlite_world
    for number in _cases(world):
        with world.app.store.read() as work:
            case = find_file(world.app, work, number).case
        for trigger in TABLES[case.kind].triggers_from(case.state):
            assert _done(world, number, trigger, SYSTEM_ACTOR) != []


@pytest.mark.parametrize("person", PEOPLE)
def test_whoever_may_not_enter_one_finding_may_not_import_a_ledger(
    sqlite_world: World, tmp_path: Path, person: str
) -> None:
    fields = {"title": "回头看", "责任单位": "新材料公司"}
    number = sqlite_world.open("round", "inspector", fields).number
    path = tmp_path / "台账.xlsx"
    row: dict[str, LedgerValue] = {
        "number": "1",
        "responsible_unit": "氧化铝厂",
        "sub_problems": ["联轴器无防护罩"],
    }
    write_ledger(path, LedgerSheet("台账", rows=(row,)))
    refusals = []
    for attempt in (
        lambda: sqlite_world.open("finding", person, FINDING, number),
        lambda: import_findings(sqlite_world.app, Source(path), number, by=person),
    ):
        try:
            attempt()
        except Refused as refusal:
            refusals.append(refusal.details["each_zh"])
    assert len(refusals) in {0, 2}
    assert refusals[:1] == refusals[1:]
