"""The life of a policy version: proposed, simulated, approved by another, activated, withdrawn.

Each step is a move of the version's revision case, judged by the policy in force like any other;
what it means for the versions themselves is done with the move (`casework.revising`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import orjson

from casework.app import App
from casework.casefile import CaseFile, locked_file, person_named, refresh_facts
from casework.flips import Simulation
from casework.following import follow_policy
from casework.moving import advance
from casework.policy_versions import version_named
from casework.proposing import Proposal, Revised, propose, rehearse, revised_of
from casework.recording import save
from casework.reprojecting import Progress, nobody_is_told
from casework.revisions import bars, revision_of, version_of
from casework.signing import sign_on
from casework.taking_effect import take_effect
from domain.errors import BadInput, NotFound
from domain.facts import Actor
from domain.ids import new_id
from store.cases import get_case
from store.policy_reports import (
    SIMULATION,
    PolicyReport,
    insert_policy_report,
    newest_policy_report,
)
from store.unit_of_work import Work
from store.versions import (
    STAY,
    activation_ahead,
    activation_in_force,
)

__all__ = [
    "Proposal",
    "Revised",
    "activate_version",
    "approve_version",
    "propose",
    "record_simulation",
    "rehearse",
    "rehearse_simulation",
    "withdraw_version",
]

FEWEST_LETTERS = 8
"""So many letters of a fingerprint at least are given by who has looked at the list."""


def rehearse_simulation(app: App, version: str, *, by: str) -> None:
    """Say now what would refuse to record a simulation, before the long work is done.

    Raises: as `approve_version`.
    """
    with app.store.write() as work:
        draft, active = version_named(app, work, version), app.active_policy(work).version
        _record(app, work, Simulation.of_nothing(draft, active, app.now()), by)


def record_simulation(app: App, version: str, simulation: Simulation, *, by: str) -> Revised:
    """Keep what a simulation of a version found; what was signed under an older one lapses.

    Raises: as `approve_version`.
    """
    with app.store.write() as work:
        if simulation.draft != version_named(app, work, version):
            raise BadInput(
                field_zh="制度版本",
                field_en="policy version",
                reason_zh="试算的是另一个版本",
                reason_en="another version was simulated",
            )
        revised = _record(app, work, simulation, by)
        work.commit()
    return revised


def _record(app: App, work: Work, simulation: Simulation, by: str) -> Revised:
    """Keep the list and move the revision on; the caller commits."""
    file, actor = _file_of(app, work, simulation.draft, by)
    report = PolicyReport(
        new_id(),
        simulation.draft,
        SIMULATION,
        simulation.against,
        actor.id,
        file.at,
        simulation.digest,
        orjson.dumps(simulation.summary()).decode(),
        simulation.body,
    )
    insert_policy_report(work, report)
    values = {
        "flips_digest": simulation.digest,
        "flips_count": simulation.count,
        "compared_with": simulation.against,
    }
    if file.facts.fields.get("flips_seen_digest") is not None:
        values["flips_seen_digest"] = None
    done = advance(file, "simulate_revision", actor, values)
    save(file)
    return revised_of(file, done)


def approve_version(app: App, version: str, *, by: str, flips: str) -> Revised:
    """Sign that the flip list was looked at and approve the version, in one transaction.

    `flips` is the fingerprint at the end of the list, or its first letters.

    Raises:
        NotFound: for an unknown version, or one without a revision.
        BadInput: when the fingerprint is not that of the last simulation.
        Refused: when policy does not name this person, or who wrote it approves it.
        IllegalTransition: when the version is elsewhere in its life.
    """
    with app.store.write() as work:
        file, actor = _file_of(app, work, version, by)
        report = newest_policy_report(work, version_of(file.case), SIMULATION)
        if report is not None and file.facts.state == "simulated":
            _require_fingerprint(flips, report)
            _look_at_flips(file, actor, report)
        done = advance(file, "approve_revision", actor, {})
        save(file)
        work.commit()
    return revised_of(file, done)


def activate_version(
    app: App,
    version: str,
    *,
    by: str,
    open_cases: str = STAY,
    from_day: date | None = None,
    progress: Progress = nobody_is_told,
) -> Revised:
    """Put an approved version in force, or one that was in force before: at once, or from a day.

    `open_cases` says whether they follow or stay with the version that they hold; those that follow
    do so before this answers. Interrupted there, the next wake goes on.

    Raises: as `approve_version`, and PolicyNotReady when something stands against it.
    """
    with app.store.write() as work:
        file, actor = _file_of(app, work, version, by)
        day = from_day or app.today(work)
        values = {"open_cases": open_cases, "effective_from": day.isoformat()}
        trigger = "activate_revision"
        if file.facts.state == "superseded":
            trigger, values["was_in_force"] = "reinstate_revision", "yes"
        done = advance(file, trigger, actor, values)
        save(file)
        decided = activation_ahead(work, file.at) or activation_in_force(work, file.at)
        work.commit()
    revised = revised_of(file, done, from_at=None if decided is None else decided.from_at)
    if done.endorsed:
        return replace(revised, from_at=None)
    take_effect(app)
    followed = follow_policy(app, progress)
    with app.store.read() as work:
        state = get_case(work, file.case.id).state
    return replace(revised, state=state, followed=followed)


def withdraw_version(app: App, version: str, *, by: str, reason: str) -> Revised:
    """Take a version back that is not in force yet; one that waits for its day never comes.

    Raises: as `approve_version`.
    """
    with app.store.write() as work:
        file, actor = _file_of(app, work, version, by)
        values = {"withdrawal_reason": reason.strip() or None}
        done = advance(file, "withdraw_revision", actor, values)
        save(file)
        work.commit()
    return revised_of(file, done)


def _file_of(app: App, work: Work, name: str, by: str) -> tuple[CaseFile, Actor]:
    """The locked revision of a version, named by its hash, and who acts on it."""
    version = version_named(app, work, name)
    case = revision_of(work, version)
    if case is None:
        raise NotFound(
            what_zh="制度修订",
            what_en="policy revision",
            name=version[:12],
            hint_zh="用 holdfast policy versions 查看各版本的状态。",
            hint_en="See where each version stands with: holdfast policy versions.",
        )
    file = locked_file(app, work, case.id)
    return file, file.actor(person_named(file.organisation, by))


def _look_at_flips(file: CaseFile, actor: Actor, report: PolicyReport) -> None:
    """Sign that the list was looked at; of several who approve, those whom policy names for it."""
    verdict = file.policy.signing(file.facts, "flips_seen", actor)
    named = not any(bars(reason) for reason in verdict.reasons)
    if named or not file.policy.check_holds(file.facts, "flips_seen"):
        sign_on(file, "flips_seen", actor, {"flips_seen_digest": report.digest})
        refresh_facts(file)


def _require_fingerprint(given: str, report: PolicyReport) -> None:
    short = given.strip().lower()
    if len(short) >= FEWEST_LETTERS and report.digest.startswith(short):
        return
    version = report.policy_id[:12]
    raise BadInput(
        field="--flips",
        reason_zh=f"“{given}”不是最近一次试算的影响清单指纹；请核阅清单，指纹在末尾："
        f"holdfast policy flips {version}",
        reason_en=f"“{given}” is not the fingerprint of the last simulation's flip list; look at"
        f" the list, the fingerprint is at its end: holdfast policy flips {version}",
    )
