"""Signatures under checks: who may, on what facts, and when they lapse."""

from __future__ import annotations

import pytest

from casework.signing import known_check, sign_check
from casework.why import CheckAnswer, why
from domain.errors import NotFound, Refused
from store.signatures import SignedCheck, signed_checks_of
from tests.integration.casework_looks import case_of, facts_of, happened, said
from tests.integration.casework_world import SIGNATURES, World, sign_all, survey


def _rows(world: World, number: str, check: str) -> list[SignedCheck]:
    with world.app.store.read() as work:
        rows = signed_checks_of(work, case_of(world, number).id)
    return [row for row in rows if row.check_name == check]


def _check(world: World, number: str, check: str) -> CheckAnswer:
    return next(item for item in why(world.app, number).checks if item.check == check)


@pytest.mark.parametrize(("check", "by", "fields"), SIGNATURES)
def test_each_check_is_signed_by_its_own_office_and_by_no_other(
    sqlite_world: World, check: str, by: str, fields: dict[str, str]
) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    for person in ("head", "engineer", "ceo"):
        with pytest.raises(Refused) as refusal:
            sqlite_world.sign(number, check, person, **fields)
        assert "not-authorised" in refusal.value.details["codes"]
    assert happened(sqlite_world, number, "check_signed") == []
    survey(sqlite_world, number)
    signed = sign_check(sqlite_world.app, number, check, by=by, fields=fields)
    assert (signed.number, signed.check) == (number, check)
    answer = _check(sqlite_world, number, check)
    assert (answer.derived, answer.signed) == (True, True)
    assert said(sqlite_world, number, "check_signed")[0]["role"] in answer.signers


def test_a_check_that_the_facts_do_not_bear_out_cannot_be_signed(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    with pytest.raises(Refused) as refusal:
        sqlite_world.sign(number, "people_satisfied", "union", remarks="口头都说满意")
    assert "未开展满意度测评，沉默不视为满意" in refusal.value.text("zh")
    assert "remarks" not in facts_of(sqlite_world, number).fields
    with pytest.raises(Refused):
        sqlite_world.sign(number, "mechanism_sound", "rules")
    assert _rows(sqlite_world, number, "people_satisfied") == []


def test_what_the_signer_establishes_is_kept_with_the_signature(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    sqlite_world.sign(number, "责任人处理", "hr", 责任认定结论="已批评教育")
    event = said(sqlite_world, number, "check_signed")[0]
    assert set(event["fields"]["accountability_result"]) == {"commitment"}
    assert (
        event["facts_hash"] == _rows(sqlite_world, number, "responsible_dealt_with")[0].facts_hash
    )


def test_signing_again_lets_the_older_signature_lapse(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    for numbered in ("安环〔2026〕8号", "安环〔2026〕9号"):
        world.sign(number, "mechanism_sound", "rules", rule_number=numbered)
    older, newer = _rows(world, number, "mechanism_sound")
    assert older.lapsed_at == world.app.now()
    assert newer.lapsed_at is None
    assert older.facts_hash != newer.facts_hash
    assert _check(world, number, "mechanism_sound").signed


def test_a_signature_holds_only_for_the_facts_it_was_put_under(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.sign(number, "rectified_thoroughly", "second", rule_number="安环〔2026〕11号")
    stale = _check(world, number, "mechanism_sound")
    assert (stale.derived, stale.signed) == (True, False)
    assert _check(world, number, "people_satisfied").signed
    with pytest.raises(Refused) as refusal:
        world.do(number, "strike_off", "deputy")
    assert [item["id"] for item in refusal.value.details["missing"]] == ["mechanism_sound"]
    assert refusal.value.details["missing"][0]["people"] == ["rules"]
    world.sign(number, "mechanism_sound", "rules")
    assert world.do(number, "strike_off", "deputy").to_state == "struck_off"


def test_a_new_action_that_is_not_verified_undoes_that_it_is_thorough(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    sign_all(sqlite_world, number)
    sqlite_world.open("action", "office", {"措施内容": "再加固", "对应分项": "1"}, number)
    answer = _check(sqlite_world, number, "rectified_thoroughly")
    assert (answer.derived, answer.signed) == (False, False)
    assert "整改措施尚未全部验证" in answer.reasons_zh[0]
    with pytest.raises(Refused):
        sqlite_world.do(number, "strike_off", "deputy")


def test_a_check_is_signed_in_its_state_only(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "being_rectified")
    with pytest.raises(Refused) as refusal:
        sqlite_world.sign(number, "mechanism_sound", "rules", rule_number="8号")
    assert "nobody-named" in refusal.value.details["codes"]


def test_a_finding_that_a_unit_reported_itself_needs_nobody_dealt_with(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(来源="单位自查"), "to_be_struck_off")
    answer = _check(sqlite_world, number, "responsible_dealt_with")
    assert (answer.derived, answer.signed) == (True, False)
    assert answer.basis
    sqlite_world.sign(number, "responsible_dealt_with", "hr")
    assert _check(sqlite_world, number, "responsible_dealt_with").signed


def test_checks_go_by_words_of_either_language() -> None:
    assert known_check("整改彻底") == known_check("rectified_thoroughly") == "rectified_thoroughly"
    with pytest.raises(NotFound) as refusal:
        known_check("整改得不错")
    assert "整改彻底" in refusal.value.text("zh")
    assert "mechanism_sound" in refusal.value.text("en")


def test_a_return_sends_the_signatures_back_with_the_case(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    sign_all(sqlite_world, number)
    sqlite_world.do(number, "return_for_rectification", "office", return_reason="同处又坏")
    with pytest.raises(Refused):
        sqlite_world.sign(number, "mechanism_sound", "rules")
    assert facts_of(sqlite_world, number).state == "being_rectified"
