"""What the file of a policy version holds: its hash, what it replaces, what was found of it."""

from __future__ import annotations

from domain.forms.fields import Field, FieldType, Form

FORM = Form(
    kind="policy_revision",
    children=(),
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("title", FieldType.WORD),
        Field("policy_version", FieldType.WORD),
        Field("parent_version", FieldType.WORD),
        Field("revision_note", FieldType.TEXT),
        Field("check_digest", FieldType.WORD),
        Field("compared_with", FieldType.WORD),
        Field("flips_digest", FieldType.WORD),
        Field("flips_count", FieldType.NUMBER),
        Field("flips_seen_digest", FieldType.WORD),
        Field("open_cases", FieldType.CODE, ("follow", "stay")),
        Field("effective_from", FieldType.DATE),
        Field("was_in_force", FieldType.CODE, ("yes", "no")),
        Field("policy_review_opinion", FieldType.TEXT),
        Field("withdrawal_reason", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
    fixed=frozenset({"policy_version", "parent_version"}),
)
