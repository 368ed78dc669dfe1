"""Roles: offices held by appointment, and capacities that a case itself gives to a person."""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "role": (
        ("system", "系统", "system"),
        ("employee", "员工", "employee"),
        ("inspector", "督察组成员", "inspector"),
        ("inspection_leader", "督察组组长", "inspection leader"),
        ("responsible_unit", "责任单位", "responsible unit"),
        ("unit_admin_head", "责任单位行政负责人", "administrative head of the responsible unit"),
        ("unit_party_head", "责任单位党组织负责人", "Party head of the responsible unit"),
        ("liaison_officer", "单位联络员", "liaison officer"),
        ("functional_department", "业务主管部门", "functional department"),
        ("supervision_member", "督导组成员", "member of the supervision group"),
        ("supervision_office", "督导组办公室", "office of the supervision group"),
        (
            "supervision_executive_deputy",
            "督导组常务副组长",
            "executive deputy of the supervision group",
        ),
        ("supervision_deputy", "督导组副组长", "deputy leader of the supervision group"),
        ("supervision_leader", "督导组组长", "leader of the supervision group"),
        ("chief_executive", "公司主要负责人", "chief executive"),
        ("safety_department", "安全环保健康部", "safety, environment and health department"),
        ("rule_department", "制度归口部门", "policy owner"),
        ("human_resources", "人力资源部门", "human resources department"),
        ("trade_union", "工会", "trade union"),
        ("community_office", "社区工作部门", "community office"),
        ("quality_department", "质量管理部", "quality department"),
        ("supervision_centre", "监察中心", "supervision centre"),
        ("head_of_compliance", "合规负责人", "head of compliance"),
    ),
}
