"""The JSON shapes of answers, which stay stable: the command line and the API give the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casework.approving import Approved
    from casework.calendar_import import CalendarImported
    from casework.checkup import Finding
    from casework.clockwork import Standing
    from casework.dues import Dues, DueView
    from casework.extending import Extending
    from casework.messages import MessageLine, MessageView
    from casework.moving import Done
    from casework.opening import Opened
    from casework.pausing import Pausing
    from casework.reprojecting import Reprojected
    from casework.returns import UnitReturns
    from casework.similar import Match
    from casework.timeline import Entry
    from casework.viewing import CaseLine, CaseView
    from casework.why import Answer, CheckAnswer

Shape = dict[str, Any]


def line_shape(line: CaseLine) -> Shape:
    """A case in a list."""
    return asdict(line)


def case_shape(view: CaseView, lang: str) -> Shape:
    """One case: its line, and everything that hangs on it."""
    return {
        **line_shape(view.line),
        "parent": view.parent,
        "version": view.version,
        "policy": view.policy,
        "fields": list(view.fields),
        "people": list(view.people),
        "lists": list(view.lists),
        "triggers": list(view.triggers),
        "clocks": [asdict(clock) for clock in view.clocks],
        "checks": [check_shape(check, lang) for check in view.checks],
        "children": [line_shape(child) for child in view.children],
        "links": [asdict(link) for link in view.links],
        "evidence": list(view.evidence),
        "waivers": [asdict(one) for one in view.waivers],
        "timeline": [entry_shape(entry) for entry in view.timeline],
    }


def entry_shape(entry: Entry) -> Shape:
    """One event of a timeline."""
    return {**asdict(entry), "rules": list(entry.rules)}


def check_shape(check: CheckAnswer, lang: str) -> Shape:
    """A check: derived from facts, signed, and by whom it is to be signed."""
    return {
        "check": check.check,
        "holds": check.derived and check.signed,
        "derived": check.derived,
        "signed": check.signed,
        "signers": list(check.signers),
        "people": list(check.people),
        "reasons": list(check.reasons_zh if lang == "zh" else check.reasons_en),
        "basis": check.basis,
    }


def answer_shape(answer: Answer, lang: str) -> Shape:
    """May a trigger be done, why not, what is missing, by which lines."""
    return {
        "trigger": answer.trigger,
        "possible": answer.possible,
        "allowed": answer.allowed,
        "roles": list(answer.roles),
        "people": list(answer.people),
        "reasons": list(answer.reasons_zh if lang == "zh" else answer.reasons_en),
        "missing": list(answer.missing),
        "rules": list(answer.rules),
        "waiting_for": list(answer.waiting_for),
        "waived": list(answer.waived),
    }


def standing_shape(item: Standing) -> Shape:
    """A running clock and when it is due, null while it is paused."""
    return {"obligation": item.clock.obligation, "due": item.due, "term": item.clock.term}


def pausing_shape(found: Pausing) -> Shape:
    """A pause: until when, or whose approval it waits for."""
    return {
        "case": found.number,
        "paused": found.paused,
        "until": found.until if found.paused else None,
        "waiting_for": list(found.waiting_for),
    }


def extending_shape(found: Extending) -> Shape:
    """More time for a clock: both dates, or whose approval it waits for."""
    return {
        "case": found.number,
        "obligation": found.clock.obligation,
        "from_due": found.from_due,
        "due": found.due,
        "term": found.clock.term,
        "waiting_for": list(found.waiting_for),
    }


def approved_shape(found: Approved) -> Shape:
    """An approval that was given, and whose come next."""
    return {
        "case": found.number,
        "trigger": found.trigger,
        "role": found.role,
        "waiting_for": list(found.waiting_for),
        "carried_out": found.carried_out,
    }


def done_shape(done: Done) -> Shape:
    """What a trigger did."""
    return {
        "number": done.number,
        "handle": done.handle,
        "trigger": done.trigger,
        "from_state": done.from_state,
        "to_state": done.to_state,
        "endorsed": done.endorsed,
        "waiting_for": list(done.waiting_for),
        "due": [standing_shape(item) for item in done.due],
        "waived": list(done.waived),
    }


def opened_shape(opened: Opened) -> Shape:
    """A new case."""
    return asdict(opened)


def match_shape(match: Match) -> Shape:
    """A near match: why it is one, and how it could be linked."""
    return {**asdict(match), "why": list(match.why)}


def returns_shape(row: UnitReturns) -> Shape:
    """The returns of one unit: counts, and what became of each that was due."""
    shape = asdict(row)
    shape["searches"] = list(row.searches)
    shape["cells"] = {day.isoformat(): str(mark) for day, mark in sorted(row.cells.items())}
    return shape


def dues_shape(found: Dues) -> Shape:
    """Why a case is due when it is due."""
    return {
        "number": found.number,
        "zone": found.zone,
        "clocks": [due_shape(item) for item in found.clocks],
        "pauses": list(found.pauses),
        "requests": list(found.requests),
    }


def due_shape(item: DueView) -> Shape:
    """One clock counted out, with its ladder."""
    return {
        **asdict(item.clock),
        "explanation": item.explanation.as_json(),
        "rungs": [asdict(rung) for rung in item.rungs],
        "extensions": list(item.extensions),
    }


def calendar_import_shape(found: CalendarImported, *, dry_run: bool) -> Shape:
    """Calendars that were taken in, and what moved by them."""
    return {
        "dry_run": dry_run,
        "calendars": dict(found.calendars),
        "years": list(found.years),
        "warnings": [problem.as_json() for problem in found.warnings],
        "cases": found.cases,
        "moved": [asdict(one) for one in found.moved],
    }


def reprojected_shape(found: Reprojected, *, dry_run: bool) -> Shape:
    """Open cases that took up a newer calendar, and what moved by it."""
    return {
        "dry_run": dry_run,
        "cases": found.cases,
        "moved": [asdict(one) for one in found.moved],
    }


def finding_shape(finding: Finding, lang: str) -> Shape:
    """One thing that the doctor looked at."""
    return {
        "name": finding.name,
        "condition": str(finding.condition),
        "message": finding.zh if lang == "zh" else finding.en,
        "details": finding.details,
    }


def message_shape(line: MessageLine) -> Shape:
    """An outgoing message in a list."""
    return asdict(line)


def message_view_shape(view: MessageView) -> Shape:
    """One outgoing message, as it would read now."""
    return {
        **message_shape(view.line),
        "wished_channel": view.channel,
        "address": view.address,
        "subject": view.subject,
        "text": view.text,
        "unspeakable": view.unspeakable,
    }
