"""The small forms about time: what they offer, what they do, what they refuse."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.commerce.models import Buyer
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Draft, Reminder
from comptoir.conversations.queries.directory import forget_directory
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write

# A Monday, ten o'clock in Paris.
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)


@pytest.fixture
def conversation(write: Write, agent: Identity) -> Conversation:
    agent.member.time_zone = "Europe/Paris"
    agent.member.save()
    with freeze(MONDAY):
        write()
    return Conversation.objects.get()


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def post(desk: Client, name: str, conversation: Conversation, **told: str) -> str:
    with freeze(MONDAY):
        answer = desk.post(reverse(f"conversations:{name}", args=[conversation.pk]), told)
    assert answer.status_code == 200
    return answer.content.decode()


def test_enter_alone_sets_it_aside_until_tomorrow_at_nine(
    desk: Client, conversation: Conversation
) -> None:
    with freeze(MONDAY):
        form = desk.get(reverse("conversations:snooze", args=[conversation.pk])).content.decode()
    head = post(desk, "snooze", conversation, at="tomorrow", thanks="1")

    assert 'value="tomorrow" data-digit="3" checked autofocus' in form
    conversation.refresh_from_db()
    assert conversation.category == "snoozed"
    assert conversation.snooze_set.get().until == TUESDAY
    assert "Set aside until" in head


def test_what_is_typed_is_read_and_offered_again(desk: Client, conversation: Conversation) -> None:
    post(desk, "snooze", conversation, at="tomorrow", typed="demain 14h")
    with freeze(MONDAY):
        form = desk.get(reverse("conversations:snooze", args=[conversation.pk])).content.decode()
        said = desk.get(reverse("conversations:read_time"), {"typed": "demain 14h"}).json()

    assert conversation.snooze_set.get().until == datetime(2026, 11, 17, 13, tzinfo=UTC)
    assert 'value="typed:demain 14h"' in form
    assert said == {"said": "Tuesday 17 November 2026, 14:00, Paris"}


def test_what_is_no_time_stays_in_the_form_with_the_reason(
    desk: Client, conversation: Conversation
) -> None:
    form = post(desk, "snooze", conversation, typed="some day")

    conversation.refresh_from_db()
    assert conversation.category == "open"
    assert "This is no time to come" in form
    assert 'value="some day"' in form


def test_it_is_taken_back_from_its_head(desk: Client, conversation: Conversation) -> None:
    post(desk, "snooze", conversation, at="reply")
    head = post(desk, "wake", conversation)

    conversation.refresh_from_db()
    assert conversation.category == "open"
    assert 'id="wake"' not in head


def test_the_list_of_what_is_set_aside_shows_it(desk: Client, conversation: Conversation) -> None:
    post(desk, "snooze", conversation, at="reply")

    page = desk.get(reverse("conversations:inbox", args=["snoozed"])).content.decode()

    assert f'data-row="{conversation.pk}"' in page


def test_send_later_shows_the_buyers_own_time(desk: Client, conversation: Conversation) -> None:
    Buyer.objects.update(time_zone="America/New_York")
    with freeze(MONDAY):
        form = desk.get(reverse("conversations:later", args=[conversation.pk])).content.decode()

    assert "03:00 there" in form
    assert "America/New_York" in form
    assert 'value="there"' in form
    # The composer's questions are forms of their own: an empty one kept the reply from leaving.
    assert 'hx-include="#composer form:not([method=dialog])"' in form


def test_a_reply_is_kept_shown_and_taken_back(desk: Client, conversation: Conversation) -> None:
    kept = post(
        desk,
        "send",
        conversation,
        mode="reply",
        text="Tomorrow it is.",
        audience="1",
        after="later",
        at="tomorrow",
        last_seen=str(conversation.operator_last_id),
    )
    scheduled = Draft.objects.get().send_at
    back = post(desk, "cancel_later", conversation)
    gone = post(desk, "cancel_later", conversation)

    assert scheduled == TUESDAY
    assert "Your reply leaves by itself" in kept
    assert ">Tomorrow it is.</textarea>" in back
    assert "This reply has left, or was taken back already." in gone
    assert Draft.objects.get().send_at is None


def test_a_colleague_sees_that_a_reply_leaves(
    desk: Client, conversation: Conversation, agent: Identity
) -> None:
    from tests.conversations.conftest import make_member

    other = make_member("olga@shop.example", "Olga Petrova", "agent")
    forget_directory()
    with freeze(MONDAY):
        services.schedule_reply(
            by=other.actor,
            conversation_id=conversation.pk,
            text="Later",
            audience=1,  # type: ignore[arg-type]
            at=TUESDAY,
        )
    page = desk.get(reverse("conversations:conversation", args=["all", conversation.pk]))

    assert "A reply by Olga Petrova leaves:" in page.content.decode()


def test_send_and_set_aside_waits_for_the_reply_to_count(
    desk: Client, conversation: Conversation
) -> None:
    post(
        desk,
        "send",
        conversation,
        mode="reply",
        text="I will look at it.",
        audience="1",
        after="snooze",
        last_seen=str(conversation.operator_last_id),
    )

    conversation.refresh_from_db()
    assert conversation.category == "open"
    sent = conversation.message_set.get(author_kind="agent")
    assert datetime.fromisoformat(sent.facts["snooze"]) == TUESDAY


def test_a_reminder_is_set_listed_and_removed(desk: Client, conversation: Conversation) -> None:
    post(desk, "remind", conversation, at="tomorrow", line="Ask the workshop")
    with freeze(MONDAY):
        form = desk.get(reverse("conversations:remind", args=[conversation.pk])).content.decode()
    reminder = Reminder.objects.get()
    with freeze(MONDAY):
        desk.post(reverse("conversations:forget_reminder", args=[conversation.pk, reminder.pk]))

    assert (reminder.at, reminder.text) == (TUESDAY, "Ask the workshop")
    assert "Ask the workshop" in form
    assert not Reminder.objects.exists()
