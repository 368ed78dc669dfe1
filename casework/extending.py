"""Grants more time for an obligation: once or as often as the clause allows, both dates kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from casework.app import App
from casework.casefile import CaseFile, locked_file
from casework.clockwork import Standing, Terms, running_standings, standing
from casework.firing import catch_up
from casework.recording import note, save
from casework.requesting import Wish, ask, leave_for, require_reason
from domain.errors import BadInput, NotFound, Refused, RuleLine
from domain.ids import new_id
from domain.lexicon import LEXICON
from policies.counting import after_due
from policies.durations import Duration, parse_duration
from policies.limits import Extended
from store.allowances import ExtensionRecord, extensions_of, insert_extension
from store.clocks import ClockRecord, save_clock, spans_of
from store.content import put_content


@dataclass(frozen=True, slots=True)
class Extending:
    """What came of asking for more time: the clock as it now stands, in its new term or not yet.

    `from_due` is when it was due before; `waiting_for` are the roles that have to approve first.
    """

    number: str
    clock: ClockRecord
    from_due: datetime | None
    due: datetime | None
    waiting_for: tuple[str, ...] = ()


def extend_clock(
    app: App, name: str, obligation: str, *, by: str, more: str, reason: str
) -> Extending:
    """Give the clock of `obligation` more time and begin a new term; its rungs may fire again.

    `more` is written as in a policy: `10日`, `5 working days`. Where a clause asks for an approval
    the request waits for it, and no date moves until then.

    Raises:
        Refused: when policy does not let this person, or the clause's cap is reached.
        BadInput: for a duration that cannot be read, or no reason.
        NotFound: when no such clock runs.
    """
    require_reason(reason)
    duration = _duration(more)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        catch_up(file)
        leave = leave_for(file, "extend", by)
        before = extendable(file, obligation, duration)
        if leave.missing:
            details = {"more": duration.as_json()}
            ask(file, leave, Wish("extend", reason, details, before.clock.obligation))
            found = Extending(
                file.case.number, before.clock, before.due, before.due, leave.waiting_for
            )
        else:
            found = grant(file, before, duration, by=leave.person_id, reason=reason)
        save(file)
        work.commit()
    return found


def extendable(file: CaseFile, obligation: str, duration: Duration) -> Standing:
    """The running clock of an obligation, when its clause allows so much more of it.

    Raises:
        Refused: when the clause's cap is reached.
        NotFound: when no such clock runs.
    """
    before = _running(running_standings(file), obligation)
    _require_cap(file, before, duration)
    return before


def grant(
    file: CaseFile,
    before: Standing,
    duration: Duration,
    *,
    by: str,
    reason: str,
    approver: str | None = None,
) -> Extending:
    """Begin the new term of a clock and keep both dates, with who asked and who approved."""
    after = _next_term(file, before, duration)
    save_clock(file.work, after.clock)
    content = put_content(file.work, file.case, "extension_reason", reason, at=file.at)
    row = ExtensionRecord(
        id=new_id(),
        clock_id=after.clock.id,
        term=after.clock.term,
        duration_json=orjson.dumps(duration.as_json()).decode(),
        reason_content=content.id,
        by=by,
        approver=approver,
        at=file.at,
        from_due=before.due,
        to_due=after.due,
    )
    insert_extension(file.work, row)
    payload = {
        "obligation": after.clock.obligation,
        "term": after.clock.term,
        "from": _iso(before.due),
        "to": _iso(after.due),
        "reason": content.commitment,
    }
    if approver is not None:
        payload["approver"] = approver
    note(file, "extended", by, payload=payload)
    return Extending(file.case.number, after.clock, before.due, after.due)


def _next_term(file: CaseFile, before: Standing, duration: Duration) -> Standing:
    """The clock in its new term, armed for the first rung that still lies ahead."""
    terms = Terms.from_text(before.clock.limit_json)
    longer = replace(terms, limit=Extended(terms.limit, duration))
    clock = before.clock._replace(term=before.clock.term + 1, limit_json=longer.as_text())
    spans = spans_of(file.work, file.case.id)[clock.id]
    after = standing(clock, spans, file.policy, file.calendar, file.case.kind)
    ahead = next((ring for ring in after.rings if ring.at > file.at), None)
    armed = clock._replace(
        next_rung_at=None if ahead is None else ahead.at,
        next_rung=None if ahead is None else ahead.key,
    )
    return replace(after, clock=armed)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _duration(text: str) -> Duration:
    found = parse_duration(text, "zh") or parse_duration(text, "en")
    if found is None:
        raise BadInput(
            field_zh="延长",
            field_en="more",
            reason_zh=f"“{text}”不是期限，请写 10日、5个工作日",
            reason_en=f"“{text}” is no duration: write 10 days, 5 working days",
        )
    return found


def _running(standings: list[Standing], word: str) -> Standing:
    obligation = LEXICON.resolve("trigger", word) or word
    for item in standings:
        if item.clock.obligation == obligation and item.due is not None:
            return item
    known = [item.clock.obligation for item in standings]
    raise NotFound(
        what_zh="正在计时的期限",
        what_en="running clock",
        name=word,
        hint_zh=f"正在计时：{'、'.join(LEXICON.word('trigger', k, 'zh') for k in known) or '无'}。",
        hint_en=f"Running: {', '.join(known) or 'none'}.",
    )


def _require_cap(file: CaseFile, before: Standing, duration: Duration) -> None:
    """The clause says how often and by how much at most; without such words nobody may."""
    terms = Terms.from_text(before.clock.limit_json)
    granted = [e for e in extensions_of(file.work, file.case.id) if e.clock_id == before.clock.id]
    due = before.due or file.at
    within = terms.extend_by is not None and after_due(due, duration, file.calendar) <= after_due(
        due, terms.extend_by, file.calendar
    )
    if len(granted) < terms.extend_times and within:
        return
    line = RuleLine(**orjson.loads(before.clock.cite))
    by_zh = "" if terms.extend_by is None else f"，每次最长{terms.extend_by.words('zh')}"
    by_en = "" if terms.extend_by is None else f", by {terms.extend_by.words('en')} at most"
    raise Refused(
        reasons_zh=f"该期限最多可延长{terms.extend_times}次{by_zh}，已延长{len(granted)}次"
        f"（{line.citation}，{line.file}:{line.line}）",
        reasons_en=f"this time limit may be extended {terms.extend_times} time(s){by_en}; "
        f"it was extended {len(granted)} time(s) ({line.citation}, {line.file}:{line.line})",
        rules=[line],
        codes=["extension-cap"],
    )
