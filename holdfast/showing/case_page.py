"""A case on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from holdfast.showing.waivers import waiver_lines
from holdfast.showing.words import joined, plain, short, words_of
from notifications.wording import paragraphs

if TYPE_CHECKING:
    from casework.clockwords import ClockView
    from casework.links import LinkLine
    from casework.viewing import CaseLine, CaseView
    from casework.why import CheckAnswer


def case_lines(view: CaseView, lang: str) -> Iterator[str]:
    """Everything about a case, from what it is to what happened to it."""
    line, zh = view.line, lang == "zh"
    kind, state = LEXICON.word("kind", line.kind, lang), LEXICON.word("state", line.state, lang)
    waived = f"  [{line.waived.words(lang)}]" if line.waived.words(lang) else ""
    yield f"{kind} {line.number}  [{state}]{waived}  {plain(line.title)}"
    yield f"  {_where(view, lang)}"
    if view.lists:
        yield f"  {'列入' if zh else 'on the'} {words_of('list', view.lists, lang)}"
    yield from _fields(view, lang)
    yield from _section("人员" if zh else "People", _people(view))
    yield from _section("时限" if zh else "Clocks", _clocks(view, lang))
    yield from _section("核验项" if zh else "Checks", (check_line(c, lang) for c in view.checks))
    waivers = waiver_lines(view.waivers, line.zone, lang)
    yield from _section("特批" if zh else "Waivers", waivers)
    below = (child_line(child, lang) for child in view.children)
    yield from _section("下级事项" if zh else "Cases under it", below)
    links = (link_line(link, line.number, lang) for link in view.links)
    yield from _section("关联事项" if zh else "Linked cases", links)
    yield from _section("材料" if zh else "Evidence", _evidence(view, lang))
    yield from _section("经过" if zh else "What happened", _timeline(view, lang))
    yield ""
    if view.triggers:
        can = words_of("trigger", view.triggers, lang)
        ask = f"holdfast case why {line.number}"
        yield f"可办理：{can}（{ask}）" if zh else f"Possible: {can} (see {ask})"
    else:
        yield "没有可办理的动作。" if zh else "Nothing more can be done to it."


def _section(heading: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield heading
        yield from (f"  {line}" for line in found)


def _where(view: CaseView, lang: str) -> str:
    line = view.line
    opened = short(line.opened_at, line.zone, lang)
    parts = [line.unit] if line.unit else []
    if view.parent is not None:
        parts.append(f"属 {view.parent}" if lang == "zh" else f"under {view.parent}")
    parts.append(f"登记 {opened}" if lang == "zh" else f"entered {opened}")
    if line.closed_at is not None:
        closed = short(line.closed_at, line.zone, lang)
        parts.append(f"办结 {closed}" if lang == "zh" else f"closed {closed}")
    parts.append(f"{'代号' if lang == 'zh' else 'handle'} {line.handle}")
    return " · ".join(parts)


_NOT_FOR_READING = frozenset({"ledger_cells"})
"""The ledger's own cells are kept as data, for the export; they would fill the screen."""


def _fields(view: CaseView, lang: str) -> Iterator[str]:
    lines = []
    for field in view.fields:
        if field["id"] in _NOT_FOR_READING:
            continue
        text = paragraphs(str(field["words"])).splitlines() or [""]
        colon = "：" if lang == "zh" else ": "
        lines.append(f"{field['name']}{colon}{text[0]}")
        lines.extend(f"    {more}" for more in text[1:])
    return _section("内容" if lang == "zh" else "Facts", iter(lines))


def _people(view: CaseView) -> Iterator[str]:
    for person in view.people:
        yield f"{person['words']}  {person['name']} ({person['handle']})"


def _clocks(view: CaseView, lang: str) -> Iterator[str]:
    for clock in view.clocks:
        yield clock_line(clock, view.line.zone, lang)


def clock_line(clock: ClockView, zone: str, lang: str) -> str:
    """One clock on one line: what must happen, until when, how it stands, by which line."""
    status = LEXICON.word("clock", clock.status, lang)
    due = short(clock.due, zone, lang)
    left = f"  {clock.left}" if clock.left else ""
    rule = f"{clock.rule['file']}:{clock.rule['line']}"
    until = f"{due} 前" if lang == "zh" else f"by {due}"
    return f"{clock.words}  {until}  [{status}]{left}  {rule}"


def check_line(check: CheckAnswer, lang: str) -> str:
    """One check on one line: whether it holds, and what is in the way."""
    zh = lang == "zh"
    name = LEXICON.word("check", check.check, lang)
    if not check.derived:
        reasons = check.reasons_zh if zh else check.reasons_en
        return f"✗ {name}  {('；' if zh else '; ').join(reasons)}"
    if check.signed:
        return f"✓ {name}  {'已签认' if zh else 'signed'}"
    if not check.signers:
        return f"· {name}  {'尚未到签认环节' if zh else 'not to be signed yet'}"
    who, people = words_of("role", check.signers, lang), joined(check.people, lang)
    if zh:
        return f"○ {name}  事实成立，待{who}签认（{people or '无人'}）"
    return f"○ {name}  borne out, to be signed by the {who} ({people or 'nobody'})"


def child_line(child: CaseLine, lang: str) -> str:
    """A case under another on one line."""
    kind, state = LEXICON.word("kind", child.kind, lang), LEXICON.word("state", child.state, lang)
    # What a consequence has opened has no words of its own: its unit tells it from the others.
    about = child.unit if child.title == child.number else child.title
    waived = f"  [{child.waived.words(lang)}]" if child.waived.words(lang) else ""
    return f"{kind} {child.number}  [{state}]{waived}  {plain(about)}"


def link_line(link: LinkLine, here: str, lang: str) -> str:
    """A link on one line, with the case that it starts from where that is another one."""
    relation = LEXICON.word("relation", link.relation, lang)
    state = LEXICON.word("state", link.state, lang)
    of = "" if link.of == here else f"{link.of}  "
    way = "→" if link.forward else "←"
    unit = f"  {link.unit}" if link.unit else ""
    return f"{of}{relation} {way} {link.number}{unit}  [{state}]  {plain(link.title)}"


def _evidence(view: CaseView, lang: str) -> Iterator[str]:
    for item in view.evidence:
        at = short(item["at"], view.line.zone, lang)
        size = f"{item['size'] / 1024:,.0f} KB"
        yield f"{item['words']}  {plain(item['name'])}  {size}  {item['by']}  {at}"


def _timeline(view: CaseView, lang: str) -> Iterator[str]:
    for entry in view.timeline:
        at = short(entry.at, view.line.zone, lang)
        yield f"{at}  {entry.actor}  {entry.words}"
        for rule in entry.rules[:3]:
            yield f"    {rule['citation']}  {rule['file']}:{rule['line']}"
        if entry.text:
            yield from (f"    “{text}”" for text in paragraphs(entry.text).splitlines())
