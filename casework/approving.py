"""Approvals: the next one in order, by another person; a request is carried out with the last."""

from __future__ import annotations

from dataclasses import dataclass, replace

import orjson

from casework.acting import known_trigger
from casework.app import App
from casework.casefile import CaseFile, locked_file, person_named
from casework.extending import extendable, grant
from casework.firing import catch_up
from casework.halting import pause_clocks
from casework.pause_plans import plan_of
from casework.recording import note, save
from casework.refusing import refuse
from casework.requesting import (
    DECLINED,
    DONE,
    WAITING,
    WITHDRAWN,
    leave_for,
    open_request,
    require_reason,
    tell_approvers,
)
from casework.waiving import grant_waiver
from domain.errors import BadInput, NotFound
from domain.facts import APPROVAL
from domain.facts import Endorsement as Signed
from domain.ids import new_id
from domain.lexicon import LEXICON
from policies.durations import Duration
from policies.verdicts import Reason, Verdict, Why
from store.allowances import RequestRecord, settle_request
from store.content import put_content, read_content
from store.signatures import Endorsement, insert_endorsement, spend_endorsements


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval that was given: in which role, and whose come next.

    `carried_out` says that a request was waiting for it, and is done now.
    """

    number: str
    trigger: str
    role: str
    waiting_for: tuple[str, ...]
    carried_out: bool


def approve(app: App, name: str, trigger: str, *, by: str) -> Approved:
    """Approve, as the next one in order, that somebody else does `trigger` to a case.

    A pause, more time or a waiver that was asked for is carried out with the last approval; any
    other trigger can then be done by whoever may, as long as the case stays as it is.

    Raises:
        NotFound: when a pause, more time or a waiver was not asked for.
        BadInput: for an unknown trigger, or one that no clause has approved.
        Refused: when it is somebody else's to approve, or the request can no longer be carried out.
    """
    with app.store.write() as work:
        file = locked_file(app, work, name)
        catch_up(file)
        named = _known(file, trigger)
        request = _required_request(file, named)
        approver, verdict = _judged(file, named, by, request)
        role = next(one.subject for one in _mine(file, verdict, named))
        left = _put(file, named, (approver, role), verdict)
        if request is not None and not left:
            _carry_out(file, request, approver)
        elif request is not None:
            tell_approvers(file, named, left, orjson.loads(request.details))
        save(file)
        work.commit()
        waiting_for = tuple(dict.fromkeys(one.subject for one in left))
        return Approved(
            file.case.number, named, role, waiting_for, request is not None and not left
        )


def decline(app: App, name: str, trigger: str, *, by: str, reason: str) -> str:
    """Decline a request, as one whose approval comes next, or withdraw one's own; the outcome.

    Raises:
        NotFound: when nothing was asked for.
        Refused: when it is somebody else's to say.
    """
    require_reason(reason)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        named = _known(file, trigger)
        request = _required_request(file, named)
        if request is None:
            raise _nothing_waits(named)
        person = person_named(file.organisation, by)
        outcome = WITHDRAWN
        if person.id != request.by:
            _judged(file, named, by, request)
            outcome = DECLINED
        content = put_content(work, file.case, "request_reason", reason, at=file.at)
        payload = {"reason": content.commitment}
        note(file, f"request_{outcome}", person.id, trigger=named, payload=payload)
        _settle(file, request, person.id, outcome)
        save(file)
        work.commit()
    return outcome


def _known(file: CaseFile, word: str) -> str:
    found = LEXICON.resolve("trigger", word)
    return found if found in (*WAITING, "resume") else known_trigger(file.case.kind, word)


def _required_request(file: CaseFile, trigger: str) -> RequestRecord | None:
    """The request that waits; None for what is approved before anybody does it."""
    if trigger not in WAITING:
        return None
    request = open_request(file, trigger)
    if request is None:
        raise _nothing_waits(trigger)
    return request


def _nothing_waits(trigger: str) -> NotFound:
    return NotFound(
        what_zh="待批准的申请",
        what_en="request that waits for an approval",
        name=LEXICON.word("trigger", trigger, "zh"),
        hint_zh="用 holdfast case due 查看待批准的申请。",
        hint_en="See what waits with: holdfast case due.",
    )


def _judged(
    file: CaseFile, trigger: str, by: str, request: RequestRecord | None
) -> tuple[str, Verdict]:
    """The person whose approval comes next. Raises: Refused, when it is not theirs; BadInput."""
    actor = file.actor(person_named(file.organisation, by))
    verdict = file.policy.approval(file.facts, trigger, actor)
    if request is not None and actor.id == request.by:
        own = Reason(Why.REQUESTER, next(iter(verdict.named), None))
        verdict = Verdict((own, *verdict.reasons), verdict.named)
    if verdict.reasons:
        raise refuse(file, verdict)
    if not verdict.named:
        raise BadInput(
            field_zh="办理动作",
            field_en="trigger",
            reason_zh=f"“{LEXICON.word('trigger', trigger, 'zh')}”现在不需要批准",
            reason_en=f"“{LEXICON.word('trigger', trigger, 'en')}” needs no approval now",
        )
    return actor.id, verdict


def _mine(file: CaseFile, verdict: Verdict, trigger: str) -> list[Reason]:
    """What is missing by the clauses whose next approval the verdict gives to the person."""
    missing = file.policy.missing_approvals(file.facts, trigger)
    return [one for one in missing if one.rule in verdict.named]


def _put(file: CaseFile, trigger: str, by: tuple[str, str], verdict: Verdict) -> tuple[Reason, ...]:
    """Put the approval on the record; what is still missing after it."""
    person_id, role = by
    name = APPROVAL + trigger
    given = (*file.facts.approvals(trigger), Signed(person_id, role))
    file.facts = replace(file.facts, endorsements={**file.facts.endorsements, name: given})
    left = file.policy.missing_approvals(file.facts, trigger)
    payload = {"role": role, "waiting": [one.subject for one in left]}
    note(file, "approved", person_id, trigger=trigger, rules=verdict.named, payload=payload)
    event_seq = file.case.head_seq + len(file.events)
    row = Endorsement(new_id(), file.case.id, name, role, person_id, file.at, event_seq)
    insert_endorsement(file.work, row)
    return left


def _carry_out(file: CaseFile, request: RequestRecord, approver: str) -> None:
    """Do what was asked for, if whoever asked still may, by the clause as it now applies."""
    details = orjson.loads(request.details)
    leave = leave_for(file, request.trigger, file.organisation.staff.people[request.by].handle)
    reason = read_content(file.work, request.reason_content) or ""
    if request.trigger == "pause":
        plan = plan_of(file, leave, details)
        pause_clocks(file, request.by, reason=reason, plan=plan, approver=approver)
    elif request.trigger == "waive":
        grant_waiver(file, leave, details, reason=reason, approver=approver)
    else:
        duration = Duration.from_json(details["more"])
        before = extendable(file, request.obligation or "", duration)
        grant(file, before, duration, by=request.by, reason=reason, approver=approver)
    _settle(file, request, approver, DONE)


def _settle(file: CaseFile, request: RequestRecord, by: str, outcome: str) -> None:
    settle_request(file.work, request.id, at=file.at, by=by, outcome=outcome)
    spend_endorsements(file.work, file.case.id, APPROVAL + request.trigger, at=file.at)
