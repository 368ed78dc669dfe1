"""Lists of cases for people: filtered, a page at a time, each with its title and next due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.app import App, Organisation
from casework.casefile import CaseFile, file_by_id
from casework.clockwords import status_of
from casework.clockwork import BREACH, all_standings
from casework.viewing import CaseLine, line_of
from domain.errors import BadInput, NotFound
from domain.lexicon import LEXICON
from statemachines.tables import TABLES
from store.cases import find_case
from store.queries.lists import PAGE, CaseFilter
from store.queries.lists import list_cases as stored_list
from store.unit_of_work import Work
from store.waivers import WAIVERS_OF_CASE


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list, in words or ids; a unit stands for all units below it too.

    `overdue` asks for an obligation that is past due now, `late` for one that ever was; `text` is
    a part of the number, `waived` for a waiver that lives or was used.
    """

    kind: str | None = None
    state: str | None = None
    unit: str | None = None
    under: str | None = None
    overdue: bool = False
    late: bool = False
    text: str | None = None
    waived: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases, oldest first; `next` is the token to go on after, None at the end."""

    items: tuple[CaseLine, ...]
    next: str | None


def list_cases(
    app: App,
    chosen: Filter,
    *,
    after: str | None = None,
    limit: int = PAGE,
    lang: str,
) -> CasePage:
    """A page of cases; a page filtered by `late` may be shorter than `limit` and not the last.

    Raises:
        NotFound: for an unknown unit or case.
        BadInput: for an unknown kind or state, a limit below one, or a token that no page gave.
    """
    with app.store.read() as work:
        files, following = page_of_files(app, work, chosen, after=after, limit=limit)
        return CasePage(tuple(line_of(file, lang) for file in files), following)


def page_of_files(
    app: App, work: Work, chosen: Filter, *, after: str | None = None, limit: int = PAGE
) -> tuple[list[CaseFile], str | None]:
    """The files of such a page and the token of the next, on an open work. Raises: as above."""
    if limit < 1:
        raise BadInput(field="--limit", reason_zh="至少为1", reason_en="must be at least 1")
    page = stored_list(work, _filter(app, work, chosen), limit=limit, after=after)
    # What every line says of its waivers is fetched once for all of them.
    work.read_ahead_of_many((), [(WAIVERS_OF_CASE, [item.case.id for item in page.items])])
    files = [file_by_id(app, work, item.case.id, lock=False) for item in page.items]
    return [file for file in files if not chosen.late or _was_late(file)], page.next


def _was_late(file: CaseFile) -> bool:
    late = {"overdue", "met_late"}
    return any(status_of(item, file.at) in late for item in all_standings(file))


def _filter(app: App, work: Work, chosen: Filter) -> CaseFilter:
    kind = None if chosen.kind is None else _known("kind", chosen.kind, TABLES)
    states = () if chosen.state is None else (_known("state", chosen.state, _states(kind)),)
    return CaseFilter(
        kind=kind,
        states=states,
        units=() if chosen.unit is None else units_below(app.organisation(work), chosen.unit),
        parent_id=None if chosen.under is None else find_case(work, chosen.under).id,
        fired=BREACH if chosen.overdue else None,
        text=chosen.text,
        waived=app.now() if chosen.waived else None,
    )


def _states(kind: str | None) -> dict[str, None]:
    tables = list(TABLES.values()) if kind is None else [TABLES[kind]]
    return dict.fromkeys(state for table in tables for state in table.states)


def _known(category: str, word: str, ids: Iterable[str]) -> str:
    known = list(ids)
    found = LEXICON.resolve(category, word)
    if found is None or found not in known:
        words = {
            lang: "、".join(LEXICON.word(category, one, lang) for one in known)
            for lang in ("zh", "en")
        }
        raise BadInput(
            field_zh="类型" if category == "kind" else "状态",
            field_en=category,
            reason_zh=f"没有“{word}”，可选：{words['zh']}",
            reason_en=f"there is no “{word}”; choose from {', '.join(known)}",
        )
    return found


def units_below(organisation: Organisation, name: str) -> tuple[str, ...]:
    """The id of the unit with that name, alias or id, then those of all units below it.

    Raises:
        NotFound: when there is none.
    """
    tree = organisation.staff.tree
    found = [unit_id for unit_id, names in organisation.names.items() if name in (unit_id, *names)]
    if not found:
        raise NotFound(
            what_zh="单位",
            what_en="unit",
            name=name,
            hint_zh="用 holdfast units 查看全部单位。",
            hint_en="See all units with: holdfast units.",
        )
    named = found[0]
    return (named, *(one for one in tree.units if one != named and tree.within(one, named)))
