"""Plays worked examples: stories of dates and people, with real commands on a driven clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from casework.telling import tell_party
from domain.errors import HoldfastError
from domain.facts import Value
from domain.forms import FORMS, FieldType
from policies import examples as e
from policies import statements as s
from policies.judging import Policy
from proofs.arranging import Setting, arranged, deriving
from proofs.casting import candidates, performers
from proofs.findings import EXAMPLE, Finding, Line, said, said_of
from proofs.offices import CAPACITIES, NEUTRAL, PLANT, STRANGER, holder_named, person_id, role_of
from proofs.scenes import OPEN, Scene
from proofs.supplying import supplied
from proofs.worlds import BEGINNING, World
from statemachines.tables import TABLES


class StoryFault(Exception):
    """The story does not come out: what was expected, what was found, and by which lines."""

    def __init__(self, finding: Finding) -> None:
        """`finding` is for the example's own line."""
        super().__init__(finding)
        self.finding = finding


def fault(what: tuple[str, str], lines: frozenset[Line] = frozenset()) -> StoryFault:
    """A fault in both languages."""
    return StoryFault(Finding(EXAMPLE, "example", {"what": what}, lines))


class Story:
    """One worked example under way; what it does not say the world supplies, as for every proof."""

    def __init__(self, world: World, policy: Policy, lang: str) -> None:
        """Nothing has happened yet; `lang` is the language in which fields are filled in."""
        self.world = world
        self.policy = policy
        self.lang = lang
        self.case_id = ""
        self.kind = ""
        self._state = ""
        self._words: dict[str, str] = {}
        self._documents: frozenset[str] = frozenset()
        self._people: dict[str, str] = {}
        self._holidays: list[e.UnitIsAway] = []

    @property
    def setting(self) -> Setting:
        """How scenes are judged in this story."""
        return Setting(self.policy, self.world.office)

    def play(self, step: e.ExampleStatement) -> None:
        """Let one step happen. Raises: StoryFault when it cannot."""
        try:
            _STEPS[type(step)](self, step)
        except HoldfastError as error:
            raise fault(said_of(error)) from error

    def come_to(self, moment: datetime) -> None:
        """Let time pass up to a wall time; the first one is when the story begins."""
        if not self.case_id:
            self._begin(moment)
        at = self.world.moment(moment)
        if at < self.world.at:
            raise fault(("时间不能倒退", "time cannot go backwards"))
        self.world.live_until(at)

    def be_there(self) -> None:
        """Have the case placed, for outcomes that need no date."""
        if not self.case_id:
            self._begin(BEGINNING)

    def scene(self) -> Scene:
        """The case as it stands, with everything that the example says fixed."""
        facts = self.world.view.facts(self.case_id)
        pins = frozenset(("field", name) for name in self._words)
        return Scene(facts.kind, facts.state, base=facts, pins=pins)

    def complete(self, scene: Scene) -> None:
        """Give the case what a scene on its facts adds."""
        if any((scene.fields, scene.documents, scene.signed, scene.children, scene.approvals)):
            self.world.supply(self.case_id, scene)

    def performer(self, name: str, trigger: str) -> str:
        """Who is meant by a name: the holder of the role that it names, else somebody who may."""
        known = holder_named(name) or self._people.get(name)
        if known is None:
            verdict = self.world.view.verdict(self.case_id, trigger, STRANGER)
            taken = set(self._people.values())
            able = [p for p in performers(verdict, trigger, self.scene()) if p not in taken]
            known = self._people[name] = next(iter(able), STRANGER)
        return known

    def _begin(self, moment: datetime) -> None:
        if not self.kind:
            raise fault(("没有说明是什么事项", "it is not said what kind of case this is"))
        self.world.begin(self.policy, moment)
        scene = self._as_told(Scene(self.kind, self._state))
        if scene.moves() is None:
            raise fault(("事项到不了这个状态", "no case comes to this state"))
        self.case_id = self.world.place(scene)
        self._declare()

    def _as_told(self, scene: Scene) -> Scene:
        """The scene with the fields that the example fills in."""
        form = FORMS[scene.kind]
        for name, word in self._words.items():
            field = form.field_named(name)
            if field is None:
                scene = self._computed(scene, name, word)
            else:
                value = field.parse(word, self.lang)
                scene = scene.pin("field", name).with_field(name, self._resolved(field.type, value))
        return replace(scene, documents=self._documents)

    def _computed(self, scene: Scene, name: str, word: str) -> Scene:
        """A computed field cannot be filled in: the case is brought to where it has this value."""
        if not FORMS[scene.kind].has(name) or not word.isdigit():
            raise fault((f"没有字段“{name}”", f"there is no field “{name}”"))
        found = arranged(self.setting, scene, s.FieldReached(name, float(word)))
        if found is None:
            raise fault((f"“{name}”不能为{word}", f"“{name}” cannot be {word}"))
        return found

    def _resolved(self, type_: FieldType, value: Value) -> Value:
        """People and units of the example as those of the office."""
        if type_ is FieldType.PERSON:
            return holder_named(str(value)) or person_id(str(value), NEUTRAL[0])
        if type_ is FieldType.UNIT:
            return self.world.office.unit_named(str(value))
        return value

    # --- the steps ---------------------------------------------------------------------------

    def case_is(self, step: e.CaseIs) -> None:
        """The case is there, in its state, before the story begins."""
        self.kind, self._state = step.kind, step.state

    def field_was(self, step: e.FieldWas) -> None:
        """A field is filled in, before the story or in the middle of it."""
        self._words[step.field] = step.value
        if self.case_id:
            told = self._as_told(replace(self.scene(), base=None, pins=frozenset()))
            self.complete(replace(self.scene(), fields={step.field: told.fields[step.field]}))

    def has_document(self, step: e.HasDocument) -> None:
        """A document is attached."""
        self._documents |= {step.document}
        if self.case_id:
            self.complete(replace(self.scene(), documents=frozenset({step.document})))

    def unit_is_away(self, step: e.UnitIsAway) -> None:
        """The unit declares a holiday, before the story or in the middle of it."""
        self._holidays.append(step)
        if self.case_id:
            self._declare()

    def _declare(self) -> None:
        """Declare what is not declared yet, for the unit of the case."""
        for step in self._holidays:
            unit_id = self.world.view.look(self.case_id, lambda file: file.case.unit_id)
            self.world.declare_away(unit_id or PLANT, step.first, step.last)
        self._holidays = []

    def acts(self, step: e.Acts) -> None:
        """Somebody does something to the case, or opens it."""
        if step.trigger == OPEN and not self.case_id:
            self._opens(step)
            return
        self.kind = self.kind or step.kind
        self.come_to(step.moment)
        if step.kind != self.kind:
            raise fault(("例子只讲一个事项", "an example is about one case"))
        person = self.performer(step.person, step.trigger)
        self.complete(supplied(self.setting, self._with(person), step.trigger))
        if step.trigger in ("pause", "resume"):
            refused = self.world.pause(self.case_id, step.trigger, person)
        elif step.trigger == "tell":
            refused = self._tells(person)
        else:
            refused = self.world.attempt(self.case_id, step.trigger, person).refused
        self._must_go(step, refused)

    def _opens(self, step: e.Acts) -> None:
        self.kind, self._state = step.kind, TABLES[step.kind].initial
        self.world.begin(self.policy, step.moment)
        scene = self._as_told(Scene(self.kind, self._state))
        if scene.fields.get("responsible_unit") is None:
            scene = scene.with_field("responsible_unit", scene.unit_id)
        scene = supplied(self.setting, scene, OPEN)
        self._must_go(step, self.world.open(scene, holder_named(step.person) or STRANGER))
        self.case_id = self.world.newest
        self._declare()

    def _tells(self, person: str) -> HoldfastError | None:
        """Serve by hand every notice that is owed."""
        for standing in self.world.view.standings(self.case_id):
            name = standing.clock.obligation
            if standing.clock.stopped_at is None and name.startswith("tell:"):
                _, content, party = name.split(":")
                try:
                    tell_party(
                        self.world.app,
                        self.case_id,
                        content,
                        party=party,
                        by=person,
                        served_by_hand=True,
                    )
                except HoldfastError as error:
                    return error
        return None

    def signs(self, step: e.Signs) -> None:
        """Somebody signs a check."""
        self.come_to(step.moment)
        roles = self.world.view.roles_for(self.case_id, s.AboutToSign(step.check))
        able = (one for role in roles for one in candidates(role, self.scene()))
        person = holder_named(step.person) or next(able, STRANGER)
        ready = deriving(self.setting, self._with(person), step.check)
        if ready is not None:
            self.complete(ready)
        self._must_go(step, self.world.sign(self.case_id, step.check, person).refused)

    def extends(self, step: e.Extends) -> None:
        """Somebody grants more time."""
        self.come_to(step.moment)
        person = self.performer(step.person, "extend")
        self.complete(supplied(self.setting, self._with(person), "extend"))
        refused = self.world.extend(self.case_id, step.trigger, person, step.duration)
        self._must_go(step, refused)

    def time_comes(self, step: e.TimeComes) -> None:
        """Time passes; every rung fires at its own moment."""
        self.come_to(step.moment)

    def _with(self, person: str) -> Scene:
        """The case with the person in the capacity that they are named by, if nobody is in it."""
        scene, role = self.scene(), role_of(person)
        known = FORMS[scene.kind].field_named(role) if role in CAPACITIES else None
        if known is None or scene.is_pinned("field", role):
            return scene
        taken = scene.base is not None and scene.base.fields.get(role)
        return scene if taken else scene.with_field(role, person)

    def _must_go(self, step: e.ExampleStatement, refused: HoldfastError | None) -> None:
        if refused is not None:
            zh, en = said_of(refused)
            step_zh, step_en = said(step)
            lines = frozenset((r.file, r.line) for r in refused.details.get("rules", ()))
            raise fault((f"“{step_zh}”被拒绝：{zh}", f"“{step_en}” was refused: {en}"), lines)


_STEPS: Mapping[type[e.ExampleStatement], Callable[[Story, Any], None]] = {
    e.CaseIs: Story.case_is,
    e.FieldWas: Story.field_was,
    e.HasDocument: Story.has_document,
    e.UnitIsAway: Story.unit_is_away,
    e.Acts: Story.acts,
    e.Signs: Story.signs,
    e.Extends: Story.extends,
    e.TimeComes: Story.time_comes,
}
