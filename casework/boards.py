"""The public boards (公示牌) of important hazard sources, as their records say. Source: S4.10."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casework.app import App
from casework.casefile import CaseFile
from casework.casewords import in_words, plain_fields, title_of, unit_words
from casework.listing import Filter, page_of_files
from domain.errors import NotFound
from domain.forms import FORMS
from domain.lexicon import LEXICON
from policies.calendars import Calendar
from policies.moments import local_day
from store.journal import events_of
from store.unit_of_work import Work

_KIND = "hazard_source"
_LIST = "important_hazard_sources"
_PAGE = 100

_SHOWN = (
    "place",
    "main_risks",
    "control_measures",
    "emergency_measures",
    "emergency_stores",
    "special_plan_number",
    "source_owner",
    "contact_office",
)
"""The fields that a board shows, in its order; rules and procedures stay in the record."""

_LAST: Mapping[str, tuple[str, str]] = {
    "inspect": ("最近检查", "Last inspected"),
    "evaluate_drill": ("最近演练评估", "Last drill evaluated"),
}


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One thing that a board says: its name in both languages, and what the record holds."""

    id: str
    zh: str
    en: str
    value: str


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one source."""

    number: str
    title: str
    lines: tuple[BoardLine, ...]


@dataclass(frozen=True, slots=True)
class Boards:
    """The boards of a unit and of everything below it, as they stood on a day."""

    unit_zh: str
    unit_en: str
    on: date
    items: tuple[Board, ...]


def boards_of(app: App, unit: str) -> Boards:
    """The boards of every source on the list that belongs to the unit or below it.

    Raises: NotFound for an unknown unit, and for one without any source on the list.
    """
    with app.store.read() as work:
        files = [file for file in _files(app, work, unit) if _LIST in file.facts.lists]
        if not files:
            raise NotFound(
                what_zh="列入名录的重要危险源，单位",
                what_en="important hazard source on the list of the unit",
                name=unit,
                hint_zh="纳入管控以后才有公示牌。",
                hint_en="A source has a board once it is put under control.",
            )
        named = _unit_id(files[0], unit)
        return Boards(
            unit_words(files[0], named, "zh"),
            unit_words(files[0], named, "en"),
            files[0].today,
            tuple(_board(file) for file in files),
        )


def _files(app: App, work: Work, unit: str) -> Iterator[CaseFile]:
    chosen, after = Filter(kind=_KIND, unit=unit), None
    while True:
        files, after = page_of_files(app, work, chosen, after=after, limit=_PAGE)
        yield from files
        if after is None:
            return


def _unit_id(file: CaseFile, name: str) -> str:
    """The id of the unit that was named; the listing has found it already."""
    names = file.organisation.names
    return next(one for one, known in names.items() if name in (one, *known))


def _board(file: CaseFile) -> Board:
    unit = BoardLine("responsible_unit", *_words("responsible_unit"), _both_names(file))
    return Board(file.case.number, title_of(file), (unit, *_field_lines(file), *_last_lines(file)))


def _both_names(file: CaseFile) -> str:
    names = (unit_words(file, file.case.unit_id, lang) for lang in ("zh", "en"))
    return " ".join(dict.fromkeys(names))


def _words(field: str) -> tuple[str, str]:
    return LEXICON.word("field", field, "zh"), LEXICON.word("field", field, "en").capitalize()


def _field_lines(file: CaseFile) -> Iterator[BoardLine]:
    plain = plain_fields(file)
    fields = {field.id: field for field in FORMS[_KIND].fields}
    for name in _SHOWN:
        value = in_words(file, fields[name], plain.get(name), "zh")
        yield BoardLine(name, *_words(name), value)


def _last_lines(file: CaseFile) -> Iterator[BoardLine]:
    days = _last_days(file, file.calendar)
    for trigger, (zh, en) in _LAST.items():
        yield BoardLine(trigger, zh, en, days.get(trigger, ""))


def _last_days(file: CaseFile, calendar: Calendar) -> dict[str, str]:
    """The local day of the last check and of the last drill, where there was one."""
    days: dict[str, str] = {}
    for event in events_of(file.work, file.case.id):
        trigger = event.trigger or ""
        if event.event == "moved" and trigger in _LAST:
            at = datetime.fromisoformat(event.at)
            days[trigger] = local_day(at, calendar.zone).isoformat()
    return days
