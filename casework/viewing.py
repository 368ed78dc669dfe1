"""One case as a person looks at it: everything on one page, in words and as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.app import App
from casework.casefile import CaseFile, file_by_id, find_file
from casework.casewords import fields_in_words, opened_texts, title_of, unit_words
from casework.clockwords import ClockView, view_clock
from casework.clockwork import all_standings
from casework.event_words import name_of
from casework.links import LinkLine, links_around
from casework.timeline import Entry, timeline_of
from casework.waiver_views import WaiverCount, WaiverView, count_of, waiver_views
from casework.why import CheckAnswer, answer_check
from domain.lexicon import LEXICON
from statemachines.tables import TABLES
from store.cases import children_of, get_case
from store.signatures import evidence_of


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list; `due` is the nearest due moment of its running clocks.

    `waived` says how often it is, or was, let pass what the rules refuse.
    """

    handle: str
    number: str
    kind: str
    state: str
    title: str
    unit: str
    opened_at: datetime
    closed_at: datetime | None
    due: datetime | None
    overdue: bool
    zone: str
    waived: WaiverCount


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case: its line, and what hangs on it. `version` is what a form must hand back."""

    line: CaseLine
    parent: str | None
    version: int
    policy: str
    zone: str
    fields: tuple[dict[str, Any], ...]
    people: tuple[dict[str, str], ...]
    lists: tuple[str, ...]
    triggers: tuple[str, ...]
    clocks: tuple[ClockView, ...]
    checks: tuple[CheckAnswer, ...]
    children: tuple[CaseLine, ...]
    links: tuple[LinkLine, ...]
    evidence: tuple[dict[str, Any], ...]
    waivers: tuple[WaiverView, ...]
    timeline: tuple[Entry, ...]


def view_case(app: App, name: str, *, lang: str) -> CaseView:
    """Everything about a case. Raises: NotFound; Ambiguous."""
    with app.store.read() as work:
        file = find_file(app, work, name)
        case = file.case
        return CaseView(
            line=line_of(file, lang),
            parent=None if case.parent_id is None else get_case(work, case.parent_id).number,
            version=case.version,
            policy=case.policy_id,
            zone=file.calendar.zone,
            fields=tuple(fields_in_words(file, lang)),
            people=tuple(_people(file, lang)),
            lists=tuple(sorted(file.facts.lists)),
            triggers=TABLES[case.kind].triggers_from(file.facts.state),
            clocks=tuple(view_clock(file, item, lang) for item in all_standings(file)),
            checks=tuple(answer_check(file, check) for check in file.policy.checks_of(case.kind)),
            children=tuple(
                line_of(file_by_id(app, work, child.id, lock=False), lang)
                for child in children_of(work, case.id)
            ),
            links=links_around(file, lang),
            evidence=tuple(_evidence(file, lang)),
            waivers=tuple(waiver_views(file, lang)),
            timeline=timeline_of(file, lang),
        )


def line_of(file: CaseFile, lang: str) -> CaseLine:
    """A case as one line of a list."""
    case = file.case
    running = [item for item in all_standings(file) if item.clock.stopped_at is None]
    due = min((item.due for item in running if item.due is not None), default=None)
    return CaseLine(
        handle=case.handle,
        number=case.number,
        kind=case.kind,
        state=file.facts.state,
        title=title_of(file),
        unit=unit_words(file, case.unit_id, lang),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        due=due,
        overdue=due is not None and due <= file.at,
        zone=file.calendar.zone,
        waived=count_of(file),
    )


def _people(file: CaseFile, lang: str) -> list[dict[str, str]]:
    staff = file.organisation.staff
    return [
        {
            "capacity": capacity,
            "words": LEXICON.word("capacity", LEXICON.word("role", capacity, lang), lang),
            "handle": staff.people[person].handle if person in staff.people else person,
            "name": name_of(file, person, lang),
        }
        for person, capacity in sorted(file.people, key=lambda pair: (pair[1], pair[0]))
    ]


def _evidence(file: CaseFile, lang: str) -> list[dict[str, Any]]:
    texts = opened_texts(file)
    return [
        {
            "document": item.document,
            "words": LEXICON.word("document", item.document, lang),
            "name": texts.get(item.name_content, ""),
            "sha256": item.sha256,
            "size": item.size,
            "by": name_of(file, item.by, lang),
            "at": item.at,
        }
        for item in evidence_of(file.work, file.case.id)
    ]
