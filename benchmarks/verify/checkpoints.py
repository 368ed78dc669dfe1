"""Seconds to seal the heads of so many events and to verify the checkpoints, on both databases.

Run by itself: `python -m benchmarks.verify.checkpoints [EVENTS]`.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from benchmarks.places import DATABASES, places, settle
from benchmarks.verify.chains import EVENTS_OF_A_CASE, fill
from casework.app import App
from casework.keys import make_keys, verifying_keys
from casework.sealing_audit import seal
from casework.settings import Settings
from domain.now import real_now
from store.checkpoint_files import CheckpointFolder
from store.engine import open_engine
from store.sealing import KEY_BYTES, MasterKeys
from store.unit_of_work import Store
from store.verify import verify_chain
from store.verify_checkpoints import verify_checkpoints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVENTS = 1_000_000
_LAST_DIGIT = "%7"
T = TypeVar("T")


def measure(url: str, folder: Path) -> None:
    """Seal, seal again, seal after one case in ten was cut by an event and grew again, verify."""
    settings = Settings(data=folder / "data", database_url=url)
    make_keys(settings)
    app = App(settings, Store(open_engine(url), MasterKeys.single(bytes(KEY_BYTES))), real_now)
    sealed = CheckpointFolder(settings.checkpoints_folder)
    try:
        _move_heads(app, -1)
        timed("seal all heads", lambda: seal(app))
        timed("find that nothing has happened", lambda: seal(app))
        _move_heads(app, 1)
        timed("seal what has changed in one case in ten", lambda: seal(app))
        keys = verifying_keys(settings)
        found = timed("verify the checkpoints", lambda: verify_checkpoints(app.store, sealed, keys))
        if not found.ok:
            raise AssertionError(found.faults[:3])
        timed("verify the chains", lambda: verify_chain(app.store))
        sizes = [sealed.file(number).stat().st_size // 1000 for number in sealed.numbers()]
        sys.stdout.write(f"  {found.heads} heads compared, files of {sizes} kB\n")
    finally:
        app.close()


def _move_heads(app: App, events: int) -> None:
    """Have one case in ten end an event earlier or later, as its chain allows."""
    with app.store.write() as work:
        work.connection.execute(
            sa.text(
                "UPDATE cases SET head_seq = head_seq + :events, head_hash = (SELECT hash FROM "
                "case_events WHERE case_id = id AND seq = head_seq + :events) WHERE id LIKE :some"
            ),
            {"events": events, "some": _LAST_DIGIT},
        )
        work.commit()


def timed(what: str, work: Callable[[], T]) -> T:
    """Do it, and say how long it took, and how much of that this process computed."""
    began, computed = time.perf_counter(), time.process_time()
    found = work()
    took, cpu = time.perf_counter() - began, time.process_time() - computed
    sys.stdout.write(f"  {what}: {took:.2f} s ({cpu:.2f} s of it computing)\n")
    sys.stdout.flush()
    return found


def main(events: int) -> None:
    """Both databases."""
    with places() as made:
        for database in DATABASES:
            url, folder = made.fresh(database)
            fill(url, events)
            settle(url)
            cases = events // EVENTS_OF_A_CASE
            sys.stdout.write(f"{database}: {events:,} events in {cases:,} cases\n")
            measure(url, folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
