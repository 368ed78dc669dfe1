"""People, policy versions, calendars, settings, signatures, closings: written and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.ids import new_id
from domain.people import Appointment, Delegation, Person, Unit
from store import people, settings, signatures, versions
from store.unit_of_work import Store
from tests.integration.stored import HOUR, NOON, PERSON, UNIT, given_case
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

FEBRUARY, MARCH = date(2023, 2, 1), date(2023, 3, 1)


def test_units_and_people_come_back_as_the_domain_has_them(store: Store) -> None:
    workshop = Unit(id="u-shop", name="一车间", parent_id=UNIT.id, level="workshop")
    deputy = Person(id="p-deputy", handle="deputy", name="方舟", home_unit_id=workshop.id)
    with store.write() as work:
        people.insert_unit(work, workshop)
        people.insert_alias(work, "白蜡", UNIT.id)
        people.insert_person(work, deputy)
        people.insert_relation(work, PERSON.id, deputy.id, "kin")
        work.commit()
    with store.read() as work:
        assert people.load_units(work) == [UNIT, workshop]
        assert people.load_aliases(work) == {"白蜡": UNIT.id}
        assert people.load_people(work) == [deputy, PERSON]
        assert people.load_relations(work) == [(PERSON.id, deputy.id, "kin")]
        assert people.find_person(work, "lin") == people.find_person(work, PERSON.id) == PERSON
        assert people.find_person(work, "nobody") is None


def test_offices_and_delegations_come_back_and_an_office_can_end(store: Store) -> None:
    held = Appointment(PERSON.id, "quality_head", UNIT.id, FEBRUARY)
    delegation = Delegation(PERSON.id, PERSON.id, NOON, NOON + HOUR, "leave")
    with store.write() as work:
        people.insert_appointment(work, held)
        people.insert_delegation(work, delegation)
        ended = replace(held, to_on=MARCH)
        assert people.end_appointment(work, ended)
        assert not people.end_appointment(work, ended)
        assert people.load_appointments(work) == [ended]
        assert people.load_delegations(work) == [delegation]


def test_a_policy_version_is_stored_once_and_the_last_activation_counts(store: Store) -> None:
    version = versions.PolicyVersion("hash-1", "{}", "[]", 1, "a", "b", "", NOON)
    with store.write() as work:
        assert versions.active_policy_id(work, NOON) is None
        assert versions.put_policy_version(work, version)
        assert not versions.put_policy_version(work, version)
        versions.put_policy_version(work, version._replace(id="hash-2", created_at=NOON + HOUR))
        for policy_id in ("hash-2", "hash-1"):
            versions.insert_activation(
                work, versions.Activation(policy_id, "a", "b", NOON, versions.STAY, NOON)
            )
        assert versions.active_policy_id(work, NOON) == "hash-1"
        assert versions.get_policy_version(work, "hash-1") == version
        assert versions.get_policy_version(work, "hash-3") is None
        assert [one.id for one in versions.policy_versions(work)] == ["hash-1", "hash-2"]
        assert [one.policy_id for one in versions.activations(work)] == ["hash-2", "hash-1"]


def test_the_newest_calendar_of_a_name_is_in_use(store: Store) -> None:
    old = versions.CalendarVersion("c-1", "office", "{}", MARCH, NOON)
    new = old._replace(id="c-2", created_at=NOON + HOUR)
    with store.write() as work:
        assert versions.newest_calendar(work, "office") is None
        assert versions.put_calendar(work, new)
        assert versions.put_calendar(work, old)
        assert not versions.put_calendar(work, old)
        assert versions.newest_calendar(work, "office") == new
        assert versions.get_calendar(work, "c-1") == old
        assert versions.get_calendar(work, "c-3") is None
        assert versions.calendars(work) == [old, new]


def test_a_setting_is_set_and_set_again(store: Store) -> None:
    with store.write() as work:
        assert settings.get_setting(work, "zone") is None
        settings.put_setting(work, "zone", "UTC")
        settings.put_setting(work, "zone", "Asia/Shanghai")
        assert settings.get_setting(work, "zone") == "Asia/Shanghai"
        assert settings.all_settings(work) == {"zone": "Asia/Shanghai"}


def test_a_counter_counts_from_one(store: Store) -> None:
    with store.write() as work:
        assert [settings.count_up(work, "number") for _ in range(11)] == list(range(1, 12))


def test_a_signature_lapses_once_and_stays_on_record(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        signed = signatures.SignedCheck(
            new_id(), case.id, "rectified_thoroughly", "inspector", PERSON.id, NOON, "hash", 1
        )
        signatures.insert_signed_check(work, signed)
        signatures.lapse_signed_checks(work, [signed.id], at=NOON + HOUR)
        signatures.lapse_signed_checks(work, [signed.id], at=NOON + 2 * HOUR)
        assert signatures.signed_checks_of(work, case.id) == [
            signed._replace(lapsed_at=NOON + HOUR)
        ]


def test_endorsements_of_a_trigger_are_spent_together(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        given = [
            signatures.Endorsement(new_id(), case.id, trigger, role, PERSON.id, NOON, seq)
            for seq, (trigger, role) in enumerate(
                [("apply", "head"), ("apply", "party_head"), ("strike_off", "head")]
            )
        ]
        for endorsement in given:
            signatures.insert_endorsement(work, endorsement)
        signatures.spend_endorsements(work, case.id, "apply", at=NOON)
        spent = [one.spent_at for one in signatures.endorsements_of(work, case.id)]
        assert spent == [NOON, NOON, None]


def test_reopening_marks_a_closing_and_erases_none(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        first = signatures.Closing(case.id, 1, "strike_off", PERSON.id, NOON, 9)
        second = first._replace(seq=2, at=NOON + 2 * HOUR)
        signatures.insert_closing(work, first)
        signatures.reopen_closing(work, case.id, at=NOON + HOUR)
        signatures.insert_closing(work, second)
        assert signatures.closings_of(work, case.id) == [
            first._replace(reopened_at=NOON + HOUR),
            second,
        ]


@pytest.mark.parametrize("size", [0, 5_000_000_000])
def test_evidence_comes_back(store: Store, size: int) -> None:
    with store.write() as work:
        case = given_case(work)
        evidence = signatures.Evidence(
            new_id(), case.id, "photo", "0" * 64, "content", size, "image/png", PERSON.id, NOON
        )
        signatures.insert_evidence(work, evidence)
        assert signatures.evidence_of(work, case.id) == [evidence]
