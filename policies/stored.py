"""The stored form of a policy: canonical JSON that compiles to nothing, it only has to be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from policies import examples, statements
from policies.durations import Duration
from policies.limits import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Roll,
    SameDay,
    Within,
    limit_from_json,
)
from policies.numerals import Fen
from policies.recurrence import (
    BeforeHolidays,
    Daily,
    Monthly,
    NthWorkingDay,
    Weekly,
    recurrence_from_json,
)
from policies.rules import SCHEMA, Citation, Example, Rule, RuleSet

_Json = dict[str, Any]
_Value = Any
"""A part of a statement, or what stands for it in JSON."""

_LIMITS = (Within, SameDay, ByTime, ByDayOfMonth, ByMonthEnd, ByDate, Extended)

_CALENDARS = (Daily, Weekly, Monthly, NthWorkingDay, BeforeHolidays)

_CLASSES: Mapping[str, type[Any]] = {
    name: thing
    for module, root in (
        (statements, statements.Statement),
        (examples, examples.ExampleStatement),
    )
    for name, thing in vars(module).items()
    if isinstance(thing, type) and issubclass(thing, root)
}
"""Every statement by the name under which it is stored."""


def dump(ruleset: RuleSet) -> str:
    """The rule set as canonical JSON: sorted keys, no spaces, a schema number; `load` reads it."""
    return _canonical(
        {
            "schema": SCHEMA,
            "rules": [_rule(rule) for rule in ruleset.rules],
            "examples": [
                {"cite": asdict(item.cite), "steps": [_encode(step) for step in item.steps]}
                for item in ruleset.examples
            ],
            "renderings": dict(ruleset.renderings),
        }
    )


def load(text: str) -> RuleSet:
    """The rule set that `dump` wrote.

    Raises:
        ValueError: for a form of another schema.
    """
    data = json.loads(text)
    if data["schema"] != SCHEMA:
        message = f"a stored policy of schema {data['schema']}, this program reads {SCHEMA}"
        raise ValueError(message)
    return RuleSet(
        rules=tuple(_read_rule(item) for item in data["rules"]),
        examples=tuple(
            Example(Citation(**item["cite"]), tuple(_decode(step) for step in item["steps"]))
            for item in data["examples"]
        ),
        renderings=data["renderings"],
    )


def version_id(texts: Mapping[str, str], rules: str, lexicon_id: str) -> str:
    """SHA-256, in hex, over the texts, the rules as `dump` wrote them and the lexicon's content id.

    The words are part of it: a translator must not be able to change the law.
    """
    whole = {"lexicon": lexicon_id, "rules": rules, "texts": dict(texts)}
    return hashlib.sha256(_canonical(whole).encode()).hexdigest()


def encoded(statement: statements.Statement) -> str:
    """One statement as canonical JSON: what it says, whatever clause it stands in."""
    return _canonical(_encode(statement))


def _canonical(data: _Json) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _rule(rule: Rule) -> _Json:
    return {
        "cite": asdict(rule.cite),
        "given": [_encode(item) for item in rule.given],
        "when": _encode(rule.when),
        "then": [_encode(item) for item in rule.then],
        "tags": list(rule.tags),
    }


def _read_rule(data: _Json) -> Rule:
    return Rule(
        cite=Citation(**data["cite"]),
        given=tuple(_decode(item) for item in data["given"]),
        when=_decode(data["when"]),
        then=tuple(_decode(item) for item in data["then"]),
        tags=tuple(data["tags"]),
    )


def _encode(value: _Value) -> _Value:
    """JSON for a value; what JSON cannot tell apart is wrapped under the name of its type."""
    if isinstance(value, statements.Statement | examples.ExampleStatement):
        parts = {item.name: _encode(getattr(value, item.name)) for item in fields(value)}
        return {"is": type(value).__name__, **parts}
    for types, name, write in _WRITERS:
        if isinstance(value, types):
            return {name: write(value)}
    return list(value) if isinstance(value, tuple) else value


_WRITERS: tuple[tuple[tuple[type, ...], str, Callable[[Any], Any]], ...] = (
    (_LIMITS, "limit", lambda limit: limit.as_json()),
    ((Duration,), "duration", lambda duration: duration.as_json()),
    ((StrEnum,), "roll", lambda roll: roll.value),
    ((datetime,), "moment", lambda moment: moment.isoformat()),
    ((date,), "day", lambda day: day.isoformat()),
    (_CALENDARS, "calendar", lambda calendar: calendar.as_json()),
    ((Fen,), "fen", int),
)


def _decode(value: _Value) -> _Value:
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, dict):
        return value
    if "is" in value:
        parts = {name: _decode(part) for name, part in value.items() if name != "is"}
        return _CLASSES[value["is"]](**parts)
    name, inner = next(iter(value.items()))
    return _READERS[name](inner)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "limit": limit_from_json,
    "duration": Duration.from_json,
    "roll": Roll,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "fen": Fen,
    "calendar": recurrence_from_json,
}
