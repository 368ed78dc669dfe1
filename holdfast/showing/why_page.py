"""Why something may or may not be done, is due, or went to somebody, on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from holdfast.showing.case_page import check_line
from holdfast.showing.words import joined, words_of

if TYPE_CHECKING:
    from casework.why import Answer, Explained, Question


def why_lines(found: Explained, question: Question, lang: str) -> Iterator[str]:
    """All that is possible, the checks and the clocks at a glance; or one question in full."""
    kind, state = LEXICON.word("kind", found.kind, lang), LEXICON.word("state", found.state, lang)
    yield f"{kind} {found.number}  [{state}]"
    if found.version is not None:
        yield found.version.said
    if question.about_everything:
        yield from _overview(found, question, lang)
    else:
        yield from _in_full(found, question, lang)


def _overview(found: Explained, question: Question, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    if not found.answers:
        yield "没有可办理的动作。" if zh else "Nothing more can be done to it."
    for answer in found.answers:
        yield ""
        yield from _answer(answer, lang, question.by)
    yield from _section("核验项" if zh else "Checks", (check_line(c, lang) for c in found.checks))
    yield from _section("时限" if zh else "Clocks", (one.said[0] for one in found.dues))
    sent = [f"{one.name} ({one.handle})" for one in found.people]
    yield from _section("送达过" if zh else "Something of it went to", iter(sent))
    yield ""
    more = "--trigger T | --check C | --clock T | --person P | --event N"
    ask = f"holdfast case why {found.number} {more}"
    yield f"逐项详问：{ask}" if zh else f"Each in full: {ask}"


def _section(heading: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield ""
        yield heading
        yield from (f"  {line}" for line in told)


def _in_full(found: Explained, question: Question, lang: str) -> Iterator[str]:
    """Each answer that was asked for, with every rule that was considered."""
    for answer in found.answers:
        yield ""
        yield from _answer(answer, lang, question.by)
        yield from _considered([one.said for one in answer.considered], lang)
    for check in found.checks:
        yield from _told("", check.said)
        yield from _considered([one.said for one in check.considered], lang)
    rest = (*(one.said for one in found.dues), *(one.said for one in found.people))
    for said in (*rest, *(one.said for one in found.events)):
        yield from _told("", said)


def _told(head: str, said: tuple[str, ...]) -> Iterator[str]:
    yield head
    yield said[0]
    yield from (f"    {one}" for one in said[1:])


def _considered(said: list[str], lang: str) -> Iterator[str]:
    if said:
        yield "    考虑过的条款：" if lang == "zh" else "    clauses that were considered:"
        yield from (f"      {one}" for one in said)


def _answer(answer: Answer, lang: str, by: str | None) -> Iterator[str]:
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
    yield from (f"    {one}" for one in answer.said[1:])
    if answer.allowed:
        for rule in answer.rules:
            yield f"    {rule['citation']}  {rule['file']}:{rule['line']}"
