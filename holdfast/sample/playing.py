"""Plays three weeks of the sample group on a driven clock, and tells what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from casework.calendars_seed import ZONE
from casework.settings import Settings
from holdfast.showing.words import moment

if TYPE_CHECKING:
    from casework.app import App

DAYS = 21
_OFFICE_ENDS = time(17, 30)
_SHOWN = ("R1-1", "R1-4", "R1-5", "R1-12", "G1")
_QUIET = frozenset({"clock_started", "clocks_stopped"})


def play_weeks(settings: Settings) -> Iterator[str]:
    """The story and the three weeks after it, in which nobody does anything more.

    It happens in a folder that is removed; the installation of `settings` is not touched.
    """
    from domain.now import real_now

    with TemporaryDirectory(prefix="holdfast-play-") as folder:
        away = replace(settings, data=Path(folder), database_url="")
        yield from _played(away, real_now().replace(microsecond=0))


def _played(settings: Settings, start: datetime) -> Iterator[str]:
    from casework.bootstrap import open_app
    from casework.sweeping import sweep
    from holdfast.demo import prepare

    prepare(settings, driven_from=start).close()
    for each in _moments(start):
        app = open_app(settings, at=each)
        swept = sweep(app)
        app.close()
        if swept.breached or swept.escalated:
            yield _day_words(settings.lang, each, swept.breached, swept.escalated)
    app = open_app(settings)
    try:
        for number in _SHOWN:
            yield from _told(app, number, settings.lang)
    finally:
        app.close()


def _moments(start: datetime) -> Iterator[datetime]:
    """The ends of days and of office hours, when obligations fall due."""
    first = start.astimezone(ZoneInfo(ZONE)).date()
    for day in range(DAYS):
        here = datetime.combine(first + timedelta(days=day), _OFFICE_ENDS, ZoneInfo(ZONE))
        midnight = datetime.combine(first + timedelta(days=day + 1), time(), ZoneInfo(ZONE))
        yield from (each.astimezone(UTC) for each in (here, midnight) if each > start)


def _day_words(lang: str, at: datetime, breached: int, escalated: int) -> str:
    shown = moment(at, ZONE, lang)
    if lang == "zh":
        return f"{shown}：逾期{breached}，提级{escalated}"
    return f"{shown}: {breached} overdue, {escalated} escalated"


def _told(app: App, number: str, lang: str) -> Iterator[str]:
    from casework.viewing import view_case

    view = view_case(app, number, lang=lang)
    yield ""
    yield f"{number}  {view.line.unit}  {view.line.title}"
    for entry in view.timeline:
        if entry.event not in _QUIET:
            yield f"  {moment(entry.at, view.zone, lang)}  {entry.words}"
