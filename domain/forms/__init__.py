"""The form of each kind: which facts its cases may hold."""

from __future__ import annotations

from collections.abc import Mapping

from domain.forms import (
    accountability,
    action,
    deduction,
    finding,
    grievance,
    hazard_source,
    listing,
    observation,
    policy_revision,
    read_across,
    review,
    reward,
    round_,
    stop_work,
    survey,
)
from domain.forms.fields import SEALED_TYPES, Field, FieldType, Form

__all__ = ["FORMS", "SEALED_TYPES", "Field", "FieldType", "Form"]

_KINDS = (
    round_,
    finding,
    action,
    read_across,
    review,
    accountability,
    survey,
    stop_work,
    listing,
    deduction,
    reward,
    hazard_source,
    observation,
    grievance,
    policy_revision,
)

FORMS: Mapping[str, Form] = {kind.FORM.kind: kind.FORM for kind in _KINDS}
