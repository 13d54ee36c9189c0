"""What macros can do besides words, and the letters that they only propose."""

import html
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation import services
from comptoir.automation.errors import TemplateUnclear, VariableMissing
from comptoir.automation.models import Use
from comptoir.automation.queries.letters import proposal
from comptoir.automation.queries.picking import open_uses
from comptoir.automation.services import actions
from comptoir.commerce.models import BuyerLabel, LabelledBuyer
from comptoir.commerce.queries.labels import forget_labels
from comptoir.conversations import services as desk
from comptoir.conversations.models import (
    Conversation,
    Follow,
    PhoneCall,
    Reminder,
    Snooze,
    ThirdParty,
)
from comptoir.conversations.slots import Proposal
from comptoir.kit.clock import freeze, now
from comptoir.kit.errors import NotAllowed
from tests.automation.conftest import NOON, Make, make_member, pick, release, send

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "until"),
    [
        ("hour", datetime(2026, 11, 20, 11, 0, tzinfo=UTC)),
        ("month", datetime(2026, 12, 21, 8, 0, tzinfo=UTC)),
        ("answered", None),
    ],
)
def test_a_macro_sets_aside_until_its_time(
    conversation: Conversation, agent: Identity, value: str, until: datetime | None
) -> None:
    """On the clock of whoever sent it; a month on is a Sunday, so it is the Monday after."""
    agent.member.time_zone = "UTC"
    agent.member.save()

    with freeze(FRIDAY):
        refused = actions.run_all(
            [("snooze", value)], by=agent.actor, conversation_id=conversation.pk
        )

    assert refused == []
    conversation.refresh_from_db()
    assert conversation.category == "snoozed"
    snoozed = Snooze.objects.get()
    assert snoozed.until == until


def test_a_macro_sets_aside_until_the_delivery(conversation: Conversation, agent: Identity) -> None:
    actions.run_all([("snooze", "delivered")], by=agent.actor, conversation_id=conversation.pk)

    assert Snooze.objects.get().until_delivered is True


def test_a_macro_resolves_with_an_outcome(conversation: Conversation, agent: Identity) -> None:
    actions.run_all([("outcome", "voucher")], by=agent.actor, conversation_id=conversation.pk)

    conversation.refresh_from_db()
    assert (conversation.category, conversation.outcome) == ("resolved", "voucher")


def test_each_says_in_words_what_it_will_do() -> None:
    said = [actions.say("snooze", "week"), actions.say("outcome", "refund")]

    assert said == ["Set aside: Next week", "Resolve: Refund"]
    assert [choice.key for choice in actions.snooze_choices()] == [
        "hour",
        "workday",
        "week",
        "month",
        "delivered",
        "answered",
    ]


def run(agent: Identity, conversation: Conversation, *steps: tuple[str, str]) -> list[str]:
    return actions.run_all(steps, by=agent.actor, conversation_id=conversation.pk)


def test_a_macro_follows_and_reminds_whoever_uses_it(
    conversation: Conversation, agent: Identity
) -> None:
    agent.member.time_zone = "UTC"
    agent.member.save()

    with freeze(FRIDAY):
        refused = run(agent, conversation, ("follow", "me"), ("remind", "hour\nHas it left?"))

    reminder = Reminder.objects.get()
    assert refused == []
    assert Follow.objects.get().member == agent.member
    assert (reminder.member, reminder.text) == (agent.member, "Has it left?")
    assert reminder.at == datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def test_a_macro_logs_a_phone_call(conversation: Conversation, agent: Identity) -> None:
    refused = run(agent, conversation, ("call", "out:buyer\nAsked for a photo."))

    call = PhoneCall.objects.get()
    assert refused == []
    assert (call.direction, call.party, call.message.text) == ("out", 1, "Asked for a photo.")
    assert call.message.audience == Party.OPERATOR


def test_a_call_with_a_seller_who_is_not_there_is_refused_in_words(
    conversation: Conversation, agent: Identity
) -> None:
    Conversation.objects.update(seller=None)

    refused = run(agent, conversation, ("call", "in:seller"))

    assert refused == [
        "Log a phone call: We were called: the seller: This conversation has no such party. "
        "Choose who was on the phone."
    ]
    assert PhoneCall.objects.count() == 0


def test_a_macro_labels_the_buyer_as_one_who_may(
    conversation: Conversation, agent: Identity
) -> None:
    label = BuyerLabel.objects.create(key="careful-here", name="Careful", colour="amber")
    forget_labels()
    viewer = make_member("vera@shop.example", "Vera", "viewer")

    with pytest.raises(NotAllowed):
        actions.check_all([("label", str(label.pk))], by=viewer.actor, conversation=conversation)
    refused = run(agent, conversation, ("label", str(label.pk)))

    assert refused == []
    assert actions.say("label", str(label.pk)) == "Label the buyer: Careful"
    assert LabelledBuyer.objects.get().label == label
    forget_labels()


def test_a_macro_lets_our_promise_rest_and_run_on(
    conversation: Conversation, agent: Identity
) -> None:
    with freeze(NOON):
        run(agent, conversation, ("clock", "pause"))
        conversation.refresh_from_db()
        rested = conversation.next_due_paused_left
        run(agent, conversation, ("clock", "resume"))
    conversation.refresh_from_db()

    assert rested is not None
    assert conversation.next_due_paused_left is None


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (("remind", "sometime"), "Say what “Remind whoever uses it” is to do"),
        (("call", "shouted:buyer"), "Say what “Log a phone call” is to do"),
        (("ask", "colis@carrier.example"), "Say what “Propose a letter to a third party” is to"),
        (("ask", "colis@carrier.example\nWhere is {{parcel}}?"), "There is no placeholder"),
    ],
)
def test_an_action_that_says_too_little_is_not_kept(
    carrier: ThirdParty, step: tuple[str, str], said: str
) -> None:
    with pytest.raises(TemplateUnclear, match=said):
        actions.checked_actions([step])


@pytest.fixture
def carrier(db: None) -> ThirdParty:
    return ThirdParty.objects.create(
        name="Colissimo", kind="carrier", address="colis@carrier.example", added_at=now()
    )


LETTER = ("ask", "colis@carrier.example\nWhere is {{tracking_number}} of {{buyer_name}}?")


def test_a_proposed_letter_leaves_only_by_hand_and_names_no_buyer(
    conversation: Conversation, agent: Identity, make: Make, carrier: ThirdParty, client: Client
) -> None:
    text = pick(agent, conversation, make("One moment.", actions=[LETTER]))
    send(agent, conversation, text)
    release()
    (left,) = open_uses(agent, conversation)
    key = left.letters[0].key
    client.force_login(agent.member)
    url = reverse("conversations:ask_outside", args=[conversation.pk])

    form = client.get(f"{url}?proposal=template:{key}").content.decode()

    assert left.is_sent
    assert Conversation.objects.filter(side_of=conversation).count() == 0
    assert "Where is 6A-41872 of {{buyer_name}}?" in html.unescape(form)
    assert f'<option value="{carrier.pk}" selected>' in form
    with pytest.raises(VariableMissing):
        desk.ask_outside(
            by=agent.actor,
            conversation_id=conversation.pk,
            to=desk.Addressee(carrier.address),
            text="Where is it, {{buyer_name}}?",
        )
    desk.ask_outside(
        by=agent.actor,
        conversation_id=conversation.pk,
        to=desk.Addressee(carrier.address),
        text="Where is 6A-41872?",
    )
    assert open_uses(agent, conversation) == []


def test_a_letter_that_was_proposed_can_be_left_out(
    conversation: Conversation, agent: Identity, make: Make, carrier: ThirdParty
) -> None:
    text = pick(agent, conversation, make("One moment.", actions=[LETTER]))
    send(agent, conversation, text)
    release()
    (left,) = open_uses(agent, conversation)

    services.drop_use(by=agent.actor, use_id=left.id)

    assert open_uses(agent, conversation) == []
    assert Use.objects.get().state == "done"


def test_a_colleague_is_not_shown_what_another_was_proposed(
    conversation: Conversation, agent: Identity, lead: Identity, make: Make, carrier: ThirdParty
) -> None:
    pick(agent, conversation, make("One moment.", actions=[LETTER]))
    key = open_uses(agent, conversation)[0].letters[0].key

    assert proposal(lead, conversation, key) is None
    assert proposal(agent, conversation, "9-9") is None
    assert proposal(agent, conversation, "²-1") is None
    assert proposal(agent, conversation, key) == Proposal(
        "colis@carrier.example", "Where is 6A-41872 of {{buyer_name}}?"
    )
