"""Small policies about actions, complete and without a fault, for tests to spoil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.checking import check_texts

if TYPE_CHECKING:
    from domain.problems import Problem

ZH = """# language: zh-CN
@自定
功能: 措施办法
  依据：整改方案。

  规则: 第一条 谁来办

    场景大纲: 谁可以<动作>
      假如 某“整改措施”处于“<状态>”状态
      当 拟“<动作>”时
      那么 只能由“<角色>”办理
      例子:
        | 状态   | 动作     | 角色             |
        | 已计划 | 登记入账 | 督导组办公室     |
        | 已计划 | 开始实施 | 实施人           |
        | 实施中 | 完成     | 实施人           |
        | 待验证 | 验证     | 验证人           |
        | 待验证 | 退回实施 | 验证人           |
        | 已计划 | 取消     | 督导组办公室     |
        | 实施中 | 取消     | 督导组办公室     |

  规则: 第二条 何时办

    场景: 计划后开始
      假如 某“整改措施”处于“已计划”状态
      当 “登记入账”后
      那么 应当在3日内“开始实施”
      并且 期限遇休息日的，不予顺延

    场景: 实施后完成
      假如 某“整改措施”处于“实施中”状态
      当 “开始实施”后
      那么 应当在10日内“完成”
      并且 期限遇休息日的，不予顺延

    场景: 退回后完成
      假如 某“整改措施”处于“实施中”状态
      当 “退回实施”后
      那么 应当在5日内“完成”
      并且 期限遇休息日的，不予顺延

    场景: 完成后验证
      假如 某“整改措施”处于“待验证”状态
      当 “完成”后
      那么 应当在2个工作日内“验证”

    场景: 临期提醒
      假如 某“整改措施”处于“实施中”状态
      当 距“完成”期限届满还有2日
      那么 提醒“实施人”

    场景: 逾期提级
      假如 某“整改措施”处于“实施中”状态
      当 逾期满2日仍未“完成”
      那么 提级至“督导组组长”督办

    @example
    场景: 二月十三日登记，十六日到期
      假如 某“整改措施”处于“已计划”状态
      当 2023年2月13日9时，“甲”对某“整改措施”办理“登记入账”
      那么 “开始实施”的期限为2023年2月16日24时
"""

EN = """# language: en
@custom
Feature: Rules for actions
  Based on the plan.

  Rule: Article 1  Who does it

    Scenario Outline: Who may <do>
      Given a "action" is in "<state>"
      When somebody is about to "<do>"
      Then only the "<role>" may
      Examples:
        | state   | do                 | role                            |
        | planned | enter on the books | office of the supervision group |
        | planned | begin              | doer                            |
        | doing   | complete           | doer                            |
        | done    | verify             | verifier                        |
        | done    | redo               | verifier                        |
        | planned | cancel             | office of the supervision group |
        | doing   | cancel             | office of the supervision group |

  Rule: Article 2  When

    Scenario: Begin
      Given a "action" is in "planned"
      When after "enter on the books"
      Then "begin" must happen within 3 days
      And a time limit on a day off does not move

    Scenario: Complete
      Given a "action" is in "doing"
      When after "begin"
      Then "complete" must happen within 10 days
      And a time limit on a day off does not move

    Scenario: Complete again
      Given a "action" is in "doing"
      When after "redo"
      Then "complete" must happen within 5 days
      And a time limit on a day off does not move

    Scenario: Verify
      Given a "action" is in "done"
      When after "complete"
      Then "verify" must happen within 2 working days

    Scenario: Warn
      Given a "action" is in "doing"
      When 2 days remain for "complete"
      Then the "doer" is reminded

    Scenario: Escalate
      Given a "action" is in "doing"
      When "complete" has not happened 2 days after its time limit
      Then it is escalated to the "leader of the supervision group"

    @example
    Scenario: Entered on 13 February, due on the 16th
      Given a "action" is in "planned"
      When at 2023-02-13 09:00 "A" does "enter on the books" to a "action"
      Then "begin" is due at 2023-02-17 00:00
"""


def line_of(text: str, part: str) -> int:
    """The number of the first line that contains `part`."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)


def spoilt(text: str, old: str, new: str) -> str:
    """The text with one part replaced, which must be there."""
    assert old in text
    return text.replace(old, new, 1)


def problems_of(*texts: str) -> tuple[Problem, ...]:
    """What a check finds, without the hint that other kinds have no policy."""
    named = {f"{number:02}.feature": text for number, text in enumerate(texts, 1)}
    found = check_texts(named).problems
    return tuple(item for item in found if item.code != "kind-without-policy")


def codes_of(*texts: str) -> list[str]:
    """The codes of what a check finds, each once, in the order of the files."""
    return list(dict.fromkeys(item.code for item in problems_of(*texts)))


def only(text: str, code: str) -> tuple[int | None, int | None, str, tuple[str, ...]]:
    """Line, column, message and suggestions of the one problem with this code."""
    (found,) = [item for item in problems_of(text) if item.code == code]
    return found.line, found.column, found.message, found.suggestions
