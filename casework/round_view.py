"""A round on one page: its findings with who answers for them, its reviews with their verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.app import App
from casework.casefile import CaseFile, file_by_id, find_file
from casework.casewords import fields_in_words, plain_fields, title_of, unit_words
from casework.event_words import name_of
from casework.looking_back import FINDING, RELATION, REVIEW, ROUND, linked_findings
from casework.waiver_views import WaiverCount, count_of
from domain.errors import NotFound
from domain.forms import FORMS
from statemachines.tables import TABLES
from store.cases import children_of, get_case, links_of
from store.signatures import closings_of

OWNERS = ("rectification_owner", "party_owner", "lead_executive", "reinspection_owner")
"""Who answers for a finding in a rectification plan, in the order of its columns."""

VERDICTS = next(field.choices for field in FORMS[REVIEW].fields if field.id == "verdict")
_OFF_THE_BOOKS = frozenset({"not_upheld", *TABLES[FINDING].sources("put_back")})


@dataclass(frozen=True, slots=True)
class RoundFinding:
    """A finding of a round; `owners` are (role, name), `put_back` counts how often it came back.

    `waived` says how often it is, or was, let pass what the rules refuse.
    """

    number: str
    title: str
    state: str
    unit: str
    grade: str | None
    manner: str | None
    measures: str
    owners: tuple[tuple[str, str], ...]
    due_on: str | None
    closed_at: datetime | None
    put_back: int
    waived: WaiverCount

    @property
    def open(self) -> bool:
        """Whether it is still on the books."""
        return self.state not in _OFF_THE_BOOKS


@dataclass(frozen=True, slots=True)
class RoundReview:
    """A review of a look-back; `finding` is the number of the one that it judges, if it is linked.

    Only a verdict that was concluded counts; a cancelled review has none.
    """

    number: str
    subject: str
    finding: str | None
    round: str | None
    state: str
    verdict: str | None


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round: its own fields in words, what is under it, and the rounds that it is linked to."""

    number: str
    handle: str
    title: str
    state: str
    type: str | None
    unit: str
    zone: str
    fields: tuple[dict[str, Any], ...]
    findings: tuple[RoundFinding, ...]
    reviews: tuple[RoundReview, ...]
    looks_back_at: tuple[str, ...]
    looked_back_by: tuple[str, ...]

    @property
    def verdicts(self) -> Mapping[str, int]:
        """How many reviews came to each verdict, and how many to none yet (`open`)."""
        found = Counter(
            review.verdict or "open" for review in self.reviews if review.state != "cancelled"
        )
        return {name: found[name] for name in (*VERDICTS, "open")}

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are, off the books, open, put back, and with a waiver."""
        still = sum(finding.open for finding in self.findings)
        return {
            "findings": len(self.findings),
            "off_the_books": len(self.findings) - still,
            "open": still,
            "put_back": sum(finding.put_back > 0 for finding in self.findings),
            "waived": sum(finding.waived != WaiverCount() for finding in self.findings),
        }


def view_round(app: App, name: str, *, lang: str) -> RoundView:
    """Everything about a round. Raises: NotFound, also for a case that is no round; Ambiguous."""
    with app.store.read() as work:
        file = find_file(app, work, name)
        if file.case.kind != ROUND:
            raise NotFound(what_zh="督察轮次", what_en="round", name=name)
        below = [
            file_by_id(app, work, child.id, lock=False) for child in children_of(work, file.case.id)
        ]
        links = links_of(work, file.case.id)
        looks_at = [to for source, to, rel in links if (source, rel) == (file.case.id, RELATION)]
        looked_by = [source for source, to, rel in links if (to, rel) == (file.case.id, RELATION)]
        return RoundView(
            number=file.case.number,
            handle=file.case.handle,
            title=title_of(file),
            state=file.facts.state,
            type=file.facts.fields.get("round_type"),
            unit=unit_words(file, file.case.unit_id, lang),
            zone=file.calendar.zone,
            fields=tuple(fields_in_words(file, lang)),
            findings=tuple(_finding(one, lang) for one in below if one.case.kind == FINDING),
            reviews=tuple(_review(one) for one in below if one.case.kind == REVIEW),
            looks_back_at=tuple(_rounds(file, looks_at)),
            looked_back_by=tuple(_rounds(file, looked_by)),
        )


def _rounds(file: CaseFile, ids: list[str]) -> Iterator[str]:
    for one in ids:
        case = get_case(file.work, one)
        if case.kind == ROUND:
            yield case.number


def _finding(file: CaseFile, lang: str) -> RoundFinding:
    fields = plain_fields(file)
    owners = ((role, name_of(file, str(fields[role]), lang)) for role in OWNERS if fields.get(role))
    came_back = sum(one.reopened_at is not None for one in closings_of(file.work, file.case.id))
    return RoundFinding(
        number=file.case.number,
        title=title_of(file),
        state=file.facts.state,
        unit=unit_words(file, file.case.unit_id, lang),
        grade=fields.get("hazard_grade"),
        manner=fields.get("rectification_manner"),
        measures=str(fields.get("measures") or ""),
        owners=tuple(owners),
        due_on=fields.get("due_on"),
        closed_at=file.case.closed_at,
        put_back=came_back,
        waived=count_of(file),
    )


def _review(file: CaseFile) -> RoundReview:
    linked = [get_case(file.work, one) for one in linked_findings(file.work, file.case.id)]
    finding = linked[0] if linked else None
    above = None if finding is None or finding.parent_id is None else finding.parent_id
    concluded = file.facts.state == "concluded"
    return RoundReview(
        number=file.case.number,
        subject=title_of(file),
        finding=None if finding is None else finding.number,
        round=None if above is None else get_case(file.work, above).number,
        state=file.facts.state,
        verdict=file.facts.fields.get("verdict") if concluded else None,
    )
