"""Links as people look at them: a case with those it was merged with, repeats or resembles.

A search also shows the links of the findings born in it, so that what is one kind of problem in
several units is seen, and closed, together; each is still rectified on its own. Source: S4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from casework.casefile import CaseFile, file_by_id
from casework.casewords import title_of, unit_words
from store.cases import CaseRecord, children_of, links_of


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link: which case it is `of`, and the other one.

    `forward` says that the first stands in the relation to the other, as in “is a recurrence of”.
    """

    of: str
    relation: str
    forward: bool
    number: str
    handle: str
    kind: str
    state: str
    title: str
    unit: str
    closed_at: datetime | None


def links_around(file: CaseFile, lang: str) -> tuple[LinkLine, ...]:
    """The links of a case; of a search, those of the findings born in it as well."""
    born: list[CaseRecord] = []
    if file.case.kind == "read_across":
        born = children_of(file.work, file.case.id)
    return tuple(line for case in (file.case, *born) for line in _links(file, case, lang))


def _links(file: CaseFile, case: CaseRecord, lang: str) -> Iterator[LinkLine]:
    for from_id, to_id, relation in links_of(file.work, case.id):
        forward = from_id == case.id
        other = file_by_id(file.app, file.work, to_id if forward else from_id, lock=False)
        if other.case.confidentiality != case.confidentiality:
            # A link shows only to who sees both ends.
            continue
        yield LinkLine(
            of=case.number,
            relation=relation,
            forward=forward,
            number=other.case.number,
            handle=other.case.handle,
            kind=other.case.kind,
            state=other.facts.state,
            title=title_of(other),
            unit=unit_words(other, other.case.unit_id, lang),
            closed_at=other.case.closed_at,
        )
