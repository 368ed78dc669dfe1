"""Opening a case: a new row in its kind's first state, under its parent, with its first clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casework.app import App
from casework.casefile import CaseFile, new_file, person_named, refresh_facts, write_facts
from casework.clockwork import start_clocks
from casework.consequences import apply_consequences
from casework.fields import apply_fields, parse_fields
from casework.former_signers import remember_former_signers
from casework.moving import advance_by_itself, note_clocks
from casework.recording import note, save, save_facets
from casework.refusing import refuse
from domain.errors import IllegalTransition, NotFound
from domain.facts import SYSTEM_ACTOR, Actor, Facts, Value
from domain.forms import FORMS
from domain.ids import new_handle, new_id
from domain.lexicon import LEXICON
from policies.authority import actor_for
from policies.staff import CaseSide
from statemachines.tables import TABLES
from store.cases import CaseRecord, find_case, insert_case, lock_case
from store.chain import genesis
from store.sealing import new_data_key
from store.settings import count_up
from store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Opening:
    """What is asked for: a kind, its fields as typed text, and the case it belongs under."""

    kind: str
    by: str
    fields: Mapping[str, str]
    parent: str | None = None
    number: str | None = None
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Opened:
    """The new case."""

    id: str
    number: str
    handle: str
    kind: str
    state: str


def open_case(app: App, opening: Opening) -> Opened:
    """Open a case in one transaction.

    Raises:
        NotFound: for an unknown kind, parent or person.
        BadInput: for a field that cannot be read.
        IllegalTransition: when the parent takes no such case.
    """
    kind = known_kind(opening.kind)
    typed = parse_fields(kind, opening.fields, opening.lang)
    with app.store.write() as work:
        parent = None if opening.parent is None else find_case(work, opening.parent)
        entry = Entry(kind, typed, opening.by, parent=parent, number=opening.number)
        file = enter_case(app, work, entry)
        work.commit()
    case = file.case
    return Opened(case.id, case.number, case.handle, case.kind, file.facts.state)


@dataclass(frozen=True, slots=True)
class Entry:
    """A case to enter: by a person, or by the system where `origin` says what asked for it.

    `values` are stored values by field id. `origin` is the event of another case and its rule.
    """

    kind: str
    values: Mapping[str, Value]
    by: str | None = None
    parent: CaseRecord | None = None
    number: str | None = None
    origin: Mapping[str, Any] | None = None

    def actor(self, file: CaseFile) -> Actor:
        """Who enters it, with the roles that they hold for it as it now stands."""
        if self.by is None:
            return SYSTEM_ACTOR
        return file.actor(person_named(file.organisation, self.by))


def enter_case(app: App, work: Work, entry: Entry, *, command_id: str | None = None) -> CaseFile:
    """Enter a case into the books on an open unit of work; the caller commits."""
    parent = entry.parent
    if parent is not None:
        parent = lock_case(work, parent.id)
        _require_place(parent, entry.kind)
    case = blank_case(app, work, entry.kind, parent, entry.number)
    insert_case(work, case)
    file = new_file(app, work, case)
    said = apply_fields(file, entry.values)
    remember_former_signers(file, parent)
    keep_calendar_of_unit(file)
    refresh_facts(file)
    # Judged with the fields in place, because they say which unit's people may open it.
    actor = entry.actor(file)
    verdict = file.policy.attempt(file.facts, "open", actor)
    if not verdict.allowed:
        raise refuse(file, verdict)
    if parent is not None and actor is not SYSTEM_ACTOR:
        _require_leave_above(file, parent, actor)
    save_facets(file)
    payload: dict[str, Any] = {"fields": said, "parent": None if parent is None else parent.id}
    if entry.origin is not None:
        payload["because"] = entry.origin
    note(
        file,
        "opened",
        actor.id,
        trigger="open",
        to_state=case.state,
        rules=[*verdict.named, *verdict.gates],
        payload=payload,
    )
    follows = file.policy.after(file.facts, "open")
    note_clocks(file, [], start_clocks(file, follows.starts))
    apply_consequences(file, follows.others, "open", advance_by_itself)
    save(file, command_id=command_id)
    return file


def _require_leave_above(file: CaseFile, parent: CaseRecord, actor: Actor) -> None:
    """Who names a case above that is of another unit must be named for that unit as well.

    Otherwise the office of one company could hold up the cases of another. Raises: Refused.
    """
    staff = file.organisation.staff
    if parent.unit_id is None or staff.tree.within(file.case.unit_id, parent.unit_id):
        return
    person = staff.people[actor.id]
    above = actor_for(person, CaseSide(parent.unit_id), staff, file.at, file.today)
    verdict = file.policy.attempt(file.facts, "open", above)
    if not verdict.allowed:
        raise refuse(file, verdict)


def keep_calendar_of_unit(file: CaseFile) -> None:
    """A case keeps the working calendar of its responsible unit."""
    unit = file.organisation.staff.tree.units.get(file.case.unit_id or "")
    if unit is not None:
        calendar_id = file.app.newest_calendar_id(file.work, unit.calendar_name)
        file.case = file.case._replace(calendar_id=calendar_id)
        file.calendar = file.app.calendar(file.work, calendar_id)


def known_kind(word: str) -> str:
    """The kind that a word of either language names.

    Raises:
        NotFound: with all the kinds there are.
    """
    kind = LEXICON.resolve("kind", word)
    if kind is None or kind not in FORMS:
        kinds = {
            lang: "、".join(LEXICON.word("kind", k, lang) for k in FORMS) for lang in ("zh", "en")
        }
        raise NotFound(
            what_zh="事项类型",
            what_en="kind",
            name=word,
            hint_zh=f"可选：{kinds['zh']}（{'、'.join(FORMS)}）。",
            hint_en=f"Choose from {', '.join(FORMS)}.",
        )
    return kind


def _require_place(parent: CaseRecord, kind: str) -> None:
    if kind in FORMS[parent.kind].children:
        return
    words: dict[str, str] = {}
    for lang in ("zh", "en"):
        words[f"state_{lang}"] = LEXICON.word("kind", parent.kind, lang)
        words[f"trigger_{lang}"] = f"+{LEXICON.word('kind', kind, lang)}"
        takes = [LEXICON.word("kind", k, lang) for k in FORMS[parent.kind].children]
        words[f"allowed_{lang}"] = "、".join(takes) or "—"
    raise IllegalTransition(**words)


def _prefixes(kinds: Iterable[str]) -> dict[str, str]:
    """For each kind its first letter, or as many as tell it from the kinds before it."""
    found: dict[str, str] = {}
    for kind in kinds:
        letters = kind.replace("_", "").upper()
        lengths = (letters[:length] for length in range(1, len(letters) + 1))
        found[kind] = next(one for one in lengths if one not in found.values())
    return found


PREFIXES: Mapping[str, str] = _prefixes(TABLES)
"""With what the number of a case without a parent begins: R for a round, F for a finding."""


def _next_number(work: Work, kind: str, parent: CaseRecord | None) -> str:
    """Under a parent its number and a count, else the kind's own letters and a count."""
    if parent is None:
        return f"{PREFIXES[kind]}{count_up(work, f'number.{kind}')}"
    return f"{parent.number}-{count_up(work, f'number.{parent.id}')}"


def blank_case(
    app: App, work: Work, kind: str, parent: CaseRecord | None, number: str | None
) -> CaseRecord:
    """The row of a case that nothing has happened to, under its parent and the active policy."""
    case_id = new_id()
    initial = TABLES[kind].initial
    calendar_id = app.newest_calendar_id(work, "office")
    unit_id = None if parent is None else parent.unit_id
    facts = Facts(kind, initial)
    return CaseRecord(
        id=case_id,
        handle=new_handle(),
        number=number or _next_number(work, kind, parent),
        kind=kind,
        state=initial,
        parent_id=None if parent is None else parent.id,
        unit_id=unit_id,
        policy_id=app.active_policy(work).version,
        calendar_id=calendar_id,
        confidentiality="open" if parent is None else parent.confidentiality,
        opened_at=app.now(),
        closed_at=None,
        head_seq=0,
        head_hash=genesis(case_id),
        data_key=new_data_key(app.store.keys, case_id),
        facts=write_facts(facts),
        version=1,
    )
