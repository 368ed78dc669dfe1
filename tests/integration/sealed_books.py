"""A few chained cases with a folder for checkpoints, and ways to spoil them behind its back."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from casework.app import App
from casework.keys import make_keys, verifying_keys
from casework.sealing_audit import Sealing, seal
from casework.settings import Settings
from domain.now import fixed
from store import cases
from store.chain import HASHED_COLUMNS, event_hash, genesis
from store.checkpoint_files import CheckpointFolder
from store.rows.cases import CaseRow
from store.rows.journal import CaseEventRow
from store.rows.row import table_of
from store.unit_of_work import Store
from store.verify_checkpoints import CheckpointFault, verify_checkpoints
from tests.integration.stored import NOON, given_case, given_event
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from store.unit_of_work import Work

EVENTS = table_of(CaseEventRow)
CASES = table_of(CaseRow)


def case_id(number: int) -> str:
    return f"01862f2c-0000-7000-8000-{number:012}"


@dataclass
class Books:
    """An application over a bare store: cases of which only the chains matter."""

    app: App

    @property
    def store(self) -> Store:
        return self.app.store

    @property
    def folder(self) -> CheckpointFolder:
        return CheckpointFolder(self.app.settings.checkpoints_folder)

    def seal(self, *, anew: bool = False) -> Sealing:
        return seal(self.app, anew=anew)

    def later(self, by: timedelta) -> Books:
        self.app = replace(self.app, now=fixed(self.app.now() + by))
        return self

    def open(self, *numbers: int) -> Books:
        """Cases with one event each."""
        with self.store.write() as work:
            for number in numbers:
                given_case(work, id=case_id(number))
            work.commit()
        return self

    def add(self, number: int, events: int = 1) -> Books:
        """More events of a case."""
        with self.store.write() as work:
            case = cases.lock_case(work, case_id(number))
            for _ in range(events):
                case = given_event(work, case)
            work.commit()
        return self

    def faults(self, at: Path | None = None) -> set[tuple[int, str, str]]:
        """What the checkpoints say against the books: checkpoint, fault, case id."""
        folder = self.folder if at is None else CheckpointFolder(at)
        found = verify_checkpoints(self.store, folder, verifying_keys(self.app.settings))
        return {(fault.checkpoint, fault.what, fault.case_id) for fault in found.faults}

    def fault(self) -> CheckpointFault:
        """The only fault."""
        keys = verifying_keys(self.app.settings)
        (fault,) = verify_checkpoints(self.store, self.folder, keys).faults
        return fault

    def spoil(self, *statements: str, **values: object) -> None:
        """Write as somebody who owns the database would, past foreign keys."""
        if self.store.database == "sqlite":
            pooled = self.store.engine.raw_connection()
            driver: Any = pooled.driver_connection
            driver.execute("PRAGMA query_only=OFF")
            driver.execute("PRAGMA foreign_keys=OFF")
            for statement in statements:
                driver.execute(statement, values)
            driver.execute("PRAGMA foreign_keys=ON")
            pooled.close()
            return
        with self.store.write() as work:
            work.connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                bound = sa.text(statement)
                names = bound.compile().params
                work.connection.execute(bound, {name: values[name] for name in names})
            work.commit()

    def delete_case(self, number: int) -> None:
        """As if there had never been one."""
        self.spoil(
            "DELETE FROM case_events WHERE case_id = :c",
            "DELETE FROM cases WHERE id = :c",
            c=case_id(number),
        )

    def rewrite(self, number: int, *, upto: int | None = None, actor: str = "nobody") -> None:
        """Write a chain anew with another actor, every hash right, as far as `upto`."""
        with self.store.write() as work:
            rows = _events(work, number)
            work.connection.execute(sa.delete(EVENTS).where(EVENTS.c.case_id == case_id(number)))
            last = genesis(case_id(number))
            kept = rows[:upto]
            for row in kept:
                row |= {"prev_hash": last, "actor": actor}
                row["hash"] = last = event_hash(last, [row[name] for name in HASHED_COLUMNS])
            work.connection.execute(sa.insert(EVENTS), kept)
            work.connection.execute(
                sa.update(CASES)
                .where(CASES.c.id == case_id(number))
                .values(head_seq=len(kept), head_hash=last)
            )
            work.commit()

    def reorder(self, number: int, change: dict[str, Any]) -> None:
        """Change what the signed line of a file says, without signing it anew."""
        file = self.folder.file(number)
        signed, rest = file.read_text().split("\n", 1)
        altered = json.dumps(json.loads(signed) | change, sort_keys=True, separators=(",", ":"))
        file.write_text(f"{altered}\n{rest}")


def _events(work: Work, number: int) -> list[dict[str, Any]]:
    rows = work.connection.execute(
        sa.select(EVENTS).where(EVENTS.c.case_id == case_id(number)).order_by(EVENTS.c.seq)
    )
    return [dict(row._mapping) for row in rows]


def books_in(folder: Path, database: Store, *, at: datetime = NOON) -> Books:
    """Books over a store, with keys of their own in a data folder."""
    settings = Settings(data=folder)
    make_keys(settings)
    return Books(App(settings, database, fixed(at)))


@pytest.fixture
def books(store: Store, tmp_path: Path) -> Books:
    """Three cases of 1, 3 and 5 events on a database of either kind; nothing is sealed."""
    made = books_in(tmp_path / "data", store).open(1, 2, 3)
    return made.add(2, 2).add(3, 4)
