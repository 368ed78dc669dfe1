"""A rectification plan as a page to print, as Markdown, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from holdfast.showing.printed import printed

if TYPE_CHECKING:
    from casework.plan_wording import PlanDocument, Section
    from casework.plans import Plan, PlanLine


def plan_page(document: PlanDocument, lang: str) -> str:
    """The plan as one page that needs nothing beside it."""
    return printed("plan.html", document=document, lang="zh-CN" if lang == "zh" else "en")


def plan_markdown(document: PlanDocument) -> str:
    """The plan as Markdown with one table."""
    lines = [f"# {_plain(document.title)}", ""]
    for paragraph in document.lead:
        lines += [_plain(paragraph), ""]
    lines += _markdown_sections(document.sections)
    lines += [f"## {_plain(document.table_heading)}", ""]
    lines.append(_markdown_row(document.headings))
    lines.append("|" + " --- |" * len(document.headings))
    lines += [_markdown_row(row) for row in document.rows]
    lines.append("")
    lines += _markdown_sections(document.after)
    lines += [f"{_plain(line)} ____________  " for line in document.signatures]
    return "\n".join(lines) + "\n"


def _markdown_sections(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield from (f"## {_plain(section.heading)}", "")
        for item in section.items:
            yield from (_plain(item), "")


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_plain(cell).replace("\n", "<br>") for cell in cells) + " |"


def _plain(text: str) -> str:
    """Somebody's text without anything that Markdown would read as its own."""
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, f"\\{mark}")
    return text


def plan_shape(plan: Plan, document: PlanDocument) -> dict[str, Any]:
    """The plan as data: people by handle, units by id and name, and the words beside it."""
    return {
        "round": plan.number,
        "title": document.title,
        "unit": _unit(plan, plan.unit_id),
        "units": [_unit(plan, one) for one in plan.unit_ids],
        "domain": plan.domain,
        "type": plan.type,
        "team": plan.team,
        "inspected_from": plan.inspected_from,
        "inspected_to": plan.inspected_to,
        "earlier": [
            {
                "round": one.number,
                "title": one.title,
                "inspected_from": one.inspected_from,
                "inspected_to": one.inspected_to,
            }
            for one in plan.earlier
        ],
        "report_on": plan.report_on,
        "meeting_on": plan.meeting_on,
        "due_on": plan.due_on,
        "lead": list(document.lead),
        "guidance": plan.guidance,
        "principles": list(plan.principles),
        "goal": plan.goal,
        "measures": plan.measures,
        "safeguards": list(plan.safeguards),
        "findings": [_line(plan, line) for line in plan.lines],
        "supervision_group": _group(plan),
        "submitted_by": [_person(plan, one) for one in plan.submitted_by],
        "approved_by": [_person(plan, one) for one in plan.approved_by],
    }


def _group(plan: Plan) -> dict[str, Any] | None:
    if plan.group is None:
        return None
    group, people = plan.group.group, plan.group.people
    return {
        "name": group.name,
        "basis": group.basis,
        "from": group.from_on,
        "to": group.last_day,
        "office": _unit(plan, group.office_unit_id),
        **{part: [_person(plan, one) for one in ids] for part, ids in people.items()},
    }


def _line(plan: Plan, line: PlanLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "unit": _unit(plan, line.unit_id),
        "place": line.place,
        "problems": list(line.problems),
        "grade": line.grade,
        "manner": line.manner,
        "measures": list(line.measures),
        "administrative_owner": _person(plan, line.administrative_owner),
        "party_owner": _person(plan, line.party_owner),
        "reinspection_owner": _person(plan, line.reinspection_owner),
        "due_on": line.due_on,
        "funds": line.funds,
        "funds_source": line.funds_source,
        "contingency": line.contingency,
    }


def _person(plan: Plan, person_id: str | None) -> dict[str, str] | None:
    person = plan.organisation.staff.people.get(person_id or "")
    return None if person is None else {"handle": person.handle, "name": person.name}


def _unit(plan: Plan, unit_id: str | None) -> dict[str, str] | None:
    unit = plan.organisation.staff.tree.units.get(unit_id or "")
    return None if unit is None else {"id": unit.id, "name": unit.name}
