"""A real SMTP server in a thread: keeps what it took, and refuses what it was told to."""

import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Taken:
    """One mail that was accepted, as it stood in the envelope and in its bytes."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


@dataclass
class Standin:
    """`answers` are given to DATA one after the other, then 250; `refused` to RCPT by address."""

    answers: deque[str] = field(default_factory=deque)
    refused: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers.popleft() if self.answers else "250 taken"
        if answer.startswith("250"):
            content = envelope.content or b""
            raw = content if isinstance(content, bytes) else content.encode()
            self.taken.append(Taken(envelope.mail_from or "", list(envelope.rcpt_tos), raw))
        if answer == "250 gone":  # taken, but the line breaks before the answer is heard
            server.transport.abort()
        return answer


def free_port() -> int:
    with socket.socket() as looking:
        looking.bind(("127.0.0.1", 0))
        return int(looking.getsockname()[1])


@contextmanager
def smtp_server(**options: Any) -> Iterator[Standin]:
    standin = Standin()
    standin.port = free_port()
    controller = Controller(standin, hostname="127.0.0.1", port=standin.port, **options)
    controller.start()
    try:
        yield standin
    finally:
        controller.stop()


def only(user: bytes, password: bytes) -> Any:
    """An authenticator that knows one member of the house."""

    def check(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: Any
    ) -> AuthResult:
        right = isinstance(told, LoginPassword) and told == LoginPassword(user, password)
        return AuthResult(success=right, handled=False)

    return check
