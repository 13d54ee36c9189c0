"""No mail of the sample marketplace leaves the machine: it lies in a box to be read."""

import pytest
from pytest_django import Settings

from comptoir.channels.errors import ConnectorError
from comptoir.channels.mail.compose import Letter
from comptoir.channels.mail.read import read_mail
from comptoir.channels.mail.shapes import Address
from comptoir.channels.models import Channel
from comptoir.connectors.email import smtp
from comptoir.demo import mailroom

CHANNEL = Channel(key="shop", name="Shop", address="help@tiliane.example")
LETTER = Letter(
    message_id="one@tiliane.example",
    sender=Address("Tiliane", "help@tiliane.example"),
    to=(Address("", "Ana@buyer.example"),),
    cc=(Address("", "bo@buyer.example"),),
    subject="Re: My vase",
    text="It leaves today.",
)


@pytest.mark.django_db
def test_each_recipient_finds_the_letter_in_his_box() -> None:
    mailroom.keep(CHANNEL, LETTER, LETTER.recipients)

    (mail,) = mailroom.box_of("ana@BUYER.example")
    assert (mail.sender, mail.subject) == ("help@tiliane.example", "Re: My vase")
    assert read_mail(mailroom.raw_of(mail)).reply == "It leaves today."
    assert len(mailroom.box_of("bo@buyer.example")) == 1
    assert mailroom.box_of("eve@buyer.example") == []


@pytest.mark.django_db
def test_a_repeated_letter_lies_there_once() -> None:
    mailroom.keep(CHANNEL, LETTER, LETTER.recipients)

    mailroom.keep(CHANNEL, LETTER, LETTER.recipients)

    assert len(mailroom.box_of("ana@buyer.example")) == 1


def test_the_sample_marketplace_dials_no_mail_server(settings: Settings) -> None:
    settings.DEMO = True
    channel = Channel(
        address="help@tiliane.example", settings={"smtp": {"host": "127.0.0.1", "port": 1}}
    )

    with pytest.raises(ConnectorError, match="No mail leaves the sample marketplace") as refusal:
        smtp.send(channel, LETTER, LETTER.recipients)

    assert refusal.value.permanent
