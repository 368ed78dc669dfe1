"""Calendars on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from domain.lexicon import LEXICON

if TYPE_CHECKING:
    from datetime import date

    from casework.calendar_views import CalendarLine, CalendarView
    from policies.calendars import Calendar, Day

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "zh": ("日历", "已公布至", "未公布的年份", "放假", "调休上班", "未办结事项", "尚用旧日历"),
    "en": ("calendar", "published to", "years awaited", "days off", "make-up", "open", "behind"),
}
_WEEK = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def calendar_row(line: CalendarLine, lang: str) -> tuple[str, ...]:
    """One calendar as a row of the list."""
    comma = "、" if lang == "zh" else ", "
    years = comma.join(map(str, line.unconfirmed_years))
    return (
        line.name,
        published_to(line, lang),
        years,
        str(line.holidays),
        str(line.make_up_days),
        str(line.cases),
        str(line.behind or ""),
    )


def published_to(line: CalendarLine, lang: str) -> str:
    """Until when its days are settled."""
    if line.valid_to == line.valid_to.max:
        return "长期" if lang == "zh" else "for good"
    return line.valid_to.isoformat()


def calendar_text(view: CalendarView, year: int | None, lang: str) -> Iterator[str]:
    """The week, then the special days, neighbours of one name on one line."""
    zh, line = lang == "zh", view.line
    yield f"{line.name}  {line.zone}  {line.id[:12]}…"
    until = published_to(line, lang)
    yield f"已公布至：{until}" if zh else f"published to: {until}"
    if line.unconfirmed_years:
        years = ("、" if zh else ", ").join(map(str, line.unconfirmed_years))
        yield f"尚未公布：{years}（暂按推算）" if zh else f"not yet published: {years} (a guess)"
    if line.by:
        yield (
            f"导入：{line.by}，批准：{line.approved_by}"
            if zh
            else f"imported by {line.by}, approved by {line.approved_by}"
        )
    yield from _week(view.calendar, lang)
    days = {day: one for day, one in view.calendar.days.items() if year is None or day.year == year}
    if not days:
        yield "没有特别的日子。" if zh else "No special days."
    yield from _days(days, lang)


def _week(calendar: Calendar, lang: str) -> Iterator[str]:
    weekdays = list(zip(_WEEK[lang], calendar.frames, strict=True))
    for frames, group in groupby(weekdays, key=lambda pair: pair[1]):
        names = [name for name, _ in group]
        which = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        hours = ("、" if lang == "zh" else ", ").join("–".join(frame.as_json()) for frame in frames)
        yield f"  {which}  {hours or ('休息' if lang == 'zh' else 'off')}"


def _days(days: Mapping[date, Day], lang: str) -> Iterator[str]:
    run: list[date] = []
    for day in sorted(days):
        if run and ((day - run[-1]).days != 1 or days[day] != days[run[-1]]):
            yield _run(run, days[run[0]], lang)
            run = []
        run.append(day)
    if run:
        yield _run(run, days[run[0]], lang)


def _run(run: list[date], day: Day, lang: str) -> str:
    last = "" if len(run) == 1 else (" 至 " if lang == "zh" else " to ") + str(run[-1])
    return f"  {run[0]}{last}  {LEXICON.word('day_kind', day.kind.value, lang)}  {day.words(lang)}"
