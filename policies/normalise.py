"""Turns what a Chinese keyboard types into what the parser expects, sign by sign."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from domain.problems import Problem
from policies.bounds import FILE_SIGNS, unreadable
from policies.keywords import DIALECTS, TITLES, is_step
from policies.problem_codes import Place, problem

_HEADER = re.compile(
    r"\s*[#＃]\s*language\s*[:：]\s*(?P<language>\S+)\s*", re.ASCII | re.IGNORECASE
)
_WORD = re.compile("language", re.IGNORECASE)
_COMMENT = ("#", "＃")
_DIGITS = {
    ord(wide): plain for wide, plain in zip("０１２３４５６７８９", "0123456789", strict=True)
}
_ANGLES = {ord("＜"): "<", ord("＞"): ">"}
_QUOTES = {ord(wide): plain for wide, plain in zip("“”＂‘’", '"""\'\'', strict=True)}
_LETTERS = {"zh": {**_DIGITS, **_ANGLES}, "en": {**_DIGITS, **_ANGLES, **_QUOTES}}
_BLANKS = (
    "\u3000\ufeff\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
)
_STRANGE = {
    "zh": re.compile(f"[：＠｜＃０-９＜＞{_BLANKS}]"),
    "en": re.compile(f"[：＠｜＃０-９＜＞“”＂‘’{_BLANKS}]"),
}
_SPACES = {ord(blank): " " for blank in _BLANKS}
_QUOTED = re.compile("“[^”]*”")
_DAY_WORD = re.compile(r"[0-9一二三四五六七八九十百两](?P<day>\s*天)")


@dataclass(frozen=True, slots=True)
class Source:
    """A feature file as the parser gets it: every sign stands where the author wrote it.

    `lines` are those of the text, for whoever looks one up.
    """

    file: str
    text: str
    lang: str
    problems: tuple[Problem, ...] = ()
    lines: tuple[str, ...] = field(default=(), repr=False)

    def place(self, line: int, column: int = 1) -> Place:
        """A spot in this file."""
        return Place(self.file, line, max(column, 1), self.lang)


def normalise(file: str, raw: str) -> Source:
    """The text as Gherkin can read it, with a note for each change that an author should know of.

    Lines and columns stay what they are. A language in which no policy can be written, and what
    makes a file unreadable, are the only problems reported then, and there is no text.
    """
    lines = raw[:FILE_SIGNS].split("\n")
    language = _language(lines)
    guess = "zh" if _looks_chinese(lines) else "en"
    lang = guess if language is None else _our_name(language)
    wrong = unreadable(file, raw, lang or guess)
    if lang is None and not wrong:
        place = Place(file, _header_line(lines), 1, guess)
        known = DIALECTS.values()
        wrong = (problem("unknown-language", place, language=language, suggestions=known),)
    if lang is None or wrong:
        return Source(file, "", lang or guess, wrong)
    if language is not None:
        header = _header_line(lines) - 1
        lines[header] = _header(lines[header])
    notes: list[Problem] = []
    if language is None and lang == "zh":
        notes.append(problem("language-missing", Place(file, 1, 1, lang)))
    fixed = [
        _line(line, Place(file, number, 1, lang), notes) for number, line in enumerate(lines, 1)
    ]
    notes.extend(_day_words(fixed, file, lang))
    return Source(file, "\n".join(fixed), lang, tuple(notes), tuple(fixed))


def _language(lines: list[str]) -> str | None:
    number = _header_line(lines)
    found = _HEADER.fullmatch(lines[number - 1].replace("\ufeff", "")) if number else None
    return found["language"] if found else None


def _header_line(lines: list[str]) -> int:
    """The line of the language comment, which stands before everything else; 0 without one."""
    for number, line in enumerate(lines, 1):
        plain = line.replace("\ufeff", "").strip()
        if plain and not plain.startswith(_COMMENT):
            return 0
        if _HEADER.fullmatch(plain):
            return number
    return 0


def _our_name(language: str) -> str | None:
    return next((ours for ours, name in DIALECTS.items() if name == language), None)


def _looks_chinese(lines: list[str]) -> bool:
    titles = tuple(f"{word}{colon}" for word in TITLES["zh"] for colon in ":：" if word != "Rule")
    return any(line.lstrip().startswith(titles) for line in lines)


def _line(line: str, place: Place, notes: list[Problem]) -> str:
    if _STRANGE[place.lang].search(line) is None:
        return line
    fixed = line.translate(_SPACES)
    start = fixed.lstrip()
    if start.startswith(_COMMENT):
        return fixed
    for fix in (_title_colon, _leading_signs, _letters):
        changed = fix(fixed, place.lang)
        if changed != fixed:
            notes.append(_note(fixed, changed, place))
            fixed = changed
    return fixed


def _header(line: str) -> str:
    """The one comment that the parser reads, with its signs and its word as the parser asks."""
    plain = line.translate(_SPACES).replace("＃", "#").replace("：", ":")
    return _WORD.sub("language", plain, count=1)


def _title_colon(line: str, lang: str) -> str:
    if "：" not in line:
        return line
    start = line.lstrip()
    indent = len(line) - len(start)
    for word in TITLES[lang]:
        if start.startswith(f"{word}："):
            at = indent + len(word)
            return f"{line[:at]}:{line[at + 1 :]}"
    return line


def _leading_signs(line: str, _: str) -> str:
    """Tags and table rows; their signs mean nothing elsewhere."""
    start = line.lstrip()
    if start.startswith(("＠", "@")):
        return line.replace("＠", "@")
    if start.startswith(("｜", "|")):
        return line.replace("｜", "|")
    return line


def _letters(line: str, lang: str) -> str:
    return line.translate(_LETTERS[lang])


def _note(before: str, after: str, place: Place) -> Problem:
    """One note for a line and a kind of sign, at the first of them."""
    at = [index for index, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    found = "".join(dict.fromkeys(before[index] for index in at))
    read = "".join(after[before.index(letter)] for letter in found)
    spot = Place(place.file, place.line, at[0] + 1, place.lang)
    return problem("normalised", spot, found=found, read=read)


def _day_words(lines: list[str], file: str, lang: str) -> list[Problem]:
    """At most one note in a file about 天: it could also be meant as twenty-four hours."""
    if lang != "zh" or not any("天" in line for line in lines):
        return []
    for number, line in enumerate(lines, 1):
        if "天" in line and is_step(line, lang):
            bare = _QUOTED.sub(lambda found: "“" + " " * (len(found.group()) - 2) + "”", line)
            if found := _DAY_WORD.search(bare):
                return [problem("day-word", Place(file, number, found.start("day") + 1, lang))]
    return []
