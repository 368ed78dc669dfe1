"""The house of a world: a migrated store in memory with calendars and an invented office."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casework.app import App
from casework.calendars_seed import OFFICE, seed_calendars
from casework.organising import enter_organisation
from casework.placing import enter_trial
from casework.settings import Settings
from domain.now import Now
from proofs.offices import Office
from store.engine import open_engine
from store.migrate import upgrade_engine
from store.sealing import KEY_BYTES, MasterKeys
from store.unit_of_work import Store

if TYPE_CHECKING:
    import sqlalchemy as sa

DRAFT = "draft"
"""The version under which every policy is tried here."""

_FIRST_YEAR, _LAST_YEAR = 2022, 2030


class House:
    """One store in memory that can be made as new in a hundredth of a millisecond."""

    def __init__(self, now: Now) -> None:
        """Migrate an empty database once; every office works on a copy of it."""
        self._now = now
        self._keys = MasterKeys.single(os.urandom(KEY_BYTES))
        self._settings = Settings(data=Path(os.devnull))
        self._empty, self._used = (open_engine("sqlite://") for _ in range(2))
        upgrade_engine(self._empty)
        calendars = seed_calendars(_FIRST_YEAR, _LAST_YEAR)
        enter_trial(self._app(self._empty), DRAFT, calendars)
        self.calendar = next(item for item in calendars if item.name == OFFICE)
        self._store = Store(self._used, self._keys, nested=True)
        self.office = Office.with_units(())
        self.app = self._employed()

    def close(self) -> None:
        """Give the memory back."""
        for engine in (self._empty, self._used):
            engine.dispose()

    def employ(self, office: Office) -> None:
        """Fill the house with the units and people of an office, where they differ."""
        if office != self.office:
            self.office = office
            self._tell("ROLLBACK")
            self.app = self._employed()

    def renew(self) -> None:
        """Forget everything that was done in the house.

        All of it is one transaction: undone, it leaves the prepared statements as they are.
        """
        self._tell("ROLLBACK")
        self._tell("BEGIN")

    def _employed(self) -> App:
        _copy(self._empty, self._used)
        office = self.office
        enter_organisation(
            self._app(self._used),
            units=office.units,
            people=office.people,
            appointments=office.appointments,
        )
        self._tell("BEGIN")
        return App(self._settings, self._store, self._now, driven=True)

    def _app(self, engine: sa.Engine) -> App:
        return App(self._settings, Store(engine, self._keys), self._now, driven=True)

    def _tell(self, sql: str) -> None:
        pooled = self._used.raw_connection()
        try:
            pooled.cursor().execute(sql)
        finally:
            pooled.close()


def _copy(source: sa.Engine, target: sa.Engine) -> None:
    """Make the second database in memory a copy of the first."""
    from_, to = source.raw_connection(), target.raw_connection()
    try:
        driver: Any = from_.driver_connection
        driver.backup(to.driver_connection)
    finally:
        from_.close()
        to.close()
