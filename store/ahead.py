"""Reading ahead: what a command will ask of a locked case, fetched in one trip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.cases import CASE, CHILDREN_OF_CASE, FACETS_OF_CASE, PEOPLE_OF_CASE
from store.clocks import (
    CLOCKS_OF_CASE,
    FIRINGS_OF_CASE,
    RUNNING_CLOCKS_OF_CASE,
    SPANS_OF_CASE,
)
from store.content import CONTENT_OF_CASE
from store.journal import EVENTS_OF_CASE
from store.outbox import OUTBOX_OF_CASE
from store.settings import SETTING
from store.signatures import ENDORSEMENTS_OF_CASE, EVIDENCE_OF_CASE, SIGNED_CHECKS_OF_CASE
from store.versions import ACTIVE_POLICY, NEWEST_CALENDAR_ID
from store.waivers import WAIVERS_OF_CASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.statements import Parameters
    from store.unit_of_work import Statement, Work

__all__ = [
    "ACTIVE_POLICY",
    "CASE",
    "CHILDREN_OF_CASE",
    "CLOCKS_OF_CASE",
    "CONTENT_OF_CASE",
    "ENDORSEMENTS_OF_CASE",
    "EVENTS_OF_CASE",
    "EVIDENCE_OF_CASE",
    "FACETS_OF_CASE",
    "FIRINGS_OF_CASE",
    "NEWEST_CALENDAR_ID",
    "OUTBOX_OF_CASE",
    "PEOPLE_OF_CASE",
    "RUNNING_CLOCKS_OF_CASE",
    "SETTING",
    "SIGNED_CHECKS_OF_CASE",
    "SPANS_OF_CASE",
    "WAIVERS_OF_CASE",
    "read_ahead",
]


def read_ahead(
    work: Work,
    case_id: str,
    reads: Sequence[Statement],
    *,
    beside: Sequence[tuple[Statement, Parameters]] = (),
) -> None:
    """Have the answers to these reads of one case at hand until they are asked for.

    `beside` are reads of other things, with their parameters.

    It changes how fast `people_of`, `clocks_of` and the like answer, never what they answer:
    anything written forgets them. Call it after the case was locked.
    """
    work.read_ahead([*beside, *((statement, {"case_key": case_id}) for statement in reads)])
