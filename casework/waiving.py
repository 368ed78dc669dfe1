"""Waivers (特批): asked for by one person, granted by another, taken back by either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from casework.acting import known_trigger
from casework.app import App
from casework.casefile import CaseFile, locked_file, person_named
from casework.moving import MACHINES
from casework.pause_plans import end_meant
from casework.recording import note, save
from casework.requesting import Leave, Wish, ask, leave_for, require_reason
from casework.waived_clauses import gate_named, gate_with_key, waiver_named
from domain.errors import BadInput, Refused, RuleLine
from domain.facts import Waiver
from domain.ids import new_id
from policies.waivers import WAIVE, clause_key
from store.content import put_content
from store.waivers import WaiverRecord, insert_waiver, revoke_waiver

_UNTIL = ("有效期至", "until")


@dataclass(frozen=True, slots=True)
class Waiving:
    """A waiver that was asked for: which clause, for what, until when, and who has to approve."""

    number: str
    trigger: str
    rule: RuleLine
    until: datetime
    waiting_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revoked:
    """A waiver that was taken back: the clause stands again."""

    number: str
    trigger: str
    rule: RuleLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be waived: `clause` as `FILE:LINE` or a citation, `until` as typed."""

    trigger: str
    clause: str
    until: str
    reason: str


def waive_clause(app: App, name: str, wanted: Wanted, *, by: str) -> Waiving:
    """Ask that a gate which stands against a trigger now be passed once; nothing passes before.

    Raises:
        Refused: when policy does not let this person, or says of nobody that they approve; or when
            the clause cannot be waived, or does not stand against the trigger now.
        IllegalTransition: when the machine has no such move from here.
        BadInput: without a reason, or for a trigger, a clause or an end that cannot be read.
    """
    require_reason(wanted.reason)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        trigger = known_trigger(file.case.kind, wanted.trigger)
        leave = leave_for(file, WAIVE, by)
        if not leave.missing:
            raise _nobody_approves(file, leave)
        MACHINES[file.case.kind].fire(file.facts, trigger)
        rule = gate_named(file, trigger, wanted.clause)
        until = _until(file, wanted.until)
        line = rule.cite.at(file.policy.version)
        details = {
            "gate": trigger,
            "clause": clause_key(rule),
            "rule": line.as_json(),
            "until": wanted.until,
        }
        ask(file, leave, Wish(WAIVE, wanted.reason, details))
        save(file)
        work.commit()
    return Waiving(file.case.number, trigger, line, until, leave.waiting_for)


def grant_waiver(
    file: CaseFile, leave: Leave, details: Mapping[str, Any], *, reason: str, approver: str
) -> None:
    """Let the clause be passed once, if it still stands in the way.

    Raises:
        Refused: when it does not.
        BadInput: when its end has come before the approval.
    """
    trigger = str(details["gate"])
    MACHINES[file.case.kind].fire(file.facts, trigger)
    rule = gate_with_key(file, trigger, str(details["clause"]))
    content = put_content(file.work, file.case, "waiver_reason", reason, at=file.at)
    row = WaiverRecord(
        id=new_id(),
        case_id=file.case.id,
        trigger=trigger,
        rule=clause_key(rule),
        cite=orjson.dumps(rule.cite.at(file.policy.version).as_json()).decode(),
        reason_content=content.id,
        owner=leave.person_id,
        approver=approver,
        from_at=file.at,
        to_at=_until(file, str(details["until"])),
    )
    insert_waiver(file.work, row)
    said = {
        "waiver": row.id,
        "gate": trigger,
        "rule": orjson.loads(row.cite),
        "until": row.to_at.isoformat(),
        "approver": approver,
        "reason": content.commitment,
    }
    note(file, "waived", leave.person_id, trigger=WAIVE, rules=leave.rules, payload=said)
    live = Waiver(row.id, row.trigger, row.rule)
    file.facts = replace(file.facts, waivers=(*file.facts.waivers, live))


def take_waiver_back(
    app: App, name: str, trigger: str, *, by: str, reason: str, clause: str | None = None
) -> Revoked:
    """End a live waiver before it is used: by whoever asked for it, granted it, or now may ask.

    Raises:
        Refused: when it is somebody else's to say.
        NotFound: when there is no such live waiver.
        BadInput: without a reason, or when several live and the clause is not said.
    """
    require_reason(reason)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        row = waiver_named(file, known_trigger(file.case.kind, trigger), clause)
        person = person_named(file.organisation, by)
        if person.id not in (row.owner, row.approver):
            leave_for(file, WAIVE, by)
        content = put_content(work, file.case, "waiver_end_reason", reason, at=file.at)
        revoke_waiver(work, row.id, at=file.at, by=person.id, content_id=content.id)
        line = orjson.loads(row.cite)
        said = {"waiver": row.id, "gate": row.trigger, "rule": line, "reason": content.commitment}
        note(file, "waiver_revoked", person.id, trigger=WAIVE, payload=said)
        save(file)
        work.commit()
    return Revoked(file.case.number, row.trigger, RuleLine(**line))


def _until(file: CaseFile, text: str) -> datetime:
    """The end of a waiver, which always has one. Raises: BadInput."""
    until = end_meant(file, text.strip() or None, _UNTIL)
    if until is None:
        raise BadInput(
            field_zh=_UNTIL[0],
            field_en=_UNTIL[1],
            reason_zh="不能为空，特批必须有期限",
            reason_en="must not be empty: no waiver is for ever",
        )
    return until


def _nobody_approves(file: CaseFile, leave: Leave) -> Refused:
    """Fail closed: a waiver takes two people, so a policy that names no second one allows none."""
    return Refused(
        reasons_zh="制度没有规定特批由谁批准（应当经“…”批准），不得特批",
        reasons_en="no clause says whose approval a waiver takes, so there is none",
        codes=["waiver-without-approval"],
        rules=[rule.cite.at(file.policy.version) for rule in leave.rules],
    )
