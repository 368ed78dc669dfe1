"""Links cases across the tree: confirmed by a person whom policy names, on the record of both."""

from __future__ import annotations

from dataclasses import dataclass

from casework.app import App
from casework.casefile import CaseFile, file_by_id, person_named
from casework.intending import PARENT, Wish, put_wish
from casework.recording import note, save
from casework.refusing import refuse
from domain.errors import BadInput
from domain.lexicon import LEXICON
from domain.people import Person
from policies import statements as s
from policies.rules import Rule
from policies.verdicts import Verdict
from statemachines.tables import TABLES
from store.cases import find_case, link_cases, links_of, lock_cases
from store.unit_of_work import Work

LINK = "link"
RECURRENCE = "recurrence_of"


@dataclass(frozen=True, slots=True)
class Linked:
    """The first case now stands in the relation to the second; `fresh` unless it did before."""

    number: str
    relation: str
    other: str
    fresh: bool


def link(app: App, name: str, relation: str, other: str, *, by: str) -> Linked:
    """Put on the record that a case stands in a relation to another one.

    A recurrence is also told to the earlier case, as an intent of its own: `recur` is done to it,
    and what its policy then asks for follows. Source: S4.4 (same kind), S4.7 (recurring).

    Raises:
        BadInput: for an unknown relation, for a case linked to itself, or for kinds that differ.
        Refused: when policy does not name this person for both.
        NotFound: for an unknown case or person.
    """
    relation_id = known_relation(relation)
    with app.store.write() as work:
        first, second = _both_locked(app, work, name, other)
        person = person_named(first.organisation, by)
        _require_leave(second, person)
        verdict = _require_leave(first, person)
        pair = (first.case.id, second.case.id, relation_id)
        fresh = pair not in links_of(work, first.case.id)
        if fresh:
            link_cases(work, *pair)
            _note_both(first, second, relation_id, person.id, verdict.named)
            if relation_id == RECURRENCE and s.RECUR in TABLES[second.case.kind].triggers:
                wish = Wish("trigger", second.case.kind, (second.case.id,), trigger=s.RECUR)
                put_wish(first, wish, verdict.named[0], RECURRENCE)
            save(first)
            save(second)
        work.commit()
    return Linked(first.case.number, relation_id, second.case.number, fresh)


def _require_leave(file: CaseFile, person: Person) -> Verdict:
    """The verdict by which the person may link this one of the two. Raises: Refused."""
    verdict = file.policy.attempt(file.facts, LINK, file.actor(person))
    if not verdict.allowed:
        raise refuse(file, verdict)
    return verdict


def known_relation(word: str) -> str:
    """The relation that a word of either language names. Raises: BadInput with all of them."""
    found = LEXICON.resolve("relation", word)
    if found is None or found == PARENT:
        ids = [one for one in LEXICON.ids("relation") if one != PARENT]
        words = "、".join(LEXICON.word("relation", one, "zh") for one in ids)
        raise BadInput(
            field_zh="关系",
            field_en="relation",
            reason_zh=f"没有“{word}”，可选：{words}",
            reason_en=f"there is no “{word}”; choose from {', '.join(ids)}",
        )
    return found


def _both_locked(app: App, work: Work, name: str, other: str) -> tuple[CaseFile, CaseFile]:
    """The files of both, locked in the order of their ids, so that two links never wait in turn."""
    ids = find_case(work, name).id, find_case(work, other).id
    if ids[0] == ids[1]:
        raise BadInput(
            field_zh="事项",
            field_en="case",
            reason_zh="不能与自身关联",
            reason_en="a case cannot be linked to itself",
        )
    lock_cases(work, ids)
    first, second = (file_by_id(app, work, one, lock=True) for one in ids)
    if first.case.kind != second.case.kind:
        kinds = [LEXICON.word("kind", one.case.kind, "zh") for one in (first, second)]
        raise BadInput(
            field_zh="事项",
            field_en="case",
            reason_zh=f"“{kinds[0]}”与“{kinds[1]}”不是同一类型",
            reason_en=f"a {first.case.kind} and a {second.case.kind} are of different kinds",
        )
    return first, second


def _note_both(
    first: CaseFile, second: CaseFile, relation: str, by: str, rules: tuple[Rule, ...]
) -> None:
    for here, there, way in ((first, second, "to"), (second, first, "from")):
        payload = {"relation": relation, way: there.case.id}
        note(here, "linked", by, trigger=LINK, rules=rules, payload=payload)
