"""How a pause is meant: until when, on whom the case waits, and how long policy lets it last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.casefile import CaseFile
from casework.requesting import Leave
from domain.errors import BadInput, Refused
from domain.lexicon import LEXICON
from policies.counting import Span
from policies.durations import parse_duration
from policies.moments import day_that_ends, end_of_day
from policies.pauses import Cap, caps_of, pause_end, strictest
from policies.rules import Rule
from store.allowances import pauses_of
from store.signatures import closings_of


@dataclass(frozen=True, slots=True)
class Plan:
    """How a pause is meant: until when, on whom the case waits, and which clauses cap it."""

    until: datetime | None = None
    waiting_on: str | None = None
    rules: tuple[Rule, ...] = ()


NO_PLAN = Plan()
"""Without an end, and waiting on nobody in particular."""


def plan_of(file: CaseFile, leave: Leave, details: Mapping[str, Any]) -> Plan:
    """The pause that is asked for, within the caps of the clauses that hold for it.

    Without an end of its own it lasts as long as they allow.

    Raises:
        BadInput: for an end that cannot be read or is over.
        Refused: when it would last longer than the strictest cap allows, or nothing is left of it.
    """
    caps = caps_of(leave.rules)
    wanted = end_meant(file, details["until"], _PAUSED_UNTIL)
    most = strictest(caps, file.at, _earlier(file), file.calendar)
    if most is not None and (most[0] <= file.at or (wanted is not None and wanted > most[0])):
        raise _cap_refusal(file, *most)
    until = wanted if wanted is not None or most is None else most[0]
    return Plan(until, details["waiting_on"], tuple(cap.rule for cap in caps))


def plan_by_rule(file: CaseFile, rule: Rule) -> Plan | None:
    """The pause that a clause itself makes, as long as its own caps allow; None: not at all."""
    most = strictest(caps_of([rule]), file.at, _earlier(file), file.calendar)
    if most is None:
        return Plan(rules=(rule,))
    return Plan(most[0], rules=(rule,)) if most[0] > file.at else None


def _earlier(file: CaseFile) -> list[Span]:
    """The pauses that have ended since the case was opened or last put back on the books."""
    reopened = [one.reopened_at for one in closings_of(file.work, file.case.id) if one.reopened_at]
    since = max(reopened, default=file.case.opened_at)
    return [
        Span(one.from_at, one.to_at)
        for one in pauses_of(file.work, file.case.id)
        if one.to_at is not None and one.from_at >= since
    ]


def party_named(word: str | None) -> str | None:
    """The id of whom the case waits for. Raises: BadInput with all of them."""
    if word is None:
        return None
    found = LEXICON.resolve("waiting_on", word)
    if found is None:
        parties = LEXICON.ids("waiting_on")
        words = "、".join(LEXICON.word("waiting_on", one, "zh") for one in parties)
        raise BadInput(
            field_zh="等待对象",
            field_en="waiting on",
            reason_zh=f"没有“{word}”，可选：{words}",
            reason_en=f"there is no “{word}”; choose from {', '.join(parties)}",
        )
    return found


_PAUSED_UNTIL = ("暂停至", "until")


def end_meant(file: CaseFile, text: str | None, field: tuple[str, str]) -> datetime | None:
    """The moment that is meant by a date (its end) or a length of time.

    `field` is what is being filled in, in both languages. Raises: BadInput.
    """
    if text is None:
        return None
    until = _moment(file, text.strip())
    if until is None:
        raise _bad_until(
            field,
            f"“{text}”不是日期或时长，请写 2026-03-05 或 10日",
            f"“{text}” is neither a date nor a length of time: write 2026-03-05, or 10 days",
        )
    if until <= file.at:
        raise _bad_until(field, f"“{text}”已经过去", f"“{text}” is over already")
    return until


def _moment(file: CaseFile, text: str) -> datetime | None:
    duration = parse_duration(text, "zh") or parse_duration(text, "en")
    if duration is not None:
        return pause_end(duration, file.at, file.calendar)
    try:
        return end_of_day(date.fromisoformat(text), file.calendar.zone)
    except ValueError:
        return None


def _bad_until(field: tuple[str, str], zh: str, en: str) -> BadInput:
    return BadInput(field_zh=field[0], field_en=field[1], reason_zh=zh, reason_en=en)


def _cap_refusal(file: CaseFile, most: datetime, cap: Cap) -> Refused:
    cite = cap.rule.cite
    which_zh, which_en = ("累计", "all pauses together") if cap.in_all else ("每次", "each pause")
    last = day_that_ends(most, file.calendar.zone)
    left_zh, left_en = f"现在起最迟到{last}", f"from now on until {last} at the latest"
    if most <= file.at:
        left_zh, left_en = "已经用完", "nothing of it is left"
    place = f"{cite.file}:{cite.line}"
    return Refused(
        reasons_zh=f"{which_zh}暂停最长{cap.duration.words('zh')}，{left_zh}（{cite.words('zh')}，{place}）",
        reasons_en=f"{which_en} may last {cap.duration.words('en')} at most: {left_en} "
        f"({cite.words('en')}, {place})",
        rules=[cite.at(file.policy.version)],
        codes=["pause-cap"],
    )
