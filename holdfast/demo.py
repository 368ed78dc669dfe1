"""`holdfast demo`: a sample group in a data folder of its own, told once and then served."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from casework.settings import Settings
from domain.errors import ImportRejected, NotReady
from holdfast.printing import progress, write_lines

if TYPE_CHECKING:
    from casework.app import App
    from holdfast.sample.steps import Step

HOST = "127.0.0.1"
MARK = "demo.txt"
_TOLD = "told"


def run_demo(settings: Settings, *, port: int, serve: bool = True) -> None:
    """Prepare the sample group once, print a short tour, and serve it.

    Interrupted half-way, the next start goes on where it stopped.

    Raises:
        NotReady: when the data folder or the database is in use for something else.
    """
    _tell_once(settings)
    from holdfast.sample.tour import tour

    write_lines(tour(settings))
    if serve:
        from holdfast.serving import serve as serve_pages

        serve_pages(settings, host=HOST, port=port)


def _tell_once(settings: Settings) -> None:
    """The mark says that the folder is the demo's own, and whether its story has been told."""
    mark = settings.data / MARK
    if not mark.exists():
        if settings.keys_file.exists():
            raise _in_use(settings)
        settings.data.mkdir(parents=True, exist_ok=True)
        mark.write_text("begun\n", encoding="utf-8")
    if mark.read_text(encoding="utf-8").strip() != _TOLD:
        prepare(settings).close()
        mark.write_text(f"{_TOLD}\n", encoding="utf-8")


def _in_use(settings: Settings) -> NotReady:
    return NotReady(
        reason_zh=f"“{settings.data}”或其数据库已用于其他用途；请用 holdfast demo --data 目录 "
        "另选一处。",
        reason_en=f"“{settings.data}” or its database is in use for something else: choose another "
        "place with holdfast demo --data DIR.",
    )


def prepare(settings: Settings, *, driven_from: datetime | None = None) -> App:
    """The sample group with its ledger imported and its story told by the real commands.

    Raises:
        NotReady: when the database holds another organisation.
    """
    from casework.bootstrap import init_app
    from casework.calendars_seed import ZONE
    from casework.sweeping import sweep
    from holdfast.sample.loading import load_sample
    from holdfast.sample.story import opening, story
    from holdfast.sample.units import COMPANY
    from holdfast.shipped import policy_in_force

    app = init_app(settings, driven_from=driven_from)
    policy_in_force(app)
    ledger = load_sample(app)
    with app.store.read() as work:
        if COMPANY not in app.organisation(work).staff.tree.units:
            raise _in_use(settings)
    today = app.now().astimezone(ZoneInfo(ZONE)).date()
    _run(app, opening(today), "督察 / round")
    _take_in(app, ledger)
    _run(app, story(today), "办理 / casework")
    sweep(app)
    return app


def _run(app: App, steps: Sequence[Step], words: str) -> None:
    with progress(quiet=False) as bar:
        for step in bar.track(steps, description=words):
            step.run(app)


def _take_in(app: App, ledger: Path) -> None:
    """Import the ledger, unless an interrupted telling has done it."""
    from casework.ledger_import import Source, import_findings
    from holdfast.sample.steps import ROUND, state_of
    from holdfast.sample.story import INSPECTOR

    if state_of(app, f"{ROUND}-1") is not None:
        return
    with progress(quiet=False) as bar:
        task = bar.add_task("台账 / ledger", total=None)
        source = Source(
            ledger, progress=lambda done, every: bar.update(task, completed=done, total=every)
        )
        found = import_findings(app, source, ROUND, by=INSPECTOR)
    if not found.ok:
        raise ImportRejected(count=len(found.problems), problems=list(found.problems))
