"""Answers about texts in the shapes of the Language Server Protocol, with its counting from 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

Span = Mapping[str, Any]

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}
_ITEMS = {
    "keyword": lsp.CompletionItemKind.Keyword,
    "phrase": lsp.CompletionItemKind.Snippet,
    "term": lsp.CompletionItemKind.Value,
    "measure": lsp.CompletionItemKind.Unit,
    "placeholder": lsp.CompletionItemKind.Variable,
    "tag": lsp.CompletionItemKind.Property,
}
_SYMBOLS = {
    "feature": lsp.SymbolKind.File,
    "rule": lsp.SymbolKind.Class,
    "background": lsp.SymbolKind.Field,
    "scenario": lsp.SymbolKind.Method,
    "scenarioOutline": lsp.SymbolKind.Method,
    "examples": lsp.SymbolKind.Array,
}


class Ruler:
    """Counts in one text: we from 1 in signs, the editor from 0 in units of its own."""

    def __init__(self, text: str, codec: PositionCodec) -> None:
        """Lines end with a line feed, as the parser has it."""
        self.lines = text.split("\n")
        self._codec = codec

    def position(self, line: int, column: int) -> lsp.Position:
        """The editor's position of a line and a column."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return lsp.Position(line - 1, self._codec.client_num_units(text[: column - 1]))

    def range(self, span: Span) -> lsp.Range:
        """The editor's range of a stretch."""
        return lsp.Range(
            self.position(span["line"], span["column"]),
            self.position(span["end_line"], span["end_column"]),
        )

    def whole_line(self, line: int) -> lsp.Range:
        """The editor's range of a line."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return lsp.Range(self.position(line, 1), self.position(line, len(text) + 1))

    def column(self, position: lsp.Position) -> int:
        """The column of an editor's position."""
        text = self.lines[position.line] if position.line < len(self.lines) else ""
        units = 0
        for at, sign in enumerate(text):
            if units >= position.character:
                return at + 1
            units += self._codec.client_num_units(sign)
        return len(text) + 1

    def between(self, span: Span, line: int, column: int) -> str:
        """What stands in a stretch before the cursor."""
        start = span["column"] - 1 if span["line"] == line else 0
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return text[start : column - 1]


def completion(
    item: Mapping[str, Any], ruler: Ruler, cursor: tuple[int, int], order: int, *, snippets: bool
) -> lsp.CompletionItem:
    """An item; it was chosen for what is typed, so the editor need not filter it again."""
    as_snippet = snippets and item["snippet"] is not None
    return lsp.CompletionItem(
        label=item["label"],
        kind=_ITEMS[item["sort"]],
        detail=item["detail"] or None,
        sort_text=f"{order:04}",
        filter_text=ruler.between(item["range"], *cursor) or item["label"],
        insert_text_format=(
            lsp.InsertTextFormat.Snippet if as_snippet else lsp.InsertTextFormat.PlainText
        ),
        text_edit=lsp.TextEdit(
            ruler.range(item["range"]), item["snippet"] if as_snippet else item["insert"]
        ),
    )


def diagnostic(
    found: Mapping[str, Any], ruler: Ruler, whereabouts: Callable[[str, int], lsp.Location | None]
) -> lsp.Diagnostic:
    """A problem; `whereabouts` finds a line of another file."""
    places = ((one, whereabouts(one["file"], one["line"])) for one in found["related"])
    return lsp.Diagnostic(
        range=ruler.range(found["range"]),
        message=found["message"],
        severity=_SEVERITIES[found["severity"]],
        code=found["code"],
        source="holdfast",
        related_information=[
            lsp.DiagnosticRelatedInformation(place, f"{one['file']}:{one['line']}")
            for one, place in places
            if place is not None
        ],
    )


def edits(changes: Sequence[Mapping[str, Any]], ruler: Ruler) -> list[lsp.TextEdit]:
    """Changes of one text."""
    return [lsp.TextEdit(ruler.range(one["range"]), one["text"]) for one in changes]


def symbol(node: Mapping[str, Any], ruler: Ruler) -> lsp.DocumentSymbol:
    """A title with what stands under it."""
    return lsp.DocumentSymbol(
        name=node["name"],
        kind=_SYMBOLS[node["sort"]],
        range=ruler.range(node["range"]),
        selection_range=ruler.range(node["title"]),
        children=[symbol(child, ruler) for child in node["children"]],
    )
