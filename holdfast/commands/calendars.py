"""`holdfast calendar …`: which days are worked, new holidays taken in, open cases following."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.door import Door, command, listing
from holdfast.printing import problem_line, progress, write_lines

if TYPE_CHECKING:
    from casework.calendar_import import CalendarImported
    from casework.reprojecting import Moved, Reprojected

CALENDAR = typer.Typer(rich_markup_mode=None)
GROUPS = {"calendar": CALENDAR}

Name = Annotated[str, typer.Argument(metavar="NAME", help="哪个日历 / which calendar")]
Approver = Annotated[
    str, typer.Option("--approved-by", metavar="PERSON", help="批准人 / who approves it")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只看哪些期限会变 / show what would move, write nothing")
]
_SHOWN = 50


@listing(CALENDAR)
def list_(door: Door) -> None:
    """日历：列出、查看、导入放假安排 / The calendars: list, show, import holidays."""
    from casework.calendar_views import calendar_lines
    from holdfast.showing.calendars import HEADINGS, calendar_row

    with door.app() as app:
        found = calendar_lines(app)
    door.answer_table(
        [one.as_json() for one in found],
        HEADINGS[door.lang],
        (calendar_row(one, door.lang) for one in found),
        empty=door.say("没有日历，请运行 holdfast init。", "No calendar yet: run holdfast init."),
    )


@command(CALENDAR, "show")
def show(
    door: Door,
    name: Name = "office",
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="哪一年 / which year")
    ] = None,
) -> None:
    """查看一个日历 / The hours and the special days of a calendar."""
    from casework.calendar_views import calendar_view
    from holdfast.showing.calendars import calendar_text

    with door.app() as app:
        found = calendar_view(app, name)
    door.answer(found.as_json(year), calendar_text(found, year, door.lang))


@command(CALENDAR, "import", by=True)
def import_(
    door: Door,
    *,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="CSV（date,kind,name,name_en）或 JSON / a year's days off and on"
        ),
    ],
    approved_by: Approver,
    name: Annotated[str, typer.Option("--name", help="哪个日历 / which calendar")] = "office",
    confirm: Annotated[
        list[int] | None,
        typer.Option(
            "--confirm", metavar="YEAR", help="该年确无调休，可多次 / no make-up days, as published"
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """导入放假调休安排，未办结事项随之重算 / Take in published holidays; open cases follow."""
    from casework.calendar_import import Source, import_calendar
    from casework.reprojecting import Decision
    from holdfast.shapes import calendar_import_shape

    source = Source(file, name, frozenset(confirm or ()), door.lang)
    decision = Decision(door.by, approved_by, trial=dry_run)
    with door.app() as app, progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("重算期限", "counting anew"), total=None)
        found = import_calendar(
            app,
            source,
            decision,
            lambda done, every: bar.update(task, completed=done, total=every),
        )
    door.answer(calendar_import_shape(found, dry_run=dry_run), _said(door, found, dry_run=dry_run))
    if not door.as_json:
        write_lines((problem_line(one, door.lang) for one in found.warnings), error=True)


@command(CALENDAR, "follow", by=True)
def follow(door: Door, *, approved_by: Approver, dry_run: DryRun = False) -> None:
    """未办结事项改用最新日历（接着做完中断的重算） / Let open cases follow the newest calendars."""
    from casework.calendar_import import follow_newest
    from casework.reprojecting import Decision
    from holdfast.shapes import reprojected_shape

    decision = Decision(door.by, approved_by, trial=dry_run)
    with door.app() as app, progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("重算期限", "counting anew"), total=None)
        found = follow_newest(
            app, decision, lambda done, every: bar.update(task, completed=done, total=every)
        )
    door.answer(
        reprojected_shape(found, dry_run=dry_run), _moved_lines(door, found, dry_run=dry_run)
    )


def _said(door: Door, found: CalendarImported, *, dry_run: bool) -> Iterator[str]:
    years = (
        "、".join(map(str, found.years)) if door.lang == "zh" else ", ".join(map(str, found.years))
    )
    if dry_run:
        yield door.say(
            f"试算：{years}年的放假安排，未写入。", f"A trial for {years}: nothing is written."
        )
    else:
        yield door.say(f"已导入{years}年的放假安排。", f"The holidays of {years} are in.")
    yield from _moved_lines(door, found, dry_run=dry_run)


def _moved_lines(
    door: Door, found: CalendarImported | Reprojected, *, dry_run: bool
) -> Iterator[str]:
    count, late = len(found.moved), sum(one.overdue for one in found.moved)
    will_zh, will_en = ("将", " would") if dry_run else ("已", "")
    yield door.say(
        f"{found.cases}个未办结事项{will_zh}改用新日历，{count}项期限变动，其中{late}项因此逾期。",
        f"{found.cases} open cases{will_en} follow; {count} dates{will_en} move, "
        f"{late} of them into the past.",
    )
    say = _moved_line(door)
    yield from (say(one) for one in found.moved[:_SHOWN])
    if count > _SHOWN:
        yield door.say(
            f"……另有{count - _SHOWN}项，见 --json。", f"… and {count - _SHOWN} more: see --json."
        )


def _moved_line(door: Door) -> Callable[[Moved], str]:
    from casework.calendars_seed import ZONE
    from casework.clockwords import obligation_words
    from holdfast.showing.words import moment

    def say(one: Moved) -> str:
        what = obligation_words(one.obligation, door.lang)
        before, after = (moment(at, ZONE, door.lang) for at in (one.before, one.after))
        late = door.say("（逾期）", " (overdue)") if one.overdue else ""
        return f"  {one.number}  {what}  {before} → {after}{late}"

    return say
