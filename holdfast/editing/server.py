"""The language server: which requests it answers, and what it tells without being asked."""

from __future__ import annotations

import asyncio
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec

from casework.feature_files import SUFFIX
from holdfast.editing import shapes
from holdfast.editing.folders import Sheet
from holdfast.editing.shapes import Ruler
from holdfast.editing.words import hover_markdown
from holdfast.editing.workshop import Findings, Known, Workshop
from policies.assisting import complete, hover, outline, tidy

PROVED = "holdfast/proved"
"""A notice of our own: how many steps of proving a draft are done and left."""

_LANGUAGES = frozenset({"feature", "cucumber", "gherkin"})
"""What editors call feature files; others, like plain text, are left alone."""

_SHORT_TURN = 0.0005
"""Seconds after which the proofs let the editor's questions through."""

_TRIGGERS = ["“", '"', "‘", "<", "|", "@", " ", "、"]


@dataclass(frozen=True)
class _Shown:
    """What an editor was told last about a file, each with the changes that are offered for it."""

    folder: Path | None
    text: str
    items: list[tuple[lsp.Diagnostic, list[Any]]] = field(default_factory=list)


class PolicyServer(LanguageServer):
    """One editor's server; texts arrive whole, because editors disagree on what ends a line."""

    def __init__(self, known: Known) -> None:
        """Begin to warm up at once."""
        super().__init__(
            "holdfast", version("holdfast"), text_document_sync_kind=lsp.TextDocumentSyncKind.Full
        )
        self.workshop = Workshop(known, self._found)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._shown: dict[str, _Shown] = {}

    def begin(self) -> None:
        """Remember the loop on which the editor is told things."""
        self._loop = asyncio.get_running_loop()

    @property
    def codec(self) -> PositionCodec:
        """How the editor counts the signs of a line."""
        return self.workspace.position_codec

    def sheet(self, uri: str) -> tuple[Sheet, Ruler] | None:
        """An open document, and how positions in it are counted."""
        found = self.workshop.sheet(uri)
        return None if found is None else (found, Ruler(found.text, self.codec))

    def fixes_in(self, uri: str, wanted: lsp.Range) -> list[lsp.CodeAction]:
        """The changes offered for what stands in a range, while the text is still the same."""
        opened, shown = self.sheet(uri), self._shown.get(uri)
        if opened is None or shown is None or shown.text != opened[0].text:
            return []
        return [
            lsp.CodeAction(
                title=fix["title"],
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[found],
                is_preferred=number == 0,
                edit=lsp.WorkspaceEdit(changes={uri: shapes.edits(fix["edits"], opened[1])}),
            )
            for found, fixes in shown.items
            if found.range.start <= wanted.end and wanted.start <= found.range.end
            for number, fix in enumerate(fixes)
        ]

    def _found(self, findings: Findings) -> None:
        """Called on another thread: whatever is said to the editor is said on its loop."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._publish, findings)

    def _publish(self, findings: Findings) -> None:
        rulers = {file: Ruler(text, self.codec) for file, text in findings.texts.items()}

        def whereabouts(file: str, line: int) -> lsp.Location | None:
            uri = findings.uris.get(file)
            return None if uri is None else lsp.Location(uri, rulers[file].whole_line(line))

        gone = [uri for uri, one in self._shown.items() if one.folder == findings.folder]
        for uri in set(gone) - set(findings.uris.values()):
            self._show(uri, _Shown(findings.folder, ""))
        for file, uri in findings.uris.items():
            found = findings.by_file[file]
            shown = [shapes.diagnostic(one, rulers[file], whereabouts) for one in found]
            items = list(zip(shown, (one["fixes"] for one in found), strict=True))
            self._show(uri, _Shown(findings.folder, findings.texts[file], items))
        answer = findings.answer
        told = {"proved": answer.proved, "left": answer.left, "problems": len(answer.problems)}
        self.protocol.notify(PROVED, told)

    def _show(self, uri: str, shown: _Shown) -> None:
        """Tell the editor, unless nothing is wrong with a file that is not open and never was."""
        before = self._shown.get(uri)
        self._shown[uri] = shown
        if shown.items or self.workshop.sheet(uri) is not None or (before and before.items):
            found = [one for one, _ in shown.items]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found))


def build(known: Known) -> PolicyServer:
    """A server that answers for feature files; `known` is what the installation knows."""
    server = PolicyServer(known)
    _keep_documents(server)
    _answer_about_places(server)
    _answer_about_files(server)
    return server


def serve(known: Known) -> None:
    """Answer one editor over standard input and output until it says goodbye."""
    # Proofs keep the processor busy on a thread of their own; who types is answered in between.
    sys.setswitchinterval(_SHORT_TURN)
    server = build(known)
    out = sys.stdout.buffer
    with redirect_stdout(sys.stderr):
        server.start_io(stdout=out)
    server.workshop.close()


def _keep_documents(server: PolicyServer) -> None:
    def write(uri: str, text: str) -> None:
        path = to_fs_path(uri) if uri.startswith("file:") else None
        server.workshop.write(uri, None if path is None else Path(path), text)

    @server.feature(lsp.INITIALIZED)
    def begin(_: lsp.InitializedParams) -> None:
        server.begin()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        opened = params.text_document
        if opened.uri.endswith(SUFFIX) or opened.language_id in _LANGUAGES:
            write(opened.uri, opened.text)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        if server.workshop.sheet(params.text_document.uri) is not None:
            write(params.text_document.uri, params.content_changes[-1].text)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        server.workshop.put_away(params.text_document.uri)


def _answer_about_places(server: PolicyServer) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=_TRIGGERS)
    )
    def completions(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        opened = server.sheet(params.text_document.uri)
        if opened is None:
            return None
        sheet, ruler = opened
        cursor = params.position.line + 1, ruler.column(params.position)
        items = complete(sheet.text, sheet.file, *cursor, units=server.workshop.known.units or ())
        snippets = _takes_snippets(server.client_capabilities)
        return lsp.CompletionList(
            # Every letter may ask for other sentences: the editor asks again.
            is_incomplete=True,
            items=[
                shapes.completion(item, ruler, cursor, order, snippets=snippets)
                for order, item in enumerate(items)
            ],
        )

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def meaning(params: lsp.HoverParams) -> lsp.Hover | None:
        opened = server.sheet(params.text_document.uri)
        if opened is None:
            return None
        sheet, ruler = opened
        line, column = params.position.line + 1, ruler.column(params.position)
        others = server.workshop.texts_with(sheet)
        answer = hover(sheet.text, sheet.file, line, column, others=others)
        if answer is None:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, hover_markdown(answer))
        return lsp.Hover(content, ruler.range(answer["range"]))

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])
    )
    def fixes(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return server.fixes_in(params.text_document.uri, params.range)


def _answer_about_files(server: PolicyServer) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        opened = server.sheet(params.text_document.uri)
        if opened is None:
            return []
        sheet, ruler = opened
        return [shapes.symbol(node, ruler) for node in outline(sheet.text, sheet.file)]

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        opened = server.sheet(params.text_document.uri)
        return (
            [] if opened is None else shapes.edits(tidy(opened[0].text, opened[0].file), opened[1])
        )


def _takes_snippets(client: lsp.ClientCapabilities) -> bool:
    document = client.text_document
    asked = document.completion if document is not None else None
    item = asked.completion_item if asked is not None else None
    return bool(item is not None and item.snippet_support)
