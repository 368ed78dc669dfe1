"""What somebody is to a case: their roles, their interests, what of it went to them, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from casework.answering.reaching import Reach, handle_of, interests_of, reach_of, role_words
from casework.casefile import CaseFile
from casework.casewords import unit_words
from casework.clockwords import role_of, rung_words
from casework.clockwork import running_standings
from casework.event_words import name_of
from domain.lexicon import LEXICON
from domain.people import Person
from notifications.wording import moment_words
from policies.authority import Holding, How, holdings
from store.journal import EventRecord, events_of


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role that somebody holds for the case, and how: `source` is whose it is, by handle."""

    role: str
    how: str
    unit: str | None
    source: str
    said: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Something of the case that went past or to somebody: event `seq`, or still `ahead`.

    `to` is who got it, and `around` whom it stepped around, by handle; `reach` is why, where that
    can still be told.
    """

    seq: int | None
    at: datetime
    role: str
    to: str | None
    around: tuple[str, ...]
    reach: Reach | None
    said: str


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What a person is to a case; `passed` are notices that stepped around them."""

    handle: str
    name: str
    roles: tuple[RoleView, ...]
    interests: tuple[str, ...]
    received: tuple[Sent, ...]
    passed: tuple[Sent, ...]
    ahead: tuple[Sent, ...]
    said: tuple[str, ...]


def answer_people(file: CaseFile, people: Iterable[Person], lang: str) -> tuple[PersonAnswer, ...]:
    """What each is to the case now, what of it reached them or passed them by, and why."""
    wanted = tuple(people)
    if not wanted:
        return ()
    sent = tuple(_past(file, lang)), tuple(_ahead(file, lang))
    return tuple(_answer(file, one, sent, lang) for one in wanted)


def _answer(
    file: CaseFile, person: Person, sent: tuple[tuple[Sent, ...], tuple[Sent, ...]], lang: str
) -> PersonAnswer:
    staff = file.organisation.staff
    held = holdings(person, file.side, staff, file.at, file.today)
    roles = tuple(_role(file, person, one, lang) for one in dict.fromkeys(held))
    own = interests_of(file, person.id, file.at, lang)
    past, ahead = (tuple(one for one in some if _concerns(one, person)) for some in sent)
    received = tuple(one for one in past if one.to == person.handle)
    passed = tuple(one for one in past if one.to != person.handle)
    return PersonAnswer(
        person.handle,
        person.name,
        roles,
        own,
        received,
        passed,
        ahead,
        tuple(_sentences(person, (roles, own), (received, passed, ahead), lang)),
    )


def _role(file: CaseFile, person: Person, held: Holding, lang: str) -> RoleView:
    words = _HOW[held.how][lang].format(
        role=role_words(held.role, lang), unit=unit_words(file, held.unit_id, lang)
    )
    if held.source != person.id:
        whom = name_of(file, held.source, lang)
        words += f"（代理{whom}）" if lang == "zh" else f" (standing in for {whom})"
    source = str(handle_of(file, held.source))
    return RoleView(held.role, str(held.how), held.unit_id, source, words)


_HOW: Mapping[How, Mapping[str, str]] = {
    How.OFFICE: {"zh": "{role}，服务于{unit}", "en": "{role}, serving {unit}"},
    How.CAPACITY: {"zh": "该事项的{role}", "en": "{role} of this case"},
    How.IN_PLACE: {
        "zh": "代行{role}：任职的人都应回避",
        "en": "{role}, in place of holders who must all stand aside",
    },
    How.EMPLOYEE: {"zh": "本单位{role}", "en": "{role} of the house"},
}


def _concerns(one: Sent, person: Person) -> bool:
    return person.handle in (one.to, *one.around)


def _past(file: CaseFile, lang: str) -> Iterator[Sent]:
    for event in events_of(file.work, file.case.id):
        payload = orjson.loads(event.payload)
        if "role" in payload and "to" in payload:
            yield sent_by(file, event, payload, lang)


def sent_by(file: CaseFile, event: EventRecord, payload: Mapping[str, Any], lang: str) -> Sent:
    """To whom an event went, and why as far as the organisation on record still tells it.

    Where it would tell of somebody else, what the event itself says is all there is.
    """
    at = datetime.fromisoformat(event.at)
    handle = handle_of(file, payload["to"])
    found: Reach | None = reach_of(file, payload["role"], at, lang)
    if found is not None and found.person != handle:
        found = None
    role = LEXICON.word("role", payload["role"], lang)
    name = name_of(file, payload["to"], lang) or ("无人" if lang == "zh" else "nobody")
    why = f"“{role}”：{name}" if lang == "zh" else f"“{role}”: {name}"
    if found is not None:
        why = found.said
    moment = moment_words(at, file.calendar.zone, lang)
    what = _what(event, payload, lang)
    said = (
        f"{moment}，{what}（事件{event.seq}）：{why}"
        if lang == "zh"
        else f"{moment}, {what} (event {event.seq}): {why}"
    )
    around = tuple(str(handle_of(file, one)) for one, _ in payload.get("around", ()))
    return Sent(event.seq, at, payload["role"], handle, around, found, said)


def _what(event: EventRecord, payload: Mapping[str, Any], lang: str) -> str:
    notice = str(payload.get("notice") or "")
    return LEXICON.word("notice", notice, lang) or LEXICON.word("event", event.event, lang)


def _ahead(file: CaseFile, lang: str) -> Iterator[Sent]:
    """What the running clocks would still send, as the organisation is now."""
    for item in running_standings(file):
        for ring in item.rings:
            role = role_of(ring.rung)
            if role is None or ring.at <= file.at:
                continue
            reach = reach_of(file, role, file.at, lang)
            what = rung_words(ring.key, ring.rung, lang)
            moment = moment_words(ring.at, file.calendar.zone, lang)
            said = f"{moment}，{what}：{reach.said}"
            if lang == "en":
                said = f"{moment}, {what}: {reach.said}"
            around = tuple(one.person for one in reach.around)
            yield Sent(None, ring.at, role, reach.person, around, reach, said)


def _sentences(
    person: Person,
    standing: tuple[tuple[RoleView, ...], tuple[str, ...]],
    sent: tuple[tuple[Sent, ...], tuple[Sent, ...], tuple[Sent, ...]],
    lang: str,
) -> Iterator[str]:
    zh = lang == "zh"
    roles, own = standing
    received, passed, ahead = sent
    comma = "；" if zh else "; "
    held = comma.join(one.said for one in roles) or ("无" if zh else "none")
    yield f"{person.name}在该事项中：{held}" if zh else f"{person.name} in this case: {held}"
    if own:
        why = ("、" if zh else ", ").join(own)
        yield f"与该事项有利害关系：{why}" if zh else f"has an interest in it: {why}"
    for heading, found in zip(_HEADINGS[lang], (received, passed, ahead), strict=True):
        yield from (f"{heading}{one.said}" for one in found)
    if not (received or passed or ahead):
        yield (
            "该事项没有向其送过通知，现行的督办节点也不经过其人"
            if zh
            else "nothing of this case went to them, and no rung ahead leads to them"
        )


_HEADINGS = {
    "zh": ("送达其人：", "绕过其人：", "将会："),
    "en": ("went to them: ", "stepped around them: ", "ahead: "),
}
