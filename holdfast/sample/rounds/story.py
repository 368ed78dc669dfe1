"""Half a year of the sample group: four rounds in January, the look-backs in July."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from casework.app import App
from casework.executing import anything_intended, execute_intents
from casework.grouping import Founding, create_group
from casework.organising import enter_organisation
from casework.sweeping import anything_due, sweep
from holdfast.sample.rounds.beats import Beats
from holdfast.sample.rounds.chores import Chores
from holdfast.sample.rounds.conduct import Conduct
from holdfast.sample.rounds.desk import Desk
from holdfast.sample.rounds.hand import Player, moment_on
from holdfast.sample.rounds.office import Office
from holdfast.sample.rounds.papers import Papers
from holdfast.sample.rounds.plot import EARLY, WAITS, Plot
from holdfast.sample.staff import PEOPLE, appointments
from holdfast.sample.units import ALIASES, UNITS

FIRST_DAY = date(2023, 1, 10)
LAST_DAY = date(2023, 7, 31)
_FIRST_HOUR = 8
_ONE_DAY = timedelta(days=1)
_GROUP = frozenset(
    {
        "supervision_leader",
        "supervision_executive_deputy",
        "supervision_office",
        "supervision_member",
    }
)


class Story:
    """One telling: the group is set up, and then each day is lived."""

    def __init__(self, app: App) -> None:
        """On an empty installation with a policy in force."""
        _appoint(app)
        self.player = Player.of(app, moment_on(FIRST_DAY, _FIRST_HOUR), _wake)
        _found_group(self.player.app)
        self.desk = Desk(self.player, Papers())
        plot = Plot()
        conduct = Conduct(self.desk, plot, Chores(plot), {})
        self.office = Office(self.desk, conduct, WAITS, EARLY)
        self._beats: dict[tuple[date, int], list[Callable[[], object]]] = defaultdict(list)
        for day, hour, act in Beats(self.desk, conduct).all():
            self._beats[day, hour].append(act)

    def live(self, until: date = LAST_DAY) -> Desk:
        """Every day from the first to the last; the desk has what was refused."""
        day = FIRST_DAY
        while day <= until:
            self.office.day(day, self._happens)
            day += _ONE_DAY
        self.player.wait_until(moment_on(day, 0))
        return self.desk

    def _happens(self, day: date, hour: int) -> bool:
        """Do what the story has for this hour; whether there was anything."""
        acts = self._beats.pop((day, hour), [])
        for act in acts:
            act()
        return bool(acts)


def _wake(app: App) -> None:
    """What the engine does by itself: what is due, and what follows for other cases."""
    if anything_due(app, app.now()):
        sweep(app)
    if anything_intended(app, app.now()):
        execute_intents(app)


def _appoint(app: App) -> None:
    """The sample group without its supervision group, which is set up for the occasion."""
    lasting = [office for office in appointments() if office.role not in _GROUP]
    enter_organisation(app, units=UNITS, aliases=ALIASES, people=PEOPLE, appointments=lasting)


def _found_group(app: App) -> None:
    """One supervision group serves both companies for the time of the plans. Source: S4.8."""
    founding = Founding(
        name="安全环保督察整改督导组",
        basis="样例督〔2023〕1号",
        from_on=FIRST_DAY,
        to_on=date(2023, 12, 31),
        units=("新材料公司", "山西铝业公司"),
        office="安全环保健康部",
        parts={
            "leader": ("jiangyuanfan",),
            "executive": ("liangqingsong",),
            "officer": ("baihua", "yezhiqiu"),
            "member": ("baichangfeng", "linjian", "liuxi"),
        },
        heads=True,
    )
    create_group(app, founding, by="zhongzhengsheng")
