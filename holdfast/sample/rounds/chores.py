"""Work that is more than one command: measures, surveys, signatures, returns, spot checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from casework.casefile import CaseFile
from casework.clockwork import running_standings
from holdfast.sample.rounds.desk import Desk
from holdfast.sample.rounds.entering import entered, finding_fields
from holdfast.sample.rounds.papers import is_sampled
from holdfast.sample.rounds.plot import AGAIN, BELIED, SILENT, Find, Plot
from holdfast.sample.rounds.rows import Part, Row
from store.queries.roll import RollLine

Chore = Callable[[Desk, RollLine], bool]

_BEFORE_DUE = timedelta(days=7)
_SOON = timedelta(days=2)
_WEAK_RULES = frozenset({"no_rule", "weak_rule"})
_SAID: Mapping[str, Mapping[str, str]] = {
    "same_kind_eliminated": {"read_across_result": "各单位排查完毕，查出的同类问题全部销号"},
    "mechanism_sound": {"mechanism_statement": "现行规定足够，已重新交底并列入检查表"},
    "responsible_dealt_with": {"accountability_result": "对点检和检修交付责任人批评教育"},
}
"""What a signature establishes, by check."""


@dataclass
class Chores:
    """The chores of one story, which know its plot."""

    plot: Plot

    def all(self) -> Mapping[str, Chore]:
        """Each chore by its name among the habits."""
        return {
            "take_measures": self.take_measures,
            "ask_people": self.ask_people,
            "sign_checks": self.sign_checks,
            "send_return": self.send_return,
            "spot_check": self.spot_check,
        }

    def take_measures(self, desk: Desk, line: RollLine) -> bool:
        """A measure against each sub-problem, and one that mends the rule where it was weak."""
        row = desk.papers.row_of(line.number)
        due = desk.look(line.number, lambda file: _measures_due(desk, file, row))
        if desk.look(line.number, _has_measures):
            again = AGAIN.get(line.number)
            if again is not None and desk.look(line.number, _was_put_back):
                _measure(desk, line, ("baihua", "corrective", 1), again, due)
            return True
        if row.grade == "major_hazard":
            today = desk.player.hand.today
            _measure(desk, line, ("baihua", "containment", 1), Part("", row.contingency), today)
        for number, part in enumerate(row.parts, 1):
            _measure(desk, line, ("baihua", "correction", number), part, due)
        if self.plot.held.get(line.number) != "mechanism_sound":
            _mend_rule(desk, line, due)
        return True

    def ask_people(self, desk: Desk, line: RollLine) -> bool:
        """A survey of the shift; of the neighbours too where the environment is concerned."""
        asked = [("henuan", "place_employees")]
        if desk.look(line.number, _domain) == "environment":
            asked.append(("anran", "neighbours"))
        for by, audience in asked:
            desk.open("survey", by, {"audience": audience}, line.number)
        return True

    def sign_checks(self, desk: Desk, line: RollLine) -> bool:
        """Whatever is borne out is signed; with one check held back the deputy tries in vain."""
        held = self.plot.held.get(line.number)
        waiting = [check for check in desk.look(line.number, _unsigned) if check != held]
        signed = [_signed(desk, line.number, check) for check in waiting]
        if not all(signed):
            return False
        if held is None:
            return True
        desk.want(line.number, "strike_off", "liangqingsong")
        released = self.plot.held.pop(line.number)
        if released == "mechanism_sound":
            _mend_rule(desk, line, desk.player.working_day(desk.player.hand.today, 2))
        elif released == "people_satisfied":
            desk.open("survey", "henuan", {"audience": "place_employees"}, line.number)
        return False

    def send_return(self, desk: Desk, line: RollLine) -> bool:
        """The return of a search where one is due: zero, or what was found and entered first."""
        today = desk.player.hand.today
        above = line.number.rpartition("-")[0]
        if (above, line.unit_id, today) in SILENT or not desk.look(line.number, _owes_return):
            return True
        find = None if (above, line.unit_id) in BELIED else self._find(line)
        if find is None or find.on > today:
            return desk.do(line.number, "report")
        self._enter(desk, line, find)
        return desk.do(line.number, "report", {"return_kind": "found", "found_count": "1"})

    def spot_check(self, desk: Desk, line: RollLine) -> bool:
        """The office looks at some whether the return was true; a false one goes back."""
        key = (line.number.rpartition("-")[0], line.unit_id or "")
        if key not in BELIED or key not in self.plot.finds:
            return not is_sampled(line.number) or desk.do(line.number, "spot_check")
        find = self.plot.finds[key]
        seen = f"与零报告不符，查出：{find.row.description}"
        desk.do(line.number, "spot_check", {"spot_check_result": seen})
        self._enter(desk, line, find)
        return desk.do(line.number, "return_search", {"return_reason": seen})

    def _find(self, line: RollLine) -> Find | None:
        return self.plot.finds.get((line.number.rpartition("-")[0], line.unit_id or ""))

    def _enter(self, desk: Desk, line: RollLine, find: Find) -> None:
        """What a search has found goes on the books under it."""
        del self.plot.finds[line.number.rpartition("-")[0], line.unit_id or ""]
        domain = desk.look(line.number, _domain)
        said = {"source": find.source, "same_kind": "yes", "domain": domain}
        entered(desk, find.row, find.by, {**finding_fields(desk, find.row), **said}, line.number)


def _measure(desk: Desk, line: RollLine, what: tuple[str, str, int], part: Part, due: date) -> None:
    by, class_, number = what
    row = desk.papers.row_of(line.number)
    fields = {
        "action_text": part.measure,
        "action_class": class_,
        "sub_problem": str(number),
        "doer": row.owner,
        "verifier": "wenlan" if class_ == "systemic" else row.second,
        "action_due_on": due.isoformat(),
    }
    desk.open("action", by, fields, line.number)


def _mend_rule(desk: Desk, line: RollLine, due: date) -> None:
    """A weak rule is mended by a measure of its own."""
    row = desk.papers.row_of(line.number)
    if row.cause_class in _WEAK_RULES:
        part = Part(row.cause, f"修订制度和检查表，堵塞漏洞：{row.cause}")
        _measure(desk, line, ("wenlan", "systemic", 1), part, due)


def _measures_due(desk: Desk, file: CaseFile, row: Row) -> date:
    """A week before the finding's date; at the next working day where it is put right at once."""
    soon = desk.player.working_day(file.today, 1)
    if row.manner == "at_once":
        return soon
    return max(date.fromisoformat(file.facts.fields["due_on"]) - _BEFORE_DUE, soon)


def _signed(desk: Desk, number: str, check: str) -> bool:
    return desk.sign(number, check, {}) or desk.sign(number, check, _SAID.get(check, {}))


def _has_measures(file: CaseFile) -> bool:
    return any(child.kind == "action" for child in file.facts.children)


def _was_put_back(file: CaseFile) -> bool:
    return bool(file.facts.done.get("put_back"))


def _domain(file: CaseFile) -> str:
    return str(file.facts.fields.get("domain"))


def _unsigned(file: CaseFile) -> list[str]:
    checks = file.policy.checks_of(file.case.kind)
    return [check for check in checks if not file.policy.check(file.facts, check).holds]


def _owes_return(file: CaseFile) -> bool:
    """Whether a return is due within two days, or none has been sent at all."""
    if not file.facts.done.get("report"):
        return True
    soon = file.at + _SOON
    owed = (one.due for one in running_standings(file) if one.clock.obligation == "report")
    return any(due is not None and due <= soon for due in owed)
