"""A buyer's own page: who he is, what he bought and said, as far as each may know of him."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import MemberGrant, Team
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Buyer, BuyerIdentity, BuyerLabel, Order
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import buyer_file
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from tests.automation.conftest import conversation, order_of
from tests.conversations.conftest import Write, make_member

__all__ = ["conversation"]

HTMX = {"HX-Request": "true"}

type SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in() -> SignIn:
    def browser_of(role: str) -> Client:
        client = Client()
        client.force_login(make_member(f"{role}@shop.example", f"{role} Ray", role).member)
        return client

    return browser_of


@pytest.fixture
def camille(conversation: Conversation) -> Buyer:
    assert conversation.identity is not None
    return conversation.identity.buyer


def address(buyer: Buyer, rest: str = "") -> str:
    return f"/buyers/{buyer.public_id}/{rest}"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_it_tells_what_is_known_and_what_was_given_back(
    sign_in: SignIn, camille: Buyer, conversation: Conversation
) -> None:
    Order.objects.filter(pk=conversation.order_id).update(state="returned")
    Conversation.objects.filter(pk=conversation.pk).update(
        outcome="refund", outcome_minor=7_480, outcome_currency="EUR"
    )

    page = text_of(sign_in("agent").get(address(camille)))

    assert "camille@buyer.example" in page
    assert f"/orders/{conversation.order_id}/" in page
    assert f"/inbox/all/{conversation.pk}/" in page
    assert "<dt>Returned</dt><dd>1</dd>" in page
    assert "Refunds noted" in page
    assert page.count("€74.80") == 4


def test_it_is_reached_from_order_palette_search_and_case_file(
    sign_in: SignIn, camille: Buyer, conversation: Conversation
) -> None:
    browser = sign_in("agent")

    pages = {
        "order": text_of(browser.get(f"/orders/{conversation.order_id}/")),
        "palette": text_of(browser.get("/palette/?q=camille")),
        "search": text_of(browser.get("/search/?q=camille")),
        "case file": text_of(browser.get(f"/c/{conversation.pk}/case-file/")),
    }

    assert [name for name, page in pages.items() if address(camille) not in page] == []


def test_the_forms_of_the_case_file_work_here_too(sign_in: SignIn, camille: Buyer) -> None:
    browser = sign_in("agent")
    label = BuyerLabel.objects.create(key="cafe", name="Café", colour="blue")

    browser.post(address(camille, "note/"), {"note": "Calls after five", "version": "0"})
    browser.post(address(camille, "label/"), {"label": label.pk, "why": "Twelve cups a month."})
    page = text_of(browser.post(address(camille, "answers-only/"), {"only": "1"}))

    assert "Calls after five" in page
    assert "Twelve cups a month." in page
    assert "May be written to first again" in page


def test_two_people_become_one_and_two_again(sign_in: SignIn, camille: Buyer, write: Write) -> None:
    write(sender="Camille L. <cl@work.example>", message_id="<w@work.example>")
    other = Buyer.objects.get(name="Camille L.")
    lead = sign_in("lead")

    hits = text_of(lead.get(address(camille, "same-person/?q=work.example")))
    merged = text_of(lead.post(address(camille, "merge/"), {"buyer": other.pk}))
    moved = lead.get(address(other))
    apart = text_of(lead.post(address(camille, "split/"), {"buyer": other.pk}))

    assert address(camille, "merge/") in hits
    assert "Take apart" in merged
    assert moved.headers["Location"] == address(camille)
    assert "cl@work.example" not in apart
    assert BuyerIdentity.objects.get(value="cl@work.example").buyer_id == other.pk


def test_an_agent_takes_nobody_apart(sign_in: SignIn, camille: Buyer, write: Write) -> None:
    write(sender="Camille L. <cl@work.example>", message_id="<w@work.example>")
    other = Buyer.objects.get(name="Camille L.")
    lead = make_member("lea@shop.example", "Lea Lead", "lead").actor
    commerce.merge_buyers(by=lead, keep_id=camille.pk, merge_id=other.pk)

    refused = sign_in("agent").post(address(camille, "split/"), {"buyer": other.pk})

    other.refresh_from_db()
    assert refused.status_code == 403
    assert other.merged_into_id == camille.pk


def test_d1_a_member_of_one_team_reads_of_it_alone_and_other_addresses_masked(
    client: Client, agent: Identity, camille: Buyer, conversation: Conversation, write: Write
) -> None:
    team = Team.objects.create(name="Returns")
    Conversation.objects.filter(pk=conversation.pk).update(team=team)
    write(
        "My secret lamp", sender="C <cl@work.example>", message_id="<w@b.example>", subject="Lamp"
    )
    lead = make_member("lea@shop.example", "Lea Lead", "lead").actor
    other = BuyerIdentity.objects.get(value="cl@work.example").buyer_id
    commerce.merge_buyers(by=lead, keep_id=camille.pk, merge_id=other)
    label = BuyerLabel.objects.create(key="cafe", name="Café", colour="blue")
    commerce.label_buyer(
        by=lead, buyer_id=camille.pk, label_id=label.pk, why="Said so in the lamp."
    )
    MemberGrant.objects.filter(member=agent.member).update(scope="team", scope_id=team.pk)
    client.force_login(agent.member)

    page = text_of(client.get(address(camille)))

    assert "camille@buyer.example" in page
    assert "c…@work.example" in page
    assert "cl@work.example" not in page
    assert "Café" in page
    assert [told for told in ("Said so in the lamp.", "Lamp", "Take apart") if told in page] == []


def test_d2_a_buyer_of_whom_nothing_may_be_seen_is_not_there(
    client: Client, agent: Identity, camille: Buyer
) -> None:
    MemberGrant.objects.filter(member=agent.member).update(scope="seller", scope_id=0)
    client.force_login(agent.member)

    shown = client.get(address(camille))
    written = client.post(address(camille, "note/"), {"note": "Mine", "version": "0"})

    camille.refresh_from_db()
    assert (shown.status_code, written.status_code) == (404, 404)
    assert "Camille" not in shown.content.decode()
    assert camille.note == ""


def test_fifty_orders_and_conversations_cost_no_more_queries_than_one(
    sign_in: SignIn, camille: Buyer, write: Write
) -> None:
    browser = sign_in("agent")
    browser.get(address(camille))
    with CaptureQueriesContext(connection) as few:
        browser.get(address(camille))
    for number in range(50):
        order = order_of("camille@buyer.example", f"FR 5{number:04}")
        if number < 20:
            write(f"Question {number}", message_id=f"<q{number}@b.example>")
            talk = Conversation.objects.latest("pk")
            services.link_order(by=SYSTEM, conversation_id=talk.pk, order=order)

    with CaptureQueriesContext(connection) as many:
        page = text_of(browser.get(address(camille)))

    assert page.count('class="mini" href="/inbox/all/') == 21
    assert "Show earlier orders" in page
    assert len(many) == len(few)


def test_earlier_orders_and_conversations_follow_one_another_to_the_first(
    sign_in: SignIn, camille: Buyer, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buyer_file, "MOST_TALKS", 1)
    monkeypatch.setattr(buyer_file, "MOST_ORDERS", 1)
    for number in ("TI-9001", "TI-9002"):
        order_of("camille@buyer.example", number)
    earlier = {
        "subject": "An older matter",
        "last_message_at": conversation.last_message_at - timedelta(days=3),
    }
    second = Conversation.objects.create(
        channel_id=conversation.channel_id,
        identity_id=conversation.identity_id,
        opened_at=now() - timedelta(days=4),
        **earlier,
    )
    browser = sign_in("agent")

    whole = text_of(browser.get(address(camille)))
    talks = text_of(browser.get(address(camille, f"?talks={conversation.pk}"), headers=HTMX))
    seen, orders, step = [], whole, re.compile(r"hx-get=\"\?orders=([-0-9a-f]+)\"")
    while found := step.search(orders):
        seen.append(found[1])
        orders = text_of(browser.get(address(camille, f"?orders={found[1]}"), headers=HTMX))

    assert "An older matter" not in whole
    assert f"/inbox/all/{second.pk}/" in talks
    assert "<html" not in talks and "Show earlier" not in talks
    assert len(set(seen)) == 2
    foreign = text_of(browser.get(address(camille, "?talks=999999999&orders=")))
    assert "No conversation with this buyer" in foreign
