"""One letter to the buyers of many orders: a conversation each, once each, each with its reason."""

from datetime import timedelta

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import MemberGrant
from comptoir.automation import services
from comptoir.automation.errors import MailingUnclear, NoSuchMailing
from comptoir.automation.models import Mailing, MailingRow, Use, Voucher
from comptoir.automation.queries.mailings import find_mailing, sample_of
from comptoir.automation.services import MailingWords, mailings
from comptoir.channels.models import AutomaticMail, Channel, Delivery
from comptoir.commerce.models import Order
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation, Message
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from tests.automation.conftest import NOON, Make, codes, make_member, order_of


@pytest.fixture
def orders(mailbox: Channel) -> list[Order]:
    with freeze(NOON):
        return [
            order_of(f"b{at}@buyer.example", number=f"FR 4187{at}", seller=f"S-{at}")
            for at in range(3)
        ]


def prepared(identity: Identity, orders: list[Order], **words: object) -> Mailing:
    mailing = services.prepare_mailing(
        by=identity.actor, viewer=identity.viewer, order_ids=[order.pk for order in orders]
    )
    services.word_mailing(
        identity=identity,
        mailing_id=mailing.pk,
        words=MailingWords(**words),  # type: ignore[arg-type]
    )
    return mailing


def sent(identity: Identity, orders: list[Order], **words: object) -> Mailing:
    mailing = prepared(identity, orders, **words)
    with freeze(NOON):
        services.start_mailing(by=identity.actor, mailing_id=mailing.pk)
        services.work_mailing(mailing_id=mailing.pk)
    mailing.refresh_from_db()
    return mailing


def results(mailing: Mailing) -> list[tuple[str, str]]:
    rows = MailingRow.objects.filter(mailing=mailing).order_by("pk")
    return list(rows.values_list("state", "said"))


def test_each_buyer_is_written_to_in_a_conversation_of_his_own(
    orders: list[Order], agent: Identity
) -> None:
    mailing = sent(
        agent,
        orders,
        subject="{{order_number}} is late",
        text="Dear {{buyer_name}}, {{order_number}} is late.",
    )

    assert results(mailing) == [("written", "")] * 3
    assert mailing.state == "done"
    found = Conversation.objects.order_by("pk")
    assert list(found.values_list("order_id", flat=True)) == [order.pk for order in orders]
    assert [each.subject for each in found] == [f"FR 4187{at} is late" for at in range(3)]
    assert Message.objects.order_by("pk")[1].text == "Dear Camille Laurent, FR 41871 is late."
    assert sorted(Delivery.objects.values_list("recipients", flat=True)) == [
        [f"b{at}@buyer.example"] for at in range(3)
    ]


def test_vouchers_are_taken_once_each_and_who_gets_none_is_left_out(
    orders: list[Order], agent: Identity, lead: Identity, make: Make
) -> None:
    codes(lead, "SORRY-1", "SORRY-2")
    template = make(
        "We are sorry, {{order_number}} is late. Here is {{voucher_value}}: {{voucher}}"
    )

    mailing = sent(agent, orders, template_id=template.pk)

    states = [state for state, _said in results(mailing)]
    assert states == ["written", "written", "refused"]
    assert "voucher" in results(mailing)[2][1]
    texts = list(Message.objects.order_by("pk").values_list("text", flat=True))
    assert [text.rpartition(" ")[2] for text in texts] == ["SORRY-1", "SORRY-2"]
    assert Voucher.objects.filter(taken_at=None).count() == 0
    assert Conversation.objects.count() == 2
    assert Use.objects.filter(state="sent").count() == 2


def test_a_template_is_read_in_each_buyers_language_and_its_actions_follow(
    orders: list[Order], agent: Identity, make: Make
) -> None:
    buyer = orders[1].buyer
    assert buyer is not None
    buyer.language = "fr"
    buyer.save()
    template = make(
        {"en": "{{order_number}} is late.", "fr": "{{order_number}} est en retard."},
        actions=[("tag", "storm")],
    )

    sent(agent, orders[:2], template_id=template.pk)

    texts = list(Message.objects.order_by("pk").values_list("text", flat=True))
    assert texts == ["FR 41870 is late.", "FR 41871 est en retard."]
    assert list(Conversation.objects.order_by("pk").values_list("language", flat=True)) == [
        "en",
        "fr",
    ]
    assert Use.objects.filter(state="sent", revision__actions=[["tag", "storm"]]).count() == 2


def test_those_who_cant_be_written_to_are_left_out_and_the_reason_stands_there(
    orders: list[Order], agent: Identity
) -> None:
    buyer = orders[0].buyer_id
    assert buyer is not None
    desk.want_answers_only(by=agent.actor, buyer_id=buyer, is_so=True)
    Order.objects.filter(pk=orders[1].pk).update(identity=None, buyer=None)

    mailing = sent(agent, orders, text="{{order_number}} is late.")

    (first, second, third) = results(mailing)
    assert first == ("refused", "The buyer wants answers only, and no letters of ours.")
    assert second == ("refused", "No address of the buyer is known in this conversation.")
    assert third == ("written", "")
    assert Conversation.objects.get().order_id == orders[2].pk


def test_what_the_marketplace_forbids_is_left_out(orders: list[Order], agent: Identity) -> None:
    """B6."""
    Channel.objects.update(profile="amazon")

    mailing = sent(agent, orders[:1], text="A voucher waits at https://shop.example for you.")

    ((state, said),) = results(mailing)
    assert state == "refused"
    assert said != ""
    assert (Conversation.objects.count(), Delivery.objects.count()) == (0, 0)


def test_nothing_known_for_a_placeholder_leaves_that_order_out(
    orders: list[Order], agent: Identity
) -> None:
    orders[0].parcels.all().delete()

    mailing = sent(agent, orders[:2], text="{{carrier}} is late.")

    assert results(mailing) == [
        ("refused", "Nothing is known here for {{carrier}}."),
        ("written", ""),
    ]


def test_one_order_is_written_about_once_however_often_it_is_started(
    orders: list[Order], agent: Identity
) -> None:
    """H3: two requests to start, a job that runs twice, an order that is ticked twice."""
    mailing = prepared(agent, [*orders, orders[0]], text="{{order_number}} is late.")
    for _twice in range(2):
        services.start_mailing(by=agent.actor, mailing_id=mailing.pk)
    for _twice in range(2):
        services.work_mailing(mailing_id=mailing.pk)

    assert Conversation.objects.count() == 3
    assert Entry.objects.filter(event="automation.MailingStarted").count() == 1


def test_a_crash_in_the_midst_writes_nobody_twice(
    orders: list[Order], agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H3: a row is written and ticked in one transaction."""
    mailing = prepared(agent, orders, text="{{order_number}} is late.")
    services.start_mailing(by=agent.actor, mailing_id=mailing.pk)
    real, calls = desk.note_one_of_many, []

    def dies_in_the_second(*, conversation: Conversation) -> None:
        calls.append(conversation.pk)
        if len(calls) == 2:
            raise RuntimeError
        real(conversation=conversation)

    monkeypatch.setattr(desk, "note_one_of_many", dies_in_the_second)
    with pytest.raises(RuntimeError):
        services.work_mailing(mailing_id=mailing.pk)
    assert [state for state, _said in results(mailing)] == ["written", "waiting", "waiting"]
    services.work_mailing(mailing_id=mailing.pk)

    assert [state for state, _said in results(mailing)] == ["written"] * 3
    assert Message.objects.count() == Conversation.objects.count() == 3


def test_a_stop_leaves_alone_what_waits_and_it_can_go_on(
    orders: list[Order], agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "CHUNK", 1)
    mailing = sent(agent, orders, text="{{order_number}} is late.")

    services.stop_mailing(by=agent.actor, mailing_id=mailing.pk)
    services.work_mailing(mailing_id=mailing.pk)

    assert [state for state, _said in results(mailing)] == ["written", "waiting", "waiting"]
    monkeypatch.setattr(mailings, "CHUNK", 20)
    services.start_mailing(by=agent.actor, mailing_id=mailing.pk)
    services.work_mailing(mailing_id=mailing.pk)
    assert [state for state, _said in results(mailing)] == ["written"] * 3


def test_the_brakes_of_automatic_mail_hold(orders: list[Order], agent: Identity) -> None:
    """A7: fifty a minute leave, the rest wait for the next; an own mailbox gets none."""
    Channel.objects.update(own_addresses=["b0@buyer.example"])
    busy = [
        AutomaticMail(address_digest=b"%d" % at, subject_digest=b"s", sent_at=NOON)
        for at in range(49)
    ]
    AutomaticMail.objects.bulk_create(busy)

    mailing = sent(agent, orders, text="{{order_number}} is late.")

    states = [state for state, _said in results(mailing)]
    assert states == ["refused", "written", "waiting"]
    assert results(mailing)[0][1] == "This address is a mailbox of ours."
    assert mailing.state == "running"
    with freeze(NOON + timedelta(seconds=70)):
        services.work_mailing(mailing_id=mailing.pk)
    assert results(mailing)[2] == ("written", "")


def test_orders_that_a_conversation_goes_on_about_are_left_out_if_wished(
    orders: list[Order], agent: Identity
) -> None:
    first = sent(agent, orders[:1], text="{{order_number}} is late.")
    number = Conversation.objects.get().pk

    again = sent(agent, orders[:2], text="{{order_number}} left.", skips_open=True)

    assert results(first) == [("written", "")]
    assert results(again) == [
        ("refused", f"Conversation #{number} is going on about it."),
        ("written", ""),
    ]


def test_each_letter_can_be_looked_at_before_it_leaves(
    orders: list[Order], agent: Identity, lead: Identity, make: Make
) -> None:
    codes(lead, "SORRY-1")
    template = make("{{order_number}}: {{voucher}}")
    mailing = prepared(agent, orders, template_id=template.pk)
    found = find_mailing(agent.viewer, mailing.pk)
    assert found is not None

    first, last = (sample_of(agent, found, at=at) for at in (0, 99))

    assert (first.number, first.total, first.earlier, first.later) == (1, 3, None, 1)
    assert first.text == "FR 41870: ••••••••"
    assert (last.number, last.later, last.subject) == (3, None, "Order FR 41872")
    assert Voucher.objects.filter(taken_at=None).count() == 1
    assert Conversation.objects.count() == 0


def test_who_lost_the_right_meanwhile_writes_nothing_more(
    orders: list[Order], agent: Identity
) -> None:
    """D1."""
    mailing = prepared(agent, orders, text="{{order_number}} is late.")
    services.start_mailing(by=agent.actor, mailing_id=mailing.pk)
    MemberGrant.objects.filter(member=agent.member).update(role="viewer")

    services.work_mailing(mailing_id=mailing.pk)

    assert [state for state, _said in results(mailing)] == ["refused"] * 3
    assert Conversation.objects.count() == 0


def test_a_trainee_writes_to_nobody_and_others_letters_do_not_exist(
    orders: list[Order], agent: Identity
) -> None:
    trainee = make_member("tom@shop.example", "Tom", "trainee")
    mailing = prepared(agent, orders, text="Hello.")

    with pytest.raises(NotAllowed):
        prepared(trainee, orders)
    with pytest.raises(NoSuchMailing):
        services.stop_mailing(by=trainee.actor, mailing_id=mailing.pk)

    assert find_mailing(trainee.viewer, mailing.pk) is None
    assert Mailing.objects.count() == 1


def test_without_words_or_orders_nothing_begins(orders: list[Order], agent: Identity) -> None:
    with pytest.raises(MailingUnclear, match="at least one order"):
        prepared(agent, [])
    mailing = prepared(agent, orders)

    with pytest.raises(MailingUnclear, match="Choose a template"):
        services.start_mailing(by=agent.actor, mailing_id=mailing.pk)

    mailing.refresh_from_db()
    assert mailing.state == "draft"


def test_the_pages_lead_from_the_list_to_the_results(
    orders: list[Order], agent: Identity, client: Client
) -> None:
    client.force_login(agent.member)

    page = client.get("/automation/orders/?carrier=coli").content.decode()
    made = client.post("/automation/mailings/new/", {"all": "1", "carrier": "coli"})
    mailing = Mailing.objects.get()
    words = {"text": "{{order_number}} is late.", "subject": ""}
    shown = client.post(
        f"/automation/mailings/{mailing.pk}/words/",
        {**words, "at": "1"},
        headers={"HX-Request": "true"},
    ).content.decode()
    client.post(f"/automation/mailings/{mailing.pk}/words/", {**words, "start": "1"})
    services.work_mailing(mailing_id=mailing.pk)
    after = client.get(f"/automation/mailings/{mailing.pk}/").content.decode()

    assert "All 3 of this list" in page
    assert made.headers["Location"] == f"/automation/mailings/{mailing.pk}/"
    assert "Letter 2 of 3" in shown
    assert "FR 41871 is late." in shown
    assert "3 written" in after
    assert after.count("Conversation #") == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{{order_numbre}} is late.", "There is no placeholder “{{order_numbre}}”."),
        ("Your order [[ is late.", "These braces belong to nothing: “[[ is late.”."),
    ],
)
def test_words_that_fit_nobody_are_refused_before_anybody_is_left_out(
    orders: list[Order], agent: Identity, words: str, said: str
) -> None:
    mailing = prepared(agent, orders, text=words)

    with pytest.raises(MailingUnclear) as refusal:
        services.start_mailing(by=agent.actor, mailing_id=mailing.pk)

    assert str(refusal.value).startswith(said)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.text) == ("draft", words)
    assert set(mailing.rows.values_list("state", flat=True)) == {"waiting"}
