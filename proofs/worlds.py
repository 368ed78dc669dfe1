"""A world to try things in: a house, a clock that is driven by hand, and the real commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.acting import Request, act
from casework.app import App
from casework.approving import approve
from casework.calendars_seed import ZONE
from casework.executing import execute_intents
from casework.extending import extend_clock
from casework.fields import parse_fields
from casework.halting import is_paused
from casework.holidays import declare
from casework.opening import Opening, open_case
from casework.pausing import pause_case, resume_case
from casework.placing import move_by_system, open_by_system, place_case, supply_case
from casework.signing import sign_check
from casework.sweeping import sweep
from domain.errors import HoldfastError, Refused
from domain.forms import FORMS
from domain.people import SYSTEM
from policies.calendars import Calendar
from policies.durations import Duration
from policies.judging import Policy
from policies.moments import at_wall, local_day
from policies.verdicts import Reason, Verdict
from proofs.casting import is_about_person, performers
from proofs.houses import House
from proofs.offices import NEUTRAL, STRANGER, Office, person_id
from proofs.samples import as_typed
from proofs.scenes import OPEN, Scene, placement_of, supply_of
from proofs.views import View
from statemachines.table import COMMON_TRIGGERS
from store.clocks import clocks_of, find_due_clocks

BEGINNING = datetime(2023, 2, 13, 9, 0)  # noqa: DTZ001 - a wall time of the office, a Monday.
_MOST_HANDS = 4
_A_LONG_WHILE = timedelta(days=800)
_REASON = "样例"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of trying something: the verdict beforehand, and the refusal if there was one.

    `endorsed` says that it only put one of several names.
    """

    verdict: Verdict
    refused: HoldfastError | None = None
    endorsed: bool = False

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why policy stood against it; none when it went through."""
        return self.verdict.reasons if self.refused is not None else ()


class World:
    """An office in memory; `begin` makes it as new, so nothing is carried from run to run."""

    def __init__(self) -> None:
        """Build the house once: it takes as long as migrating a database."""
        self.at = at_wall(BEGINNING, ZONE)
        self._house = House(self.now)
        self.newest = ""

    @property
    def app(self) -> App:
        """The application that runs here."""
        return self._house.app

    @property
    def view(self) -> View:
        """What can be seen here."""
        return View(self._house.app)

    @property
    def office(self) -> Office:
        """The units and people of this world."""
        return self._house.office

    @property
    def calendar(self) -> Calendar:
        """The working calendar of the office."""
        return self._house.calendar

    def now(self) -> datetime:
        """The present moment of this world."""
        return self.at

    def employ(self, office: Office) -> None:
        """Let another office work here."""
        self._house.employ(office)

    def close(self) -> None:
        """Give the memory back."""
        self._house.close()

    def begin(self, policy: Policy, at: datetime = BEGINNING) -> None:
        """Everything as at the beginning, under this policy; `at` is a wall time of the office."""
        self._house.renew()
        self.app.keep_policy(policy)
        self.at = self.moment(at)

    def moment(self, wall: datetime) -> datetime:
        """The moment at which the office's clock shows `wall`."""
        return at_wall(wall, self.calendar.zone)

    def place(self, scene: Scene) -> str:
        """Put the case there; its id, which is kept as the newest."""
        if scene.away:
            today = local_day(self.at, self.calendar.zone)
            self.declare_away(scene.unit_id, today, today + _A_LONG_WHILE)
        if scene.linked is None:
            self.newest = place_case(self.app, placement_of(scene))
            return self.newest
        relation, other = scene.linked
        target = place_case(self.app, placement_of(other))
        self.newest = place_case(self.app, placement_of(scene), related=(relation, target))
        return self.newest

    def declare_away(self, unit_id: str, first: date, last: date) -> None:
        """Let a unit declare a holiday, with the real command."""
        speaker = person_id("unit_admin_head", NEUTRAL[0])
        declare(self.app, unit_id, from_on=first, to_on=last, reason=_REASON, by=speaker)

    def supply(self, case_id: str, scene: Scene) -> None:
        """Give a case that is there what a scene on its facts adds."""
        supply_case(self.app, case_id, supply_of(scene))

    def open(self, scene: Scene, person: str) -> HoldfastError | None:
        """Enter a case, which is kept as the newest, with the fields of the scene; or why not."""
        typed = {
            field.id: as_typed(field, scene.fields[field.id])
            for field in FORMS[scene.kind].fields
            if scene.fields.get(field.id) is not None
        }
        try:
            if person == SYSTEM:
                self.newest = open_by_system(
                    self.app, scene.kind, parse_fields(scene.kind, typed, "zh")
                )
            else:
                self.newest = open_case(self.app, Opening(scene.kind, person, typed)).id
        except HoldfastError as error:
            return error
        return None

    def try_out(self, scene: Scene, trigger: str, person: str | None = None) -> Attempt:
        """Place the case and try a trigger on it as a person, or as each in turn who may.

        Where nobody may, a stranger tries. To open a case is tried on a case of its own.
        """
        case_id = self.place(scene)
        if person is not None:
            return self._try_on(case_id, scene, trigger, person)
        verdict = self.view.verdict(case_id, trigger, STRANGER)
        for one in performers(verdict, trigger, scene):
            tried = self._try_on(case_id, scene, trigger, one)
            if tried.refused is None or not is_about_person(tried.verdict):
                return tried
        return self._try_on(case_id, scene, trigger, STRANGER)

    def _try_on(self, case_id: str, scene: Scene, trigger: str, person: str) -> Attempt:
        if trigger != OPEN:
            return self.attempt(case_id, trigger, person)
        verdict = self.view.verdict(case_id, trigger, person)
        return Attempt(verdict, self.open(scene, person))

    def attempt(self, case_id: str, trigger: str, person: str) -> Attempt:
        """Try a trigger as a person, or as the system, with the real command.

        What moves no case (more time, a pause, a notice served) is asked, not done.
        """
        verdict = self.view.verdict(case_id, trigger, person)
        try:
            if trigger in COMMON_TRIGGERS:
                return Attempt(verdict, None if verdict.allowed else refusal_of(verdict))
            if person == SYSTEM:
                done = move_by_system(self.app, case_id, trigger)
            else:
                done = act(self.app, Request(case_id, trigger, person))
        except HoldfastError as error:
            return Attempt(verdict, error)
        return Attempt(verdict, None, done.endorsed)

    def carry_out(self, scene: Scene, trigger: str, case_id: str = "") -> HoldfastError | None:
        """Do a trigger by whoever may, with every name that it takes; the refusal if nobody may.

        Without a case it is placed first; to open one is done on a case of its own.
        """
        case_id = case_id or self.place(scene)
        for _ in range(_MOST_HANDS):
            verdict = self.view.verdict(case_id, trigger, STRANGER)
            refused: HoldfastError = refusal_of(verdict)
            for person in performers(verdict, trigger, scene):
                tried = self._try_on(case_id, scene, trigger, person)
                if tried.refused is None:
                    break
                refused = tried.refused
            else:
                return refused
            if not tried.endorsed:
                return None
        return refused

    def approve(self, case_id: str, trigger: str, person: str) -> HoldfastError | None:
        """Approve that a trigger be done, with the real command."""
        try:
            approve(self.app, case_id, trigger, by=person)
        except HoldfastError as error:
            return error
        return None

    def sign(self, case_id: str, check: str, person: str) -> Attempt:
        """Sign a check as a person, with the real command."""
        verdict = self.view.signing(case_id, check, person)
        try:
            sign_check(self.app, case_id, check, by=person)
        except HoldfastError as error:
            return Attempt(verdict, error)
        return Attempt(verdict)

    def extend(
        self, case_id: str, obligation: str, person: str, more: Duration
    ) -> HoldfastError | None:
        """Grant more time; the refusal if there was one."""
        words = more.words("zh")
        try:
            extend_clock(self.app, case_id, obligation, by=person, more=words, reason=_REASON)
        except HoldfastError as error:
            return error
        return None

    def pause(
        self, case_id: str, trigger: str, person: str, until: date | None = None
    ) -> HoldfastError | None:
        """Stop the clocks of a case (`pause`), or let them run again (`resume`)."""
        end = None if until is None else until.isoformat()
        try:
            if trigger == "pause":
                pause_case(self.app, case_id, by=person, reason=_REASON, until=end)
            else:
                resume_case(self.app, case_id, by=person)
        except HoldfastError as error:
            return error
        return None

    def is_paused(self) -> bool:
        """Whether the clocks of the newest case stand still."""
        return self.view.look(self.newest, is_paused)

    def sweep_at(self, moment: datetime) -> None:
        """Let the moment come and fire everything that is due then, in one sweep."""
        self.at = moment
        sweep(self.app)
        execute_intents(self.app)

    def live_until(self, moment: datetime) -> None:
        """Let time pass up to a moment (inclusive), every rung fired at its own moment."""
        while (due := self._next_rung(moment)) is not None:
            self.sweep_at(max(due, self.at))
        self.at = max(moment, self.at)

    def _next_rung(self, until: datetime) -> datetime | None:
        """When the first rung fires that is due up to a moment."""
        with self.app.store.read() as work:
            for due in find_due_clocks(work, until, 1):
                clocks = clocks_of(work, due.case_id, running=True)
                return min(one.next_rung_at for one in clocks if one.next_rung_at is not None)
        return None


def refusal_of(verdict: Verdict) -> Refused:
    """A verdict that was asked for, not tried, as the refusal it would have been."""
    codes = [str(reason.why) for reason in verdict.reasons]
    return Refused(reasons_zh="、".join(codes), reasons_en=", ".join(codes), codes=codes)
