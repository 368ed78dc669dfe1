"""Sealed content of cases: free text goes in here, and only its commitment into the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from domain.errors import NotFound
from domain.ids import new_id
from store.cases import CaseRecord, get_case
from store.rows.journal import ContentRow
from store.rows.row import table_of
from store.sealing import Place, Sealed, open_sealed, seal, unwrap
from store.statements import Prepared

if TYPE_CHECKING:
    from datetime import datetime

    from store.unit_of_work import Work

_CONTENT = table_of(ContentRow)
_SEALED = (
    _CONTENT.c.id,
    _CONTENT.c.case_id,
    _CONTENT.c.name,
    _CONTENT.c.key_version,
    _CONTENT.c.nonce,
    _CONTENT.c.sealed,
    _CONTENT.c.commitment,
)
_INSERT = Prepared(sa.insert(_CONTENT))
_GET = Prepared(sa.select(*_SEALED).where(_CONTENT.c.id == sa.bindparam("key")))
CONTENT_OF_CASE = Prepared(
    sa.select(*_SEALED)
    .where(_CONTENT.c.case_id == sa.bindparam("case_key"))
    .order_by(_CONTENT.c.at, _CONTENT.c.id)
)


class ContentRef(NamedTuple):
    """What an event's payload may say of a text: where it is and what it commits to."""

    id: str
    commitment: str


class Content(NamedTuple):
    """One text of a case; `text` is None when the case's key was destroyed."""

    id: str
    name: str
    text: str | None


def put_content(work: Work, case: CaseRecord, name: str, text: str, *, at: datetime) -> ContentRef:
    """Seal `text` under the case's data key. Raises: NotFound when that key was destroyed."""
    data_key = _data_key(work, case)
    if data_key is None:
        raise NotFound(what_zh="密钥", what_en="key", name=case.number)
    content_id = new_id()
    sealed = seal(data_key, Place("content", case.id, content_id, name), text)
    work.put(
        _INSERT,
        {"id": content_id, "case_id": case.id, "name": name, "at": at, **sealed._asdict()},
    )
    return ContentRef(content_id, sealed.commitment)


def read_content(work: Work, content_id: str) -> str | None:
    """The text, None when the case's key was destroyed.

    Raises: NotFound; ContentDamaged when anything of it was altered or moved.
    """
    row = work.one(_GET, {"key": content_id})
    if row is None:
        raise NotFound(what_zh="内容", what_en="content", name=content_id)
    return _opened(work, get_case(work, row[1]), row).text


def contents_of(work: Work, case: CaseRecord) -> dict[str, Content]:
    """All texts of a case by their ids, oldest first. Raises: ContentDamaged."""
    rows = work.rows(CONTENT_OF_CASE, {"case_key": case.id})
    return {row[0]: _opened(work, case, row) for row in rows}


def _opened(work: Work, case: CaseRecord, row: tuple[object, ...]) -> Content:
    content_id, case_id, name = str(row[0]), str(row[1]), str(row[2])
    data_key = _data_key(work, case)
    if data_key is None:
        return Content(content_id, name, None)
    place = Place("content", case_id, content_id, name)
    return Content(content_id, name, open_sealed(data_key, place, Sealed._make(row[3:])))


def _data_key(work: Work, case: CaseRecord) -> bytes | None:
    """The case's data key in the clear, kept no longer than the work; None once destroyed."""
    if case.data_key is None:
        return None
    known = work.data_keys.get(case.id)
    if known is None:
        known = work.data_keys[case.id] = unwrap(work.store.keys, case.id, case.data_key)
    return known
