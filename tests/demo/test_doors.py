"""The sample's way to the two doors: no mail leaves, so the codes are read on /demo/."""

import re

import pytest
from django.conf import settings as configured
from django.test import Client

from comptoir.commerce import services as commerce
from comptoir.commerce.models import Seller
from comptoir.commerce.states import IdentityKind
from comptoir.demo.models import Sample
from comptoir.kit.actor import SYSTEM

ADDRESS = "ada.okafor@post.example"
WORKSHOP = "hello@keramos.example"


@pytest.fixture(autouse=True)
def _own_outbox(monkeypatch: pytest.MonkeyPatch, sample: Sample) -> None:
    """The real outbox: the test runner would keep mails in memory."""
    mailers = {"default": {"BACKEND": "comptoir.accounts.mailer.SystemMailer"}}
    monkeypatch.setattr(configured, "MAILERS", mailers)
    commerce.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value=ADDRESS, name="Ada Okafor")
    Seller.objects.create(
        external_id="k", name="Atelier Kéramos", sort_name="atelier", email=WORKSHOP
    )


@pytest.mark.parametrize(
    ("page", "act", "door"),
    [
        (f"/demo/as/{ADDRESS}/", f"/demo/as/{ADDRESS}/space/", "space"),
        (f"/demo/seller/{WORKSHOP}/", f"/demo/seller/{WORKSHOP}/enter/", "seller"),
    ],
)
def test_one_goes_in_as_a_buyer_and_as_a_workshop(page: str, act: str, door: str) -> None:
    client = Client()

    link = client.post(act)["Location"]
    asked = client.get(link)
    inside = client.post(link, follow=True)
    box = client.get(page).content.decode()

    assert link.startswith(f"/{door}/sign-in/")
    assert asked.status_code == 200
    assert inside.redirect_chain == [(f"/{door}/", 302)]
    assert re.search(r"\b\d{3} \d{3}\b", box)


def test_the_entrance_says_where_the_code_is_read() -> None:
    client = Client()

    page = client.post("/space/sign-in/", {"email": ADDRESS}, follow=True).content.decode()

    assert f"/demo/as/{ADDRESS}/" in page


def test_nobody_goes_in_as_somebody_who_is_not_there() -> None:
    client = Client()

    assert client.get("/demo/seller/nobody@x.example/").status_code == 404
    assert client.post("/demo/as/nobody@x.example/space/")["Location"] == "/space/sign-in/"
