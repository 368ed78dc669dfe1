"""Units and people as items and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from casework.wishes import quiet_words, wish_of
from domain.lexicon import LEXICON
from holdfast.showing.words import joined, plain

if TYPE_CHECKING:
    from casework.app import Organisation
    from casework.preferring import Reached
    from domain.people import Unit, UnitHoliday

Item = dict[str, Any]


def unit_items(organisation: Organisation, day: date) -> list[Item]:
    """Every unit, parents before their children, with its declared holidays from a day on."""
    return [
        {
            "id": unit.id,
            "name": unit.name,
            "name_en": unit.name_en,
            "level": unit.level,
            "calendar": unit.calendar_name,
            "parent": unit.parent_id,
            "aliases": _aliases(organisation, unit),
            "away": [
                {"id": one.id, "from": one.from_on, "to": one.to_on, "reason": one.reason}
                for one in _holidays(organisation, unit, day)
            ],
        }
        for unit, _ in _in_order(organisation)
    ]


def unit_rows(organisation: Organisation, day: date, lang: str) -> Iterator[tuple[str, ...]]:
    """The tree as indented rows; a holiday has its id, by which it is cancelled."""
    to = "至" if lang == "zh" else "to"
    for unit, depth in _in_order(organisation):
        yield (
            "  " * depth + plain(unit.word(lang)),
            LEXICON.word("unit_level", unit.level, lang),
            joined(_aliases(organisation, unit), lang),
            "\n".join(
                f"{one.from_on} {to} {one.to_on} {plain(one.reason)} [{one.id}]"
                for one in _holidays(organisation, unit, day)
            ),
            unit.id,
        )


def _aliases(organisation: Organisation, unit: Unit) -> list[str]:
    return [alias for alias, unit_id in organisation.aliases.items() if unit_id == unit.id]


def _holidays(organisation: Organisation, unit: Unit, day: date) -> list[UnitHoliday]:
    """The holidays of the very unit that stand and are not over."""
    return [
        one
        for one in organisation.holidays
        if one.unit_id == unit.id and one.cancelled_at is None and one.to_on >= day
    ]


def _in_order(organisation: Organisation) -> list[tuple[Unit, int]]:
    units = organisation.staff.tree.units
    below: dict[str | None, list[Unit]] = {}
    for unit in units.values():
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[tuple[Unit, int]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        found.append((unit, depth))
        waiting.extend((child, depth + 1) for child in reversed(below.get(unit.id, [])))
    return found


def person_items(
    organisation: Organisation, day: date, now: datetime, groups: Mapping[str, str]
) -> list[Item]:
    """Everybody by handle, with the offices held on a day and who stands in now.

    `groups` are the names of the temporary groups by id: an office says which of them gave it.
    """
    staff = organisation.staff
    away = {one.from_person: one.to_person for one in staff.delegations if one.covers(now)}
    return [
        {
            "id": person.id,
            "handle": person.handle,
            "name": person.name,
            "unit": person.home_unit_id,
            "email": person.email,
            "language": person.language,
            **_wishes(organisation, person.id),
            "offices": [
                {
                    "role": one.role,
                    "unit": one.unit_id,
                    "from": one.from_on,
                    "to": one.to_on,
                    "group": groups.get(one.group_id or ""),
                }
                for one in staff.offices(person.id, day)
            ],
            "stand_in": staff.people[away[person.id]].handle if person.id in away else None,
        }
        for person in sorted(staff.people.values(), key=lambda one: one.handle)
    ]


def _wishes(organisation: Organisation, person_id: str) -> Item:
    wish = wish_of(organisation, person_id)
    return {"channel": wish.channel, "quiet": quiet_words(wish), "digest": wish.digest}


def person_rows(
    items: Sequence[Item], organisation: Organisation, lang: str
) -> Iterator[tuple[str, ...]]:
    """People as rows; an office names the unit that it serves."""
    units: Mapping[str, Unit] = organisation.staff.tree.units
    for item in items:
        offices = [
            f"{LEXICON.word('role', one['role'], lang)} @ {units[one['unit']].word(lang)}"
            + (f" [{plain(one['group'])}]" if one["group"] else "")
            for one in item["offices"]
        ]
        if item["stand_in"] is not None:
            said = "由{}代理" if lang == "zh" else "away, {} stands in"
            offices.append(said.format(item["stand_in"]))
        home = units[item["unit"]].word(lang) if item["unit"] in units else ""
        yield item["handle"], plain(item["name"]), home, "\n".join(offices)


def reached_item(found: Reached) -> Item:
    """How somebody is reached; `served` says whether their channel can serve at present."""
    person, wish = found.person, found.preference
    return {
        "id": person.id,
        "handle": person.handle,
        "name": person.name,
        "channel": wish.channel,
        "served": not found.problem,
        "mention": wish.mention,
        "email": person.email,
        "language": person.language,
        "quiet": quiet_words(wish),
        "digest": wish.digest,
    }


def reached_lines(found: Reached, lang: str) -> list[str]:
    """The same in words, with what holds for each wish."""
    item = reached_item(found)
    name, channel = plain(item["name"]), item["channel"]
    mail = item["email"] or "—"
    if lang == "zh":
        lines = [
            f"{name}（{item['handle']}）的通知方式：",
            f"  渠道    {channel}" + (f"，群内称呼 {item['mention']}" if item["mention"] else ""),
            f"  邮箱    {mail}",
            f"  语言    {'中文' if item['language'] == 'zh' else '英文'}",
            f"  免打扰  {item['quiet'] or '无'}",
            f"  汇总    {_DIGEST_ZH[item['digest']]}",
            "法定告知不受以上限制，一律立即以邮件发送。",
        ]
        away = f"! 渠道“{channel}”目前不可用，通知改发邮件。"
    else:
        lines = [
            f"How {name} ({item['handle']}) is reached:",
            f"  channel      {channel}"
            + (f", called {item['mention']} there" if item["mention"] else ""),
            f"  mail         {mail}",
            f"  language     {'Chinese' if item['language'] == 'zh' else 'English'}",
            f"  quiet hours  {item['quiet'] or 'none'}",
            f"  digest       {_DIGEST_EN[item['digest']]}",
            "Statutory notices wait for none of this: they go by mail at once.",
        ]
        away = f"! The channel “{channel}” cannot serve at present; notices go by mail."
    return [*lines, away] if found.problem else lines


_DIGEST_ZH = {
    True: "每个工作日一封；交办、提级、约谈仍逐件发送",
    False: "否，逐件发送",
}
_DIGEST_EN = {
    True: "one message a working day; assignments, escalations and talks still come one by one",
    False: "no, one by one",
}
