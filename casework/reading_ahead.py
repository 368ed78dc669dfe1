"""What a command will ask of its cases, fetched together before it asks."""

from __future__ import annotations

from collections.abc import Sequence

from casework.app import ORGANISATION_VERSION, App
from domain.forms import FORMS
from policies.asking import Ask
from store.ahead import (
    ACTIVE_POLICY,
    CASE,
    CHILDREN_OF_CASE,
    ENDORSEMENTS_OF_CASE,
    EVIDENCE_OF_CASE,
    NEWEST_CALENDAR_ID,
    PEOPLE_OF_CASE,
    RUNNING_CLOCKS_OF_CASE,
    SETTING,
    SIGNED_CHECKS_OF_CASE,
    WAIVERS_OF_CASE,
    read_ahead,
)
from store.cases import CaseRecord
from store.statements import OfCase, Parameters
from store.unit_of_work import Statement, Work

_READS = (
    (Ask.SIGNATURES, SIGNED_CHECKS_OF_CASE),
    (Ask.ENDORSEMENTS, ENDORSEMENTS_OF_CASE),
    (Ask.DOCUMENTS, EVIDENCE_OF_CASE),
    (Ask.WAIVERS, WAIVERS_OF_CASE),
)


def read_ahead_of(app: App, work: Work, case: CaseRecord, calendar: str) -> None:
    """Have at hand what is asked of a locked case, and of which messages leave by `calendar`."""
    read_ahead(work, case.id, _asked(app, work, case), beside=_beside(calendar))


def read_ahead_of_all(
    app: App, work: Work, cases: Sequence[CaseRecord], calendar: str, also: Sequence[OfCase]
) -> None:
    """As `read_ahead_of` for many cases and those above them, and what `also` reads of them."""
    asked: dict[OfCase, dict[str, None]] = {}
    for case in cases:
        for read in (*_asked(app, work, case), *also):
            asked.setdefault(read, {})[case.id] = None
        if FORMS[case.kind].knows_parent and case.parent_id is not None:
            asked.setdefault(CASE, {})[case.parent_id] = None
    work.read_ahead_of_many(_beside(calendar), [(read, list(ids)) for read, ids in asked.items()])


def _beside(calendar: str) -> list[tuple[Statement, Parameters]]:
    return [
        (ACTIVE_POLICY, {}),
        (SETTING, {"named": ORGANISATION_VERSION}),
        (NEWEST_CALENDAR_ID, {"named": calendar}),
    ]


def _asked(app: App, work: Work, case: CaseRecord) -> list[OfCase]:
    policy = app.policy(work, case.policy_id)
    asked = [read for thing, read in _READS if policy.asks(case.kind, thing)]
    children = [CHILDREN_OF_CASE] if FORMS[case.kind].children else []
    return [PEOPLE_OF_CASE, RUNNING_CLOCKS_OF_CASE, *children, *asked]
