"""The words of the pages themselves in both languages; the words of the trade are the lexicon's."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    # The frame of every page.
    "brand": ("不放过", "Holdfast"),
    "skip": ("跳到正文", "Skip to the content"),
    "nav": ("主导航", "Main navigation"),
    "desk": ("我的办公桌", "My desk"),
    "cases": ("事项", "Cases"),
    "rounds": ("台账", "Ledgers"),
    "policy": ("制度", "Policy"),
    "health": ("运行状况", "Health"),
    "search": ("按编号或代号查找（按 / 键）", "Number or handle (press /)"),
    "search_label": ("查找事项", "Find a case"),
    "driven": (
        "演练库：时钟由人拨动，现在是{now}。这里的期限不是真实期限。",
        "Driven clock: it is {now} here. These deadlines are not real ones.",
    ),
    "degraded": (
        "后台调度未处于正常状态：时限照常触发，但请查看",
        "The scheduler in the background is not in order; clocks still fire, but look at",
    ),
    "read_only": (
        "页面只供查阅，办理请用命令行：",
        "These pages are for reading; act by the command line:",
    ),
    "as_of": ("截至{now}", "As of {now}"),
    "none": ("无", "None"),
    # My desk.
    "open_cases": ("办理中", "open"),
    "overdue": ("已逾期", "overdue"),
    "due_week": ("七日内到期", "due within 7 days"),
    "returned": ("被退回后在办", "returned, in hand"),
    "late_now": ("逾期未办", "Late"),
    "late_none": ("没有逾期事项。", "Nothing is late."),
    "coming": ("七日内到期", "Due within seven days"),
    "coming_none": ("七日内没有到期事项。", "Nothing falls due within seven days."),
    "fell_due": ("过去24小时到期", "Fell due in the last 24 hours"),
    "fell_due_none": ("过去24小时没有事项到期。", "Nothing fell due in the last 24 hours."),
    "by_state": ("各环节在办数量", "Open cases by state"),
    "more_of": ("查看全部{n}项", "See all {n}"),
    "nothing_yet": ("还没有任何事项。", "There are no cases yet."),
    "start_import": (
        "导入一份督察台账，或者先看演示：",
        "Import the ledger of an inspection, or look at the demo first:",
    ),
    # Lists.
    "number": ("编号", "Number"),
    "title": ("内容", "What it is about"),
    "kind": ("类型", "Kind"),
    "state": ("状态", "State"),
    "unit": ("责任单位", "Responsible unit"),
    "due": ("到期", "Due"),
    "left": ("剩余", "Left"),
    "subs": ("分项", "Sub-problems"),
    "opened": ("登记日期", "Entered"),
    "must": ("应当办理", "What must happen"),
    "waiting": ("等谁", "Waiting for"),
    "all": ("全部", "all"),
    "only_late": ("只看逾期", "Late only"),
    "only_waived": ("只看特批", "With a waiver only"),
    "order": ("排序", "Order"),
    "newest": ("新登记在前", "newest first"),
    "oldest": ("先登记在前", "oldest first"),
    "apply": ("筛选", "Filter"),
    "reset": ("清除条件", "Clear"),
    "next_page": ("下一页 →", "Next page →"),
    "first_page": ("← 第一页", "← First page"),
    "no_match": ("没有符合条件的事项。", "No case matches."),
    "case_list": ("事项清单", "List of cases"),
    "open_of": ("在办{open}／共{all}", "{open} open of {all}"),
    # The ledger of a round.
    "ledger_of": ("台账", "Ledger"),
    "no_rounds": ("还没有督察轮次。", "There are no rounds yet."),
    "no_findings": ("这一轮还没有问题。", "This round has no findings yet."),
    "all_columns": ("显示全部栏目", "Show all columns"),
    "filled_columns": ("只看有内容的栏目", "Only columns with contents"),
    "to_excel": ("导出 Excel：", "Export to Excel:"),
    "findings": ("问题", "findings"),
    # One case.
    "part_of": ("属于", "Part of"),
    "handle": ("代号", "handle"),
    "entered_on": ("{day}登记入账", "entered {day}"),
    "closed_on": ("{day}办结", "closed {day}"),
    "clocks": ("时限", "Clocks"),
    "no_clocks": ("没有正在计时的时限。", "No clock is running."),
    "old_clocks": ("已停止的时限（{n}）", "Stopped clocks ({n})"),
    "due_on": ("{due}到期", "due {due}"),
    "why_due": ("为什么是这一天", "Why this day"),
    "started": ("{at}起算", "counted from {at}"),
    "first_counted": ("第一日：{day}", "first day: {day}"),
    "skipped": ("不计：", "not counted:"),
    "rolled": ("原定{day}（{why}）", "was {day} ({why})"),
    "unconfirmed": (
        "当年放假安排尚未公布，到期日可能变动。",
        "The holidays of that year are not published yet; the day may move.",
    ),
    "rungs": ("督办节点", "Rungs"),
    "fired": ("已触发", "fired"),
    "fired_late": ("补触发", "fired late"),
    "extended_by": ("{by}准予延期{more}：{reason}", "{by} granted {more} more: {reason}"),
    "paused_until": ("{at}起自动恢复", "runs again by itself at {at}"),
    "waiting_on": ("等待{whom}", "waiting on the {whom}"),
    "approved_by": ("{name}批准", "approved by {name}"),
    "asked_for": ("待批准", "asked for"),
    "request_waits": (
        "{by}于{at}申请{what}：{reason}（待{roles}批准）",
        "{by} asked on {at} for “{what}”: {reason} (waits for the {roles})",
    ),
    "paused_from": ("{by}自{at}暂停计时：{reason}", "{by} stopped the clock on {at}: {reason}"),
    "term": ("第{n}期", "term {n}"),
    "acts": ("现在可以办理什么", "What may be done now"),
    "acts_none": ("这一状态下没有可以办理的动作。", "There is nothing to do in this state."),
    "may": ("条件具备", "nothing is missing"),
    "may_not": ("尚不能办理", "not yet"),
    "by_whom": ("由", "by the"),
    "signed_missing": ("还需会签：", "names still missing:"),
    "see_clauses": ("查看条款（{n}）", "See the clauses ({n})"),
    "more_clauses": ("另有{n}条依据", "{n} more clauses"),
    "in_ledger": ("台账原文：{text}", "in the ledger: {text}"),
    "check_later": ("尚未到核验环节", "not asked in this state"),
    "checks": ("核验项", "Checks"),
    "check_holds": ("通过", "holds"),
    "check_to_sign": ("待签认", "to be signed"),
    "check_fails": ("未通过", "does not hold"),
    "signed_by": ("签认：", "signed by:"),
    "to_sign": ("由{who}签认", "to be signed by the {who}"),
    "machine": ("所处环节", "Where it stands"),
    "machine_hint": (
        "实心为当前状态；浅绿为已经过；粗线为现在的去向。",
        "Solid: now. Pale green: passed. Bold lines: where it may go from here.",
    ),
    "children": ("下级事项", "Cases under it"),
    "links": ("关联事项", "Linked cases"),
    "relation": ("关系", "relation"),
    "people": ("相关人员", "People"),
    "fields": ("登记内容", "What is recorded"),
    "evidence": ("佐证材料", "Evidence"),
    "no_evidence": ("尚未附材料。", "Nothing is attached yet."),
    "timeline": ("办理经过", "Timeline"),
    "waivers": ("特批", "Waivers"),
    "waived_by": (
        "{owner}提出，{approver}批准：{reason}",
        "{owner}, approved by {approver}: {reason}",
    ),
    "passed_by_waiver": ("经特批放行一次", "passed once by a waiver"),
    "waivers_live": ("特批有效", "waivers live"),
    "waivers_used": ("已使用{n}", "{n} used"),
    "waivers_count": (
        "有效{live}，已使用{used}，未使用而终止{unused}",
        "{live} live, {used} used, {unused} ended unused",
    ),
    "held_policy": ("适用制度版本", "Judged by policy version"),
    "lists": ("已列入", "On the lists"),
    "size": ("{kb} KB", "{kb} KB"),
    # Policy.
    "policy_active": ("生效版本", "Version in force"),
    "policy_old": ("这不是当前生效的版本。", "This version is not in force."),
    "policy_see": ("查看生效版本", "See the version in force"),
    "policy_none": ("没有生效的制度。", "No policy is in force."),
    "policy_since": (
        "自{day}起施行；拟稿{by}，批准{approver}",
        "in force since {day}; drafted by {by}, approved by {approver}",
    ),
    "clause": ("第{n}款", "({n})"),
    "example": ("示例", "example"),
    "documents": ("制度文件", "Documents"),
    # Health.
    "all_well": ("一切正常", "All is well"),
    "look_here": ("需要有人看一下", "Somebody should look"),
    "store": ("数据库", "Store"),
    "schema": ("结构版本", "Schema"),
    "store_size": ("大小", "Size"),
    "log": ("日志", "log"),
    "clients": ("连接", "connections"),
    "durability": ("提交落盘", "Durability"),
    "calendars": ("日历", "Calendars"),
    "valid_to": ("有效至", "valid to"),
    "unconfirmed_years": ("放假安排未公布的年份", "years not yet published"),
    "outbox": ("待发通知", "Outbox"),
    "oldest_one": ("最早一条", "oldest"),
    "lag": ("到期未处理", "Due and not yet swept"),
    "lag_none": ("没有积压", "nothing waits"),
    "wakes": ("自动运行", "What runs by itself"),
    "flow": ("任务", "Flow"),
    "last_wake": ("最近一次", "last wake"),
    "last_poll": ("最近查询", "last poll"),
    "path": ("途径", "by way of"),
    "counts": ("处理数量", "what it did"),
    "error": ("错误", "error"),
    "prefect": ("流程引擎", "Workflow engine"),
    "self_test": ("自检", "self-test"),
    "scheduler": ("调度器", "Scheduler"),
    "running": ("运行中", "running"),
    "stopped": ("已停止", "stopped"),
    "not_here": ("此进程不负责调度", "this process does not wake anything"),
    "never": ("尚未", "never"),
    "status": ("状态", "Status"),
    "for_good": ("长期有效", "for good"),
    "runs_out": ("即将到期，请更新放假安排", "runs out soon: enter the new holidays"),
    "count": ("数量", "Count"),
    # Errors.
    "error_404": ("找不到这一页", "There is no such page"),
    "error_404_do": (
        "请核对编号，或从事项清单中查找。",
        "Check the number, or look in the list of cases.",
    ),
    "error_500": ("页面出错了", "The page is broken"),
    "error_500_do": (
        "数据没有改动。请稍后重试；再次出错时，请查看运行状况和服务的日志。",
        "Nothing was changed. Try again; if it fails again, look at the health page and the log.",
    ),
    "error_other": ("无法显示", "This cannot be shown"),
    "error_400": ("无法读懂这个地址", "This address cannot be read"),
    "back": ("回到办公桌", "Back to my desk"),
}

_STATUS_WORDS: Mapping[str, tuple[str, str]] = {
    "pending": ("待发", "pending"),
    "sending": ("正在发送", "sending"),
    "sent": ("已发送", "sent"),
    "unknown": ("不知是否送达", "unknown"),
    "parked": ("无法送达", "parked"),
    "kept": ("待汇总", "kept for a digest"),
    "carried": ("已由其他通知代替", "carried by another"),
    "starting": ("启动中", "starting"),
    "up": ("正常", "up"),
    "degraded": ("降级运行", "degraded"),
    "down": ("已停止", "down"),
    "passed": ("通过", "passed"),
    "flow_run": ("流程引擎", "flow run"),
    "deployment": ("分布式执行", "on a worker"),
    "plain": ("直接调用", "called directly"),
}
_COUNT_WORDS: Mapping[str, tuple[str, str]] = {
    "fired": ("触发", "fired"),
    "escalated": ("提级", "escalated"),
    "breached": ("逾期", "overdue"),
    "failed": ("出错", "failed"),
    "sent": ("发送", "sent"),
    "unknown": ("不知是否送达", "unknown"),
    "parked": ("无法送达", "parked"),
    "done": ("办理", "carried out"),
    "refused": ("未准", "refused"),
    "digests": ("汇总", "digests"),
    "cases": ("事项", "cases"),
    "forgotten": ("清理", "forgotten"),
    "followed": ("改按现行制度", "follow the policy"),
    "moved": ("期限变动", "dates moved"),
    "in_force": ("制度生效", "revisions in force"),
    "superseded": ("制度被取代", "revisions superseded"),
    "adopted": ("随附制度建档", "revisions adopted"),
}
"""What the wakes count: what has been done, so that a status of the same code reads otherwise."""


def word(key: str, lang: str, /, **values: object) -> str:
    """The page's word, with its places filled. Raises: KeyError for a word that is not there."""
    text = WORDS[key][0 if lang == "zh" else 1]
    return text.format(**values) if values else text


def status_word(status: str, lang: str) -> str:
    """A status of the outbox or the engine in words; an unknown one stands for itself."""
    return _known(_STATUS_WORDS, status, lang)


def count_word(count: str, lang: str) -> str:
    """What a wake has counted in words; an unknown one stands for itself."""
    return _known(_COUNT_WORDS, count, lang)


def _known(words: Mapping[str, tuple[str, str]], code: str, lang: str) -> str:
    pair = words.get(code)
    return code if pair is None else pair[0 if lang == "zh" else 1]
