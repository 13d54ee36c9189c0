"""By which name somebody who wrote is called."""

from comptoir.channels.models import Channel
from comptoir.commerce.models import Buyer
from comptoir.conversations.models import Message
from tests.conversations.conftest import Write

RELAY = "Camille Laurent - Amazon Marketplace <a1b2c3@marketplace.amazon.fr>"


def test_a_buyer_of_a_marketplace_is_called_by_his_own_name(mailbox: Channel, write: Write) -> None:
    write(sender=RELAY)

    assert Message.objects.get().author_name == "Camille Laurent"
    assert Buyer.objects.get().name == "Camille Laurent"


def test_a_buyer_elsewhere_may_be_called_whatever_he_likes(mailbox: Channel, write: Write) -> None:
    write(sender='"Camille - Amazon Marketplace" <camille@buyer.example>')

    assert Message.objects.get().author_name == "Camille - Amazon Marketplace"


def test_his_next_mail_is_signed_by_the_same_name(mailbox: Channel, write: Write) -> None:
    write(sender=RELAY)

    write("And?", sender=RELAY, message_id="<2@b.example>", In_Reply_To="<one@buyer.example>")

    last = Message.objects.order_by("pk").last()
    assert last is not None
    assert last.author_name == "Camille Laurent"
