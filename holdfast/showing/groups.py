"""Temporary groups and their recusals as items and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from domain.lexicon import LEXICON
from holdfast.showing.words import joined, plain, words_of

if TYPE_CHECKING:
    from casework.app import Organisation
    from casework.grouping import Manned
    from casework.recusals import Conflicts

Item = dict[str, Any]


def group_item(manned: Manned, organisation: Organisation) -> Item:
    """A group with its people, units and warnings."""
    group, staff = manned.group, organisation.staff
    people = {part: _people(ids, organisation) for part, ids in manned.people.items()}
    return {
        "id": group.id,
        "name": group.name,
        "basis": group.basis,
        "from": group.from_on,
        "to": group.to_on,
        "ended": group.ended_on,
        "units": [{"id": one, "name": staff.tree.units[one].name} for one in group.unit_ids],
        "office": {
            "id": group.office_unit_id,
            "name": staff.tree.units[group.office_unit_id].name,
        },
        "leaders": people["leader"],
        "executive_deputies": people["executive"],
        "deputies": people["deputy"],
        "officers": people["officer"],
        "members": people["member"],
        "warnings": [
            {
                "person": staff.people[one.person_id].handle,
                "role": one.role,
                "units": list(one.unit_ids),
                "zh": one.text(organisation, "zh"),
                "en": one.text(organisation, "en"),
            }
            for one in manned.warnings
        ],
    }


def _people(ids: Iterable[str], organisation: Organisation) -> list[Item]:
    people = organisation.staff.people
    return [{"handle": people[one].handle, "name": people[one].name} for one in ids]


_PARTS = {
    "leaders": "supervision_leader",
    "executive_deputies": "supervision_executive_deputy",
    "deputies": "supervision_deputy",
    "officers": "supervision_office",
    "members": "supervision_member",
}


def group_lines(item: Item, organisation: Organisation, lang: str) -> Iterator[str]:
    """A group in full: time, units, office, everybody in it, and the warnings."""
    tree = organisation.staff.tree
    colon = "：" if lang == "zh" else ": "

    def said(zh: str, en: str, value: str) -> str:
        return f"  {zh if lang == 'zh' else en}{colon}{value}"

    yield plain(item["name"])
    if item["basis"]:
        yield said("依据", "basis", plain(item["basis"]))
    time = f"{item['from']} – {item['ended'] or item['to']}"
    yield said("期间", "time", time)
    units = joined((tree.units[one["id"]].word(lang) for one in item["units"]), lang)
    yield said("服务单位", "units served", units)
    yield said("办公室设在", "office in", tree.units[item["office"]["id"]].word(lang))
    for part, role in _PARTS.items():
        if item[part]:
            names = joined((plain(one["name"]) for one in item[part]), lang)
            word = LEXICON.word("role", role, lang)
            yield said(word, word, names)
    yield from (said("提醒", "note", one[lang]) for one in item["warnings"])


def group_row(item: Item, organisation: Organisation, lang: str) -> tuple[str, ...]:
    """A group as a row of a list."""
    tree = organisation.staff.tree
    units = joined((tree.units[one["id"]].word(lang) for one in item["units"]), lang)
    everybody = sum(len(item[part]) for part in _PARTS)
    leaders = joined((plain(one["name"]) for one in item["leaders"]), lang)
    time = f"{item['from']} – {item['ended'] or item['to']}"
    return plain(item["name"]), units, time, leaders, str(everybody)


def conflict_item(found: Conflicts, organisation: Organisation) -> Item:
    """A finding with everybody of the group who must stand aside for it."""
    people = organisation.staff.people
    unit = organisation.staff.tree.units.get(found.unit_id or "")
    return {
        "number": found.number,
        "title": found.title,
        "unit": None if unit is None else {"id": unit.id, "name": unit.name},
        "aside": [
            {
                "person": people[one.person_id].handle,
                "name": people[one.person_id].name,
                "roles": list(one.roles),
                "zh": joined((tie.text(organisation, "zh") for tie in one.ties), "zh"),
                "en": joined((tie.text(organisation, "en") for tie in one.ties), "en"),
            }
            for one in found.aside
        ],
        "deciding": None if found.deciding is None else people[found.deciding].handle,
        "by_proxy": found.by_proxy,
    }


def conflict_rows(
    items: Iterable[Item], organisation: Organisation, lang: str
) -> Iterator[tuple[str, ...]]:
    """One row for each finding and each person who must stand aside for it."""
    tree, handles = organisation.staff.tree, organisation.by_handle
    for item in items:
        unit = "" if item["unit"] is None else tree.units[item["unit"]["id"]].word(lang)
        deciding = "—" if item["deciding"] is None else handles[item["deciding"]].name
        if item["by_proxy"]:
            deciding += "（代）" if lang == "zh" else " (in their place)"
        nobody: Item = {"name": "—", "roles": (), lang: ""}
        for one in item["aside"] or (nobody,):
            roles = words_of("role", one["roles"], lang)
            yield item["number"], unit, plain(one["name"]), roles, one[lang], deciding
