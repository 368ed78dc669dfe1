"""Mail servers on loopback, real and scripted, and a certificate that they can show."""

from __future__ import annotations

import email
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from asyncio import AbstractServer
    from collections.abc import Coroutine, Iterator, Mapping
    from email.message import EmailMessage
    from pathlib import Path

HOST = "127.0.0.1"


@dataclass
class Inbox:
    """Takes mail over and keeps it; refuses the addresses it was told to refuse."""

    refused: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    sources: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name.
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name.
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        verdict = self.verdicts.get(envelope.rcpt_tos[0], "250 queued")
        if verdict.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.sources.append(envelope.content)
            self.recipients.append(envelope.rcpt_tos)
        return verdict

    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(mail, policy=policy.default) for mail in self.sources]


class Server(Controller):
    """A real mail server on a free port of loopback."""

    def __init__(self, inbox: Inbox, **options: Any) -> None:  # noqa: ANN401 - handed on.
        self.listener = socket.create_server((HOST, 0))
        port = self.listener.getsockname()[1]
        super().__init__(inbox, hostname=HOST, port=port, **options)

    def _create_server(self) -> Coroutine[Any, Any, AbstractServer]:
        return self.loop.create_server(
            self._factory_invoker, sock=self.listener, ssl=self.ssl_context
        )


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:  # noqa: ANN401 - handed on.
    server = Server(inbox, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@contextmanager
def scripted(*replies: str | None) -> Iterator[int]:
    """A server that greets and answers line by line as told; hangs up at None, is silent at ""."""
    with scripted_in_turn(replies) as port:
        yield port


@contextmanager
def scripted_in_turn(*scripts: tuple[str | None, ...]) -> Iterator[int]:
    """As `scripted`, with a script for each connection."""
    listener = socket.create_server((HOST, 0))
    listener.settimeout(10)

    def answer() -> None:
        for script in scripts:
            with suppress(OSError):
                connection, _ = listener.accept()
                _play(connection, script)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(timeout=10)


def _play(connection: socket.socket, script: tuple[str | None, ...]) -> None:
    with connection, connection.makefile("rb") as lines:
        for reply in script:
            if reply is None:
                return
            connection.sendall(f"{reply}\r\n".encode() if reply else b"")
            while line := lines.readline():
                if not reply.startswith("354") or line == b".\r\n":
                    break


def make_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def sign_in(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
) -> AuthResult:
    known = (data.login, data.password) == (b"office", b"right")
    # Not handled: the server itself says no.
    return AuthResult(success=known, handled=False)
