"""How clocks are spoken of: obligations, limits, rungs and standings in words and as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from casework.casefile import CaseFile
from casework.clockwork import BREACH, EXCUSED, LEFT, MET, MISSED, RESUME, Standing, Terms
from domain.lexicon import LEXICON
from notifications.wording import length_words
from policies import statements as s
from policies.consequences import opened_kind
from policies.limits import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Limit,
    OnDay,
    Recurring,
    SameDay,
    Within,
)
from policies.moments import day_that_ends, local_day
from policies.occurrences import OPENING
from policies.occurring import Timer, is_timer
from policies.recurrence import recurrence_from_code
from policies.recurrence_words import recurrence_words
from policies.verdicts import Rung, Side


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock as people look at it; `status` is an id of the lexicon's category `clock`.

    `due` is None while it is paused. `days_left` counts local days to the last one, negative once
    that is past, and is None for a clock that has stopped.
    """

    obligation: str
    words: str
    limit: str
    status: str
    started_at: datetime
    due: datetime | None
    days_left: int | None
    left: str
    stopped_at: datetime | None
    next_rung_at: datetime | None
    term: int
    rule: dict[str, Any]


def view_clock(file: CaseFile, item: Standing, lang: str) -> ClockView:
    """A standing with its words."""
    clock = item.clock
    running = clock.stopped_at is None
    return ClockView(
        obligation=clock.obligation,
        words=obligation_words(clock.obligation, lang),
        limit=limit_words(Terms.from_text(clock.limit_json).limit, lang),
        status=status_of(item, file.at),
        started_at=clock.started_at,
        due=item.due,
        days_left=_days_left(file, item.due) if running else None,
        left=_left(file, item.due, lang) if running else "",
        stopped_at=clock.stopped_at,
        next_rung_at=clock.next_rung_at,
        term=clock.term,
        rule=orjson.loads(clock.cite),
    )


def status_of(item: Standing, now: datetime) -> str:
    """How a clock stands: running, paused, awaiting, overdue, met, missed and so on."""
    clock, due = item.clock, item.due
    if clock.stopped_at is not None:
        if clock.stop_reason != MET:
            return clock.stop_reason if clock.stop_reason in (MISSED, EXCUSED) else LEFT
        return "met" if due is None or clock.stopped_at <= due else "met_late"
    if due is None:
        return "awaiting" if item.awaits else "paused"
    return "overdue" if due <= now else "running"


def _days_left(file: CaseFile, due: datetime | None) -> int | None:
    if due is None:
        return None
    zone = file.calendar.zone
    return (day_that_ends(due, zone) - local_day(file.at, zone)).days


def _left(file: CaseFile, due: datetime | None, lang: str) -> str:
    """`还有2天3小时` or `逾期1天`."""
    if due is None:
        return ""
    if due > file.at:
        ahead = length_words(due - file.at, lang)
        return f"还有{ahead}" if lang == "zh" else f"{ahead} left"
    late = length_words(file.at - due, lang) or ("不足1小时" if lang == "zh" else "just now")
    return f"逾期{late}" if lang == "zh" else f"overdue by {late}"


def obligation_words(obligation: str, lang: str) -> str:
    """What must happen, in words: a trigger, a telling, or what a timer waits for."""
    if obligation.startswith("tell:"):
        _, content, party = obligation.split(":")
        what = LEXICON.word("content", content, lang)
        whom = LEXICON.word("party", party, lang)
        return f"将{what}告知{whom}" if lang == "zh" else f"tell the {whom} {what}"
    if obligation.startswith("since:"):
        _, trigger, _, subject = obligation.split(":", 3)
        word = LEXICON.word("trigger", trigger, lang)
        category = next((c for c in ("trigger", "role", "kind") if LEXICON.has(c, subject)), "role")
        then = LEXICON.word(category, subject, lang)
        return f"“{word}”后计时（{then}）" if lang == "zh" else f"timer since “{word}” ({then})"
    if is_timer(obligation):
        timer = Timer.named(obligation)
        when = recurrence_words(recurrence_from_code(timer.calendar), lang)
        what = LEXICON.word("trigger", timer.trigger, lang)
        return f"{when}{what}" if lang == "zh" else f"{what}, {when}"
    return LEXICON.word("trigger", obligation, lang)


def limit_words(limit: Limit, lang: str) -> str:
    """A time limit in words: `3个工作日内`, `by the 25th`."""
    chinese = lang == "zh"
    if isinstance(limit, Extended):
        more = limit.by.words(lang)
        inner = limit_words(limit.limit, lang)
        return f"{inner}，延长{more}" if chinese else f"{inner}, extended by {more}"
    if isinstance(limit, Within):
        length = limit.duration.words(lang)
        return f"{length}内" if chinese else f"within {length}"
    if isinstance(limit, SameDay):
        return "当日" if chinese else "on the same day"
    if isinstance(limit, Recurring):
        when, by = recurrence_words(limit.calendar, lang), limit_words(limit.by, lang)
        return f"{when}{by}" if chinese else f"{when} {by}"
    point = _point_words(limit, lang)
    return f"{point}前" if chinese else f"by {point}"


def _point_words(limit: ByTime | ByDayOfMonth | ByMonthEnd | ByDate | OnDay, lang: str) -> str:
    if isinstance(limit, ByTime):
        return f"{limit.hour}:{limit.minute:02}"
    if isinstance(limit, OnDay):
        time = "{}:{:02}".format(*divmod(limit.minutes, 60))
        day = f"{limit.day.month}月{limit.day.day}日" if lang == "zh" else f"{limit.day} "
        return f"{day}{time}"
    if isinstance(limit, ByDayOfMonth):
        return f"{limit.day}日" if lang == "zh" else f"day {limit.day}"
    if isinstance(limit, ByMonthEnd):
        return "月底" if lang == "zh" else "the month end"
    return f"“{LEXICON.word('field', limit.field, lang)}”"


def rung_words(key: str, rung: Rung | None, lang: str) -> str:
    """What a rung does: warn, breach, escalate to whom, begin an occurrence."""
    if rung is None:
        return _own_words(key, lang)
    then = rung.then
    if isinstance(then, s.Escalate):
        role = LEXICON.word("role", then.role, lang)
        if lang == "zh":
            return f"第{rung.level}级：提级至{role}"
        return f"level {rung.level}: escalate to the {role}"
    if isinstance(then, s.Tell):
        role = LEXICON.word("role", then.role, lang)
        notice = LEXICON.word("notice", then.notice, lang)
        return f"{notice}{role}" if lang == "zh" else f"{notice} to the {role}"
    return _consequence_words(then, lang) or key


def _own_words(key: str, lang: str) -> str:
    """What a clock does without any clause for it."""
    if key == RESUME:
        return "暂停到期，恢复计时" if lang == "zh" else "the pause ends: the clock runs again"
    if not key.startswith(OPENING):
        return LEXICON.word("notice", BREACH, lang)
    day = key.removeprefix(OPENING)
    return f"{day}一期开始" if lang == "zh" else f"the one of {day} begins"


def _consequence_words(then: s.Then, lang: str) -> str:
    if isinstance(then, s.HappensByItself):
        trigger = LEXICON.word("trigger", then.trigger, lang)
        return f"自动“{trigger}”" if lang == "zh" else f"“{trigger}” happens by itself"
    if isinstance(then, s.Circulate):
        return LEXICON.word("notice", "circular", lang)
    kind = opened_kind(then)
    if kind is None:
        return ""
    word = LEXICON.word("kind", kind, lang)
    return f"启动{word}" if lang == "zh" else f"open: {word}"


def place_words(rung: Rung | None, lang: str) -> str:
    """Where on the clock a rung lies: `距到期2日`, `2 days overdue`."""
    if rung is None or rung.side is Side.AT or rung.distance is None:
        return "到期" if lang == "zh" else "when due"
    length = rung.distance.words(lang)
    if rung.side is Side.BEFORE:
        return f"距到期{length}" if lang == "zh" else f"{length} before"
    return f"逾期{length}" if lang == "zh" else f"{length} overdue"


def role_of(rung: Rung | None) -> str | None:
    """The role to whom a rung speaks, None when to nobody."""
    if rung is None or not isinstance(rung.then, s.Escalate | s.Tell | s.AssignedTo):
        return None
    return rung.then.role
