"""A difference between two policies as data, and as one sentence in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from policies.rules import Citation
from policies.vocabulary import render


class Sort(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Of(StrEnum):
    """What it happened to."""

    CLAUSE = "clause"
    EXAMPLE = "example"
    DOCUMENT = "document"
    ARTICLE = "article"
    WORDING = "wording"


class Part(StrEnum):
    """Which part of it is other than before."""

    GIVEN = "given"
    WHEN = "when"
    THEN = "then"
    STEP = "step"
    TITLE = "title"
    TAGS = "tags"
    FILE = "file"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence or name that became another; None says that there was none, or is none now."""

    part: Part
    old: object | None
    new: object | None

    def words(self, lang: str) -> str:
        """`结果由“…”改为“…”`, or `consequence changed from “…” to “…”`."""
        name = _PARTS[self.part][lang == "en"]
        if self.old is None or self.new is None:
            verb = _SORTS[Sort.ADDED if self.old is None else Sort.REMOVED][lang == "en"]
            said = self.bare(lang)
            return f"{verb}{said}" if lang == "zh" else f"{said} {verb.lower()}"
        was, now = _quoted(self.old, lang), _quoted(self.new, lang)
        if lang == "zh":
            return f"{name}由{was}改为{now}"
        return f"{name} changed from {was} to {now}"

    def bare(self, lang: str) -> str:
        """Its one sentence under the name of its part, where it says nothing of a change."""
        name = _PARTS[self.part][lang == "en"]
        said = _quoted(self.new if self.old is None else self.old, lang)
        return f"{name}{said}" if lang == "zh" else f"{name} {said}"

    def as_json(self, lang: str) -> dict[str, Any]:
        """`{part, old, new}`: the sentences as a feature file writes them."""
        old, new = (None if one is None else _said(one, lang) for one in (self.old, self.new))
        return {"part": str(self.part), "old": old, "new": new}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a policy says otherwise than another, and where it stood and stands.

    What was added or removed lists all its sentences as changes; what only moved lists none. A
    wording has no place: `text` is what it translates.
    """

    sort: Sort
    of: Of
    old: Citation | None
    new: Citation | None
    changes: tuple[Change, ...] = ()
    text: str = ""

    def words(self, lang: str) -> str:
        """The whole difference as one sentence."""
        head = _SORTS[self.sort][lang == "en"] + ("" if lang == "zh" else " ") + self._subject(lang)
        whole = self.sort in (Sort.ADDED, Sort.REMOVED)
        said = [one.bare(lang) if whole else one.words(lang) for one in self.changes]
        if lang == "zh":
            return head + ("：" if said else "") + "；".join(said) + "。"
        return head + (": " if said else "") + "; ".join(said) + "."

    def as_json(self, lang: str) -> dict[str, Any]:
        """`{sort, of, old, new, changes, words}`; a place is `{file, line, words}` or null."""
        return {
            "sort": str(self.sort),
            "of": str(self.of),
            "old": _place(self.old, lang),
            "new": _place(self.new, lang),
            "changes": [one.as_json(lang) for one in self.changes],
            "words": self.words(lang),
        }

    def _subject(self, lang: str) -> str:
        """What it is about, where it stands, and where it stood before, if elsewhere."""
        first, last = self.old or self.new, self.new or self.old
        if first is None or last is None:
            return _OF[self.of][lang == "en"].format(_quoted(self.text, lang))
        was, now = self._where(first, lang), self._where(last, lang)
        if _stands(first) == _stands(last) or self.of in (Of.DOCUMENT, Of.ARTICLE):
            return now
        if lang == "zh":
            return f"{was}，现为{now}" + ("，内容不变" if self.sort is Sort.MOVED else "")
        return f"{was}, now {now}" + (", unchanged" if self.sort is Sort.MOVED else "")

    def _where(self, cite: Citation, lang: str) -> str:
        spot = f"{cite.file}:{cite.line}"
        if self.of is Of.DOCUMENT:
            name, spot = cite.feature, cite.file
        elif self.of is Of.ARTICLE:
            name, spot = cite.rule, cite.file
        else:
            name = cite.words(lang)
        said = _OF[self.of][lang == "en"].format(name)
        if self.of is Of.EXAMPLE:
            said += _quoted(cite.scenario, lang) if lang == "zh" else f" “{cite.scenario}”"
        return f"{said}（{spot}）" if lang == "zh" else f"{said} ({spot})"


def _stands(cite: Citation) -> tuple[str, int, int, int | None]:
    return cite.file, cite.article, cite.paragraph, cite.item


def _place(cite: Citation | None, lang: str) -> dict[str, Any] | None:
    if cite is None:
        return None
    return {"file": cite.file, "line": cite.line, "words": cite.words(lang)}


def _said(thing: object, lang: str) -> str:
    """A name as it is, a statement as its sentence."""
    return thing if isinstance(thing, str) else render(thing, lang)


def _quoted(thing: object, lang: str) -> str:
    """In quotes; those that Chinese words hold already become inner ones."""
    said = _said(thing, lang)
    if lang == "zh":
        said = said.replace("“", "‘").replace("”", "’")
    return f"“{said}”"


_SORTS: Mapping[Sort, tuple[str, str]] = {
    Sort.ADDED: ("新增", "Added"),
    Sort.REMOVED: ("删去", "Removed"),
    Sort.CHANGED: ("修改", "Changed"),
    Sort.MOVED: ("移动", "Moved"),
}

_OF: Mapping[Of, tuple[str, str]] = {
    Of.CLAUSE: ("{}", "{}"),
    Of.EXAMPLE: ("{}的例子", "the example of {}"),
    Of.DOCUMENT: ("《{}》", "the document “{}”"),
    Of.ARTICLE: ("“{}”", "“{}”"),
    Of.WORDING: ("{}的译文", "the translation of {}"),
}

_PARTS: Mapping[Part, tuple[str, str]] = {
    Part.GIVEN: ("条件", "condition"),
    Part.WHEN: ("场合", "occasion"),
    Part.THEN: ("结果", "consequence"),
    Part.STEP: ("步骤", "step"),
    Part.TITLE: ("标题", "title"),
    Part.TAGS: ("标签", "tags"),
    Part.FILE: ("文件", "file"),
    Part.WORDING: ("译文", "wording"),
}
