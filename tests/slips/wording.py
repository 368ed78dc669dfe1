"""Where the words of clauses stand, and what else could stand there: numbers, roles, states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domain.lexicon import LEXICON
from policies import statements as s
from policies.vocabulary import phrase_for
from statemachines.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from policies.problem_codes import Place
    from policies.written import Written, WrittenRule

    Spots = Iterator[tuple[int, int, str, str]]
    """Line and column, counted from 1, what stands there, and what is to stand there."""

_NUMBER = {
    "zh": re.compile(
        r"(?<![\d,])(?P<n>\d[\d,]*)(?P<unit>小时|个工作日|个月|日|周|年|次|元|时)"
        r"|(?:达到|低于|超过)(?P<bare>\d+)\b"
    ),
    "en": re.compile(
        r"(?<![\d,])(?P<n>\d[\d,]*) "
        r"(?P<unit>hours?|working days?|days?|weeks?|months?|years?|yuan|time\(s\))"
        r"|(?:reached|below|above|day) (?P<bare>\d+)\b"
    ),
}
_UNITS = {
    "小时": "日",
    "日": "个工作日",
    "个工作日": "日",
    "周": "日",
    "个月": "周",
    "年": "个月",
    "hour": "day",
    "day": "working day",
    "working day": "day",
    "week": "day",
    "month": "week",
    "year": "month",
}


def numbers(written: Written) -> Spots:
    """Every number of a clause, and one more."""
    for line, found in _measures(written):
        group = "n" if found["n"] else "bare"
        more = int(found[group].replace(",", "")) + 1
        yield line, found.start(group) + 1, found[group], str(more)


def units(written: Written) -> Spots:
    """Every unit of time of a clause, and another."""
    for line, found in _measures(written):
        unit = found["unit"] or ""
        one = unit.removesuffix("s")
        if one in _UNITS:
            many = "s" if unit != one else ""
            yield line, found.start("unit") + 1, unit, _UNITS[one] + many


def _measures(written: Written) -> Iterator[tuple[int, re.Match[str]]]:
    """Every number in a sentence of a clause, or in the row that fills it, once."""
    seen: set[tuple[int, int]] = set()
    for rule in written.rules:
        for _, place in _sentences(rule):
            for number in dict.fromkeys((place.line, rule.place.line)):
                line = written.source.lines[number - 1]
                if number != place.line and "<" not in written.source.lines[place.line - 1]:
                    continue
                for found in _NUMBER[written.source.lang].finditer(line):
                    if (number, found.start()) not in seen and _is_said(line, found.start()):
                        seen.add((number, found.start()))
                        yield number, found


def _is_said(line: str, at: int) -> bool:
    """Whether something stands outside quotes, where measures stand; a row has none."""
    return line[:at].count("“") == line[:at].count("”") and line[:at].count('"') % 2 == 0


def _sentences(rule: WrittenRule) -> Iterator[tuple[Any, Place]]:
    yield from zip(rule.rule.given, rule.given, strict=True)
    yield rule.rule.when, rule.when
    yield from zip(rule.rule.then, rule.then, strict=True)


def roles(written: Written) -> Spots:
    """Every role that a clause names, and another."""
    yield from terms(written, "role")


def states(written: Written) -> Spots:
    """Every state that a clause names, and another of its kind."""
    yield from terms(written, "state")


_NOTICES = {
    "zh": {"提醒": "催办", "通知": "提醒", "催办": "通知", "约谈": "提醒"},
    "en": {"reminded": "chased", "notified": "reminded", "chased": "notified"},
}


def thens(written: Written) -> Spots:
    """Another sort of notice, or another thing to be done in time."""
    for rule in written.rules:
        for statement, place in zip(rule.rule.then, rule.then, strict=True):
            line = written.source.lines[place.line - 1]
            if isinstance(statement, s.Tell):
                for old, new in _NOTICES[written.source.lang].items():
                    if old in line and f"“{old}" not in line:
                        yield place.line, line.index(old) + 1, old, new
            elif isinstance(statement, s.MustHappen):
                yield from _others(written, rule, place, ("trigger", statement.trigger))


def terms(written: Written, only: str | None) -> Spots:
    """Every quoted term of a clause, of one category or all, and another of its category."""
    for rule in written.rules:
        for statement, place in _sentences(rule):
            for name, gap in phrase_for(statement).gaps.items():
                value = getattr(statement, name)
                wanted = gap.category is not None and only in (None, gap.category)
                if wanted and isinstance(value, str):
                    yield from _others(written, rule, place, (str(gap.category), value))


def _others(written: Written, rule: WrittenRule, place: Place, term: tuple[str, str]) -> Spots:
    """Where a term stands, in its sentence or in the row, and the next word of its category."""
    category, id_ = term
    lang = written.source.lang
    word = LEXICON.word(category, id_, lang)
    known = _PLACES.get(category, LEXICON.ids)(rule.rule.kind if category in _PLACES else category)
    others = [one for one in known if one != id_]
    if not others or not LEXICON.has(category, id_):
        return
    new = LEXICON.word(category, others[(len(word) + place.line) % len(others)], lang)
    quotes = ("“", "”") if lang == "zh" else ('"', '"')
    line = written.source.lines[place.line - 1]
    at = line.find(f"{quotes[0]}{word}{quotes[1]}")
    if at >= 0:
        yield place.line, at + 2, word, new
        return
    row = written.source.lines[rule.place.line - 1]
    cell = re.search(rf"\|\s*({re.escape(word)})\s*\|", row)
    if cell is not None and "<" in line:
        yield rule.place.line, cell.start(1) + 1, word, new


def _of_kind_states(kind: str) -> tuple[str, ...]:
    return TABLES[kind].states


def _of_kind_triggers(kind: str) -> tuple[str, ...]:
    return tuple(TABLES[kind].triggers)


_PLACES: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "state": _of_kind_states,
    "trigger": _of_kind_triggers,
}
