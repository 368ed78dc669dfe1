"""The sweep: fires every rung that is due, once, whoever else is sweeping."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from casework.app import App
from casework.casefile import CaseFile, file_by_id, locked_files
from casework.due_rungs import Rungs, rungs_of
from casework.firing import Swept, carry_out, fire_due
from casework.following import follow_if_behind, has_to_follow
from casework.recording import save, save_all
from domain.errors import SPOILED, STORE_TROUBLE, ChangedMeanwhile
from store.clocks import (
    FIRINGS_OF_CASE,
    SPANS_OF_CASE,
    claim_due_clocks,
    find_due_clocks,
    insert_firings,
    put_off_clocks,
    set_next_rungs,
)
from store.unit_of_work import Work

__all__ = ["BATCH", "PUT_OFF_FOR", "Swept", "anything_due", "sweep"]

BATCH = 200
"""Clocks of one transaction: it bounds the memory, and how long people wait for its locks."""

PUT_OFF_FOR = timedelta(minutes=10)
"""When a case whose clocks cannot be swept is looked at again."""

_LOG = logging.getLogger("holdfast.sweep")


def sweep(app: App, *, batch: int = BATCH) -> Swept:
    """Fire all rungs that are due now, in due order, a batch of clocks to a transaction."""
    total = Swept()
    while True:
        try:
            done, more = _sweep_batch(app, batch)
        except (*STORE_TROUBLE, ChangedMeanwhile):
            raise
        except SPOILED:
            # One of them cannot be judged, or written: the others are, each for itself.
            done, more = _sweep_singly(app, batch), True
        total = total.plus(done)
        if not more:
            return total


def anything_due(app: App, now: datetime) -> bool:
    """Whether any rung is due: one look at an index."""
    with app.store.read() as work:
        return bool(find_due_clocks(work, now, 1))


def _sweep_batch(app: App, batch: int) -> tuple[Swept, bool]:
    """Fire what is due of the cases of so many clocks: most together, those that move singly."""
    with app.store.write() as work:
        claimed = claim_due_clocks(work, app.now(), batch)
        if not claimed:
            return Swept(), False
        case_ids = list(dict.fromkeys(clock.case_id for clock in claimed))
        files = locked_files(app, work, case_ids, also=(SPANS_OF_CASE, FIRINGS_OF_CASE))
        cases = [(file, rungs_of(file)) for file in files]
        apart = _apart(cases)
        total = _fire_together(work, [one for one in cases if one[0].case.id not in apart])
        for case_id in case_ids:
            if case_id in apart:
                total = total.plus(_sweep_case(app, work, case_id))
        work.commit()
    return total, True


def _sweep_singly(app: App, batch: int) -> Swept:
    """As a batch, a case to a transaction; one that breaks is put off, and nobody waits for it."""
    with app.store.read() as work:
        due = find_due_clocks(work, app.now(), batch)
    total = Swept()
    for case_id in dict.fromkeys(clock.case_id for clock in due):
        try:
            with app.store.write() as work:
                total = total.plus(_sweep_case(app, work, case_id))
                work.commit()
        except (*STORE_TROUBLE, ChangedMeanwhile):
            raise
        except SPOILED:
            _LOG.exception("The clocks of case %s cannot be swept; put off", case_id)
            total = total.plus(_put_off(app, case_id))
    return total


def _put_off(app: App, case_id: str) -> Swept:
    """Look at a case again later; what is due of it stays due, only not in everybody's way."""
    with app.store.write() as work:
        put_off_clocks(work, case_id, now=app.now(), until=app.now() + PUT_OFF_FOR)
        work.commit()
    return Swept(failed=1)


def _apart(cases: Sequence[tuple[CaseFile, Rungs]]) -> set[str]:
    """The ids of cases whose rungs may change them, and of those that look at one of these.

    A case looks at the one above it and at those below it. One that has to follow the policy in
    force does so before anything of it fires.
    """
    changing = {
        file.case.id for file, rungs in cases if not rungs.only_speak or has_to_follow(file)
    }
    above = {file.case.parent_id for file, _ in cases if file.case.id in changing}
    return changing | {
        file.case.id
        for file, _ in cases
        if file.case.id in above or file.case.parent_id in changing
    }


def _fire_together(work: Work, cases: Sequence[tuple[CaseFile, Rungs]]) -> Swept:
    """Fire rungs that only speak, of many cases, each table written in one go.

    Raises: ChangedMeanwhile when one of them has fired already, which the locks prevent.
    """
    total = Swept(cases=len(cases))
    for file, rungs in cases:
        for one in rungs.due:
            total = total.plus(carry_out(file, one))
    firings = [one.firing(file.at) for file, rungs in cases for one in rungs.due]
    if insert_firings(work, firings) < len(firings):
        raise ChangedMeanwhile
    set_next_rungs(work, [armed for _, rungs in cases for armed in rungs.armed])
    save_all(work, [file for file, _ in cases])
    return total


def _sweep_case(app: App, work: Work, case_id: str) -> Swept:
    """Fire every due rung of one case."""
    file = file_by_id(app, work, case_id, lock=True)
    follow_if_behind(file)
    swept = fire_due(file)
    save(file)
    return swept
