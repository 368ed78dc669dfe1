"""What a finding records. Source: S4.1–S4.4 and the columns of a rectification ledger."""

from __future__ import annotations

from domain.facts import Child, Facts, Value
from domain.forms.born_in_search import zero_return_before
from domain.forms.closing import DERIVED
from domain.forms.fields import Field, FieldType, Form, how_many, times

_LASTING = frozenset({"correction", "corrective", "preventive"})


def _sub_problems_without_measure(facts: Facts) -> int:
    """Sub-problems that no lasting action addresses; a containment alone does not count."""
    count = facts.fields.get("sub_problem_count") or 1
    addressed = {
        _addressed(action)
        for action in facts.children
        if action.kind == "action" and action.state != "cancelled"
    }
    return sum(number not in addressed for number in range(1, int(count) + 1))


def _addressed(action: Child) -> Value:
    """The sub-problem that an action rectifies; a rule does so only where it is said."""
    number, class_ = action.fields.get("sub_problem"), action.fields.get("action_class")
    if class_ == "systemic":
        return number
    return (number or 1) if class_ in _LASTING else None


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
    "safety_assured": ("yes", "no"),
    "same_kind": ("yes", "no"),
    "zero_return_before": ("yes", "no"),
    "hazard_class": (
        "guarding",
        "electrical",
        "height",
        "confined_space",
        "fire_protection",
        "lifting",
        "pressure",
        "chemicals",
        "occupational_health",
        "permits",
        "training",
        "records",
        "waste_water",
        "waste_gas",
        "solid_waste",
        "noise",
        "monitoring",
    ),
    "cause_class": (
        "no_rule",
        "weak_rule",
        "rule_not_followed",
        "equipment_defect",
        "skills",
        "supervision_lacking",
    ),
}

_TYPES: dict[FieldType, tuple[str, ...]] = {
    FieldType.UNIT: ("responsible_unit",),
    FieldType.PERSON: (
        "rectification_owner",
        "party_owner",
        "reinspection_owner",
        "lead_executive",
        "hazard_reporter",
    ),
    FieldType.DATE: ("inspected_on", "due_on", "completed_on", "reinspected_on"),
    FieldType.MONEY: ("funds",),
    FieldType.NUMBER: ("sub_problem_count",),
    FieldType.WORD: (
        "round_name",
        "inspection_team",
        "specialty",
        "place",
        "funds_source",
        "rule_number",
        "search_kind",
        "checklist",
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
        "mechanism_statement",
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
    children=(
        "action",
        "read_across",
        "review",
        "accountability",
        "survey",
        "stop_work",
        "listing",
        "deduction",
        "reward",
    ),
    fields=(
        *(Field(id_, type_) for type_, ids in _TYPES.items() for id_ in ids),
        *(Field(id_, FieldType.CODE, choices) for id_, choices in _CODES.items()),
    ),
    derived={
        "failed_reinspections": times("return_for_rectification"),
        "sub_problems_without_measure": _sub_problems_without_measure,
        "read_across_count": how_many("read_across"),
        "accountability_count": how_many("accountability"),
        "survey_count": how_many("survey", but=frozenset({"cancelled"})),
        **DERIVED,
    },
    lists=("negative_list", "supervised_listing", "exempt_from_deduction"),
    knows_parent=True,
    decided_above={"zero_return_before": zero_return_before},
)
