"""The pages on which webhooks are set up and looked after."""

import pytest
from django.utils.translation import override

from comptoir.accounts.models import Member
from comptoir.accounts.roles import AREA_NAMES
from comptoir.connectors.webhooks import services
from comptoir.connectors.webhooks.forms import EndpointForm
from comptoir.connectors.webhooks.models import Endpoint
from comptoir.connectors.webhooks.queries import offered_events, secret_of
from comptoir.connectors.webhooks.sending import deliver_due
from tests.connectors.webhooks.conftest import RECEIVED, listen


@pytest.fixture
def browser(ada, client):
    client.force_login(ada.member)
    return client


def test_the_page_shows_what_an_endpoint_was_told(ada, browser, receiver) -> None:
    receiver.answers = [410]
    endpoint = listen(ada, receiver.url)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)
    deliver_due(endpoint.pk)

    page = browser.get(f"/webhooks/{endpoint.pk}/").content.decode()

    assert "Given up" in page
    assert "It answered with the status 410." in page
    assert "Send again" in page


def test_what_went_wrong_is_said_in_the_language_of_who_reads_it(ada, browser, receiver) -> None:
    receiver.answers = [503]
    endpoint = listen(ada, receiver.url)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)
    with override("en"):
        deliver_due(endpoint.pk)
    Member.objects.filter(pk=ada.member.pk).update(language="fr")

    page = browser.get(f"/webhooks/{endpoint.pk}/").content.decode()

    assert "La réponse a le statut 503." in page


def test_events_stand_under_words_and_none_without() -> None:
    headings = [area for area, _is_open, _boxes in EndpointForm().groups()]

    packages = {name.partition(".")[0] for name in offered_events()}
    assert sorted(headings) == sorted(str(AREA_NAMES[package]) for package in packages)


def test_a_refused_address_is_said_on_the_form(browser) -> None:
    form = {"name": "x", "url": "https://10.0.0.1/", "events": [RECEIVED], "is_active": "on"}

    answer = browser.post("/webhooks/new/", form)

    assert answer.status_code == 422
    assert "leads to the private address 10.0.0.1" in answer.content.decode()


def test_an_endpoint_is_set_up_from_the_page(browser, receiver) -> None:
    form = {"name": "Shop", "url": receiver.url, "events": [RECEIVED], "is_active": "on"}

    answer = browser.post("/webhooks/new/", form)

    endpoint = Endpoint.objects.get()
    assert answer.headers["Location"] == f"/webhooks/{endpoint.pk}/"
    assert (endpoint.name, endpoint.events, endpoint.is_active) == ("Shop", [RECEIVED], True)


def test_the_list_asks_as_much_for_fifty_as_for_one(
    ada, browser, django_assert_max_num_queries
) -> None:
    for number in range(50):
        Endpoint.objects.create(
            name=f"e{number}", url="https://x.example/", sealed_secret="", events=[], tx=0
        )

    with django_assert_max_num_queries(12):
        answer = browser.get("/webhooks/")

    assert answer.content.decode().count("https://x.example/") == 50


def test_strangers_to_the_right_do_not_see_the_pages(agent, client) -> None:
    client.force_login(agent.member)

    assert client.get("/webhooks/").status_code == 403
    assert client.get("/webhooks/new/").status_code == 403


def test_a_secret_is_renewed_from_the_page(ada, browser, receiver) -> None:
    endpoint = listen(ada, receiver.url)
    before = secret_of(endpoint)

    answer = browser.post(f"/webhooks/{endpoint.pk}/secret/", follow=True)

    endpoint.refresh_from_db()
    assert secret_of(endpoint) != before
    assert "The secret is new." in answer.content.decode()
