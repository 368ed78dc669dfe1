"""What a check-up says of what happens by itself: messages, due rungs, intents, wakes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import orjson

from casework.app import App
from casework.checkup_finding import Condition, Finding, long
from casework.due_rungs import LATE_AFTER
from casework.following import count_behind
from domain.errors import IllegalTransition
from store.outbox import KEPT, PARKED, PENDING, UNKNOWN
from store.queries.health import backlog, intent_health, last_wakes, outbox_health
from store.unit_of_work import Work
from store.versions import activation_in_force
from store.wakes import WakeRecord

OLD_MESSAGE = timedelta(hours=1)
_PATHS = {
    "flow_run": ("流程引擎", "flow run"),
    "deployment": ("分布式执行", "on a worker"),
    "plain": ("直接调用", "called directly"),
}


def running_findings(app: App, work: Work) -> Iterator[Finding]:
    """Everything that nobody has to start."""
    yield _outbox(app, work)
    yield _lag(app, work)
    yield _intents(app, work)
    yield from _followers(app, work)
    yield _wakes(app, work)


def _outbox(app: App, work: Work) -> Finding:
    health, now = outbox_health(work, app.now()), app.now()
    counts, oldest = health.counts, health.oldest_pending
    stuck, waits = counts[UNKNOWN] + counts[PARKED], counts[PENDING] + counts[KEPT]
    old = oldest is not None and now - oldest > OLD_MESSAGE
    zh = f"待发 {waits}，已发 {counts['sent']}，需人工处理 {stuck}"
    en = f"{waits} messages wait, {counts['sent']} sent, {stuck} need a person"
    if oldest is not None:
        zh += f"；最早一封已等 {long(now - oldest, 'zh')}"
        en += f"; the oldest for {long(now - oldest, 'en')}"
    if stuck:
        zh += "，请运行 holdfast messages"
        en += ": run holdfast messages"
    condition = Condition.LOOK if stuck or old else Condition.FINE
    return Finding("outbox", condition, zh, en, {**counts, "oldest_pending": oldest})


def _lag(app: App, work: Work) -> Finding:
    now = app.now()
    waiting = backlog(work, now)
    oldest = waiting.oldest
    if oldest is None:
        return Finding("due", Condition.FINE, "没有应触发而未触发的时限", "no rung waits to fire")
    late = now - oldest
    condition = Condition.LOOK if late > LATE_AFTER else Condition.FINE
    zh = f"{waiting.rungs} 个节点待触发，最早的已等 {long(late, 'zh')}，请运行 holdfast tick"
    en = f"{waiting.rungs} rungs wait, the oldest for {long(late, 'en')}: run holdfast tick"
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


def _followers(app: App, work: Work) -> Iterator[Finding]:
    """Open cases that the policy in force has not reached; nothing where there are none."""
    now = app.now()
    behind, decision = count_behind(work, now), activation_in_force(work, now)
    if behind and decision is not None:
        late = now - decision.from_at > LATE_AFTER
        zh = f"{behind} 个在办事项尚未改按现行制度，请运行 holdfast policy follow"
        en = f"{behind} open cases still have to follow the policy: run holdfast policy follow"
        condition = Condition.LOOK if late else Condition.FINE
        yield Finding("following", condition, zh, en, {"cases": behind})


def _wakes(app: App, work: Work) -> Finding:
    wakes = dict(sorted(last_wakes(work).items()))
    if not wakes:
        zh, en = (
            "尚未自动运行过（holdfast serve）",
            "nothing has run by itself yet (holdfast serve)",
        )
        return Finding("wakes", Condition.FINE, zh, en, {"flows": {}})
    now = app.now()
    amiss = any(is_amiss(wake, now) for wake in wakes.values())
    condition = Condition.LOOK if amiss else Condition.FINE
    zh = "最近运行：" + "，".join(_said(wake, now, "zh") for wake in wakes.values())
    en = "last runs: " + ", ".join(_said(wake, now, "en") for wake in wakes.values())
    flows = {
        flow: {
            "started_at": wake.started_at,
            "finished_at": wake.finished_at,
            "path": wake.path,
            "error": wake.error,
            "by": wake.claimed_by,
        }
        for flow, wake in wakes.items()
    }
    return Finding("wakes", condition, zh, en, {"flows": flows})


def is_amiss(wake: WakeRecord, now: datetime) -> bool:
    """Whether the wake failed as a whole or in part, or nobody ever came to its end."""
    unfinished = wake.finished_at is None and wake.lease_until < now
    return wake.error is not None or unfinished or put_off(wake) > 0


def put_off(wake: WakeRecord) -> int:
    """How many cases the wake could not deal with."""
    counts = orjson.loads(wake.counts) if wake.counts else {}
    return int(counts.get("failed", 0))


def _said(wake: WakeRecord, now: datetime, lang: str) -> str:
    ago = long(now - wake.started_at, lang)
    notes = [] if wake.path is None else [_PATHS[wake.path][lang == "en"]]
    if wake.error is not None:
        notes.append(f"失败 {wake.error}" if lang == "zh" else f"failed: {wake.error}")
    elif put_off(wake):
        cases = put_off(wake)
        notes.append(f"{cases} 件办理不了，已搁置" if lang == "zh" else f"{cases} cases put off")
    elif is_amiss(wake, now):
        notes.append("未完成" if lang == "zh" else "never finished")
    said = f"{wake.flow} {ago}前" if lang == "zh" else f"{wake.flow} {ago} ago"
    if not notes:
        return said
    return f"{said}（{'，'.join(notes)}）" if lang == "zh" else f"{said} ({', '.join(notes)})"
