"""A look-back judges the findings of other rounds, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.looking_back import look_back
from casework.round_view import view_round
from domain.errors import BadInput, NotFound, Refused
from store.cases import find_case, links_of
from tests.integration.casework_looks import (
    case_of,
    dues,
    facts_of,
    happened,
    local,
    notices,
    people_of,
    said,
)
from tests.integration.casework_world import FINDING, World
from tests.integration.rounds import (
    SECOND,
    SEEN,
    conclude,
    filed,
    look_back_round,
    opened,
    planned,
    staffed,
    strike_off,
    struck_off,
    summed_up,
    wake,
)

if TYPE_CHECKING:
    from pathlib import Path


def _judged(world: World, folder: Path, findings: int = 1) -> tuple[str, list[str], list[str]]:
    """A look-back at a filed round; its number, the earlier findings and their reviews."""
    earlier, made = filed(world, folder, findings)
    number = look_back_round(world)
    found = look_back(world.app, number, [earlier], by="chief")
    return number, made, [review.number for review, _ in found.opened]


def test_one_review_is_opened_for_each_struck_off_finding_of_the_earlier_rounds(
    world: World,
) -> None:
    first, _ = planned(world)
    second = opened(world, title="环保专项督察")
    made = [struck_off(world, one, domain="safety") for one in (first, first, second)]
    still = world.open("finding", "inspector", FINDING, second).number
    number = look_back_round(world)
    found = look_back(world.app, number, [first, second], by="chief")
    assert [finding for _, finding in found.opened] == made
    assert [(one.number, one.state) for one in found.still_open] == [(still, "to_be_confirmed")]
    assert [review.number for review, _ in found.opened] == [f"{number}-L{n}" for n in (1, 2, 3)]
    review = facts_of(world, found.opened[0][0].number)
    fields = {name: review.fields[name] for name in ("review_occasion", "domain")}
    assert fields == {"review_occasion": "look_back", "domain": "safety"}
    assert case_of(world, found.opened[0][0].number).unit_id == "plant"
    with world.app.store.read() as work:
        review_id, finding_id = (find_case(work, one).id for one in (f"{number}-L1", made[0]))
        assert links_of(work, review_id) == [(review_id, finding_id, "look_back_of")]


def test_a_look_back_done_again_opens_only_what_is_new(world: World) -> None:
    earlier, _ = planned(world)
    struck_off(world, earlier)
    number = look_back_round(world)
    look_back(world.app, number, [earlier], by="chief")
    fresh = struck_off(world, earlier)
    told: list[tuple[int, int]] = []
    again = look_back(
        world.app,
        number,
        [earlier, earlier],
        by="chief",
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert [finding for _, finding in again.opened] == [fresh]
    assert [review for review, _ in again.known] == [f"{number}-L1"]
    assert told == [(1, 2), (2, 2)]
    assert [one["relation"] for one in said(world, number, "linked")] == ["look_back_of"]


def test_a_cancelled_review_may_be_opened_again(sqlite_world: World) -> None:
    earlier, _ = planned(sqlite_world)
    struck_off(sqlite_world, earlier)
    number = look_back_round(sqlite_world)
    look_back(sqlite_world.app, number, [earlier], by="chief")
    with pytest.raises(Refused):
        sqlite_world.do(f"{number}-L1", "cancel", "chief")
    sqlite_world.do(f"{number}-L1", "cancel", "chief", cancel_reason="登记有误")
    again = look_back(sqlite_world.app, number, [earlier], by="chief")
    assert [review.number for review, _ in again.opened] == [f"{number}-L2"]


def test_nothing_is_opened_when_one_of_the_rounds_is_none(world: World) -> None:
    earlier, _ = planned(world)
    finding = struck_off(world, earlier)
    number = look_back_round(world)
    for wrong in (finding, number):
        with pytest.raises(BadInput):
            look_back(world.app, number, [earlier, wrong], by="chief")
    with pytest.raises(NotFound):
        look_back(world.app, number, [earlier, "R99"], by="chief")
    with pytest.raises(BadInput) as refusal:
        look_back(world.app, earlier, [number], by="chief")
    assert "回头看" in refusal.value.text("zh")
    with pytest.raises(Refused):
        look_back(world.app, number, [earlier], by="head")
    assert view_round(world.app, number, lang="zh").reviews == ()
    assert happened(world, number, "linked") == []


@pytest.mark.parametrize("verdict", ["settled", "mostly_settled"])
def test_what_holds_is_noted_in_the_finding(
    sqlite_world: World, tmp_path: Path, verdict: str
) -> None:
    number, made, reviews = _judged(sqlite_world, tmp_path)
    conclude(sqlite_world, reviews[0], verdict, tmp_path)
    wake(sqlite_world)
    finding = facts_of(sqlite_world, made[0])
    assert (finding.state, finding.done["pass_look_back"]) == ("struck_off", 1)
    moved = said(sqlite_world, made[0], "moved")[-1]
    assert moved["because"]["case"] == case_of(sqlite_world, reviews[0]).id
    assert view_round(sqlite_world.app, number, lang="zh").verdicts[verdict] == 1


@pytest.mark.parametrize("verdict", ["not_settled", "relapsed", "sham"])
def test_what_does_not_hold_puts_the_finding_back_and_starts_its_round_again(
    world: World, tmp_path: Path, verdict: str
) -> None:
    number, made, reviews = _judged(world, tmp_path, 2)
    earlier = case_of(world, made[0]).parent_id or ""
    conclude(world, reviews[0], verdict, tmp_path)
    wake(world)
    assert [facts_of(world, one).state for one in made] == ["to_be_signed_for", "struck_off"]
    assert facts_of(world, earlier).state == "rectifying"
    assert case_of(world, made[0]).closed_at is None
    assert ("talk", "head") in notices(world, made[0])
    seen = view_round(world.app, number, lang="zh")
    assert {name: n for name, n in seen.verdicts.items() if n} == {verdict: 1, "open": 1}
    back = view_round(world.app, earlier, lang="zh")
    assert dict(back.counts) == {
        "findings": 2,
        "off_the_books": 1,
        "open": 1,
        "put_back": 1,
        "waived": 0,
    }
    assert back.looked_back_by == (number,)


def test_a_finding_put_back_by_a_look_back_needs_no_reason_of_its_own(
    sqlite_world: World, tmp_path: Path
) -> None:
    _, made, reviews = _judged(sqlite_world, tmp_path)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(made[0], "put_back", "leader")
    assert "重新挂账理由" in refusal.value.text("zh")
    conclude(sqlite_world, reviews[0], "relapsed", tmp_path)
    wake(sqlite_world)
    assert facts_of(sqlite_world, made[0]).state == "to_be_signed_for"
    assert happened(sqlite_world, made[0], "move_refused") == []


def test_only_the_system_notes_the_outcome_of_a_look_back(sqlite_world: World) -> None:
    earlier, _ = planned(sqlite_world)
    finding = struck_off(sqlite_world, earlier)
    for trigger in ("pass_look_back", "fail_look_back"):
        for person in ("chief", "leader", "inspector"):
            with pytest.raises(Refused):
                sqlite_world.do(finding, trigger, person)


def test_sham_rectification_is_circulated_and_told_to_leader_and_supervision_centre(
    sqlite_world: World, tmp_path: Path
) -> None:
    _, _, reviews = _judged(sqlite_world, tmp_path, 2)
    conclude(sqlite_world, reviews[0], "sham", tmp_path)
    conclude(sqlite_world, reviews[1], "relapsed", tmp_path)
    told = notices(sqlite_world, reviews[0])
    assert {("notification", "leader"), ("notification", "centre")} <= set(told)
    assert len(happened(sqlite_world, reviews[0], "circulated")) == 1
    assert happened(sqlite_world, reviews[1], "circulated") == []


def test_what_cannot_be_judged_is_reviewed_again_after_thirty_days(
    world: World, tmp_path: Path
) -> None:
    _, made, reviews = _judged(world, tmp_path)
    done = conclude(world, reviews[0], "cannot_be_judged", tmp_path)
    assert done.to_state == "concluded"
    world.at(days=29)
    wake(world)
    assert facts_of(world, reviews[0]).state == "concluded"
    world.at(days=31)
    wake(world)
    assert facts_of(world, reviews[0]).state == "review_due"
    assert dues(world, reviews[0]) == {"begin_review": local(4, 18)}
    assert facts_of(world, made[0]).state == "struck_off"
    conclude(world, reviews[0], "settled", tmp_path)
    wake(world)
    assert facts_of(world, made[0]).done["pass_look_back"] == 1


def test_two_reviewers_judge_and_neither_passed_it_earlier_nor_belongs_to_the_unit(
    sqlite_world: World, tmp_path: Path
) -> None:
    world = sqlite_world
    _, _, reviews = _judged(world, tmp_path)
    review = reviews[0]
    former = {person for person, capacity in people_of(world, review) if "signer" in capacity}
    assert former == {"engineer", "first", "second", "deputy"}
    for person in ("first", "head"):
        _appoint(world, person, "inspector")
        with pytest.raises(Refused) as refusal:
            world.do(review, "begin_review", person)
        assert refusal.value.details["codes"] == ["conflict-of-interest"]
    world.do(review, "begin_review", "inspector")
    with pytest.raises(Refused) as refusal:
        world.do(review, "conclude", "inspector")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"verdict", "review_method", "review_opinion", "review_record"}
    with pytest.raises(Refused) as refusal:
        world.do(review, "conclude", "inspector", verdict="settled", **{**SEEN, "place_seen": ""})
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"place_seen", "site_photo", "review_record"}


def _appoint(world: World, person: str, role: str) -> None:
    from datetime import date

    from casework.organising import enter_organisation
    from domain.people import Appointment

    one = Appointment(person, role, "group", date(2020, 1, 1))
    enter_organisation(world.app, appointments=[one])


def test_one_reviewer_is_not_enough(sqlite_world: World, tmp_path: Path) -> None:
    _, _, reviews = _judged(sqlite_world, tmp_path)
    with pytest.raises(Refused):
        conclude(sqlite_world, reviews[0], "settled", tmp_path, by=("inspector", "inspector"))
    assert facts_of(sqlite_world, reviews[0]).state == "reviewing"
    assert sqlite_world.do(reviews[0], "conclude", SECOND).to_state == "concluded"


def test_half_a_year_after_the_strike_off_the_group_reviews_by_itself(
    world: World, tmp_path: Path
) -> None:
    earlier, _ = planned(world)
    finding = struck_off(world, earlier)
    world.at(days=183)
    wake(world)
    assert _reviews_under(world, finding) == []
    world.at(days=185)
    wake(world)
    (review,) = _reviews_under(world, finding)
    assert facts_of(world, review).fields["review_occasion"] == "periodic_review"
    former = {person for person, capacity in people_of(world, review) if "signer" in capacity}
    assert former == {"engineer", "first", "second", "deputy"}
    _appoint(world, "hr", "supervision_member")
    _appoint(world, "union", "supervision_member")
    with pytest.raises(Refused):
        world.do(review, "begin_review", "first")
    conclude(world, review, "relapsed", tmp_path, by=("hr", "union"))
    wake(world)
    assert facts_of(world, finding).state == "to_be_signed_for"


def test_what_passed_a_look_back_is_not_reviewed_again_by_itself(
    sqlite_world: World, tmp_path: Path
) -> None:
    _, made, reviews = _judged(sqlite_world, tmp_path)
    conclude(sqlite_world, reviews[0], "settled", tmp_path)
    wake(sqlite_world)
    sqlite_world.at(days=190)
    wake(sqlite_world)
    assert _reviews_under(sqlite_world, made[0]) == []


def _reviews_under(world: World, finding: str) -> list[str]:
    from store.cases import children_of

    with world.app.store.read() as work:
        children = children_of(work, find_case(work, finding).id)
    return [child.number for child in children if child.kind == "review"]


def test_the_report_of_a_look_back_waits_for_every_verdict(
    sqlite_world: World, tmp_path: Path
) -> None:
    number, _, reviews = _judged(sqlite_world, tmp_path)
    sqlite_world.do(number, "leave_site", "chief")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "issue_report", "chief", due_on="2026-04-30")
    assert "尚有以往问题未作出核查结论" in refusal.value.text("zh")
    conclude(sqlite_world, reviews[0], "settled", tmp_path)
    done = sqlite_world.do(number, "issue_report", "chief", due_on="2026-04-30")
    assert done.to_state == "plan_due"


def test_another_list_is_reviewed_by_a_described_subject_and_touches_no_finding(
    sqlite_world: World, tmp_path: Path
) -> None:
    staffed(sqlite_world)
    number = look_back_round(sqlite_world)
    fields = {
        "responsible_unit": "氧化铝厂",
        "review_subject": "2022年重点环保问题第三项",
        "review_occasion": "look_back",
    }
    review = sqlite_world.open("review", "inspector", fields, number).number
    conclude(sqlite_world, review, "not_settled", tmp_path)
    wake(sqlite_world)
    seen = view_round(sqlite_world.app, number, lang="zh").reviews[0]
    assert (seen.subject, seen.finding, seen.verdict) == (
        "2022年重点环保问题第三项",
        None,
        "not_settled",
    )
    assert facts_of(sqlite_world, number).state == "on_site"


def test_a_look_back_has_a_plan_and_a_summary_of_its_own(
    sqlite_world: World, tmp_path: Path
) -> None:
    number, _, reviews = _judged(sqlite_world, tmp_path)
    conclude(sqlite_world, reviews[0], "settled", tmp_path)
    sqlite_world.do(number, "leave_site", "chief")
    sqlite_world.do(number, "issue_report", "chief", due_on="2026-04-30")
    sqlite_world.do(number, "submit_plan", "office", plan_principles="举一反三", measures="巩固")
    sqlite_world.do(number, "approve_plan", "ceo", plan_meeting_on="2026-03-02")
    sqlite_world.do(number, "approve_plan", "secretary")
    summed_up(sqlite_world, number, tmp_path)
    assert sqlite_world.do(number, "file_round", "chief").to_state == "round_filed"


def test_half_a_year_counts_from_the_last_strike_off(sqlite_world: World) -> None:
    earlier, _ = planned(sqlite_world)
    finding = struck_off(sqlite_world, earlier)
    sqlite_world.at(days=30)
    sqlite_world.do(finding, "put_back", "leader", reopening_reason="现场抽查发现反弹")
    strike_off(sqlite_world, finding)
    sqlite_world.at(days=190)
    wake(sqlite_world)
    assert _reviews_under(sqlite_world, finding) == []
    sqlite_world.at(days=220)
    wake(sqlite_world)
    assert len(_reviews_under(sqlite_world, finding)) == 1


def test_what_is_back_on_the_books_is_not_reviewed(sqlite_world: World) -> None:
    earlier, _ = planned(sqlite_world)
    finding = struck_off(sqlite_world, earlier)
    sqlite_world.do(finding, "put_back", "leader", reopening_reason="现场抽查发现反弹")
    sqlite_world.at(days=190)
    wake(sqlite_world)
    assert _reviews_under(sqlite_world, finding) == []
