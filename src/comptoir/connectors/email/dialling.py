"""Opening a socket to a mail server: a checked address, a verified name, limited time."""

import logging
import socket
import ssl
import threading
from types import TracebackType
from typing import Self

from comptoir.connectors.email.account import Server
from comptoir.kit.outbound import guarded_address

log = logging.getLogger(__name__)

TIMEOUT = 30
# A server that sends a byte now and then would never time out: a session ends after this.
LONGEST_SESSION = 120


class Limit:
    """Cuts a connection from another thread: whoever waits for the server gets an error."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        for each in self._sockets:
            each.close()

    def watch(self, plain: socket.socket) -> None:
        # A copy: TLS takes the first one away.
        self._sockets.append(plain.dup())

    def _cut(self) -> None:
        log.warning("A session with a mail server took too long and is cut")
        for each in self._sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                log.debug("It had ended by itself")


def dial(at: Server, *, tls: ssl.SSLContext, limit: Limit) -> socket.socket:
    """Connect to the address that was checked, while TLS asks for the name (E1)."""
    resolved = guarded_address(at.host, at.port)
    plain = socket.create_connection((resolved.ip, resolved.port), TIMEOUT)
    limit.watch(plain)
    return tls.wrap_socket(plain, server_hostname=at.host) if at.security == "tls" else plain
