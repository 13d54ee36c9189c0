"""E1: no request reaches an address inside the house."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from comptoir.kit import outbound
from comptoir.kit.outbound import ForbiddenAddress, Unreachable, guarded_address, request

INSIDE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
]


@pytest.mark.parametrize("address", INSIDE)
def test_e1_an_address_inside_is_refused(address: str) -> None:
    with pytest.raises(ForbiddenAddress):
        guarded_address(address, 443)


@pytest.mark.parametrize(
    "address", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"]
)
def test_e1_other_spellings_of_an_inside_address_are_refused(address: str) -> None:
    with pytest.raises((ForbiddenAddress, Unreachable)):
        guarded_address(address, 443)


def answers(*addresses: str) -> Any:
    def resolve(*_args: object, **_kwargs: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in addresses]

    return resolve


def test_e1_one_inside_answer_among_several_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14", "10.0.0.5"))

    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.5"):
        guarded_address("shop.example", 443)


def test_e1_a_public_address_is_connected_to_as_it_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name is not asked a second time: what answers then would not be checked."""
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14"))

    resolved = guarded_address("shop.example", 443)

    assert (resolved.host, resolved.ip, resolved.port) == ("shop.example", "93.184.215.14", 443)


def test_e1_dns_rebinding_finds_the_name_checked_at_each_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def rebinding(host: str, *_args: object, **_kwargs: object) -> list[Any]:
        asked.append(host)
        return answers("127.0.0.1")()  # type: ignore[no-any-return]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)

    with pytest.raises(ForbiddenAddress):
        request("GET", "https://rebinding.example/")

    assert asked == ["rebinding.example"]


def test_an_unknown_name_is_a_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(Unreachable, match=r"nowhere\.example is not known"):
        guarded_address("nowhere.example", 993)


def test_an_allowed_network_or_host_can_be_reached(settings: Any) -> None:
    settings.OUTBOUND_ALLOW = ("10.0.0.0/8",)
    assert guarded_address("10.1.2.3", 25).ip == "10.1.2.3"

    settings.OUTBOUND_ALLOW = ("localhost",)
    assert guarded_address("localhost", 25).port == 25
    with pytest.raises(ForbiddenAddress):
        guarded_address("10.1.2.3", 25)


class Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        size = int(self.path.strip("/") or 2)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * size)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def shop(settings: Any) -> Iterator[str]:
    settings.OUTBOUND_ALLOW = ("127.0.0.1",)
    server = HTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_allowed_request_is_answered(shop: str) -> None:
    assert request("GET", f"{shop}/5").text == "xxxxx"


def test_e1_a_redirect_is_not_followed(shop: str) -> None:
    answer = request("GET", f"{shop}/away")

    assert answer.status_code == 302


def test_an_answer_without_end_is_cut(shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "MAX_BODY", 1000)

    with pytest.raises(Unreachable, match="more than 1000 bytes"):
        request("GET", f"{shop}/5000")


def test_e1_a_name_before_the_at_sign_is_no_host() -> None:
    with pytest.raises(ForbiddenAddress):
        request("GET", "http://shop.example@127.0.0.1/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://shop.example/", "gopher://x/"])
def test_e1_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(Unreachable):
        request("GET", url)


def test_a_proxy_of_the_environment_is_not_asked(
    shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")

    assert request("GET", f"{shop}/2").text == "xx"
