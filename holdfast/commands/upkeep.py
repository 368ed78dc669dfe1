"""`holdfast doctor|tick`: an installation looked over, and woken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from holdfast.door import Door, doorway
from holdfast.exit_codes import REFUSED

if TYPE_CHECKING:
    from datetime import datetime

    from casework.app import App
    from casework.timeline import Entry
    from domain.errors import NotReady

_MARKS = {"fine": "✓", "look": "!", "broken": "✗"}


def doctor(door: Door) -> None:
    """检查安装状况 / Look the installation over; exit code 1 when something is broken."""
    from casework.checkup import Condition, check_up
    from domain.now import real_now
    from flows.prefect_checkup import prefect_findings
    from holdfast.shapes import finding_shape

    with door.app() as app:
        findings = (*check_up(app), *prefect_findings(real_now()))
    broken = any(finding.condition is Condition.BROKEN for finding in findings)
    shapes = [finding_shape(finding, door.lang) for finding in findings]
    door.answer(
        {"ok": not broken, "items": shapes, "next": None},
        [f"{_MARKS[shape['condition']]} {shape['message']}" for shape in shapes],
    )
    if broken:
        raise typer.Exit(REFUSED)


def tick(door: Door) -> None:
    """触发到期事项，发送通知，封存审计链 / Fire what is due, deliver what may leave, seal."""
    from casework.delivering import deliver
    from casework.digesting import gather
    from casework.executing import execute_intents
    from casework.sweeping import sweep
    from casework.timeline import heard_since
    from casework.waking import keep_to_policy

    with door.app() as app:
        began = app.now()
        followed = keep_to_policy(app)
        swept, executed = sweep(app), execute_intents(app)
        gather(app)
        delivered = deliver(app)
        heard = heard_since(app, began, lang=door.lang) if swept.fired or executed.refused else []
        sealed, unsealed = _sealed(app, began)
    value = {
        "now": began,
        "swept": asdict(swept),
        "followed": followed,
        "executed": asdict(executed),
        "delivered": asdict(delivered),
        "sealed": sealed,
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
    lines = [counts, *_followed(door, followed)]
    door.answer(value, [*lines, *(f"  {number}  {entry.words}" for number, entry in heard)])
    if unsealed is not None:
        raise unsealed


def _followed(door: Door, counts: Mapping[str, int]) -> Iterator[str]:
    """A line when a policy came into force or open cases followed it, else none."""
    if counts["followed"] or counts["in_force"] or counts["superseded"]:
        yield door.say(
            f"{counts['followed']} 个在办事项改按现行制度，变动期限 {counts['moved']} 项；"
            f"制度生效 {counts['in_force']}，被取代 {counts['superseded']}。",
            f"{counts['followed']} open cases follow the policy in force, {counts['moved']} dates "
            f"moved; revisions in force {counts['in_force']}, superseded {counts['superseded']}.",
        )


def _sealed(app: App, now: datetime) -> tuple[int | None, NotReady | None]:
    """How many cases were sealed, None where no seal is due, and why none could be made."""
    from casework.sealing_audit import seal_audit, seal_is_due
    from domain.errors import NotReady

    try:
        return (seal_audit(app) if seal_is_due(app, now) else None), None
    except NotReady as error:
        return None, error


def _heard(number: str, entry: Entry) -> dict[str, Any]:
    return {
        "number": number,
        "seq": entry.seq,
        "event": entry.event,
        "words": entry.words,
        "rules": list(entry.rules),
    }


COMMANDS: dict[str, Callable[..., None]] = {"doctor": doorway(doctor), "tick": doorway(tick)}
