"""When nobody is there: what is promised, and the mail with the answers he missed."""

from datetime import timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel, Delivery
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.clock import freeze, now
from tests.connectors.webchat.conftest import CAMILLE, Chat, Visitor, answer, texts


def test_who_left_gets_all_answers_in_one_mail_once(chat: Chat, agent: Identity) -> None:
    from comptoir.connectors.webchat.services import mail_if_left

    visitor = Visitor(chat)
    visitor.open(token=chat.token())
    visitor.say("Is it blue?")
    answer(agent, visitor, "It is.")
    answer(agent, visitor, "And it shines.")
    number = visitor.conversation.pk

    assert mail_if_left(conversation_id=number) is True
    assert not Delivery.objects.filter(kind="missed").exists()
    with freeze(now() + timedelta(minutes=3)):
        assert mail_if_left(conversation_id=number) is False
        assert mail_if_left(conversation_id=number) is False

    delivery = Delivery.objects.get(kind="missed")
    letter = services.letter_for(delivery=delivery)
    assert letter is not None
    assert (delivery.recipients, letter.sender.address) == ([CAMILLE], "desk@shop.example")
    assert letter.text.startswith("It is.\n\nAnd it shines.")


def test_who_has_read_it_gets_no_mail(chat: Chat, agent: Identity) -> None:
    from comptoir.connectors.webchat.services import mail_if_left

    visitor = Visitor(chat)
    visitor.open(token=chat.token())
    visitor.say("Is it blue?")
    message = answer(agent, visitor, "It is.")
    visitor.post("beat/", {"here": True, "read": str(message.public_id)})

    assert mail_if_left(conversation_id=visitor.conversation.pk) is False
    with freeze(now() + timedelta(minutes=3)):
        mail_if_left(conversation_id=visitor.conversation.pk)

    assert not Delivery.objects.filter(kind="missed").exists()


@pytest.mark.parametrize("language", ["en", "fr", "de", "ru"])
def test_widget_acknowledgement_and_space_promise_the_same(chat: Chat, language: str) -> None:
    from tests.conversations.visiting.conftest import let_in

    Channel.objects.filter(pk=chat.channel.pk).update(acknowledge=True)
    visitor = Visitor(chat)
    visitor.open(token=chat.token(), language=language)
    state = visitor.say("Une question")
    Conversation.objects.update(language=language)
    conversation = visitor.conversation

    services.acknowledge(conversation_id=conversation.pk, message_id=Message.objects.get().pk)

    said = Message.objects.get(author_kind="system").text
    space = let_in(CAMILLE, Party.BUYER).get(
        f"/space/c/{conversation.public_id}/", headers={"Accept-Language": language}
    )
    assert state["promise"] and state["waits"] is True
    assert state["promise"] in said
    assert state["promise"] in space.content.decode()
    assert texts(visitor.look(state["position"])) == [said]


def test_a_short_word_is_acknowledged_in_the_language_of_the_page(chat: Chat) -> None:
    Channel.objects.filter(pk=chat.channel.pk).update(acknowledge=True)
    visitor = Visitor(chat)
    visitor.open(language="fr")
    visitor.say("Test")

    services.acknowledge(
        conversation_id=visitor.conversation.pk, message_id=Message.objects.get().pk
    )

    said = Message.objects.get(author_kind="system").text
    assert said.startswith("Nous avons bien reçu votre message.")
    assert visitor.conversation.language == "fr"


def test_out_of_hours_the_promise_is_said_before_one_types(chat: Chat) -> None:
    from comptoir.conversations.queries.promises import promise_to_newcomer

    promise = promise_to_newcomer(chat.channel, at=now(), language="es")

    told = Visitor(chat).ask("get", "hello/", data={"language": "es"}).json()

    assert told["promise"] == promise.words != ""
    assert told["open"] is promise.is_open
    assert told["zone"] == "UTC"
    assert told["words"]["send"] == "Enviar"
