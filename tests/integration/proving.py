"""Small policies for the tests of proofs: feature text, compiled, and proved in one world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.compiling import compile_text
from policies.rules import RuleSet
from proofs.running import ProofReport, prove

if TYPE_CHECKING:
    from domain.problems import Problem
    from proofs.worlds import World

FILE = "样例.feature"
HEAD = """# language: zh-CN
@自定
功能: 样例办法
  规则: 第一条 样例
"""

AUTHORITY = """
    场景: 谁登记
      假如 某“整改措施”处于“已计划”状态
      当 拟“登记入账”时
      那么 只能由“督导组办公室”办理
    场景大纲: 谁<办理动作>
      假如 某“整改措施”处于“<状态>”状态
      当 拟“<办理动作>”时
      那么 只能由“<角色>”办理
      例子:
        | 状态   | 办理动作 | 角色         |
        | 已计划 | 开始实施 | 实施人       |
        | 实施中 | 完成     | 实施人       |
        | 待验证 | 验证     | 验证人       |
        | 待验证 | 退回实施 | 验证人       |
        | 已计划 | 取消     | 督导组办公室 |
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """Proves small policies in a world that is built once."""

    world: World

    def of(self, *scenarios: str) -> ProofReport:
        """What proving finds in a policy of these scenarios, with authority for every trigger."""
        return self.of_text(HEAD + AUTHORITY + "\n".join(scenarios))

    def of_text(self, text: str, file: str = FILE) -> ProofReport:
        """What proving finds in one feature file; it must compile."""
        written = compile_text(file, text)
        assert [one for one in written.problems if one.severity == "error"] == []
        ruleset = RuleSet(tuple(one.rule for one in written.rules), written.examples)
        return prove({file: text}, ruleset, self.world)


def found(report: ProofReport, *codes: str) -> list[Problem]:
    """The problems with these codes, or all but those about missing examples."""
    if codes:
        return [one for one in report.problems if one.code in codes]
    return [one for one in report.problems if one.code != "number-without-example"]


def line_of(words: str, *scenarios: str) -> int:
    """The line on which words first stand in the text of `Trial.of`."""
    lines = (HEAD + AUTHORITY + "\n".join(scenarios)).split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)
