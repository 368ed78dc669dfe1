"""Places cases for proofs and trials: in any state, with everything real events would have left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from casework.app import App
from casework.casefile import CaseFile, locked_file, new_file, refresh_facts
from casework.clockwork import start_clocks
from casework.fields import apply_fields
from casework.halting import pause_clocks
from casework.intending import PARENT
from casework.moving import Done, Step, advance, close_or_reopen, note_clocks, take_on_record
from casework.opening import Entry, blank_case, enter_case, keep_calendar_of_unit
from casework.recording import note, save, save_facets
from casework.signing import write_signature
from domain.errors import ClockNotDriven
from domain.facts import APPROVAL, SYSTEM_ACTOR, Actor, Value
from domain.ids import new_id
from domain.people import SYSTEM
from policies.calendars import Calendar
from policies.rules import SCHEMA
from policies.verdicts import Verdict
from statemachines.table import Move
from statemachines.tables import TABLES
from store.cases import CaseRecord, insert_case, link_cases, lock_case
from store.content import put_content
from store.signatures import Endorsement, Evidence, insert_endorsement, insert_evidence
from store.unit_of_work import Work
from store.versions import (
    STAY,
    Activation,
    CalendarVersion,
    PolicyVersion,
    insert_activation,
    put_calendar,
    put_policy_version,
)


@dataclass(frozen=True, slots=True)
class Supply:
    """What a case is given beside its moves: stored field values, lists, documents, names.

    `signed` are the checks that bear a signature, put by `by`; `approvals` are (trigger, role,
    person id).
    """

    by: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    approvals: tuple[tuple[str, str, str], ...] = ()
    children: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A case to place: the moves that led to its state, who made them, and what it holds.

    `doers` names the people of single triggers; everything else was done by `supply.by`.
    """

    kind: str
    unit_id: str | None
    moves: tuple[Move, ...]
    supply: Supply
    doers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paused: bool = False


def place_case(app: App, placement: Placement, *, related: tuple[str, str] | None = None) -> str:
    """Write the case, its events, closings, clocks, evidence and children; answer its id.

    No policy is asked: this is how a case stands that came here rightly. The clocks of its last
    event run from now. It may be `related` to another case: (relation, id of that case).

    Raises:
        ClockNotDriven: on a database that runs on the real clock, where only real events count.
    """
    require_driven(app)
    with app.store.write() as work:
        relation, other = related or ("", "")
        parent = lock_case(work, other) if relation == PARENT else None
        file = _placed(app, work, placement, parent)
        if other and parent is None:
            link_cases(work, file.case.id, other, relation)
        work.commit()
    return file.case.id


def supply_case(app: App, case_id: str, supply: Supply) -> None:
    """Give a case that is there what it still lacks. Raises: as `place_case`."""
    require_driven(app)
    with app.store.write() as work:
        file = locked_file(app, work, case_id)
        said = apply_fields(file, supply.fields)
        note(file, "supplied", supply.by, payload={"fields": said})
        _supply(file, supply)
        save(file)
        work.commit()


def move_by_system(app: App, case_id: str, trigger: str) -> Done:
    """Do a trigger as the system does it by timer, with every gate. Raises: as `advance`."""
    require_driven(app)
    with app.store.write() as work:
        file = locked_file(app, work, case_id)
        done = advance(file, trigger, SYSTEM_ACTOR, {})
        save(file)
        work.commit()
    return done


def open_by_system(app: App, kind: str, values: Mapping[str, Value]) -> str:
    """Enter a case as a consequence of another one would, with every gate; its id.

    Raises:
        Refused: when policy does not name the system.
    """
    require_driven(app)
    with app.store.write() as work:
        file = enter_case(app, work, Entry(kind, values))
        work.commit()
    return file.case.id


def require_driven(app: App) -> None:
    """Refuse where the clock is real. Raises: ClockNotDriven."""
    if not app.driven:
        raise ClockNotDriven(
            reason_zh="只能在自带时钟的数据库中布置事项。",
            reason_en="Cases can be placed on a database with a driven clock only.",
        )


def _placed(app: App, work: Work, placement: Placement, parent: CaseRecord | None) -> CaseFile:
    case = blank_case(app, work, placement.kind, parent, None)
    case = case._replace(unit_id=placement.unit_id)
    insert_case(work, case)
    file = new_file(app, work, case)
    said = apply_fields(file, placement.supply.fields)
    keep_calendar_of_unit(file)
    by = placement.supply.by
    note(file, "opened", by, trigger="open", to_state=case.state, payload={"fields": said})
    for move in placement.moves:
        _move(file, move, Actor(placement.doers.get(move.trigger, (by,))[0]))
    doers = {**file.facts.doers, **placement.doers}
    file.facts = replace(file.facts, doers=doers)
    _supply(file, placement.supply)
    _start_last(file, placement)
    save(file)
    return file


def _move(file: CaseFile, move: Move, actor: Actor) -> None:
    step = Step(move.trigger, actor, move.source, move.target, Verdict(()), {})
    take_on_record(file, step, reopening=move.trigger in TABLES[file.case.kind].reopening)
    note(
        file,
        "moved",
        actor.id,
        trigger=move.trigger,
        from_state=move.source,
        to_state=move.target,
    )
    close_or_reopen(file, step)


def _start_last(file: CaseFile, placement: Placement) -> None:
    last = placement.moves[-1].trigger if placement.moves else "open"
    note_clocks(file, [], start_clocks(file, file.policy.after(file.facts, last).starts))
    if placement.paused:
        pause_clocks(file, placement.supply.by)


def _supply(file: CaseFile, supply: Supply) -> None:
    file.facts = replace(file.facts, lists=file.facts.lists | supply.lists)
    _attach(file, supply.documents, supply.by)
    if supply.children:
        # A child is opened under its parent's row, which must be there and locked.
        parent = lock_case(file.work, file.case.id)
        for child in supply.children:
            _placed(file.app, file.work, child, parent)
    for trigger, role, person_id in supply.approvals:
        name = APPROVAL + trigger
        given = Endorsement(new_id(), file.case.id, name, role, person_id, file.at, 0)
        insert_endorsement(file.work, given)
    refresh_facts(file)
    save_facets(file)
    for check in sorted(supply.signed):
        seen = file.policy.check(file.facts, check).facts_hash
        note(file, "check_signed", supply.by, payload={"check": check, "facts_hash": seen})
        write_signature(file, check, "", supply.by, seen)
    refresh_facts(file)


def _attach(file: CaseFile, documents: Iterable[str], by: str) -> None:
    """Evidence rows without a file behind them: nobody opens it where cases are placed."""
    for document in sorted(documents):
        name = put_content(file.work, file.case, "file_name", f"{document}.txt", at=file.at)
        digest = sha256(document.encode()).hexdigest()
        insert_evidence(
            file.work,
            Evidence(
                new_id(), file.case.id, document, digest, name.id, 0, "text/plain", by, file.at
            ),
        )
        note(file, "attached", by, payload={"document": document, "sha256": digest})


def enter_trial(app: App, version: str, calendars: Iterable[Calendar]) -> None:
    """Put a version without text in force, under which a policy that is not stored can be tried.

    Raises: as `place_case`.
    """
    require_driven(app)
    now = app.now()
    with app.store.write() as work:
        for calendar in calendars:
            version_row = CalendarVersion(
                calendar.content_id(), calendar.name, calendar.canonical(), calendar.valid_to, now
            )
            put_calendar(work, version_row)
        put_policy_version(
            work, PolicyVersion(version, "{}", "{}", SCHEMA, SYSTEM, SYSTEM, "", now)
        )
        # A case may be placed as it was long before the trial began.
        always = datetime.fromtimestamp(0, UTC)
        insert_activation(work, Activation(version, SYSTEM, SYSTEM, now, STAY, always))
        work.commit()
