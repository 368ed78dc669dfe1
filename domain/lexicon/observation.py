"""Terms of a behaviour safety observation and of a walk-around. Source: S4.13, S4.16."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("observation", "行为安全观察", "behaviour safety observation"),),
    "state": (
        ("observing", "观察中", "observing"),
        ("talking", "沟通中", "talking it over"),
        ("stopped_for_analysis", "停工分析中", "stopped for analysis"),
        ("rule_answer_due", "待答复制度完善", "answer on the rule due"),
        ("observation_completed", "观察已完成", "observation completed"),
    ),
    "trigger": (
        ("note_violation", "记录习惯性违章", "note a habitual violation"),
        ("talk", "沟通", "talk it over"),
        ("stop_at_once", "当场制止", "stop at once"),
        ("conclude_analysis", "完成停工分析", "conclude the analysis"),
        ("conclude_observation", "完成观察", "conclude the observation"),
        ("refer_rule_gap", "提请完善制度", "refer the gap in the rules"),
        ("answer_rule_gap", "答复制度完善", "answer on the gap in the rules"),
    ),
    "role": (
        ("observer", "观察人", "observer"),
        ("observed_person", "被观察人", "person observed"),
    ),
    "field": (
        ("observation_type", "观察类型", "type of observation"),
        ("observer", "观察人", "observer"),
        ("observed_person", "被观察人", "person observed"),
        ("observed_task", "作业内容", "task observed"),
        ("observed_seconds", "观察时长秒", "seconds observed"),
        ("safe_acts", "安全行为", "safe acts"),
        ("unsafe_acts", "不安全行为", "unsafe acts"),
        ("violation_found", "违章情况", "violation found"),
        ("violation_grade", "违章程度", "grade of the violation"),
        ("correction_made", "纠正情况", "correction made"),
        ("rule_answer", "制度完善意见", "answer on the rule"),
        ("self_observers", "观察本人的人数", "observers of themselves"),
        ("habitual_violations", "习惯性违章次数", "habitual violations"),
        ("findings_entered", "已登记问题件数", "findings entered"),
    ),
    "value": (
        ("behaviour_observation", "行为观察", "behaviour observation"),
        ("walk_around", "走动检查", "walk-around"),
        ("led_inspection", "带队检查", "inspection led by a leader"),
        ("no_violation", "无违章", "no violation"),
        ("ordinary_violation", "一般违章", "ordinary violation"),
        ("serious_violation", "严重违章", "serious violation"),
    ),
}
