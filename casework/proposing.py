"""Proposing a policy: a set of feature files stored as a draft, and the case in which it lives."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from casework.app import App
from casework.casefile import CaseFile, person_named
from casework.changeable import Trial
from casework.following import Followed
from casework.moving import Done, advance
from casework.opening import Entry, enter_case
from casework.policies_in_force import count_errors, unheld_roles, version_from
from casework.policy_versions import version_named
from casework.recording import save
from casework.revising import VERSIONS_LOCK
from casework.revisions import REVISION, WITHDRAWN, proposing_unit, revision_of, version_of
from casework.taking_effect import adopt
from domain.errors import PolicyNotReady, PolicyRejected
from domain.ids import new_id
from domain.problems import Problem, Severity, has_errors
from policies.checking import Checked
from policies.judging import Policy
from store.policy_reports import CHECK, PolicyReport, insert_policy_report
from store.settings import count_up
from store.unit_of_work import Work
from store.versions import PolicyVersion, get_policy_version, put_policy_version


@dataclass(frozen=True, slots=True)
class Proposal:
    """A set of feature files that somebody proposes, with what its check and its proofs found.

    `problems` are those of both, `report` the whole check report as it was shown. `parent` is the
    version that it was made from, by the beginning of its hash; None for the one in force.
    """

    texts: Mapping[str, str]
    checked: Checked
    by: str
    note: str = ""
    parent: str | None = None
    problems: tuple[Problem, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Revised:
    """Where a version stands after a command; `again` says that it had been proposed before.

    `from_at` is from when it is in force, once that is decided; `waiting_for` are the roles whose
    names are still missing under the step. `problems` only warn; `followed` says what became of
    the open cases.
    """

    version: str
    number: str
    state: str
    parent: str | None = None
    again: bool = False
    from_at: datetime | None = None
    waiting_for: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    followed: Followed | None = None


def propose(app: App, proposal: Proposal) -> Revised:
    """Store the texts as a draft that is checked, and open the case in which it lives.

    The same texts again go on in the case that they have, unless it was withdrawn.

    Raises:
        PolicyRejected: with every problem, when checking or proving found errors.
        PolicyNotReady: when the policy in force says nothing of policy revisions.
        Refused: when it does not name this person.
    """
    adopt(app)
    with app.store.write() as work:
        revised = _propose(app, work, proposal)
        work.commit()
    return revised


def rehearse(app: App, proposal: Proposal) -> Revised:
    """What `propose` would answer; nothing is kept. Asked before the proofs, which take longer.

    Raises: as `propose`.
    """
    adopt(app)
    with app.store.write() as work:
        return _propose(app, work, proposal)


def _propose(app: App, work: Work, proposal: Proposal) -> Revised:
    ruleset = proposal.checked.ruleset
    if ruleset is None or has_errors(proposal.problems):
        errors = count_errors(proposal.problems)
        raise PolicyRejected(count=errors, problems=list(proposal.problems))
    count_up(work, VERSIONS_LOCK)
    _require_spoken_of(app.active_policy(work))
    author = person_named(app.organisation(work), proposal.by)
    parent = version_named(app, work, proposal.parent)
    draft = version_from(app, proposal.texts, ruleset, author.id)
    version = draft._replace(parent=parent, note=proposal.note.strip())
    known = revision_of(work, version.id)
    if known is not None and known.state != WITHDRAWN:
        stored = get_policy_version(work, version.id) or version
        return Revised(version.id, known.number, known.state, stored.parent, again=True)
    put_policy_version(work, version)
    warnings = _warned(app, work, app.policy(work, version.id))
    file = _opened(app, work, version, author.id)
    _check(file, version, author.id, proposal)
    save(file)
    return revised_of(file, problems=warnings, parent=parent)


def speaks_of_revisions(policy: Policy) -> bool:
    """Whether a policy has any clause on how it is changed itself."""
    return any(rule.kind == REVISION for rule in policy.ruleset.rules)


def _require_spoken_of(policy: Policy) -> None:
    """Fail closed, and say the way out: a policy without such clauses lets nobody propose."""
    if speaks_of_revisions(policy):
        return
    raise PolicyNotReady(
        reason_zh="生效的制度没有规定“制度修订”，任何人都不能提出新制度；请系统管理员运行 "
        "holdfast init --shipped-policy 启用随附的制度，再提出",
        reason_en="the policy in force has no clause on policy revisions, so nobody may propose"
        " one; have whoever runs the system put the shipped policy in force with"
        " holdfast init --shipped-policy, then propose",
    )


def _opened(app: App, work: Work, version: PolicyVersion, author: str) -> CaseFile:
    organisation = app.organisation(work)
    person = organisation.staff.people[author]
    policy, today = app.active_policy(work), app.today(work)
    unit = proposing_unit(policy, organisation, person, app.now(), today)
    values = {
        "responsible_unit": unit or person.home_unit_id,
        "title": version.id[:12],
        "policy_version": version.id,
        "parent_version": version.parent,
        "revision_note": version.note or None,
    }
    return enter_case(app, work, Entry(REVISION, values, author))


def _check(file: CaseFile, version: PolicyVersion, author: str, proposal: Proposal) -> None:
    """Keep the report, and take the step that it stands for."""
    said = {"version": version.id, "report": dict(proposal.report)}
    line = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    warnings = sum(one.severity is Severity.WARNING for one in proposal.problems)
    report = PolicyReport(
        id=new_id(),
        policy_id=version.id,
        kind=CHECK,
        against=version.parent,
        by=author,
        at=file.at,
        digest=hashlib.sha256(line).hexdigest(),
        summary=orjson.dumps({"problems": len(proposal.problems), "warnings": warnings}).decode(),
        body=zlib.compress(line),
    )
    insert_policy_report(file.work, report)
    actor = file.actor(file.organisation.staff.people[author])
    advance(file, "check_revision", actor, {"check_digest": report.digest})


def _warned(app: App, work: Work, policy: Policy) -> tuple[Problem, ...]:
    """What would keep it from being activated: said early, so that nobody approves it in vain."""
    today = app.today(work)
    trial = Trial(policy, app.organisation(work), app.now(), today)
    found = (*unheld_roles(work, policy.ruleset, today), *trial.obstacles())
    return tuple(replace(one, severity=Severity.WARNING) for one in found)


def revised_of(
    file: CaseFile,
    done: Done | None = None,
    *,
    from_at: datetime | None = None,
    parent: str | None = None,
    problems: tuple[Problem, ...] = (),
) -> Revised:
    """Where the version of a revision stands now."""
    return Revised(
        version=version_of(file.case),
        number=file.case.number,
        state=file.facts.state,
        parent=parent,
        from_at=from_at,
        waiting_for=() if done is None else done.waiting_for,
        problems=problems,
    )
