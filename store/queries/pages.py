"""One case as it is stored, whole: for its page, its export and its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.ahead import (
    CHILDREN_OF_CASE,
    CLOCKS_OF_CASE,
    ENDORSEMENTS_OF_CASE,
    EVENTS_OF_CASE,
    EVIDENCE_OF_CASE,
    FACETS_OF_CASE,
    FIRINGS_OF_CASE,
    OUTBOX_OF_CASE,
    PEOPLE_OF_CASE,
    SIGNED_CHECKS_OF_CASE,
    SPANS_OF_CASE,
    read_ahead,
)
from store.allowances import ExtensionRecord, PauseRecord, extensions_of, pauses_of
from store.cases import (
    CaseRecord,
    Pair,
    children_of,
    facets_of,
    get_case,
    links_of,
    people_of,
)
from store.clocks import ClockRecord, FiringRecord, SpanRecord, clocks_of, firings_of, spans_of
from store.journal import EventRecord, events_of
from store.outbox import OutboxRecord, outbox_of
from store.signatures import (
    Closing,
    Endorsement,
    Evidence,
    SignedCheck,
    closings_of,
    endorsements_of,
    evidence_of,
    signed_checks_of,
)
from store.waivers import WaiverRecord, waivers_of

if TYPE_CHECKING:
    from store.unit_of_work import Work

_ASKED = (
    FACETS_OF_CASE,
    PEOPLE_OF_CASE,
    CHILDREN_OF_CASE,
    EVENTS_OF_CASE,
    CLOCKS_OF_CASE,
    SPANS_OF_CASE,
    FIRINGS_OF_CASE,
    SIGNED_CHECKS_OF_CASE,
    ENDORSEMENTS_OF_CASE,
    EVIDENCE_OF_CASE,
    OUTBOX_OF_CASE,
)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """Everything that is stored of one case but its sealed texts; lists are oldest first."""

    case: CaseRecord
    facets: frozenset[Pair]
    people: frozenset[Pair]
    links: tuple[tuple[str, str, str], ...]
    children: tuple[CaseRecord, ...]
    events: tuple[EventRecord, ...]
    clocks: tuple[ClockRecord, ...]
    spans: Mapping[str, list[SpanRecord]]
    firings: tuple[FiringRecord, ...]
    signed_checks: tuple[SignedCheck, ...]
    endorsements: tuple[Endorsement, ...]
    evidence: tuple[Evidence, ...]
    closings: tuple[Closing, ...]
    pauses: tuple[PauseRecord, ...]
    extensions: tuple[ExtensionRecord, ...]
    waivers: tuple[WaiverRecord, ...]
    messages: tuple[OutboxRecord, ...]


def stored_case(work: Work, case_id: str) -> StoredCase:
    """The whole case. Raises: NotFound."""
    case = get_case(work, case_id)
    read_ahead(work, case_id, _ASKED)
    return StoredCase(
        case=case,
        facets=facets_of(work, case_id),
        people=people_of(work, case_id),
        links=tuple(links_of(work, case_id)),
        children=tuple(children_of(work, case_id)),
        events=tuple(events_of(work, case_id)),
        clocks=tuple(clocks_of(work, case_id)),
        spans=spans_of(work, case_id),
        firings=tuple(firings_of(work, case_id)),
        signed_checks=tuple(signed_checks_of(work, case_id)),
        endorsements=tuple(endorsements_of(work, case_id)),
        evidence=tuple(evidence_of(work, case_id)),
        closings=tuple(closings_of(work, case_id)),
        pauses=tuple(pauses_of(work, case_id)),
        extensions=tuple(extensions_of(work, case_id)),
        waivers=tuple(waivers_of(work, case_id)),
        messages=tuple(outbox_of(work, case_id)),
    )
