"""Puts a verdict into words: the refusal with every reason, its line, and who can help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casework.casefile import CaseFile
from domain.errors import Refused, RuleLine
from domain.lexicon import LEXICON
from policies.authority import holders_of
from policies.statements import OnlyBy
from policies.verdicts import Reason, Verdict, Why

_CATEGORY = {
    Why.FIELD: "field",
    Why.DOCUMENT: "document",
    Why.CHECK: "check",
    Why.REFUSED: "check",
    Why.APPROVAL: "role",
    Why.SEPARATION: "trigger",
}

_WORDS: dict[Why, dict[str, str]] = {
    Why.NOBODY_NAMED: {
        "zh": "制度没有规定谁可以办理",
        "en": "no clause says who may do this",
    },
    Why.NOT_AUTHORISED: {"zh": "只能由{roles}办理", "en": "only the {roles} may do this"},
    Why.CONFLICT: {
        "zh": "与该事项有利害关系，应当回避",
        "en": "you have an interest in this case and must stand aside",
    },
    Why.SEPARATION: {
        "zh": "已办理过“{subject}”，应当回避",
        "en": "whoever did “{subject}” must stand aside",
    },
    Why.ALREADY_SIGNED: {
        "zh": "你已会签，还需{roles}会签",
        "en": "you have signed already; the {roles} must sign too",
    },
    Why.REFUSED: {"zh": "{text}", "en": "{text}"},
    Why.FIELD: {"zh": "尚未填报“{subject}”", "en": "“{subject}” is not filled in"},
    Why.DOCUMENT: {"zh": "尚未附“{subject}”", "en": "“{subject}” is not attached"},
    Why.CHECK: {"zh": "核验项“{subject}”未通过", "en": "the check “{subject}” does not hold"},
    Why.APPROVAL: {"zh": "尚需{roles}批准", "en": "the approval of the {roles} is missing"},
    Why.APPROVER: {
        "zh": "你已批准此事，应由他人办理或批准",
        "en": "you have approved this: somebody else must do it, or approve it next",
    },
    Why.REQUESTER: {
        "zh": "申请人不得批准自己的申请",
        "en": "who asks for it may not approve it",
    },
}


_OF_THE_PERSON = frozenset(
    {Why.CONFLICT, Why.SEPARATION, Why.NOBODY_NAMED, Why.APPROVER, Why.REQUESTER}
)
"""Nothing that could be supplied would help the person; somebody else has to act."""


def refuse(file: CaseFile, verdict: Verdict) -> Refused:
    """The error that says no, in both languages, with the policy lines."""
    said = {lang: [sentence(file, reason, lang) for reason in verdict.reasons] for lang in _LANGS}
    return Refused(
        reasons_zh="；".join(said["zh"]),
        reasons_en="; ".join(said["en"]),
        each_zh=said["zh"],
        each_en=said["en"],
        missing=[missing for reason in verdict.reasons for missing in missing_of(file, reason)],
        rules=list(rule_lines(file, verdict.reasons)),
        codes=[str(reason.why) for reason in verdict.reasons],
    )


_LANGS = ("zh", "en")


def sentence(file: CaseFile, reason: Reason, lang: str) -> str:
    """One reason as a sentence that ends with its citation."""
    roles = _roles(reason.roles, lang)
    subject = LEXICON.word(_CATEGORY.get(reason.why, "field"), reason.subject, lang)
    text = reason.text
    if lang == "en":
        text = file.policy.ruleset.renderings.get(text, text)
    said = _WORDS[reason.why][lang].format(roles=roles, subject=subject, text=text)
    because = [sentence(file, item, lang) for item in reason.because]
    if reason.why is Why.CHECK and reason.text:
        said = f"{said}（{text}）" if lang == "zh" else f"{said} ({text})"
    if reason.why in (Why.REFUSED, Why.CHECK) and reason.subject and not reason.because:
        said += _unsigned(file, reason, lang)
    told_below = reason.why is Why.CHECK and reason.because
    if reason.rule is not None and not told_below:
        cite = reason.rule.cite
        place = f"{cite.file}:{cite.line}"
        said += (
            f"（{cite.words(lang)}，{place}）"
            if lang == "zh"
            else f" ({cite.words(lang)}, {place})"
        )
    return "←".join([said, *because])


def _unsigned(file: CaseFile, reason: Reason, lang: str) -> str:
    verdict = file.policy.check(file.facts, reason.subject)
    if not verdict.derived or verdict.signed:
        return ""
    words = _roles(signers_of(file, reason.subject), lang)
    return f"，待{words}签认" if lang == "zh" else f", to be signed by the {words}"


def signers_of(file: CaseFile, check: str) -> tuple[str, ...]:
    """The roles that may sign a check of this case."""
    from policies.statements import AboutToSign

    rules = file.policy.matching(AboutToSign, file.facts, check)
    return tuple(then.role for rule in rules for then in rule.then if isinstance(then, OnlyBy))


def missing_of(file: CaseFile, reason: Reason) -> Iterator[dict[str, Any]]:
    """What would help: `{what, id, zh, en, roles, people}`, people by handle."""
    roles = reason.roles
    if reason.why in (Why.REFUSED, Why.CHECK) and reason.subject:
        roles = signers_of(file, reason.subject)
    if reason.why in _OF_THE_PERSON:
        return
    what = "role" if reason.why in (Why.NOT_AUTHORISED, Why.ALREADY_SIGNED) else str(reason.why)
    category = _CATEGORY.get(reason.why, "field")
    yield {
        "what": what,
        "id": reason.subject,
        "zh": LEXICON.word(category, reason.subject, "zh") or reason.text or _roles(roles, "zh"),
        "en": LEXICON.word(category, reason.subject, "en") or reason.text or _roles(roles, "en"),
        "roles": list(roles),
        "people": handles(file, roles),
    }


def missing_words(item: Mapping[str, Any], lang: str) -> str:
    """An item of `missing_of` in words: what is missing, and who could supply it."""
    comma = "、" if lang == "zh" else ", "
    roles = comma.join(LEXICON.word("role", role, lang) for role in item["roles"])
    people = comma.join(item["people"])
    if lang == "zh":
        who = f"{roles or '办理人'}" + (
            f"（{people}）" if people else "（无人担任）" if roles else ""
        )
        doing = item["what"] == "role"
        return f"应由{who}办理" if doing else f"缺：{item['zh']}，可由{who}补齐"
    who = f"the {roles}" if roles else "whoever acts"
    who += f" ({people})" if people else " (nobody holds it)" if roles else ""
    return (
        f"to be done by {who}" if item["what"] == "role" else f"missing: {item['en']}, from {who}"
    )


def _roles(roles: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else " / ").join(
        LEXICON.word("role", role, lang) for role in roles
    )


def handles(file: CaseFile, roles: Iterable[str]) -> list[str]:
    """The handles of everybody who holds one of the roles for this case."""
    staff = file.organisation.staff
    found = holders_of(tuple(roles), file.side, staff, file.today)
    return [staff.people[person].handle for person in found if person in staff.people]


def lines_for(file: CaseFile, verdict: Verdict) -> tuple[RuleLine, ...]:
    """The lines behind a verdict: of the reasons if it refuses, else of what gives authority."""
    if verdict.reasons:
        return tuple(rule_lines(file, verdict.reasons))
    return tuple(rule.cite.at(file.policy.version) for rule in verdict.named)


def rule_lines(file: CaseFile, reasons: Iterable[Reason]) -> Iterator[RuleLine]:
    """The policy lines behind reasons, each once, causes after what they cause."""
    seen: set[tuple[str, int]] = set()
    for reason in reasons:
        for item in (reason, *reason.because):
            if item.rule is None:
                continue
            line = item.rule.cite.at(file.policy.version)
            if (line.file, line.line) not in seen:
                seen.add((line.file, line.line))
                yield line
