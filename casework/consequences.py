"""Applies what policy says follows on the same case: facts, at most one move, clocks, notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from casework.casefile import CaseFile
from casework.halting import pause_by_rule, resume_clocks
from casework.intending import EXEMPT, intend
from casework.recording import note, save_facets, send
from casework.requesting import NOBODY
from domain.people import SYSTEM
from policies import statements as s
from policies.authority import LAST_RESORT, At, Resolution, resolve
from policies.rules import Rule
from policies.verdicts import Consequence

MoveByItself = Callable[[CaseFile, str, Rule], Any]

_FOR_OTHER_CASES = (s.OpenCase, s.IssueToUnits, s.Reward, s.Deduct, s.DoTo)
_HEADS = ("unit_admin_head", "unit_party_head")


def apply_consequences(
    file: CaseFile, follows: Sequence[Consequence], trigger: str, move: MoveByItself
) -> None:
    """Apply them in fixed phases, whatever their order in the text; each is on the record."""
    for item in follows:
        _change_facts(file, item)
    for item in follows:
        _change_clocks(file, item)
    for item in follows:
        if isinstance(item.then, s.Tell | s.Escalate | s.AssignedTo):
            tell(file, item, {"trigger": trigger})
        elif isinstance(item.then, s.Circulate):
            _circulate(file, item)
        elif isinstance(item.then, _FOR_OTHER_CASES):
            intend(file, item)
    moves = [item for item in follows if isinstance(item.then, s.HappensByItself)]
    for item in moves[:1]:
        move(file, _trigger(item), item.rule)


def _trigger(item: Consequence) -> str:
    return item.then.trigger if isinstance(item.then, s.HappensByItself) else ""


def _change_facts(file: CaseFile, item: Consequence) -> None:
    then = item.then
    if isinstance(then, s.SetField):
        file.facts = file.facts.changed({then.field: then.value})
        save_facets(file)
        payload: Mapping[str, Any] = {"fields": {then.field: then.value}}
        note(file, "field_set", SYSTEM, rules=[item.rule], payload=payload)
    elif isinstance(then, s.PutOnList | s.NoDeduction):
        name = then.list if isinstance(then, s.PutOnList) else EXEMPT
        file.facts = replace(file.facts, lists=file.facts.lists | {name})
        note(file, "listed", SYSTEM, rules=[item.rule], payload={"list": name})
    elif isinstance(then, s.TakeOffList):
        file.facts = replace(file.facts, lists=file.facts.lists - {then.list})
        note(file, "unlisted", SYSTEM, rules=[item.rule], payload={"list": then.list})


def _change_clocks(file: CaseFile, item: Consequence) -> None:
    if isinstance(item.then, s.PauseClock):
        pause_by_rule(file, item.rule)
    elif isinstance(item.then, s.ResumeClock):
        resume_clocks(file, SYSTEM, rules=[item.rule])


def _circulate(file: CaseFile, item: Consequence) -> None:
    """Send a circular notice to the heads of every plant of the company."""
    staff = file.organisation.staff
    plants = staff.tree.plants_of(staff.tree.company_of(file.case.unit_id))
    heads = sorted(
        {
            person
            for unit in plants
            for role in _HEADS
            for person in staff.holders(role, unit, file.today)
        }
    )
    line = item.rule.cite.at(file.policy.version).as_json()
    note(file, "circulated", SYSTEM, rules=[item.rule], payload={"to": heads})
    for person in heads:
        send(file, "circular", person, payload={"rule": line})


def tell(file: CaseFile, item: Consequence, said: Mapping[str, Any]) -> Resolution:
    """Send the notice of a consequence to whom its role leads, and put it on the record.

    An escalation also makes its receiver a supervisor of the case. Where a role leads to nobody
    the head of compliance is told so in the notice `nobody`.
    """
    then = item.then
    if isinstance(then, s.Escalate):
        notice, role = "escalation", then.role
    elif isinstance(then, s.Tell):
        notice, role = then.notice, then.role
    elif isinstance(then, s.AssignedTo):
        notice, role = "assignment", then.role
        said = {**said, "trigger": then.trigger}
    else:
        message = f"{type(then).__name__} tells nobody anything"
        raise TypeError(message)
    found = resolve(role, file.side, file.organisation.staff, At(file.at, file.today))
    line = item.rule.cite.at(file.policy.version).as_json()
    payload = {**said, "role": role, "to": found.person_id, "rule": line}
    if found.stepped_around:
        payload["around"] = [[person, str(why)] for person, why in found.stepped_around]
    event = "escalated" if notice == "escalation" else "told"
    note(file, event, SYSTEM, rules=[item.rule], payload={**payload, "notice": notice})
    if notice == "escalation" and found.person_id is not None:
        file.add_in_capacity("supervisor", found.person_id)
    shown = NOBODY if found.fallback else notice
    told = {**payload, "last_resort": LAST_RESORT}
    if found.stands_in_for is not None:
        told["on_behalf_of"] = found.stands_in_for
    send(file, shown, found.person_id, payload=told)
    return found
