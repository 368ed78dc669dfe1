"""What is open in an editor, what was found in it last, and the drafts that are being proved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import HoldfastError
from domain.problems import Problem, Severity
from holdfast.editing.folders import Sheet, place_of, said, sheet_of, texts_in
from policies.assisting import diagnostics
from policies.rules import RuleSet
from proofs.warming import Answer, Draft, WarmWorker


@dataclass(frozen=True, slots=True)
class Known:
    """What an installation knows: the policy in force, and what its units are called."""

    base: RuleSet | None = None
    units: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in the files of one folder, by file: the texts looked at, their addresses."""

    folder: Path | None
    uris: Mapping[str, str]
    texts: Mapping[str, str]
    by_file: Mapping[str, list[dict[str, Any]]]
    answer: Answer


class Workshop:
    """The open documents of one editor; every change hands its policy to the warm proofs."""

    def __init__(self, known: Known, tell: Callable[[Findings], None]) -> None:
        """`tell` is called with every answer, on the thread of the proofs."""
        self.known = known
        self._tell = tell
        self._sheets: dict[str, Sheet] = {}
        self._asked: tuple[Draft, Path | None] | None = None
        self._worker = WarmWorker(self._answered)

    def close(self) -> None:
        """Stop proving."""
        self._worker.close()

    def sheet(self, uri: str) -> Sheet | None:
        """An open document."""
        return self._sheets.get(uri)

    def texts_with(self, sheet: Sheet) -> Mapping[str, str]:
        """The policy of a document, as it was last handed to the proofs."""
        asked = self._asked
        return asked[0].texts if asked is not None and asked[1] == sheet.folder else {}

    def write(self, uri: str, path: Path | None, text: str) -> None:
        """A document was opened, or is now this text."""
        sheet = self._sheets[uri] = sheet_of(uri, path, text)
        self._ask(sheet)

    def put_away(self, uri: str) -> None:
        """A document was closed: what is on disk counts again."""
        sheet = self._sheets.pop(uri, None)
        if sheet is not None and sheet.folder is not None:
            self._ask(sheet)

    def _ask(self, sheet: Sheet) -> None:
        sheets = dict(self._sheets)
        try:
            texts = texts_in(sheet.folder, sheets)
        except HoldfastError as error:
            texts = {sheet.file: sheet.text}
            wrong = Problem(Severity.ERROR, "folder-unreadable", said(error), sheet.file, 1, 1)
            self._tell(self._found(Answer((wrong,)), texts, sheet.folder))
            return
        draft = Draft(texts, self.known.base, self.known.units, sheet.file)
        self._asked = draft, sheet.folder
        self._worker.submit(draft)

    def _answered(self, draft: Draft, answer: Answer) -> None:
        asked = self._asked
        if asked is not None and asked[0] is draft:
            self._tell(self._found(answer, draft.texts, asked[1]))

    def _found(self, answer: Answer, texts: Mapping[str, str], folder: Path | None) -> Findings:
        sheets = dict(self._sheets)
        places = ((file, place_of(folder, file, sheets)) for file in texts)
        uris = {file: uri for file, uri in places if uri is not None}
        return Findings(folder, uris, texts, diagnostics(texts, answer.problems), answer)
