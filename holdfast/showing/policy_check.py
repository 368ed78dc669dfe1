"""The report of a check on the screen: what is wrong, left open, in conflict and unproved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from domain.problems import Severity
from holdfast.printing import problem_line
from holdfast.showing.words import words_of
from policies.overlapping import By
from proofs.mutants import Operator

if TYPE_CHECKING:
    from policies.coverage import Coverage
    from proofs.mutating import Mutations
    from proofs.reporting import CheckReport

_BY = {
    By.SPECIFIC: ("条件更具体者优先", "the more specific goes first"),
    By.EARLIEST: ("先到的期限优先", "the earlier due date counts"),
    By.DENY: ("不予准许优先", "a refusal goes first"),
    By.BOTH: ("同时适用", "both apply"),
    By.FIRST: ("正文中在前者优先", "the first in the text goes first"),
    By.LAST: ("正文中在后者优先", "the last in the text goes first"),
}
_OPERATORS = {
    Operator.NUMBER: ("数字", "numbers"),
    Operator.UNIT: ("单位", "units"),
    Operator.ROLE: ("角色", "roles"),
    Operator.STATE: ("状态", "states"),
}


def report_lines(report: CheckReport, lang: str, *, full: bool) -> Iterator[str]:
    """Problems first, then what is left open and in conflict, at last the verdict.

    What is said of a clause is said in the language of its file. Long lists are only counted,
    unless they are wanted in full.
    """
    yield from (problem_line(one, lang) for one in report.problems)
    if report.coverage is not None:
        yield from _examples(report, report.coverage, lang, full=full)
        yield from _left_open(report.coverage, lang, full=full)
        yield from _conflicts(report, lang, full=full)
    if report.unproved is not None:
        yield from _unproved(report, report.unproved, lang)
    yield _verdict(report, lang)


def _examples(report: CheckReport, coverage: Coverage, lang: str, *, full: bool) -> Iterator[str]:
    if coverage.without_example is None:
        return
    count, of = len(coverage.without_example), coverage.clauses
    yield (
        f"例子：{of} 条条款中 {count} 条没有例子涉及。"
        if lang == "zh"
        else f"Examples: of {of} clauses {count} are touched by none."
    )
    if full:
        for cite in coverage.without_example:
            words = cite.words(report.lang_of(cite, lang))
            yield f"  {cite.file}:{cite.line}: {words} {cite.scenario}"
        return
    for file, missing in Counter(cite.file for cite in coverage.without_example).items():
        yield f"  {file}: {missing}"


def _left_open(coverage: Coverage, lang: str, *, full: bool) -> Iterator[str]:
    """Where cases may rest, a state without a word is in order: it is only named in full."""
    zh = lang == "zh"
    if coverage.unheld_roles:
        roles = words_of("role", coverage.unheld_roles, lang)
        yield f"没有人担任：{roles}。" if zh else f"Held by nobody: {roles}."
    elif coverage.unheld_roles is None:
        yield (
            "没有可对照的机构，未核对各角色是否有人担任。"
            if zh
            else "No organisation to compare with: whether roles are held was not looked at."
        )
    if coverage.silent_kinds:
        kinds = words_of("kind", coverage.silent_kinds, lang)
        yield f"没有任何条款涉及：{kinds}。" if zh else f"No clause at all is about: {kinds}."
    for one in (one for one in coverage.silent_states if full or not one.resting):
        kind, state = LEXICON.word("kind", one.kind, lang), LEXICON.word("state", one.state, lang)
        rests = ("（可长期停留）", " (cases may rest there)")[not zh] if one.resting else ""
        yield (
            f"没有条款写到“{kind}”的“{state}”状态{rests}。"
            if zh
            else f"No clause names “{state}” of “{kind}”{rests}."
        )


def _conflicts(report: CheckReport, lang: str, *, full: bool) -> Iterator[str]:
    at = 0 if lang == "zh" else 1
    if not report.conflicts:
        yield ("重叠：没有。", "Overlaps: none.")[at]
        return
    counts = Counter(one.by for one in report.conflicts)
    each = [f"{_BY[by][at]} {count}" for by, count in counts.most_common()]
    total = len(report.conflicts)
    yield (
        f"重叠：{total} 处，都有规则可循：{'，'.join(each)}。"
        if lang == "zh"
        else f"Overlaps: {total}, each settled: {', '.join(each)}."
    )
    shown = report.conflicts if full else [one for one in report.conflicts if one.by is not By.DENY]
    yield from (f"  {one.words(report.lang_of(one.winner.cite, lang))}" for one in shown)


def _unproved(report: CheckReport, found: Mutations, lang: str) -> Iterator[str]:
    at = 0 if lang == "zh" else 1
    missed = Counter(one.operator for one in found.unproved)
    each = [
        f"{_OPERATORS[one][at]} {tried - missed[one]}/{tried}" for one, tried in found.tried.items()
    ]
    yield (
        f"改动试验（种子 {found.seed}）：{found.count} 处改动，{found.noticed} 处被证明发现"
        f"（{'，'.join(each)}）。"
        if lang == "zh"
        else f"Changes on trial (seed {found.seed}): of {found.count} a proof noticed "
        f"{found.noticed} ({', '.join(each)})."
    )
    yield from (f"  {one.words(report.lang_of(one.cite, lang))}" for one in found.unproved)


def _verdict(report: CheckReport, lang: str) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in report.problems)
    files, rules = len(report.langs), report.rules
    if report.ok:
        return (
            f"检查通过：{files} 个文件，{rules} 条规则，{_proved(report, lang)}。"
            if lang == "zh"
            else f"In order: {files} files, {rules} rules, {_proved(report, lang)}."
        )
    return (
        f"检查未通过：{errors} 处错误。改正后再运行 holdfast policy check。"
        if lang == "zh"
        else f"Not in order: {errors} error(s). Correct them and run holdfast policy check again."
    )


def _proved(report: CheckReport, lang: str) -> str:
    if report.coverage is None or report.coverage.without_example is None:
        return "未运行证明" if lang == "zh" else "nothing proved"
    proofs, examples = report.proved, report.examples
    if lang == "zh":
        return f"{proofs} 项证明，{examples} 个例子"
    return f"{proofs} proofs, {examples} examples"
