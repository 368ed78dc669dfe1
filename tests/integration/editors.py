"""A real editor's side of the Language Server Protocol, over the pipes of a real process."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from lsprotocol import types as lsp
from pygls.io_ import run_async
from pygls.lsp.client import LanguageClient

from holdfast.editing.server import PROVED, build
from holdfast.editing.workshop import Known

SECONDS = 60
SERVER = "import sys; from holdfast.cli import run; sys.exit(run(['policy', 'lsp', *sys.argv[1:]]))"
SNIPPETS = lsp.ClientCapabilities(
    text_document=lsp.TextDocumentClientCapabilities(
        completion=lsp.CompletionClientCapabilities(
            completion_item=lsp.ClientCompletionItemOptions(snippet_support=True)
        )
    )
)


def alone(session: Coroutine[Any, Any, None]) -> None:
    """Run it on a thread of its own: on this one a browser may keep a loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, session).result()


class Editor:
    """One session with the server: what it was told, and how it asks."""

    def __init__(self) -> None:
        self.client = _Client("editor", "1")
        self.problems: dict[str, list[lsp.Diagnostic]] = {}
        self.steps: asyncio.Queue[int] = asyncio.Queue()
        self._version = 0
        self._listen()

    def _listen(self) -> None:
        def told(params: lsp.PublishDiagnosticsParams) -> None:
            self.problems[params.uri] = list(params.diagnostics)

        def proved(params: Any) -> None:  # noqa: ANN401 - a notice of our own, as it was read
            self.steps.put_nowait(params.left)

        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(told)
        self.client.feature(PROVED)(proved)

    async def proofs(self) -> None:
        """Wait until the newest text is proved."""
        while await asyncio.wait_for(self.steps.get(), SECONDS):
            pass

    async def opens(self, uri: str, text: str) -> None:
        """Open a document and wait for what is found."""
        self.client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "feature", 0, text))
        )
        await self.proofs()

    async def types(self, uri: str, text: str) -> list[lsp.Diagnostic]:
        """Replace the text of a document; the errors in it then."""
        self.sends(uri, text)
        await self.proofs()
        return self.errors(uri)

    def sends(self, uri: str, text: str) -> None:
        """Replace the text of a document, and wait for nothing."""
        self._version += 1
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(self._version, uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def errors(self, uri: str) -> list[lsp.Diagnostic]:
        """What refuses the policy in a document, as far as it was told."""
        found = self.problems.get(uri, [])
        return [one for one in found if one.severity == lsp.DiagnosticSeverity.Error]

    async def completions(self, uri: str, line: int, character: int) -> list[lsp.CompletionItem]:
        """What is offered at a position, counted from 0 in the editor's units."""
        found = await self.completions_if_any(uri, line, character)
        assert found is not None
        assert found.is_incomplete
        return list(found.items)

    async def completions_if_any(
        self, uri: str, line: int, character: int
    ) -> lsp.CompletionList | None:
        """The same, or None for a document that is none of the server's."""
        found = await self.client.text_document_completion_async(
            lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), lsp.Position(line, character))
        )
        assert found is None or isinstance(found, lsp.CompletionList)
        return found

    async def hover(self, uri: str, line: int, character: int) -> str | None:
        """What is shown at a position."""
        found = await self.client.text_document_hover_async(
            lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(line, character))
        )
        if found is None:
            return None
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    async def fixes(self, uri: str, found: lsp.Diagnostic) -> list[lsp.CodeAction]:
        """The changes that are offered for a problem."""
        asked = lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(uri), found.range, lsp.CodeActionContext([found])
        )
        actions = await self.client.text_document_code_action_async(asked)
        return [one for one in actions or () if isinstance(one, lsp.CodeAction)]

    async def symbols(self, uri: str) -> list[lsp.DocumentSymbol]:
        """The structure of a document."""
        asked = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(uri))
        found = await self.client.text_document_document_symbol_async(asked)
        return [one for one in found or () if isinstance(one, lsp.DocumentSymbol)]

    async def formats(self, uri: str) -> list[lsp.TextEdit]:
        """The changes that tidy a document up."""
        asked = lsp.DocumentFormattingParams(
            lsp.TextDocumentIdentifier(uri), lsp.FormattingOptions(2, insert_spaces=True)
        )
        return list(await self.client.text_document_formatting_async(asked) or ())

    async def closes(self, uri: str) -> None:
        """Close a document and wait for what is found in its folder then."""
        self.client.text_document_did_close(
            lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri))
        )
        await self.proofs()


class _Client(LanguageClient):
    """pygls's client, with a type for how it ends."""

    async def end(self) -> int | None:
        """Wait for the server to leave; its exit code."""
        stop: Callable[[], Awaitable[None]] = self.stop
        await stop()
        return None if self._server is None else self._server.returncode

    def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to a server in this process."""
        protocol: Any = self.protocol
        protocol.set_writer(writer)
        self._async_tasks.append(asyncio.create_task(run_async(self._stop_event, reader, protocol)))


@asynccontextmanager
async def editing_apart(data: Path) -> AsyncIterator[Editor]:
    """An editor with a server of its own, over standard input and output."""
    editor = Editor()
    await editor.client.start_io(sys.executable, "-c", SERVER, "--data", str(data))
    await _greet(editor)
    try:
        yield editor
    finally:
        await _take_leave(editor)
        assert await editor.client.end() == 0


@asynccontextmanager
async def editing_here(known: Known) -> AsyncIterator[Editor]:
    """An editor with a server on a thread of this process, where it can be looked at."""
    editor, server = Editor(), build(known)
    ours, theirs = socket.socketpair()
    with theirs, theirs.makefile("rb") as hears, theirs.makefile("wb") as says:
        thread = Thread(target=server.start_io, args=(hears, says), daemon=True)
        thread.start()
        reader, writer = await asyncio.open_connection(sock=ours)
        editor.client.connect(reader, writer)
        await _greet(editor)
        try:
            yield editor
        finally:
            await _take_leave(editor)
            await asyncio.to_thread(thread.join, SECONDS)
            writer.close()
            await editor.client.end()
            server.workshop.close()


async def _greet(editor: Editor) -> None:
    await editor.client.initialize_async(lsp.InitializeParams(capabilities=SNIPPETS))
    editor.client.initialized(lsp.InitializedParams())


async def _take_leave(editor: Editor) -> None:
    await asyncio.wait_for(editor.client.shutdown_async(None), SECONDS)
    editor.client.exit(None)


def edited(text: str, edits: list[lsp.TextEdit]) -> str:
    """A text after changes, the last of it first; without signs beyond sixteen bits."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda one: one.range.start, reverse=True):
        start, end = edit.range.start, edit.range.end
        head, tail = lines[start.line][: start.character], lines[end.line][end.character :]
        lines[start.line : end.line + 1] = [f"{head}{edit.new_text}{tail}"]
    return "\n".join(lines)
