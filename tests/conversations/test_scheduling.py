"""Send later: at its time, once, unless somebody wrote meanwhile. And reminders."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import MemberGrant
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel, Delivery
from comptoir.conversations import services
from comptoir.conversations.errors import EmptyMessage, NoSuchMoment, NothingScheduled, StaleReply
from comptoir.conversations.models import Attachment, Conversation, Draft, Message, Reminder
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def conversation(write: Write, mailbox: Channel) -> Conversation:
    with freeze(MONDAY):
        write()
    return Conversation.objects.get()


def schedule(conversation: Conversation, agent: Identity, **told: object) -> Draft:
    with freeze(MONDAY + timedelta(hours=1)):
        return services.schedule_reply(
            by=agent.actor,
            conversation_id=conversation.pk,
            audience=Party.BUYER,
            **{"text": "It leaves tomorrow.", "at": TUESDAY, **told},  # type: ignore[arg-type]
        )


def events(name: str) -> list[dict[str, object]]:
    return [e.data for e in Entry.objects.filter(event=f"conversations.{name}").order_by("pk")]


def test_it_leaves_at_its_time_and_once(conversation: Conversation, agent: Identity) -> None:
    schedule(conversation, agent)

    with freeze(TUESDAY - timedelta(minutes=1)):
        too_early = services.send_due()
    with freeze(TUESDAY):
        first, second = services.send_due(), services.send_due()

    assert (too_early, first, second) == (0, 1, 0)
    sent = Message.objects.get(author_kind="agent")
    assert (sent.text, sent.author_id, sent.received_at) == (
        "It leaves tomorrow.",
        agent.member.pk,
        TUESDAY,
    )
    assert Delivery.objects.count() == 1
    assert not Draft.objects.exists()


def test_its_files_go_along(conversation: Conversation, agent: Identity) -> None:
    services.attach_to_draft(
        by=agent.actor,
        conversation_id=conversation.pk,
        mode="reply",
        name="label.txt",
        content_type="text/plain",
        content=b"A label",
    )
    schedule(conversation, agent)

    with freeze(TUESDAY):
        services.send_due()

    assert Attachment.objects.get().message == Message.objects.get(author_kind="agent")


def test_told_twice_it_is_one_reply_at_the_time_told_last(
    conversation: Conversation, agent: Identity
) -> None:
    schedule(conversation, agent)
    schedule(conversation, agent, at=TUESDAY + timedelta(hours=2))

    with freeze(TUESDAY):
        sent_at_first = services.send_due()
    with freeze(TUESDAY + timedelta(hours=2)):
        sent_then = services.send_due()

    assert (sent_at_first, sent_then) == (0, 1)


def test_whoever_writes_meanwhile_turns_it_into_a_draft(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    schedule(conversation, agent)
    with freeze(MONDAY + timedelta(hours=2)):
        write("It has come!", message_id="<two@b.example>", In_Reply_To="<one@buyer.example>")

    with freeze(TUESDAY):
        sent, again = services.send_due(), services.send_due()

    draft = Draft.objects.get()
    assert (sent, again) == (0, 0)
    assert (draft.text, draft.send_at) == ("It leaves tomorrow.", None)
    assert not Message.objects.filter(author_kind="agent").exists()
    assert events("ScheduledReplyReturned") == [
        {"conversation_id": conversation.pk, "member_id": agent.member.pk, "why": "stale"}
    ]


def test_who_lost_the_right_to_send_gets_it_back_as_a_draft(
    conversation: Conversation, agent: Identity
) -> None:
    schedule(conversation, agent)
    MemberGrant.objects.filter(member=agent.member).update(role="viewer")

    with freeze(TUESDAY):
        sent = services.send_due()

    assert (sent, Draft.objects.get().send_at) == (0, None)
    assert events("ScheduledReplyReturned")[0]["why"] == "refused"


def test_it_is_taken_back_until_then(conversation: Conversation, agent: Identity) -> None:
    schedule(conversation, agent)

    draft = services.cancel_scheduled(by=agent.actor, conversation_id=conversation.pk)

    with freeze(TUESDAY):
        assert services.send_due() == 0
    assert draft.text == "It leaves tomorrow."
    with pytest.raises(NothingScheduled):
        services.cancel_scheduled(by=agent.actor, conversation_id=conversation.pk)


def test_it_resolves_when_that_was_wanted(conversation: Conversation, agent: Identity) -> None:
    schedule(conversation, agent, then_resolve=True)

    with freeze(TUESDAY):
        services.send_due()

    assert Message.objects.get(author_kind="agent").facts["then"] == "resolve"


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"text": "  "}, EmptyMessage),
        ({"at": MONDAY}, NoSuchMoment),
        ({"at": MONDAY + timedelta(days=500)}, NoSuchMoment),
        ({"last_seen_id": 0}, StaleReply),
    ],
)
def test_what_could_not_be_sent_now_is_not_kept_for_later(
    conversation: Conversation, agent: Identity, told: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        schedule(conversation, agent, **told)

    assert not Draft.objects.exists()
    assert events("ReplyScheduled") == []


def test_a_trainee_schedules_nothing(conversation: Conversation) -> None:
    trainee = make_member("tom@shop.example", "Tom", "trainee")

    with pytest.raises(NotAllowed):
        schedule(conversation, trainee)

    assert not Draft.objects.exists()


def test_a_reminder_comes_once_to_its_member(conversation: Conversation, agent: Identity) -> None:
    with freeze(MONDAY):
        made = services.remind(
            by=agent.actor, conversation_id=conversation.pk, at=TUESDAY, text=" Call  her "
        )
        again = services.remind(
            by=agent.actor, conversation_id=conversation.pk, at=TUESDAY, text="Call her"
        )

    with freeze(TUESDAY - timedelta(seconds=1)):
        too_early = services.remind_due()
    with freeze(TUESDAY):
        first, second = services.remind_due(), services.remind_due()

    assert made == again
    assert (too_early, first, second) == (0, 1, 0)
    assert Reminder.objects.get().text == "Call her"
    assert events("ReminderCame") == [
        {
            "conversation_id": conversation.pk,
            "member_id": agent.member.pk,
            "reminder_id": made.pk,
        }
    ]


def test_nobody_forgets_anothers_reminder(conversation: Conversation, agent: Identity) -> None:
    other = make_member("olga@shop.example", "Olga", "agent")
    with freeze(MONDAY):
        reminder = services.remind(by=agent.actor, conversation_id=conversation.pk, at=TUESDAY)

    services.forget_reminder(by=other.actor, reminder_id=reminder.pk)
    kept = Reminder.objects.count()
    services.forget_reminder(by=agent.actor, reminder_id=reminder.pk)

    assert (kept, Reminder.objects.count()) == (1, 0)
