"""Grants more time for an obligation: once or as often as the clause allows, both dates kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import orjson

from casework.app import App
from casework.casefile import CaseFile, locked_file
from casework.clockwork import Standing, Terms, running_standings, standing
from casework.pausing import require_leave, require_reason
from casework.recording import note, save
from domain.errors import BadInput, NotFound, Refused, RuleLine
from domain.ids import new_id
from domain.lexicon import LEXICON
from policies.counting import after_due
from policies.durations import Duration, parse_duration
from policies.limits import Extended
from store.allowances import ExtensionRecord, extensions_of, insert_extension
from store.clocks import ClockRecord, save_clock, spans_of
from store.content import put_content


def extend_clock(
    app: App, name: str, obligation: str, *, by: str, more: str, reason: str
) -> Standing:
    """Give the clock of `obligation` more time and begin a new term; its rungs may fire again.

    `more` is written as in a policy: `10日`, `5 working days`.

    Raises:
        Refused: when policy does not let this person, or the clause's cap is reached.
        BadInput: for a duration that cannot be read, or no reason.
        NotFound: when no such clock runs.
    """
    require_reason(reason)
    duration = _duration(more)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        person_id = require_leave(file, "extend", by)
        before = _running(running_standings(file), obligation)
        _require_cap(file, before, duration)
        after = _next_term(file, before, duration)
        save_clock(work, after.clock)
        content = put_content(work, file.case, "extension_reason", reason, at=file.at)
        insert_extension(work, _row(after.clock, duration, content.id, person_id, file.at))
        payload = {
            "obligation": after.clock.obligation,
            "term": after.clock.term,
            "from": _iso(before.due),
            "to": _iso(after.due),
            "reason": content.commitment,
        }
        note(file, "extended", person_id, payload=payload)
        save(file)
        work.commit()
    return after


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


def _row(
    clock: ClockRecord, duration: Duration, content_id: str, person_id: str, at: datetime
) -> ExtensionRecord:
    text = orjson.dumps(duration.as_json()).decode()
    return ExtensionRecord(new_id(), clock.id, clock.term, text, content_id, person_id, None, at)


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
