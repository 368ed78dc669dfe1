"""Terms of a satisfaction survey. Source: S4.2."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("survey", "满意度测评", "satisfaction survey"),),
    "state": (
        ("sample_due", "待抽样", "sample to be drawn"),
        ("people_being_asked", "测评中", "people being asked"),
        ("survey_passed", "测评已达标", "survey passed"),
        ("survey_failed", "测评未达标", "survey fallen short"),
    ),
    "trigger": (
        ("draw_sample", "抽样", "draw the sample"),
        ("pass_survey", "测评达标", "pass the survey"),
        ("fail_survey", "测评不达标", "end the survey short"),
    ),
    "field": (
        ("audience", "测评对象", "people to be asked"),
        ("survey_scope", "测评范围", "scope of the survey"),
        ("sampling_method", "抽样方法", "sampling method"),
        ("people_planned", "抽样人数", "people drawn"),
        ("people_asked", "测评人数", "people asked"),
        ("people_satisfied_count", "满意人数", "people satisfied"),
        ("satisfaction_rate", "现场满意率", "satisfaction on site"),
        ("opinions", "测评意见", "opinions given"),
        ("shortfall", "不达标原因", "why it fell short"),
    ),
    "value": (
        ("place_employees", "现场员工", "employees of the place"),
        ("neighbours", "周边群众", "neighbours"),
    ),
}
