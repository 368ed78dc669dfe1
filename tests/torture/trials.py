"""What is killed: every kind of command and of work that happens by itself, ready to be run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from casework.acting import Request, act
from casework.approving import approve
from casework.attaching import attach_file, comment
from casework.calendar_import import Source as CalendarSource
from casework.calendar_import import import_calendar
from casework.delivering import deliver
from casework.digesting import gather
from casework.executing import execute_intents
from casework.extending import extend_clock
from casework.following import follow_policy
from casework.grouping import Founding, create_group
from casework.holidays import declare
from casework.ledger_import import Source, import_findings
from casework.ledgers import LedgerSheet, write_ledger
from casework.linking import link
from casework.looking_back import look_back
from casework.messages import list_messages, send_message_again
from casework.opening import Opening, open_case
from casework.organising import delegate
from casework.pausing import pause_case, resume_case
from casework.policies_in_force import store_version
from casework.policy_life import activate_version
from casework.preferring import Wished, prefer
from casework.reaching import mail_of
from casework.reprojecting import Decision
from casework.sealing_audit import seal_audit
from casework.signing import sign_check
from casework.sweeping import sweep
from casework.taking_effect import adopt, take_effect
from casework.telling import tell_party
from domain.people import SYSTEM
from notifications.channels import Delivery, RecordingChannel, Status
from policies import statements as s
from store.outbox import PARKED
from tests.integration.casework_world import (
    FINDING,
    RECTIFIED,
    START,
    sign_all,
    survey,
    take_measures,
)
from tests.integration.changed_policies import changed, clause, limit_of, put_in_force, within
from tests.integration.grievances import GRIEVANCE, grievance
from tests.integration.policy_lives import AUTHOR, approved
from tests.integration.rounds import look_back_round, planned, struck_off
from tests.integration.searches import entered, issued, with_shanxi
from tests.integration.test_approvals import strict_policy

if TYPE_CHECKING:
    from casework.app import App
    from tests.integration.casework_world import World
    from tests.torture.steps import Command


@dataclass(frozen=True, slots=True)
class Trial:
    """Something to do to an installation that `build` has prepared.

    `by_itself`: nobody asked for it, so whoever comes next simply does it again; else it is a
    person's command, one transaction, which has happened or not.
    """

    name: str
    build: Callable[[World], Command]
    by_itself: bool = False


def _moving(to: str, trigger: str, by: str, **fields: str) -> Callable[[World], Command]:
    def build(world: World) -> Command:
        request = Request(world.bring(world.finding(), to), trigger, by, fields)
        return lambda app: act(app, request)

    return build


def _opening(_world: World) -> Command:
    return lambda app: open_case(app, Opening("grievance", "union", GRIEVANCE))


def _endorsing(world: World) -> Command:
    number = world.bring(world.finding(), "being_rectified")
    take_measures(world, number)
    request = Request(number, "apply_for_acceptance", "head", RECTIFIED)
    return lambda app: act(app, request)


def _striking_off(world: World) -> Command:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    return lambda app: act(app, Request(number, "strike_off", "deputy"))


def _signing(world: World) -> Command:
    number = world.bring(world.finding(), "to_be_struck_off")
    survey(world, number)
    return lambda app: sign_check(app, number, "rectified_thoroughly", by="second", fields={})


def _putting_back(world: World) -> Command:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    said = {"reopening_reason": "防护罩再次缺失"}
    return lambda app: act(app, Request(number, "put_back", "chief", said))


def _attaching(world: World) -> Command:
    number = world.finding()
    photo = Path(tempfile.mkdtemp()) / "现场.jpg"
    photo.write_bytes(bytes(range(256)) * 1_000)
    return lambda app: attach_file(app, number, photo, by="head", document="现场照片")


def _commenting(world: World) -> Command:
    number = world.finding()
    return lambda app: comment(app, number, "已电话催办", by="head")


def _pausing(world: World) -> Command:
    number = world.bring(world.finding(), "being_rectified")
    return lambda app: pause_case(app, number, by="deputy", reason="等待停产检修")


def _resuming(world: World) -> Command:
    number = world.bring(world.finding(), "being_rectified")
    pause_case(world.app, number, by="deputy", reason="等待停产检修")
    world.later(days=3)
    return lambda app: resume_case(app, number, by="deputy")


def _extending(world: World) -> Command:
    number = world.bring(world.finding(rectification_manner="by_date"), "being_rectified")
    fields = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
    world.do(number, "submit_plan", "head", **fields)
    world.do(number, "approve_plan", "office")
    return lambda app: extend_clock(
        app, number, "申请验收", by="deputy", more="10日", reason="备件未到"
    )


def _telling(world: World) -> Command:
    number = grievance(world, "investigation")
    return lambda app: tell_party(app, number, "acceptance", party="complainant", by="union")


def _linking(world: World) -> Command:
    first, second = world.finding(), world.finding()
    return lambda app: link(app, first, "同类", second, by="office")


def _looking_back(world: World) -> Command:
    round_, _ = planned(world)
    for _ in range(2):
        struck_off(world, round_)
    here = look_back_round(world)
    return lambda app: look_back(app, here, [round_], by="inspector")


def _importing(world: World) -> Command:
    number = world.open("round", "inspector", {"title": "检查", "responsible_unit": "新材料公司"})
    path = Path(tempfile.mkdtemp(dir=world.settings.data)) / "台账.xlsx"
    row = {
        "responsible_unit": "氧化铝厂",
        "description": "护栏缺失",
        "sub_problems": "护栏缺失",
        "hazard_grade": "一般隐患",
        "rectification_manner": "立行立改",
        "due_on": "2026-03-31",
    }
    rows = tuple({**row, "number": str(at)} for at in (1, 2))
    write_ledger(path, LedgerSheet("台账", rows=rows))

    def command(app: App) -> None:
        done = import_findings(app, Source(path), number.number, by="inspector")
        assert done.ok, done.problems

    return command


def _founding(_world: World) -> Command:
    today = START.date()
    founding = Founding(
        name="整改督导组",
        basis="整改方案",
        from_on=today,
        to_on=date(2026, 12, 31),
        units=("新材料公司",),
        office="新材料公司",
        parts={"leader": ("ceo",), "executive": ("deputy",), "deputy": ("head",)},
    )
    return lambda app: create_group(app, founding, by="compliance")


def _declaring(_world: World) -> Command:
    day = START.date() + timedelta(days=5)
    return lambda app: declare(app, "氧化铝厂", from_on=day, to_on=day, reason="检修", by="head")


def _standing_in(_world: World) -> Command:
    until = START + timedelta(days=9)
    return lambda app: delegate(
        app, from_name="head", to_name="liaison", from_at=START, to_at=until, reason="出差"
    )


def _activating(world: World) -> Command:
    with world.app.store.read() as work:
        rules = world.app.active_policy(work).ruleset

    def command(app: App) -> None:
        with app.store.write() as work:
            store_version(work, app, {"changed": "1"}, rules, (SYSTEM, SYSTEM))
            work.commit()

    return command


def _sweeping(days: float) -> Callable[[World], Command]:
    def build(world: World) -> Command:
        round_ = world.open(
            "round", "inspector", {"title": "回头看", "responsible_unit": "新材料公司"}
        )
        for _ in range(2):
            world.open("finding", "inspector", FINDING, round_.number)
        grievance(world, "investigation")
        world.at(days=days)
        return sweep

    return build


def _sweeping_occurrences(world: World) -> Command:
    issued(world, entered(with_shanxi(world)))
    world.later(days=16)
    return sweep


def _carrying_out(world: World) -> Command:
    number = entered(with_shanxi(world))
    world.do(number, "confirm", "ash-head")
    world.do(number, "issue", "office")
    return execute_intents


def _approving(world: World) -> Command:
    number = world.enforce(strict_policy()).bring(world.finding(), "being_rectified")
    pause_case(world.app, number, by="deputy", reason="等待停产检修")
    return lambda app: approve(app, number, "pause", by="leader")


def _preferring(_world: World) -> Command:
    wished = Wished(quiet="21:00-07:30", digest=True)
    return lambda app: prefer(app, "head", wished)


def _taking_holidays(world: World) -> Command:
    world.bring(world.finding(), "to_be_struck_off")
    path = Path(tempfile.mkdtemp()) / "2026.csv"
    with world.app.store.read() as work:
        office = world.app.calendar(work, world.app.newest_calendar_id(work, "office"))
    lines = [
        f"{day.isoformat()},{one.kind.value},{one.name},{one.name_en}"
        for day, one in sorted(office.days.items())
        if day.year == START.year
    ]
    rest = (START.date() + timedelta(days=2)).isoformat()
    text = "\n".join(["date,kind,name,name_en", *lines, f"{rest},holiday,临时放假,"])
    path.write_text(text, encoding="utf-8")
    decision = Decision("office", "leader")
    return lambda app: import_calendar(app, CalendarSource(path), decision)


def _gathering(world: World) -> Command:
    for _ in range(3):
        world.finding()
    world.at(days=9)
    sweep(world.app)
    return gather


def _sending_again(world: World) -> Command:
    grievance(world, "triage")
    with world.app.store.read() as work:
        people = world.app.organisation(work).staff.people.values()
    refused = Delivery(Status.REJECTED, "no such mailbox")
    deliver(world.app, RecordingChannel({mail_of(person): refused for person in people}))
    page = list_messages(world.app, lang="zh")
    held = next(one for one in page.items if one.status == PARKED)
    return lambda app: send_message_again(app, held.id, by="head", reason="地址已更正")


def _following(world: World) -> Command:
    world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    grievance(world, "investigation")
    asked = clause(
        1,
        (s.Without("grievance", "close"),),
        s.After("register"),
        s.MustHappen("serve_decision", within(9)),
    )
    put_in_force(world, changed(limit_of("sign_for", within(5)), added=[asked]))
    world.later(days=9)
    return follow_policy


def _taking_effect(world: World) -> Command:
    adopt(world.app)
    version = approved(world)
    with world.app.store.read() as work:
        tomorrow = world.app.today(work) + timedelta(days=1)
    activate_version(world.app, version, by=AUTHOR, from_day=tomorrow)
    world.later(days=1)
    return take_effect


TRIALS: tuple[Trial, ...] = (
    Trial("open a case", _opening),
    Trial("move on (confirm)", _moving("to_be_confirmed", "confirm", "head")),
    Trial("move on with notices (issue)", _moving("to_be_issued", "issue", "office")),
    Trial("put one of two names", _endorsing),
    Trial("sign a check", _signing),
    Trial("strike off", _striking_off),
    Trial("put back on the books", _putting_back),
    Trial("attach a file", _attaching),
    Trial("remark", _commenting),
    Trial("pause", _pausing),
    Trial("resume", _resuming),
    Trial("extend", _extending),
    Trial("tell a party", _telling),
    Trial("link two cases", _linking),
    Trial("look back at a round", _looking_back),
    Trial("import a ledger", _importing),
    Trial("found a group", _founding),
    Trial("declare a holiday", _declaring),
    Trial("let somebody stand in", _standing_in),
    Trial("put a policy in force", _activating),
    Trial("approve a pause", _approving),
    Trial("say how to be reached", _preferring),
    Trial("send a parked message again", _sending_again),
    Trial("take in the holidays of a year", _taking_holidays, by_itself=True),
    Trial("gather digests", _gathering, by_itself=True),
    Trial("seal a checkpoint", lambda _world: seal_audit, by_itself=True),
    Trial("sweep: warn, breach, escalate", _sweeping(9), by_itself=True),
    Trial("sweep after 35 days", _sweeping(35), by_itself=True),
    Trial("sweep: open and miss occurrences", _sweeping_occurrences, by_itself=True),
    Trial("carry out intents", _carrying_out, by_itself=True),
    Trial("let cases follow a policy", _following, by_itself=True),
    Trial("bring a policy into force", _taking_effect, by_itself=True),
)
