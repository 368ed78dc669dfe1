"""The cases that are advanced: grievances under the shipped policy, waiting to be registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.fields import parse_fields
from casework.opening import Entry, enter_case
from tests.integration.casework_world import new_world

if TYPE_CHECKING:
    from pathlib import Path

    from casework.settings import Settings

CLERK = "union"
GRIEVANCE = {
    "责任单位": "新材料公司",
    "成员类别": "居民",
    "诉求渠道": "来访",
    "诉求内容": "夜间噪声影响休息",
    "诉求人姓名": "居民甲",
    "诉求人联系方式": "resident@example.org",
}
_AT_ONCE = 500


def prepare(url: str, folder: Path, count: int) -> tuple[Settings, list[str]]:
    """An installation on an empty, migrated database with `count` grievances; their numbers.

    Registering one has everything on: it stops a clock, starts two, sends a message and writes
    five events.
    """
    world = new_world(url, folder)
    app = world.app
    typed = parse_fields("grievance", GRIEVANCE, "zh")
    numbers: list[str] = []
    try:
        while len(numbers) < count:
            with app.store.write() as work:
                for _ in range(min(_AT_ONCE, count - len(numbers))):
                    file = enter_case(app, work, Entry("grievance", typed, CLERK))
                    numbers.append(file.case.number)
                work.commit()
    finally:
        app.close()
    return world.settings, numbers
