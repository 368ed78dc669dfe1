"""The only place that builds an application from settings: store, keys, time."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from casework.app import App
from casework.calendars_seed import seed_calendars
from casework.settings import Settings
from domain.errors import ClockNotDriven, NotReady
from domain.now import Now, fixed, real_now
from store.engine import PAGE_WAIT_SECONDS, open_engine
from store.migrate import HEAD, schema_of, upgrade
from store.sealing import KEY_BYTES, MasterKeys
from store.settings import get_setting, put_setting
from store.unit_of_work import Store, Work
from store.versions import CalendarVersion, put_calendar

DRIVEN_NOW = "clock.driven_now"
_FIRST_YEAR = 2022
_YEARS_AHEAD = 2


def init_app(settings: Settings, *, driven_from: datetime | None = None) -> App:
    """Prepare the data folder and the database, and open it; running it again changes nothing.

    With `driven_from` (aware) the database gets a clock of its own that starts there.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    _make_master_key(settings.keys_file)
    upgrade(settings.url)
    app = _opened(settings)
    with app.store.write() as work:
        if driven_from is not None and get_setting(work, DRIVEN_NOW) is None:
            put_setting(work, DRIVEN_NOW, driven_from.isoformat())
        _seed(work, driven_from or real_now())
        work.commit()
    app.close()
    return open_app(settings)


def open_app(
    settings: Settings, *, at: datetime | None = None, wait_seconds: float = PAGE_WAIT_SECONDS
) -> App:
    """Open a prepared installation.

    `at` (aware) moves a driven clock forward first.

    Raises:
        NotReady: when the folder was never prepared, or is of another schema than the program.
        ClockNotDriven: when `at` is given for a real clock, or lies in its past.
    """
    _require_ready(settings)
    app = _opened(settings, wait_seconds=wait_seconds)
    with ExitStack() as when_refused:
        when_refused.callback(app.close)
        driven = _driven_now(app, at)
        when_refused.pop_all()
    if driven is None:
        return app
    return App(settings, app.store, driven, driven=True)


def _opened(settings: Settings, *, wait_seconds: float = PAGE_WAIT_SECONDS) -> App:
    engine = open_engine(settings.url, wait_seconds=wait_seconds)
    key = settings.keys_file.read_bytes()
    return App(settings, Store(engine, MasterKeys.single(key)), real_now)


def _require_ready(settings: Settings) -> None:
    if not settings.keys_file.exists():
        raise NotReady(
            reason_zh=f"数据目录“{settings.data}”尚未初始化，请先运行 holdfast init（或 demo）。",
            reason_en=f"The data folder “{settings.data}” is not set up: "
            "run holdfast init (or demo).",
        )
    engine = open_engine(settings.url)
    try:
        found = schema_of(engine)
    finally:
        engine.dispose()
    if found != HEAD:
        raise NotReady(
            reason_zh=f"数据库结构为 {found}，程序需要 {HEAD}，请运行 holdfast migrate。",
            reason_en=f"The database has schema {found}, the program needs {HEAD}: "
            "run holdfast migrate.",
        )


def _driven_now(app: App, at: datetime | None) -> Now | None:
    with app.store.read() as work:
        stored = get_setting(work, DRIVEN_NOW)
    if stored is None:
        if at is None:
            return None
        raise ClockNotDriven(
            reason_zh="--now 只能用于自带时钟的数据库（init --driven-clock）。",
            reason_en="--now is for a database with a driven clock only (init --driven-clock).",
        )
    present = datetime.fromisoformat(stored)
    if at is None or at == present:
        return fixed(present)
    if at < present:
        raise ClockNotDriven(
            reason_zh=f"时钟只能前进：现在是 {present.isoformat()}。",
            reason_en=f"The clock only goes forward: it is {present.isoformat()}.",
        )
    with app.store.write() as work:
        put_setting(work, DRIVEN_NOW, at.isoformat())
        work.commit()
    return fixed(at)


def _make_master_key(path: Path) -> None:
    """Write a new key that only the owner can read; a key that is there is never replaced."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())


def _seed(work: Work, now: datetime) -> None:
    for calendar in seed_calendars(_FIRST_YEAR, now.year + _YEARS_AHEAD):
        version = CalendarVersion(
            calendar.content_id(), calendar.name, calendar.canonical(), calendar.valid_to, now
        )
        put_calendar(work, version)
