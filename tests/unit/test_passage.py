"""What a case owes when another version takes over: clauses that stayed move nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.facts import Facts
from policies import statements as s
from policies.durations import Duration, Unit
from policies.judging import Policy
from policies.limits import Within
from policies.passage import Deed, Owed, Passage, Running, passage_between
from policies.rules import Citation, Rule, RuleSet

BEGUN = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = s.InState("finding", "plan_due")
MAJOR = s.FieldIs("hazard_grade", "major_hazard")
SIGNED = s.After("sign_for")
FACTS = Facts("finding", "plan_due", done={"issue": 1, "sign_for": 1})
RETURNED = replace(FACTS, done={**FACTS.done, "submit_plan": 1, "return_plan": 1})
DEEDS = [
    Deed("open", "to_be_confirmed", BEGUN - 2 * DAY),
    Deed("issue", "to_be_signed_for", BEGUN - DAY, {"issue": 1}),
    Deed("sign_for", "plan_due", BEGUN, {"issue": 1, "sign_for": 1}),
]


def _rule(line: int, days: int, *given: s.Given, when: s.When = SIGNED, what: str = "") -> Rule:
    cite = Citation("01.feature", line, "办法", "第一条", 1, line, None, "款")
    then = s.MustHappen(what or "submit_plan", Within(Duration(days, Unit.DAYS)))
    return Rule(cite, given or (DUE,), when, (then,))


def _passage(old: list[Rule], new: list[Rule]) -> Passage:
    return Passage(Policy("old", RuleSet(tuple(old))), Policy("new", RuleSet(tuple(new))))


def _running(line: int, since: datetime = BEGUN, what: str = "submit_plan") -> Running:
    return Running(what, since, ("01.feature", line))


def _days(owed: Owed | None) -> list[int]:
    limits = [] if owed is None else [one.limit for one in owed.starts]
    return [one.duration.amount for one in limits if isinstance(one, Within)]


def test_a_clause_that_only_moved_to_another_line_goes_on_without_a_look_at_the_past() -> None:
    passage = _passage([_rule(1, 7)], [_rule(9, 7)])
    assert not passage.ever_looks_back
    assert not passage.looks_back(FACTS, [_running(1)])
    owed = passage.goes_on(FACTS, _running(1), ())
    assert owed is not None
    assert (owed.since, _days(owed), owed.starts[0].rule.cite.line) == (BEGUN, [7], 9)


def test_another_number_counts_from_the_old_start() -> None:
    passage = _passage([_rule(1, 7)], [_rule(1, 3)])
    assert not passage.ever_looks_back
    owed = passage.goes_on(FACTS, _running(1), ())
    assert owed is not None
    assert (owed.since, _days(owed)) == (BEGUN, [3])


def test_what_nobody_asks_for_any_more_ends() -> None:
    passage = _passage([_rule(1, 7)], [])
    assert passage.goes_on(FACTS, _running(1), DEEDS) is None


def test_a_new_clause_that_is_more_specific_goes_before() -> None:
    passage = _passage([_rule(1, 7)], [_rule(1, 7), _rule(2, 3, DUE, MAJOR)])
    assert passage.ever_looks_back
    assert passage.looks_back(FACTS, [_running(1)])
    major = replace(FACTS, fields={"hazard_grade": "major_hazard"})
    at_once = [*DEEDS, Deed("link", "plan_due", BEGUN)]
    assert _days(passage.goes_on(major, _running(1), at_once)) == [3]
    assert _days(passage.goes_on(FACTS, _running(1), at_once)) == [7]


def test_of_two_clauses_that_both_may_count_both_are_said() -> None:
    """Neither is the more specific, so the caller takes the one that is due first."""
    given = (DUE, s.FieldIs("source", "company_inspection"))
    passage = _passage([_rule(1, 7, *given)], [_rule(1, 7, *given), _rule(2, 3, DUE, MAJOR)])
    facts = replace(FACTS, fields={"hazard_grade": "major_hazard", "source": "company_inspection"})
    assert sorted(_days(passage.goes_on(facts, _running(1), DEEDS))) == [3, 7]


def test_a_clause_that_stayed_had_its_chance_whatever_became_of_the_facts_since() -> None:
    """The hazard was graded up after the clock had started: no version moves a clock for that."""
    both = [_rule(1, 7), _rule(2, 3, DUE, MAJOR)]
    graded_up = replace(FACTS, fields={"hazard_grade": "major_hazard"})
    same = _passage(both, [*both, _rule(3, 5, what="issue")])
    assert _days(same.goes_on(graded_up, _running(1), DEEDS)) == [7]
    other = _passage(both, [_rule(1, 6), both[1]])
    assert _days(other.goes_on(graded_up, _running(1), DEEDS)) == [3], "its own clause has changed"


def test_where_the_clause_is_gone_the_one_it_went_before_counts() -> None:
    special, general = _rule(2, 3, DUE, MAJOR), _rule(1, 7)
    passage = _passage([general, special], [general])
    assert _days(passage.goes_on(FACTS, _running(2), DEEDS)) == [7]


def test_a_clause_about_a_later_deed_counts_from_there() -> None:
    later = [*DEEDS, Deed("return_plan", "plan_due", BEGUN + 4 * DAY, {"return_plan": 1})]
    given, when = (s.Without("finding", "strike_off"),), s.After("return_plan")
    passage = _passage([_rule(1, 7)], [_rule(1, 7), _rule(2, 2, *given, when=when)])
    owed = passage.goes_on(RETURNED, _running(1), later)
    assert owed is not None
    assert (owed.since, _days(owed)) == (BEGUN + 4 * DAY, [2])


def test_a_clause_that_now_waits_for_something_else_ends_until_that_happens() -> None:
    passage = _passage([_rule(1, 7)], [_rule(1, 7, when=s.After("return_plan"))])
    assert passage.goes_on(FACTS, _running(1), DEEDS) is None


def test_what_a_later_clause_started_and_lost_again_leaves_the_clause_itself() -> None:
    """The later deed led to a state that the case has left: what was owed before is still owed."""
    deeds = [*DEEDS, Deed("submit_plan", "plan_to_be_approved", BEGUN + DAY)]
    deeds.append(Deed("return_plan", "plan_due", BEGUN + 2 * DAY))
    there = s.InState("finding", "plan_to_be_approved")
    old = _rule(1, 30, s.Without("finding", "strike_off"), what="strike_off")
    new = _rule(2, 5, there, when=s.After("submit_plan"), what="strike_off")
    passage = _passage([old], [old, new])
    owed = passage.goes_on(RETURNED, _running(1, what="strike_off"), deeds)
    assert owed is not None
    assert (owed.since, _days(owed)) == (BEGUN, [30])


def test_of_a_clause_that_cannot_be_found_the_deeds_decide() -> None:
    passage = _passage([_rule(1, 7)], [_rule(1, 7)])
    assert passage.looks_back(FACTS, [_running(99)])
    assert _days(passage.goes_on(FACTS, _running(99), DEEDS)) == [7]


def test_what_a_new_clause_asks_begins_with_the_deed_that_lies_behind() -> None:
    gate = _rule(2, 1, when=s.AboutTo("submit_plan"))
    passage = _passage([gate], [gate, _rule(1, 7)])
    assert passage.fresh(FACTS) == ["submit_plan"]
    assert passage.fresh(Facts("grievance", "intake")) == ()
    owed = passage.begins(FACTS, "submit_plan", DEEDS)
    assert owed is not None
    assert (owed.since, _days(owed)) == (BEGUN, [7])
    assert passage.begins(FACTS, "submit_plan", DEEDS[:2]) is None, "it has not come to that yet"
    assert passage.begins(FACTS, "submit_plan", [*DEEDS, Deed("link", "plan_due", BEGUN)]) == owed


def test_what_has_been_done_since_or_left_behind_does_not_begin() -> None:
    passage = _passage([], [_rule(1, 7), _rule(2, 9, when=s.After("open"), what="confirm")])
    done = [*DEEDS, Deed("submit_plan", "plan_to_be_approved", BEGUN + DAY)]
    back = [*done, Deed("return_plan", "plan_due", BEGUN + 2 * DAY)]
    assert passage.begins(FACTS, "submit_plan", back) is None
    anywhere = _passage([], [_rule(1, 7, s.Without("finding", "strike_off"))])
    assert anywhere.begins(FACTS, "submit_plan", DEEDS) is not None
    assert anywhere.begins(FACTS, "submit_plan", back) is None
    cancelled = [*DEEDS, Deed("revoke", "revoked", BEGUN + DAY)]
    assert passage.begins(FACTS, "submit_plan", cancelled) is None


def test_what_can_no_longer_be_done_does_not_begin() -> None:
    given, when = s.Without("grievance", "close"), s.After("open")
    passage = _passage([], [_rule(1, 3, given, when=when, what="register")])
    opened = Deed("open", "intake", BEGUN)
    facts = Facts("grievance", "intake")
    assert passage.begins(facts, "register", [opened]) is not None
    gone = Deed("withdraw", "withdrawn", BEGUN + DAY)
    assert passage.begins(facts, "register", [opened, gone]) is None


def test_a_clause_that_was_there_before_begins_nothing_anew() -> None:
    """The plan was never asked for: only the new clause, about another case, could have."""
    special = _rule(2, 3, DUE, MAJOR)
    passage = _passage([_rule(1, 7)], [_rule(1, 7), special])
    assert passage.begins(FACTS, "submit_plan", DEEDS) is None
    major = replace(FACTS, fields={"hazard_grade": "major_hazard"})
    assert _days(passage.begins(major, "submit_plan", DEEDS)) == [3]


def test_a_duty_to_tell_that_is_fulfilled_does_not_begin() -> None:
    tell = s.MustTell("outcome", "complainant", Within(Duration(5, Unit.DAYS)))
    rule = replace(_rule(1, 5), then=(tell,))
    passage = _passage([], [rule])
    name = "tell:outcome:complainant"
    assert passage.begins(FACTS, name, DEEDS) is not None
    assert passage.begins(FACTS, name, [*DEEDS, Deed(name, "plan_due", BEGUN + DAY)]) is None


def _timer(line: int, days: int, then: s.Then | None = None) -> Rule:
    when = s.Since("sign_for", Duration(days, Unit.DAYS))
    return replace(_rule(line, 1, when=when), then=(then or s.Tell("reminder", "handler"),))


def test_a_timer_is_counted_from_its_deed_as_well() -> None:
    name = "since:sign_for:Tell:handler"
    passage = _passage([_timer(1, 10)], [_timer(1, 4)])
    assert not passage.looks_back(FACTS, [_running(1, what=name)])
    assert _days(passage.goes_on(FACTS, _running(1, what=name), ())) == [4]
    fresh = _passage([], [_timer(1, 4)])
    assert fresh.begins(FACTS, name, DEEDS) is not None


def test_two_timers_of_one_name_are_both_said() -> None:
    """One is about all cases, the other about some: who is told is judged when they ring."""
    name = "since:sign_for:Tell:handler"
    other = replace(_timer(2, 2), given=(DUE, MAJOR))
    passage = _passage([_timer(1, 10)], [_timer(1, 10), other])
    assert sorted(_days(passage.goes_on(FACTS, _running(1, what=name), DEEDS))) == [2, 10]


def test_one_comparison_serves_every_case() -> None:
    old, new = Policy("old", RuleSet(())), Policy("new", RuleSet(()))
    assert passage_between(old, new) is passage_between(old, new)
