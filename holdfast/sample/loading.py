"""Enters the sample group into a prepared installation and lays its ledger beside it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from casework.app import App
from casework.calendars_seed import ZONE
from casework.organising import delegate, enter_organisation
from holdfast.sample.ledger import write_ledger
from holdfast.sample.staff import PEOPLE, appointments
from holdfast.sample.units import ALIASES, UNITS

LEDGER = "sample-ledger.xlsx"
_AWAY_FROM, _AWAY_TO = 9, 13
"""Days from today on which the executive deputy is away and somebody stands in."""


def load_sample(app: App) -> Path:
    """Enter units, people and offices, once, and write the ledger; answers where it lies.

    An organisation that is there already is left as it is, and so is a ledger.
    """
    today = app.now().astimezone(ZoneInfo(ZONE)).date()
    with app.store.read() as work:
        known = app.organisation(work).staff.tree.units
    if not known:
        enter_organisation(
            app, units=UNITS, aliases=ALIASES, people=PEOPLE, appointments=appointments()
        )
        delegate(
            app,
            from_name="liangqingsong",
            to_name="baichangfeng",
            from_at=_midnight(today + timedelta(days=_AWAY_FROM)),
            to_at=_midnight(today + timedelta(days=_AWAY_TO)),
            reason="外出学习 / training course",
        )
    path = app.settings.data / LEDGER
    if not path.exists():
        write_ledger(path, today)
    return path


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(ZONE))
