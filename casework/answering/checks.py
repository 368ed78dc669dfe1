"""How a check stands: what its rules say of the facts, who signed it, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from casework.answering.rules import LOST, RuleView, rule_views
from casework.casefile import CaseFile, person_named
from casework.event_words import name_of
from casework.refusing import handles, sentence, signers_of
from domain.facts import Actor
from domain.lexicon import LEXICON
from policies.considering import considered_for_check, considered_for_signing
from policies.verdicts import CheckVerdict, Why


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """How a check stands: derived, signed, and by whom it is to be signed.

    `signed_by` is whose signature there is, also one that has lapsed because the facts changed.
    `considered` and `said` are filled in where a question is asked in full (`in_full`).
    """

    check: str
    derived: bool
    signed: bool
    signers: tuple[str, ...]
    people: tuple[str, ...]
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]
    basis: str
    signed_by: str | None = None
    considered: tuple[RuleView, ...] = ()
    said: tuple[str, ...] = ()


def answer_check(file: CaseFile, check: str) -> CheckAnswer:
    """How a check of the case stands, why not, and who may sign it."""
    verdict: CheckVerdict = file.policy.check(file.facts, check)
    signers = signers_of(file, check)
    signature = file.facts.signatures.get(check)
    return CheckAnswer(
        check,
        verdict.derived,
        verdict.signed,
        signers,
        tuple(handles(file, signers)),
        tuple(sentence(file, reason, "zh") for reason in verdict.against),
        tuple(sentence(file, reason, "en") for reason in verdict.against),
        "" if verdict.basis is None else verdict.basis.cite.words("zh"),
        None if signature is None else signature.person_id,
    )


def in_full(file: CaseFile, answer: CheckAnswer, by: str | None, lang: str) -> CheckAnswer:
    """The same answer with every rule that was considered, and as sentences."""
    actor = Actor("", frozenset(answer.signers))
    if by is not None:
        actor = file.actor(person_named(file.organisation, by))
    found = (
        *considered_for_check(file.policy, file.facts, answer.check),
        *considered_for_signing(file.policy, file.facts, answer.check, actor),
    )
    views = rule_views(file, file.policy, file.facts, found, lang)
    said = tuple(_sentences(file, answer, (by, actor), lang))
    return replace(answer, considered=views, said=said)


def _sentences(
    file: CaseFile, answer: CheckAnswer, asked: tuple[str | None, Actor], lang: str
) -> Iterator[str]:
    zh, comma = (lang == "zh"), ("、" if lang == "zh" else ", ")
    word = LEXICON.word("check", answer.check, lang)
    holds = answer.derived and answer.signed
    if zh:
        yield f"核验项“{word}”{'通过' if holds else '未通过'}"
    else:
        yield f"the check “{word}” {'holds' if holds else 'does not hold'}"
    yield from answer.reasons_zh if zh else answer.reasons_en
    if answer.derived:
        yield from _derivation(file, answer, lang)
    yield _signature(file, answer, lang)
    if not holds and answer.signers:
        roles = comma.join(LEXICON.word("role", role, lang) for role in answer.signers)
        people = comma.join(answer.people) or ("无人担任" if zh else "nobody holds it")
        yield f"由{roles}（{people}）签认" if zh else f"to be signed by the {roles} ({people})"
    by, actor = asked
    if by is not None:
        yield from _may_sign(file, answer.check, (by, actor), lang)


def _derivation(file: CaseFile, answer: CheckAnswer, lang: str) -> Iterator[str]:
    """Why the facts bear it out: the clause by which it counts as holding, or none against it."""
    found = considered_for_check(file.policy, file.facts, answer.check)
    standing = [one for one in found if one.fate not in LOST]
    if not standing:
        yield (
            "事实成立：没有一个使它不通过的条款适用"
            if lang == "zh"
            else "the facts bear it out: no clause against it applies"
        )
    yield from (one.said for one in rule_views(file, file.policy, file.facts, standing, lang))


def _signature(file: CaseFile, answer: CheckAnswer, lang: str) -> str:
    name = name_of(file, answer.signed_by, lang)
    if answer.signed:
        return f"已由{name}签认" if lang == "zh" else f"signed by {name}"
    if answer.signed_by is not None:
        return (
            f"{name}签认之后，所依据的事实有变化，签认已失效，应当重新签认"
            if lang == "zh"
            else f"{name} signed other facts: the signature has lapsed and must be given anew"
        )
    return "尚未签认" if lang == "zh" else "nobody has signed it"


def _may_sign(file: CaseFile, check: str, asked: tuple[str, Actor], lang: str) -> Iterator[str]:
    by, actor = asked
    reasons = file.policy.signing(file.facts, check, actor).reasons
    if lang == "zh":
        yield f"{by}{'不能' if reasons else '可以'}签认"
    else:
        yield f"{by} {'may not' if reasons else 'may'} sign it"
    # That the facts do not bear it out is said already, with every reason.
    yield from (sentence(file, one, lang) for one in reasons if one.why is not Why.CHECK)
