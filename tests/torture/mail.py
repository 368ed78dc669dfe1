"""Mail that cannot leave: a server that is away for a day, and messages that nobody can take."""

from __future__ import annotations

import asyncio
import email
import os
import socket
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa
from aiosmtpd.controller import Controller

from casework.bootstrap import open_app
from casework.casefile import locked_file
from casework.channels import CONSOLE, MAIL
from casework.delivering import deliver
from casework.lanes import LEASE
from casework.messages import list_messages
from casework.organising import enter_organisation
from casework.recording import note, save, send
from casework.settings import Smtp
from domain.people import SYSTEM, Person
from notifications.channels import Delivery, Message, RecordingChannel, SmtpChannel, Status
from store.rows.queue import OutboxRow
from store.rows.row import table_of
from tests.integration.casework_world import World
from tests.integration.grievances import grievance
from tests.torture.steps import killed_at, rehearse
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

    from casework.app import App
    from casework.settings import Settings
    from tests.torture.ground import Ground

HOST = "127.0.0.1"
SENDER = "office@example.org"
PEOPLE = 25
"""Who is written to: each of them once with every event."""

STATUTORY_EVERY = 10
POISON_EVERY = 10
TREATMENTS = ("refused", "later", "reset", "silent", "dropped")
"""How the server treats whose address begins like this; who is `dropped` has been heard out."""

HALF_AN_HOUR = 30
"""Minutes."""

A_DAY = 48
"""Half hours."""

_AT_ONCE = 500
_A_WHILE = 4

PATIENCE = 0.3
"""Seconds for an answer of a server on loopback; some of its answers never come."""


@dataclass
class Office:
    """A mail server's end of it: counts what it has taken by Message-ID; some it treats badly."""

    taken: Counter[str] = field(default_factory=Counter)
    refused: bool = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name.
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        treatment = address.partition("@")[0].partition("-")[0]
        if treatment == "refused":
            return "550 5.1.1 no such mailbox"
        if treatment == "later":
            return "451 4.7.1 come back later"
        if treatment == "reset":
            _hang_up(server)
        if treatment == "silent":
            await asyncio.sleep(2 * PATIENCE)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name.
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if envelope.rcpt_tos[0].startswith("dropped-"):
            _hang_up(server)
            return "554 gone"
        assert isinstance(envelope.content, bytes)
        self.taken[email.message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 queued"

    def tally(self, expected: int) -> Tally:
        """What was taken against what should have been."""
        doubled = self.taken.total() - len(self.taken)
        return Tally(expected, lost=expected - len(self.taken), doubled=doubled)


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.close()


@contextmanager
def serving(office: Office, port: int) -> Iterator[None]:
    """The office answers at that port."""
    controller = Controller(office, hostname=HOST, port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def free_port() -> int:
    """A port at which nobody answers."""
    with closing(socket.create_server((HOST, 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


def mail_server_away(ground: Ground, *, messages: int = 5_000, half_hours: int = A_DAY) -> Tally:
    """No mail server for a day, tried every half hour; then it is back, and everything arrives.

    Every tenth message is a statutory notice. Each has to be taken exactly once.
    """
    template = ground.prepare(lambda world: queue(world, messages))
    office, port = Office(), free_port()
    with template.copy() as copied:
        settings = replace(copied, smtp=Smtp(host=HOST, port=port, sender=SENDER))
        world = World(settings, open_app(settings))
        try:
            for _ in range(half_hours):
                assert deliver(world.app).sent == 0
                world.later(minutes=HALF_AN_HOUR)
            with serving(office, port):
                began = time.monotonic()
                assert deliver(world.app).sent == messages
                took = time.monotonic() - began
                for _ in range(_A_WHILE):
                    world.later(minutes=HALF_AN_HOUR)
                    deliver(world.app)
        finally:
            world.app.close()
    return replace(office.tally(messages), remark=f"all within {took:.0f} s")


def poison_and_good(ground: Ground, *, messages: int = 1_000) -> Tally:
    """Every tenth message is poison, each kind in its turn: every good one leaves in one round."""
    template = ground.prepare(lambda world: _queue_with_poison(world, messages))
    office, port = Office(), free_port()
    with template.world() as world, serving(office, port):
        mail = SmtpChannel(HOST, port, SENDER, world.app.now, timeout=PATIENCE)
        deliver(world.app, {MAIL: mail, CONSOLE: RecordingChannel()})
    return office.tally(messages - len(range(0, messages, POISON_EVERY)))


def killed_senders(ground: Ground, *, messages: int = 6, every: int = 1) -> Tally:
    """SIGKILL before and after every statement of a sender, or each so many-th; then another comes.

    Everything has left or is held for a person. What had just been taken may be sent again under
    its Message-ID, unless it is a statutory notice; that is counted in the remark.
    """
    template = ground.prepare(lambda world: queue(world, messages))
    with template.copy() as settings:
        steps = rehearse(settings, Ledger(settings.data / "mail").drain)
    total, again = Tally(0), 0
    for number in range(1, len(steps) + 1, every):
        with template.copy() as settings:
            ledger = Ledger(settings.data / "mail")
            assert killed_at(settings, ledger.drain, number)
            tally, twice = _after_the_heir(settings, ledger, messages)
            total, again = total.plus(tally), again + twice
    return replace(total, remark=f"{again} sent again under their Message-ID")


@dataclass(frozen=True, slots=True)
class Ledger:
    """A channel that takes everything and writes into a file what it has taken."""

    path: Path

    def send(self, message: Message) -> Delivery:
        """A line is written whole or not at all."""
        mark = "statutory" if message.statutory else "reminder"
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            os.write(handle, f"{mark} {message.message_id}\n".encode())
        finally:
            os.close(handle)
        return Delivery(Status.SENT)

    def drain(self, app: App) -> object:
        """Take what is ready."""
        return deliver(app, self)

    def taken(self) -> Counter[str]:
        """How often each message was taken."""
        return Counter(self.path.read_text().splitlines() if self.path.exists() else ())


def _after_the_heir(settings: Settings, ledger: Ledger, messages: int) -> tuple[Tally, int]:
    """Another sender comes when the lease of the dead one is over; how many were sent again."""
    world = World(settings, open_app(settings))
    try:
        world.later(minutes=LEASE.seconds // 60)
        deliver(world.app, ledger)
        held = len(list_messages(world.app, lang="en").items)
    finally:
        world.app.close()
    taken = ledger.taken()
    again = [name for name, times in taken.items() if times > 1]
    allowed = len(again) == 1 and again[0].startswith("reminder") and taken[again[0]] == 2
    doubled = 0 if allowed else taken.total() - len(taken)
    missing = messages - len(taken)
    # A statutory notice that was being sent is held, whether or not it had been taken already.
    return Tally(1, lost=max(0, missing - held), doubled=doubled), len(again)


def queue(world: World, messages: int) -> None:
    """So many messages, to many people and to the one who complained."""
    handles = _people(world, [f"p{number:03}@example.org" for number in range(PEOPLE)])
    number, left = grievance(world, "triage"), messages - 1  # Its assignment waits as well.
    while left:
        many = min(left, _AT_ONCE)
        with world.app.store.write() as work:
            file = locked_file(world.app, work, number)
            for at in range(many):
                if at % PEOPLE == 0:
                    note(file, "told", SYSTEM, payload={"notice": "chaser"})
                if at % STATUTORY_EVERY == 0:
                    told = {"content": "acceptance", "party": "complainant"}
                    send(file, "told", None, payload=told, statutory=True)
                else:
                    send(file, "chaser", handles[at % PEOPLE], payload={"trigger": "accept"})
            save(file)
            work.commit()
        left -= many


def _queue_with_poison(world: World, messages: int) -> None:
    """As `_queue`, and then every tenth message is spoiled."""
    queue(world, messages)
    _people(world, [f"{treatment}-1@example.org" for treatment in TREATMENTS])
    outbox = table_of(OutboxRow)
    poisons: list[dict[str, object]] = [
        *({"recipient_id": treatment, "statutory": False} for treatment in TREATMENTS),
        {"payload": "not even JSON"},
        {"payload": "[]"},
        {"payload": '{"rule": {"unheard": "of"}}'},
        {"notice": "no such notice"},
        {"case_id": None},
        {"recipient_id": None, "address": None, "payload": "{}"},
    ]
    with world.app.store.write() as work:
        ids = list(work.execute(sa.select(outbox.c.id).order_by(outbox.c.id)).scalars())
        for turn, key in enumerate(ids[::POISON_EVERY]):
            spoiled = poisons[turn % len(poisons)]
            work.execute(sa.update(outbox).where(outbox.c.id == key).values(**spoiled))
        work.commit()


def _people(world: World, addresses: Sequence[str]) -> list[str]:
    """A person for each address, whose id is its part before the sign, up to a dash."""
    ids = [address.partition("@")[0].partition("-")[0] for address in addresses]
    people = [
        Person(id_, id_, id_, "company", address)
        for id_, address in zip(ids, addresses, strict=True)
    ]
    enter_organisation(world.app, people=people)
    return ids
