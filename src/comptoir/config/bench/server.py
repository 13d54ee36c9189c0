"""A web process of its own for a bench, and a browser that is signed in."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlencode

# The server drops a connection that is quiet for five seconds.
_KEPT_SECONDS = 3


class Browser:
    """One kept connection, as a browser holds it. Times are seconds until the last byte."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.port, self.cookies = port, cookies
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._asked_at = 0.0

    def of(self, session: str) -> "Browser":
        """Another browser on the same desk, of whoever has this session."""
        from django.conf import settings

        return Browser(self.port, {**self.cookies, settings.SESSION_COOKIE_NAME: session})

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def form_headers(self) -> dict[str, str]:
        """Of a form that the desk's own script sends."""
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.cookies["csrftoken"],
            "HX-Request": "true",
        }

    def get(self, path: str) -> float:
        return self._ask("GET", path)

    def post(self, path: str, form: dict[str, str]) -> float:
        return self._ask("POST", path, urlencode(form), self.form_headers)

    def _ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> float:
        if time.monotonic() - self._asked_at > _KEPT_SECONDS:
            self._connection.close()
        self._asked_at = time.monotonic()
        begin = time.perf_counter()
        self._connection.request(method, path, body, {"Cookie": self.cookie, **(headers or {})})
        response = self._connection.getresponse()
        content = response.read()
        spent = time.perf_counter() - begin
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}: {content[:300]!r}")
        return spent


@contextmanager
def served(**settings: str) -> Iterator[Browser]:
    """`comptoir web` on a free port for the time of the bench, with settings of its environment."""
    port = _free_port()
    environ = {**os.environ, "COMPTOIR_PORT": str(port), "COMPTOIR_HOST": "127.0.0.1"}
    environ |= settings
    web = subprocess.Popen([sys.executable, "-m", "comptoir.config.cli", "web"], env=environ)
    try:
        _await(port, web)
        yield Browser(port, _cookies())
    finally:
        web.terminate()
        web.wait(10)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise RuntimeError("The web process of the bench ended at once.")
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The web process of the bench does not answer.")


def _cookies() -> dict[str, str]:
    """A session of the agent, as signing in would make it."""
    from django.conf import settings
    from django.test import Client

    from comptoir.accounts.models import Member
    from comptoir.config.bench.fill import AGENT

    client = Client()
    client.force_login(Member.objects.get(email=AGENT))
    token = "b" * 32
    return {settings.SESSION_COOKIE_NAME: client.cookies["sessionid"].value, "csrftoken": token}
