"""What a finding records. Source: S4.1–S4.4 and the columns of a rectification ledger."""

from __future__ import annotations

from domain.facts import Facts
from domain.forms.fields import Field, FieldType, Form, times

_LASTING = frozenset({"correction", "corrective", "preventive"})


def _sub_problems_without_measure(facts: Facts) -> int:
    """Sub-problems that no lasting action addresses; a containment alone does not count."""
    count = facts.fields.get("sub_problem_count") or 1
    addressed = {
        action.fields.get("sub_problem") or 1
        for action in facts.children
        if action.kind == "action"
        and action.state != "cancelled"
        and action.fields.get("action_class") in _LASTING
    }
    return sum(number not in addressed for number in range(1, int(count) + 1))


_CODES = {
    "source": (
        "group_inspection",
        "company_check",
        "self_found",
        "hazard_report",
        "public_report",
    ),
    "domain": ("safety", "environment"),
    "finding_type": ("new", "not_rectified", "relapsed"),
    "hazard_grade": ("general_hazard", "major_hazard"),
    "rectification_manner": ("at_once", "by_date", "kept_up"),
    "severity": ("ordinary", "serious"),
}

_TYPES: dict[FieldType, tuple[str, ...]] = {
    FieldType.UNIT: ("responsible_unit",),
    FieldType.PERSON: ("rectification_owner", "reinspection_owner", "lead_executive"),
    FieldType.DATE: ("inspected_on", "due_on", "completed_on", "reinspected_on"),
    FieldType.MONEY: ("funds",),
    FieldType.NUMBER: ("satisfaction_rate", "people_asked", "sub_problem_count"),
    FieldType.WORD: (
        "round_name",
        "inspection_team",
        "specialty",
        "place",
        "funds_source",
        "rule_number",
    ),
    FieldType.TEXTS: ("sub_problems",),
    FieldType.TEXT: (
        "description",
        "basis",
        "cause",
        "target",
        "measures",
        "contingency_plan",
        "progress",
        "rectified_result",
        "read_across_result",
        "accountability_result",
        "reinspection_opinion",
        "objection",
        "objection_answer",
        "return_reason",
        "reopening_reason",
        "remarks",
        "ledger_cells",
    ),
}

FORM = Form(
    kind="finding",
    title="description",
    children=("action",),
    fields=(
        *(Field(id_, type_) for type_, ids in _TYPES.items() for id_ in ids),
        *(Field(id_, FieldType.CODE, choices) for id_, choices in _CODES.items()),
    ),
    derived={
        "failed_reinspections": times("return_for_rectification"),
        "sub_problems_without_measure": _sub_problems_without_measure,
    },
    lists=("negative_list", "supervised_listing"),
)
