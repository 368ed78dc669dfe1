"""Leave for what moves a deadline or passes a gate: who may ask for it, and who has to approve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from casework.casefile import CaseFile, person_named
from casework.recording import note, send
from casework.refusing import refuse
from domain.errors import BadInput, Refused
from domain.ids import new_id
from domain.people import SYSTEM
from policies.authority import LAST_RESORT, At, resolve
from policies.rules import Rule
from policies.verdicts import Reason, Why
from store.allowances import RequestRecord, insert_request, requests_of
from store.clocks import clocks_of
from store.content import put_content

WAITING = ("pause", "extend", "waive")
"""What is kept as a request until it is approved; any other trigger is approved beforehand."""

DONE, DECLINED, WITHDRAWN, LAPSED = "done", "declined", "withdrawn", "lapsed"
"""How a request ends; it lapses with the case."""

APPROVAL_NOTICE = "approval"

NOBODY = "nobody"
"""The notice to the head of compliance when a role leads to nobody."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Who may, by which clauses; `missing` are the approvals for which it still waits."""

    person_id: str
    rules: tuple[Rule, ...]
    missing: tuple[Reason, ...] = ()

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The roles whose approval comes next."""
        return tuple(dict.fromkeys(one.subject for one in self.missing))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: `details` as typed, the reason in words."""

    trigger: str
    reason: str
    details: Mapping[str, Any]
    obligation: str | None = None


def leave_for(file: CaseFile, trigger: str, by: str) -> Leave:
    """Whether policy lets this person, at least once somebody else has approved.

    Raises:
        Refused: with the lines.
    """
    actor = file.actor(person_named(file.organisation, by))
    verdict = file.policy.attempt(file.facts, trigger, actor)
    missing = tuple(one for one in verdict.reasons if one.why is Why.APPROVAL)
    if len(missing) < len(verdict.reasons):
        raise refuse(file, verdict)
    return Leave(actor.id, verdict.gates, missing)


def require_leave(file: CaseFile, trigger: str, by: str) -> str:
    """The id of the person, when policy names them and nobody's approval is missing.

    Raises:
        Refused: with the lines.
    """
    leave = leave_for(file, trigger, by)
    if leave.missing:
        actor = file.actor(file.organisation.staff.people[leave.person_id])
        raise refuse(file, file.policy.attempt(file.facts, trigger, actor))
    return leave.person_id


def require_reason(reason: str) -> None:
    """Refuse a blank reason. Raises: BadInput."""
    if not reason.strip():
        raise BadInput(
            field_zh="理由", field_en="reason", reason_zh="不能为空", reason_en="must not be empty"
        )


def ask(file: CaseFile, leave: Leave, wish: Wish) -> RequestRecord:
    """Keep a request until it is approved, and tell who has to; nothing moves by it.

    Raises:
        Refused: when such a request of this case waits already.
    """
    if open_request(file, wish.trigger) is not None:
        raise Refused(
            reasons_zh="该事项已有同样的申请待批准，请先由批准人办理或由申请人撤回",
            reasons_en="such a request of this case waits for its approval already",
            codes=["request-waits"],
            rules=[],
        )
    content = put_content(file.work, file.case, f"{wish.trigger}_reason", wish.reason, at=file.at)
    request = RequestRecord(
        id=new_id(),
        case_id=file.case.id,
        trigger=wish.trigger,
        obligation=wish.obligation,
        details=orjson.dumps(wish.details, option=orjson.OPT_SORT_KEYS).decode(),
        reason_content=content.id,
        by=leave.person_id,
        at=file.at,
    )
    insert_request(file.work, request)
    said = {"waiting": list(leave.waiting_for), "reason": content.commitment, **wish.details}
    if wish.obligation is not None:
        said["obligation"] = wish.obligation
    rules = [one.rule for one in leave.missing if one.rule is not None]
    note(file, "requested", leave.person_id, trigger=wish.trigger, rules=rules, payload=said)
    tell_approvers(file, wish.trigger, leave.missing, wish.details)
    return request


def tell_approvers(
    file: CaseFile, trigger: str, missing: tuple[Reason, ...], details: Mapping[str, Any]
) -> None:
    """Send word to those whose approval comes next; of a waiver, which clause it is to pass."""
    waives = {name: details[name] for name in ("gate", "rule") if "gate" in details}
    for reason in missing:
        if reason.rule is None:
            continue
        found = resolve(reason.subject, file.side, file.organisation.staff, At(file.at, file.today))
        line = reason.rule.cite.at(file.policy.version).as_json()
        said = {"trigger": trigger, "role": reason.subject, "to": found.person_id, "rule": line}
        payload = {**said, "notice": APPROVAL_NOTICE}
        note(file, "told", SYSTEM, rules=[reason.rule], payload=payload)
        shown = NOBODY if found.fallback else APPROVAL_NOTICE
        more = {"last_resort": LAST_RESORT, **({"waives": waives} if waives else {})}
        send(file, shown, found.person_id, payload={**payload, **more})


def open_request(file: CaseFile, trigger: str) -> RequestRecord | None:
    """The request for this trigger that waits for an approval and could still be carried out."""
    return next(
        (
            one
            for one in requests_of(file.work, file.case.id)
            if one.trigger == trigger and outcome_of(file, one) is None
        ),
        None,
    )


def outcome_of(file: CaseFile, request: RequestRecord) -> str | None:
    """What became of a request; None while it waits.

    One for more time has lapsed once no clock runs any more for which it was asked.
    """
    if request.outcome is not None or request.obligation is None:
        return request.outcome
    running = clocks_of(file.work, file.case.id, running=True)
    return None if any(one.obligation == request.obligation for one in running) else LAPSED
