"""Signatures under checks, endorsements of triggers, closings, and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.rows.journal import ClosingRow, EndorsementRow, EvidenceRow, SignedCheckRow
from store.rows.row import table_of
from store.statements import OfCase, Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_CHECKS = table_of(SignedCheckRow)
_ENDORSEMENTS = table_of(EndorsementRow)
_CLOSINGS = table_of(ClosingRow)
_EVIDENCE = table_of(EvidenceRow)


class SignedCheck(NamedTuple):
    """A signature under a check; it stands while `lapsed_at` is None."""

    id: str
    case_id: str
    check_name: str
    role: str
    person_id: str
    at: datetime
    facts_hash: str
    event_seq: int
    lapsed_at: datetime | None = None


class Endorsement(NamedTuple):
    """A person's agreement to a trigger in a role; it counts while `spent_at` is None."""

    id: str
    case_id: str
    trigger: str
    role: str
    person_id: str
    at: datetime
    event_seq: int
    spent_at: datetime | None = None


class Closing(NamedTuple):
    """One closing of a case, `seq` counting from 1."""

    case_id: str
    seq: int
    trigger: str
    by: str
    at: datetime
    event_seq: int
    reopened_at: datetime | None = None


class Evidence(NamedTuple):
    """A file of a case; `name_content` is the id of its sealed name, `size` in bytes."""

    id: str
    case_id: str
    document: str
    sha256: str
    name_content: str
    size: int
    media_type: str
    by: str
    at: datetime


def _of_case(table: sa.Table, fields: Sequence[str], *order: str) -> OfCase:
    return OfCase(
        sa.select(*(table.c[name] for name in fields)).order_by(*(table.c[name] for name in order)),
        table.c.case_id,
    )


_SIGN = Prepared(sa.insert(_CHECKS))
_LAPSE = Prepared(
    sa.update(_CHECKS).where(_CHECKS.c.id == sa.bindparam("key"), _CHECKS.c.lapsed_at.is_(None)),
    ["lapsed_at"],
)
SIGNED_CHECKS_OF_CASE = _of_case(_CHECKS, SignedCheck._fields, "event_seq", "id")
_ENDORSE = Prepared(sa.insert(_ENDORSEMENTS))
_SPEND = Prepared(
    sa.update(_ENDORSEMENTS).where(
        _ENDORSEMENTS.c.case_id == sa.bindparam("case_key"),
        _ENDORSEMENTS.c.trigger == sa.bindparam("done"),
        _ENDORSEMENTS.c.spent_at.is_(None),
    ),
    ["spent_at"],
)
ENDORSEMENTS_OF_CASE = _of_case(_ENDORSEMENTS, Endorsement._fields, "event_seq", "id")
_CLOSE = Prepared(sa.insert(_CLOSINGS))
_REOPEN = Prepared(
    sa.update(_CLOSINGS).where(
        _CLOSINGS.c.case_id == sa.bindparam("case_key"), _CLOSINGS.c.reopened_at.is_(None)
    ),
    ["reopened_at"],
)
_CLOSINGS_OF = _of_case(_CLOSINGS, Closing._fields, "seq")
_ATTACH = Prepared(sa.insert(_EVIDENCE))
EVIDENCE_OF_CASE = _of_case(_EVIDENCE, Evidence._fields, "at", "id")


def insert_signed_check(work: Work, signed: SignedCheck) -> None:
    """Somebody signed a check, having seen the facts of `facts_hash`."""
    work.put(_SIGN, signed._asdict())


def lapse_signed_checks(work: Work, signature_ids: Sequence[str], *, at: datetime) -> None:
    """The signatures no longer stand; those that had lapsed keep their moment."""
    work.put_many(_LAPSE, [{"key": one, "lapsed_at": at} for one in signature_ids])


def lapse_all_signatures(work: Work, case_id: str, *, at: datetime) -> None:
    """No signature under a check of the case stands any longer."""
    standing = [one.id for one in signed_checks_of(work, case_id) if one.lapsed_at is None]
    lapse_signed_checks(work, standing, at=at)


def signed_checks_of(work: Work, case_id: str) -> list[SignedCheck]:
    """All signatures of a case, lapsed ones too, oldest first."""
    return [
        SignedCheck._make(row) for row in work.rows(SIGNED_CHECKS_OF_CASE, {"case_key": case_id})
    ]


def insert_endorsement(work: Work, endorsement: Endorsement) -> None:
    """Somebody agreed to a trigger."""
    work.put(_ENDORSE, endorsement._asdict())


def spend_endorsements(work: Work, case_id: str, trigger: str, *, at: datetime) -> None:
    """The trigger was done or given up: its endorsements count no more."""
    work.put(_SPEND, {"case_key": case_id, "done": trigger, "spent_at": at})


def endorsements_of(work: Work, case_id: str) -> list[Endorsement]:
    """All endorsements of a case, spent ones too, oldest first."""
    return [
        Endorsement._make(row) for row in work.rows(ENDORSEMENTS_OF_CASE, {"case_key": case_id})
    ]


def insert_closing(work: Work, closing: Closing) -> None:
    """The case was closed, once more."""
    work.put(_CLOSE, closing._asdict())


def reopen_closing(work: Work, case_id: str, *, at: datetime) -> None:
    """Mark the closing that stands as undone; nothing changes when none stands."""
    work.put(_REOPEN, {"case_key": case_id, "reopened_at": at})


def closings_of(work: Work, case_id: str) -> list[Closing]:
    """All closings of a case, in order."""
    return [Closing._make(row) for row in work.rows(_CLOSINGS_OF, {"case_key": case_id})]


def insert_evidence(work: Work, evidence: Evidence) -> None:
    """A file belongs to the case; the file itself was synced to disk before."""
    work.put(_ATTACH, evidence._asdict())


def evidence_of(work: Work, case_id: str) -> list[Evidence]:
    """All evidence of a case, oldest first."""
    return [Evidence._make(row) for row in work.rows(EVIDENCE_OF_CASE, {"case_key": case_id})]
