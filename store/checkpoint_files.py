"""Checkpoints as files outside the database: what one says, and a folder that only grows.

A file is text. Its first line is the statement, in JSON; the second the signature over exactly
the bytes of the first (Ed25519, hexadecimal); each further line one sealed head, `case seq hash`.
A file holds all heads, or those that have changed since the checkpoint before it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from domain.ids import new_id
from store.columns import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_FORMAT = "holdfast/checkpoint/v1"
_NAME = re.compile(r"(\d{8})\.checkpoint")
_HEADS = re.compile(rb"(?:[!-~]+ [1-9][0-9]* [0-9a-f]{64}\n)*")


class DamagedCheckpointError(ValueError):
    """A file is not what a checkpoint looks like, or its heads are not those it was signed with."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed; `previous` is the signature of the checkpoint before, empty for the first.

    `cases` and `events` count everything up to this checkpoint, and `root` covers it. `full` says
    whether the file lists all heads; `heads` is the SHA-256 over the lines that it lists.
    """

    seq: int
    at: datetime
    cases: int
    events: int
    root: str
    previous: str
    key_id: str
    full: bool
    heads: str

    def canonical(self) -> bytes:
        """The bytes that are signed: one line of JSON."""
        values: dict[str, Any] = {"format": _FORMAT, **asdict(self), "at": stamp(self.at)}
        return json.dumps(values, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A statement, the bytes of it that were signed, their signature, and the lines of heads."""

    statement: Statement
    signed: bytes
    signature: str
    lines: tuple[str, ...]

    def content(self) -> bytes:
        """The file."""
        return b"\n".join((self.signed, self.signature.encode(), *_encoded(self.lines), b""))


def sign(statement: Statement, lines: tuple[str, ...], key: Ed25519PrivateKey) -> Checkpoint:
    """The checkpoint that says so."""
    signed = statement.canonical()
    return Checkpoint(statement, signed, key.sign(signed).hex(), lines)


def digest_of(lines: Iterable[str]) -> str:
    """SHA-256 over lines of heads, each ended by a line feed, in hexadecimal."""
    return sha256(b"".join(line + b"\n" for line in _encoded(lines))).hexdigest()


def read(content: bytes) -> Checkpoint:
    """The checkpoint in a file; whether its signature holds is another question.

    Raises: DamagedCheckpointError.
    """
    signed, _, rest = content.partition(b"\n")
    signature, _, body = rest.partition(b"\n")
    try:
        values = json.loads(signed)
        is_ours = values.pop("format") == _FORMAT
        statement = Statement(**{**values, "at": datetime.fromisoformat(values["at"])})
        whole = is_ours and statement.canonical() == signed and _HEADS.fullmatch(body)
        if not whole or sha256(body).hexdigest() != statement.heads:
            raise DamagedCheckpointError
        lines = tuple(body.decode("ascii").splitlines())
        return Checkpoint(statement, signed, signature.decode("ascii"), lines)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedCheckpointError from error


@dataclass(frozen=True, slots=True)
class CheckpointFolder:
    """Where checkpoints lie, by their number; one that is there is never replaced."""

    path: Path

    def numbers(self) -> list[int]:
        """The numbers of the files, in order; none where there is no folder."""
        if not self.path.is_dir():
            return []
        found = (_NAME.fullmatch(file.name) for file in self.path.iterdir())
        return sorted(int(name[1]) for name in found if name)

    def file(self, number: int) -> Path:
        """Where a checkpoint lies, or would."""
        return self.path / f"{number:08}.checkpoint"

    def load(self, number: int) -> Checkpoint:
        """The checkpoint of that number.

        Raises: DamagedCheckpointError, also for a file that holds another number or is not there.
        """
        try:
            found = read(self.file(number).read_bytes())
        except OSError as error:
            raise DamagedCheckpointError from error
        if found.statement.seq != number:
            raise DamagedCheckpointError
        return found

    def prepare(self, checkpoint: Checkpoint) -> Path:
        """Write the file durably under a passing name. Raises: OSError."""
        partial = self.path / f".{checkpoint.statement.seq:08}.{new_id()}"
        with partial.open("xb") as file:
            file.write(checkpoint.content())
            file.flush()
            os.fsync(file.fileno())
        return partial

    def publish(self, partial: Path, number: int) -> Path:
        """Give a prepared file its name, durably.

        The number belongs to the caller, who has claimed it in the database. Raises: OSError, and
        FileExistsError where another installation writes into the same folder.
        """
        target = self.file(number)
        if target.exists():
            raise FileExistsError(target)
        partial.rename(target)
        handle = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return target


def _encoded(lines: Iterable[str]) -> Iterable[bytes]:
    return (line.encode() for line in lines)
