"""A rectification plan in words: title, paragraphs, one table, the group, lines to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.casewords import money_words
from casework.group_people import ROLE_OF
from casework.grouping import Manned
from casework.plans import Plan, PlanLine
from domain.lexicon import LEXICON

_HEADINGS: tuple[tuple[str, str], ...] = (
    ("序号", "No."),
    ("问题编号", "Number"),
    ("责任单位", "Responsible unit"),
    ("具体部位", "Place"),
    ("存在问题", "Problem"),
    ("隐患等级", "Grade"),
    ("整改方式", "Manner"),
    ("整改措施", "Measures"),
    ("行政整改责任人", "Administrative owner"),
    ("党组织整改责任人", "Party owner"),
    ("复查责任人", "Re-inspection owner"),
    ("整改期限", "Due on"),
    ("整改资金", "Funds"),
    ("应急预案", "Contingency plan"),
)
WIDTHS = (6, 14, 16, 18, 34, 10, 10, 34, 12, 12, 12, 12, 14, 26)
"""How wide each column of the table is, in characters."""

NOTHING = "—"
"""What stands in a cell about which the record says nothing."""

_DOMAINS = {
    "safety": ("安全", "safety"),
    "environment": ("生态环境保护", "environment"),
}
_SIGNED = (
    ("编制", "Prepared by"),
    ("审核（督导组办公室）", "Reviewed by (office of the supervision group)"),
    ("批准（行政负责人）", "Approved by (administrative head)"),
    ("批准（党组织负责人）", "Approved by (Party head)"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a plan: its heading, and paragraphs or items."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A plan ready to be written down, in one language, whatever the form of the file."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    table_heading: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[Section, ...]
    signatures: tuple[str, ...]


def document_of(plan: Plan, lang: str) -> PlanDocument:
    """The plan in the words of an office."""
    at = 0 if lang == "zh" else 1
    before = tuple(_sections(plan, lang))
    after = tuple(_after(plan, lang))
    numbered = [*before, Section(("整改清单", "List of findings")[at], ()), *after]
    headed = [
        Section(_numbered(place, part.heading, lang), part.items)
        for place, part in enumerate(numbered, 1)
    ]
    return PlanDocument(
        title=_title(plan, lang),
        lead=tuple(_lead(plan, lang)),
        sections=tuple(headed[: len(before)]),
        table_heading=headed[len(before)].heading,
        headings=tuple(words[at] for words in _HEADINGS),
        rows=tuple(_row(plan, place, line, lang) for place, line in enumerate(plan.lines, 1)),
        after=tuple(headed[len(before) + 1 :]),
        signatures=tuple(_signatures(plan, lang)),
    )


def _numbered(place: int, heading: str, lang: str) -> str:
    return (
        f"{'一二三四五六七八九'[place - 1]}、{heading}" if lang == "zh" else f"{place}. {heading}"
    )


def _title(plan: Plan, lang: str) -> str:
    if lang == "en":
        return f"Rectification plan: {plan.title}"
    return plan.title if plan.title.endswith("方案") else f"{plan.title}整改方案"


def day_words(day: str | None, lang: str) -> str:
    """A day as an office writes it; a dash for none."""
    if day is None:
        return NOTHING
    known = date.fromisoformat(day)
    return f"{known.year}年{known.month}月{known.day}日" if lang == "zh" else day


def _lead(plan: Plan, lang: str) -> Iterator[str]:
    """Who inspected whom when, what was found, and when the leaders met about it."""
    zh = lang == "zh"
    company = _unit(plan, plan.unit_id, lang)
    first, last = (day_words(day, lang) for day in (plan.inspected_from, plan.inspected_to))
    domain = _DOMAINS.get(plan.domain or "", ("", ""))[0 if zh else 1]
    kind = LEXICON.word("value", plan.type, lang) if plan.type else ("督察" if zh else "inspection")
    units = ("、" if zh else ", ").join(_unit(plan, one, lang) for one in plan.unit_ids)
    team = plan.team or ("督察组" if zh else "the inspection team")
    count = len(plan.lines)
    if zh:
        yield (
            f"{first}至{last}，{team}对{company}开展{domain}{kind}，现场涉及{units or company}，"
            f"登记问题{count}项。"
        )
    else:
        yield (
            f"From {first} to {last} {team} inspected {company} ({domain or 'all'}: {kind}), on"
            f" site at {units or company}, and entered {count} findings."
        )
    yield from (_looked_back(one.title, one.inspected_from, one.inspected_to, lang)
                for one in plan.earlier)  # fmt: skip
    yield _meeting(plan, lang)


def _looked_back(title: str, first: str | None, last: str | None, lang: str) -> str:
    start, end = day_words(first, lang), day_words(last, lang)
    if lang == "zh":
        return f"本轮回头看核对的是{title}（{start}至{end}）的整改情况。"
    return f"It looked back at the rectification of {title} ({start} to {end})."


def _meeting(plan: Plan, lang: str) -> str:
    count = len(plan.lines)
    if plan.meeting_on is None:
        if lang == "zh":
            return f"领导班子专题会尚未召开，以下{count}项问题的分解有待审定。"
        return f"The leaders have not met yet; the {count} findings below await their decision."
    day = day_words(plan.meeting_on, lang)
    if lang == "zh":
        return f"{day}，领导班子召开专题会审定本方案，{count}项问题逐项分解到人、限定日期。"
    return f"On {day} the leaders settled this plan: {count} findings, each with people and a date."


def _sections(plan: Plan, lang: str) -> Iterator[Section]:
    parts: tuple[tuple[str, Iterable[str]], ...] = (
        ("plan_guidance", plan.guidance.splitlines()),
        ("plan_principles", _listed(plan.principles, lang)),
        ("plan_goal", plan.goal.splitlines()),
        ("measures", plan.measures.splitlines()),
    )
    for field, items in parts:
        found = tuple(items)
        if found:
            yield Section(LEXICON.word("field", field, lang), found)


def _after(plan: Plan, lang: str) -> Iterator[Section]:
    if plan.safeguards:
        heading = LEXICON.word("field", "plan_safeguards", lang)
        yield Section(heading, tuple(_listed(plan.safeguards, lang)))
    if plan.group is not None:
        heading = "督导组" if lang == "zh" else "Supervision group"
        yield Section(heading, tuple(_group_lines(plan, plan.group, lang)))


def _listed(items: Iterable[str], lang: str) -> Iterator[str]:
    """Items numbered as an office does; one that has a number keeps it."""
    for place, item in enumerate(items, 1):
        if lang == "en":
            yield f"({place}) {item}"
        else:
            yield item if item.startswith(("（", "(")) else f"（{_chinese(place)}）{item}"


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九十"
    if number <= len(digits) - 1:
        return digits[number]
    return f"十{digits[number - 10]}" if number < 2 * 10 else str(number)


def _group_lines(plan: Plan, manned: Manned, lang: str) -> Iterator[str]:
    group, people = manned.group, manned.people
    colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
    for part, role in ROLE_OF.items():
        if part != "officer" and people.get(part):
            names = comma.join(_name(plan, one) for one in people[part])
            yield f"{LEXICON.word('role', role, lang)}{colon}{names}"
    office = _unit(plan, group.office_unit_id, lang)
    officers = comma.join(_name(plan, one) for one in people.get("officer", ()))
    first, last = (day_words(day.isoformat(), lang) for day in (group.from_on, group.last_day))
    beside = f"{colon}{officers}" if officers else ""
    yield f"办公室设在{office}{beside}" if lang == "zh" else f"Office in {office}{beside}"
    yield f"期间：{first}至{last}" if lang == "zh" else f"Time: {first} to {last}"


def _row(plan: Plan, place: int, line: PlanLine, lang: str) -> tuple[str, ...]:
    return (
        str(place),
        line.number.removeprefix(f"{plan.number}-"),
        _unit(plan, line.unit_id, lang),
        line.place or NOTHING,
        "\n".join(_in_order(line.problems)),
        _value(line.grade, lang),
        _value(line.manner, lang),
        "\n".join(line.measures) or NOTHING,
        _name(plan, line.administrative_owner),
        _name(plan, line.party_owner),
        _name(plan, line.reinspection_owner),
        line.due_on or NOTHING,
        _funds(line, lang),
        line.contingency or NOTHING,
    )


def _in_order(texts: tuple[str, ...]) -> Iterator[str]:
    if len(texts) == 1:
        yield texts[0]
        return
    yield from (f"{number}. {text}" for number, text in enumerate(texts, 1))


def _funds(line: PlanLine, lang: str) -> str:
    if line.funds is None:
        return NOTHING
    source = line.funds_source
    amount = money_words(line.funds, lang)
    if not source:
        return amount
    return f"{amount}（{source}）" if lang == "zh" else f"{amount} ({source})"


def _value(code: str | None, lang: str) -> str:
    return NOTHING if code is None else LEXICON.word("value", code, lang)


def _unit(plan: Plan, unit_id: str | None, lang: str) -> str:
    unit = plan.organisation.staff.tree.units.get(unit_id or "")
    return NOTHING if unit is None else unit.word(lang)


def _name(plan: Plan, person_id: str | None) -> str:
    if person_id is None:
        return NOTHING
    person = plan.organisation.staff.people.get(person_id)
    return person_id if person is None else person.name


def _signatures(plan: Plan, lang: str) -> Iterator[str]:
    """Lines to sign by hand; below them, through whose hands the plan went in the record."""
    at, colon = (0, "：") if lang == "zh" else (1, ": ")
    yield from (f"{words[at]}{colon}" for words in _SIGNED)
    comma = "、" if lang == "zh" else ", "
    for trigger, people in (("submit_plan", plan.submitted_by), ("approve_plan", plan.approved_by)):
        if people:
            names = comma.join(_name(plan, one) for one in people)
            yield f"{LEXICON.word('trigger', trigger, lang)}{colon}{names}"
