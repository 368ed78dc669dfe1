"""Open cases follow the policy in force, where its activation says so: each on record, each once.

What has to be done is read off the rows: an open case follows as long as it holds another version
than the one in force. So whatever interrupts the work is followed by going on, and doing it twice
does nothing. Closed cases keep what they were judged by.

Revisions always follow: what may be done to a policy is said by the policy in force.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.app import App
from casework.casefile import CaseFile, file_by_id, locked_files
from casework.clockwork import LEFT
from casework.firing import catch_up
from casework.halting import end_idle
from casework.moving import note_clocks
from casework.recording import note, save_all
from casework.reprojecting import Progress, nobody_is_told
from casework.revisions import REVISION
from casework.starting_late import write_begun
from casework.taking_up import GoesOn, TakenUp, take_up
from domain.errors import SPOILED, STORE_TROUBLE, ChangedMeanwhile
from policies.occurring import is_timer
from store.clocks import FIRINGS_OF_CASE, SPANS_OF_CASE, clocks_of, save_clocks, stop_clock
from store.journal import PAST_OF_CASE
from store.queries.followers import (
    count_open_of,
    open_cases_of,
    open_of_kind_behind,
    versions_behind,
)
from store.unit_of_work import Work
from store.versions import FOLLOW, Activation, activation_in_force

BATCH = 200
"""Cases of one transaction: it bounds the memory, and how long people wait for its locks."""

_LOG = logging.getLogger("holdfast.following")


@dataclass(frozen=True, slots=True)
class Followed:
    """How many open cases took up the policy in force, and what became of their clocks.

    Of the `clocks` that run on, so many `moved`, and so many of these are `overdue` by that.
    `failed` are cases that cannot be judged as they are stored; the next wake tries them again.
    """

    cases: int = 0
    clocks: int = 0
    moved: int = 0
    overdue: int = 0
    begun: int = 0
    ended: int = 0
    failed: int = 0

    def plus(self, other: Followed) -> Followed:
        """Both together."""
        return Followed(
            self.cases + other.cases,
            self.clocks + other.clocks,
            self.moved + other.moved,
            self.overdue + other.overdue,
            self.begun + other.begun,
            self.ended + other.ended,
            self.failed + other.failed,
        )


def follow_policy(app: App, progress: Progress = nobody_is_told, *, batch: int = BATCH) -> Followed:
    """Let every open case that has to follow the policy in force take it up, a batch at a time."""
    every = count_to_follow(app)
    total = Followed()
    for page in _pages(app, batch):
        total = total.plus(_follow_page(app, page))
        progress(total.cases + total.failed, every)
    return total


def anything_to_follow(app: App, now: datetime) -> bool:
    """Whether any open case has to follow: a few looks at an index."""
    with app.store.read() as work:
        return any(_behind(work, now))


def count_to_follow(app: App) -> int:
    """How many open cases have to follow."""
    with app.store.read() as work:
        return count_behind(work, app.now())


def count_behind(work: Work, now: datetime) -> int:
    """As `count_to_follow`, in a work that is open already."""
    versions, revisions = _behind(work, now)
    return sum(count_open_of(work, one) for one in versions) + len(revisions)


def _behind(work: Work, now: datetime) -> tuple[list[str], list[str]]:
    """The versions whose open cases all have to follow, else the revisions that have to."""
    decision = activation_in_force(work, now)
    if decision is None:
        return [], []
    if decision.open_cases == FOLLOW:
        return versions_behind(work, decision.policy_id), []
    return [], open_of_kind_behind(work, REVISION, decision.policy_id)


def _pages(app: App, batch: int) -> Iterator[list[str]]:
    """The cases to look at, a page at a time: nothing is held while one is written."""
    with app.store.read() as work:
        versions, revisions = _behind(work, app.now())
    if revisions:
        yield revisions
    for version in versions:
        yield from _open_pages(app, version, batch)


def _open_pages(app: App, version: str, batch: int) -> Iterator[list[str]]:
    after = ""
    while True:
        with app.store.read() as work:
            page = open_cases_of(work, version, after=after, limit=batch)
        if page:
            yield page
        if len(page) < batch:
            return
        after = page[-1]


def _follow_page(app: App, case_ids: Sequence[str]) -> Followed:
    """Most cases together; those of which something is due singly, and all if one is spoiled."""
    try:
        total, apart = _follow_together(app, case_ids)
    except (*STORE_TROUBLE, ChangedMeanwhile):
        raise
    except SPOILED:
        total, apart = Followed(), list(case_ids)
    for case_id in apart:
        total = total.plus(_follow_singly(app, case_id))
    return total


def _follow_together(app: App, case_ids: Sequence[str]) -> tuple[Followed, list[str]]:
    """Let the cases follow of which nothing is due; the ids of the others are left to do."""
    with app.store.write() as work:
        decision = activation_in_force(work, app.now())
        files = locked_files(app, work, case_ids, (SPANS_OF_CASE, FIRINGS_OF_CASE, PAST_OF_CASE))
        if decision is None:
            return Followed(), []
        behind = [one for one in files if _is_behind(one, decision)]
        apart = [one.case.id for one in behind if _was_due(one, decision)]
        found = _follow(work, [one for one in behind if one.case.id not in apart], decision)
        work.commit()
    return found, apart


def _follow_singly(app: App, case_id: str) -> Followed:
    """One case in a transaction of its own.

    One that breaks is left for the next time, and nobody waits for it.
    """
    try:
        with app.store.write() as work:
            file = file_by_id(app, work, case_id, lock=True)
            found = follow_if_behind(file)
            work.commit()
    except (*STORE_TROUBLE, ChangedMeanwhile):
        raise
    except SPOILED:
        _LOG.exception("Case %s cannot follow the policy in force", case_id)
        return Followed(failed=1)
    return found


def follow_if_behind(file: CaseFile) -> Followed:
    """Let a locked case follow and save it, if it has to."""
    decision = activation_in_force(file.work, file.at)
    if decision is None or not _is_behind(file, decision):
        return Followed()
    return follow_one(file, decision)


def has_to_follow(file: CaseFile) -> bool:
    """Whether a case holds another version than the one that it has to follow."""
    decision = activation_in_force(file.work, file.at)
    return decision is not None and _is_behind(file, decision)


def follow_one(file: CaseFile, decision: Activation) -> Followed:
    """Let a locked case follow and save it.

    What was due when the version came into force is done first, as it was asked.
    """
    catch_up(file, until=decision.from_at)
    if file.case.closed_at is None:
        return _follow(file.work, [file], decision)
    # What was due has closed it.
    save_all(file.work, [file])
    return Followed()


def _is_behind(file: CaseFile, decision: Activation) -> bool:
    """Whether a locked case still has to follow; somebody may have been faster, or closed it."""
    case = file.case
    if case.closed_at is not None or case.policy_id == decision.policy_id:
        return False
    return decision.open_cases == FOLLOW or case.kind == REVISION


def _was_due(file: CaseFile, decision: Activation) -> bool:
    """Whether something waits for the sweep that was due when the version came into force."""
    running = clocks_of(file.work, file.case.id, running=True)
    due = (one.next_rung_at for one in running)
    return any(at is not None and at <= decision.from_at for at in due)


def _follow(work: Work, files: Sequence[CaseFile], decision: Activation) -> Followed:
    """Let locked cases take up the version in force: everything is read before anything is written.

    Each case has one event that names both versions and every clock; what ends and what begins are
    events of their own, as after any move.
    """
    taken = []
    for file in files:
        held = file.case.policy_id
        found = take_up(file, file.app.policy(work, decision.policy_id))
        _put_on_record(file, found, held, decision)
        taken.append((file, found))
    _write(work, taken)
    save_all(work, files)
    total = Followed(cases=len(files))
    for file, found in taken:
        total = total.plus(_counted(file, found))
    return total


def _put_on_record(file: CaseFile, taken: TakenUp, held: str, decision: Activation) -> None:
    payload = {
        "versions": [held, decision.policy_id],
        "approver": decision.approved_by,
        "moved": [_dues(one) for one in taken.goes_on if one.moved],
        "kept": [one.stands.clock.obligation for one in taken.goes_on if not one.moved],
    }
    note(file, "policy_changed", decision.by, rules=taken.rules, payload=payload)
    ended = [(one.obligation, LEFT) for one in taken.ends]
    note_clocks(file, ended, [one.stands for one in taken.begins])


def _dues(one: GoesOn) -> dict[str, str | None]:
    before, after = (None if at is None else at.isoformat() for at in (one.was_due, one.stands.due))
    return {"obligation": one.stands.clock.obligation, "from": before, "to": after}


def _write(work: Work, taken: Sequence[tuple[CaseFile, TakenUp]]) -> None:
    save_clocks(work, [one.stands.clock for _, found in taken for one in found.goes_on])
    for file, found in taken:
        for clock in found.ends:
            stop_clock(work, clock.id, at=file.at, reason=LEFT)
        for one in found.begins:
            write_begun(work, one)
        if found.ends:
            end_idle(file)


def _counted(file: CaseFile, taken: TakenUp) -> Followed:
    moved = [one for one in taken.goes_on if one.moved]
    return Followed(
        clocks=len(taken.goes_on),
        moved=len(moved),
        overdue=sum(_is_overdue(file, one) for one in moved),
        begun=len(taken.begins),
        ended=len(taken.ends),
    )


def _is_overdue(file: CaseFile, one: GoesOn) -> bool:
    """Whether a clock came to be overdue by being moved."""
    due, before = one.stands.due, one.was_due
    if due is None or is_timer(one.stands.clock.obligation):
        return False
    return due <= file.at and (before is None or before > file.at)
