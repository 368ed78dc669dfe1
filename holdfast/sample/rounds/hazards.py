"""Hazards beside the rounds: what employees report, what leaders see, a source under control."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from holdfast.sample.rounds.desk import Desk
from holdfast.sample.rounds.entering import entered, finding_fields
from holdfast.sample.rounds.rows import Row, parts

Dated = tuple[date, Callable[[], object]]

_COVER = Row(
    unit="电解厂",
    place="电解一车间阳极运输通道",
    en="a cover plate over the cable cellar worn through",
    parts=parts(("阳极运输通道盖板磨穿", "更换加厚盖板，运输车限重挂牌")),
    hazard_class="guarding",
    cause_class="equipment_defect",
    cause="盖板设计未考虑加长阳极车的轮压",
    owner="tiantieshan",
    second="guyu",
    due=date(2023, 3, 3),
    manner="at_once",
)
_STAIR = Row(
    unit="热电分厂",
    place="输煤栈桥东侧钢梯",
    en="two treads of the coal bridge stair loose",
    parts=parts(("栈桥钢梯两级踏步松动", "更换踏步并全梯检查")),
    hazard_class="height",
    cause_class="equipment_defect",
    cause="钢梯锈蚀未列入检查",
    owner="luming",
    second="chaixin",
    due=date(2023, 3, 10),
    manner="at_once",
)
REPORTED: tuple[tuple[date, Row, str], ...] = (
    (date(2023, 2, 20), _COVER, "xiahe"),
    (date(2023, 3, 2), _STAIR, "jiangyue"),
)

_BELT = Row(
    unit="粉煤灰开发事业部",
    place="皮带机尾部",
    en="cleaning at a running belt",
    parts=parts(("皮带运转中清扫滚筒", "停机挂牌后清扫，班前交底")),
    hazard_class="guarding",
    cause_class="rule_not_followed",
    cause="图省事，班长默许",
    owner="gantang",
    second="duruo",
    due=date(2023, 3, 10),
    manner="at_once",
)
_LADLE = Row(
    unit="铝加工事业部",
    place="1号铸造机流槽旁",
    en="walking under a hanging ladle",
    parts=parts(("人员从吊运中的抬包下穿行", "吊运区设声光报警和隔离栏，穿行按红线处理")),
    hazard_class="lifting",
    cause_class="rule_not_followed",
    cause="绕行通道被铝锭占用",
    owner="chiqing",
    second="duanjian",
    due=date(2023, 4, 14),
    manner="at_once",
)
_VALVE = Row(
    unit="粉煤灰开发事业部",
    place="热风炉煤气调压站",
    en="gas valve without position mark",
    parts=parts(("煤气切断阀无开关标识", "补设标识并逐阀核对")),
    hazard_class="chemicals",
    cause_class="rule_not_followed",
    cause="更换阀门后没有恢复标识",
    owner="duruo",
    second="gantang",
    due=date(2023, 5, 19),
    manner="at_once",
)


@dataclass
class Hazards:
    """What happens beside the rounds; `numbers` of the cases that go on are kept."""

    desk: Desk
    source: str = ""

    def all(self) -> Iterator[Dated]:
        """Each thing with its day."""
        for day, row, by in REPORTED:
            yield day, partial(self._report, row, by)
        yield date(2023, 3, 8), self._behaviour
        yield date(2023, 3, 7), self._walk_around
        yield date(2023, 3, 15), self._no_rule
        yield date(2023, 4, 11), self._led_inspection
        yield date(2023, 3, 1), self._register
        # In the three working days before Qingming, Labour Day and the Dragon Boat Festival.
        for eve in (date(2023, 4, 3), date(2023, 4, 27), date(2023, 6, 20)):
            yield eve, lambda: self._on_source("patrol", {"check_level": "post_check"})
        yield date(2023, 5, 15), self._problem_at_source
        yield date(2023, 6, 15), lambda: self._on_source("evaluate_drill", {})
        yield date(2023, 7, 3), lambda: self._on_source("apply_to_remove", {})
        yield date(2023, 7, 13), lambda: self._on_source("apply_to_remove", {})

    def _report(self, row: Row, by: str) -> None:
        said = {"source": "hazard_report", "domain": "safety", "hazard_reporter": by}
        entered(self.desk, row, by, {**finding_fields(self.desk, row), **said})

    def _observe(self, unit: str, by: str, observer: str, said: Mapping[str, str]) -> str:
        fields = {"responsible_unit": unit, "observer": observer, **said}
        return self.desk.open("observation", by, fields)

    def _behaviour(self) -> None:
        """Half a minute of looking, then a talk; the violation is corrected on the spot."""
        desk, said = self.desk, _seen("behaviour_observation", "8号包装机", "换膜作业", "duruo")
        number = self._observe(
            "粉煤灰开发事业部", "suye", "suye", {**said, "observed_seconds": "20"}
        )
        desk.want(number, "talk", "suye")
        desk.do(number, "talk", {"observed_seconds": "90"})
        corrected = {"violation_grade": "ordinary_violation", "cause_class": "rule_not_followed"}
        desk.do(number, "conclude_observation", corrected)

    def _walk_around(self) -> None:
        """Three times the same habit, and nobody says anything: it becomes a finding."""
        said = _seen("walk_around", "皮带机尾部", "清扫滚筒", "gantang")
        number = self._observe("粉煤灰开发事业部", "chenglinmu", "chenglinmu", said)
        for _ in range(3):
            self.desk.do(number, "note_violation", {"violation_found": "皮带运转中清扫滚筒"})
        self.desk.do(number, "talk")
        named = {"cause_class": "rule_not_followed", "violation_grade": "ordinary_violation"}
        self.desk.want(number, "conclude_observation", "chenglinmu", named)
        self._enter(_BELT, "baiyang", number)
        self.desk.do(number, "conclude_observation", named)

    def _no_rule(self) -> None:
        """Where there is no rule nobody has broken one: whoever owns the rules must answer."""
        said = _seen("behaviour_observation", "电缆沟", "夜间巡检", "shiying")
        number = self._observe("电控分公司", "lupingchuan", "lupingchuan", said)
        self.desk.do(number, "talk", {"observed_seconds": "60"})
        named = {"cause_class": "no_rule", "violation_grade": "ordinary_violation"}
        self.desk.want(number, "conclude_observation", "lupingchuan", named)
        self.desk.do(number, "refer_rule_gap")

    def _led_inspection(self) -> None:
        """Under the hanging ladle: no talk instead of a stop."""
        desk, said = self.desk, _seen("led_inspection", "1号铸造机流槽旁", "抬包吊运", "chiqing")
        number = self._observe("铝加工事业部", "songzhu", "songzhu", said)
        desk.want(number, "talk", "songzhu", {"violation_grade": "serious_violation"})
        desk.do(number, "stop_at_once", {"violation_found": "人员从吊运中的抬包下穿行"})
        desk.want(number, "conclude_analysis", "lianhaiping")
        self._enter(_LADLE, "meixue", number)
        desk.do(number, "conclude_analysis", {"cause_class": "rule_not_followed"})
        desk.do(number, "conclude_observation")

    def _register(self) -> None:
        fields = {
            "responsible_unit": "粉煤灰开发事业部",
            "title": "热风炉煤气调压站",
            "place": "热风炉区",
            "source_owner": "duruo",
        }
        self.source = self.desk.open("hazard_source", "baiyang", fields)

    def _on_source(self, trigger: str, said: Mapping[str, str]) -> None:
        self.desk.do(self.source, trigger, said)

    def _problem_at_source(self) -> None:
        """A problem that is noted must be entered before the next check; then it is rectified."""
        self._on_source("record_problem", {"check_result": _VALVE.description})
        self.desk.want(self.source, "inspect", "baihua", {"check_result": "其余正常"})
        self._enter(_VALVE, "baiyang", self.source)
        self.desk.want(self.source, "apply_to_remove", "chenglinmu", {"removal_reason": "拟停用"})

    def _enter(self, row: Row, by: str, parent: str) -> None:
        said = {"source": "self_found", "domain": "safety", "same_kind": "no"}
        entered(self.desk, row, by, {**finding_fields(self.desk, row), **said}, parent)


def _seen(type_: str, place: str, task: str, whom: str) -> dict[str, str]:
    return {
        "observation_type": type_,
        "place": place,
        "observed_task": task,
        "observed_person": whom,
        "observed_seconds": "40",
    }
