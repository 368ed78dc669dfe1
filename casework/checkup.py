"""Looks an installation over: what is in order, what needs an eye, what is broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from casework.app import App
from casework.policies_in_force import CAPACITIES
from casework.sweeping import LATE_AFTER
from domain.errors import IllegalTransition
from domain.lexicon import LEXICON
from notifications.wording import length_words
from policies.asking import roles_named
from policies.calendars import Calendar
from policies.moments import local_day
from store.migrate import HEAD
from store.outbox import PARKED, UNKNOWN
from store.people import load_appointments
from store.queries.condition import broken_heads, volume
from store.queries.health import backlog, intent_health, last_wakes, outbox_health
from store.unit_of_work import Work
from store.versions import activations, calendars

RUNS_OUT = timedelta(days=90)
LEAST_FREE_BYTES = 500 * 1024 * 1024


class Condition(StrEnum):
    """How something is."""

    FINE = "fine"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in both languages, with its numbers."""

    name: str
    condition: Condition
    zh: str
    en: str
    details: dict[str, Any] = field(default_factory=dict)


def check_up(app: App) -> tuple[Finding, ...]:
    """Everything that whoever looks after an installation should know."""
    with app.store.read() as work:
        return (
            _folder(app),
            _database(app, work),
            _clock(app),
            *_policy(app, work),
            *_calendars(app, work),
            _outbox(app, work),
            _lag(app, work),
            _intents(app, work),
            _wakes(app, work),
            _heads(work),
        )


def _folder(app: App) -> Finding:
    data = app.settings.data.resolve()
    free = shutil.disk_usage(data).free
    words = f"{free // 1024**2:,} MB"
    condition = Condition.FINE if free >= LEAST_FREE_BYTES else Condition.LOOK
    details = {"path": str(data), "free_bytes": free}
    return Finding(
        "data",
        condition,
        f"数据目录 {data}，剩余 {words}",
        f"data in {data}, {words} free",
        details,
    )


def _database(app: App, work: Work) -> Finding:
    kind = app.store.database
    held = volume(work)
    details = {"kind": kind, "schema": HEAD, **asdict(held)}
    zh = f"数据库 {kind}，结构 {HEAD}，事项 {held.cases} 件，未办结 {held.open} 件"
    en = f"database {kind}, schema {HEAD}, {held.cases} cases, {held.open} of them open"
    return Finding("database", Condition.FINE, zh, en, details)


def _clock(app: App) -> Finding:
    now = app.now()
    details = {"driven": app.driven, "now": now}
    if app.driven:
        zh, en = "演练时钟（只能用 --now 前进）", "a driven clock (moved on by --now only)"
    else:
        zh, en = "真实时钟", "the real clock"
    return Finding("clock", Condition.FINE, zh, en, details)


def _policy(app: App, work: Work) -> Iterator[Finding]:
    known = activations(work)
    if not known:
        zh, en = "没有生效的制度，任何事项都不能办理", "no policy is active: no case can advance"
        yield Finding("policy", Condition.BROKEN, zh, en)
        return
    newest = known[-1]
    policy = app.policy(work, newest.policy_id)
    rules = len(policy.ruleset.rules)
    details = {"version": policy.version, "rules": rules, "since": newest.at}
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


_LANGS = ("zh", "en")


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
            zh += f"确认至 {calendar.valid_to}" + (f"，{years} 年调休尚未公布" if years else "")
            en += f" is confirmed to {calendar.valid_to}"
            en += (
                f"; make-up days of {', '.join(map(str, unconfirmed))} unpublished" if years else ""
            )
        else:
            zh, en = f"{zh}有效", f"{en} is valid"
        yield Finding("calendar", Condition.LOOK if ending else Condition.FINE, zh, en, details)


def _outbox(app: App, work: Work) -> Finding:
    counts = outbox_health(work, app.now()).counts
    stuck = counts[UNKNOWN] + counts[PARKED]
    condition = Condition.LOOK if stuck else Condition.FINE
    zh = f"待发 {counts['pending']}，已发 {counts['sent']}，需人工处理 {stuck}"
    en = f"{counts['pending']} messages wait, {counts['sent']} sent, {stuck} need a person"
    return Finding("outbox", condition, zh, en, dict(counts))


def _lag(app: App, work: Work) -> Finding:
    now = app.now()
    waiting = backlog(work, now)
    oldest = waiting.oldest
    if oldest is None:
        return Finding("due", Condition.FINE, "没有应触发而未触发的时限", "no rung waits to fire")
    late = now - oldest
    condition = Condition.LOOK if late > LATE_AFTER else Condition.FINE
    zh = f"{waiting.rungs} 个节点待触发，最早的已等 {_length(late, 'zh')}，请运行 holdfast tick"
    en = f"{waiting.rungs} rungs wait, the oldest for {_length(late, 'en')}: run holdfast tick"
    return Finding("due", condition, zh, en, {"rungs": waiting.rungs, "oldest": oldest})


def _intents(app: App, work: Work) -> Finding:
    """What cases ask of each other; that a case is already further on needs nobody's eye."""
    found = intent_health(work)
    waiting, oldest = found.counts.get("pending", 0), found.oldest_pending
    refused = sum(n for why, n in found.refusals.items() if why != IllegalTransition.code)
    late = oldest is not None and app.now() - oldest > LATE_AFTER
    condition = Condition.LOOK if refused or late else Condition.FINE
    zh = f"引起的事项：待办 {waiting}，未获准 {refused}"
    en = f"asked of other cases: {waiting} wait, {refused} were refused"
    details = {**found.counts, "refusals": dict(found.refusals), "oldest_pending": oldest}
    return Finding("intents", condition, zh, en, details)


def _wakes(app: App, work: Work) -> Finding:
    wakes = last_wakes(work)
    if not wakes:
        zh, en = (
            "尚未自动运行过（holdfast serve）",
            "nothing has run by itself yet (holdfast serve)",
        )
        return Finding("wakes", Condition.FINE, zh, en, {"flows": {}})
    ago = {flow: app.now() - wake.started_at for flow, wake in sorted(wakes.items())}
    zh = "最近运行：" + "，".join(f"{flow} {_length(at, 'zh')}前" for flow, at in ago.items())
    en = "last runs: " + ", ".join(f"{flow} {_length(at, 'en')} ago" for flow, at in ago.items())
    flows = {flow: wake.started_at for flow, wake in wakes.items()}
    return Finding("wakes", Condition.FINE, zh, en, {"flows": flows})


def _length(length: timedelta, lang: str) -> str:
    return length_words(length, lang) or ("不足1小时" if lang == "zh" else "less than an hour")


def _heads(work: Work) -> Finding:
    broken = broken_heads(work)
    if not broken:
        zh, en = "每个事项的链尾完整（全面核查用 audit verify）", "every chain ends in its head"
        return Finding("chain", Condition.FINE, zh, en)
    zh = f"{len(broken)} 个事项的链尾不符，请运行 holdfast audit verify"
    en = f"{len(broken)} chains do not end in their head: run holdfast audit verify"
    return Finding("chain", Condition.BROKEN, zh, en, {"cases": broken[:10]})
