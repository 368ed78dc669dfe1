"""The bench on which clauses are tried: the whole policy, the same without one clause, a world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.forms import FORMS
from policies import statements as s
from policies.judging import Policy
from policies.rules import Rule, RuleSet
from proofs.arranging import Setting, arranged, pin_of, untrue
from proofs.houses import DRAFT
from proofs.scenes import OPEN, Scene
from proofs.worlds import World
from statemachines.tables import TABLES

_SCOPES = (s.InState, s.Without, s.Past)


class Bench:
    """A policy on trial; it builds each control policy once."""

    def __init__(self, world: World, ruleset: RuleSet) -> None:
        """Judge by `ruleset` as a whole."""
        self.world = world
        self.ruleset = ruleset
        self.policy = Policy(DRAFT, ruleset)
        self._by_kind: dict[str, list[Rule]] = {}
        for rule in ruleset.rules:
            self._by_kind.setdefault(rule.kind, []).append(rule)
        self._without: tuple[Rule, Policy] | None = None

    def without(self, rule: Rule) -> Policy:
        """The control: the clauses of the same kind, this one left out."""
        if self._without is None or self._without[0] is not rule:
            self._without = rule, self.changed(rule)
        return self._without[1]

    def changed(self, rule: Rule, *instead: Rule) -> Policy:
        """The clauses of the same kind, with others in place of this one."""
        rules: list[Rule] = []
        for one in self._by_kind[rule.kind]:
            rules.extend(instead if one.cite == rule.cite else (one,))
        return Policy(DRAFT, replace(self.ruleset, rules=tuple(rules), examples=()))

    def setting(self, after: str | None = None) -> Setting:
        """How scenes are judged under the whole policy."""
        return Setting(self.policy, self.world.office, after)

    def scene_for(self, rule: Rule, *also: Rule) -> tuple[Setting, Scene] | None:
        """A scene that meets the conditions of the rule, and of the others; None if there is none.

        The first rule's occasion says where a case may stand: for `T后` where T can begin.
        """
        after = rule.when.trigger if isinstance(rule.when, s.After | s.Since | s.Recurs) else None
        setting = self.setting(after)
        given = tuple(dict.fromkeys(item for one in (rule, *also) for item in one.given))
        for scene in _beginnings(rule, after):
            found = _all_arranged(setting, scene, given)
            if found is not None:
                return setting, found
        return None

    def outside(
        self, setting: Setting, scene: Scene, rule: Rule
    ) -> Iterator[tuple[s.Given, Scene]]:
        """For each condition of the rule, the same scene in which that one does not hold."""
        for item in rule.given:
            made = untrue(setting, replace(scene, pins=scene.pins - {pin_of(item)}), item)
            if made is not None:
                yield item, replace(made, pins=scene.pins)


def _all_arranged(setting: Setting, scene: Scene, given: tuple[s.Given, ...]) -> Scene | None:
    found: Scene | None = scene
    for item in sorted(given, key=lambda one: not isinstance(one, _SCOPES)):
        found = None if found is None else arranged(setting, found, item)
    if found is None or not all(setting.holds(found, item) for item in given):
        return None
    return found


def _beginnings(rule: Rule, after: str | None) -> Iterator[Scene]:
    """Where a case may stand before the occasion, the machine's own conditions arranged."""
    table = TABLES[rule.kind]
    trigger = after or str(getattr(rule.when, "trigger", ""))
    if trigger == OPEN:
        yield _opening(rule.kind)
        return
    if after is None and rule.state is not None:
        yield Scene(rule.kind, rule.state)
        return
    if trigger not in table.triggers:
        yield from (Scene(rule.kind, state) for state in table.states)
        return
    for move in table.moves:
        fits = rule.state in (None, move.target) if after else True
        if move.trigger == trigger and fits:
            yield _before(rule.kind, move.source, trigger, move.when)


def _opening(kind: str) -> Scene:
    scene = Scene(kind, TABLES[kind].initial)
    return scene.with_field("responsible_unit", scene.unit_id)


def _before(kind: str, state: str, trigger: str, when: tuple[str, str] | None) -> Scene:
    """A case in front of one row of the table: its field as the row asks, or as no other does."""
    scene = Scene(kind, state)
    if when is not None:
        return scene.pin("field", when[0]).with_field(*when)
    for move in TABLES[kind].moves:
        if (move.source, move.trigger) == (state, trigger) and move.when is not None:
            name, value = move.when
            field = FORMS[kind].field_named(name)
            other = next((c for c in field.choices if c != value), None) if field else None
            scene = scene.pin("field", name).with_field(name, other)
    return scene
