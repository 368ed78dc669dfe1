"""Near matches of a finding, for a person to confirm: same class and cause, and the place.

The fingerprint of a problem is its class, its place and its cause. Source: S4.4, S4.7.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from casework.app import App
from casework.casefile import CaseFile, file_by_id, find_file
from casework.casewords import plain_fields, title_of, unit_words
from domain.errors import BadInput
from domain.forms import FORMS
from domain.lexicon import LEXICON
from domain.places import likeness, place_key
from store.queries.alike import Alike, Shared, cases_alike
from store.unit_of_work import Work

CLASSES = ("hazard_class", "cause_class")
"""What must be the same, before anything else is compared."""

_NEAR_PLACE = 0.6
_NEAR_WORDS = 0.6
_MOST_COMPARED = 2_000
_MOST_OPENED = 25
"""Of so many the sealed description is opened, the nearest by place first."""

_WEIGHT_OF_PLACE = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """A case that may be the same problem: why, how near from 0 to 1, and what it would then be.

    `suggests` is a relation of the lexicon: a recurrence where the other one is closed and of the
    same unit, a duplicate where it is open, the same kind where it is another unit's.
    """

    number: str
    handle: str
    state: str
    title: str
    unit: str
    place: str
    closed: bool
    why: tuple[str, ...]
    score: float
    suggests: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One of those that share class and cause, with what has been compared so far."""

    found: Alike
    by_place: float
    by_words: float = 0.0

    @property
    def score(self) -> float:
        return _WEIGHT_OF_PLACE * self.by_place + (1 - _WEIGHT_OF_PLACE) * self.by_words

    @property
    def is_near(self) -> bool:
        return self.by_place >= _NEAR_PLACE or self.by_words >= _NEAR_WORDS


def similar_cases(
    app: App, name: str, *, everywhere: bool = False, limit: int = 10, lang: str
) -> tuple[Match, ...]:
    """The near matches of a case in its company, or in the whole group, the nearest first.

    Raises:
        NotFound, Ambiguous: for the case.
        BadInput: when its class or cause has not been filled in, or its kind has neither.
    """
    with app.store.read() as work:
        file = find_file(app, work, name)
        wanted = _wanted(file, everywhere=everywhere)
        found = cases_alike(work, wanted, but=file.case.id, most=_MOST_COMPARED)
        place = place_key(str(file.facts.fields.get("place") or ""))
        ranked = _ranked(_Candidate(one, _by_place(place, one.place)) for one in found)
        compared = _with_words(app, work, file, ranked[:_MOST_OPENED])
        near = [one for one in _ranked([*compared, *ranked[_MOST_OPENED:]]) if one.is_near]
        return tuple(_match(app, work, file, one, lang) for one in near[:limit])


def _wanted(file: CaseFile, *, everywhere: bool) -> Shared:
    fields = file.facts.fields
    for name in CLASSES:
        if not FORMS[file.case.kind].has(name):
            kind_zh, kind_en = (LEXICON.word("kind", file.case.kind, to) for to in ("zh", "en"))
            raise BadInput(
                field_zh="事项",
                field_en="case",
                reason_zh=f"“{kind_zh}”不分类别，没有近似事项可查",
                reason_en=f"a {kind_en} has no class by which others could be found",
            )
        if not fields.get(name):
            raise BadInput(
                field_zh=LEXICON.word("field", name, "zh"),
                field_en=LEXICON.word("field", name, "en"),
                reason_zh="尚未填报，填报后才能查找近似事项",
                reason_en="has to be filled in before near matches can be found",
            )
    facets = tuple((name, str(fields[name])) for name in CLASSES)
    return Shared(file.case.kind, facets, None if everywhere else _units_of_company(file))


def _units_of_company(file: CaseFile) -> tuple[str, ...]:
    tree = file.organisation.staff.tree
    company = tree.company_of(file.case.unit_id)
    return tuple(unit for unit in tree.units if company is None or tree.within(unit, company))


def _by_place(place: str, other: str) -> float:
    if not place or not other:
        return 0.0
    return 1.0 if place == other else likeness(place, other)


def _ranked(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The nearest first; among equals the newest, as they were found."""
    return sorted(candidates, key=lambda one: one.score, reverse=True)


def _with_words(
    app: App, work: Work, file: CaseFile, candidates: list[_Candidate]
) -> list[_Candidate]:
    own = _description(file)
    return [
        replace(
            one,
            by_words=likeness(
                own, _description(file_by_id(app, work, one.found.case_id, lock=False))
            ),
        )
        for one in candidates
    ]


def _description(file: CaseFile) -> str:
    return str(plain_fields(file).get(FORMS[file.case.kind].title) or "")


def _match(app: App, work: Work, file: CaseFile, one: _Candidate, lang: str) -> Match:
    other = file_by_id(app, work, one.found.case_id, lock=False)
    same_unit = one.found.unit_id == file.case.unit_id
    closed = one.found.closed_at is not None
    return Match(
        number=other.case.number,
        handle=other.case.handle,
        state=other.facts.state,
        title=title_of(other),
        unit=unit_words(other, other.case.unit_id, lang),
        place=str(other.facts.fields.get("place") or ""),
        closed=closed,
        why=(*CLASSES, *_why(one, same_unit=same_unit)),
        score=round(one.score, 2),
        suggests=_suggested(same_unit=same_unit, closed=closed),
    )


def _why(one: _Candidate, *, same_unit: bool) -> Iterable[str]:
    if one.by_place == 1:
        yield "same_place"
    elif one.by_place >= _NEAR_PLACE:
        yield "near_place"
    if one.by_words >= _NEAR_WORDS:
        yield "near_words"
    if same_unit:
        yield "same_unit"


def _suggested(*, same_unit: bool, closed: bool) -> str:
    if not same_unit:
        return "same_kind_as"
    return "recurrence_of" if closed else "merged_into"
