"""Which things are changed in compiled rules, and how they are drawn."""

from __future__ import annotations

import pytest

from policies import statements as s
from policies.checking import check_texts
from policies.durations import Duration, Unit
from policies.limits import ByDayOfMonth, ByTime, Within
from policies.numerals import Fen
from policies.recurrence import Monthly, NthWorkingDay, Weekly
from policies.rules import Citation, Rule, RuleSet
from proofs.mutants import Mutant, Operator, Sample, drawn, mutants
from tests.unit.policy_texts import ZH

WHEN = s.After("issue")
HERE = s.InState("finding", "being_rectified")
RULES = check_texts({"措施.feature": ZH}).ruleset or RuleSet(())


def changes(statement: s.Statement, operator: Operator) -> set[str]:
    """What a statement is changed into by an operator, in a rule of its own."""
    given = tuple(dict.fromkeys((HERE, statement))) if isinstance(statement, s.Given) else (HERE,)
    when = statement if isinstance(statement, s.When) else WHEN
    then = statement if isinstance(statement, s.Then) else s.Tell("reminder", "doer")
    other = Rule(_cite(2), (HERE, s.UnitWithin("一厂")), WHEN, (s.Tell("reminder", "verifier"),))
    rule = Rule(_cite(1), given, when, (then,))
    found = [one for one in mutants(RuleSet((rule, other)), 0) if one.rule is rule]
    return {repr(one.new) for one in found if (one.old, one.operator) == (statement, operator)}


def _cite(line: int) -> Citation:
    return Citation("a.feature", line, "办法", "第一条", 1, line, None, "")


def must(limit: Within | ByTime | ByDayOfMonth) -> s.MustHappen:
    return s.MustHappen("file", limit)


def within(amount: int, unit: Unit) -> s.MustHappen:
    return must(Within(Duration(amount, unit)))


@pytest.mark.parametrize(
    ("statement", "others"),
    [
        (within(3, Unit.DAYS), {within(2, Unit.DAYS), within(4, Unit.DAYS)}),
        (within(1, Unit.DAYS), {within(2, Unit.DAYS)}),
        (must(ByTime(17, 30)), {must(ByTime(16, 30)), must(ByTime(18, 30))}),
        (must(ByTime(23)), {must(ByTime(22))}),
        (must(ByDayOfMonth(31)), {must(ByDayOfMonth(30))}),
        (s.FieldReached("sub_problem", 1), {s.FieldReached("sub_problem", n) for n in (0, 2)}),
        (s.Deduct("doer", 1), {s.Deduct("doer", 0), s.Deduct("doer", 2)}),
        (
            s.Reward("doer", Fen(500), Fen(900)),
            {s.Reward("doer", Fen(n), Fen(900)) for n in (400, 600)}
            | {s.Reward("doer", Fen(500), Fen(n)) for n in (800, 1000)},
        ),
        (s.Every(Weekly(4)), {s.Every(Weekly(3)), s.Every(Weekly(5))}),
        (
            s.Every(NthWorkingDay(2, Monthly())),
            {s.Every(NthWorkingDay(n, Monthly())) for n in (1, 3)},
        ),
        (
            s.PauseAtMost(Duration(1, Unit.DAYS), in_all=True),
            {s.PauseAtMost(Duration(2, Unit.DAYS), in_all=True)},
        ),
    ],
)
def test_a_number_is_changed_by_one(statement: s.Statement, others: set[s.Statement]) -> None:
    assert changes(statement, Operator.NUMBER) == set(map(repr, others))


@pytest.mark.parametrize(
    ("statement", "others"),
    [
        (within(3, Unit.DAYS), {within(3, Unit.HOURS), within(3, Unit.WORKING_DAYS)}),
        (within(3, Unit.HOURS), {within(3, Unit.DAYS)}),
        (
            s.Overdue("file"),
            set(),
        ),
        (
            s.OverdueBy("file", Duration(1, Unit.YEARS)),
            {s.OverdueBy("file", Duration(1, Unit.MONTHS))},
        ),
        (s.Every(Monthly(3)), {s.Every(Monthly(1)), s.Every(Monthly(6))}),
        (s.Every(Weekly(4)), set()),
        (s.UnitWithin("二厂"), {s.UnitWithin("一厂")}),
    ],
)
def test_a_unit_is_changed_into_those_beside_it(
    statement: s.Statement, others: set[s.Statement]
) -> None:
    assert changes(statement, Operator.UNIT) == set(map(repr, others))


def test_every_role_and_every_state_is_changed_into_one_other() -> None:
    joint = s.Jointly("doer", "verifier", "file")
    approvals = s.NeedsApproval(("doer", "verifier"))

    assert len(changes(joint, Operator.ROLE)) == 2
    assert len(changes(approvals, Operator.ROLE)) == 2
    assert repr(approvals) not in changes(approvals, Operator.ROLE)
    (state,) = changes(HERE, Operator.STATE)
    assert state != repr(HERE)


def test_one_thing_at_a_time_is_changed_and_the_rule_stands_where_it_stood() -> None:
    for one in mutants(RULES, 1):
        assert one.rule.cite == one.instead.cite
        before = (*one.rule.given, one.rule.when, *one.rule.then)
        after = (*one.instead.given, one.instead.when, *one.instead.then)
        differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert differing == [(one.old, one.new)]


def test_the_same_seed_draws_the_same_changes_and_at_least_a_tenth_of_each_sort() -> None:
    first, again = (drawn(RULES, Sample(30, 7)) for _ in range(2))

    assert first == again
    assert len(first) == 30
    assert all(_count(first, operator) >= 3 for operator in Operator)
    lines = [one.rule.cite.line for one in first]
    assert lines == sorted(lines)
    assert lines != [one.rule.cite.line for one in drawn(RULES, Sample(30, 8))]


def test_what_is_rare_in_a_policy_is_drawn_as_well() -> None:
    common = [Rule(_cite(at), (HERE,), WHEN, (s.Tell("reminder", "doer"),)) for at in range(200)]
    rare = [Rule(_cite(at), (HERE,), WHEN, (within(3, Unit.DAYS),)) for at in (200, 201)]

    found = drawn(RuleSet((*common, *rare)), Sample(30, 2))

    assert len(found) == 30
    assert _count(found, Operator.UNIT) >= 3
    assert _count(found, Operator.NUMBER) >= 3


def test_all_are_drawn_where_all_are_wanted_or_fewer_are_there() -> None:
    everything = drawn(RULES, Sample(None, 7))

    assert drawn(RULES, Sample(10_000, 7)) == everything
    assert len(everything) == len(list(mutants(RULES, 7)))


def _count(found: tuple[Mutant, ...], operator: Operator) -> int:
    return sum(one.operator is operator for one in found)
