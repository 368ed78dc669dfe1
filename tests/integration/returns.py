"""A group of many plants with weekly returns, at the Spring Festival of 2023, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from casework.acting import Request, act
from casework.app import App
from casework.bootstrap import init_app, open_app
from casework.opening import Opening, open_case
from casework.organising import enter_organisation
from casework.policies_in_force import store_version
from casework.settings import Settings
from casework.sweeping import Swept, sweep
from domain.people import Appointment, Person, Unit
from policies.compiling import compile_text
from policies.rules import RuleSet

if TYPE_CHECKING:
    from pathlib import Path

FILE = "排查报送.feature"
POLICY = """# language: zh-CN
@自定
功能: 排查报送办法
  规则: 第一条 报送

    场景: 由督导组办公室部署
      假如 某“举一反三排查”处于“已部署”状态
      当 拟“登记入账”时
      那么 只能由“督导组办公室”办理

    场景大纲: 由督导组办公室<办理动作>
      假如 某“举一反三排查”处于“<状态>”状态
      当 拟“<办理动作>”时
      那么 只能由“督导组办公室”办理
      例子:
        | 状态   | 办理动作 |
        | 已部署 | 开始排查 |
        | 排查中 | 报送     |
        | 排查中 | 申请终结 |
        | 待终结 | 退回排查 |

    场景: 每周四报送
      假如 某“举一反三排查”处于“排查中”状态
      当 每周四
      那么 应当在17时前“报送”
      并且 期限遇休息日的，提前至上一个工作日

    场景: 停产放假的免予报送
      假如 某“举一反三排查”处于“排查中”状态
      而且 其责任单位处于停产放假期间
      当 每周四
      那么 免予“报送”

    场景: 沉默的，提级
      假如 某“举一反三排查”处于“排查中”状态
      当 逾期未“报送”
      那么 提级至“单位联络员”督办
"""
PRECEDING = "期限遇休息日的，提前至上一个工作日"
FOLLOWING = "期限遇休息日的，顺延至下一个工作日"
STAYING = "期限遇休息日的，不予顺延"
COMPANY = Unit("company", "山西铝业公司", None, "Shanxi Aluminium", "company")
PLANTS = tuple(
    Unit(f"plant-{n}", f"{n}厂", COMPANY.id, f"Plant {n}", "plant") for n in range(1, 41)
)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2023 as Shanghai's clocks show it, in UTC."""
    wall = datetime(2023, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))
    return wall.astimezone(UTC)


@dataclass
class Group:
    """An installation with its own clock, and the shortest words for what happens in it."""

    settings: Settings
    app: App

    def at(self, *moment: int) -> Group:
        """The same group at a moment of 2023."""
        self.app.close()
        self.app = open_app(self.settings, at=at(*moment))
        return self

    def swept(self, *moment: int) -> Swept:
        """One sweep at a moment of 2023."""
        return sweep(self.at(*moment).app)

    def do(self, case: str, trigger: str) -> None:
        """The office does a trigger."""
        act(self.app, Request(case, trigger, "office"))

    def search(self, plant: Unit = PLANTS[0]) -> str:
        """A search that a plant has just begun; its number."""
        fields = {"responsible_unit": plant.name}
        number = open_case(self.app, Opening("read_across", "office", fields)).number
        self.do(number, "begin_search")
        return number


def new_group(url: str, folder: Path, policy: str = POLICY, start: datetime | None = None) -> Group:
    """The group on a migrated, empty database: forty plants, each with a head and an officer."""
    settings = Settings(data=folder, database_url=url)
    app = init_app(settings, driven_from=start or at(2, 6))
    people = [Person("office", "office", "办公室甲", COMPANY.id)]
    offices = [("office", "supervision_office", COMPANY.id)]
    for role, unit in (("head_of_compliance", COMPANY.id), ("safety_department", COMPANY.id)):
        people.append(Person(role, role, f"{role}甲", COMPANY.id))
        offices.append((role, role, unit))
    for plant in PLANTS:
        for role in ("unit_admin_head", "liaison_officer"):
            id_ = f"{role}-{plant.id}"
            people.append(Person(id_, id_, f"{id_}甲", plant.id))
            offices.append((id_, role, plant.id))
    enter_organisation(
        app,
        units=[COMPANY, *PLANTS],
        people=people,
        appointments=[Appointment(*office, date(2020, 1, 1)) for office in offices],
    )
    written = compile_text(FILE, policy)
    assert [one for one in written.problems if one.severity == "error"] == []
    rules = RuleSet(tuple(one.rule for one in written.rules))
    with app.store.write() as work:
        store_version(work, app, {FILE: policy}, rules, ("system", "system"))
        work.commit()
    return Group(settings, app)


def line_of(words: str, policy: str = POLICY) -> int:
    """The line on which words first stand."""
    return next(n for n, line in enumerate(policy.split("\n"), 1) if words in line)
