"""When the people of the group do what their work asks of them: nobody here knows who, or why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.casefile import CaseFile
from holdfast.sample.rounds.hand import Player, moment_on

_LONG_PAST = timedelta(days=14)
_A_MONTH = 20

Look = Callable[[], CaseFile]
When = Callable[[Player, Look], datetime]
Ready = Callable[[CaseFile], bool]


@dataclass(frozen=True, slots=True)
class Habit:
    """What is done to a case in a state, and when; `again` and again where the state stays.

    `trigger` may also be the name of a chore, which is more than one command.
    """

    trigger: str
    when: When
    ready: Ready | None = None
    again: bool = False


def after(days: int, hour: int) -> When:
    """So many working days after the case came into the state, at that hour; 0 is the same day."""

    def when(player: Player, _: Look) -> datetime:
        day = player.working_day(player.hand.today, days)
        return moment_on(day, hour)

    return when


def before(field: str, days: int, hour: int) -> When:
    """So many working days before the date in a field, but not before today.

    Where the date is long past, because the case was reopened, it takes a month.
    """

    def when(player: Player, look: Look) -> datetime:
        due, today = date.fromisoformat(look().facts.fields[field]), player.hand.today
        if due + _LONG_PAST < today:
            return moment_on(player.working_day(today, _A_MONTH), hour)
        return moment_on(player.working_day(max(player.working_day(due, -days), today)), hour)

    return when


def weekly(weekday: int, hour: int) -> When:
    """The next such day of the week, or the working day before it when it is a day off."""

    def when(player: Player, _: Look) -> datetime:
        day = player.hand.today
        while True:
            day += timedelta(days=(weekday - day.weekday()) % 7)
            working = day if player.working_day(day) == day else player.working_day(day, -1)
            moment = moment_on(working, hour)
            if moment > player.hand.moment:
                return moment
            day += timedelta(days=1)

    return when


def monthly(day: int, hour: int) -> When:
    """That day of the month, this month or next, or the working day after it."""

    def when(player: Player, _: Look) -> datetime:
        month = player.hand.today.replace(day=day)
        while True:
            moment = moment_on(player.working_day(month), hour)
            if moment > player.hand.moment:
                return moment
            month = (month.replace(day=1) + timedelta(days=32)).replace(day=day)

    return when


def _all_verified(file: CaseFile) -> bool:
    actions = [child for child in file.facts.children if child.kind == "action"]
    return bool(actions) and all(
        child.state == "verified" for child in actions if child.state != "cancelled"
    )


def _is_containment(file: CaseFile) -> bool:
    return file.facts.fields.get("action_class") == "containment"


def _reported(file: CaseFile) -> bool:
    return file.facts.done.get("report", 0) > 0


FRIDAY, THURSDAY = 4, 3

HABITS: Mapping[tuple[str, str], tuple[Habit, ...]] = {
    ("round", "confirming_papers"): (Habit("issue_report", after(3, 16)),),
    ("round", "plan_due"): (Habit("submit_plan", after(4, 10)),),
    ("round", "plan_to_be_approved"): (Habit("approve_plan", after(5, 10)),),
    ("round", "rectifying"): (Habit("submit_summary", before("due_on", 3, 10)),),
    ("round", "summary_submitted"): (Habit("file_round", after(3, 10)),),
    ("finding", "to_be_confirmed"): (Habit("confirm", after(1, 10)),),
    ("finding", "disputed"): (Habit("uphold", after(2, 10)),),
    ("finding", "to_be_issued"): (Habit("issue", after(1, 10)),),
    ("finding", "to_be_signed_for"): (Habit("sign_for", after(0, 15)),),
    ("finding", "plan_due"): (Habit("submit_plan", after(3, 10)),),
    ("finding", "plan_to_be_approved"): (Habit("approve_plan", after(1, 15)),),
    ("finding", "being_rectified"): (
        Habit("take_measures", after(0, 16)),
        Habit("apply_for_acceptance", after(1, 17), _all_verified),
    ),
    ("finding", "functional_acceptance_due"): (Habit("accept_work", after(4, 10)),),
    ("finding", "to_be_reinspected"): (Habit("reinspect", after(4, 14)),),
    ("finding", "to_be_struck_off"): (
        Habit("ask_people", after(0, 15)),
        Habit("sign_checks", after(1, 14)),
        Habit("strike_off", after(2, 16)),
    ),
    ("finding", "struck_off"): (Habit("file", after(3, 11)),),
    ("action", "planned"): (
        Habit("begin", after(0, 16), _is_containment),
        Habit("begin", after(1, 9)),
    ),
    ("action", "doing"): (Habit("complete", before("action_due_on", 2, 14)),),
    ("action", "done"): (Habit("verify", after(0, 16)),),
    ("survey", "sample_due"): (Habit("draw_sample", after(0, 16)),),
    ("survey", "people_being_asked"): (Habit("pass_survey", after(1, 11)),),
    ("read_across", "search_ordered"): (Habit("begin_search", after(1, 9)),),
    ("read_across", "searching"): (
        Habit("send_return", weekly(THURSDAY, 14), again=True),
        Habit("apply_to_end", after(8, 10), _reported),
    ),
    ("read_across", "to_be_ended"): (
        Habit("spot_check", after(1, 10)),
        Habit("end_search", after(2, 10)),
    ),
    ("stop_work", "stop_ordered"): (Habit("confirm_stopped", after(0, 0)),),
    ("stop_work", "stopped"): (Habit("apply_to_resume", before("due_on", 5, 9)),),
    ("stop_work", "resumption_acceptance_due"): (Habit("accept_resumption", after(1, 9)),),
    ("stop_work", "resumption_to_be_agreed"): (Habit("agree_to_resume", after(0, 15)),),
    ("stop_work", "resumption_to_be_approved"): (Habit("approve_resumption", after(1, 9)),),
    ("stop_work", "resumption_approved"): (Habit("resume_work", after(1, 9)),),
    ("listing", "to_be_listed"): (Habit("put_on_board", after(1, 9)),),
    ("listing", "under_listing"): (
        Habit("report_progress", weekly(FRIDAY, 14), again=True),
        Habit("apply_to_delist", before("due_on", 1, 10)),
    ),
    ("listing", "delisting_acceptance_due"): (Habit("accept_on_site", after(2, 10)),),
    ("listing", "to_be_delisted"): (Habit("delist", after(1, 10)),),
    ("deduction", "deduction_proposed"): (Habit("issue_slip", after(1, 10)),),
    ("deduction", "slip_to_be_answered"): (Habit("accept_slip", after(1, 10)),),
    ("deduction", "plea_under_review"): (Habit("uphold_deduction", after(2, 10)),),
    ("deduction", "deduction_to_be_approved"): (Habit("approve_deduction", after(1, 10)),),
    ("deduction", "deduction_to_be_booked"): (Habit("book_deduction", after(0, 15)),),
    ("reward", "claimed"): (Habit("verify_claim", after(1, 10)),),
    ("reward", "to_be_rated"): (Habit("rate_reward", after(1, 10)),),
    ("reward", "reward_to_be_approved"): (Habit("approve_reward", after(1, 10)),),
    ("reward", "to_be_paid"): (Habit("pay_reward", after(2, 10)),),
    ("accountability", "responsibility_investigated"): (
        Habit("establish_responsibility", after(2, 10)),
    ),
    ("accountability", "hearing_due"): (Habit("hear_defence", after(1, 10)),),
    ("accountability", "measure_to_be_proposed"): (Habit("propose_measure", after(1, 10)),),
    ("accountability", "measure_to_be_decided"): (Habit("decide_measure", after(1, 10)),),
    ("accountability", "to_be_served"): (Habit("serve", after(1, 10)),),
    ("accountability", "to_be_executed"): (Habit("execute", after(2, 10)),),
    ("accountability", "executed"): (Habit("file_record", after(1, 10)),),
    ("accountability", "handed_over"): (Habit("receive_handover", after(2, 10)),),
    ("hazard_source", "record_due"): (Habit("begin_record", after(2, 9)),),
    ("hazard_source", "compiling_record"): (Habit("put_under_control", after(8, 10)),),
    ("hazard_source", "under_control"): (Habit("inspect", monthly(20, 10), again=True),),
    ("hazard_source", "removal_to_be_approved"): (Habit("approve_removal", after(3, 10)),),
    ("observation", "rule_answer_due"): (Habit("answer_rule_gap", after(5, 10)),),
    ("review", "review_due"): (Habit("begin_review", after(0, 11)),),
    ("review", "reviewing"): (Habit("conclude", after(1, 10)),),
}
