"""Why: what may be done, what is missing for it, and who can supply it; asking changes nothing."""

from __future__ import annotations

import pytest

from casework.sweeping import sweep
from casework.why import Answer, Question, explain, why
from domain.errors import BadInput, NotFound, Refused
from tests.integration.casework_looks import case_of, happened
from tests.integration.casework_world import World, sign_all
from tests.integration.grievances import grievance

FILE = "01_督察问题整改与销号.feature"


def _answer(world: World, number: str, trigger: str, by: str | None = None) -> Answer:
    return why(world.app, number, trigger=trigger, by=by).answers[0]


def test_everything_possible_is_answered_with_its_lines(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    explained = why(world.app, number)
    assert [answer.trigger for answer in explained.answers] == [
        "return_for_rectification",
        "strike_off",
    ]
    assert (explained.kind, explained.state) == ("finding", "to_be_struck_off")
    strike_off = explained.answers[1]
    assert (strike_off.possible, strike_off.allowed) == (True, False)
    assert {line["file"] for line in strike_off.rules} == {FILE}
    assert len(strike_off.reasons_zh) == len(strike_off.reasons_en) == 5
    assert [clock.clock.obligation for clock in explained.clocks] == ["strike_off"]


def test_what_is_missing_comes_with_who_can_supply_it(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    answer = _answer(sqlite_world, number, "strike_off", "deputy")
    suppliers = {item["id"]: item["people"] for item in answer.missing}
    assert suppliers == {
        "rectified_thoroughly": ["office", "second"],
        "same_kind_eliminated": ["office"],
        "mechanism_sound": ["rules"],
        "responsible_dealt_with": ["hr"],
        "people_satisfied": ["union"],
    }


def test_without_a_person_authority_is_left_out_but_who_could_act_is_named(
    sqlite_world: World,
) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    sign_all(sqlite_world, number)
    answer = _answer(sqlite_world, number, "strike_off")
    assert answer.allowed
    assert (answer.roles, answer.people) == (("supervision_executive_deputy",), ("deputy",))
    assert not _answer(sqlite_world, number, "strike_off", "hr").allowed
    assert _answer(sqlite_world, number, "strike_off", "deputy").allowed


def test_who_would_have_to_stand_aside_is_not_named(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_reinspected")
    answer = _answer(sqlite_world, number, "reinspect")
    assert set(answer.people) == {"first", "second"}
    assert answer.waiting_for == ("supervision_member", "supervision_member")
    sqlite_world.do(number, "reinspect", "first", reinspection_opinion="属实")
    left = _answer(sqlite_world, number, "reinspect")
    assert (left.people, left.waiting_for) == (("second",), ("supervision_member",))
    again = _answer(sqlite_world, number, "reinspect", "first")
    assert not again.allowed
    assert "已会签" in again.reasons_zh[0]
    assert "signed already" in again.reasons_en[0]


def test_what_is_refused_is_what_why_had_said(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    foretold = _answer(sqlite_world, number, "strike_off", "hr")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "strike_off", "hr")
    assert list(foretold.reasons_zh) == refusal.value.details["each_zh"]
    assert list(foretold.reasons_en) == refusal.value.details["each_en"]
    told = [line.as_json() for line in refusal.value.details["rules"]]
    assert list(foretold.rules) == told
    assert list(foretold.missing) == refusal.value.details["missing"]


def test_what_cannot_be_done_from_here_is_said_to_be_impossible(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    answer = _answer(sqlite_world, number, "销号")
    assert (answer.trigger, answer.possible, answer.allowed) == ("strike_off", False, False)


def test_a_word_that_is_no_trigger_suggests_the_nearest(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    with pytest.raises(BadInput) as refusal:
        why(sqlite_world.app, number, trigger="确认底搞")
    assert "是否指“确认底稿”" in refusal.value.text("zh")
    with pytest.raises(BadInput):
        why(sqlite_world.app, number, trigger="serve_decision")
    with pytest.raises(NotFound):
        why(sqlite_world.app, number, by="无此人")
    with pytest.raises(NotFound):
        why(sqlite_world.app, "没有此号")


def test_a_check_says_how_it_stands_and_by_whom_it_is_to_be_signed(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    checks = {item.check: item for item in why(sqlite_world.app, number).checks}
    assert list(checks) == [
        "rectified_thoroughly",
        "same_kind_eliminated",
        "mechanism_sound",
        "responsible_dealt_with",
        "people_satisfied",
    ]
    thorough = checks["rectified_thoroughly"]
    assert (thorough.derived, thorough.signed, thorough.reasons_zh) == (True, False, ())
    assert thorough.signers == ("reinspection_owner", "supervision_office")
    sound = checks["mechanism_sound"]
    assert not sound.derived
    assert "未建立或者修订制度规程" in sound.reasons_zh[0]
    assert why(sqlite_world.app, grievance(sqlite_world)).checks == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_asking_everything_in_full_changes_nothing(world: World, lang: str) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sweep(world.at(12).app)
    before, events = case_of(world, number), happened(world, number)
    everything = explain(world.app, number, Question(by="deputy"), lang=lang)
    assert {one.trigger for one in everything.answers} == {"return_for_rectification", "strike_off"}
    assert len(everything.checks) == 5
    assert [one.obligation for one in everything.dues] == ["strike_off"]
    assert "deputy" in {one.handle for one in everything.people}
    assert everything.events == ()
    for event in events:
        (told,) = explain(world.app, number, Question(event=event.seq), lang=lang).events
        assert told.version == event.policy_id
    assert (case_of(world, number), happened(world, number)) == (before, events)


def test_asking_changes_nothing(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    before = case_of(world, number)
    for person in (None, "deputy", "head"):
        why(world.app, number, by=person)
    assert case_of(world, number) == before
