"""What else can go away: the lock, the disk, the line to the server at the worst moment."""

from __future__ import annotations

import os
import resource
import selectors
import socket
import sys
import tempfile
import threading
import time
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.engine import make_url

from casework.bootstrap import open_app
from domain.errors import HoldfastError, StoreBusy, StoreUncertain
from store.engine import open_engine
from tests.integration.killing import wait_for_the_server
from tests.torture.ground import SQLITE
from tests.torture.steps import carried_out
from tests.torture.tally import Tally
from tests.torture.traces import compare, trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.settings import Settings
    from tests.torture.ground import Ground, Template
    from tests.torture.steps import Command
    from tests.torture.traces import Trace
    from tests.torture.trials import Trial

PAGE = 4096
_PAGES_AT_MOST = 2000
_ANSWER_SECONDS = 0.2


class _Rehearsed(NamedTuple):
    """A trial that is ready, with what there is before it and what an undisturbed one leaves."""

    template: Template
    command: Command
    before: Trace
    after: Trace


def _rehearsed(ground: Ground, trial: Trial) -> _Rehearsed:
    commands: list[Command] = []
    template = ground.prepare(lambda world: commands.append(trial.build(world)))
    with template.copy() as settings:
        carried_out(settings, commands[0])
        return _Rehearsed(template, commands[0], trace(template.settings), trace(settings))


def locked(ground: Ground, trial: Trial, *, held: float, wait: float) -> Tally:
    """Somebody holds the lock for `held` seconds while a command waits for it up to `wait`.

    It is done where the lock is let go in time; else it is refused in time and nothing is done,
    and afterwards it is done as if nothing had been.
    """
    template, command, before, after = _rehearsed(ground, trial)
    with template.copy() as settings:
        app = open_app(settings, wait_seconds=wait)
        with _held(settings, held):
            began = time.monotonic()
            try:
                command(app)
            except StoreBusy:
                waited = time.monotonic() - began
                assert held > wait, "refused although the lock was let go in time"
                assert wait * 0.9 <= waited <= wait + 3, f"refused after {waited:.1f} s"
                refused = compare(before, trace(settings))
                assert refused.held, refused.remark
        app.close()
        if held > wait:
            carried_out(settings, command)
        return compare(after, trace(settings))


@contextmanager
def _held(settings: Settings, seconds: float) -> Iterator[None]:
    """Another connection has the write lock from now on for so long."""
    engine = open_engine(settings.url)
    connection = engine.raw_connection()
    cursor = connection.cursor()
    if engine.dialect.name == SQLITE:
        cursor.execute("BEGIN IMMEDIATE")
    else:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE cases, settings IN EXCLUSIVE MODE")
    timer = threading.Timer(seconds, lambda: cursor.execute("ROLLBACK"))
    timer.start()
    try:
        yield
    finally:
        timer.join()
        connection.close()
        engine.dispose()


def full_disk(ground: Ground, trial: Trial, *, every: int = 1) -> Tally:
    """No file may grow beyond so many pages: from none at all to as many as are needed.

    Each time the command is done, or refused in words with nothing changed.
    """
    template, command, before, after = _rehearsed(ground, trial)
    total = Tally(0)
    for pages in range(0, _PAGES_AT_MOST, every):
        with template.copy() as settings:
            done = _with_room_for(settings, command, pages * PAGE)
            total = total.plus(_outcome(settings, trial, (before, after), done=done))
            if not done:
                carried_out(settings, command)
                total = total.plus(compare(after, trace(settings)))
        if done:
            return replace(total, remark=total.remark or f"done with {pages} pages")
    message = f"not done with {_PAGES_AT_MOST} pages"
    raise AssertionError(message)


def _outcome(settings: Settings, trial: Trial, traces: tuple[Trace, Trace], *, done: bool) -> Tally:
    before, after = traces
    found = trace(settings)
    if done:
        return compare(after, found)
    # What happens by itself goes on where it was stopped.
    return Tally(1) if trial.by_itself else compare(before, found)


def _with_room_for(settings: Settings, command: Command, size: int) -> bool:
    """Whether the command was done, in a process no file of which may grow beyond `size` bytes."""
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            command(open_app(settings))
        except HoldfastError:
            os._exit(3)
        except BaseException:  # noqa: BLE001 - the edge of a child process: it reports and ends.
            traceback.print_exc(file=sys.stderr)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, 3}, "a full disk was not answered in words"
    return code == 0


def cut_at_commit(ground: Ground, trial: Trial) -> Tally:
    """The line to PostgreSQL is cut as the commit is sent, or as its answer comes.

    Whoever asked is told that nobody knows; and either nothing has been done, or everything.
    """
    template, command, before, after = _rehearsed(ground, trial)
    total = Tally(0)
    for answered in (False, True):
        with template.copy() as settings:
            with _line(settings, answered=answered) as (through, line):
                _require_uncertain(through, line, command)
            wait_for_the_server(settings.url)
            if trial.by_itself:
                carried_out(settings, command)
            expected = after if answered or trial.by_itself else before
            total = total.plus(compare(expected, trace(settings)))
    return total


def _require_uncertain(settings: Settings, line: _Line, command: Command) -> None:
    app = open_app(settings)
    line.cuts.set()
    try:
        command(app)
    except StoreUncertain:
        return
    finally:
        app.close()
    message = "nobody was told that the line was cut"
    raise AssertionError(message)


@contextmanager
def _line(settings: Settings, *, answered: bool) -> Iterator[tuple[Settings, _Line]]:
    """Settings for the same database through a line that will be cut at a commit."""
    url = make_url(settings.url)
    port = ".s.PGSQL.5432"
    with tempfile.TemporaryDirectory(prefix="hf-line-") as folder:
        line = _Line(Path(str(url.query["host"])) / port, Path(folder) / port, answered=answered)
        try:
            through = url.set(query={**url.query, "host": folder})
            yield (
                replace(settings, database_url=through.render_as_string(hide_password=False)),
                line,
            )
        finally:
            line.close()


@dataclass
class _Line:
    """A proxy of a Unix socket in threads; once `cuts` is set it ends connections at a commit."""

    server: Path
    entrance: Path
    answered: bool
    cuts: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.entrance))
        self._listener.listen()
        self._threads: list[threading.Thread] = []
        accepting = threading.Thread(target=self._accept, daemon=True)
        accepting.start()

    def close(self) -> None:
        """Take nobody more."""
        with suppress(OSError):
            # This alone wakes who waits for the next.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                thread = threading.Thread(target=self._carry, args=(client,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.connect(str(self.server))
            ends = {client: server, server: client}
            with selectors.DefaultSelector() as ready:
                for end in ends:
                    ready.register(end, selectors.EVENT_READ)
                while True:
                    for key, _ in ready.select():
                        end = client if key.fileobj is client else server
                        said = end.recv(65536)
                        if not said:
                            return
                        if end is client and self.cuts.is_set() and b"COMMIT\0" in said:
                            self._cut(said, server)
                            return
                        ends[end].sendall(said)

    def _cut(self, said: bytes, server: socket.socket) -> None:
        if self.answered:
            server.sendall(said)
            # The server does as it was told, whether or not anybody is there to hear the answer.
            server.settimeout(_ANSWER_SECONDS)
            while server.recv(65536):
                pass
