"""Why something of a case went to this person: where the role led, and whom it stepped around."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.casefile import CaseFile
from casework.casewords import unit_words
from casework.event_words import name_of
from domain.lexicon import LEXICON
from policies.authority import LAST_RESORT, Aside, At, Resolution, resolve
from policies.moments import local_day
from policies.recusal import Interest, Tie, interests


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody whom a role stepped around: absent, or with these interests in the case."""

    person: str
    why: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """To whom a role leads for the case at a moment, and why; `person` is None where to nobody.

    `unit` is whose office it is, `stands_in_for` who holds it and is away. `fallback` says that the
    role leads to nobody and the head of compliance answers, `by_proxy` that everybody who holds it
    has to stand aside and somebody answers in their place.
    """

    role: str
    person: str | None
    unit: str | None
    around: tuple[Around, ...]
    stands_in_for: str | None
    fallback: bool
    by_proxy: bool
    said: str


def reach_of(file: CaseFile, role: str, at: datetime, lang: str) -> Reach:
    """Where a role leads for the case at a moment, by the organisation as it is on record now."""
    day = local_day(at, file.calendar.zone)
    found = resolve(role, file.side, file.organisation.staff, At(at, day))
    around = tuple(_around(file, person, why, at, lang) for person, why in found.stepped_around)
    return Reach(
        role=role,
        person=handle_of(file, found.person_id),
        unit=found.unit_id,
        around=around,
        stands_in_for=handle_of(file, found.stands_in_for),
        fallback=found.fallback,
        by_proxy=found.by_proxy,
        said=_sentence(file, role, found, around, lang),
    )


def role_words(role: str, lang: str) -> str:
    """The word for an office, or for a part that somebody has in the case itself."""
    return LEXICON.word("role" if LEXICON.has("role", role) else "capacity", role, lang)


def interest_words(file: CaseFile, interest: Interest, lang: str) -> str:
    """Why somebody has an interest in the case."""
    return _TIES[interest.tie][lang].format(
        name=name_of(file, interest.subject, lang),
        role=role_words(interest.subject, lang),
        unit=unit_words(file, interest.unit_id, lang),
    )


_TIES: Mapping[Tie, Mapping[str, str]] = {
    Tie.SUBJECT: {"zh": "是该事项的当事人", "en": "is its subject"},
    Tie.RELATED: {"zh": "与当事人{name}有申报的关系", "en": "is related to {name}, its subject"},
    Tie.CAPACITY: {"zh": "是该事项的{role}", "en": "is its {role}"},
    Tie.HOME: {"zh": "属于责任单位（{unit}）", "en": "belongs to the responsible unit ({unit})"},
    Tie.OFFICE: {
        "zh": "在责任单位任{role}（{unit}）",
        "en": "holds an office of the responsible unit ({role}, {unit})",
    },
    Tie.LINE: {
        "zh": "任责任单位所属单位的{role}（{unit}）",
        "en": "heads what the responsible unit is a part of ({role}, {unit})",
    },
}


def interests_of(file: CaseFile, person_id: str, at: datetime, lang: str) -> tuple[str, ...]:
    """Every interest of a person in the case, in words."""
    day = local_day(at, file.calendar.zone)
    found = interests(person_id, file.side, file.organisation.staff, day)
    return tuple(interest_words(file, one, lang) for one in found)


def _around(file: CaseFile, person: str, why: Aside, at: datetime, lang: str) -> Around:
    if why is Aside.CONFLICT:
        because = interests_of(file, person, at, lang)
        # Who stands in for somebody with an interest has perhaps none of their own.
        return Around(handle_of(file, person) or person, str(why), because or (_LENT[lang],))
    away = file.organisation.staff.delegations_of(person, at)
    names = [name_of(file, one.to_person, lang) for one in away[:1]]
    said = tuple(_STANDS_IN[lang].format(name=name) for name in names)
    return Around(handle_of(file, person) or person, str(why), said)


_LENT = {"zh": "所代理的人应当回避", "en": "whom they stand in for has an interest"}
_STANDS_IN = {"zh": "由{name}代理", "en": "{name} stands in"}
_ASIDE: Mapping[str, Mapping[str, str]] = {
    "absent": {"zh": "不在岗", "en": "is away"},
    "conflict": {"zh": "与该事项有利害关系", "en": "has an interest in the case"},
}


def handle_of(file: CaseFile, person_id: str | None) -> str | None:
    """What somebody is called by; the id itself of whoever is not in the books any more."""
    person = file.organisation.staff.people.get(person_id or "")
    return person_id if person is None else person.handle


def _sentence(
    file: CaseFile, role: str, found: Resolution, around: Iterable[Around], lang: str
) -> str:
    zh = lang == "zh"
    parts = [_whither(file, role, found, lang), *(_around_words(file, one, lang) for one in around)]
    words = LEXICON.word("role", role, lang)
    return f"“{words}”：{'；'.join(parts)}" if zh else f"“{words}”: {'; '.join(parts)}"


def _whither(file: CaseFile, role: str, found: Resolution, lang: str) -> str:
    """Who it is, and by what they answer for the role."""
    zh = lang == "zh"
    name = name_of(file, found.person_id, lang)
    if found.fallback:
        last = LEXICON.word("role", LAST_RESORT, lang)
        nobody = f"没有可以担任的人，送{last}" if zh else f"nobody is left, so the {last} is told"
        return f"{nobody}：{name or '无人'}" if zh else f"{nobody}: {name or 'nobody'}"
    unit = unit_words(file, found.unit_id, lang)
    if found.by_proxy:
        how = "任职的人都应回避，由其代行" if zh else "answers because each holder must stand aside"
    elif role in {capacity for _, capacity in file.people}:
        how = "在该事项中的职责" if zh else "has this part in the case itself"
    elif found.unit_id == file.case.unit_id:
        how = f"服务于责任单位{unit}" if zh else f"serves the responsible unit, {unit}"
    else:
        how = (
            f"服务于{unit}，即责任单位以上最近有人可担任的单位"
            if zh
            else f"serves {unit}, the nearest unit above with somebody free"
        )
    if found.stands_in_for is not None:
        absent = name_of(file, found.stands_in_for, lang)
        how += f"，代理{absent}" if zh else f", standing in for {absent}"
    return f"{name}（{how}）" if zh else f"{name} ({how})"


def _around_words(file: CaseFile, one: Around, lang: str) -> str:
    zh = lang == "zh"
    person = file.organisation.by_handle.get(one.person)
    name = one.person if person is None else person.name
    why = _ASIDE[one.why][lang]
    because = ("、" if zh else ", ").join(one.because)
    if zh:
        return f"绕过{name}：{why}" + (f"（{because}）" if because else "")
    return f"stepped around {name}: {why}" + (f" ({because})" if because else "")
