"""Lists of cases and of rounds, with what the filter form needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.app import App
from casework.casefile import CaseFile
from casework.listing import Filter, list_cases, page_of_files
from casework.viewing import CaseLine, line_of
from casework.waiver_views import WaiverCount
from domain.people import Unit
from holdfast.web.reading.sub_problems import SubProblems, sub_problems_of
from statemachines.tables import TABLES
from store.cases import children_of, find_case
from store.waivers import count_waivers

_MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit in the form, indented by its depth."""

    id: str
    words: str
    depth: int


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list; `subs` only for kinds that are counted by sub-problems."""

    line: CaseLine
    subs: SubProblems | None
    done: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list and the choices of its form."""

    rows: tuple[Row, ...]
    next: str | None
    kinds: tuple[str, ...]
    states: tuple[str, ...]
    units: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with how many of its findings are open, and what was waived for them."""

    line: CaseLine
    open: int
    all: int
    waived: WaiverCount


def read_list(app: App, chosen: Filter, *, after: str | None, lang: str) -> ListPage:
    """A page of cases. Raises: NotFound or BadInput for a filter that names nothing."""
    with app.store.read() as work:
        files, following = page_of_files(app, work, chosen, after=after)
        rows = [_row(file, lang) for file in files]
        units = tuple(_choices(app.organisation(work).staff.tree.units, lang))
    tables = [table for kind, table in TABLES.items() if chosen.kind in (None, kind)]
    states = tuple(dict.fromkeys(state for table in tables for state in table.states))
    return ListPage(tuple(rows), following, tuple(TABLES), states, units)


def _row(file: CaseFile, lang: str) -> Row:
    subs = sub_problems_of(file) if file.case.kind == "finding" else None
    return Row(line_of(file, lang), subs, file.facts.state in TABLES[file.case.kind].resting)


def read_rounds(app: App, *, lang: str) -> tuple[RoundRow, ...]:
    """The rounds, the newest first."""
    lines = list_cases(app, Filter(kind="round"), limit=_MOST_ROUNDS, lang=lang).items
    found = []
    with app.store.read() as work:
        for line in reversed(lines):
            children = children_of(work, find_case(work, line.handle).id)
            under_way = [one for one in children if one.state not in TABLES[one.kind].resting]
            waived = count_waivers(work, app.now(), [one.id for one in children])
            count = WaiverCount(waived.live, waived.used)
            found.append(RoundRow(line, len(under_way), len(children), count))
    return tuple(found)


def _choices(units: Mapping[str, Unit], lang: str) -> Iterator[Choice]:
    """The tree from the top, children under their parents."""

    def below(parent: str | None, depth: int) -> Iterator[Choice]:
        for unit in units.values():
            if unit.parent_id == parent:
                yield Choice(unit.id, unit.word(lang), depth)
                yield from below(unit.id, depth + 1)

    yield from below(None, 0)
