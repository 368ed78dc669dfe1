"""The form of each kind: which facts its cases may hold."""

from __future__ import annotations

from collections.abc import Mapping

from domain.forms import action, finding, grievance, round_
from domain.forms.fields import SEALED_TYPES, Field, FieldType, Form

__all__ = ["FORMS", "SEALED_TYPES", "Field", "FieldType", "Form"]

FORMS: Mapping[str, Form] = {
    form.kind: form for form in (round_.FORM, finding.FORM, action.FORM, grievance.FORM)
}
