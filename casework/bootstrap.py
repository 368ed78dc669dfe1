"""The only place that builds an application from settings: store, keys, time."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from casework.app import App
from casework.calendars_seed import seed_calendars
from casework.keys import make_keys, master_key_mark, require_master_key
from casework.settings import Settings
from domain.errors import ClockNotDriven, NotReady
from domain.now import Now, fixed, real_now
from store.engine import PAGE_WAIT_SECONDS, open_engine
from store.migrate import HEAD, schema_of, upgrade
from store.sealing import KEY_BYTES, MasterKeys
from store.settings import get_setting, put_setting
from store.unit_of_work import Store, Work
from store.versions import CalendarVersion, newest_calendar, put_calendar

DRIVEN_NOW = "clock.driven_now"
KEY_MARK = "keys.master_mark"
_FIRST_YEAR = 2022
_YEARS_AHEAD = 2


def init_app(settings: Settings, *, driven_from: datetime | None = None) -> App:
    """Prepare the data folder and the database, and open it; running it again changes nothing.

    With `driven_from` (aware) the database gets a clock of its own that starts there.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    upgrade(settings.url)
    require_master_key(settings, _remembered_mark(settings))
    make_keys(settings)
    app = _opened(settings)
    with app.store.write() as work:
        _remember_key(settings, work)
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
        NotReady: when the folder was never prepared, is of another schema than the program, or
            has another master key than the database.
        ClockNotDriven: when `at` is given for a real clock, or lies in its past.
    """
    _require_keys(settings)
    app = _opened(settings, wait_seconds=wait_seconds)
    with ExitStack() as when_refused:
        when_refused.callback(app.close)
        _require_schema(app)
        _require_same_key(app)
        driven = _driven_now(app, at)
        when_refused.pop_all()
    if driven is None:
        return app
    return App(settings, app.store, driven, driven=True)


def _opened(settings: Settings, *, wait_seconds: float = PAGE_WAIT_SECONDS) -> App:
    engine = open_engine(settings.url, wait_seconds=wait_seconds)
    key = settings.keys_file.read_bytes()
    return App(settings, Store(engine, MasterKeys.single(key)), real_now)


def remember_key(settings: Settings) -> None:
    """Have a migrated database know its master key, if it does not yet.

    Raises: NotReady when it knows another one.
    """
    require_master_key(settings, _remembered_mark(settings))
    app = _opened(settings)
    try:
        with app.store.write() as work:
            _remember_key(settings, work)
            work.commit()
    finally:
        app.close()


def _remember_key(settings: Settings, work: Work) -> None:
    if get_setting(work, KEY_MARK) is None:
        put_setting(work, KEY_MARK, master_key_mark(settings) or "")


def _require_same_key(app: App) -> None:
    with app.store.read() as work:
        mark = get_setting(work, KEY_MARK)
    require_master_key(app.settings, mark)


def _remembered_mark(settings: Settings) -> str | None:
    """The mark of the key with which the database was first prepared, None before that."""
    engine = open_engine(settings.url)
    try:
        # Nothing is sealed or opened here, so any key will do.
        with Store(engine, MasterKeys.single(bytes(KEY_BYTES))).read() as work:
            return get_setting(work, KEY_MARK)
    finally:
        engine.dispose()


def _require_keys(settings: Settings) -> None:
    if not settings.keys_file.exists():
        raise NotReady(
            reason_zh=f"数据目录“{settings.data}”尚未初始化，请先运行 holdfast init（或 demo）。",
            reason_en=f"The data folder “{settings.data}” is not set up: "
            "run holdfast init (or demo).",
        )


def _require_schema(app: App) -> None:
    found = schema_of(app.store.engine)
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


def _seed(work: Work, now: datetime) -> None:
    """Store the calendars to begin with; what somebody has imported since is never overruled."""
    for calendar in seed_calendars(_FIRST_YEAR, now.year + _YEARS_AHEAD):
        newest = newest_calendar(work, calendar.name)
        if newest is not None and newest.by is not None:
            continue
        version = CalendarVersion(
            calendar.content_id(), calendar.name, calendar.canonical(), calendar.valid_to, now
        )
        put_calendar(work, version)
