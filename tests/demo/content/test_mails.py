"""Buyers' messages as mails: what the desk's own reader finds in them."""

from datetime import timedelta
from itertools import islice

import pytest

from comptoir.channels.mail.read import read_mail
from comptoir.demo.content.dripping import NewMail, drip
from comptoir.demo.content.mails import as_bounce, as_mail, message_id, sender_address
from comptoir.demo.content.shapes import Author, Conversation, Picture, TurnKind
from tests.demo.content.sample import START, content


def stub(picture: Picture) -> bytes:
    return b"\xff\xd8" + picture.kind.encode()


def threads(channel: str) -> list[Conversation]:
    return [one for one in content().conversations if one.channel.key == channel and one.buyer]


def mails(seed: int, count: int) -> list[NewMail]:
    return [*islice(drip(content(), seed, lambda: START + timedelta(minutes=9), draw=stub), count)]


@pytest.mark.parametrize("channel", ["tiliane", "amazon", "ebay"])
def test_a_first_mail_reads_as_it_was_written(channel: str) -> None:
    for one in threads(channel)[:60]:
        turn = one.turns[0]

        mail = read_mail(as_mail(turn, one, one.channel, draw=stub))

        assert mail.subject == one.subject
        assert mail.sender.address == sender_address(turn, one)
        assert mail.date == turn.at.replace(microsecond=0)
        assert f"<{mail.message_id.strip('<>')}>" == message_id(one, 0)
        assert [file.name for file in mail.attachments] == [p.name for p in turn.attachments]
        assert f"{mail.reply}\n{mail.signature}".split() == turn.text.split()


def test_a_later_mail_quotes_our_answer_and_names_it() -> None:
    for one in content().conversations[::5]:
        for place, turn in enumerate(one.turns):
            if turn.author != Author.BUYER or turn.kind != TurnKind.MESSAGE or not place:
                continue

            mail = read_mail(as_mail(turn, one, one.channel, draw=stub))

            assert mail.in_reply_to
            assert f"{mail.reply}\n{mail.signature}".split() == turn.text.split()
            assert mail.subject.startswith("Re: ")


def test_marketplace_mails_carry_the_order_number_and_a_relay_address() -> None:
    for channel, relay in (
        ("amazon", "marketplace.amazon.example"),
        ("ebay", "members.ebay.example"),
    ):
        with_order = [one for one in threads(channel) if one.order]
        assert with_order
        for one in with_order:
            assert one.order is not None
            assert one.order.external_id in one.subject
            assert sender_address(one.turns[0], one).endswith(f"@{relay}")


def test_machines_mark_their_mail() -> None:
    (loop,) = (one for one in content().conversations if one.key == "planted-loop")

    mail = read_mail(as_mail(loop.turns[-1], loop, loop.channel))

    assert mail.auto_reply


def test_a_delivery_report_names_the_message_that_came_back() -> None:
    (bounced,) = (one for one in content().conversations if one.key == "planted-bounce")
    sent = "<really-sent@tiliane.example>"

    mail = read_mail(as_bounce(bounced.turns[-1], bounced, bounced.channel, message_id=sent))

    assert mail.bounce is not None
    assert mail.bounce.kind == "hard"
    assert [one.address for one in mail.bounce.recipients] == ["laurent.besnard@couriel.example"]
    assert mail.bounce.original_message_id.strip("<>") == sent.strip("<>")


def test_a_seller_answers_from_his_own_address_what_we_really_sent() -> None:
    one = next(c for c in content().conversations if c.seller and c.buyer and len(c.turns) > 3)
    turn = next(turn for turn in one.turns if turn.author == Author.SELLER)

    mail = read_mail(as_mail(turn, one, one.channel, answers="<really-sent@tiliane.example>"))

    assert one.seller is not None
    assert mail.sender.address == one.seller.email
    assert mail.in_reply_to
    assert "really-sent@tiliane.example" in str(mail.in_reply_to)


def test_message_ids_are_unique() -> None:
    ids = [message_id(one, n) for one in content().conversations for n in range(len(one.turns))]

    assert len(set(ids)) == len(ids)


def test_the_drip_is_new_mail_about_known_orders() -> None:
    known = {order.external_id for order in content().orders}
    old = {one.key for one in content().conversations}

    dripped = mails(seed=1, count=40)

    assert len({read_mail(one.raw).message_id for one in dripped}) == 40
    assert {
        one.conversation.order.external_id for one in dripped if one.conversation.order
    } <= known
    answers = [one for one in dripped if one.conversation.key in old]
    assert 3 <= len(answers) <= 20
    assert all(read_mail(one.raw).in_reply_to for one in answers)


def test_a_drip_repeats_itself_only_with_the_same_seed() -> None:
    assert [one.raw for one in mails(1, 6)] == [one.raw for one in mails(1, 6)]
    assert [one.raw for one in mails(1, 6)] != [one.raw for one in mails(2, 6)]
