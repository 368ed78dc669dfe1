"""`holdfast doctor|tick|audit`: an installation looked over, woken and audited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from holdfast.door import Door, command, doorway
from holdfast.exit_codes import REFUSED
from holdfast.printing import progress

if TYPE_CHECKING:
    from casework.timeline import Entry
    from store.verify import Verification

AUDIT = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
GROUPS = {"audit": AUDIT}
_MARKS = {"fine": "✓", "look": "!", "broken": "✗"}


def doctor(door: Door) -> None:
    """检查安装状况 / Look the installation over; exit code 1 when something is broken."""
    from casework.checkup import Condition, check_up
    from holdfast.shapes import finding_shape

    with door.app() as app:
        findings = check_up(app)
    broken = any(finding.condition is Condition.BROKEN for finding in findings)
    shapes = [finding_shape(finding, door.lang) for finding in findings]
    door.answer(
        {"ok": not broken, "items": shapes, "next": None},
        [f"{_MARKS[shape['condition']]} {shape['message']}" for shape in shapes],
    )
    if broken:
        raise typer.Exit(REFUSED)


def tick(door: Door) -> None:
    """触发到期事项，再发送通知 / Fire everything that is due, then deliver what may leave."""
    from casework.delivering import deliver
    from casework.executing import execute_intents
    from casework.sweeping import sweep
    from casework.timeline import heard_since

    with door.app() as app:
        began = app.now()
        swept, executed = sweep(app), execute_intents(app)
        delivered = deliver(app)
        heard = heard_since(app, began, lang=door.lang) if swept.fired or executed.refused else []
    value = {
        "now": began,
        "swept": asdict(swept),
        "executed": asdict(executed),
        "delivered": asdict(delivered),
        "events": [_heard(number, entry) for number, entry in heard],
    }
    counts = door.say(
        f"触发 {swept.fired} 个节点：逾期 {swept.breached}，提级 {swept.escalated}，"
        f"自动办理 {swept.moved}；引起的事项办理 {executed.done}、未准 {executed.refused}；"
        f"发送 {delivered.sent}，需人工处理 "
        f"{delivered.unknown + delivered.parked}。",
        f"{swept.fired} rungs fired: {swept.breached} overdue, {swept.escalated} escalated, "
        f"{swept.moved} moved; {executed.done} carried out for other cases, {executed.refused} "
        f"refused; {delivered.sent} messages sent, "
        f"{delivered.unknown + delivered.parked} need a person.",
    )
    door.answer(value, [counts, *(f"  {number}  {entry.words}" for number, entry in heard)])


def _heard(number: str, entry: Entry) -> dict[str, Any]:
    return {
        "number": number,
        "seq": entry.seq,
        "event": entry.event,
        "words": entry.words,
        "rules": list(entry.rules),
    }


@command(AUDIT, "verify")
def verify(door: Door) -> None:
    """核查审计链 / Verify every event of every case; exit code 1 names the first bad row."""
    from store.queries.condition import volume
    from store.verify import verify_chain

    with door.app() as app, progress(quiet=door.as_json) as bar:
        with app.store.read() as work:
            events = volume(work).events
        task = bar.add_task(door.say("核查", "verifying"), total=events)
        found = verify_chain(app.store, lambda done: bar.update(task, completed=done))
    door.answer(_verification(found), [_verified(found, door)])
    if not found.ok:
        raise typer.Exit(REFUSED)


def _verification(found: Verification) -> dict[str, Any]:
    bad = None if found.first_bad is None else asdict(found.first_bad)
    return {"ok": found.ok, "cases": found.cases, "events": found.events, "first_bad": bad}


_FAULTS = {
    "altered": ("被改动", "was altered"),
    "missing": ("被删除", "is missing"),
    "added": ("是多出来的", "is one too many"),
    "head": ("与链尾不符", "is not what the case's head says"),
    "orphan": ("没有所属事项", "belongs to no case"),
}


def _verified(found: Verification, door: Door) -> str:
    bad = found.first_bad
    if bad is None:
        return door.say(
            f"审计链完整：{found.cases} 件事项，{found.events} 条记录。",
            f"The log is whole: {found.cases} cases, {found.events} events.",
        )
    zh, en = _FAULTS[bad.what]
    name = bad.handle or bad.case_id
    return door.say(
        f"审计链不完整：事项 {name} 的第 {bad.seq} 条记录{zh}。",
        f"The log is not whole: event {bad.seq} of case {name} {en}.",
    )


COMMANDS: dict[str, Callable[..., None]] = {"doctor": doorway(doctor), "tick": doorway(tick)}
