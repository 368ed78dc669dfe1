"""The flip list: what a draft policy would change for which case, kept as lines of JSON.

The list of a hundred thousand cases is never held as objects: it is written page by page through a
compressor (`casework.flip_pages`) and read back line by line. Its fingerprint is the SHA-256 of the
lines.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import orjson

_BLOCK = 1 << 16
_SORT = re.compile(rb'"change":"([a-z-]+)"')


class Change(StrEnum):
    """What becomes of something; each flip is exactly one of these."""

    NEWLY_LATE = "newly-late"
    NO_LONGER_LATE = "no-longer-late"
    DUE_EARLIER = "due-earlier"
    DUE_LATER = "due-later"
    TERMS_DIFFER = "terms-differ"
    CLOCK_BEGINS = "clock-begins"
    CLOCK_ENDS = "clock-ends"
    ESCALATES_NOW = "escalates-now"
    FIRES_NOW = "fires-now"
    LADDER_DIFFERS = "ladder-differs"
    GATE_BLOCKS = "gate-blocks"
    GATE_OPENS = "gate-opens"
    GATE_DIFFERS = "gate-differs"
    AUTHORITY_GAINED = "authority-gained"
    AUTHORITY_LOST = "authority-lost"
    AUTHORITY_DIFFERS = "authority-differs"
    STANDS_ASIDE = "stands-aside"
    STANDS_ASIDE_NO_MORE = "stands-aside-no-more"
    CHECK_FAILS = "check-fails"
    CHECK_HOLDS = "check-holds"
    CHECK_DIFFERS = "check-differs"


class About(StrEnum):
    """What a flip is about: the category that its subject is a name of."""

    CLOCK = "clock"
    TRIGGER = "trigger"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Said:
    """What one of the policies says: codes or ISO moments, and the lines by which it does."""

    values: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flip:
    """One change for one case, in codes; `closed` says that it is only what would have been."""

    case: str
    handle: str
    kind: str
    state: str
    unit: str
    change: Change
    about: About
    subject: str
    before: Said = field(default_factory=Said)
    after: Said = field(default_factory=Said)
    closed: bool = False

    def as_json(self) -> dict[str, Any]:
        """Everything it says."""
        return asdict(self)

    def as_line(self) -> bytes:
        """Canonical JSON, one line without its end."""
        return orjson.dumps(self, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_line(cls, line: bytes) -> Flip:
        """What `as_line` wrote."""
        stored = orjson.loads(line)
        for side in ("before", "after"):
            said = stored[side]
            stored[side] = Said(tuple(said["values"]), tuple(said["lines"]))
        stored["change"], stored["about"] = Change(stored["change"]), About(stored["about"])
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many flips of each sort there are among the cases of a unit and kind, and of how many."""

    unit: str
    kind: str
    cases: int
    changes: Mapping[str, int]
    closed: bool = False

    def as_json(self) -> dict[str, Any]:
        """Everything it says."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a draft would change, found at one moment; nothing was written.

    `against` is the version in force, `draft` the one tried. `cases` open ones were looked at,
    `closed` are a sample of closed ones, `other_versions` how many open ones hold neither. So many
    rules only the version in force has (`gone`) and only the draft (`come`), of which `later` say
    nothing of cases as they stand. `body` are the zlib-compressed lines: first the versions, then
    each flip, by case in the order of opening.
    """

    draft: str
    against: str
    at: datetime
    cases: int
    closed: int
    other_versions: int
    gone: int
    come: int
    later: int
    tallies: tuple[Tally, ...]
    count: int
    digest: str
    body: bytes

    @classmethod
    def of_nothing(cls, draft: str, against: str, at: datetime) -> Simulation:
        """A simulation that has looked at no case."""
        return cls(draft, against, at, 0, 0, 0, 0, 0, 0, (), 0, sha256().hexdigest(), b"")

    @property
    def flips(self) -> FlipList:
        """The flips, read one by one."""
        return FlipList(self.body, self.count)

    def as_lines(self) -> Iterator[bytes]:
        """The canonical lines, each without its end, whose fingerprint is `digest`."""
        return self.flips.as_lines()

    def summary(self) -> dict[str, Any]:
        """Everything but the lines, ready for JSON."""
        return {
            "draft": self.draft,
            "against": self.against,
            "at": self.at.isoformat(),
            "cases": self.cases,
            "closed": self.closed,
            "other_versions": self.other_versions,
            "gone": self.gone,
            "come": self.come,
            "later": self.later,
            "flips": self.count,
            "digest": self.digest,
            "changes": changes_of(self.tallies, closed=False),
            "changes_closed": changes_of(self.tallies, closed=True),
            "tallies": [tally.as_json() for tally in self.tallies],
        }


def changes_of(tallies: Iterable[Tally], *, closed: bool) -> dict[str, int]:
    """How many flips of each sort there are in all, in the order of `Change`."""
    total: Counter[str] = Counter()
    for tally in tallies:
        if tally.closed == closed:
            total.update(tally.changes)
    return {change.value: total[change] for change in Change if total[change]}


class FlipList:
    """Flips as they were kept: counted, and read one by one as often as wanted."""

    def __init__(self, body: bytes, count: int) -> None:
        """`body` as `Simulation` has it."""
        self._body, self._count = body, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Flip]:
        lines = self.as_lines()
        next(lines, None)
        return map(Flip.from_line, lines)

    def examples(self, most: int) -> list[Flip]:
        """So many of each sort at most, by sort; the others are not even read."""
        found: dict[bytes, list[Flip]] = {change.encode(): [] for change in Change}
        for line in self.as_lines():
            sort = _SORT.search(line)
            if sort is not None and len(found[sort[1]]) < most:
                found[sort[1]].append(Flip.from_line(line))
        return [flip for flips in found.values() for flip in flips]

    def as_lines(self) -> Iterator[bytes]:
        """The canonical lines as they were kept: first the versions, then each flip."""
        return lines_of(self._body)


def lines_of(body: bytes) -> Iterator[bytes]:
    """The lines of texts that were compressed one by one, unpacked a block at a time."""
    left = b""
    for block in unpacked(body):
        *whole, left = (left + block).split(b"\n")
        yield from whole


def unpacked(body: bytes) -> Iterator[bytes]:
    """The texts that were compressed one by one, a block at a time."""
    packed, unpacking = body, zlib.decompressobj()
    while packed:
        block = unpacking.decompress(packed, _BLOCK)
        packed = unpacking.unconsumed_tail or unpacking.unused_data
        if unpacking.eof:
            unpacking = zlib.decompressobj()
        if block:
            yield block
