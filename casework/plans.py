"""The rectification plan of a round as it follows from the record. Source: S4.1, S4.8, S4.12."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.app import App, Organisation
from casework.casefile import CaseFile, file_by_id, find_file
from casework.casewords import plain_fields
from casework.grouping import Manned, people_in
from casework.looking_back import FINDING, RELATION, ROUND
from domain.errors import NotFound
from store.cases import children_of, get_case, links_of
from store.groups import load_groups

_WITHDRAWN = frozenset({"not_upheld"})


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One finding of a plan, broken down to people and a date; people and units by id.

    Two answer for it where policy says so: one for the administration, one for the Party
    organisation. `measures` are those of the finding, or of the actions under it.
    """

    number: str
    unit_id: str | None
    place: str
    problems: tuple[str, ...]
    grade: str | None
    manner: str | None
    measures: tuple[str, ...]
    administrative_owner: str | None
    party_owner: str | None
    reinspection_owner: str | None
    due_on: str | None
    funds: int | None
    funds_source: str
    contingency: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier round at which the round of a plan looks back."""

    number: str
    title: str
    inspected_from: str | None
    inspected_to: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A rectification plan: who inspected whom when, its principles, its findings, its group.

    `group` is the supervision group that serves the inspected unit, None where there is none;
    `submitted_by` and `approved_by` are the people whose hands the plan went through.
    """

    number: str
    title: str
    unit_id: str | None
    domain: str | None
    type: str | None
    team: str
    inspected_from: str | None
    inspected_to: str | None
    report_on: str | None
    meeting_on: str | None
    due_on: str | None
    earlier: tuple[Earlier, ...]
    guidance: str
    principles: tuple[str, ...]
    goal: str
    measures: str
    safeguards: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    group: Manned | None
    submitted_by: tuple[str, ...]
    approved_by: tuple[str, ...]
    organisation: Organisation

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """The units where something was found, each once, in the order of the findings."""
        return tuple(dict.fromkeys(line.unit_id for line in self.lines if line.unit_id is not None))


def plan_of(app: App, round_name: str) -> Plan:
    """The plan of a round with every finding that was not withdrawn, in the order of numbers.

    Raises:
        NotFound: when there is no such case, or it is no round.
    """
    with app.store.read() as work:
        file = find_file(app, work, round_name)
        if file.case.kind != ROUND:
            raise NotFound(what_zh="督察轮次", what_en="round", name=round_name)
        fields = plain_fields(file)
        lines = sorted(_lines(file), key=lambda line: _order(line.number))
        return Plan(
            number=file.case.number,
            title=_text(fields, "title") or file.case.number,
            unit_id=file.case.unit_id,
            domain=fields.get("domain"),
            type=fields.get("round_type"),
            team=_text(fields, "inspection_team"),
            inspected_from=fields.get("inspected_from"),
            inspected_to=fields.get("inspected_to"),
            report_on=fields.get("report_on"),
            meeting_on=fields.get("plan_meeting_on"),
            due_on=fields.get("due_on"),
            earlier=tuple(_earlier(file)),
            guidance=_text(fields, "plan_guidance"),
            principles=_texts(fields, "plan_principles"),
            goal=_text(fields, "plan_goal"),
            measures=_text(fields, "measures"),
            safeguards=_texts(fields, "plan_safeguards"),
            lines=tuple(lines),
            group=_group(file, fields),
            submitted_by=file.facts.doers.get("submit_plan", ()),
            approved_by=file.facts.doers.get("approve_plan", ()),
            organisation=file.organisation,
        )


def _order(number: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in number.split("-")]


def _text(fields: dict[str, Any], name: str) -> str:
    return str(fields.get(name) or "")


def _texts(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    found = fields.get(name) or ()
    return tuple(str(one) for one in found)


def _lines(file: CaseFile) -> Iterable[PlanLine]:
    for child in children_of(file.work, file.case.id):
        if child.kind == FINDING and child.state not in _WITHDRAWN:
            yield _line(file_by_id(file.app, file.work, child.id, lock=False))


def _line(file: CaseFile) -> PlanLine:
    fields = plain_fields(file)
    problems = _texts(fields, "sub_problems") or (_text(fields, "description"),)
    measures = _text(fields, "measures")
    return PlanLine(
        number=file.case.number,
        unit_id=file.case.unit_id,
        place=_text(fields, "place"),
        problems=problems,
        grade=fields.get("hazard_grade"),
        manner=fields.get("rectification_manner"),
        measures=(measures,) if measures else tuple(_actions(file)),
        administrative_owner=fields.get("rectification_owner"),
        party_owner=fields.get("party_owner"),
        reinspection_owner=fields.get("reinspection_owner"),
        due_on=fields.get("due_on"),
        funds=fields.get("funds"),
        funds_source=_text(fields, "funds_source"),
        contingency=_text(fields, "contingency_plan"),
    )


def _actions(file: CaseFile) -> Iterable[str]:
    """What the actions under a finding are to do, where it has no measures of its own."""
    for child in children_of(file.work, file.case.id):
        if child.kind == "action" and child.state != "cancelled":
            action = file_by_id(file.app, file.work, child.id, lock=False)
            yield _text(plain_fields(action), "action_text")


def _earlier(file: CaseFile) -> Iterable[Earlier]:
    for source, target, relation in links_of(file.work, file.case.id):
        if (source, relation) != (file.case.id, RELATION):
            continue
        other = file_by_id(file.app, file.work, target, lock=False)
        if get_case(file.work, target).kind == ROUND:
            fields = plain_fields(other)
            yield Earlier(
                other.case.number,
                _text(fields, "title") or other.case.number,
                fields.get("inspected_from"),
                fields.get("inspected_to"),
            )


def _group(file: CaseFile, fields: dict[str, Any]) -> Manned | None:
    """The group that serves the inspected unit or a part of it on the day of the plan's meeting.

    Before the meeting it is the one that serves it today.
    """
    staff, unit = file.organisation.staff, file.case.unit_id
    meeting = fields.get("plan_meeting_on")
    day = date.fromisoformat(meeting) if meeting else file.today
    for group in load_groups(file.work):
        if unit is not None and group.serves_on(day):
            serves = (
                staff.tree.within(unit, one) or staff.tree.within(one, unit)
                for one in group.unit_ids
            )
            if any(serves):
                return Manned(group, people_in(staff, group))
    return None
