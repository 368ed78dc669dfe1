"""Simulation: what would become of every open case if a draft were followed; nothing is written.

Each case is judged as it lies in the books by the version that it holds and by the draft, at one
moment for all. What both judge alike is not looked at (`policies.touching`). Cases are read a page
at a time, each page a short read of its own, so that neither memory nor anybody's waiting grows
with their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from casework.app import App
from casework.flip_pages import FlipWriter
from casework.flips import Simulation
from casework.judging_pages import Judge, judged_by_several, spans_of
from casework.policies_in_force import check_for, count_errors, version_from
from casework.reprojecting import Progress, nobody_is_told
from domain.errors import PolicyRejected
from domain.problems import has_errors
from policies.judging import Policy
from policies.touching import Touched
from store.queries.simulated import count_open, newest_closed, page_ends

PAGE = 500
"""Cases read at once: it bounds the memory."""

CLOSED_SAMPLE = 200
"""So many of the cases that were closed last are judged as if they were closed by the draft."""

WORTH_SEVERAL = 10_000
"""Below so many open cases other processes take longer to begin than the work does here."""


def simulate(
    app: App,
    draft: Policy,
    progress: Progress = nobody_is_told,
    *,
    page: int = PAGE,
    hands: int = 1,
) -> Simulation:
    """What a draft changes for the open cases, and would have for a sample of the closed ones.

    The same books give the same list, whatever the hour, as long as nothing falls due meanwhile.
    Large books are judged by as many processes as there are `hands`; the list is the same.

    Raises:
        NoActivePolicy: when there is nothing to compare with.
    """
    now = app.now()
    app = replace(app, now=lambda: now)
    with app.store.read() as work:
        active = app.active_policy(work)
        every, closed = count_open(work), newest_closed(work, CLOSED_SAMPLE)
        spans = spans_of(page_ends(work, page))
    versions = frozenset({active.version, draft.version})
    judge, written = Judge(app, draft, versions), FlipWriter(draft.version, active.version)
    if hands > 1 and every >= WORTH_SEVERAL:
        pages = judged_by_several(app, draft, versions, spans, hands)
    else:
        pages = (judge.page(span) for span in spans)
    with closing(pages):
        for found in pages:
            written.add(found)
            progress(written.cases, max(every, written.cases))
    written.add(judge.closed(closed))
    return _summed_up(written, (active, draft), now, len(closed))


def _summed_up(
    written: FlipWriter, policies: tuple[Policy, Policy], at: datetime, closed: int
) -> Simulation:
    active, draft = policies
    between = Touched(active, draft)
    return Simulation(
        draft=draft.version,
        against=active.version,
        at=at,
        cases=written.cases,
        closed=closed,
        other_versions=written.others,
        gone=between.gone,
        come=between.come,
        later=between.later,
        tallies=written.tallies(),
        count=written.count,
        digest=written.digest,
        body=written.body,
    )


def draft_of(app: App, texts: Mapping[str, str]) -> Policy:
    """The policy of feature files that are not stored, under the version that they would be.

    Raises:
        PolicyRejected: when they have errors; nothing is proved here.
    """
    checked = check_for(app, texts)
    if checked.ruleset is None or has_errors(checked.problems):
        raise PolicyRejected(count=count_errors(checked.problems), problems=list(checked.problems))
    return Policy(version_from(app, texts, checked.ruleset, "").id, checked.ruleset)
