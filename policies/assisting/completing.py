"""Completions: keywords, sentences with gaps to fill, words for a gap, tags and table cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from policies.assisting.candidates import Candidate, measures, terms
from policies.assisting.layouts import keywords_for, tags_for
from policies.assisting.spots import Sort, Spot, page_of, span
from policies.assisting.tables import cell_at, columns, is_head, placeholders, uses_of
from policies.assisting.unfinished import Begun, begun
from policies.vocabulary import Parameter
from policies.vocabulary.shapes import GAP, cut

_CLOSING = {"zh": "”", "en": '"'}
_OPENING = {"zh": "“", "en": '"'}
_JOINTS = {"zh": "”、“", "en": '", "'}
_MOST = 200


def complete(
    text: str, file: str, line: int, column: int, *, units: Collection[str] = ()
) -> list[dict[str, Any]]:
    """What may be written where the cursor stands, the likeliest first.

    Each item is `{label, sort, insert, snippet, detail, range}`: `insert` is plain text for the
    stretch `range`, `snippet` the same with numbered places to fill in, in the form that the
    Language Server Protocol gives them, or None; `detail` is the other language's wording. `sort`
    is keyword, phrase, term, measure, placeholder or tag. `units` are those of the organisation.
    """
    page = page_of(file, text)
    spot = Spot(page, line, min(column, len(page.line(line).text) + 1))
    return list(_items(spot, units))[:_MOST]


def _items(spot: Spot, units: Collection[str]) -> Iterator[dict[str, Any]]:
    here = spot.here
    if here.sort is Sort.TAGS:
        yield from _tags(spot)
    elif here.sort is Sort.ROW:
        yield from _cells(spot, units)
    elif here.sort is Sort.STEP and spot.column > here.start:
        yield from _sentences(spot, units)
    elif here.sort is not Sort.TITLE or spot.column <= here.start:
        yield from _keywords(spot)


def _item(
    sort: str, label: str, place: dict[str, Any], detail: str = "", snippet: str | None = None
) -> dict[str, Any]:
    """An item that inserts its label; a snippet is the label with places to fill in."""
    return {
        "label": label,
        "sort": sort,
        "insert": label,
        "snippet": snippet,
        "detail": detail,
        "range": place,
    }


# --- keywords and tags -----------------------------------------------------------------------


def _keywords(spot: Spot) -> Iterator[dict[str, Any]]:
    typed = spot.typed.lstrip()
    start = len(spot.typed) - len(typed)
    place = span(spot.line, start, spot.column - 1)
    for word in keywords_for(spot):
        if word.casefold().startswith(typed.casefold()):
            yield {**_item("keyword", word, place), "label": word.strip()}


def _tags(spot: Spot) -> Iterator[dict[str, Any]]:
    start = spot.typed.rfind("@")
    if start < 0:
        return
    typed = spot.typed[start:]
    place = span(spot.line, start, spot.column - 1)
    for tag in tags_for(spot):
        if tag.startswith(typed):
            yield _item("tag", tag, place)


# --- steps -----------------------------------------------------------------------------------


def _sentences(spot: Spot, units: Collection[str]) -> Iterator[dict[str, Any]]:
    typed = spot.sentence
    found = list(begun(typed, spot.page.lang, spot.keyword, spot.book))
    opened = [one for one in found if one.gap is not None]
    yield from _words(opened, spot, units)
    if any(one.gap is not None and one.gap.quoted for one in opened):
        return
    nearest = sorted(found, key=lambda one: -one.matched)
    yield from _phrases([one for one in nearest if one.matched or not typed.strip()], spot)
    if typed.strip() and not any(one.matched for one in found):
        yield from _phrases(list(_like(typed, spot)), spot)


def _like(typed: str, spot: Spot) -> Iterator[Begun]:
    """Phrases in which the letters that were typed stand in the same order."""
    letters = "".join(cut(typed, spot.page.lang).shape.replace(GAP, "").split()).casefold()
    for one in begun("", spot.page.lang, spot.keyword, spot.book):
        sentence = iter(one.phrase.text(spot.page.lang).casefold())
        if letters and all(letter in sentence for letter in letters):
            yield one


def _phrases(found: Sequence[Begun], spot: Spot) -> Iterator[dict[str, Any]]:
    """Whole sentences, keeping the words that were typed."""
    lang = spot.page.lang
    other = "en" if lang == "zh" else "zh"
    place = span(spot.line, spot.here.start, max(spot.column - 1, spot.here.start))
    for one in found:
        insert, snippet = _written(one, lang)
        item = _item("phrase", insert, place, one.phrase.sample(other), snippet)
        yield {**item, "id": one.phrase.id}


def _written(one: Begun, lang: str) -> tuple[str, str]:
    """The phrase as plain text and as a snippet, with the words that it has already."""
    pieces = one.phrase.pieces(lang)
    plain, marked = list(pieces), [_escaped(piece) for piece in pieces]
    places = 0
    for number, at in enumerate(range(1, len(pieces), 2)):
        gap = one.phrase.gaps[pieces[at]]
        if number < len(one.words):
            word, place = one.words[number], _escaped(one.words[number])
        else:
            word = _sample(one, gap, lang) if number == len(one.words) else gap.sample(lang)
            places += 1
            place = f"${{{places}:{_escaped(word)}}}"
            if gap.many:
                places += 1
                joint = _JOINTS[lang]
                word, place = (
                    f"{word}{joint}{word}",
                    f"{place}{joint}${{{places}:{_escaped(word)}}}",
                )
        plain[at], marked[at] = _in_quotes(word, gap, lang), _in_quotes(place, gap, lang)
    return "".join(plain), "".join(marked)


def _sample(one: Begun, gap: Parameter, lang: str) -> str:
    """What stands in the gap that is open: a measure keeps the number that was typed."""
    typed = measures(gap, one.partial, lang) if one.partial and not gap.quoted else iter(())
    return next((candidate.word for candidate in typed), gap.sample(lang))


def _in_quotes(word: str, gap: Parameter, lang: str) -> str:
    return f"{_OPENING[lang]}{word}{_CLOSING[lang]}" if gap.quoted else word


def _escaped(text: str) -> str:
    """Text that a snippet takes literally."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def _words(opened: Sequence[Begun], spot: Spot, units: Collection[str]) -> Iterator[dict[str, Any]]:
    """The words for the gap in which the cursor stands, of every phrase that this can become."""
    seen: set[str] = set()
    for one, gap in ((one, one.gap) for one in opened if one.gap is not None):
        for sort, candidate in _for_gap(gap, one, spot, units):
            if candidate.word not in seen and _fits(candidate.word, one.partial):
                seen.add(candidate.word)
                yield _word_item(sort, candidate, one, spot)


def _for_gap(
    gap: Parameter, one: Begun, spot: Spot, units: Collection[str]
) -> Iterator[tuple[str, Candidate]]:
    if gap.quoted:
        yield from (("term", word) for word in terms(gap, spot, one.words, units))
        yield from (("placeholder", Candidate(f"<{name}>")) for name in columns(spot))
    else:
        yield from (("measure", word) for word in measures(gap, one.partial, spot.page.lang))


def _fits(word: str, partial: str) -> bool:
    """Whether the letters that were typed stand in the word, in the same order."""
    letters = iter(word.casefold())
    return all(letter in letters for letter in partial.strip().casefold())


def _word_item(sort: str, candidate: Candidate, one: Begun, spot: Spot) -> dict[str, Any]:
    lang = spot.page.lang
    start, end = spot.column - 1 - len(one.partial), spot.column - 1
    word = candidate.word
    if sort != "measure":
        closing = _closing(spot.here.text[end:], lang)
        end += max(closing, 0)
        word += "" if closing >= 0 else _CLOSING[lang]
    item = _item(sort, word, span(spot.line, start, end), candidate.detail)
    return {**item, "label": candidate.word}


def _closing(rest: str, lang: str) -> int:
    """How far it is to the quote that closes the word under the cursor; -1 without one."""
    at = rest.find(_CLOSING[lang])
    if lang == "en":
        return at if rest.count('"') % 2 else -1
    opening = rest.find(_OPENING[lang])
    return -1 if 0 <= opening < at else at


def _cells(spot: Spot, units: Collection[str]) -> Iterator[dict[str, Any]]:
    """The words of the gap that a column fills; in the head of a table, the placeholders."""
    number, start = cell_at(spot)
    typed = spot.typed[start:]
    place = span(spot.line, start, spot.column - 1)
    names = columns(spot)
    if is_head(spot):
        missing = (name for name in placeholders(spot) if name not in names)
        yield from (_item("placeholder", name, place) for name in missing if _fits(name, typed))
    elif 0 <= number < len(names):
        for gap, earlier in uses_of(names[number], spot):
            for candidate in terms(gap, spot, earlier, units):
                if _fits(candidate.word, typed):
                    yield _item("term", candidate.word, place, candidate.detail)
            return
