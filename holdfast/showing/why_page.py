"""Why something may or may not be done, on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from holdfast.printing import missing_line
from holdfast.showing.case_page import check_line
from holdfast.showing.words import joined, words_of
from statemachines.tables import TABLES

if TYPE_CHECKING:
    from casework.why import Answer, Explained


def why_lines(found: Explained, lang: str, *, by: str | None) -> Iterator[str]:
    """Each trigger with its answer, then the checks."""
    zh = lang == "zh"
    kind, state = LEXICON.word("kind", found.kind, lang), LEXICON.word("state", found.state, lang)
    yield f"{kind} {found.number}  [{state}]"
    if not found.answers:
        yield "没有可办理的动作。" if zh else "Nothing more can be done to it."
    for answer in found.answers:
        yield ""
        yield from _answer(found, answer, lang, by)
    if found.checks:
        yield ""
        yield "核验项" if zh else "Checks"
        yield from (f"  {check_line(check, lang)}" for check in found.checks)


def _answer(found: Explained, answer: Answer, lang: str, by: str | None) -> Iterator[str]:
    zh = lang == "zh"
    word = LEXICON.word("trigger", answer.trigger, lang)
    mark = "✓" if answer.allowed else "✗"
    if by is None:
        who = words_of("role", answer.roles, lang)
        people = joined(answer.people, lang) or ("无人" if zh else "nobody")
        named = f"  {who}（{people}）" if zh else f"  {who} ({people})"
        yield f"{mark} {word}（{answer.trigger}）{named}" if zh else f"{mark} {word}{named}"
    else:
        yield f"{mark} {word}（{answer.trigger}）  {by}" if zh else f"{mark} {word}  {by}"
    if not answer.possible:
        yield f"    {_elsewhere(found, answer.trigger, lang)}"
    for reason in answer.reasons_zh if zh else answer.reasons_en:
        yield f"    {reason}"
    yield from (f"  {missing_line(item, lang)}" for item in answer.missing if item["roles"])
    if answer.waiting_for:
        waiting = words_of("role", answer.waiting_for, lang)
        yield f"    尚待会签：{waiting}" if zh else f"    names still wanted: {waiting}"
    if answer.allowed:
        for rule in answer.rules:
            yield f"    {rule['citation']}  {rule['file']}:{rule['line']}"


def _elsewhere(found: Explained, trigger: str, lang: str) -> str:
    table = TABLES[found.kind]
    sources = words_of("state", table.sources(trigger), lang)
    now = words_of("trigger", table.triggers_from(found.state), lang) or "—"
    if lang == "zh":
        return f"只能在“{sources}”时办理；现在可办理：{now}"
    return f"only possible while “{sources}”; possible now: {now}"
