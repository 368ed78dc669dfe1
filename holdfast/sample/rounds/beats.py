"""The beats of the story: what happens on a certain day, because somebody comes or decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.extending import extend_clock
from casework.holidays import declare
from casework.linking import link
from casework.looking_back import look_back
from casework.pausing import pause_case, resume_case
from casework.telling import tell_party
from holdfast.sample.rounds.conduct import Conduct
from holdfast.sample.rounds.desk import Desk
from holdfast.sample.rounds.entering import entered, finding_fields
from holdfast.sample.rounds.hazards import Hazards
from holdfast.sample.rounds.january import ROUNDS
from holdfast.sample.rounds.plot import AGAIN_WITHIN_A_YEAR, NEW_FINDINGS, SETTLED, VERDICTS
from holdfast.sample.rounds.rows import Round

Beat = tuple[date, int, Callable[[], object]]
SITE = (date(2023, 1, 10), date(2023, 1, 13))
LOOK_BACK = (date(2023, 7, 10), date(2023, 7, 14))
_INSPECTORS = ("yunkai", "qiushi", "guanshan", "yunkai")
_LEADER = "shilifeng"


@dataclass
class Beats:
    """The calendar of the story; `numbers` has the January rounds and their look-backs."""

    desk: Desk
    conduct: Conduct

    def all(self) -> Iterator[Beat]:
        """Every beat with its day and hour."""
        first, second = SITE
        yield first, 9, self._rounds_begin
        yield first, 10, lambda: self._working_papers((0, 1))
        yield first, 17, lambda: self._leave((1, 2))
        yield second, 9, lambda: self._working_papers((2, 3))
        yield second, 17, lambda: self._leave((3, 4))
        yield date(2023, 1, 13), 11, self._those_with_a_right_are_told
        yield date(2023, 1, 28), 9, self._holiday
        yield date(2023, 2, 6), 10, self._late_return
        yield date(2023, 2, 13), 15, self._more_time
        yield from ((day, 9, act) for day, act in Hazards(self.desk).all())
        yield date(2023, 1, 11), 11, self._report_too_early
        yield date(2023, 1, 17), 14, self._nothing_searched_yet
        yield date(2023, 2, 20), 15, self._searched_again
        yield date(2023, 3, 3), 15, self._of_one_kind
        yield date(2023, 3, 20), 15, self._more_days_on_the_board
        yield date(2023, 3, 13), 11, self._a_clock_stops_and_runs
        yield date(2023, 3, 27), 15, self._more_days
        yield date(2023, 6, 15), 15, self._again_within_a_year
        yield LOOK_BACK[0], 9, self._look_backs_begin
        yield date(2023, 7, 12), 10, self._new_findings
        yield LOOK_BACK[1], 9, self._seen_after_all
        yield LOOK_BACK[1], 17, lambda: self._leave((5, 6, 7, 8))
        yield LOOK_BACK[1], 17, lambda: self.desk.want("R6", "issue_report", _LEADER)

    def _rounds_begin(self) -> None:
        for inspector, each in zip(_INSPECTORS, ROUNDS, strict=True):
            number = self.desk.open("round", inspector, _round_fields(each, "special_inspection"))
            self.desk.do(number, "enter_site")

    def _working_papers(self, which: tuple[int, ...]) -> None:
        for at in which:
            for row in ROUNDS[at].findings:
                fields = {
                    **finding_fields(self.desk, row),
                    "source": "group_inspection",
                    "domain": ROUNDS[at].domain,
                }
                entered(self.desk, row, _INSPECTORS[at], fields, f"R{at + 1}")

    def _leave(self, rounds: tuple[int, ...]) -> None:
        for number in rounds:
            self.desk.do(f"R{number}", "leave_site")

    def _those_with_a_right_are_told(self) -> None:
        for party in ("workers_congress", "emergency_management_authority"):
            tell_party(
                self.desk.app,
                "R1-7",
                "hazard_and_treatment",
                party=party,
                by="baihua",
                served_by_hand=True,
            )

    def _holiday(self) -> None:
        first, last = date(2023, 1, 30), date(2023, 2, 3)
        unit, why = "电器制造公司", "年度检修，全厂停产"
        declare(self.desk.app, unit, from_on=first, to_on=last, reason=why, by="manjiang")

    def _late_return(self) -> None:
        self.desk.do(self.desk.under("R3-9", "read_across", "controls"), "report")

    def _more_time(self) -> None:
        search = self.desk.under("R3-7", "read_across", "services")
        why = "小件喷漆间整改尚未销号"
        extend_clock(
            self.desk.app, search, "apply_to_end", by="liangqingsong", more="20日", reason=why
        )

    def _report_too_early(self) -> None:
        """No report while a working paper is neither confirmed nor decided upon."""
        self.desk.want("R1", "issue_report", _LEADER)

    def _nothing_searched_yet(self) -> None:
        """Who has sent nothing has not searched."""
        search = self.desk.under("R1-2", "read_across", "power")
        self.desk.want(search, "apply_to_end", "huonuanyang", {"search_summary": "没有同类问题"})

    def _searched_again(self) -> None:
        """A search that had ended is begun anew: one workshop was left out."""
        self.desk.do(self.desk.under("R3-3", "read_across", "controls"), "reopen_search")

    def _of_one_kind(self) -> None:
        """What a search has found is of one kind with what it was looking for: for analysis."""
        found = self.desk.under_search("R1-3", "recycling")
        link(self.desk.app, found, "same_kind_as", "R1-3", by="baihua")
        self.desk.player.hand.take()

    def _more_days_on_the_board(self) -> None:
        listing = self.desk.under("R1-7", "listing", "fabrication")
        why = "监测联锁到货延迟五日，停产继续"
        extend_clock(
            self.desk.app, listing, "apply_to_delist", by="jiangyuanfan", more="5日", reason=why
        )

    def _a_clock_stops_and_runs(self) -> None:
        """An order to cut emissions stops the building work, and its clock with it."""
        reason = "重污染天气应急响应，停止土建作业"
        pause_case(self.desk.app, "R2-5", by="liangqingsong", reason=reason)
        self.desk.player.hand.take()
        resume_case(self.desk.app, "R2-5", by="liangqingsong")

    def _more_days(self) -> None:
        extend_clock(
            self.desk.app,
            "R2-13",
            "apply_for_acceptance",
            by="liangqingsong",
            more="10日",
            reason="流量计到货延迟，应急池已腾空",
        )

    def _again_within_a_year(self) -> None:
        """The company finds what was struck off in February; somebody confirms that it is that."""
        said = {"source": "company_check", "domain": "safety", "same_kind": "yes"}
        row = AGAIN_WITHIN_A_YEAR
        number = entered(self.desk, row, "yezhiqiu", {**finding_fields(self.desk, row), **said})
        link(self.desk.app, number, "recurrence_of", "R1-10", by="baihua")
        self.desk.player.hand.take()

    def _look_backs_begin(self) -> None:
        for at, (inspector, each) in enumerate(zip(_INSPECTORS, ROUNDS, strict=True), 1):
            number = self.desk.open("round", inspector, _round_fields(each, "look_back"))
            self.desk.do(number, "enter_site")
            asked = look_back(self.desk.app, number, [f"R{at}"], by=inspector)
            for review, finding in asked.opened:
                self.desk.papers.rows[review.number] = self.desk.papers.rows[finding]
                verdict, opinion = VERDICTS.get(finding, SETTLED)
                said = {"verdict": verdict, "review_opinion": opinion}
                self.conduct.concluding[review.number] = said

    def _seen_after_all(self) -> None:
        """The rain has stopped: what could not be judged is judged."""
        review = next(
            number
            for number, said in self.conduct.concluding.items()
            if said["verdict"] == "cannot_be_judged"
        )
        said = {"verdict": "mostly_settled", "review_opinion": "植草成活八成，其余苫盖完好"}
        self.conduct.concluding[review] = said
        self.desk.do(review, "review_again")

    def _new_findings(self) -> None:
        for number, rows in NEW_FINDINGS.items():
            inspector, each = _INSPECTORS[int(number[1:]) - 5], ROUNDS[int(number[1:]) - 5]
            for row in rows:
                said = {"source": "group_inspection", "domain": each.domain}
                entered(
                    self.desk, row, inspector, {**finding_fields(self.desk, row), **said}, number
                )


def _round_fields(each: Round, type_: str) -> dict[str, str]:
    first, last = (each.first_day, each.last_day) if type_ != "look_back" else LOOK_BACK
    return {
        "title": each.name if type_ != "look_back" else f"{each.name[:-5]}半年“回头看”",
        "responsible_unit": each.company,
        "round_type": type_,
        "source": "group_inspection",
        "inspection_team": "集团第二督察组",
        "domain": each.domain,
        "inspected_from": first.isoformat(),
        "inspected_to": last.isoformat(),
        "due_on": f"{last.year}-{'05-31' if type_ != 'look_back' else '11-30'}",
    }
