"""Which clause is meant by a citation or a place in a file: to be waived, or no longer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

import orjson

from casework.casefile import CaseFile
from casework.refusing import sentence
from domain.errors import BadInput, NotFound, Refused, RuleLine
from domain.lexicon import LEXICON
from policies import statements as s
from policies.rules import Rule
from policies.verdicts import Reason
from policies.waivers import GATES, clause_key
from store.waivers import WaiverRecord, waivers_of


def gate_named(file: CaseFile, trigger: str, text: str) -> Rule:
    """The gate that stands against `trigger` now, by `FILE:LINE` or by its citation.

    Raises:
        BadInput: for what is no clause about this trigger; those that could be waived are named.
        Refused: for a clause that no waiver lets pass, or that does not stand against it now.
    """
    against = file.policy.waivable(file.facts, trigger)
    for reason in against:
        if reason.rule is not None and _is_meant(reason.rule, text):
            return reason.rule
    named = _clause_named(file, trigger, text)
    if named is None:
        raise _unknown_clause(file, text, against)
    raise _cannot_be_waived(file, trigger, named)


def gate_with_key(file: CaseFile, trigger: str, key: str) -> Rule:
    """The gate with that key. Raises: Refused, when it does not stand against `trigger` now."""
    for reason in file.policy.waivable(file.facts, trigger):
        if reason.rule is not None and clause_key(reason.rule) == key:
            return reason.rule
    raise _stands_not(file, trigger, [])


def waiver_named(file: CaseFile, trigger: str, text: str | None) -> WaiverRecord:
    """The live waiver for `trigger`, where there are several the one of the clause.

    Raises:
        NotFound: when there is none.
        BadInput: when there are several and the clause is not said.
    """
    live = [
        row
        for row in waivers_of(file.work, file.case.id)
        if row.trigger == trigger and row.lives(file.at)
    ]
    found = live if text is None else [row for row in live if _is_of(file, row, text)]
    if len(found) == 1:
        return found[0]
    if found:
        places = [_place(RuleLine(**orjson.loads(row.cite))) for row in found]
        raise BadInput(
            field_zh="条款",
            field_en="clause",
            reason_zh=f"有多项有效的特批，请用 --clause 指明：{'、'.join(places)}",
            reason_en=f"several waivers live, say which by --clause: {', '.join(places)}",
        )
    raise NotFound(
        what_zh="有效的特批",
        what_en="live waiver for",
        name=text or LEXICON.word("trigger", trigger, "zh"),
        hint_zh="用 holdfast case show 查看特批。",
        hint_en="See the waivers of a case with: holdfast case show.",
    )


def _is_of(file: CaseFile, row: WaiverRecord, text: str) -> bool:
    """Whether a text names the clause of a waiver, by where it stood or where it stands now."""
    line = RuleLine(**orjson.loads(row.cite))
    if text.strip() in (_place(line), line.citation):
        return True
    rules = _rules_about(file, row.trigger)
    return any(_is_meant(rule, text) for rule in rules if clause_key(rule) == row.rule)


def _rules_about(file: CaseFile, trigger: str) -> Iterable[Rule]:
    for clause in file.policy.clauses(s.AboutTo, file.case.kind, trigger):
        yield clause.rule


def _clause_named(file: CaseFile, trigger: str, text: str) -> Rule | None:
    """The clause about the trigger, whether it is a gate or stands against it or not."""
    occasions = (s.AboutTo, s.ConflictedAboutTo, s.DoerAboutTo)
    return next(
        (
            clause.rule
            for occasion in occasions
            for clause in file.policy.clauses(occasion, file.case.kind, trigger)
            if _is_meant(clause.rule, text)
        ),
        None,
    )


def _is_meant(rule: Rule, text: str) -> bool:
    """`FILE:LINE` with or without the ending of the file, or the citation in either language."""
    cite, said = rule.cite, text.strip()
    path = PurePosixPath(cite.file)
    places = {f"{name}:{cite.line}" for name in (cite.file, path.name, path.stem)}
    return said in places | {cite.words("zh"), cite.words("en")}


def _place(line: RuleLine) -> str:
    return f"{line.file}:{line.line}"


def _unknown_clause(file: CaseFile, text: str, against: Iterable[Reason]) -> BadInput:
    said = {lang: [sentence(file, one, lang) for one in against] for lang in ("zh", "en")}
    nothing_zh, nothing_en = "现在没有可以特批的条款", "no clause stands against it that could be"
    return BadInput(
        field_zh="条款",
        field_en="clause",
        reason_zh=f"没有条款“{text}”；可以特批的：{'；'.join(said['zh']) or nothing_zh}",
        reason_en=f"there is no clause “{text}”; to be waived: "
        f"{'; '.join(said['en']) or nothing_en}",
    )


def _cannot_be_waived(file: CaseFile, trigger: str, rule: Rule) -> Refused:
    key = clause_key(rule)
    if any(one.clause == key and one.trigger == trigger for one in file.facts.waivers):
        return Refused(
            reasons_zh="该条款已有特批，尚未使用",
            reasons_en="a waiver of this clause lives already",
            codes=["waived-already"],
            rules=[rule.cite.at(file.policy.version)],
        )
    if any(isinstance(then, GATES) for then in rule.then):
        return _stands_not(file, trigger, [rule.cite.at(file.policy.version)])
    return Refused(
        reasons_zh="谁可以办理、谁应当回避、会签和批准不得特批，只有前置条件可以特批",
        reasons_en="who may, who must stand aside, names and approvals are never waived: "
        "only gates are",
        codes=["not-waivable"],
        rules=[rule.cite.at(file.policy.version)],
    )


def _stands_not(file: CaseFile, trigger: str, rules: list[RuleLine]) -> Refused:
    words = {lang: LEXICON.word("trigger", trigger, lang) for lang in ("zh", "en")}
    ask = f"holdfast case why {file.case.number} {trigger}"
    return Refused(
        reasons_zh=f"该条款现在不阻止“{words['zh']}”，无须特批（{ask}）",
        reasons_en=f"this clause does not stand against “{words['en']}” now (see: {ask})",
        codes=["gate-does-not-stand"],
        rules=rules,
    )
