"""What a check-up says of the folder, the database and the clocks of the machines."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from casework.app import App
from casework.checkup_finding import Condition, Finding, long, megabytes
from domain.now import real_now
from store.migrate import HEAD
from store.queries.condition import broken_heads, volume
from store.queries.database import DatabaseFacts, database_facts
from store.unit_of_work import Work

LEAST_FREE_BYTES = 500 * 1024 * 1024
LARGE_LOG_BYTES = 256 * 1024 * 1024
CROWDED = 0.8
CLOCKS_APART = timedelta(seconds=2)


def store_findings(app: App, work: Work) -> Iterator[Finding]:
    """Everything about where things are kept."""
    facts = database_facts(work)
    yield _folder(app)
    yield _database(work, facts)
    yield _durability(facts)
    yield from _server_clock(facts)
    yield _clock(app)


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


def _database(work: Work, facts: DatabaseFacts) -> Finding:
    held = volume(work)
    zh = f"数据库 {facts.kind} {facts.version}，结构 {HEAD}，{megabytes(facts.size)}"
    en = f"database {facts.kind} {facts.version}, schema {HEAD}, {megabytes(facts.size)}"
    if facts.log_size is not None:
        zh += f"（日志 {megabytes(facts.log_size)}）"
        en += f" (log {megabytes(facts.log_size)})"
    if facts.clients is not None:
        zh += f"，连接 {facts.clients}/{facts.clients_allowed}"
        en += f", {facts.clients} of {facts.clients_allowed} connections"
    zh += f"，事项 {held.cases} 件，未办结 {held.open} 件"
    en += f", {held.cases} cases, {held.open} of them open"
    details = {**asdict(facts), "schema": HEAD, **asdict(held)}
    return Finding("database", _room(facts), zh, en, details)


def _room(facts: DatabaseFacts) -> Condition:
    """Whether log, disk and connections leave room."""
    tight = (
        (facts.log_size or 0) > LARGE_LOG_BYTES
        or (facts.free is not None and facts.free < LEAST_FREE_BYTES)
        or (facts.clients or 0) > CROWDED * (facts.clients_allowed or 1)
    )
    return Condition.LOOK if tight else Condition.FINE


def _durability(facts: DatabaseFacts) -> Finding:
    said = ", ".join(f"{name} {value}" for name, value in facts.settings.items())
    if not facts.lossy:
        zh, en = f"提交即落盘（{said}）", f"a commit is on the disk ({said})"
        return Finding("durability", Condition.FINE, zh, en, dict(facts.settings))
    lossy = ", ".join(f"{name} = {value}" for name, value in facts.lossy.items())
    zh = f"断电可能丢失已提交的内容：{lossy}，请在数据库配置中改为 on"
    en = f"a power cut may take back what was committed: {lossy}; set it to on in the database"
    return Finding("durability", Condition.LOOK, zh, en, dict(facts.settings))


def _server_clock(facts: DatabaseFacts) -> Iterator[Finding]:
    """Several machines on one database decide what is due by clocks of their own."""
    if facts.clock is None:
        return
    apart = abs(facts.clock - real_now())
    details = {"seconds": round(apart.total_seconds(), 1)}
    if apart <= CLOCKS_APART:
        zh, en = "本机与数据库的时钟一致", "this machine's clock is the database's"
        yield Finding("server_clock", Condition.FINE, zh, en, details)
        return
    zh = f"本机与数据库的时钟相差 {long(apart, 'zh')}，请同步时钟（NTP）"
    en = f"this machine's clock is {long(apart, 'en')} off the database's: synchronise it (NTP)"
    yield Finding("server_clock", Condition.LOOK, zh, en, details)


def _clock(app: App) -> Finding:
    now = app.now()
    details = {"driven": app.driven, "now": now}
    if app.driven:
        zh, en = "演练时钟（只能用 --now 前进）", "a driven clock (moved on by --now only)"
    else:
        zh, en = "真实时钟", "the real clock"
    return Finding("clock", Condition.FINE, zh, en, details)


def heads_finding(work: Work) -> Finding:
    """Whether every chain ends in what its case says: a quick look, not an audit."""
    broken = broken_heads(work)
    if not broken:
        zh, en = "每个事项的链尾完整（全面核查用 audit verify）", "every chain ends in its head"
        return Finding("chain", Condition.FINE, zh, en)
    zh = f"{len(broken)} 个事项的链尾不符，请运行 holdfast audit verify"
    en = f"{len(broken)} chains do not end in their head: run holdfast audit verify"
    return Finding("chain", Condition.BROKEN, zh, en, {"cases": broken[:10]})
