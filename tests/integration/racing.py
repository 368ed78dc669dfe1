"""Two commands in two processes: the second begins while the first is about to commit."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from casework.bootstrap import open_app
from domain.errors import HoldfastError
from store.unit_of_work import Store

if TYPE_CHECKING:
    from casework.settings import Settings
    from tests.integration.killing import Command

_MOMENT = 0.4
"""Many times what a command takes that waits for nobody."""

_LONG = 60


@dataclass(frozen=True, slots=True)
class Raced:
    """What became of both: `done` or the code of the refusal; whether the second had to wait."""

    first: str
    second: str
    waited: bool


def race(settings: Settings, first: Command, second: Command) -> Raced:
    """Let the second command begin when the first has written everything and not committed."""
    context = multiprocessing.get_context("fork")
    written, go, begun = context.Event(), context.Event(), context.Event()
    firsts, seconds = context.Queue(), context.Queue()

    def hold(side: str, sql: str) -> None:
        if (side, sql) == ("before", "COMMIT"):
            written.set()
            assert go.wait(_LONG)

    def begin(_side: str, _sql: str) -> None:
        begun.set()

    children = [
        context.Process(target=_run, args=(settings, first, hold, firsts)),
        context.Process(target=_run, args=(settings, second, begin, seconds)),
    ]
    children[0].start()
    assert written.wait(_LONG), "the first command never came to its commit"
    children[1].start()
    assert begun.wait(_LONG)
    children[1].join(_MOMENT)
    waited = children[1].is_alive() and seconds.empty()
    go.set()
    outcome = Raced(firsts.get(timeout=_LONG), seconds.get(timeout=_LONG), waited)
    for child in children:
        child.join(_LONG)
    return outcome


def _run(settings: Settings, command: Command, watch: Any, answers: Any) -> None:  # noqa: ANN401 - a queue has no common type.
    app = open_app(settings, wait_seconds=_LONG)
    app = replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))
    try:
        command(app)
    except HoldfastError as error:
        answers.put(error.code)
    else:
        answers.put("done")
