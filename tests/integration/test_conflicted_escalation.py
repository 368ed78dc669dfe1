"""The accused person's manager gets no escalation: ladders step around conflicts and say so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casework.organising import delegate, dismiss, enter_organisation
from casework.sweeping import sweep
from casework.viewing import view_case
from domain.people import Appointment
from store.cases import put_people
from store.people import insert_relation
from store.settings import count_up
from tests.integration.casework_looks import case_of, messages, people_of, said
from tests.integration.casework_world import START, World
from tests.integration.test_accountability import ESTABLISHED, opened_under

if TYPE_CHECKING:
    from collections.abc import Callable

LONG_AGO = date(2020, 1, 1)


def _set_aside(world: World, number: str, *capacities: tuple[str, str]) -> None:
    """Put people of the case in capacities, as later kinds of cases do by their forms."""
    with world.app.store.write() as work:
        put_people(work, case_of(world, number).id, people_of(world, number) | {*capacities})
        work.commit()


def _relate(world: World, person: str, other: str) -> None:
    with world.app.store.write() as work:
        insert_relation(work, person, other, "family")
        count_up(work, "organisation.version")
        work.commit()


def _accused(world: World, subject: str) -> str:
    number = opened_under(world, world.finding())
    world.do(number, "establish_responsibility", "office", **{**ESTABLISHED, "subject": subject})
    return number


def _subject_is_the_deputy(world: World) -> str:
    return _accused(world, "deputy")


def _relative_of_the_deputy(world: World) -> str:
    _relate(world, "owner", "deputy")
    return _accused(world, "owner")


def _superior_declares_it(world: World) -> str:
    _relate(world, "deputy", "owner")
    return _accused(world, "owner")


def _deputy_heads_the_plant(world: World) -> str:
    enter_organisation(
        world.app, appointments=[Appointment("deputy", "unit_party_head", "plant", LONG_AGO)]
    )
    return _accused(world, "owner")


def _finding_with_a_subject(world: World) -> str:
    number = world.bring(world.finding(), "being_rectified")
    _set_aside(world, number, ("deputy", "subject"))
    return number


def _finding_of_the_deputys_plant(world: World) -> str:
    enter_organisation(
        world.app, appointments=[Appointment("deputy", "unit_party_head", "plant", LONG_AGO)]
    )
    return world.bring(world.finding(), "being_rectified")


@pytest.mark.parametrize(
    "conflicted",
    [
        _subject_is_the_deputy,
        _relative_of_the_deputy,
        _superior_declares_it,
        _deputy_heads_the_plant,
        _finding_with_a_subject,
        _finding_of_the_deputys_plant,
    ],
)
def test_the_ladder_steps_around_who_is_in_conflict_and_says_so(
    sqlite_world: World, conflicted: Callable[[World], str]
) -> None:
    number = conflicted(sqlite_world)
    sqlite_world.at(days=13)
    sweep(sqlite_world.app)
    climbed = said(sqlite_world, number, "escalated")
    (around,) = [one for one in climbed if one["role"] == "supervision_executive_deputy"]
    assert around["around"] == [["deputy", "conflict"]]
    assert around["to"] not in {None, "deputy", "owner"}
    told = {
        one.recipient_id for one in messages(sqlite_world, number) if one.notice == "escalation"
    }
    assert around["to"] in told
    assert "deputy" not in told
    assert ("deputy", "supervisor") not in people_of(sqlite_world, number)
    assert (around["to"], "supervisor") in people_of(sqlite_world, number)
    for lang, words in (
        ("zh", "绕过deputy甲（应回避）"),
        ("en", "around deputy甲 (has an interest)"),
    ):
        story = view_case(sqlite_world.app, number, lang=lang).timeline
        assert any(words in entry.words for entry in story if entry.event == "escalated")


def test_the_accused_is_not_even_chased_about_their_own_case(sqlite_world: World) -> None:
    number = _accused(sqlite_world, "hr")
    sqlite_world.at(days=13)
    sweep(sqlite_world.app)
    (chased,) = [
        one for one in said(sqlite_world, number, "told") if one["role"] == "human_resources"
    ]
    assert (chased["around"], chased["to"]) == ([["hr", "conflict"]], "compliance")
    assert "hr" not in {message.recipient_id for message in messages(sqlite_world, number)}


def test_who_stands_in_for_the_accused_gets_nothing_either(sqlite_world: World) -> None:
    until = START + timedelta(days=60)
    delegate(
        sqlite_world.app,
        from_name="deputy",
        to_name="safety",
        from_at=START,
        to_at=until,
        reason="出差",
    )
    number = _accused(sqlite_world, "deputy")
    sqlite_world.at(days=13)
    sweep(sqlite_world.app)
    (climbed,) = said(sqlite_world, number, "escalated")
    assert climbed["around"] == [["deputy", "absent"], ["safety", "conflict"]]
    assert climbed["to"] not in {"deputy", "safety"}


def test_where_the_last_resort_is_accused_the_escalation_is_on_record_for_nobody(
    sqlite_world: World,
) -> None:
    """The head of compliance is the subject, and no deputy is there: nobody, and it is said."""
    dismiss(
        sqlite_world.app,
        Appointment(
            "deputy", "supervision_executive_deputy", "company", LONG_AGO, date(2026, 3, 1)
        ),
    )
    number = _accused(sqlite_world, "compliance")
    sqlite_world.at(days=13)
    sweep(sqlite_world.app)
    (climbed,) = said(sqlite_world, number, "escalated")
    assert (climbed["to"], climbed["around"]) == (None, [["compliance", "conflict"]])
