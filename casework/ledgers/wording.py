"""Every problem a ledger can have: its stable code, severity, and one sentence in each language."""

from __future__ import annotations

from collections.abc import Mapping

from domain.problems import Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
Message = tuple[Severity, str, str]

_FILE: dict[str, Message] = {
    "missing-file": (_E, "找不到文件“{file}”", "there is no file “{file}”"),
    "too-large": (
        _E,
        "文件过大，台账不应超过{limit}；请删去图片和空白格式后重试",
        "the file is too large: a ledger has at most {limit}; remove pictures and blank formatting",
    ),
    "old-format": (
        _E,
        "这是旧版 .xls 或 WPS .et 文件，请另存为 .xlsx",
        "this is an old .xls or a WPS .et file: save it as .xlsx",
    ),
    "password": (
        _E,
        "文件加了密码，请去掉打开密码后再导入",
        "the file is protected by a password: remove it first",
    ),
    "not-a-workbook": (
        _E,
        "这不是 .xlsx 工作簿（csv 等文本文件请用表格软件另存为 .xlsx）",
        "this is not an .xlsx workbook (save csv and other text files as .xlsx first)",
    ),
    "unreadable": (
        _E,
        "工作簿已损坏，无法读取；请用表格软件打开后另存",
        "the workbook is damaged and cannot be read: open it and save it again",
    ),
    "sheet-missing": (_E, "没有名为“{name}”的工作表", "there is no sheet “{name}”"),
    "header-missing": (
        _E,
        "没有找到台账表头：至少要有“问题描述”和另外两列",
        "no ledger header found: at least “Problem” and two more columns are needed",
    ),
    "several-sheets": (
        _E,
        "有多张工作表像台账：{names}；请用 --sheet 指明一张",
        "several sheets look like ledgers: {names}; name one with --sheet",
    ),
    "summary-sheet": (
        _E,
        "工作表“{name}”是汇总表，与其他表（{names}）重复；请用 --sheet 只选一张",
        "the sheet “{name}” is a summary that repeats the others ({names}); name one with --sheet",
    ),
    "no-findings": (_E, "表头下面没有问题", "there is no finding below the header"),
    "pictures": (
        _N,
        "工作簿里有{count}张图片，未导入；请在事项中作为佐证材料上传",
        "the workbook holds {count} picture(s), not imported: attach them to the cases",
    ),
    "sheet-hidden": (_N, "隐藏的工作表“{name}”未读取", "the hidden sheet “{name}” was not read"),
}

_TABLE: dict[str, Message] = {
    "column-missing": (_E, "缺少“{name}”列", "the column “{name}” is missing"),
    "column-twice": (
        _E,
        "这一列与“{name}”重复，不知取哪一列",
        "this column is “{name}” once more: which one counts is unclear",
    ),
    "column-unknown": (
        _W,
        "不认识的列“{text}”，未导入",
        "the column “{text}” is not known and was not imported",
    ),
    "column-left-out": (
        _N,
        "“{text}”列由系统计算，未导入",
        "the column “{text}” is computed by the system and was not imported",
    ),
    "column-hidden": (_W, "隐藏的列“{text}”也已读取", "the hidden column “{text}” was read too"),
    "row-hidden": (_W, "隐藏的行也已读取", "this hidden row was read too"),
    "filtered": (
        _W,
        "工作表正在筛选，被筛去的行也已读取",
        "the sheet has an active filter; rows it hides were read too",
    ),
    "second-table": (
        _E,
        "下面还有另一张表，一张工作表只能有一张台账；请移到单独的工作表",
        "another table begins here: move it to a sheet of its own",
    ),
    "row-total": (_N, "合计（小计）行已跳过", "a row of totals was skipped"),
    "row-footer": (_N, "签字（说明）行已跳过", "a row for signatures or remarks was skipped"),
    "row-header": (_N, "重复打印的表头（标题）已跳过", "a repeated header or title was skipped"),
    "row-section": (_N, "分节标题“{text}”已跳过", "the section title “{text}” was skipped"),
    "row-empty": (_N, "只有序号的空行已跳过", "a numbered but empty row was skipped"),
    "rows-joined": (
        _N,
        "序号合并的第{rows}行作为一个问题的各分项读取",
        "rows {rows} under one merged number were read as one finding",
    ),
    "rows-differ": (
        _E,
        "序号合并的几行中“{name}”不一致，一个问题只能有一个",
        "the rows under one merged number differ in “{name}”: a finding has only one",
    ),
    "struck-through": (
        _W,
        "整行加了删除线，仍按有效问题读取；不要用删除线表示状态",
        "the row is struck through but was read as valid: a line is not a status",
    ),
    "status-by-colour": (
        _W,
        "用颜色表示的状态不能识别，按未整改读取",
        "a status shown by colour only cannot be read: the finding counts as open",
    ),
    "comment": (_W, "批注：{text}", "comment: {text}"),
    "stated-status": (
        _N,
        "“{text}”只作记录，不代替销号",
        "“{text}” is recorded as stated and strikes nothing off",
    ),
}

_CELL: dict[str, Message] = {
    "formula": (
        _E,
        "单元格是公式“{text}”，请粘贴为数值",
        "the cell is a formula “{text}”: paste its value",
    ),
    "cell-error": (_E, "单元格出错“{text}”", "the cell holds the error “{text}”"),
    "picture": (_N, "单元格内图片未导入", "the picture in the cell was not imported"),
    "same-as-above": (_N, "“{text}”照上一行读取", "“{text}” was read as in the row above"),
    "nothing-above": (
        _E,
        "“{text}”上面没有内容可照抄",
        "“{text}”: there is nothing above to repeat",
    ),
    "number-missing": (_E, "缺少序号（问题编号）", "the number is missing"),
    "number-duplicate": (
        _E,
        "编号“{text}”与{other}重复",
        "the number “{text}” is already used in {other}",
    ),
    "number-is-date": (
        _E,
        "编号被表格软件变成了日期“{text}”，请改为文本",
        "the number was turned into the date “{text}”: format the cell as text",
    ),
    "numbering-restarts": (
        _N,
        "编号“{text}”在另一单位（{other}）已用过，按单位分别编号读取",
        "the number “{text}” is also used by another unit ({other}): numbering restarts per unit",
    ),
    "description-missing": (_E, "缺少问题描述", "the problem is not described"),
    "code-unknown": (_E, "“{text}”不是可用的{name}", "“{text}” is not a known {name}"),
    "several-ticks": (_E, "“{name}”只能勾选一项", "only one “{name}” may be ticked"),
    "manner-contradicts": (
        _E,
        "整改期限写“{text}”，与整改方式“{other}”矛盾",
        "the date says “{text}”, the manner of rectification says “{other}”",
    ),
    "kept-up-needs-date": (
        _E,
        "“长期坚持”必须有阶段目标的日期",
        "“kept up” needs the date of a stage target",
    ),
    "people-unclear": (
        _E,
        "看不出“{text}”是哪些人，请用顿号分开写全名",
        "it is unclear who “{text}” is: write full names separated by commas",
    ),
    "not-a-person": (
        _E,
        "“{text}”不是具体的人，应写明姓名",
        "“{text}” is not a person: write a name",
    ),
    "phone-number": (
        _W,
        "姓名中的电话号码已去掉",
        "a telephone number was removed from the name",
    ),
}

_DATE: dict[str, Message] = {
    "date-unclear": (_E, "“{text}”不是明确的日期", "“{text}” is not a definite date"),
    "date-is-status": (_E, "“{text}”是状态，不是日期", "“{text}” is a status, not a date"),
    "date-no-year": (_E, "“{text}”没有年份", "“{text}” has no year"),
    "date-no-day": (_E, "“{text}”没有写到日", "“{text}” has no day"),
    "date-short-year": (_E, "“{text}”的年份只有两位", "the year of “{text}” has two digits only"),
    "date-ambiguous": (
        _E,
        "“{text}”日月顺序不明",
        "the order of day and month in “{text}” is unclear",
    ),
    "date-several": (
        _E,
        "“{text}”有多个日期，应只写最后期限，分项期限写入整改方案",
        "“{text}” holds several dates: write the last, and the others in the plan",
    ),
    "date-impossible": (_E, "没有“{text}”这一天", "there is no such day as “{text}”"),
    "date-implausible": (_E, "日期“{text}”不合常理", "the date “{text}” is not plausible"),
    "date-month-end": (_N, "“{text}”读作{value}", "“{text}” was read as {value}"),
    "date-serial": (
        _N,
        "日期序列号{text}读作{value}",
        "the serial date {text} was read as {value}",
    ),
    "date-partial": (
        _W,
        "括号内的分项期限“{text}”未导入，请写入整改方案",
        "the partial limit “{text}” in brackets was not imported: write it in the plan",
    ),
    "date-in-future": (
        _W,
        "“{name}”{text}在将来",
        "“{name}” {text} lies in the future",
    ),
    "dates-out-of-order": (
        _W,
        "“{name}”{text}早于检查日期{other}",
        "“{name}” {text} is before the inspection on {other}",
    ),
}

_MONEY: dict[str, Message] = {
    "money-unclear": (_E, "“{text}”不是明确的金额", "“{text}” is not a definite amount"),
    "money-no-unit": (
        _E,
        "金额“{text}”没有写明元还是万元",
        "the amount “{text}” does not say 元 or 万元",
    ),
    "money-negative": (_E, "金额“{text}”不能为负", "the amount “{text}” may not be negative"),
    "money-fraction": (_E, "金额“{text}”不足一分", "the amount “{text}” has parts of a fen"),
    "money-large": (
        _W,
        "金额“{text}”超过一千万元，请核对单位",
        "the amount “{text}” exceeds ten million yuan: check the unit",
    ),
    "money-is-source": (
        _W,
        "“{text}”是资金来源，没有金额",
        "“{text}” is a source of funds, not an amount",
    ),
}

MESSAGES: Mapping[str, Message] = _FILE | _TABLE | _CELL | _DATE | _MONEY
