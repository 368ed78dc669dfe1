"""Flips gathered page by page: compressed where they are found, then put together in order."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from casework.flips import Change, Flip, Tally, unpacked

_EFFORT = 3
"""How hard the compressor tries: most of the size for little of the time."""

_Group = tuple[bool, str, str]
"""Whether closed, unit, kind."""


@dataclass(slots=True)
class FlipPage:
    """What was found among the cases of one page; it passes from one process to another.

    `cases` were looked at, of which `others` hold neither version.
    """

    cases: int = 0
    others: int = 0
    count: int = 0
    sums: dict[_Group, Counter[str]] = field(default_factory=dict)
    flipping: Counter[_Group] = field(default_factory=Counter)
    body: bytes = b""
    _lines: list[bytes] = field(default_factory=list)

    def add(self, flips: Iterable[Flip]) -> None:
        """The flips of one case."""
        found = sorted(flips, key=_order)
        if not found:
            return
        group = found[0].closed, found[0].unit, found[0].kind
        self.flipping[group] += 1
        self.sums.setdefault(group, Counter()).update(flip.change for flip in found)
        self.count += len(found)
        self._lines.extend(flip.as_line() for flip in found)

    def pack(self) -> FlipPage:
        """Compress what was added; nothing is added after it."""
        if self._lines:
            self.body = zlib.compress(b"".join(line + b"\n" for line in self._lines), _EFFORT)
            self._lines.clear()
        return self


class FlipWriter:
    """Puts pages together in their order, and keeps no more of them than their sums."""

    def __init__(self, draft: str, against: str) -> None:
        """The list begins with the two versions: equal changes of other drafts are not the same."""
        head = orjson.dumps({"against": against, "draft": draft}, option=orjson.OPT_SORT_KEYS)
        self._hash = hashlib.sha256()
        self._bodies: list[bytes] = []
        self._sums: dict[_Group, Counter[str]] = {}
        self._flipping: Counter[_Group] = Counter()
        self.cases = self.others = self.count = 0
        self._write(zlib.compress(head + b"\n", _EFFORT))

    def add(self, page: FlipPage) -> None:
        """The next page, packed."""
        self.cases += page.cases
        self.others += page.others
        self.count += page.count
        self._flipping.update(page.flipping)
        for group, sums in page.sums.items():
            self._sums.setdefault(group, Counter()).update(sums)
        self._write(page.body)

    def tallies(self) -> tuple[Tally, ...]:
        """The sums so far, by unit and kind, open cases first."""
        return tuple(
            Tally(
                unit,
                kind,
                self._flipping[closed, unit, kind],
                {change.value: sums[change] for change in Change if sums[change]},
                closed,
            )
            for (closed, unit, kind), sums in sorted(self._sums.items())
        )

    @property
    def digest(self) -> str:
        """The fingerprint of the lines so far."""
        return self._hash.hexdigest()

    @property
    def body(self) -> bytes:
        """The compressed lines so far."""
        return b"".join(self._bodies)

    def _write(self, body: bytes) -> None:
        for block in unpacked(body):
            self._hash.update(block)
        self._bodies.append(body)


def _order(flip: Flip) -> tuple[str, ...]:
    return flip.about, flip.subject, flip.change, *flip.before.values, *flip.after.values
