"""What happens to the revisions of versions by itself: they take effect and are superseded.

Which version is in force is said by the activations; here its revision is only brought along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.following import follow_one
from casework.moving import advance
from casework.opening import Entry, enter_case
from casework.recording import save
from casework.revising import VERSIONS_LOCK
from casework.revisions import (
    REVISION,
    WITHDRAWN,
    bars,
    blank_revision,
    owning_unit,
    revision_of,
    version_of,
)
from domain.facts import SYSTEM_ACTOR
from store.cases import CaseRecord, lock_cases
from store.queries.lists import CaseFilter, list_cases
from store.settings import count_up
from store.unit_of_work import Work
from store.versions import (
    Activation,
    activation_in_force,
    activations,
    get_policy_version,
)

_SCHEDULED, _IN_FORCE = "scheduled", "in_force"


@dataclass(frozen=True, slots=True)
class TookEffect:
    """The numbers of the revisions that took effect, and of those that were superseded."""

    in_force: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()


def take_effect(app: App) -> TookEffect:
    """Bring revisions along: in force once their day has come, superseded once another is.

    All in one transaction, by the system, judged by the version in force.

    Raises:
        Refused: when that version does not let the system do so, which `activate` sees to.
    """
    with app.store.write() as work:
        decision = activation_in_force(work, app.now())
        if decision is None:
            return TookEffect()
        due = _due(work, decision, app.now())
        lock_cases(work, [case.id for case, _ in due])
        done = [_advanced(app, work, case, steps, decision) for case, steps in due]
        work.commit()
    return TookEffect(
        tuple(number for number, steps in done if "take_effect" in steps),
        tuple(number for number, steps in done if "supersede_revision" in steps),
    )


def anything_to_take_effect(app: App, now: datetime) -> bool:
    """Whether any revision has to be brought along: a look at the few that are not at rest."""
    with app.store.read() as work:
        decision = activation_in_force(work, now)
        return decision is not None and bool(_due(work, decision, now))


def _due(
    work: Work, decision: Activation, now: datetime
) -> list[tuple[CaseRecord, tuple[str, ...]]]:
    """The revisions that have to move, each with its steps; in the order in which they were made.

    One whose day came and went while nobody looked takes effect and is superseded at once.
    """
    begun = {
        one.policy_id: one.from_at <= now for one in activations(work) if one.withdrawn_at is None
    }
    page = list_cases(work, CaseFilter(kind=REVISION, states=(_SCHEDULED, _IN_FORCE)))
    found = []
    for item in page.items:
        version = version_of(item.case)
        steps = tuple(_steps(item.case.state, version, decision, begun=begun.get(version, False)))
        if steps:
            found.append((item.case, steps))
    return found


def _steps(state: str, version: str, decision: Activation, *, begun: bool) -> Iterator[str]:
    if state == _SCHEDULED and not begun:
        return
    if state == _SCHEDULED:
        yield "take_effect"
    if version != decision.policy_id:
        yield "supersede_revision"


def _advanced(
    app: App, work: Work, case: CaseRecord, steps: tuple[str, ...], decision: Activation
) -> tuple[str, tuple[str, ...]]:
    file = file_by_id(app, work, case.id, lock=True)
    if file.policy.version != decision.policy_id:
        follow_one(file, decision)
    for trigger in steps:
        if (file.facts.state, trigger) in _MOVES:
            advance(file, trigger, SYSTEM_ACTOR, {})
            save(file)
    return case.number, steps


_MOVES = frozenset({(_SCHEDULED, "take_effect"), (_IN_FORCE, "supersede_revision")})
"""What may have been done meanwhile by somebody else is not done again."""


def adopt(app: App) -> str | None:
    """Open the revision of a version in force that has none, by the system; its number.

    That is how it is with what a new installation begins with, once somebody could change it: then
    its revision is of the unit for which they could.
    None where nothing is to be adopted, or where the version does not let the system do so.
    """
    with app.store.write() as work:
        count_up(work, VERSIONS_LOCK)
        found = _adoptable(app, work)
        if found is None:
            return None
        file = _adopted(app, work, *found)
        work.commit()
    return file.case.number


def anything_to_adopt(app: App, now: datetime) -> bool:
    """Whether the version in force has no revision yet, and may have one."""
    with app.store.read() as work:
        return activation_in_force(work, now) is not None and _adoptable(app, work) is not None


def _adoptable(app: App, work: Work) -> tuple[str, str] | None:
    """The version in force and the unit that is to own its revision; None where it has one."""
    decision = activation_in_force(work, app.now())
    if decision is None:
        return None
    known = revision_of(work, decision.policy_id)
    if known is not None and known.state != WITHDRAWN:
        return None
    organisation = app.organisation(work)
    policy = app.policy(work, decision.policy_id)
    unit = owning_unit(policy, organisation, app.today(work))
    if unit is None:
        return None
    verdict = policy.attempt(blank_revision(organisation, unit), "open", SYSTEM_ACTOR)
    return None if any(map(bars, verdict.reasons)) else (decision.policy_id, unit)


def _adopted(app: App, work: Work, version: str, unit: str) -> CaseFile:
    stored = get_policy_version(work, version)
    values = {
        "responsible_unit": unit,
        "title": version[:12],
        "policy_version": version,
        "parent_version": None if stored is None else stored.parent,
        "revision_note": None if stored is None else stored.note or None,
    }
    file = enter_case(app, work, Entry(REVISION, values))
    advance(file, "adopt_revision", SYSTEM_ACTOR, {})
    save(file)
    return file
