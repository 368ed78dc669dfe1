"""The JSON shape of what is explained, which stays stable: see docs/explanation/why.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from holdfast.shapes import (
    Shape,
    answer_shape,
    check_shape,
    due_shape,
    entry_shape,
    standing_shape,
)

if TYPE_CHECKING:
    from casework.answering.clocks import ClockAnswer, RungAnswer
    from casework.answering.events import EventAnswer
    from casework.answering.people import PersonAnswer, Sent
    from casework.answering.versions import VersionAnswer
    from casework.why import Answer, CheckAnswer, Explained


def explained_shape(found: Explained, lang: str) -> Shape:
    """A case, explained: what was not asked about is an empty list."""
    return {
        "number": found.number,
        "kind": found.kind,
        "state": found.state,
        "version": None if found.version is None else _version(found.version),
        "answers": [_answer(one, lang) for one in found.answers],
        "checks": [_check(one, lang) for one in found.checks],
        "clocks": [standing_shape(one) for one in found.clocks],
        "dues": [_clock(one) for one in found.dues],
        "people": [_person(one) for one in found.people],
        "events": [_event(one) for one in found.events],
    }


def _version(found: VersionAnswer) -> Shape:
    return {**asdict(found), "in_force": found.in_force}


def _answer(found: Answer, lang: str) -> Shape:
    considered = [one.as_json() for one in found.considered]
    return {**answer_shape(found, lang), "considered": considered, "said": list(found.said)}


def _check(found: CheckAnswer, lang: str) -> Shape:
    return {
        **check_shape(found, lang),
        "signed_by": found.signed_by,
        "considered": [one.as_json() for one in found.considered],
        "said": list(found.said),
    }


def _clock(found: ClockAnswer) -> Shape:
    return {
        "obligation": found.obligation,
        "words": found.words,
        "clock": None if found.due is None else due_shape(found.due),
        "started_by": None if found.started_by is None else entry_shape(found.started_by),
        "considered": [one.as_json() for one in found.considered],
        "rungs": [_rung(one) for one in found.rungs],
        "pauses": list(found.pauses),
        "moves": [entry_shape(one) for one in found.moves],
        "said": list(found.said),
    }


def _rung(found: RungAnswer) -> Shape:
    return {
        **asdict(found.rung),
        "reach": None if found.reach is None else asdict(found.reach),
        "silent": None if found.silent is None else found.silent.as_json(),
    }


def _person(found: PersonAnswer) -> Shape:
    return {
        "handle": found.handle,
        "name": found.name,
        "roles": [asdict(one) for one in found.roles],
        "interests": list(found.interests),
        "received": [_sent(one) for one in found.received],
        "passed": [_sent(one) for one in found.passed],
        "ahead": [_sent(one) for one in found.ahead],
        "said": list(found.said),
    }


def _sent(found: Sent) -> Shape:
    return {**asdict(found), "around": list(found.around)}


def _event(found: EventAnswer) -> Shape:
    return {
        **entry_shape(found.entry),
        "version": found.version,
        "in_force": found.in_force,
        "judged_by": [one.as_json() for one in found.judged_by],
        "lost": [one.as_json() for one in found.lost],
        "said": list(found.said),
    }
