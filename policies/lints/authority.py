"""Faults of authority: triggers and checks that nobody may do, roles that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator

from domain.forms import FORMS, FieldType
from domain.people import EMPLOYEE, SYSTEM
from domain.problems import Problem
from policies import statements as s
from policies.consequences import opened_kind
from policies.lints.material import Material, word, words
from policies.problem_codes import Place, problem
from policies.reach import OPEN, exits, places_of
from policies.written import WrittenRule
from statemachines.tables import TABLES


def lint(material: Material) -> Iterator[Problem]:
    """Authority is closed: what nobody is named for, nobody may do."""
    for kind in TABLES:
        rules = material.of_kind(kind)
        if not rules:
            yield from _unspoken(kind, material)
            continue
        yield from _triggers(kind, rules)
        yield from _timers(rules)
        yield from _intents(rules, material)
        yield from _checks(kind, rules)
        if material.roles_held is not None:
            yield from _roles(kind, rules, material)


def _unspoken(kind: str, material: Material) -> Iterator[Problem]:
    first = next(material.rules, None)
    if first is not None:
        place = Place(first.place.file, 1, 1, first.place.lang)
        yield problem("kind-without-policy", place, kind=word("kind", kind, place))


def _triggers(kind: str, rules: list[WrittenRule]) -> Iterator[Problem]:
    extendable = any(isinstance(then, s.MayExtend) for w in rules for then in w.rule.then)
    for trigger in (OPEN, *TABLES[kind].triggers, *(("extend",) if extendable else ())):
        about = [w for w in rules if w.rule.when == s.AboutTo(trigger)]
        named: set[str] = set()
        for written in about:
            if any(isinstance(then, s.OnlyBy | s.Jointly) for then in written.rule.then):
                named |= places_of(written.rule)
        asked = () if trigger == "extend" and named else exits(kind, (), trigger)
        left = [state for state in TABLES[kind].states if state in asked and state not in named]
        if left:
            place = about[0].place if about else rules[0].place
            yield problem(
                "nobody-may",
                place,
                kind=word("kind", kind, place),
                trigger=word("trigger", trigger, place),
                states=words("state", left, place),
            )


def _timers(rules: list[WrittenRule]) -> Iterator[Problem]:
    """What happens by itself is done by the system, which must be named like anybody else."""
    for written in rules:
        for then, place in zip(written.rule.then, written.then, strict=True):
            if isinstance(then, s.HappensByItself) and not _system_may(written, then, rules):
                trigger = word("trigger", then.trigger, place)
                yield problem("timer-not-named", place, trigger=trigger)


def _system_may(mover: WrittenRule, move: s.HappensByItself, rules: list[WrittenRule]) -> bool:
    here = places_of(mover.rule)
    return any(
        places_of(written.rule) & here for written in rules if _names_system(written, move.trigger)
    )


def _names_system(written: WrittenRule, trigger: str) -> bool:
    return written.rule.when == s.AboutTo(trigger) and s.OnlyBy(SYSTEM) in written.rule.then


def _intents(rules: list[WrittenRule], material: Material) -> Iterator[Problem]:
    """What is asked of another case is done by the system: its kind must name the system."""
    for written in rules:
        for then, place in zip(written.rule.then, written.then, strict=True):
            kind = then.kind if isinstance(then, s.DoTo) else opened_kind(then)
            trigger = then.trigger if isinstance(then, s.DoTo) else OPEN
            if kind is None or any(_names_system(w, trigger) for w in material.of_kind(kind)):
                continue
            yield problem(
                "intent-not-named",
                place,
                kind=word("kind", kind, place),
                trigger=word("trigger", trigger, place),
            )


def _checks(kind: str, rules: list[WrittenRule]) -> Iterator[Problem]:
    judged = {w.rule.when.check for w in rules if isinstance(w.rule.when, s.Judging)}
    signed = {
        w.rule.when.check
        for w in rules
        if isinstance(w.rule.when, s.AboutToSign)
        and any(isinstance(then, s.OnlyBy) for then in w.rule.then)
    }
    for check, place in _checks_named(rules).items():
        names = {"kind": word("kind", kind, place), "check": word("check", check, place)}
        if check not in judged:
            yield problem("check-unjudged", place, **names)
        if check not in signed:
            yield problem("check-unsigned", place, **names)


def _checks_named(rules: list[WrittenRule]) -> dict[str, Place]:
    """Every check of which some rule speaks, with the first place."""
    found: dict[str, Place] = {}
    for written in rules:
        rule = written.rule
        pairs = [
            *zip(rule.given, written.given, strict=True),
            (rule.when, written.when),
            *zip(rule.then, written.then, strict=True),
        ]
        for statement, place in pairs:
            check = getattr(statement, "check", None)
            if check is not None:
                found.setdefault(check, place)
    return found


def _roles(kind: str, rules: list[WrittenRule], material: Material) -> Iterator[Problem]:
    """Roles of people, by office or by the case itself; each is named once."""
    capacities = {field.id for field in FORMS[kind].fields if field.type is FieldType.PERSON}
    known = capacities | {SYSTEM, EMPLOYEE} | set(material.roles_held or ())
    for written in rules:
        for then, place in zip(written.rule.then, written.then, strict=True):
            for role in roles_of(then):
                if role not in known:
                    known.add(role)
                    yield problem("role-unheld", place, role=word("role", role, place))


def roles_of(then: s.Then) -> tuple[str, ...]:
    """The roles that a consequence names and that somebody must hold."""
    if isinstance(then, s.Deduct):
        return ()
    named = (getattr(then, name, None) for name in ("role", "role1", "role2"))
    return (*(role for role in named if role is not None), *getattr(then, "roles", ()))
