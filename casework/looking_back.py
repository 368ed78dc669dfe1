"""Opens the reviews of a look-back: one for each struck-off finding of earlier rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from casework.app import App
from casework.casefile import CaseFile, file_by_id, locked_file, new_file, person_named
from casework.casewords import plain_fields
from casework.former_signers import name_former_signers
from casework.opening import Entry, Opened, blank_case, enter_case
from casework.recording import note, save
from casework.refusing import refuse
from domain.errors import BadInput
from domain.facts import Value
from policies.verdicts import Why
from statemachines.tables import TABLES
from store.cases import (
    CaseRecord,
    children_of,
    find_case,
    get_case,
    link_cases,
    links_of,
    lock_cases,
)
from store.settings import count_up
from store.unit_of_work import Work

RELATION = "look_back_of"
ROUND, FINDING, REVIEW = "round", "finding", "review"
_JUDGED = TABLES[FINDING].sources("fail_look_back")
_ABOUT_THE_PERSON = frozenset({Why.NOBODY_NAMED, Why.NOT_AUTHORISED})
_TAKEN_OVER = ("responsible_unit", "domain")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class StillOpen:
    """An earlier finding that is not struck off: there is nothing to look back at yet."""

    number: str
    state: str


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What a look-back has to judge: reviews just opened, those there before, findings still open.

    `opened` and `known` are pairs of a review's number and its finding's.
    """

    number: str
    of: tuple[str, ...]
    opened: tuple[tuple[Opened, str], ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    still_open: tuple[StillOpen, ...] = ()


def look_back(
    app: App,
    name: str,
    earlier: Iterable[str],
    *,
    by: str,
    progress: Progress | None = None,
) -> LookedBack:
    """Open one review, linked to its finding, for each struck-off finding of the earlier rounds.

    All or nothing; what was opened before is left as it is. Source: S4.1.

    Raises:
        NotFound: for an unknown round or person.
        BadInput: when the first is no look-back, or one of the others is no round or itself.
        Refused: when policy does not let this person open reviews.
    """
    with app.store.write() as work:
        rounds = [_earlier(work, one) for one in dict.fromkeys(earlier)]
        # Parents before children, and of two rounds the older one first, as in every command.
        lock_cases(work, [find_case(work, name).id, *(one.id for one in rounds)])
        here = locked_file(app, work, name)
        _require_look_back(here, rounds)
        _require_reviewer(here, by)
        asked = _Asked(app, work, here, by)
        findings = [one for each in rounds for one in _findings(work, each)]
        for each in rounds:
            asked.link_round(each)
        for done, finding in enumerate(findings, 1):
            asked.judge(finding)
            if progress is not None:
                progress(done, len(findings))
        work.commit()
    return LookedBack(
        here.case.number,
        tuple(one.number for one in rounds),
        tuple(asked.opened),
        tuple(asked.known),
        tuple(asked.still_open),
    )


def _earlier(work: Work, name: str) -> CaseRecord:
    found = find_case(work, name)
    if found.kind != ROUND:
        raise _bad(f"{found.number} 不是一轮督察", f"{found.number} is no round")
    return found


def _require_look_back(here: CaseFile, rounds: list[CaseRecord]) -> None:
    number = here.case.number
    if here.case.kind != ROUND or here.facts.fields.get("round_type") != "look_back":
        raise _bad(
            f"{number} 的督察类型不是“回头看”", f"{number} is not a round of the type look-back"
        )
    if any(one.id == here.case.id for one in rounds):
        raise _bad("不能对自身开展回头看", "a round cannot look back at itself")


def _require_reviewer(here: CaseFile, by: str) -> None:
    """Who looks back must be named for entering reviews here, even where there is none to enter.

    Raises: Refused.
    """
    row = blank_case(here.app, here.work, REVIEW, here.case, here.case.number)
    review = new_file(here.app, here.work, row)
    actor = review.actor(person_named(review.organisation, by))
    verdict = review.policy.attempt(review.facts, "open", actor)
    reasons = tuple(one for one in verdict.reasons if one.why in _ABOUT_THE_PERSON)
    if reasons:
        raise refuse(review, replace(verdict, reasons=reasons))


def _bad(zh: str, en: str) -> BadInput:
    return BadInput(field_zh="督察轮次", field_en="inspection round", reason_zh=zh, reason_en=en)


def _findings(work: Work, round_: CaseRecord) -> list[CaseRecord]:
    return [child for child in children_of(work, round_.id) if child.kind == FINDING]


class _Asked:
    """One look-back under way: what is opened, and what is not."""

    def __init__(self, app: App, work: Work, here: CaseFile, by: str) -> None:
        self.opened: list[tuple[Opened, str]] = []
        self.known: list[tuple[str, str]] = []
        self.still_open: list[StillOpen] = []
        self._app, self._work, self._here, self._by = app, work, here, by
        self._reviews = _reviews_by_finding(work, here.case.id)

    def link_round(self, earlier: CaseRecord) -> None:
        """This round looks back at the earlier one; on the record once."""
        pair = (self._here.case.id, earlier.id, RELATION)
        if pair in links_of(self._work, self._here.case.id):
            return
        link_cases(self._work, *pair)
        by = person_named(self._here.organisation, self._by).id
        payload = {"relation": RELATION, "to": earlier.id}
        note(self._here, "linked", by, trigger="link", payload=payload)
        save(self._here)

    def judge(self, finding: CaseRecord) -> None:
        """Open the review of one finding, if there is something to judge and none is open."""
        known = self._reviews.get(finding.id)
        if known is not None:
            self.known.append((known, finding.number))
        elif finding.state not in _JUDGED:
            self.still_open.append(StillOpen(finding.number, finding.state))
        else:
            self._open(finding)

    def _open(self, finding: CaseRecord) -> None:
        work, here = self._work, self._here.case
        entry = Entry(
            REVIEW,
            _values(file_by_id(self._app, work, finding.id, lock=False)),
            self._by,
            parent=here,
            number=f"{here.number}-L{count_up(work, f'number.{here.id}.{REVIEW}')}",
        )
        file = enter_case(self._app, work, entry)
        link_cases(work, file.case.id, finding.id, RELATION)
        signers = name_former_signers(file, finding)
        payload = {"relation": RELATION, "to": finding.id, "former_signers": list(signers)}
        actor = person_named(file.organisation, self._by).id
        note(file, "linked", actor, trigger="link", payload=payload)
        save(file)
        case = file.case
        opened = Opened(case.id, case.number, case.handle, case.kind, file.facts.state)
        self.opened.append((opened, finding.number))


def _values(finding: CaseFile) -> dict[str, Value]:
    """What a review takes over from the finding that it judges."""
    plain = plain_fields(finding)
    subject = f"{finding.case.number} {plain.get('description') or ''}".strip()
    taken = {name: plain[name] for name in _TAKEN_OVER if plain.get(name) is not None}
    return {**taken, "review_subject": subject, "review_occasion": "look_back"}


def _reviews_by_finding(work: Work, round_id: str) -> dict[str, str]:
    """The reviews of a round that are not cancelled: finding's id → review's number."""
    found: dict[str, str] = {}
    for child in children_of(work, round_id):
        if child.kind == REVIEW and child.state != "cancelled":
            for finding_id in linked_findings(work, child.id):
                found[finding_id] = child.number
    return found


def linked_findings(work: Work, review_id: str) -> list[str]:
    """The ids of the findings that a review looks back at; its parent's where it has no link."""
    linked = [
        to_id
        for from_id, to_id, relation in links_of(work, review_id)
        if (from_id, relation) == (review_id, RELATION)
    ]
    if linked:
        return linked
    above = get_case(work, review_id).parent_id
    return [above] if above is not None and get_case(work, above).kind == FINDING else []
