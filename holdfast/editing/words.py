"""Answers about texts as people read them: lines for a terminal, Markdown for an editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

_LABELS = {
    "meaning": ("", ""),
    "term": ("词语：", "Word: "),
    "other": ("英文：", "Chinese: "),
    "example": ("例：", "Example: "),
}


def hover_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """The parts of the answer that there are, one to a line, the title first."""
    lang = answer["lang"]
    yield str(answer["title"])
    for part, labels in _LABELS.items():
        if answer[part]:
            yield f"{labels[lang == 'en']}{answer[part]}"
    reference = answer["reference"]
    if reference is not None:
        yield f"{'参考' if lang == 'zh' else 'Reference'}: {reference['page']} {reference['id']}"


def hover_markdown(answer: Mapping[str, Any]) -> str:
    """The same as Markdown: policy text is shown literally."""
    title, *rest = hover_lines(answer)
    return "\n\n".join((f"**{_literal(title)}**", *(_literal(line) for line in rest)))


def _literal(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|" else sign for sign in text)


def _completion_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        yield f"{item['insert'].strip()}    {item['detail']}".rstrip()


def _meaning_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        yield from hover_lines(item)


def _finding_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        place = item["range"]
        yield f"{place['line']}:{place['column']}: {item['severity']}: {item['message']}"
        yield from (f"    {fix['title']}" for fix in item["fixes"])


def _title_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        yield f"{item['range']['line']:>5}  {item['name']}"
        yield from (f"  {line}" for line in _title_lines(item["children"]))


def _row_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        yield f"{item['range']['line']:>5}  {item['text'].strip()}"


LINES: Mapping[str, Callable[[Iterable[Mapping[str, Any]]], Iterator[str]]] = {
    "complete": _completion_lines,
    "hover": _meaning_lines,
    "diagnose": _finding_lines,
    "outline": _title_lines,
    "tidy": _row_lines,
}
"""How the answers to each question are said."""
