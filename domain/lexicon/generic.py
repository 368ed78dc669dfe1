"""Terms that several kinds share: fields, values, notices, levels and channels."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "field": (
        ("responsible_unit", "责任单位", "responsible unit"),
        ("description", "问题描述", "description"),
        ("severity", "严重程度", "severity"),
        ("remarks", "备注", "remarks"),
        ("source", "来源", "source"),
    ),
    "value": (
        ("yes", "是", "yes"),
        ("no", "否", "no"),
        ("serious", "严重", "serious"),
        ("ordinary", "一般程度", "ordinary"),
    ),
    "trigger": (
        ("open", "登记入账", "enter on the books"),
        ("pause", "暂停计时", "stop the clock"),
        ("resume", "恢复计时", "restart the clock"),
        ("extend", "准予延期", "grant more time"),
        ("tell", "告知", "tell"),
        ("link", "关联", "link"),
    ),
    "list": (
        ("supervised_listing", "挂牌督办", "supervised listing"),
        ("negative_list", "负面清单", "negative list"),
        ("important_hazard_sources", "重要危险源", "important hazard sources"),
        ("key_task_supervision", "重点任务督办", "key task supervision"),
        ("exempt_from_deduction", "免予考核", "exempt from deduction"),
    ),
    "notice": (
        ("reminder", "提醒", "reminder"),
        ("notification", "通知", "notification"),
        ("chaser", "催办", "chaser"),
        ("escalation", "提级督办", "escalation"),
        ("circular", "通报", "circular notice"),
        ("talk", "约谈", "talk"),
        ("assignment", "交办", "assignment"),
        ("told", "告知书", "notice served"),
        ("breach", "逾期", "overdue"),
        ("nobody", "无人可提级", "nobody to escalate to"),
    ),
    "unit_level": (
        ("group", "集团", "group"),
        ("company", "公司", "company"),
        ("plant", "二级单位", "plant"),
        ("department", "职能部门", "department"),
        ("workshop", "车间", "workshop"),
        ("team", "班组", "team"),
    ),
    "intent": (
        ("pending", "待办", "waiting"),
        ("done", "已办", "done"),
        ("refused", "未获准", "refused"),
    ),
    "withheld": (
        ("depth", "排查中发现的问题不再部署排查", "what a search finds orders no further search"),
        ("exempt", "免予考核", "exempt from deduction"),
        ("no-target", "没有对应事项", "there is no such case"),
    ),
    "relation": (
        ("parent", "上级", "parent"),
        ("look_back_of", "回头看", "look-back of"),
        ("recurrence_of", "重复发生", "recurrence of"),
        ("merged_into", "并案", "merged into"),
        ("same_kind_as", "同类", "same kind as"),
    ),
    "capacity": (("supervisor", "督办人", "supervisor"),),
    "party": (
        ("workers_congress", "职工代表大会", "workers' congress"),
        ("emergency_management_authority", "应急管理部门", "emergency management authority"),
        ("stakeholders", "利益相关方", "stakeholders"),
    ),
    "content": (
        ("hazard_and_treatment", "隐患及治理情况", "hazard and its treatment"),
        ("improvements", "改进情况", "improvements"),
    ),
    "clock": (
        ("running", "计时中", "running"),
        ("paused", "暂停计时", "paused"),
        ("met", "按期完成", "met in time"),
        ("met_late", "逾期完成", "met late"),
        ("overdue", "已逾期", "overdue"),
        ("left", "不再适用", "no longer applies"),
        ("missed", "逾期未办", "missed"),
        ("excused", "免予办理", "excused"),
    ),
}
