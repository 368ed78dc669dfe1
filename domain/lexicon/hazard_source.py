"""Terms of an important hazard source, the company's own class. Source: S4.10.

Not the statutory major hazard installation (重大危险源, GB 18218).
"""

from __future__ import annotations

from domain.lexicon.terms import Rows

ROWS: Rows = {
    "kind": (("hazard_source", "重要危险源管控", "important hazard source"),),
    "state": (
        ("record_due", "待建档", "record due"),
        ("compiling_record", "建档中", "compiling the record"),
        ("under_control", "管控中", "under control"),
        ("removal_to_be_approved", "待批撤销", "removal to be approved"),
        ("source_removed", "已撤销", "removed"),
    ),
    "trigger": (
        ("begin_record", "开始建档", "begin the record"),
        ("put_under_control", "纳入管控", "put under control"),
        ("patrol", "点检", "patrol"),
        ("inspect", "检查", "inspect"),
        ("record_problem", "记录问题", "record a problem"),
        ("evaluate_drill", "演练评估", "evaluate the drill"),
        ("apply_to_remove", "申请撤销", "apply to remove"),
        ("refuse_removal", "不予撤销", "refuse the removal"),
        ("approve_removal", "批准撤销", "approve the removal"),
        ("relist", "重新建档", "take up again"),
    ),
    "role": (("source_owner", "管控责任人", "owner of the hazard source"),),
    "field": (
        ("source_owner", "管控责任人", "owner of the hazard source"),
        ("contact_office", "联系部门", "contact office"),
        ("main_risks", "主要风险", "main risks"),
        ("control_measures", "管控措施", "control measures"),
        ("emergency_measures", "应急措施", "emergency measures"),
        ("management_rule_number", "管理制度文号", "number of the management rule"),
        ("operating_procedure_number", "操作规程编号", "number of the operating procedure"),
        ("special_plan_number", "专项应急预案编号", "number of the special contingency plan"),
        ("emergency_stores", "应急物资储备", "emergency stores"),
        ("check_level", "检查层级", "level of the check"),
        ("check_result", "检查情况", "result of the check"),
        ("drill_evaluation", "演练评估意见", "evaluation of the drill"),
        ("removal_reason", "撤销管控理由", "reason for the removal"),
        ("problems_not_entered", "未登记入账的问题数", "problems not entered"),
    ),
    "value": (
        ("post_check", "岗位级", "post level"),
        ("team_check", "班组级", "team level"),
        ("workshop_check", "车间级", "workshop level"),
    ),
    "document": (
        ("post_checklist", "岗位级检查表", "post checklist"),
        ("team_checklist", "班组级检查表", "team checklist"),
        ("workshop_checklist", "车间级检查表", "workshop checklist"),
        ("department_checklist", "部门级检查表", "department checklist"),
        ("board_photo", "公示牌照片", "photo of the board"),
        ("drill_report", "演练评估报告", "report on the drill"),
    ),
}
