"""A Merkle tree over named leaves in the order of their names, as RFC 6962 shapes and hashes it."""

from __future__ import annotations

from bisect import bisect_left
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A leaf can never be taken for a node, nor a node for a leaf.
_LEAF, _NODE = b"\x00", b"\x01"


class Tree:
    """Grows by `put`, which hashes anew only what has changed; `root` covers all leaves."""

    def __init__(self) -> None:
        """Without leaves."""
        self._hashes: dict[str, bytes] = {}
        self._names: list[str] = []
        self._levels: list[list[bytes]] = [[]]

    @property
    def root(self) -> str:
        """The hash over all leaves, 64 hexadecimal digits; without leaves that of nothing."""
        top = self._levels[-1]
        return top[0].hex() if top else sha256().hexdigest()

    def put(self, leaves: Mapping[str, str]) -> None:
        """Set the texts of leaves by name, whether or not they were there."""
        fresh = sorted(leaves.keys() - self._hashes.keys())
        in_order = not fresh or not self._names or fresh[0] > self._names[-1]
        for name, text in leaves.items():
            self._hashes[name] = sha256(_LEAF + text.encode()).digest()
        if not in_order:
            self._names, self._levels = sorted(self._hashes), [list(self._hashes.values())]
            self._renew(self._names)
            return
        self._names += fresh
        self._levels[0] += [b""] * len(fresh)
        self._renew(leaves)

    def _renew(self, names: Iterable[str]) -> None:
        """Hash anew the leaves of these names and everything above them."""
        level = self._levels[0]
        changed = {bisect_left(self._names, name) for name in names}
        for place in changed:
            level[place] = self._hashes[self._names[place]]
        height = 0
        while len(level) > 1:
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            above = self._levels[height]
            above += [b""] * ((len(level) + 1) // 2 - len(above))
            changed = {place // 2 for place in changed}
            for place in changed:
                above[place] = _join(level[2 * place : 2 * place + 2])
            level = above


def _join(pair: list[bytes]) -> bytes:
    """The node above two; one that has no neighbour rises as it is."""
    return pair[0] if len(pair) == 1 else sha256(_NODE + pair[0] + pair[1]).digest()
