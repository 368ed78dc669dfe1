"""The faults that lints look for, one in a row: a slip of the pen, or clauses that do not fit."""
# ruff: noqa: E501 - A row of a table is one case; cut in pieces it could not be compared by eye.

from __future__ import annotations

from tests.unit.policy_texts import ZH

CHECKS_ZH = """
  规则: 第三条 核验
    场景: 未完成不得验证
      假如 某“整改措施”处于“待验证”状态
      而且 其核验项“整改彻底”未通过
      当 拟“验证”时
      那么 不予准许，理由是“不彻底”

    场景: 结果未填报的，为不彻底
      假如 某“整改措施”处于“待验证”状态
      而且 其“实施结果”未填报
      当 核验“整改彻底”时
      那么 核验项“整改彻底”未通过，理由是“没有结果”

    场景: 谁签认
      假如 某“整改措施”处于“待验证”状态
      当 拟签认“整改彻底”时
      那么 只能由“验证人”办理
"""


def more(*clauses: str) -> str:
    """The whole policy with further scenarios in a third article that has an example."""
    example = ZH[ZH.index("    @example") :].replace("场景: 二月", "场景: 第三条，二月")
    scenarios = [f"    场景: 补充{n}\n      {c}\n" for n, c in enumerate(clauses, 1)]
    return ZH + "\n  规则: 第三条 补充\n" + "\n".join(scenarios) + "\n" + example


def clause(given: str, when: str, then: str) -> str:
    return f"假如 某“整改措施”{given}\n      当 {when}\n      那么 {then}"


DOING = "处于“实施中”状态"
DONE = "处于“待验证”状态"
PLANNED = "处于“已计划”状态"
CLASSED = f"{PLANNED}\n      而且 其“措施类别”为“纠正措施”"

AWAY = f"{DOING}\n      而且 其责任单位处于停产放假期间"

TINY = """# language: zh-CN
@自定
功能: 措施办法

  规则: 第一条 何时办
    场景: 完成后验证
      假如 某“整改措施”处于“待验证”状态
      当 “完成”后
      那么 应当在2个工作日内“验证”

  规则: 第二条 其他
    场景大纲: 临期提醒
      假如 某“整改措施”处于“<状态>”状态
      当 “开始实施”后
      那么 提醒“实施人”
      例子:
        | 状态   |
        | 实施中 |

    @example
    场景: 二月十三日登记
      假如 某“整改措施”处于“已计划”状态
      当 2023年2月13日9时，“甲”对某“整改措施”办理“登记入账”
      那么 “开始实施”的期限为2023年2月16日24时
"""

# fmt: off
SLIPS: tuple[tuple[str, str, str], ...] = (
    ("      假如 某“整改措施”处于“已计划”状态\n      当 “登", "      当 “登", "no-given"),
    ("假如 某“整改措施”处于“待验证”状态\n      当 “完", "假如 其“措施内容”未填报\n      当 “完", "no-scope"),
    ("      当 “完成”后\n", "", "no-when"),
    ("      当 “完成”后\n", "      当 “完成”后\n      而且 “验证”后\n", "many-whens"),
    ("      那么 应当在2个工作日内“验证”\n", "", "no-then"),
    ("当 “完成”后", "* “完成”后", "star-step"),
    ("当 “完成”后", "* 完成以后", "unknown-step"),
    ("当 “完成”后", "当 完成以后\n        | 甲 |", "unknown-step"),
    ("当 “完成”后", "当 “完成”后\n        | 甲 |", "step-argument"),
    ("当 “完成”后", '当 “完成”后\n        """\n        甲\n        """', "step-argument"),
    ("    场景: 完成后验证", "    场景: 临期提醒", "duplicate-name"),
    ("    场景: 完成后验证", "    @skip\n    场景: 完成后验证", "forbidden-tag"),
    ("    场景: 完成后验证", "    @_x\n    场景: 完成后验证", "forbidden-tag"),
    ("    场景: 完成后验证", "    @exmple\n    场景: 完成后验证", "unknown-tag"),
    ("    场景: 完成后验证", "    @顺延\n    场景: 完成后验证", "misplaced-tag"),
    ("@自定", "@自定 @顺延 @提前", "two-roll-tags"),
    ("@自定\n", "", "no-provenance"),
    ("      例子:", "      @自定\n      例子:", "tag-on-examples"),
    ("第二条", "第三条", "article-gap"),
    ("第二条", "第一条", "article-duplicate"),
    ("第二条 何", "何", "article-missing"),
    ("    @example\n", "", "unknown-step"),
    ("    场景: 完成后验证\n", "    场景: 完成后验证\n      说明一下\n", "scenario-description"),
    ("      假如 某“整改措施”处于“待验证", "      假入 某“整改措施”处于“待验证", "description-as-step"),
    ("    场景: 计划后开始", "    场境: 计划后开始", "description-as-step"),
    ("  规则: 第一条 谁来办\n", "  场景大纲: 甲\n    假如 某整改措施\n\n  规则: 第一条 谁来办\n", "unknown-step"),
    ("  规则: 第二条 何时办\n", "  规则: 第二条 何时办\n    背景:\n      当 “完成”后\n", "background-not-given"),
    ("  规则: 第一条 谁来办\n", "  场景: 甲\n    假如 某“整改措施”处于“已计划”状态\n\n  规则: 第一条 谁来办\n", "scenario-outside-rule"),
    ("    场景: 完成后验证", "    场景大纲: 完成后验证", "empty-outline"),
    ("        | 状态   |\n        | 实施中 |\n", "        | 状态 | 状态 |\n        | 实施中 | 已计划 |\n", "duplicate-column"),
    ("处于“待验证”状态\n      当 “完", "处于“整改中”状态\n      当 “完", "not-of-kind"),
    ("当 “完成”后", "当 “销号”后", "not-of-kind"),
    ("当 “完成”后", "当 “完工”后", "unknown-term"),
    ("应当在2个工作日内", "应当在很快内", "bad-value"),
    ("当 “完成”后", "当 “完成“后”", "quote-in-quote"),
    ("当 “完成”后", "当 完成”后", "open-quote"),
    ("当 “完成”后", "当 “完成后", "open-quote"),
    ("当 “完成”后", '当 "完成"后', "wrong-quotes"),
    ("当 “完成”后", "当日完成清点是说明", "remark-as-step"),
    ("当 “完成”后", "当 完成以后", "unknown-step"),
    ("当 “完成”后", "当 应当回避", "wrong-keyword"),
    ("      并且 期限遇休息日的，不予顺延\n\n    场景: 实施", "\n    场景: 实施", "no-roll"),
    ("当 距“完成”期限届满还有2日", "当 距“完成”期限届满还有11日", "rung-never-fires"),
    ("当 距“完成”期限届满还有2日", "当 距“退回实施”期限届满还有2日", "rung-without-obligation"),
    ("        | 待验证 | 验证     | 验证人           |\n", "", "nobody-may"),
    ("        | 已计划 | 登记入账 | 督导组办公室     |\n", "", "nobody-may"),
    ("处于“待验证”状态\n      当 “完", "处于“已计划”状态\n      当 “完", "state-not-entered"),
    ("        | 待验证 | 验证     |", "        | 已计划 | 验证     |", "occasion-impossible"),
    ("那么 提醒“实施人”", "那么 应当回避", "arms-nothing"),
    ("应当在2个工作日内“验证”", "应当在2个工作日内“开始实施”", "impossible-move"),
    ("当 “完成”后\n      那么 应当在2个工作日内“验证”", "拟“验证”时", "syntax"),
)
"""What to replace in `TINY`, by what, and the code of the problem."""

MISFITS: tuple[tuple[list[str], list[str]], ...] = (
    ([clause(DONE, "拟“验证”时", "应当填报“未落实措施的分项数”")], ["not-of-kind"]),
    ([clause(PLANNED, "“登记入账”后", "应当在3日内“开始实施”\n      并且 期限遇休息日的，不予顺延")], ["duplicate-rule"]),
    ([clause(PLANNED, "“登记入账”后", "应当在4日内“开始实施”\n      并且 期限遇休息日的，不予顺延")], ["contradiction"]),
    ([clause(f"{PLANNED}\n      而且 某“问题”尚未“销号”", "“登记入账”后", "提醒“实施人”")], ["scope-contradicts"]),
    ([clause(f"{CLASSED}\n      而且 其“措施类别”未填报", "“登记入账”后", "提醒“实施人”")], ["scope-contradicts"]),
    ([clause(PLANNED, "“登记入账”后", "自动“验证”")], ["impossible-move", "timer-not-named"]),
    ([clause(PLANNED, "“登记入账”后", "自动“取消”")], ["timer-not-named"]),
    ([clause(PLANNED, "“登记入账”后", "可以延长1次，最长3日")], ["nobody-may", "extension-without-limit"]),
    ([clause(PLANNED, "“登记入账”后", "提醒“实施人”\n      并且 期限遇休息日的，不予顺延")], ["roll-without-limit"]),
    ([clause(PLANNED, "“登记入账”后", "每次暂停最长3日")], ["cap-without-pause"]),
    ([clause(PLANNED, "拟“开始实施”时", "累计暂停最长3日")], ["cap-without-pause"]),
    ([clause(PLANNED, "“登记入账”后", "暂停计算期限")], ["pause-without-end"]),
    ([clause(PLANNED, "“登记入账”后", "暂停计算期限\n      并且 每次暂停最长3日")], []),
    ([clause(PLANNED, "“登记入账”后", "暂停计算期限"), clause(DONE, "“完成”后", "恢复计算期限")], []),
    ([clause(PLANNED, "拟“暂停计时”时", "只能由“实施人”办理")], ["pause-without-end"]),
    ([clause(PLANNED, "拟“暂停计时”时", "只能由“实施人”办理"), clause(PLANNED, "拟“暂停计时”时", "累计暂停最长3日")], []),
    ([clause(PLANNED, "拟“特批”时", "只能由“实施人”办理")], ["waiver-without-approval"]),
    ([clause(PLANNED, "拟“特批”时", "只能由“实施人”办理\n      并且 应当经“验证人”批准")], []),
    ([clause(PLANNED, "拟“特批”时", "只能由“实施人”办理"), clause(DOING, "拟“特批”时", "应当经“验证人”批准")], ["waiver-without-approval"]),
    ([clause(PLANNED, "拟“取消”时", "应当由“实施人”和“验证人”共同“完成”")], ["other-subject"]),
    ([clause(DONE, "核验“整改彻底”时", "核验项“同类问题消除”视为通过，依据是“无”")], ["check-unsigned", "other-subject", "check-unjudged"]),
    ([clause(DONE, "拟“验证”时", "应当经“整改彻底”核验合格")], ["check-unjudged", "check-unsigned"]),
    ([clause(f"{PLANNED}\n      而且 其已列入“挂牌督办”", "“登记入账”后", "提醒“实施人”")], ["not-of-kind"]),
    ([clause(f"{PLANNED}\n      而且 其“措施类别”为“立行立改”", "“登记入账”后", "提醒“实施人”")], ["not-a-choice"]),
    ([clause(f"{PLANNED}\n      而且 其“措施内容”为“纠正”", "“登记入账”后", "提醒“实施人”")], ["not-a-choice"]),
    ([clause(f"{PLANNED}\n      而且 其“措施内容”低于3", "“登记入账”后", "提醒“实施人”")], ["not-a-number"]),
    ([clause(f"{PLANNED}\n      而且 其“整改资金”低于3", "“登记入账”后", "提醒“实施人”")], ["not-of-kind"]),
    ([clause(PLANNED, "拟“取消”时", "应当填报“整改资金”")], ["not-of-kind"]),
    ([clause(DOING, "“开始实施”后", "应当在“措施内容”前“取消”")], ["not-a-date"]),
    ([clause(DOING, "“开始实施”后", "应当在“措施期限”前“取消”")], ["no-roll"]),
    ([clause(DOING, "“开始实施”后", "应当在月底前“取消”")], ["no-roll"]),
    ([clause(DOING, "“开始实施”后", "应当在17时前“取消”")], []),
    ([clause(DOING, "“开始实施”后", "应当在当日“取消”")], []),
    ([clause("尚未“销号”", "“开始实施”后", "提醒“实施人”")], ["not-of-kind"]),
    ([clause(f"{PLANNED}\n      而且 其下“问题”尚未全部“验证”", "“登记入账”后", "提醒“实施人”")], ["not-of-kind"]),
    ([clause(DONE, "曾“销号”的人员拟“验证”时", "应当回避")], ["not-of-kind"]),
    ([clause(DONE, "曾“完成”的人员拟“验证”时", "应当回避")], []),
    ([clause(DONE, "与该事项有利害关系的人员拟“取消”时", "应当回避")], ["occasion-impossible"]),
    ([clause("已经“验证”", "拟“取消”时", "只能由“系统”办理")], ["occasion-impossible"]),
    ([clause(DOING, "“开始实施”满30日", "提级至“督导组组长”督办")], []),
    ([clause(PLANNED, "“开始实施”满30日", "提级至“督导组组长”督办")], ["state-not-entered"]),
    ([clause(DOING, "“开始实施”满30日", "自动“取消”"), clause(DOING, "拟“取消”时", "只能由“系统”办理")], []),
    ([clause(DOING, "逾期未“完成”", "自动“取消”"), clause(DOING, "拟“取消”时", "只能由“系统”办理")], ["level-never-fires"]),
    ([clause(DOING, "逾期未“完成”", "自动“完成”"), clause(DOING, "拟“完成”时", "只能由“系统”办理")], ["level-never-fires"]),
    ([clause("尚未“验证”", "“开始实施”后", "暂停计算期限"), clause(DOING, "“开始实施”后", "恢复计算期限")], []),
    ([clause(PLANNED, "“登记入账”后", "应当由“实施人”负责“验证”")], []),
    ([clause("尚未“验证”", "“登记入账”后", "应当在3日内“验证”\n      并且 期限遇休息日的，不予顺延\n      并且 可以延长1次，最长2日")], ["nobody-may"]),
    ([clause("尚未“验证”", "“登记入账”后", "应当在3日内“验证”\n      并且 期限遇休息日的，不予顺延\n      并且 可以延长1次，最长2日"), clause(DOING, "拟“准予延期”时", "只能由“督导组组长”办理")], []),
    ([clause("尚未“验证”", "“登记入账”后", "应当在3日内“验证”\n      并且 期限遇休息日的，不予顺延\n      而且 期限遇休息日的，不予顺延")], ["two-rolls"]),
    ([clause(DOING, "每周四", "应当在17时前“完成”\n      并且 期限遇休息日的，不予顺延")], []),
    ([clause(DOING, "每周四", "应当在17时前“完成”")], ["no-roll"]),
    ([clause(DOING, "每月", "应当在25日前“完成”\n      并且 期限遇休息日的，不予顺延")], []),
    ([clause(DOING, "每周四", "应当在25日前“完成”\n      并且 期限遇休息日的，不予顺延")], ["occurrence-limit"]),
    ([clause(DOING, "每月", "应当在3日内“完成”\n      并且 期限遇休息日的，不予顺延")], ["occurrence-limit"]),
    ([clause(DOING, "每月第1个工作日", "应当在17时前“完成”")], []),
    ([clause(DOING, "法定节假日前", "应当在当日“完成”")], []),
    ([clause(DOING, "法定节假日前3个工作日", "应当在17时前“完成”\n      并且 期限遇休息日的，不予顺延")], ["roll-without-limit"]),
    ([clause(DOING, "法定节假日前", "应当在月底前“完成”")], ["occurrence-limit"]),
    ([clause(DOING, "法定节假日前3个工作日", "应当在17时前“完成”"), clause(DOING, "距“完成”期限届满还有18日", "提醒“实施人”")], []),
    ([clause(DOING, "法定节假日前3个工作日", "应当在17时前“完成”"), clause(DOING, "距“完成”期限届满还有19日", "提醒“实施人”")], ["rung-never-fires"]),
    ([clause(DOING, "法定节假日前", "应当在17时前“完成”"), clause(DOING, "距“完成”期限届满还有60日", "提醒“实施人”")], []),
    ([clause(DOING, "每月第1个工作日", "应当在17时前“完成”"), clause(DOING, "距“完成”期限届满还有13日", "提醒“实施人”")], ["rung-never-fires"]),
    ([clause(DOING, "每季度第10个工作日", "应当在25日前“完成”")], ["occurrence-limit"]),
    ([clause(DOING, "每周四", "提醒“实施人”")], ["arms-nothing"]),
    ([clause(DOING, "每周四", "期限遇休息日的，不予顺延")], ["roll-without-limit"]),
    ([clause(DONE, "每周四", "应当在17时前“开始实施”\n      并且 期限遇休息日的，不予顺延")], ["impossible-move"]),
    ([clause(AWAY, "每周四", "免予“完成”")], ["excuse-without-obligation"]),
    ([clause(DOING, "每周四", "应当在17时前“完成”\n      并且 期限遇休息日的，不予顺延"), clause(AWAY, "每周四", "免予“完成”")], []),
    ([clause(DOING, "每周四", "应当在17时前“完成”\n      并且 期限遇休息日的，不予顺延"), clause(AWAY, "每周五", "免予“完成”")], ["excuse-without-obligation"]),
    ([clause(DOING, "每周四", "应当在17时前“完成”\n      并且 期限遇休息日的，不予顺延"), clause(DOING, "每周四", "免予“完成”")], ["contradiction", "excuse-without-obligation"]),
    ([clause(DOING, "“开始实施”后", "免予“取消”")], ["arms-nothing"]),
    ([clause(DONE, "“完成”后", "启动“责任追究”")], ["no-place", "intent-not-named"]),
    ([clause(DONE, "“完成”后", "对“责任单位”予以考核")], ["no-place", "intent-not-named"]),
    ([clause(PLANNED, "“登记入账”后", "启动“责任追究”")], ["no-place", "intent-not-named"]),
    ([clause(PLANNED, "“登记入账”后", "启动“整改措施”")], ["open-cycle", "no-place", "intent-not-named"]),
)
"""Clauses to add to the whole policy, and the codes of what is then wrong."""
# fmt: on
