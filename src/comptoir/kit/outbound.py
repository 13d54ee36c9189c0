"""The one guarded way out: no request reaches a private address unless it was allowed."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext_noop

from comptoir.kit import threads
from comptoir.kit.errors import ComptoirError
from comptoir.kit.sentences import Sentence

MAX_BODY = 10 * 1024 * 1024
TIMEOUT = httpx.Timeout(15, connect=5)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _OnTheWay(ComptoirError):
    """`sentence` is what a row keeps of it: it is said in the language of who reads it."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.sentence = Sentence(message, {name: str(fact) for name, fact in facts.items()})

    def __str__(self) -> str:
        return str(self.sentence)


class ForbiddenAddress(_OnTheWay):
    """The name leads to an address inside the house."""


class Unreachable(_OnTheWay):
    """The other side did not answer, or answered too much."""

    status = 502


@dataclass(frozen=True, slots=True)
class Resolved:
    """An address that was checked: connect to `ip`, never to the name again (DNS rebinding)."""

    host: str
    ip: str
    port: int


def _allowed(address: Address, host: str) -> bool:
    if host in settings.OUTBOUND_ALLOW:
        return True
    for entry in settings.OUTBOUND_ALLOW:
        try:
            if address in ipaddress.ip_network(entry, strict=False):
                return True
        except ValueError:
            continue
    return False


def _plain(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, NAT64), if there is one."""
    if isinstance(address, ipaddress.IPv6Address):
        if inner := address.ipv4_mapped or address.sixtofour:
            return inner
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _check(found: str, host: str) -> None:
    address = _plain(ipaddress.ip_address(found.partition("%")[0]))
    if (address.is_global and not address.is_multicast) or _allowed(address, host):
        return
    said = gettext_noop(
        "%(host)s leads to the private address %(address)s. "
        "Add it to COMPTOIR_OUTBOUND_ALLOW if that is meant."
    )
    raise ForbiddenAddress(said, host=host, address=address)


def guarded_address(host: str, port: int) -> Resolved:
    """Resolve once and check every answer (E1); raises ForbiddenAddress or Unreachable."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        said = gettext_noop("The name %(host)s is not known to the domain name service.")
        raise Unreachable(said, host=host) from None
    for answer in answers:
        _check(str(answer[4][0]), host)
    return Resolved(host, str(answers[0][4][0]), port)


class _GuardedBackend(httpcore.SyncBackend):
    """Connects to the address that was checked, while TLS keeps asking for the name."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        checked = guarded_address(host, port)
        return super().connect_tcp(checked.ip, port, timeout, local_address, socket_options)


def client() -> httpx.Client:
    """A client that follows no redirect, trusts no proxy setting and dials guarded addresses."""
    transport = httpx.HTTPTransport(retries=0, trust_env=False)
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(), network_backend=_GuardedBackend()
    )
    return httpx.Client(
        transport=transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False
    )


def request(method: str, url: str, **options: Any) -> httpx.Response:
    """One request of at most MAX_BODY bytes of answer; raises Unreachable or ForbiddenAddress."""
    with threads.outside(), client() as http:
        try:
            with http.stream(method, url, **options) as response:
                return _read(response)
        except httpx.HTTPError as error:
            said = gettext_noop("%(host)s did not answer properly: %(error)s.")
            raise Unreachable(said, host=httpx.URL(url).host, error=error) from error


def _read(response: httpx.Response) -> httpx.Response:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_BODY:
            said = gettext_noop("%(host)s answered with more than %(most)s bytes.")
            raise Unreachable(said, host=response.url.host, most=MAX_BODY)
    response._content = bytes(body)
    return response
