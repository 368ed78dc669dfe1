"""What a step of a policy revision means for the versions in force, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casework.casefile import OFFICE, CaseFile
from casework.changeable import Trial
from casework.policies_in_force import unheld_roles
from casework.revisions import REVISION
from domain.errors import PolicyNotReady
from domain.facts import Actor, Value
from policies.moments import at_minute
from store.policy_reports import CHECK, SIMULATION, PolicyReport, newest_policy_report
from store.settings import count_up
from store.versions import (
    FOLLOW,
    STAY,
    Activation,
    PolicyVersion,
    activation_ahead,
    activation_in_force,
    activations,
    get_policy_version,
    insert_activation,
    set_approver,
    withdraw_activation,
)

VERSIONS_LOCK = "policy.versions"
"""A counter: two transactions that count it up wait for each other."""

_Values = Mapping[str, Value]


def settle_version(file: CaseFile, trigger: str, actor: Actor, values: _Values) -> None:
    """Do to the version what this step of its revision says, or refuse; the move follows.

    Every way leads through here: a command, a form, a timer. A case that is about no stored version
    only moves. Raises: PolicyNotReady.
    """
    step, version = _step(file, trigger)
    if step is None or version is None:
        return
    # What is in force must not change between the look at it and the step.
    count_up(file.work, VERSIONS_LOCK)
    step.require(file, version, actor, values)
    step.carry_out(file, version, actor)


def stands_against(file: CaseFile, trigger: str, actor: Actor) -> PolicyNotReady | None:
    """Why a step of a revision would be refused although the policy allows it; nothing is done."""
    step, version = _step(file, trigger)
    if step is None or version is None:
        return None
    try:
        step.require(file, version, actor, {})
    except PolicyNotReady as refusal:
        return refusal
    return None


def _step(file: CaseFile, trigger: str) -> tuple[_Step | None, PolicyVersion | None]:
    step = _STEPS.get(trigger) if file.case.kind == REVISION else None
    if step is None:
        return None, None
    return step, get_policy_version(file.work, str(_filled(file, "policy_version") or ""))


def _check(file: CaseFile, version: PolicyVersion, _: Actor, values: _Values) -> None:
    _require_report(file, version, CHECK, values.get("check_digest"))


def _simulate(file: CaseFile, version: PolicyVersion, _: Actor, values: _Values) -> None:
    _require_report(file, version, SIMULATION, values.get("flips_digest"))


def _approve(file: CaseFile, version: PolicyVersion, actor: Actor, _: _Values) -> None:
    others = file.facts.endorsements.get("approve_revision", ())
    approvers = {actor.id, *(one.person_id for one in others)}
    if version.author in approvers:
        raise _not_ready(
            "拟稿人不得批准自己的制度，请由他人批准",
            "who wrote a policy may not approve it: have somebody else approve",
        )
    _require_fresh_simulation(file, version)
    signature = file.facts.signatures.get("flips_seen")
    seen = _filled(file, "flips_seen_digest")
    # Asked of whoever is named, nobody in particular is meant.
    by_another = actor.id and signature is not None and signature.person_id not in approvers
    if seen != _filled(file, "flips_digest") or by_another:
        raise _not_ready(
            "批准人本人须核阅最近一次试算的影响清单：先运行 holdfast policy flips，"
            "再以末尾的指纹批准",
            "the approver in person looks at the flip list of the last simulation: run"
            " holdfast policy flips, then approve with the fingerprint at its end",
        )


def _activate(file: CaseFile, version: PolicyVersion, actor: Actor, values: _Values) -> None:
    if not version.approved_by:
        raise _not_ready(
            "没有他人的有效批准，请重新试算并批准",
            "no approval of anybody else stands: have it simulated and approved again",
        )
    _require_fresh_simulation(file, version)
    _reinstate(file, version, actor, values)


def _reinstate(file: CaseFile, version: PolicyVersion, _: Actor, __: _Values) -> None:
    _require_nothing_waits(file)
    _require_changeable(file, version)
    _from_at(file)


def _withdraw(file: CaseFile, version: PolicyVersion, _: Actor, __: _Values) -> None:
    ahead = activation_ahead(file.work, file.at)
    waits = ahead is not None and ahead.policy_id == version.id
    if file.facts.state == "scheduled" and not waits:
        raise _not_ready(
            "该制度已经生效，不能撤回；请启用另一版本",
            "it is in force already and cannot be withdrawn: activate another version",
        )


def _require_nothing_waits(file: CaseFile) -> None:
    ahead = activation_ahead(file.work, file.at)
    if ahead is not None:
        short = ahead.policy_id[:12]
        raise _not_ready(
            f"制度 {short} 已经启用、尚待生效；先撤回它，才能启用另一个："
            f"holdfast policy withdraw {short}",
            f"{short} has been activated and waits for its day; withdraw it before you activate"
            f" another one: holdfast policy withdraw {short}",
        )


def _require_changeable(file: CaseFile, version: PolicyVersion) -> None:
    policy = file.app.policy(file.work, version.id)
    trial = Trial(policy, file.organisation, file.at, file.today)
    obstacles = (*unheld_roles(file.work, policy.ruleset, file.today), *trial.obstacles())
    if obstacles:
        raise _not_ready(
            "现在启用这个制度会无法办理，先补齐所列的任职或者条款",
            "in force now it would refuse everybody: fill the offices or clauses that are listed",
            problems=list(obstacles),
        )


def _nothing_more(_: CaseFile, __: PolicyVersion, ___: Actor) -> None:
    """The move is all."""


def _note_approver(file: CaseFile, version: PolicyVersion, actor: Actor) -> None:
    set_approver(file.work, version.id, actor.id)


def _put_in_force(file: CaseFile, version: PolicyVersion, actor: Actor) -> None:
    open_cases = FOLLOW if _filled(file, "open_cases") == FOLLOW else STAY
    approver = actor.id if file.facts.state == "superseded" else version.approved_by
    activation = Activation(version.id, actor.id, approver, file.at, open_cases, _from_at(file))
    insert_activation(file.work, activation)


def _take_back(file: CaseFile, version: PolicyVersion, _: Actor) -> None:
    """One that waits never comes; whoever takes the same text up again needs a new approval."""
    ahead = activation_ahead(file.work, file.at)
    if file.facts.state == "scheduled" and ahead is not None:
        withdraw_activation(file.work, ahead.seq, at=file.at)
    standing = (one for one in activations(file.work) if one.withdrawn_at is None)
    if all(one.policy_id != version.id for one in standing):
        set_approver(file.work, version.id, "")


@dataclass(frozen=True, slots=True)
class _Step:
    """What has to be so before a step of a revision, and what it does to the version."""

    require: Callable[[CaseFile, PolicyVersion, Actor, _Values], None]
    carry_out: Callable[[CaseFile, PolicyVersion, Actor], None]


_STEPS: Mapping[str, _Step] = {
    "check_revision": _Step(_check, _nothing_more),
    "simulate_revision": _Step(_simulate, _nothing_more),
    "approve_revision": _Step(_approve, _note_approver),
    "activate_revision": _Step(_activate, _put_in_force),
    "reinstate_revision": _Step(_reinstate, _put_in_force),
    "withdraw_revision": _Step(_withdraw, _take_back),
}


def _from_at(file: CaseFile) -> datetime:
    """At once where the day has come, else 0:00 of the day where the office is."""
    zone = file.app.calendar(file.work, file.app.newest_calendar_id(file.work, OFFICE)).zone
    today = file.app.today(file.work)
    day = date.fromisoformat(str(_filled(file, "effective_from") or today.isoformat()))
    if day < today:
        raise _not_ready(
            f"生效日期 {day} 已经过去，今天是 {today}",
            f"the day {day} from which it is to be in force is past; today is {today}",
        )
    return file.at if day == today else at_minute(day, 0, zone)


def _require_report(file: CaseFile, version: PolicyVersion, kind: str, digest: Value) -> None:
    """What is filled in was found by a command, and is not typed by hand."""
    found = newest_policy_report(file.work, version.id, kind)
    if found is None or found.digest != digest:
        command = "propose DIR" if kind == CHECK else f"simulate {version.id[:12]}"
        raise _not_ready(
            f"此步由命令办理：holdfast policy {command}",
            f"this step is done by its command: holdfast policy {command}",
        )


def _require_fresh_simulation(file: CaseFile, version: PolicyVersion) -> PolicyReport:
    """The last simulation, against the version in force and since it came into force."""
    found = newest_policy_report(file.work, version.id, SIMULATION)
    current = activation_in_force(file.work, file.at)
    known = found is not None and found.digest == _filled(file, "flips_digest")
    checked = newest_policy_report(file.work, version.id, CHECK)
    if checked is None or checked.digest != _filled(file, "check_digest"):
        raise _not_ready(
            "检查报告不是这个版本的，请重新提出：holdfast policy propose",
            "the check report is of another version: propose it again with holdfast policy propose",
        )
    fresh = current is None or (
        found is not None and found.against == current.policy_id and found.at >= current.from_at
    )
    if found is None or not known or not fresh:
        raise _not_ready(
            f"试算以后生效的制度已经改变，请重新试算：holdfast policy simulate {version.id[:12]}",
            "another version has come into force since it was simulated: simulate again with"
            f" holdfast policy simulate {version.id[:12]}",
        )
    return found


def _filled(file: CaseFile, field: str) -> Value:
    return file.facts.fields.get(field)


def _not_ready(zh: str, en: str, **more: object) -> PolicyNotReady:
    return PolicyNotReady(reason_zh=zh, reason_en=en, **more)
