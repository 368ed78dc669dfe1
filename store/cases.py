"""Case rows: opening, locking, saving, and what hangs on a case for filters and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from domain.errors import Ambiguous, ChangedMeanwhile, NotFound
from store.rows.cases import CaseFacetRow, CaseLinkRow, CasePersonRow, CaseRow
from store.rows.row import table_of
from store.statements import OfCase, Prepared, of_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_FACETS = table_of(CaseFacetRow)
_PEOPLE = table_of(CasePersonRow)
_LINKS = table_of(CaseLinkRow)
Pair = tuple[str, str]


class CaseRecord(NamedTuple):
    """One case as it is stored; `facts` is JSON text, `data_key` is wrapped, None once erased."""

    id: str
    handle: str
    number: str
    kind: str
    state: str
    parent_id: str | None
    unit_id: str | None
    policy_id: str
    calendar_id: str
    confidentiality: str
    opened_at: datetime
    closed_at: datetime | None
    head_seq: int
    head_hash: str
    data_key: bytes | None
    facts: str
    version: int


_COLUMNS = [_CASES.c[name] for name in CaseRecord._fields]
_CHANGING = (
    "number",
    "state",
    "parent_id",
    "unit_id",
    "policy_id",
    "calendar_id",
    "confidentiality",
    "closed_at",
    "head_seq",
    "head_hash",
    "data_key",
    "facts",
    "version",
)
_INSERT = Prepared(sa.insert(_CASES))
_ALL = sa.select(*_COLUMNS)
CASE = OfCase(_ALL, _CASES.c.id)
_LOCK = Prepared(_ALL.where(_CASES.c.id == sa.bindparam("case_key")).with_for_update(of=_CASES))
_LOCK_MANY = of_keys(
    _ALL.order_by(_CASES.c.id).with_for_update(of=_CASES), _CASES.c.id, "case_keys"
)
_SAVE = Prepared(sa.update(_CASES).where(_CASES.c.id == sa.bindparam("key")), _CHANGING)
_NAMED = (
    sa.select(*_COLUMNS)
    .where(
        sa.or_(
            _CASES.c.id == sa.bindparam("name"),
            _CASES.c.handle == sa.bindparam("name"),
            _CASES.c.number == sa.bindparam("name"),
        )
    )
    .order_by(_CASES.c.id)
)
_FIND = Prepared(_NAMED)
_LOCK_NAMED = Prepared(_NAMED.with_for_update(of=_CASES))
CHILDREN_OF_CASE = OfCase(
    _ALL.order_by(sa.func.length(_CASES.c.number), _CASES.c.number, _CASES.c.id),
    _CASES.c.parent_id,
)


def insert_case(work: Work, case: CaseRecord) -> None:
    """A new case; its first event is appended and saved in the same transaction."""
    work.put(_INSERT, case._asdict())
    work.held[case.id] = case.version


def lock_case(work: Work, case_id: str, *, seen_version: int | None = None) -> CaseRecord:
    """The case, locked until the end of the work: every write of a case begins here.

    Raises: NotFound; ChangedMeanwhile when `seen_version` is given and no longer the version.
    """
    row = work.one(_LOCK, {"case_key": case_id})
    if row is None:
        raise _not_found(case_id)
    return _locked(work, CaseRecord._make(row), seen_version)


def lock_parent(work: Work, case: CaseRecord) -> None:
    """Lock the case above, if there is one: always before the case itself."""
    if case.parent_id is not None:
        lock_case(work, case.parent_id)


def lock_cases(work: Work, case_ids: Iterable[str]) -> dict[str, CaseRecord]:
    """The cases by id, locked in the order of their ids; unknown ids are left out."""
    rows = work.rows(_LOCK_MANY, {"case_keys": sorted(set(case_ids))})
    cases = [_locked(work, CaseRecord._make(row), None) for row in rows]
    return {case.id: case for case in cases}


def get_case(work: Work, case_id: str) -> CaseRecord:
    """The case by its id, without a lock. Raises: NotFound."""
    row = work.one(CASE, {"case_key": case_id})
    if row is None:
        raise _not_found(case_id)
    return CaseRecord._make(row)


def find_case(work: Work, name: str) -> CaseRecord:
    """The case by id, handle or number. Raises: NotFound; Ambiguous for a number used twice."""
    return _only(name, work.rows(_FIND, {"name": name}))


def lock_named(work: Work, name: str, *, seen_version: int | None = None) -> CaseRecord:
    """As `find_case` and `lock_case` in one. Raises: as they do."""
    return _locked(work, _only(name, work.rows(_LOCK_NAMED, {"name": name})), seen_version)


def _only(name: str, rows: Sequence[tuple[Any, ...]]) -> CaseRecord:
    found = [CaseRecord._make(row) for row in rows]
    if not found:
        raise _not_found(name)
    if len(found) > 1:
        raise Ambiguous(name=name, choices=", ".join(case.handle for case in found))
    return found[0]


def _locked(work: Work, case: CaseRecord, seen_version: int | None) -> CaseRecord:
    if seen_version is not None and case.version != seen_version:
        raise ChangedMeanwhile
    work.held[case.id] = case.version
    return case


def children_of(work: Work, case_id: str) -> list[CaseRecord]:
    """The cases whose parent this is, by number: 2 before 10."""
    return [CaseRecord._make(row) for row in work.rows(CHILDREN_OF_CASE, {"case_key": case_id})]


def save_case(work: Work, case: CaseRecord) -> CaseRecord:
    """Write everything that can change of a case, one version on.

    Raises: ChangedMeanwhile when this work holds no lock on the case in the version of `case`.
    """
    return save_cases(work, [case])[0]


def save_cases(work: Work, cases: Sequence[CaseRecord]) -> list[CaseRecord]:
    """As `save_case` for many in one go, in the same order."""
    saved = []
    for case in cases:
        # The lock holds the stored version still, so what was read under it is what is stored.
        if work.held.get(case.id) != case.version:
            raise ChangedMeanwhile
        work.held[case.id] = case.version + 1
        saved.append(case._replace(version=case.version + 1))
    work.put_many(_SAVE, [{**case._asdict(), "key": case.id} for case in saved])
    return saved


def _not_found(name: str) -> NotFound:
    return NotFound(what_zh="事项", what_en="case", name=name)


def _pairs(table: sa.Table, first: str, second: str) -> tuple[OfCase, Prepared, Prepared]:
    """Read, insert and delete for a table whose rows are a case with two words."""
    of_case = table.c.case_id == sa.bindparam("case_key")
    return (
        OfCase(sa.select(table.c[first], table.c[second]), table.c.case_id),
        Prepared(sa.insert(table)),
        Prepared(
            sa.delete(table).where(
                of_case,
                table.c[first] == sa.bindparam("first"),
                table.c[second] == sa.bindparam("second"),
            )
        ),
    )


FACETS_OF_CASE, _ADD_FACET, _DROP_FACET = _pairs(_FACETS, "name", "value")
PEOPLE_OF_CASE, _ADD_PERSON, _DROP_PERSON = _pairs(_PEOPLE, "person_id", "capacity")


def facets_of(work: Work, case_id: str) -> frozenset[Pair]:
    """The facets of a case as (name, value)."""
    return frozenset((row[0], row[1]) for row in work.rows(FACETS_OF_CASE, {"case_key": case_id}))


def people_of(work: Work, case_id: str) -> frozenset[Pair]:
    """The people of a case as (person id, capacity)."""
    return frozenset((row[0], row[1]) for row in work.rows(PEOPLE_OF_CASE, {"case_key": case_id}))


def put_facets(
    work: Work, case_id: str, facets: frozenset[Pair], *, before: frozenset[Pair] | None = None
) -> None:
    """Make `facets` the facets of the case, writing differences only; `before` saves a read."""
    known = facets_of(work, case_id) if before is None else before
    work.put_many(_DROP_FACET, _gone(case_id, known - facets))
    added = sorted(facets - known)
    work.put_many(_ADD_FACET, [{"case_id": case_id, "name": n, "value": v} for n, v in added])


def put_people(
    work: Work, case_id: str, people: frozenset[Pair], *, before: frozenset[Pair] | None = None
) -> None:
    """Make `people` the people of the case, writing differences only; `before` saves a read."""
    known = people_of(work, case_id) if before is None else before
    put_people_of_many(work, [(case_id, known, people)])


def put_people_of_many(
    work: Work, changes: Iterable[tuple[str, frozenset[Pair], frozenset[Pair]]]
) -> None:
    """As `put_people`, for many (case id, people before, people now) in one go."""
    dropped: list[dict[str, str]] = []
    added: list[dict[str, str]] = []
    for case_id, known, people in changes:
        dropped.extend(_gone(case_id, known - people))
        for person, capacity in sorted(people - known):
            added.append({"case_id": case_id, "person_id": person, "capacity": capacity})
    work.put_many(_DROP_PERSON, dropped)
    work.put_many(_ADD_PERSON, added)


def _gone(case_id: str, pairs: Iterable[Pair]) -> list[dict[str, str]]:
    return [{"case_key": case_id, "first": one, "second": two} for one, two in sorted(pairs)]


_ADD_LINK = Prepared(sa.insert(_LINKS))
_LINKS_OF = Prepared(
    sa.select(_LINKS.c.from_id, _LINKS.c.to_id, _LINKS.c.relation).where(
        sa.or_(_LINKS.c.from_id == sa.bindparam("key"), _LINKS.c.to_id == sa.bindparam("key"))
    )
)


def link_cases(work: Work, from_id: str, to_id: str, relation: str) -> None:
    """Record that `from_id` stands in `relation` to `to_id`."""
    work.put(_ADD_LINK, {"from_id": from_id, "to_id": to_id, "relation": relation})


def links_of(work: Work, case_id: str) -> list[tuple[str, str, str]]:
    """All links at whose either end the case stands: (from, to, relation), sorted."""
    rows = work.rows(_LINKS_OF, {"key": case_id})
    return sorted((row[0], row[1], row[2]) for row in rows)
