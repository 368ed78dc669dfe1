from __future__ import annotations

import json
from datetime import date

from policies.counting import ByDate, Extended, Limit, Roll, SameDay, Span, Within, due_at
from policies.durations import Duration, Unit
from policies.explaining import Explanation, Why, explain_due
from tests.unit.working_calendars import given_office, local

OFFICE = given_office()


def explained(
    limit: Limit, start: str, *pauses: tuple[str, str], roll: Roll = Roll.NONE
) -> Explanation:
    begins, ends = [start, *(to for _, to in pauses)], [begun for begun, _ in pauses]
    closed = [Span(local(b), local(e)) for b, e in zip(begins, ends, strict=False)]
    spans = (*closed, Span(local(begins[-1])))
    explanation = explain_due(limit, local(start), spans, OFFICE, roll)
    assert explanation.due == due_at(limit, local(start), spans, OFFICE, roll)
    return explanation


def ranges(explanation: Explanation) -> list[tuple[str, str, str]]:
    return [
        (skipped.first.isoformat(), skipped.last.isoformat(), skipped.words("zh"))
        for skipped in explanation.skipped
    ]


def days(amount: int, unit: Unit = Unit.DAYS) -> Within:
    return Within(Duration(amount, unit))


def test_a_roll_over_a_festival_is_told_with_its_name() -> None:
    why = explained(days(60), "2024-12-01 10:00", roll=Roll.FOLLOWING)
    assert why.first_counted == date(2024, 12, 2)
    assert why.rolled_from == date(2025, 1, 30)
    assert why.last_day == date(2025, 2, 5)
    assert [(s.first, s.last, s.why) for s in why.rolled_over] == [
        (date(2025, 1, 30), date(2025, 2, 4), Why.HOLIDAY)
    ]
    assert why.rolled_over[0].words("zh") == "春节"
    assert why.skipped == ()
    assert why.confirmed


def test_a_roll_backwards_is_told_from_the_former_last_day() -> None:
    why = explained(days(60), "2024-12-01 10:00", roll=Roll.PRECEDING)
    assert (why.last_day, why.rolled_from) == (date(2025, 1, 27), date(2025, 1, 30))
    assert [(s.first, s.last) for s in why.rolled_over] == [(date(2025, 1, 28), date(2025, 1, 30))]


def test_days_off_between_working_days_are_listed_as_ranges() -> None:
    why = explained(days(6, Unit.WORKING_DAYS), "2024-04-26 10:00")
    assert why.first_counted == date(2024, 4, 28)
    assert ranges(why) == [
        ("2024-04-27", "2024-04-27", "周休日"),
        ("2024-05-01", "2024-05-05", "劳动节"),
    ]
    assert why.rolled_from is None


def test_a_pause_is_told_once_with_the_days_that_it_cost() -> None:
    pause = ("2024-03-04 10:00", "2024-03-06 15:00")
    paused = [("2024-03-04", "2024-03-06", "暂停计算期限")]
    assert ranges(explained(days(3), "2024-03-04 09:00", pause)) == paused
    assert ranges(explained(days(30, Unit.HOURS), "2024-03-04 09:00", pause)) == paused
    assert explained(days(3), "2024-03-04 09:00", pause).skipped[0].why is Why.PAUSED


def test_hours_have_no_first_counted_day() -> None:
    assert explained(days(5, Unit.HOURS), "2024-03-04 09:00").first_counted is None


def test_the_same_day_counts_from_itself() -> None:
    why = explained(SameDay(), "2024-03-04 09:00")
    assert why.first_counted == why.last_day == date(2024, 3, 4)


def test_an_extension_is_explained_as_one_course() -> None:
    limit = Extended(days(2), Duration(3, Unit.WORKING_DAYS))
    why = explained(limit, "2024-03-06 09:00", ("2024-03-08 09:00", "2024-03-08 10:00"))
    assert why.first_counted == date(2024, 3, 7)
    assert ranges(why) == [
        ("2024-03-08", "2024-03-08", "暂停计算期限"),
        ("2024-03-10", "2024-03-10", "周休日"),
    ]
    assert why.last_day == date(2024, 3, 13)


def test_a_clock_that_stands_still_and_an_empty_field_are_told_apart() -> None:
    start = local("2024-03-04 09:00")
    planned = ByDate("planned_on")
    still = explain_due(days(3), start, (), OFFICE, Roll.NONE)
    empty = explain_due(planned, start, (Span(start),), OFFICE, Roll.NONE)
    dated = explain_due(planned, start, (Span(start),), OFFICE, Roll.NONE, on=date(2024, 3, 8))
    assert (still.due, still.standing_still) == (None, True)
    assert (empty.due, empty.standing_still) == (None, False)
    assert dated.due == local("2024-03-08 24:00")


def test_an_answer_that_leans_on_unpublished_holidays_says_so() -> None:
    assert not explained(days(3, Unit.WORKING_DAYS), "2027-03-01 09:00").confirmed
    assert not explained(days(3), "2027-03-01 09:00", roll=Roll.FOLLOWING).confirmed
    assert explained(days(3), "2027-03-01 09:00").confirmed
    assert explained(days(3, Unit.HOURS), "2027-03-01 09:00", roll=Roll.FOLLOWING).confirmed


def test_an_explanation_is_plain_json() -> None:
    pause = ("2024-03-05 10:00", "2024-03-05 11:00")
    told = explained(days(3), "2024-03-04 09:00", pause, roll=Roll.FOLLOWING).as_json()
    assert json.loads(json.dumps(told)) == told
    assert told["due"] == "2024-03-08T16:00:00+00:00"
    assert told["limit"] == {"form": "within", "amount": 3, "unit": "days"}
    assert told["skipped"] == [
        {
            "first": "2024-03-05",
            "last": "2024-03-05",
            "why": "paused",
            "zh": "暂停计算期限",
            "en": "the time limit stood still",
        }
    ]
    start = local("2024-03-04 09:00")
    assert explain_due(days(3), start, (), OFFICE, Roll.NONE).as_json()["due"] is None
