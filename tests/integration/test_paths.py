"""One verdict on all paths: asked, done, by timer, by intent, in bulk; whatever the situation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from casework.casefile import file_by_id, locked_file, person_named
from casework.executing import execute_intents
from casework.intending import OPEN, Wish, put_wish
from casework.looking_back import look_back
from casework.moving import advance, advance_by_itself
from casework.opening import Entry, enter_case
from casework.placing import Placement, Supply, move_by_system, place_case
from casework.recording import save
from casework.why import why
from domain.errors import HoldfastError, Refused
from domain.facts import SYSTEM_ACTOR
from domain.forms import FORMS, FieldType
from statemachines.tables import TABLES
from store.cases import find_case, get_case
from tests.integration.casework_looks import said
from tests.integration.casework_world import OFFICES, World
from tests.integration.rounds import look_back_round, planned, struck_off

if TYPE_CHECKING:
    from collections.abc import Callable

    from statemachines.table import Move, Table

PEOPLE = sorted({handle for handle, _, _, _ in OFFICES} | {"owner"})
SITUATIONS = [
    (kind, state, trigger)
    for kind, table in TABLES.items()
    for state in table.states
    for trigger in table.triggers_from(state)
]


def _way(table: Table, state: str) -> tuple[Move, ...]:
    """A shortest way of a machine from its first state."""
    ways: dict[str, tuple[Move, ...]] = {table.initial: ()}
    while state not in ways:
        for move in table.moves:
            if move.source in ways:
                ways.setdefault(move.target, (*ways[move.source], move))
    return ways[state]


def _placed(world: World, kind: str, state: str) -> str:
    """A case of the plant in that state; its handle, for numbers of two kinds may be alike."""
    people = (field.id for field in FORMS[kind].fields if field.type is FieldType.PERSON)
    fields = {**dict.fromkeys(people, "owner"), "responsible_unit": "plant"}
    supply = Supply("inspector", fields=fields)
    placement = Placement(kind, "plant", _way(TABLES[kind], state), supply)
    with world.app.store.read() as work:
        return get_case(work, place_case(world.app, placement)).handle


def _codes(attempt: Callable[[], object]) -> list[str]:
    """The codes for which something is refused; none when it is done."""
    try:
        attempt()
    except Refused as refusal:
        return sorted(set(refusal.details["codes"]))
    except HoldfastError as error:
        return [error.code]
    return []


def _reasons(world: World, number: str, trigger: str, person: str) -> list[str]:
    """The reasons for which a person is refused, none when it is done; nothing is kept."""
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        try:
            advance(file, trigger, file.actor(person_named(file.organisation, person)), {})
        except Refused as refusal:
            return list(refusal.details["each_zh"])
    return []


def _judged(world: World, number: str, trigger: str) -> list[str]:
    with world.app.store.read() as work:
        file = file_by_id(world.app, work, _id(world, number), lock=False)
        verdict = file.policy.attempt(file.facts, trigger, SYSTEM_ACTOR)
    return sorted({str(reason.why) for reason in verdict.reasons})


def _id(world: World, number: str) -> str:
    with world.app.store.read() as work:
        return find_case(work, number).id


def _by_timer(world: World, number: str, trigger: str) -> list[str]:
    """What a timer leaves on the record; nothing is kept."""
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        if advance_by_itself(file, trigger, file.policy.ruleset.rules[0]) is not None:
            return []
        return sorted(set((file.events[-1].payload or {})["codes"]))


def _by_intent(world: World, source: str, wish: Wish) -> list[str]:
    """What another case leaves on its own record when it asks for it."""
    before = len(said(world, source, "intent_refused"))
    with world.app.store.write() as work:
        file = locked_file(world.app, work, source)
        put_wish(file, wish, file.policy.ruleset.rules[0], "asked")
        save(file)
        work.commit()
    execute_intents(world.app)
    refused = said(world, source, "intent_refused")[before:]
    return sorted(set(refused[0]["codes"])) if refused else []


def _entered(world: World, kind: str, parent: str, by: str | None = None) -> None:
    """Enter a case of the plant under another one, as a person or as the system; nothing is kept.

    Raises: as `enter_case`.
    """
    said_of_it = {"responsible_unit": "plant", "review_occasion": "look_back"}
    values = {name: value for name, value in said_of_it.items() if FORMS[kind].field_named(name)}
    with world.app.store.write() as work:
        entry = Entry(kind, values, by, parent=find_case(work, parent))
        enter_case(world.app, work, entry)


def _source(world: World) -> str:
    fields = {"title": "专项督察", "responsible_unit": "新材料公司"}
    return world.open("round", "inspector", fields).handle


def test_what_is_said_beforehand_is_what_happens(sqlite_world: World) -> None:
    world, differing, outcomes = sqlite_world, [], set()
    for kind, state, trigger in SITUATIONS:
        number = _placed(world, kind, state)
        for person in PEOPLE:
            (told,) = why(world.app, number, trigger=trigger, by=person).answers
            done = _reasons(world, number, trigger, person)
            outcomes.add(bool(done))
            if (told.allowed, list(told.reasons_zh)) != (not done, done):
                differing.append((kind, state, trigger, person))
    assert differing == []
    assert outcomes == {True, False}


def test_the_system_passes_the_same_gates_by_hand_by_timer_and_by_intent(
    sqlite_world: World,
) -> None:
    world, source, outcomes = sqlite_world, _source(sqlite_world), set()
    differing = []
    for kind, state, trigger in SITUATIONS:
        number, another = _placed(world, kind, state), _placed(world, kind, state)
        judged = _judged(world, number, trigger)
        wish = Wish("trigger", kind, (_id(world, number),), trigger=trigger)
        found = [
            _by_timer(world, number, trigger),
            _by_intent(world, source, wish),
            _codes(partial(move_by_system, world.app, another, trigger)),
        ]
        outcomes.add(bool(judged))
        if found != [judged] * len(found):
            differing.append((kind, state, trigger, judged, found))
    assert differing == []
    assert outcomes == {True, False}


def test_the_system_enters_each_kind_by_the_same_gates_by_hand_and_by_intent(
    sqlite_world: World,
) -> None:
    world, differing, outcomes = sqlite_world, [], set()
    for above, form in FORMS.items():
        for kind in form.children:
            parent = _placed(world, above, TABLES[above].initial)
            asked = _codes(partial(_entered, world, kind, parent))
            intent = _by_intent(world, parent, Wish(OPEN, kind, ("plant",)))
            outcomes.add(bool(asked))
            if asked != intent:
                differing.append((above, kind, asked, intent))
    assert differing == []
    assert outcomes == {True, False}


def test_whoever_may_not_enter_one_review_may_not_look_back(sqlite_world: World) -> None:
    world = sqlite_world
    earlier, _ = planned(world)
    struck_off(world, earlier)
    differing, outcomes = [], set()
    for person in PEOPLE:
        number = look_back_round(world)
        one = _codes(partial(_entered, world, "review", number, person))
        many = _codes(partial(look_back, world.app, number, [earlier], by=person))
        outcomes.add(bool(one))
        if one != many:
            differing.append((person, one, many))
    assert differing == []
    assert outcomes == {True, False}
