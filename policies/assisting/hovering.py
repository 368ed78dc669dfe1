"""What stands under the cursor: its meaning, the other language's wording, an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.forms import FORMS
from domain.lexicon import LEXICON
from policies import tags
from policies.assisting.instances import example_of
from policies.assisting.meanings import MEANINGS, Words
from policies.assisting.spots import Sort, Spot, page_of, role_of, span
from policies.assisting.tables import cell_at, columns, filled, is_head, row, uses_of
from policies.assisting.unfinished import Begun, begun
from policies.compiling import compile_text
from policies.keywords import STEP_PARTS
from policies.vocabulary import Parameter
from statemachines.tables import TABLES

REFERENCE = "docs/reference/phrases.md"

_KEYWORDS: Mapping[str, Words] = {
    "given": ("哪些事项适用：全部条件同时成立才适用。", "Which cases: all conditions must hold."),
    "when": ("在什么场合适用：每条只写一个。", "On which occasion: one for each clause."),
    "then": ("产生什么后果。", "What follows."),
    "": ("接着上一个关键字写。", "Continues the keyword before it."),
}
_TITLES: Mapping[str, Words] = {
    "feature": ("一份制度（办法）。", "One policy document."),
    "rule": ("一条；条号写在名称开头。", "One article; its number begins the name."),
    "background": (
        "以下各款共同的条件。",
        "Conditions that all clauses below share.",
    ),
    "examples": (
        "每一行是一项，填进“<…>”的位置。",
        "Each row is an item of its own, filled in for <…>.",
    ),
    "scenarioOutline": ("一款，每行例子是其中一项。", "A clause with one item for each row."),
    "scenario": ("一款。", "One clause."),
}
_TAGS: Mapping[str, Words] = {
    tags.EXAMPLE: (
        "用具体日期验证条款的例子；不是条款。改了条款的数字，例子也要改。",
        "A worked example with concrete dates, no clause: whoever changes a number changes both.",
    ),
    "@自定": ("来源没有规定，由本单位自己确定。", "The owner's own choice; no source says so."),
    "@法定": ("依据国家法律。", "Required by law."),
    "@source-": ("依据这一来源。", "Comes from this source."),
    tags.RENDERING: (
        "是这份制度的译文：规则必须完全一致，以原文为准。",
        "A translation of that policy: its rules must be the same; the original counts.",
    ),
    "@顺延": ("期限遇休息日的，顺延。", "Limits that end on a day off move to the next."),
    "@提前": ("期限遇休息日的，提前。", "Limits that end on a day off move before it."),
    "@不顺延": ("期限遇休息日的，不顺延。", "Limits that end on a day off do not move."),
}
_ALIKE = {
    "@custom": "@自定",
    "@law": "@法定",
    "@roll-forward": "@顺延",
    "@roll-back": "@提前",
    "@no-roll": "@不顺延",
}


def hover(
    text: str, file: str, line: int, column: int, *, others: Mapping[str, str] | None = None
) -> dict[str, Any] | None:
    """What the cursor stands on, in the file's language; None where there is nothing to say.

    `{lang, range, title, meaning, other, example, term, reference}`, each a text or None but
    `range`: `other` is the sentence in the other language, `term` says what the word under the
    cursor is, `reference` is `{page, id}` of the reference page of phrases. `others` are the files
    of the same policy: an example is how the policy says it elsewhere, if it does.
    """
    page = page_of(file, text)
    spot = Spot(page, line, column)
    here = spot.here
    found: dict[str, Any] | None = None
    if here.sort is Sort.STEP:
        found = _step(spot, {**(others or {}), file: text})
    elif here.sort is Sort.TAGS:
        found = _tag(spot)
    elif here.sort is Sort.ROW:
        found = _cell(spot)
    elif here.sort is Sort.TITLE:
        found = _title(spot, text)
    return None if found is None else {"lang": page.lang, **found}


def _answer(place: dict[str, Any], title: str, **parts: object) -> dict[str, Any]:
    known = dict.fromkeys(("meaning", "other", "example", "term", "reference"))
    return {"range": place, "title": title, **known, **parts}


def _in(spot: Spot, words: Words) -> str:
    return words[spot.page.lang == "en"]


def _whole(spot: Spot, start: int) -> dict[str, Any]:
    return span(spot.line, start, len(spot.here.text.rstrip()))


# --- steps -----------------------------------------------------------------------------------


def _step(spot: Spot, texts: Mapping[str, str]) -> dict[str, Any] | None:
    here = spot.here
    if spot.column <= here.start:
        place = span(spot.line, here.indent, here.indent + len(here.word))
        return _answer(
            place, here.word, meaning=_in(spot, _KEYWORDS[STEP_PARTS.get(here.word, "")])
        )
    found = _said(spot, here.rest) or _said(spot, filled(here.rest, spot))
    if found is None:
        return None
    lang, phrase = spot.page.lang, found.phrase
    return _answer(
        _whole(spot, here.start),
        here.rest,
        meaning=_in(spot, MEANINGS[phrase.id]),
        other=_translated(found, lang),
        example=example_of(found, spot, texts) or phrase.sample(lang),
        term=_word_at(spot, found),
        reference={"page": REFERENCE, "id": phrase.id},
    )


def _said(spot: Spot, sentence: str) -> Begun | None:
    """The phrase that a whole sentence says, after its keyword."""
    found = begun(sentence, spot.page.lang, spot.keyword, spot.book)
    return next((one for one in found if one.closed), None)


def _gaps(found: Begun, lang: str) -> Iterator[tuple[str, Parameter, str]]:
    """Name, type and written word of each gap."""
    names = found.phrase.pieces(lang)[1::2]
    for name, word in zip(names, found.words, strict=True):
        yield name, found.phrase.gaps[name], word


def _translated(found: Begun, lang: str) -> str:
    """The sentence in the other language; what no table translates stays as it was written."""
    other = "en" if lang == "zh" else "zh"
    words: dict[str, str | list[str]] = {}
    for name, gap, word in _gaps(found, lang):
        if gap.many:
            words[name] = [_turned(gap, one, lang, other) for one in _listed(word)]
        else:
            words[name] = _turned(gap, word, lang, other)
    return found.phrase.filled(words, other)


def _listed(words: str) -> list[str]:
    """The words of a list as they were kept: with quotes between them."""
    for mark in ("”、“", '", and "', '" and "', '", "'):
        words = words.replace(mark, "\0")
    return words.split("\0")


def _turned(gap: Parameter, word: str, lang: str, other: str) -> str:
    value = gap.read(word, lang)
    return word if value is None else gap.write(value, other)


def _word_at(spot: Spot, found: Begun) -> str | None:
    """What the quoted word under the cursor is."""
    begin = spot.here.start
    for _, gap, words in _gaps(found, spot.page.lang):
        for word in _listed(words) if gap.many else [words]:
            at = spot.here.text.find(word, begin)
            begin = max(at + len(word), begin)
            if 0 <= at < spot.column <= begin + 1:
                return _term(gap, word, spot)
    return None


def _term(gap: Parameter, word: str, spot: Spot) -> str | None:
    """A word of the lexicon: what sort of word, its other language, what the machine says of it."""
    id_ = LEXICON.id_of(gap.category, word) if gap.category else None
    if gap.category is None or id_ is None:
        return None
    lang, other = (spot.page.lang, "en" if spot.page.lang == "zh" else "zh")
    said = f"{gap.noun(lang)} · {LEXICON.word(gap.category, id_, other)}"
    more = _about(gap.category, id_, spot.kind or "", lang)
    return f"{said}：{more}" if more and lang == "zh" else f"{said}: {more}" if more else said


def _about(category: str, id_: str, kind: str, lang: str) -> str:
    comma = "、" if lang == "zh" else ", "
    table, form = TABLES.get(kind), FORMS.get(kind)
    if category == "trigger" and table is not None:
        moves = (move for move in table.moves if move.trigger == id_)
        ways = ((move.source, move.target) for move in moves)
        return comma.join(" → ".join(LEXICON.word("state", s, lang) for s in way) for way in ways)
    if category == "state" and table is not None:
        leaving = dict.fromkeys(move.trigger for move in table.moves if move.source == id_)
        return comma.join(LEXICON.word("trigger", trigger, lang) for trigger in leaving)
    field = form.field_named(id_) if category == "field" and form is not None else None
    choices = () if field is None else field.choices
    return comma.join(LEXICON.word("value", choice, lang) for choice in choices)


# --- titles, tags, tables --------------------------------------------------------------------


def _title(spot: Spot, text: str) -> dict[str, Any]:
    """What the title begins; for a clause also how people cite it."""
    here = spot.here
    cited = (
        one.rule.cite.words(spot.page.lang)
        for one in compile_text(spot.page.file, text).rules
        if one.place.line == spot.line
    )
    title = next(cited, None) or here.word
    return _answer(_whole(spot, here.indent), title, meaning=_in(spot, _TITLES[role_of(here)]))


def _tag(spot: Spot) -> dict[str, Any] | None:
    start = spot.here.text.rfind("@", 0, spot.column)
    if start < 0:
        return None
    tag = spot.here.text[start:].split()[0]
    plain = _ALIKE.get(tag, tag)
    meaning = next((words for name, words in _TAGS.items() if plain.startswith(name)), None)
    if meaning is None:
        return None
    return _answer(span(spot.line, start, start + len(tag)), tag, meaning=_in(spot, meaning))


def _cell(spot: Spot) -> dict[str, Any] | None:
    number, start = cell_at(spot)
    cells, names = row(spot.here.text), columns(spot)
    if is_head(spot) or not 0 <= number < min(len(cells), len(names)):
        return None
    word = cells[number]
    for gap, _ in uses_of(names[number], spot):
        term = _term(gap, word, spot)
        if term is not None:
            return _answer(span(spot.line, start, start + len(word)), word, term=term)
    return None
