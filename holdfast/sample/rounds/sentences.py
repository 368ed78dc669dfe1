"""What the story says of a move: a sentence of its own where it matters, else a count for the day.

A sentence may name `who`, `unit`, `no` (the case), `above` (the case it stands under), `problem`.
"""

from __future__ import annotations

from collections.abc import Mapping

Key = tuple[str, str]
Pair = tuple[str, str]

SENTENCES: Mapping[Key, Pair] = {
    ("round", "enter_site"): (
        "{title}（{no}）：督察组组长{who}带队进驻{unit}。",
        "{title} ({no}): inspection leader {who} and the team enter {unit}.",
    ),
    ("round", "leave_site"): (
        "{title}（{no}）离场，问题底稿交{unit}确认。",
        "{title} ({no}): the inspectors leave; the working papers go to {unit}.",
    ),
    ("round", "issue_report"): (
        "{who}下达{no}督察报告。",
        "{who} issues the report of {no}.",
    ),
    ("round", "approve_plan"): (
        "{unit}领导班子专题会批准{no}整改方案，党政共同签字（{who}）。",
        "The leaders of {unit} meet and approve the plan of {no}; {who} signs last.",
    ),
    ("round", "submit_summary"): (
        "{unit}报送{no}整改总结（{who}）。",
        "{unit} hands in the summary of {no} ({who}).",
    ),
    ("round", "file_round"): ("{no}归档（{who}）。", "{who} files {no}."),
    ("round", "reopen_round"): (
        "{no}因问题重新挂账，重新启动。",
        "{no} is taken out of the files again, because a finding came back.",
    ),
    ("finding", "object"): (
        "{unit}{who}对{no}提出异议：{problem}。",
        "{who} of {unit} objects to {no}: {problem}.",
    ),
    ("finding", "uphold"): ("{who}现场复核，{no}维持认定。", "{who} looks again and upholds {no}."),
    ("finding", "return_plan"): (
        "{who}把{no}的整改方案退回{unit}。",
        "{who} sends the plan of {no} back to {unit}.",
    ),
    ("finding", "return_for_rectification"): (
        "{who}专业验收{no}，发现没有做完，退回{unit}整改。",
        "{who} comes to accept {no}, finds it half done and sends it back to {unit}.",
    ),
    ("finding", "fail_look_back"): (
        "{no}（{unit}，{problem}）回头看不合格：{verdict}。",
        "{no} ({unit}, {problem}) fails the look-back: {verdict}.",
    ),
    ("finding", "recur"): (
        "{no}（{unit}，{problem}）在十二个月内再次发生。",
        "{no} ({unit}, {problem}) has happened again within twelve months.",
    ),
    ("action", "redo"): ("{no}验证不合格，退回重做（{who}）。", "{who} sends measure {no} back."),
    ("survey", "fail_survey"): (
        "{above}满意度测评不达标，应当重新测评（{who}）。",
        "{above}: the survey falls short and must be held again ({who}).",
    ),
    ("review", "review_again"): (
        "{no}雨停后重新核查（{who}）。",
        "{no} is looked at again ({who}).",
    ),
    ("round", "return_plan"): (
        "{who}退回{no}整改方案，要求明确责任人。",
        "{who} sends the plan of {no} back: somebody must be named.",
    ),
    ("round", "return_summary"): (
        "{who}退回{no}整改总结，要求补深层次原因。",
        "{who} sends the summary of {no} back for its deep causes.",
    ),
    ("finding", "put_back"): (
        "{no}（{unit}）重新挂账。",
        "{no} ({unit}) is put back on the books.",
    ),
    ("stop_work", "open"): (
        "{above}为重大隐患，不能保证安全：责令{unit}停产停工（{no}）。",
        "{above} is a major hazard and safety is not assured: {unit} must stop work ({no}).",
    ),
    ("stop_work", "confirm_stopped"): (
        "{unit}{who}确认已停。",
        "{who} of {unit} confirms: stopped.",
    ),
    ("stop_work", "apply_to_resume"): (
        "{unit}{who}申请恢复生产。",
        "{who} of {unit} applies to resume.",
    ),
    ("stop_work", "accept_resumption"): (
        "业务主管部门和督导组办公室恢复验收合格（{who}）。",
        "The functional department and the office accept the resumption ({who} signs last).",
    ),
    ("stop_work", "return_resumption"): (
        "{who}退回{unit}的恢复申请，值守人员先培训。",
        "{who} sends the application of {unit} back: the watch must be trained first.",
    ),
    ("stop_work", "agree_to_resume"): (
        "督导组组长{who}审核同意。",
        "{who}, leader of the group, agrees.",
    ),
    ("stop_work", "approve_resumption"): (
        "公司主要负责人{who}批准恢复。",
        "{who}, chief executive, approves the resumption.",
    ),
    ("stop_work", "resume_work"): ("{unit}恢复生产（{who}）。", "{unit} resumes work ({who})."),
    ("listing", "put_on_board"): (
        "{above}挂牌督办（{who}挂牌）。",
        "{above} goes on the board ({who}).",
    ),
    ("listing", "return_delisting"): (
        "{who}退回{above}摘牌申请，公示牌没有更新。",
        "{who} refuses to take {above} off the board: the notice on site is an old one.",
    ),
    ("listing", "delist"): (
        "{above}现场验收合格，摘牌（{who}）。",
        "{above} comes off the board ({who}).",
    ),
    ("deduction", "open"): (
        "依规对{unit}考核（{no}，依据{basis_rule}）。",
        "A performance deduction for {unit} ({no}, by {basis_rule}).",
    ),
    ("deduction", "plead"): ("{unit}{who}申辩（{no}）。", "{who} of {unit} pleads against {no}."),
    ("deduction", "uphold_deduction"): (
        "{who}复核，维持{no}。",
        "{who} reviews the plea; {no} stands.",
    ),
    ("deduction", "book_deduction"): (
        "{no}计入{unit}当月绩效（{who}）。",
        "{no} is booked to the month's performance of {unit} ({who}).",
    ),
    ("reward", "open"): (
        "{above}属员工举报，启动奖励（{no}）。",
        "{above} was reported by an employee: a reward is due ({no}).",
    ),
    ("reward", "approve_reward"): ("{who}批准奖励{no}。", "{who} approves the reward {no}."),
    ("reward", "decline_reward"): (
        "{no}不予奖励，已有人首先报告（{who}）。",
        "{no}: no reward, somebody else was first ({who}).",
    ),
    ("reward", "pay_reward"): (
        "{no}兑现{yuan}元，公布奖励不公布姓名。",
        "{no}: {yuan} yuan paid; the reward is published, the name is not.",
    ),
    ("accountability", "open"): (
        "{above}启动责任追究（{no}）。",
        "Who answers for {above}? An accountability case begins ({no}).",
    ),
    ("accountability", "return_proposal"): (
        "{who}退回{no}追责建议，要求查明原销号人的责任。",
        "{who} sends the proposal of {no} back: what of those who had struck it off?",
    ),
    ("accountability", "hand_to_discipline"): (
        "{no}涉嫌弄虚作假，移送监察中心（{who}）。",
        "{no} smells of forgery and goes to the supervision centre ({who}).",
    ),
    ("accountability", "receive_handover"): (
        "监察中心{who}签收{no}。",
        "{who} of the supervision centre takes {no}.",
    ),
    ("accountability", "decide_measure"): (
        "{no}集体研究决定追责（{who}最后签字）。",
        "{no}: the leaders decide together ({who} signs last).",
    ),
    ("accountability", "serve"): (
        "{no}决定送达本人（{who}）。",
        "{no}: the decision is served ({who}).",
    ),
    ("read_across", "reopen_search"): (
        "{unit}漏查一处，{no}重新排查（{who}）。",
        "{unit} left a workshop out: {no} begins again ({who}).",
    ),
    ("read_across", "return_search"): (
        "{who}抽查{unit}，与零报告不符，{no}退回重查。",
        "{who} checks {unit} on the spot; the zero return was not true, and {no} goes back.",
    ),
    ("hazard_source", "open"): (
        "{unit}登记重要危险源“{title}”（{no}）。",
        "{unit} enters an important hazard source ({no}).",
    ),
    ("hazard_source", "put_under_control"): (
        "{no}制度、规程、预案、物资、检查表、公示牌齐备，纳入管控。",
        "{no}: rules, plan, stores, checklists and board are there; it is under control.",
    ),
    ("observation", "open"): (
        "{who}到{unit}现场观察（{no}）。",
        "{who} goes to {unit} to observe ({no}).",
    ),
    ("observation", "stop_at_once"): (
        "{who}发现严重违章，当场制止，停工分析（{no}）。",
        "{who} sees a serious violation and stops the work at once ({no}).",
    ),
    ("hazard_source", "record_problem"): (
        "{no}检查发现问题，记录在案（{who}）。",
        "A check of {no} finds a problem ({who}).",
    ),
    ("hazard_source", "evaluate_drill"): (
        "{no}演练并评估（{who}）。",
        "The drill of {no} is judged ({who}).",
    ),
    ("hazard_source", "refuse_removal"): (
        "{who}不同意{no}撤销管控。",
        "{who} does not let {no} off control.",
    ),
    ("hazard_source", "approve_removal"): (
        "{no}风险消除，撤销管控（{who}）。",
        "{no}: the risk is gone, and so is the control ({who}).",
    ),
    ("observation", "refer_rule_gap"): (
        "{no}无章可循，提请制度归口部门完善（{who}）。",
        "{no}: there is no rule; {who} asks whoever owns the rules.",
    ),
    ("observation", "answer_rule_gap"): (
        "{who}答复{no}：列入制度。",
        "{who} answers {no} with a rule.",
    ),
    ("observation", "conclude_observation"): (
        "{no}观察完成（{who}）。",
        "{no} is complete ({who}).",
    ),
}

FOUND: Pair = (
    "{unit}排查发现同类问题，登记为{no}：{problem}（{source}）。",
    "{unit} has the same: {no}, {problem} ({source}).",
)
REPORTED: Pair = (
    "{unit}一名员工报告隐患{no}：{problem}。",
    "An employee of {unit} reports a hazard, {no}: {problem}.",
)
CHECKED: Pair = (
    "公司检查发现{no}（{unit}）：{problem}。",
    "The company finds {no} ({unit}): {problem}.",
)
SEEN: Pair = (
    "{above}发现的问题登记为{no}：{problem}。",
    "What {above} has shown becomes {no}: {problem}.",
)
NEWLY: Pair = (
    "回头看新发现{no}（{unit}）：{problem}。",
    "The look-back finds {no} ({unit}): {problem}.",
)

COUNTS: Mapping[Key, Pair] = {
    ("finding", "open"): ("登记问题{n}项", "findings entered: {n}"),
    ("finding", "confirm"): ("确认底稿{n}项", "confirmed: {n}"),
    ("finding", "issue"): ("下达{n}项", "issued: {n}"),
    ("finding", "sign_for"): ("签收{n}项", "signed for: {n}"),
    ("finding", "submit_plan"): ("报送方案{n}项", "plans: {n}"),
    ("finding", "approve_plan"): ("批准方案{n}项", "plans approved: {n}"),
    ("action", "open"): ("拟定措施{n}条", "measures: {n}"),
    ("action", "complete"): ("完成措施{n}条", "measures done: {n}"),
    ("action", "verify"): ("验证措施{n}条", "verified: {n}"),
    ("finding", "apply_for_acceptance"): (
        "党政共同申请验收{n}项",
        "applied for by both heads: {n}",
    ),
    ("finding", "accept_work"): ("专业验收{n}项", "accepted: {n}"),
    ("finding", "reinspect"): ("两人复查{n}项", "re-inspected by two: {n}"),
    ("survey", "pass_survey"): ("满意度测评达标{n}次", "surveys passed: {n}"),
    ("finding", "strike_off"): ("销号{n}项（{which}）", "struck off: {n} ({which})"),
    ("finding", "file"): ("备案{n}项", "filed: {n}"),
    ("read_across", "open"): ("部署举一反三排查{n}件", "read-across searches ordered: {n}"),
    ("read_across", "begin_search"): ("开始排查{n}件", "searches begun: {n}"),
    ("read_across", "report"): ("报送排查情况{n}件", "returns: {n}"),
    ("read_across", "spot_check"): ("抽查{n}件", "spot checks: {n}"),
    ("read_across", "end_search"): ("终结排查{n}件", "searches ended: {n}"),
    ("review", "conclude"): ("回头看作出结论{n}项", "look-back verdicts: {n}"),
    ("listing", "report_progress"): ("报送督办进展{n}次", "progress reports: {n}"),
    ("hazard_source", "inspect"): ("重要危险源检查{n}次", "checks of hazard sources: {n}"),
    ("hazard_source", "patrol"): ("重要危险源点检{n}次", "patrols of hazard sources: {n}"),
}
