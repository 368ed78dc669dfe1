"""What a read-across search records: its order, its last return, its end. Source: S4.4, S4.11."""

from __future__ import annotations

from domain.facts import Child, Facts
from domain.forms.born_in_search import ZERO_RETURNS
from domain.forms.fields import Field, FieldType, Form, how_many, times
from domain.forms.finding import FORM as FINDING

_NOT_UPHELD = frozenset({"not_upheld"})
_SETTLED = _NOT_UPHELD | {"struck_off", "filed"}


def _uncontrolled(facts: Facts) -> int:
    """Findings born in the search that are neither struck off nor held by an approved plan.

    An owner whose policy lets one slow plant end its search asks for this instead of the open ones.
    """
    return sum(
        child.kind == "finding" and child.state not in _SETTLED and not _is_held(child)
        for child in facts.children
    )


def _is_held(child: Child) -> bool:
    """Whether the five in place are approved, the contingency plan among them."""
    return bool(child.done.get("approve_plan")) and bool(child.fields.get("contingency_plan"))


_TYPES: dict[FieldType, tuple[str, ...]] = {
    FieldType.UNIT: ("responsible_unit",),
    FieldType.PERSON: ("search_owner",),
    FieldType.DATE: ("return_week", "spot_checked_on"),
    FieldType.NUMBER: ("points_searched", "found_count"),
    FieldType.WORD: ("search_kind", "search_scope", "checklist", "specialty"),
    FieldType.TEXT: (
        "implementation_rules",
        "search_summary",
        "return_reason",
        "spot_check_result",
        "search_again_reason",
        "remarks",
    ),
}

_CODES = ("domain", "hazard_class", "cause_class")


_OF_A_FINDING = {field.id: field for field in FINDING.fields}


FORM = Form(
    kind="read_across",
    title="search_kind",
    children=("finding",),
    inherits=("responsible_unit", "search_kind", "checklist", "specialty", *_CODES),
    fields=(
        *(Field(id_, type_) for type_, ids in _TYPES.items() for id_ in ids),
        *(_OF_A_FINDING[id_] for id_ in _CODES),
        Field("return_kind", FieldType.CODE, ("found", "zero")),
        Field("spot_checked", FieldType.CODE, ("yes", "no")),
    ),
    derived={
        "reports": times("report"),
        "same_kind_count": how_many("finding", but=_NOT_UPHELD),
        "children_open": how_many("finding", but=_SETTLED),
        "children_uncontrolled": _uncontrolled,
    },
    lists=(ZERO_RETURNS,),
)
