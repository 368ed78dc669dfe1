"""PostgreSQL stopped at random moments while cases are advanced and messages leave."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import psycopg

from benchmarks.advance.grievances import CLERK, prepare
from casework.acting import Request, act
from casework.bootstrap import open_app
from casework.delivering import deliver
from casework.settings import Smtp
from domain.errors import StoreBusy, StoreLost, StoreUncertain
from store.engine import SWEEP_WAIT_SECONDS
from store.outbox import SENT, UNKNOWN
from tests.databases import connect, migrate, running_postgres
from tests.flows.offices import until
from tests.integration.casework_world import World
from tests.torture.crowds import together
from tests.torture.mail import HOST, SENDER, Office, free_port, queue, serving
from tests.torture.tally import Tally
from tests.torture.traces import trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from casework.settings import Settings
    from tests.databases import Postgres
    from tests.torture.ground import Ground

_START_SECONDS = 30
_PATIENCE = 600
_IDLE_ROUNDS = 100

Answer = TypeVar("Answer")


@dataclass
class Stoppable:
    """A server of ours that can be killed and started again; the keeper still ends it."""

    server: Postgres
    stops: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        with connect(self.server.admin) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        self._lock_file = Path(row[0]) / "postmaster.pid"
        self._pid = int(self._lock_file.read_text().split()[0])
        proc = Path(f"/proc/{self._pid}")
        self._command = proc.joinpath("cmdline").read_bytes().split(b"\0")[:-1]
        self._user = proc.stat().st_uid
        # From here on the server is our child: a dead one that nobody waits for looks alive.
        os.kill(self._pid, signal.SIGINT)
        self.start()

    def stop(self, how: signal.Signals) -> None:
        """Stop it as a crash does (SIGKILL, SIGQUIT) or as an administrator (SIGINT)."""
        os.kill(self._pid, how)
        if self._process is not None:
            self._process.wait(_START_SECONDS)
        self.stops += 1

    def start(self) -> None:
        """Start it anew; it may take a moment until the last of the old processes has gone."""
        self._process = None
        until(self._answers, seconds=_START_SECONDS)

    def _answers(self) -> bool:
        """Whether the server takes a connection; one that has given up is begun again."""
        if self._process is None or self._process.poll() is not None:
            # What a killed server leaves behind names it; nobody is there to be named.
            self._process = subprocess.Popen(
                self._command,
                cwd="/",
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                user=self._user,
            )
            self._pid = self._process.pid
        with suppress(psycopg.OperationalError):
            connect(self.server.admin).close()
            return self._process.poll() is None
        return False

    def end(self) -> None:
        """Stop what was started here for good."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_START_SECONDS)


@contextmanager
def _stopping_at_random(server: Stoppable, seed: int) -> Iterator[None]:
    """Every other second the server is killed, and is back a moment later."""
    chance = random.Random(seed)
    over = threading.Event()

    def disturb() -> None:
        while not over.wait(chance.uniform(0.5, 4)):
            server.stop(chance.choice((signal.SIGKILL, signal.SIGQUIT, signal.SIGINT)))
            over.wait(chance.uniform(0, 0.3))
            server.start()

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def stopped_at_random(ground: Ground, *, advances: int, messages: int, seed: int = 1) -> Tally:
    """So many cases are advanced and so many messages leave while the server dies again and again.

    Two clients advance, each command again under its own id until it is answered; one more drains
    the outbox to a real mail server. In the end every case has moved once and every message has
    been taken; one that was taken as the server died may have been taken twice under its one id.
    """
    folder = ground.empty()[1]
    with running_postgres(durable=True) as postgres:
        url = postgres.url(postgres.create())
        migrate(url)
        settings, numbers = prepare(url, folder, advances)
        office, port = Office(), free_port()
        settings = replace(settings, smtp=Smtp(host=HOST, port=port, sender=SENDER))
        world = World(settings, open_app(settings))
        queue(world, messages - advances)
        world.app.close()
        server = Stoppable(postgres)
        try:
            with serving(office, port):
                with _stopping_at_random(server, seed):
                    halves = (_advancing(numbers[::2]), _advancing(numbers[1::2]))
                    together([*halves, _delivering], settings)
                # Whose sender died is free when its lease has run out.
                late = World(settings, open_app(settings)).later(hours=1)
                deliver(late.app)
                late.app.close()
            return _counted(settings, numbers, office, f"{server.stops} stops")
        finally:
            server.end()


def _advancing(numbers: Sequence[str]) -> Callable[[Settings], None]:
    def work(settings: Settings) -> None:
        app = _patiently(lambda: open_app(settings, wait_seconds=SWEEP_WAIT_SECONDS))
        for number in numbers:
            request = Request(number, "register", CLERK, command_id=f"register {number}")
            _patiently(partial(act, app, request))
        app.close()

    return work


def _delivering(settings: Settings) -> None:
    """Drain the outbox again and again until nothing comes any more."""
    app = _patiently(lambda: open_app(settings, wait_seconds=SWEEP_WAIT_SECONDS))
    idle = 0

    def nothing_comes() -> bool:
        nonlocal idle
        idle = 0 if _patiently(lambda: deliver(app)).sent else idle + 1
        return idle >= _IDLE_ROUNDS

    until(nothing_comes, seconds=_PATIENCE)
    app.close()


def _patiently(work: Callable[[], Answer]) -> Answer:
    """Do it again as long as the database is away."""
    answers: list[Answer] = []

    def is_answered() -> bool:
        with suppress(StoreBusy, StoreLost, StoreUncertain):
            answers.append(work())
        return bool(answers)

    until(is_answered, seconds=_PATIENCE)
    return answers[0]


def _counted(settings: Settings, numbers: Sequence[str], office: Office, remark: str) -> Tally:
    found = list(trace(settings).elements())
    advanced = {f"«{number}»" for number in numbers}
    moves = (row[0] for table, row in found if table == "case_events" and "moved" in row)
    moved = Counter(case for case in moves if case in advanced)
    messages = [row for table, row in found if table == "outbox"]
    marked = [row for row in messages if not {SENT, UNKNOWN}.isdisjoint(row)]
    twice = office.taken.total() - len(office.taken)
    return Tally(
        len(numbers) + len(messages),
        lost=len(advanced - moved.keys()) + len(messages) - len(office.taken),
        doubled=moved.total() - len(moved),
        remark=f"{remark}, {len(messages) - len(marked)} not marked, "
        f"{twice} mails twice under one id",
    )
