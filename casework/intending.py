"""Writes down what policy asks of other cases: intents, carried out as commands of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from casework.casefile import CaseFile
from casework.recording import note
from domain.facts import Value
from domain.ids import new_id
from domain.people import SYSTEM
from policies import statements as s
from policies.ladders import consequence_name
from policies.rules import Rule
from policies.verdicts import Consequence
from store.cases import get_case, links_of
from store.intents import IntentRecord, insert_intents

EXEMPT = "exempt_from_deduction"
"""The list of cases for which policy forbids a performance deduction."""

INTENT_SCHEMA = 1
OPEN, TRIGGER = "open", "trigger"
PARENT = "parent"
"""The relation to the case above, which needs no link."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of other cases: `targets` are unit ids, or ids of cases to do something to.

    Without `targets` nothing can be done; `why_not` says why.
    """

    do: str
    kind: str
    targets: tuple[str, ...]
    trigger: str | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    why_not: str = "no-target"


def intend(file: CaseFile, item: Consequence) -> None:
    """Put the consequence on the record of the case, with one intent for each target."""
    put_wish(file, _wish(file, item), item.rule, consequence_name(item.then))


def put_wish(file: CaseFile, wish: Wish, rule: Rule, name: str) -> None:
    """Put on the record what a rule asks of other cases; `name` tells its wishes apart."""
    payload: dict[str, Any] = {"do": wish.do, "kind": wish.kind, "targets": list(wish.targets)}
    if wish.trigger is not None:
        payload["trigger"] = wish.trigger
    if wish.fields:
        payload["fields"] = dict(wish.fields)
    if not wish.targets:
        withheld = {**payload, "why": wish.why_not}
        note(file, "intent_withheld", SYSTEM, rules=[rule], payload=withheld)
        return
    seq = file.case.head_seq + len(file.events) + 1
    note(file, "intended", SYSTEM, rules=[rule], payload=payload)
    asked = _Asked(f"{rule.cite.file}:{rule.cite.line}#{name}", seq, _text_of(file, wish, rule))
    insert_intents(file.work, [_record(file, wish, asked, target) for target in wish.targets])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all intents of one wish have in common."""

    rule: str
    seq: int
    payload: str


def _text_of(file: CaseFile, wish: Wish, rule: Rule) -> str:
    payload = {
        "v": INTENT_SCHEMA,
        "do": wish.do,
        "trigger": wish.trigger,
        "fields": dict(wish.fields),
        "rule": rule.cite.at(file.policy.version).as_json(),
    }
    return orjson.dumps(payload, option=orjson.OPT_SORT_KEYS).decode()


def _record(file: CaseFile, wish: Wish, asked: _Asked, target: str) -> IntentRecord:
    return IntentRecord(
        id=new_id(),
        source_case=file.case.id,
        source_seq=asked.seq,
        rule=asked.rule,
        target_kind=wish.kind,
        target=target,
        payload=asked.payload,
        created_at=file.at,
    )


def _wish(file: CaseFile, item: Consequence) -> Wish:
    then = item.then
    if isinstance(then, s.OpenCase):
        return Wish(OPEN, then.kind, _own_unit(file))
    if isinstance(then, s.IssueToUnits):
        return _issue(file, then)
    if isinstance(then, s.Reward):
        bounds = {"reward_least": int(then.least), "reward_most": int(then.most)}
        claimant = min(file.side.in_capacity(then.role), default=None)
        return Wish(OPEN, "reward", _own_unit(file), fields={**bounds, "claimant": claimant})
    if isinstance(then, s.Deduct):
        return _deduct(file, then, item.rule)
    if isinstance(then, s.DoTo):
        return Wish(TRIGGER, then.kind, tuple(_related(file, then)), trigger=then.trigger)
    message = f"{type(then).__name__} asks nothing of another case"
    raise TypeError(message)


def _own_unit(file: CaseFile) -> tuple[str, ...]:
    """A case of a person or of no unit is opened without one: the empty target."""
    return (file.case.unit_id or "",)


def _issue(file: CaseFile, then: s.IssueToUnits) -> Wish:
    """One for each plant of the company; what was born in such a case issues no further ones."""
    if any(kind == then.kind for kind in _kinds_above(file)):
        return Wish(OPEN, then.kind, (), why_not="depth")
    tree = file.organisation.staff.tree
    own = tree.path(file.case.unit_id)
    units = tree.plants_of(tree.company_of(file.case.unit_id))
    return Wish(OPEN, then.kind, tuple(one for one in units if then.own or one not in own))


def _deduct(file: CaseFile, then: s.Deduct, rule: Rule) -> Wish:
    said = {
        "deducted_role": then.role,
        "factor": then.factor,
        "basis_rule": rule.cite.words("zh"),
    }
    if EXEMPT in file.facts.lists:
        return Wish(OPEN, "deduction", (), why_not="exempt")
    return Wish(OPEN, "deduction", _own_unit(file), fields=said)


def _kinds_above(file: CaseFile) -> Iterator[str]:
    yield file.case.kind
    parent_id = file.case.parent_id
    while parent_id is not None:
        above = get_case(file.work, parent_id)
        yield above.kind
        parent_id = above.parent_id


def _related(file: CaseFile, then: s.DoTo) -> Iterator[str]:
    """The cases to which this one stands in the relation; its parent is also what it looks at."""
    linked = [
        to_id
        for from_id, to_id, relation in links_of(file.work, file.case.id)
        if (from_id, relation) == (file.case.id, then.relation)
    ]
    if not linked and file.case.parent_id is not None:
        linked = [file.case.parent_id]
    yield from (one for one in linked if get_case(file.work, one).kind == then.kind)
