"""A receiver on this machine, and an administrator."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from comptoir.accounts.identity import Identity
from comptoir.connectors.webhooks import services
from comptoir.connectors.webhooks.models import Endpoint
from comptoir.journal.models import Entry
from tests.conversations.conftest import agent, mailbox, make_member, write

__all__ = ["agent", "mailbox", "write"]


@dataclass
class Receiver:
    """`answers` are the statuses to give, the last one for ever."""

    url: str
    answers: list[int] = field(default_factory=lambda: [200])
    location: str = ""
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.OUTBOUND_ALLOW = ("127.0.0.1",)
    kept = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.requests.append((dict(self.headers.items()), body))
            status = kept.answers.pop(0) if len(kept.answers) > 1 else kept.answers[0]
            self.send_response(status)
            if kept.location:
                self.send_header("Location", kept.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/hooks"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ada(db: None) -> Identity:
    return make_member("ada@shop.example", "Ada", "administrator")


RECEIVED = "conversations.MessageReceived"
TAGGED = "conversations.TagAdded"


def listen(ada: Identity, url: str, *events: str) -> Endpoint:
    endpoint, _ = services.add_endpoint(
        by=ada.actor, name="Warehouse", url=url, events=events or (RECEIVED, TAGGED)
    )
    return endpoint


def follow_whole(endpoint: Endpoint) -> None:
    """Follow as after a commit: a test's own transaction would never be over for the journal."""
    entries = list(Entry.objects.filter(event__in=endpoint.events).order_by("pk"))
    services._write_notices(endpoint, entries)
