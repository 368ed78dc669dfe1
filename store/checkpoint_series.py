"""Checkpoints read one after the other: whose signature holds, and which heads they amount to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.checkpoint_files import DamagedCheckpointError
from store.merkle import Tree

if TYPE_CHECKING:
    from store.checkpoint_files import Checkpoint, CheckpointFolder

Keys = Mapping[str, Ed25519PublicKey]
"""Public keys by their ids."""


class UntrustedError(ValueError):
    """A checkpoint is not signed by a key that is at hand."""

    def __init__(self, *, key_known: bool) -> None:
        """`key_known`: whether the key that it names is at hand."""
        super().__init__(key_known)
        self.key_known = key_known


class Series:
    """All heads as of the checkpoint taken last; not `known` before a full one was taken."""

    def __init__(self) -> None:
        """Before the first checkpoint."""
        self.known = False
        self.heads: dict[str, str] = {}
        self.events = 0
        self.listed = 0
        self._tree = Tree()
        self._unhashed: dict[str, str] = {}

    @property
    def root(self) -> str:
        """The Merkle root over the heads; hashed when it is asked for."""
        self._tree.put(self._unhashed)
        self._unhashed = {}
        return self._tree.root

    def miss(self) -> None:
        """A checkpoint cannot be taken: what the heads are is not known until the next full one."""
        self.known = False

    def take(self, checkpoint: Checkpoint) -> None:
        """The next checkpoint, whose signature holds; `listed` counts lines since a full one."""
        if checkpoint.statement.full:
            self.known, self.heads, self.events, self.listed = True, {}, 0, 0
            self._tree, self._unhashed = Tree(), {}
        if not self.known:
            return
        changed = {line.partition(" ")[0]: line for line in checkpoint.lines}
        self.events += sum(
            seq_of(line) - seq_of(self.heads.get(case_id, "")) for case_id, line in changed.items()
        )
        self.heads.update(changed)
        self._unhashed.update(changed)
        self.listed += 0 if checkpoint.statement.full else len(changed)

    def agrees_with(self, checkpoint: Checkpoint) -> bool:
        """Whether the heads are as many, have as many events and the root that it says."""
        said = checkpoint.statement
        return (said.cases, said.events, said.root) == (len(self.heads), self.events, self.root)


def seq_of(line: str) -> int:
    """The number of the head in a line; 0 for no line."""
    return int(line.split(" ")[1]) if line else 0


def require_signature(checkpoint: Checkpoint, keys: Keys) -> None:
    """Refuse what no known key has signed. Raises: UntrustedError."""
    key = keys.get(checkpoint.statement.key_id)
    if key is None:
        raise UntrustedError(key_known=False)
    try:
        key.verify(bytes.fromhex(checkpoint.signature), checkpoint.signed)
    except (InvalidSignature, ValueError) as error:
        raise UntrustedError(key_known=True) from error


def trusted(folder: CheckpointFolder, number: int, keys: Keys) -> Checkpoint | None:
    """The checkpoint of that number, None when it is damaged or no known key has signed it."""
    try:
        checkpoint = folder.load(number)
        require_signature(checkpoint, keys)
    except (DamagedCheckpointError, UntrustedError):
        return None
    return checkpoint


def series_to(folder: CheckpointFolder, number: int, keys: Keys) -> Series:
    """The heads as of a checkpoint, read from the last full one; not known when that fails."""
    series, later = Series(), []
    while checkpoint := trusted(folder, number, keys):
        later.append(checkpoint)
        if checkpoint.statement.full:
            break
        number -= 1
    for checkpoint in reversed(later):
        series.take(checkpoint)
    return series
