"""Which files make up the policy that is being edited: those on disk, with what is typed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casework.feature_files import SUFFIX
from casework.policies_in_force import read_features
from domain.errors import HoldfastError, NotFound


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document that is open in an editor; one that was never saved is a policy of its own."""

    uri: str
    text: str
    folder: Path | None
    file: str


def sheet_of(uri: str, path: Path | None, text: str) -> Sheet:
    """The document with the folder of its policy, and its name in it."""
    if path is None or not path.name:
        return Sheet(uri, text, None, uri.rpartition("/")[2] or uri)
    folder = folder_of(path)
    return Sheet(uri, text, folder, path.relative_to(folder).as_posix())


def folder_of(path: Path) -> Path:
    """The outermost folder, from the file's own upwards, that has feature files without a gap."""
    folder = path.parent
    while folder.parent != folder and any(folder.parent.glob(f"*{SUFFIX}")):
        folder = folder.parent
    return folder


def texts_in(folder: Path | None, sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The policy as it would be if every open document of the folder were saved now.

    Raises:
        BadInput: when a file on disk cannot be read.
    """
    try:
        texts = {} if folder is None else read_features(folder)
    except NotFound:
        texts = {}
    return {**texts, **{one.file: one.text for one in sheets.values() if one.folder == folder}}


def place_of(folder: Path | None, file: str, sheets: Mapping[str, Sheet]) -> str | None:
    """The address under which the editor knows a file; None for one that is nowhere on disk."""
    for sheet in sheets.values():
        if (sheet.folder, sheet.file) == (folder, file):
            return sheet.uri
    return None if folder is None else (folder / file).as_uri()


def said(error: HoldfastError) -> str:
    """An error in both languages: nobody has said yet which one the writer reads."""
    return f"{error.text('zh')} / {error.text('en')}"
