"""A small organisation under the shipped policy, on a driven clock, for tests of commands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from casework.acting import Request, act
from casework.app import App
from casework.bootstrap import init_app, open_app
from casework.moving import Done
from casework.opening import Opened, Opening, open_case
from casework.organising import enter_organisation
from casework.policies_in_force import read_features, store_version
from casework.settings import Settings
from casework.signing import sign_check
from domain.lexicon import LEXICON
from domain.people import SYSTEM, Appointment, Person, Unit
from policies.checking import check_texts
from policies.rules import SCHEMA, RuleSet
from policies.stored import dump, version_id
from store.cases import find_case
from store.versions import (
    STAY,
    Activation,
    PolicyVersion,
    insert_activation,
    put_policy_version,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FEATURES = Path(__file__).parents[2] / "features"
START = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)

UNITS = (
    Unit("group", "样例集团", None, "Sample Group", "group"),
    Unit("company", "新材料公司", "group", "New Material", "company"),
    Unit("plant", "氧化铝厂", "company", "Alumina Plant", "plant"),
    Unit("other", "电解厂", "company", "Smelter", "plant"),
    Unit("shanxi", "山西铝业公司", "group", "Shanxi Aluminium", "company"),
)

OFFICES: tuple[tuple[str, str, str, str], ...] = (
    ("inspector", "company", "inspector", "group"),
    ("chief", "group", "inspection_leader", "group"),
    ("head", "plant", "unit_admin_head", "plant"),
    ("party", "plant", "unit_party_head", "plant"),
    ("liaison", "plant", "liaison_officer", "plant"),
    ("office", "company", "supervision_office", "company"),
    ("first", "company", "supervision_member", "company"),
    ("second", "company", "supervision_member", "company"),
    ("head", "plant", "supervision_member", "company"),
    ("deputy", "company", "supervision_executive_deputy", "company"),
    ("leader", "company", "supervision_leader", "company"),
    ("ceo", "company", "chief_executive", "company"),
    ("engineer", "company", "functional_department", "company"),
    ("safety", "company", "safety_department", "company"),
    ("rules", "company", "rule_department", "company"),
    ("hr", "company", "human_resources", "company"),
    ("union", "company", "trade_union", "company"),
    ("community", "company", "community_office", "company"),
    ("quality", "company", "quality_department", "company"),
    ("centre", "group", "supervision_centre", "group"),
    ("compliance", "group", "head_of_compliance", "group"),
)

FINDING = {
    "责任单位": "氧化铝厂",
    "问题描述": "回水泵联轴器无防护罩",
    "分项问题": "回水泵联轴器无防护罩",
    "隐患等级": "一般隐患",
    "整改方式": "立行立改",
    "来源": "公司检查",
    "整改责任人": "owner",
    "党组织整改责任人": "party",
    "复查责任人": "second",
    "整改期限": "2026-03-31",
}

RECTIFIED = {
    "rectified_result": "已加装防护罩",
    "cause_class": "设备缺陷",
    "cause": "检修后未复装防护罩",
}
"""What must be filled in before somebody applies for acceptance."""


@cache
def shipped() -> RuleSet:
    """The shipped policy, compiled once for all tests."""
    checked = check_texts(read_features(FEATURES))
    assert checked.ruleset is not None
    return checked.ruleset


@cache
def shipped_version() -> PolicyVersion:
    """The shipped policy as it is stored: writing it out takes longer than most tests."""
    rules = dump(shipped())
    policy_id = version_id({}, rules, LEXICON.content_id())
    return PolicyVersion(policy_id, "{}", rules, SCHEMA, SYSTEM, SYSTEM, "", START)


def without(file: str, *lines: int) -> RuleSet:
    """The shipped policy without the rules that stand at these lines."""
    whole = shipped()
    rules = tuple(
        r for r in whole.rules if (r.cite.file, r.cite.line) not in {(file, n) for n in lines}
    )
    assert len(rules) == len(whole.rules) - len(lines)
    return replace(whole, rules=rules)


@dataclass
class World:
    """An installation and the shortest words for what people do in it."""

    settings: Settings
    app: App

    def at(self, days: float = 0, **more: float) -> World:
        """The same world so much later than its start."""
        moment = START + timedelta(days=days, **more)
        self.app.close()
        self.app = open_app(self.settings, at=moment)
        return self

    def later(self, **more: float) -> World:
        """The same world so much later than it is."""
        moment = self.app.now() + timedelta(**more)
        self.app.close()
        self.app = open_app(self.settings, at=moment)
        return self

    def do(self, case: str, trigger: str, by: str, **fields: str) -> Done:
        """Do a trigger, with fields by id."""
        return act(self.app, Request(case, trigger, by, fields))

    def sign(self, case: str, check: str, by: str, **fields: str) -> None:
        """Sign a check, with what the signer establishes."""
        sign_check(self.app, case, check, by=by, fields=fields)

    def enforce(self, ruleset: RuleSet) -> World:
        """Put other rules in force."""
        with self.app.store.write() as work:
            store_version(
                work, self.app, {"changed": str(len(ruleset.rules))}, ruleset, ("system", "system")
            )
            work.commit()
        return self

    def enforce_shipped(self) -> World:
        """Put the shipped policy in force, as it was written out for all worlds."""
        version = shipped_version()
        with self.app.store.write() as work:
            put_policy_version(work, version)
            now = self.app.now()
            insert_activation(work, Activation(version.id, SYSTEM, SYSTEM, now, STAY, now))
            work.commit()
        return self

    def open(
        self, kind: str, by: str, fields: Mapping[str, str], parent: str | None = None
    ) -> Opened:
        """Open a case."""
        return open_case(self.app, Opening(kind, by, fields, parent=parent))

    def finding(self, **changed: str) -> str:
        """Enter a round and a finding in it; the finding's number."""
        opened = self.open(
            "round", "inspector", {"title": "回头看", "responsible_unit": "新材料公司"}
        )
        return self.open("finding", "inspector", {**FINDING, **changed}, opened.number).number

    def bring(self, number: str, to: str) -> str:
        """Take a finding by real commands on to a state of the path of those rectified at once."""
        with self.app.store.read() as work:
            state = find_case(work, number).state
        states = [name for name, _ in _PATH]
        for _, step in _PATH[states.index(state) + 1 : states.index(to) + 1]:
            step(self, number)
        return number


def take_measures(world: World, number: str) -> None:
    """One corrective action for the finding, carried out and verified."""
    fields = {
        "措施内容": "加装防护罩",
        "措施类别": "纠正措施",
        "对应分项": "1",
        "实施人": "owner",
        "验证人": "second",
        "措施期限": "2026-03-04",
    }
    action = world.open("action", "office", fields, number).number
    world.do(action, "begin", "owner")
    world.do(action, "complete", "owner", action_result="已加装")
    world.do(action, "verify", "second", verification_note="属实")


def _apply(world: World, number: str) -> None:
    take_measures(world, number)
    world.do(number, "apply_for_acceptance", "head", **RECTIFIED)
    world.do(number, "apply_for_acceptance", "party")


def _reinspect(world: World, number: str) -> None:
    world.do(number, "reinspect", "first", reinspection_opinion="现场核实，属实")
    world.do(number, "reinspect", "second")


_PATH = (
    ("to_be_confirmed", lambda _world, _number: None),
    ("to_be_issued", lambda world, number: world.do(number, "confirm", "head")),
    ("to_be_signed_for", lambda world, number: world.do(number, "issue", "office")),
    ("being_rectified", lambda world, number: world.do(number, "sign_for", "owner")),
    ("functional_acceptance_due", _apply),
    ("to_be_reinspected", lambda world, number: world.do(number, "accept_work", "engineer")),
    ("to_be_struck_off", _reinspect),
)

SIGNATURES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("rectified_thoroughly", "second", {}),
    ("same_kind_eliminated", "office", {"read_across_result": "已排查，无同类问题"}),
    ("mechanism_sound", "rules", {"rule_number": "安环〔2026〕8号"}),
    ("responsible_dealt_with", "hr", {"accountability_result": "已批评教育"}),
    ("people_satisfied", "union", {}),
)


def survey(world: World, number: str, *, asked: int = 6, satisfied: int = 6) -> str:
    """A survey of the employees of the place, of whom so many answer and so many are satisfied."""
    opened = world.open("survey", "union", {"audience": "现场员工"}, number).number
    drawn = {"survey_scope": "溶出车间三班", "sampling_method": "随机"}
    world.do(opened, "draw_sample", "union", people_planned=str(asked), **drawn)
    said = {"people_asked": str(asked), "people_satisfied_count": str(satisfied)}
    if satisfied * 10 >= asked * 9:
        world.do(opened, "pass_survey", "union", **said)
    else:
        world.do(opened, "fail_survey", "union", **said, shortfall="防护罩仍有异响")
    return opened


def sign_all(world: World, number: str) -> None:
    """Have people asked, and sign all five checks."""
    survey(world, number)
    for check, by, fields in SIGNATURES:
        world.sign(number, check, by, **fields)


def new_world(url: str, folder: Path, *, ruleset: RuleSet | None = None) -> World:
    """A fresh installation on a migrated, empty database, with people and policy."""
    settings = Settings(data=folder, database_url=url)
    app = init_app(settings, driven_from=START)
    people = {handle: home for handle, home, _, _ in OFFICES} | {"owner": "plant"}
    enter_organisation(
        app,
        units=UNITS,
        people=[Person(h, h, f"{h}甲", home) for h, home in people.items()],
        appointments=[Appointment(h, role, unit, date(2020, 1, 1)) for h, _, role, unit in OFFICES],
    )
    world = World(settings, app)
    return world.enforce(ruleset) if ruleset is not None else world.enforce_shipped()
