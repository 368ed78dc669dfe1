"""Cases that share facets, found by the index of the facets: nothing sealed is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.rows.cases import CaseFacetRow, CaseRow
from store.rows.row import table_of

if TYPE_CHECKING:
    from datetime import datetime

    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_FACETS = table_of(CaseFacetRow)

_OPEN = "open"
"""What is confidential is no near match of anything: who looks might not be cleared for it."""

PLACE = "place"
"""The facet of where something is, in one spelling."""


class Alike(NamedTuple):
    """A case that shares the facets; `place` is empty where nobody said where it is."""

    case_id: str
    unit_id: str | None
    closed_at: datetime | None
    place: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What is looked for: cases of a kind with all of these facets, in some units or anywhere."""

    kind: str
    facets: tuple[tuple[str, str], ...]
    units: tuple[str, ...] | None = None


def cases_alike(work: Work, wanted: Shared, *, but: str, most: int) -> list[Alike]:
    """Up to `most` such cases without the case `but`, the newest first."""
    place = _FACETS.alias()
    columns = (_CASES.c.id, _CASES.c.unit_id, _CASES.c.closed_at, place.c.value)
    joined = _CASES.outerjoin(place, sa.and_(place.c.case_id == _CASES.c.id, place.c.name == PLACE))
    statement = (
        sa.select(*columns)
        .select_from(joined)
        .where(
            _CASES.c.kind == wanted.kind,
            _CASES.c.id != but,
            _CASES.c.confidentiality == _OPEN,
        )
    )
    for name, value in wanted.facets:
        found = sa.select(_FACETS.c.case_id).where(_FACETS.c.name == name, _FACETS.c.value == value)
        statement = statement.where(_CASES.c.id.in_(found))
    if wanted.units is not None:
        statement = statement.where(_CASES.c.unit_id.in_(wanted.units))
    ordered = statement.order_by(_CASES.c.opened_at.desc(), _CASES.c.id.desc()).limit(most)
    return [Alike(row[0], row[1], row[2], row[3] or "") for row in work.execute(ordered)]
