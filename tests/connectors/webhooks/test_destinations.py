"""Where a webhook may lead: to no machine inside the house (E1)."""

import socket

import pytest

from comptoir.connectors.webhooks import services
from comptoir.connectors.webhooks.errors import BadEndpoint
from comptoir.connectors.webhooks.models import Endpoint, Notice
from comptoir.connectors.webhooks.sending import deliver_due
from comptoir.journal.models import Entry
from comptoir.kit.outbound import ForbiddenAddress
from comptoir.kit.sentences import say
from tests.connectors.webhooks.conftest import RECEIVED, listen

INSIDE = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f000001/",
    "https://10.1.2.3/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[fd00::1]/",
    "https://0.0.0.0/",
    "https://localhost/",
]


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_the_house_is_refused_at_once_e1(ada, url: str) -> None:
    entries = Entry.objects.count()

    with pytest.raises(ForbiddenAddress):
        listen(ada, url)

    assert (Endpoint.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_the_house_is_refused_when_it_is_told_e1(ada, url: str) -> None:
    """However it came into the row."""
    endpoint = Endpoint.objects.create(name="x", url=url, sealed_secret="", events=[RECEIVED], tx=0)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)

    deliver_due(endpoint.pk)

    notice = Notice.objects.get()
    assert (notice.state, notice.status) == ("waiting", None)
    # The client does not even take an address with an octal part for one.
    refused = "COMPTOIR_OUTBOUND_ALLOW" in notice.trouble
    assert refused or "Invalid IPv4 address" in notice.trouble


def test_a_name_that_points_elsewhere_by_then_is_refused_e1(ada, monkeypatch) -> None:
    """DNS rebinding: the name was public when it was entered."""
    answers = iter(["93.184.215.14", "10.0.0.1"])

    def resolve(_host, port, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr("comptoir.kit.outbound.socket.getaddrinfo", resolve)
    endpoint = listen(ada, "https://rebound.example/")
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)

    deliver_due(endpoint.pk)

    assert "10.0.0.1" in Notice.objects.get().trouble


def test_a_redirect_is_not_followed_e1(ada, receiver) -> None:
    receiver.answers, receiver.location = [302], "http://169.254.169.254/"
    endpoint = listen(ada, receiver.url)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)

    deliver_due(endpoint.pk)

    notice = Notice.objects.get()
    assert (notice.state, notice.status) == ("waiting", 302)
    assert say(notice.trouble) == "It redirects. Enter the address it leads to."
    assert len(receiver.requests) == 1


def test_a_plain_address_outside_is_refused(ada, monkeypatch) -> None:
    def resolve(_host, port, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]

    monkeypatch.setattr("comptoir.kit.outbound.socket.getaddrinfo", resolve)

    with pytest.raises(BadEndpoint, match="Only https"):
        listen(ada, "http://shop.example/")


def test_the_allow_list_is_for_one_destination_e1(ada, receiver) -> None:
    """One allowed address opens no other."""
    with pytest.raises(ForbiddenAddress):
        listen(ada, "http://127.0.0.2/")
