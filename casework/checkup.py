"""Looks an installation over: what is in order, what needs an eye, what is broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

from casework.app import App
from casework.changeable import Trial
from casework.checkup_channels import channels_finding
from casework.checkup_checkpoints import checkpoints_finding
from casework.checkup_finding import Condition, Finding
from casework.checkup_running import running_findings
from casework.checkup_store import heads_finding, store_findings
from casework.checkup_wishes import wishes_findings
from casework.policies_in_force import CAPACITIES
from casework.proposing import speaks_of_revisions
from domain.lexicon import LEXICON
from policies.asking import roles_named
from policies.calendars import Calendar
from policies.moments import local_day
from store.people import load_appointments
from store.unit_of_work import Work
from store.versions import activation_in_force, calendars
from store.waivers import count_waivers

__all__ = ["Condition", "Finding", "check_up"]

RUNS_OUT = timedelta(days=90)
_LANGS = ("zh", "en")


def check_up(app: App) -> tuple[Finding, ...]:
    """Everything that whoever looks after an installation should know."""
    with app.store.read() as work:
        return (
            *store_findings(app, work),
            *_policy(app, work),
            *_calendars(app, work),
            channels_finding(app),
            *wishes_findings(app, work),
            *running_findings(app, work),
            heads_finding(work),
            _waivers(app, work),
            checkpoints_finding(app, work),
        )


def _policy(app: App, work: Work) -> Iterator[Finding]:
    newest = activation_in_force(work, app.now())
    if newest is None:
        zh, en = "没有生效的制度，任何事项都不能办理", "no policy is active: no case can advance"
        yield Finding("policy", Condition.BROKEN, zh, en)
        return
    policy = app.policy(work, newest.policy_id)
    rules = len(policy.ruleset.rules)
    details = {"version": policy.version, "rules": rules, "since": newest.from_at}
    zh, en = (
        f"制度 {policy.version[:12]}，{rules} 条规则",
        f"policy {policy.version[:12]}, {rules} rules",
    )
    yield Finding("policy", Condition.FINE, zh, en, details)
    today = app.today(work)
    held = {item.role for item in load_appointments(work) if item.holds_on(today)} | CAPACITIES
    unheld = sorted(roles_named(policy.ruleset.rules) - held)
    if unheld:
        words = {lang: [LEXICON.word("role", role, lang) for role in unheld] for lang in _LANGS}
        yield Finding(
            "roles",
            Condition.LOOK,
            f"无人担任：{'、'.join(words['zh'])}",
            f"nobody holds: {', '.join(words['en'])}",
            {"roles": unheld},
        )
    yield from _changeable(Trial(policy, app.organisation(work), app.now(), today))


def _changeable(trial: Trial) -> Iterator[Finding]:
    """Offices that fall vacant may leave nobody who could change the policy."""
    if not trial.obstacles():
        return
    zh, en = "现在无人能修改制度", "nobody can change the policy now"
    if speaks_of_revisions(trial.policy):
        zh += "：提出、批准、启用须有任职的人办理，批准须由他人办理"
        en += ": somebody must hold the offices that propose and activate, another the approver's"
    else:
        zh += "：制度没有规定如何修订，请运行 holdfast init --shipped-policy"
        en += ": no clause says how; run holdfast init --shipped-policy"
    yield Finding("policy-change", Condition.LOOK, zh, en)


def _waivers(app: App, work: Work) -> Finding:
    """What is let pass although the rules refuse it, now and ever."""
    count = count_waivers(work, app.now())
    zh = f"特批：有效 {count.live} 项，已使用 {count.used} 项，未使用而终止 {count.unused} 项"
    en = f"waivers: {count.live} live, {count.used} used, {count.unused} ended unused"
    return Finding("waivers", Condition.FINE, zh, en, count._asdict())


def _calendars(app: App, work: Work) -> Iterator[Finding]:
    newest = {version.name: version for version in calendars(work)}
    for name, version in sorted(newest.items()):
        calendar = Calendar.from_json(json.loads(version.body))
        today = local_day(app.now(), calendar.zone)
        unconfirmed = sorted(calendar.unconfirmed_years)
        ending = calendar.valid_to - today < RUNS_OUT
        details = {"name": name, "valid_to": calendar.valid_to, "unconfirmed": unconfirmed}
        years = "、".join(str(year) for year in unconfirmed)
        zh, en = f"日历“{name}”", f"the calendar “{name}”"
        if ending or unconfirmed:
            for_good = calendar.valid_to == date.max
            until = "长期有效" if for_good else f"确认至 {calendar.valid_to}"
            zh += until + (f"，{years} 年调休尚未公布" if years else "")
            en += " is valid for good" if for_good else f" is confirmed to {calendar.valid_to}"
            en += (
                f"; make-up days of {', '.join(map(str, unconfirmed))} unpublished" if years else ""
            )
        else:
            zh, en = f"{zh}有效", f"{en} is valid"
        yield Finding("calendar", Condition.LOOK if ending else Condition.FINE, zh, en, details)
