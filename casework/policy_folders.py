"""Policy versions as folders of feature files, so that they can be kept and edited with git."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from casework.app import App
from casework.policies_in_force import read_features
from casework.policy_versions import version_named
from domain.errors import BadInput, NoActivePolicy
from store.versions import get_policy_version

MANIFEST = "policy-version.json"
"""Beside the feature files: of which version they are a copy."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where."""

    version: str
    folder: Path
    files: tuple[str, ...]


def export_version(app: App, name: str, folder: Path) -> Exported:
    """Write the files of a version, and a note of which one it is, into a folder.

    Feature files of an older export that the version does not have are taken away; everything else
    in the folder stays as it is.

    Raises:
        NotFound: for an unknown version.
        BadInput: when the folder holds feature files that no export has written, or cannot be
            written.
    """
    with app.store.read() as work:
        version = get_policy_version(work, version_named(app, work, name))
    if version is None:
        raise NoActivePolicy
    texts: dict[str, str] = orjson.loads(version.text)
    said = {
        "version": version.id,
        "parent": version.parent,
        "author": version.author,
        "note": version.note,
        "at": version.created_at.isoformat(),
        "digest": _digest_of(texts),
    }
    try:
        _write(folder, texts, said)
    except OSError as error:
        raise _bad_folder(
            f"“{folder}”无法写入（{error.strerror}），请换一个目录",
            f"“{folder}” cannot be written ({error.strerror}): choose another one",
        ) from error
    return Exported(version.id, folder, tuple(sorted(texts)))


def _write(folder: Path, texts: Mapping[str, str], said: Mapping[str, Any]) -> None:
    before = sorted(folder.rglob("*.feature"))
    if before and not (folder / MANIFEST).is_file():
        raise _bad_folder(
            f"“{folder}”已有不是导出的制度文件，请换一个目录",
            f"“{folder}” holds feature files that were not exported: choose another one",
        )
    for path in before:
        if path.relative_to(folder).as_posix() not in texts:
            path.unlink()
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    (folder / MANIFEST).write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n")


def _bad_folder(zh: str, en: str) -> BadInput:
    return BadInput(field="DIR", reason_zh=zh, reason_en=en)


@dataclass(frozen=True, slots=True)
class Origin:
    """From which version a folder was made, as far as it is known here, and the author's note."""

    parent: str | None = None
    note: str = ""


def origin_of(app: App, folder: Path) -> Origin:
    """What the note in an exported folder says; nothing for a folder that no export has written.

    A folder that still is what was exported has the note and the parent of its version; one that
    was edited since was made from it.

    Raises: BadInput for a note that cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return Origin()
    try:
        said = orjson.loads(path.read_bytes())
        edited = said["digest"] != _digest_of(read_features(folder))
        parent = said["version"] if edited else said["parent"]
        known = None if parent is None else str(parent)
        origin = Origin(known, "" if edited else str(said["note"]))
    except (KeyError, TypeError, ValueError):
        raise BadInput(
            field=MANIFEST,
            reason_zh=f"“{path}”不是导出时写下的说明，请重新导出或者删除它",
            reason_en=f"“{path}” is not the note that an export writes: export again or delete it",
        ) from None
    with app.store.read() as work:
        here = origin.parent is not None and get_policy_version(work, origin.parent) is not None
    return origin if here else replace(origin, parent=None)


def _digest_of(texts: Mapping[str, str]) -> str:
    # Not by orjson, which takes no text that is no UTF-8: the check will say where it stands.
    return hashlib.sha256(json.dumps(dict(texts), sort_keys=True).encode()).hexdigest()
