"""The audit against the checkpoints: each is genuine, follows the one before, and still holds.

What the audit of the chains alone cannot see shows here: a case that went with all its events, a
chain that was rewritten from some event on, a database that was replaced by another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.checkpoint_files import DamagedCheckpointError
from store.checkpoint_series import Series, UntrustedError, require_signature
from store.checkpoints import CheckpointRecord, Standing, list_checkpoints, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.checkpoint_files import Checkpoint, CheckpointFolder
    from store.checkpoint_series import Keys
    from store.unit_of_work import Store

FILE_MISSING, ROW_MISSING, BOTH_MISSING = "file_missing", "row_missing", "both_missing"
DAMAGED, KEY_UNKNOWN, SIGNATURE = "damaged", "key_unknown", "signature"
ROW_DIFFERS, CHAINING, ROOT = "row_differs", "chaining", "root"
CASE_GONE, EVENT_MISSING, REWRITTEN = "case_gone", "event_missing", "rewritten"
Progress = Callable[[int], None]

_HEADS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class CheckpointFault:
    """A checkpoint that is not in order, or a case that is not as it was sealed there.

    `file_missing`: the database knows it, the folder has no file. `row_missing`: the other way
    round. `both_missing`: numbers are left out, from this one on. `damaged`: the file is not what
    was written. `key_unknown`: the key that it names is not at hand. `signature`: it is not signed
    by that key. `row_differs`: file and database say different things. `chaining`: it does not
    follow the one before. `root`: its heads do not give its root.
    `case_gone`: the case and its events were deleted. `event_missing`: the chain no longer reaches
    the sealed event (`seq`). `rewritten`: another event stands in its place.
    """

    checkpoint: int
    what: str
    case_id: str = ""
    handle: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class CheckpointsVerified:
    """How many checkpoints there are, how many sealed heads were compared, and every fault."""

    checkpoints: int
    heads: int
    faults: tuple[CheckpointFault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify_checkpoints(
    store: Store, folder: CheckpointFolder, keys: Keys, progress: Progress | None = None
) -> CheckpointsVerified:
    """Check every checkpoint in the folder or in the database, and every head that was sealed.

    Of each case the first checkpoint is named that it contradicts. Only what a known key has
    signed is compared. `progress` is told how many heads were compared so far.
    """
    with store.read() as work:
        rows = {row.seq: row for row in list_checkpoints(work)}
    review = _Review(folder, keys, rows)
    numbers = sorted({*rows, *folder.numbers()})
    for number in numbers:
        review.look_at(number)
    lines = list(review.sealed)
    for start in range(0, len(lines), _HEADS_AT_ONCE):
        page = lines[start : start + _HEADS_AT_ONCE]
        with store.read() as work:
            review.compare(standing(work, page))
        if progress is not None:
            progress(start + len(page))
    return CheckpointsVerified(len(numbers), len(lines), review.faults())


class _Review:
    """Where the audit stands: what the checkpoints so far amount to, and what was found.

    `sealed` has every line that a genuine checkpoint lists, with the first such checkpoint.
    """

    def __init__(
        self, folder: CheckpointFolder, keys: Keys, rows: dict[int, CheckpointRecord]
    ) -> None:
        """Before the first checkpoint."""
        self.sealed: dict[str, int] = {}
        self._folder = folder
        self._keys = keys
        self._rows = rows
        self._series = Series()
        self._last = 0
        self._previous: str | None = ""
        self._faults: list[CheckpointFault] = []
        self._of_cases: dict[str, CheckpointFault] = {}

    def faults(self) -> tuple[CheckpointFault, ...]:
        """Those of checkpoints, then those of cases, each in order of the checkpoints."""
        cases = sorted(self._of_cases.values(), key=lambda fault: (fault.checkpoint, fault.case_id))
        return (*self._faults, *cases)

    def look_at(self, number: int) -> None:
        """Check the next checkpoint that folder or database have."""
        if number != self._last + 1:
            self._fault(self._last + 1, BOTH_MISSING)
            self._series.miss()
            self._previous = None
        self._last = number
        row = self._rows.get(number)
        checkpoint = self._genuine(number)
        if checkpoint is None:
            self._series.miss()
            self._previous = None if row is None else row.signature
            return
        for what in self._contradictions(checkpoint, row):
            self._fault(number, what)
        self._previous = checkpoint.signature
        for line in checkpoint.lines:
            self.sealed.setdefault(line, number)

    def compare(self, page: Sequence[Standing]) -> None:
        """Compare sealed heads with what stands there."""
        for found in page:
            what = _fault_of(found)
            if what is None:
                continue
            line = f"{found.case_id} {found.seq} {found.sealed_hash}"
            fault = CheckpointFault(
                self.sealed[line], what, found.case_id, found.handle or "", found.seq
            )
            known = self._of_cases.setdefault(found.case_id, fault)
            if fault.checkpoint < known.checkpoint:
                self._of_cases[found.case_id] = fault

    def _fault(self, number: int, what: str) -> None:
        self._faults.append(CheckpointFault(number, what))

    def _genuine(self, number: int) -> Checkpoint | None:
        """The checkpoint if its file is whole and signed by a known key, else None and a fault."""
        if not self._folder.file(number).exists():
            self._fault(number, FILE_MISSING)
            return None
        try:
            checkpoint = self._folder.load(number)
            require_signature(checkpoint, self._keys)
        except DamagedCheckpointError:
            self._fault(number, DAMAGED)
        except UntrustedError as error:
            self._fault(number, SIGNATURE if error.key_known else KEY_UNKNOWN)
        else:
            return checkpoint
        return None

    def _contradictions(
        self, checkpoint: Checkpoint, row: CheckpointRecord | None
    ) -> Iterator[str]:
        said = checkpoint.statement
        if row is None:
            yield ROW_MISSING
        elif row != record_of(checkpoint):
            yield ROW_DIFFERS
        if self._previous is not None and said.previous != self._previous:
            yield CHAINING
        self._series.take(checkpoint)
        if self._series.known and not self._series.agrees_with(checkpoint):
            yield ROOT


def record_of(checkpoint: Checkpoint) -> CheckpointRecord:
    """What the database keeps of a checkpoint."""
    said = checkpoint.statement
    return CheckpointRecord(
        said.seq, said.at, said.cases, said.events, said.root, said.key_id, checkpoint.signature
    )


def _fault_of(found: Standing) -> str | None:
    if found.event_hash == found.sealed_hash:
        return None
    if found.event_hash is not None:
        return REWRITTEN
    return CASE_GONE if found.handle is None else EVENT_MISSING
