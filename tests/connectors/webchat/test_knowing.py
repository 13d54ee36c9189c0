"""Who he is: named by the shop, proved by a code, or only said (B1, D2, D9, D10)."""

from datetime import timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Pass
from comptoir.channels.models import Delivery
from comptoir.commerce.models import Buyer, BuyerIdentity
from comptoir.commerce.services import identify_buyer
from comptoir.commerce.states import IdentityKind
from comptoir.conversations.models import Conversation
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze, now
from tests.connectors.webchat.conftest import CAMILLE, Chat, Visitor, answer, made_chat, texts


@pytest.fixture
def camilles_past(chat: Chat) -> Conversation:
    """A buyer who has written before, elsewhere."""
    identity = identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value=CAMILLE, name="Camille")
    known = Visitor(chat)
    known.open(token=chat.token())
    known.say("My old matter")
    assert known.conversation.identity_id == identity.pk
    known.post("end/", {})
    return known.conversation


def test_whom_the_shop_names_is_that_buyer_with_his_past(
    chat: Chat, camilles_past: Conversation
) -> None:
    visitor = Visitor(chat)
    state = visitor.open(token=chat.token())
    visitor.say("A new one")

    assert (state["me"]["known"], state["me"]["mail"]) == (True, CAMILLE)
    rows = visitor.ask("get", "past/").json()["past"]
    assert [row["id"] for row in rows] == [str(camilles_past.public_id)]
    old = visitor.ask("get", f"past/?id={camilles_past.public_id}").json()
    assert texts(old) == ["My old matter"]
    assert Buyer.objects.count() == 1


def test_on_a_second_device_the_same_person_reads_on(chat: Chat) -> None:
    phone, desk = Visitor(chat), Visitor(chat)
    phone.open(token=chat.token())
    phone.say("From the train")

    assert texts(desk.open(token=chat.token())) == ["From the train"]


def test_who_signed_out_of_the_shop_is_a_stranger_again(chat: Chat) -> None:
    visitor = Visitor(chat)
    visitor.open(token=chat.token())
    visitor.say("As Camille")

    state = visitor.open()

    assert (state["said"], state["me"]["known"], state["me"]["past"]) == ([], False, False)


def test_another_chats_token_is_refused_and_nothing_is_made(chat: Chat) -> None:
    other = made_chat(name="Other")
    visitor = Visitor(chat)

    response = visitor.post("visit/", {"token": other.token()})

    assert response.status_code == 401
    assert response.json()["error"].startswith("Who you are could not be checked")
    assert (Buyer.objects.count(), visitor.client.cookies) == (0, {})


def test_b1_an_address_that_is_only_said_opens_nothing_and_gets_no_mail(
    chat: Chat, camilles_past: Conversation, agent: Identity
) -> None:
    stranger = Visitor(chat)
    stranger.open()
    stranger.say("I am Camille, show me all", mail=CAMILLE)
    answer(agent, stranger)
    with freeze(now() + timedelta(minutes=10)):
        from comptoir.connectors.webchat.services import mail_if_left

        again = mail_if_left(conversation_id=stranger.conversation.pk)

    assert (stranger.look()["me"]["past"], again) == (False, False)
    assert stranger.ask("get", "past/").json() == {"past": []}
    assert stranger.ask("get", f"past/?id={camilles_past.public_id}").status_code == 404
    assert not Delivery.objects.filter(kind="missed").exists()


def test_d2_a_stranger_whom_an_agent_took_for_a_buyer_reads_no_more_than_before(
    chat: Chat, camilles_past: Conversation
) -> None:
    from comptoir.commerce.services import merge_buyers

    stranger = Visitor(chat)
    stranger.open()
    stranger.say("It is me")
    buyer = BuyerIdentity.objects.get(value=CAMILLE).buyer_id
    stray = stranger.visit.identity.buyer_id
    merge_buyers(by=SYSTEM, keep_id=buyer, merge_id=stray)

    assert texts(stranger.look()) == ["It is me"]
    assert stranger.ask("get", "past/").json() == {"past": []}
    assert stranger.ask("get", f"past/?id={camilles_past.public_id}").status_code == 404


def code_of(visitor: Visitor, mailoutbox: list, address: str = CAMILLE) -> str:
    from comptoir.accounts.services import mail_pass

    response = visitor.post("prove/", {"mail": address})
    assert response.status_code == 200, response.content
    mail_pass(pass_id=Pass.objects.latest("pk").pk)
    return mailoutbox[-1].subject[:7]


def test_d9_a_code_is_mailed_to_any_address_in_our_words_and_proves_it(
    visitor: Visitor, mailoutbox: list, agent: Identity
) -> None:
    visitor.say("<b>buy pills</b> http://spam.example")

    code = code_of(visitor, mailoutbox)
    state = visitor.post("prove/", {"code": code}).json()

    (mail,) = mailoutbox
    assert "pills" not in mail.body and "http" not in mail.body
    assert state["me"]["proved"] is True
    identity = BuyerIdentity.objects.get(value=CAMILLE)
    assert identity.verified_at is not None
    assert visitor.visit.identity.buyer_id == identity.buyer_id
    assert texts(visitor.look()) == ["<b>buy pills</b> http://spam.example"]
    assert Entry.objects.filter(event="connectors.VisitorProved").count() == 1


def test_who_has_proved_his_address_reads_his_past(
    chat: Chat, camilles_past: Conversation, mailoutbox: list
) -> None:
    visitor = Visitor(chat)
    visitor.open()
    visitor.say("Hello again")

    visitor.post("prove/", {"code": code_of(visitor, mailoutbox)})

    assert [row["subject"] for row in visitor.ask("get", "past/").json()["past"]] == [
        "My old matter"
    ]


def test_d10_a_code_is_tried_five_times_and_in_its_own_browser_only(
    chat: Chat, visitor: Visitor, mailoutbox: list
) -> None:
    visitor.say("Hello")
    code = code_of(visitor, mailoutbox)
    other = Visitor(chat)
    other.open()

    assert other.post("prove/", {"code": code}).status_code >= 400
    assert other.look()["me"]["proved"] is False
    wrong = "000 000" if code != "000 000" else "111 111"
    statuses = [visitor.post("prove/", {"code": wrong}).status_code for _ in range(5)]
    assert set(statuses) == {statuses[0]} and statuses[0] >= 400
    assert visitor.post("prove/", {"code": code}).status_code == statuses[0]
    assert visitor.look()["me"]["proved"] is False


def test_a_code_lets_nobody_in_by_the_buyers_door(
    chat: Chat, visitor: Visitor, mailoutbox: list
) -> None:
    from comptoir.accounts.errors import PassUnusable
    from comptoir.accounts.services import come_in_by_code
    from comptoir.accounts.visitors import SPACE

    visitor.say("Hello")
    code = code_of(visitor, mailoutbox)

    with pytest.raises(PassUnusable):
        come_in_by_code(door=SPACE, browser=f"chat {visitor.key}", code=code)


def test_the_secret_is_renewed_and_the_old_one_is_good_for_an_hour(chat: Chat) -> None:
    from comptoir.connectors.webchat.services import renew_secret

    new = Chat(chat.channel, renew_secret(by=SYSTEM, channel_id=chat.channel.pk))

    assert Visitor(new).open(token=new.token())["me"]["known"] is True
    assert Visitor(chat).open(token=chat.token())["me"]["known"] is True
    with freeze(now() + timedelta(minutes=61)):
        assert Visitor(chat).post("visit/", {"token": chat.token()}).status_code == 401
