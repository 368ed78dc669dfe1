"""What can be wrong with the text of a policy and with how it is laid out."""

from __future__ import annotations

from collections.abc import Mapping

from domain.problems import Severity

Row = tuple[Severity, str, str]
"""Severity, the Chinese and the English template."""

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

TEXT: Mapping[str, Row] = {
    "unknown-language": (
        ERROR,
        "不支持语言“{language}”；制度用中文（zh-CN）或英文（en）书写。",
        "The language “{language}” is not supported: write policies in zh-CN or en.",
    ),
    "language-missing": (
        ERROR,
        "中文制度的第一行应当写“# language: zh-CN”。",
        "A Chinese policy begins with the line “# language: zh-CN”.",
    ),
    "not-utf8": (
        ERROR,
        "这里不是UTF-8编码的文字（字节{byte}）；请把文件另存为UTF-8编码。",
        "This is not UTF-8 (byte {byte}): save the file as UTF-8.",
    ),
    "strange-sign": (
        ERROR,
        "这里有看不见的或者不能使用的字符（{sign}），请删去或者重新输入这一处。",
        "Here is an invisible or unusable character ({sign}): delete it or type this anew.",
    ),
    "file-too-large": (
        ERROR,
        "文件太长：最多{limit:,}个字。请拆成几个文件。",
        "The file is too large: at most {limit:,} characters. Make several files of it.",
    ),
    "too-many-lines": (
        ERROR,
        "文件行数太多：最多{limit:,}行。请拆成几个文件。",
        "The file has too many lines: at most {limit:,}. Make several files of it.",
    ),
    "line-too-long": (
        ERROR,
        "这一行太长：最多{limit:,}个字。",
        "This line is too long: at most {limit:,} characters.",
    ),
    "too-many-clauses": (
        ERROR,
        "文件里的场景和表格行太多：最多{limit:,}个。请拆成几个文件。",
        "The file has too many scenarios and rows: at most {limit:,}. Make several files of it.",
    ),
    "outlines-too-large": (
        ERROR,
        "场景大纲按例子逐行展开后太长：全文件最多{limit:,}个字。请减少例子，或者拆成几个文件。",
        (
            "The outlines become too large when their rows are filled in: at most {limit:,} "
            "characters a file. Write fewer rows, or several files."
        ),
    ),
    "file-name": (
        ERROR,
        "文件名“{name}”不能用；请用目录内的普通文件名。",
        "“{name}” cannot be the name of a file in a set: use a plain one.",
    ),
    "too-many-files": (
        ERROR,
        "文件太多：一套制度最多{limit:,}个，到“{name}”已经超过。",
        "Too many files: at most {limit:,} in a set, and “{name}” is one more.",
    ),
    "set-too-large": (
        ERROR,
        "整套制度太长：最多{limit:,}个字，到“{name}”已经超过。",
        "The whole set is too large: at most {limit:,} characters, exceeded with “{name}”.",
    ),
    "set-too-many-clauses": (
        ERROR,
        "整套制度的场景和表格行太多：最多{limit:,}个，到“{name}”已经超过。",
        (
            "The whole set has too many scenarios and rows: at most {limit:,}, "
            "exceeded with “{name}”."
        ),
    ),
    "empty-file": (WARNING, "文件里没有制度。", "The file holds no policy."),
    "no-clauses": (WARNING, "这份制度没有任何条款。", "This policy has no clause at all."),
    "syntax": (
        ERROR,
        "这里不能写“{got}”；此处可以写：{expected}。",
        "“{got}” cannot stand here; expected here: {expected}.",
    ),
    "unexpected-end": (
        ERROR,
        "文件没有写完；此处还应当有：{expected}。",
        "The file ends too early; expected here: {expected}.",
    ),
    "uneven-table": (
        ERROR,
        "表格这一行的列数与表头不同。",
        "This row has another number of cells than the head of its table.",
    ),
    "bad-tag": (ERROR, "标签里不能有空格。", "A tag may not contain spaces."),
    "normalised": (
        NOTE,
        "已把“{found}”按“{read}”理解。",
        "“{found}” was read as “{read}”.",
    ),
    "day-word": (
        NOTE,
        "“天”按“日”计算：当日不计，到最后一日24时为止。指一昼夜的，请写“24小时”。",
        "“天” is counted as “日”: the first day does not count, the last ends at 24:00.",
    ),
    "quote-in-quote": (
        ERROR,
        "引号里不能再用引号“ ”；里面请用‘ ’。",
        "There is a quote inside a quote; inside, use ‘ ’.",
    ),
    "open-quote": (
        ERROR,
        "引号不成对，这一个没有配上。",
        "This quote has no partner.",
    ),
    "wrong-quotes": (
        ERROR,
        '中文制度里词语用“ ”括起来，不用"。',
        'Put words between straight quotes "…" in an English policy.',
    ),
    "unknown-step": (
        ERROR,
        "制度语言里没有这句话：“{text}”。",
        "The policy language has no such sentence: “{text}”.",
    ),
    "wrong-keyword": (
        ERROR,
        "这句话应当写在“{keyword}”后面。",
        "This sentence belongs after “{keyword}”.",
    ),
    "remark-as-step": (
        ERROR,
        "这一行以关键字“{keyword}”开头，成了条件或后果；如果只是说明，请在前面加 #。",
        "This line begins with the keyword {keyword}; if it is a remark, put # before it.",
    ),
    "star-step": (
        ERROR,
        "制度里不用“*”开头，请写明假如、当、那么。",
        "A policy does not use “*”: write Given, When or Then.",
    ),
    "step-argument": (
        ERROR,
        "制度的句子后面不能附表格或者文本块。",
        "A sentence of a policy takes no table and no text block.",
    ),
    "unknown-term": (
        ERROR,
        "不认识的{category}：“{word}”。",
        "Unknown {category}: “{word}”.",
    ),
    "bad-value": (
        ERROR,
        "“{word}”不是{category}。",
        "“{word}” is not a {category}.",
    ),
}

SHAPE: Mapping[str, Row] = {
    "scenario-outside-rule": (
        ERROR,
        "场景应当写在某一条（规则）下面。",
        "A scenario stands under a Rule: that is its article.",
    ),
    "no-given": (
        ERROR,
        "没有写明对哪些事项适用（假如）。",
        "It does not say which cases it is about (Given).",
    ),
    "no-scope": (
        ERROR,
        "没有写明是哪一类事项，例如：{example}。",
        "It does not say which kind of case it is about, for example: {example}.",
    ),
    "no-when": (ERROR, "没有写明何时适用（当）。", "It does not say on what occasion (When)."),
    "many-whens": (
        ERROR,
        "一个场景只能有一个“当”；请分写成几个场景。",
        "A scenario has one When; write several scenarios.",
    ),
    "no-then": (ERROR, "没有写明后果（那么）。", "It does not say what follows (Then)."),
    "background-not-given": (
        ERROR,
        "背景里只能写条件（假如）。",
        "A background holds conditions only (Given).",
    ),
    "duplicate-column": (
        ERROR,
        "例子的表头里“{name}”重复；只会采用其中一列。",
        "The head of this table names “{name}” twice: only one of the columns would be read.",
    ),
    "empty-outline": (
        ERROR,
        "场景大纲没有例子，等于什么也没有规定。",
        "The outline has no examples, so it says nothing.",
    ),
    "empty-example": (ERROR, "示例里没有任何步骤。", "The example has no steps."),
    "example-too-long": (
        ERROR,
        "示例从头到尾不得超过{years}年；这里的年份可能写错了。",
        "An example lasts {years} years at most; the year here may be a slip of the pen.",
    ),
    "description-as-step": (
        ERROR,
        "这一行“{text}”没有写成步骤，会被当作说明而不起作用；关键字可能写错了。",
        (
            "The line “{text}” is no step and would be ignored as a description: "
            "its keyword may be misspelt."
        ),
    ),
    "scenario-description": (
        ERROR,
        "场景下面不写说明；如果只是说明，请在前面加 #。",
        "A scenario has no description; if this is a remark, put # before it.",
    ),
    "duplicate-name": (
        ERROR,
        "场景名称“{name}”与 {other} 重复；同名的场景只会证明一个。",
        "The scenario “{name}” has the same name as {other}: only one of them would be proved.",
    ),
    "forbidden-tag": (
        ERROR,
        "标签“{tag}”会改变证明方式，制度里不能用。",
        "The tag “{tag}” would change how the policy is proved; it is not allowed.",
    ),
    "unknown-tag": (ERROR, "不认识的标签“{tag}”。", "Unknown tag “{tag}”."),
    "tag-on-examples": (
        ERROR,
        "例子上不能有标签；请写在场景上。",
        "Examples carry no tags; put them on the scenario.",
    ),
    "misplaced-tag": (
        ERROR,
        "标签“{tag}”只能写在整个制度（功能）上。",
        "The tag “{tag}” belongs on the whole document (Feature).",
    ),
    "two-roll-tags": (
        ERROR,
        "一个制度只能有一种休息日约定：{tags}。",
        "A document has one convention for days off: {tags}.",
    ),
    "no-provenance": (
        ERROR,
        "没有写明出处：请加 @source-…、@法定 或 @自定 之一。",
        "It does not say where it comes from: add one of @source-…, @law or @custom.",
    ),
    "article-missing": (
        ERROR,
        "条没有编号；请以“第{next}条”开头。",
        "The rule has no article number: begin it with “Article {next}”.",
    ),
    "article-duplicate": (
        ERROR,
        "第{number}条已经写在 {other}。",
        "Article {number} already stands in {other}.",
    ),
    "article-gap": (
        ERROR,
        "条的编号应当连续：这里应当是第{next}条，写的是第{number}条。",
        "Article numbers follow one another: expected {next}, found {number}.",
    ),
    "number-without-example": (
        ERROR,
        "第{article}条规定了数字（{places}），却没有 @example 示例作证。",
        "Article {article} contains a number ({places}) and no @example that vouches for it.",
    ),
    "rendering-unknown": (
        ERROR,
        "找不到被翻译的制度“{stem}”。",
        "There is no policy “{stem}” of which this could be a rendering.",
    ),
    "rendering-outdated": (
        WARNING,
        "原文 {other} 已没有这一条，译文应当删去。",
        "The original at {other} no longer says this: take it out of the rendering.",
    ),
    "rendering-differs": (
        ERROR,
        "译文与原文 {other} 规定的内容不同。",
        "The rendering does not say the same as the original at {other}.",
    ),
}
