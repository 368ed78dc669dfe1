"""Evidence and comments: files kept by content, remarks sealed; neither ever moves a deadline."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from pathlib import Path

from casework.app import App
from casework.casefile import locked_file, person_named
from casework.recording import note, save
from casework.requesting import require_reason
from domain.errors import BadInput, NotFound, StoreUnwritable
from domain.ids import new_id
from domain.lexicon import LEXICON
from store.content import put_content
from store.signatures import Evidence, insert_evidence

MOST_BYTES = 50 * 1024 * 1024


def attach_file(app: App, name: str, path: Path, *, by: str, document: str) -> str:
    """Keep a file as evidence of a case under a document name; its SHA-256.

    The file is written and synced before its row, so a row never points to nothing.

    Raises:
        NotFound: when there is no such file or document name.
        BadInput: when it is empty or too large.
        StoreUnwritable: when the disk is full.
    """
    document_id = _known_document(document)
    content = _read(path)
    sha256 = hashlib.sha256(content).hexdigest()
    keep_file(app.settings.evidence_folder, sha256, content)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        person = person_named(file.organisation, by)
        sealed = put_content(work, file.case, "file_name", path.name, at=file.at)
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        insert_evidence(
            work,
            Evidence(
                new_id(),
                file.case.id,
                document_id,
                sha256,
                sealed.id,
                len(content),
                media_type,
                person.id,
                file.at,
            ),
        )
        payload = {"document": document_id, "sha256": sha256, "size": len(content)}
        note(file, "attached", person.id, payload=payload)
        save(file)
        work.commit()
    return sha256


def comment(app: App, name: str, text: str, *, by: str) -> None:
    """Add a remark to a case; it is sealed, and moves nothing. Raises: BadInput when blank."""
    require_reason(text)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        person = person_named(file.organisation, by)
        content = put_content(work, file.case, "comment", text, at=file.at)
        payload = {"content": content.id, "commitment": content.commitment}
        note(file, "commented", person.id, payload=payload)
        save(file)
        work.commit()


def keep_file(folder: Path, sha256: str, content: bytes) -> Path:
    """Write content under its hash, durably; one that is there already stays as it is.

    Raises:
        StoreUnwritable: when the disk does not take it.
    """
    target = folder / sha256[:2] / sha256
    if target.exists():
        return target
    partial = target.with_name(f"{sha256}.{new_id()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_durably(partial, content)
        partial.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreUnwritable from error
    return target


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make durable which files are in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise NotFound(what_zh="文件", what_en="file", name=str(path))
    content = path.read_bytes()
    if not content or len(content) > MOST_BYTES:
        raise BadInput(
            field=path.name,
            reason_zh="文件为空或超过 50 MB",
            reason_en="the file is empty or larger than 50 MB",
        )
    return content


def _known_document(word: str) -> str:
    found = LEXICON.resolve("document", word)
    if found is None:
        ids = LEXICON.ids("document")
        raise NotFound(
            what_zh="材料名称",
            what_en="document name",
            name=word,
            hint_zh=f"可选：{'、'.join(LEXICON.word('document', i, 'zh') for i in ids)}。",
            hint_en=f"Choose from {', '.join(ids)}.",
        )
    return found
