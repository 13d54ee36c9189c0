"""What agents do: reasons choose clocks, teams bring hours, spam starts nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.accounts.parties import Party
from comptoir.channels.errors import ForbiddenContent
from comptoir.channels.models import Channel, Delivery, KnownSender
from comptoir.conversations import services
from comptoir.conversations.errors import (
    EmptyMessage,
    NobodyToWriteTo,
    NotMarkedAsSpam,
    StaleReply,
)
from comptoir.conversations.models import Conversation, Draft, Mention, Message
from comptoir.conversations.states import Intent, Priority
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.models import BusinessCalendar
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write, make_member

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def conversation(write: Write, mailbox: Channel) -> Conversation:
    """Came in on Monday at nine, for a team that never closes."""
    team = Team.objects.create(name="Always")
    calendar = BusinessCalendar.objects.get(key="always")
    deadlines.set_team_hours(by=SYSTEM, team_id=team.pk, calendar_id=calendar.pk)
    mailbox.team = team
    mailbox.save()
    with freeze(MONDAY):
        write("Please change my address, I have moved.")
    return Conversation.objects.get()


def test_the_reason_chooses_the_clock_from_the_original_start(
    conversation: Conversation, agent: Identity
) -> None:
    with freeze(MONDAY + timedelta(minutes=30)):
        damaged = services.set_reason(
            by=agent.actor, conversation_id=conversation.pk, reason=Intent.DAMAGED_ITEM
        )
        due_when_damaged = damaged.next_due_at
        returned = services.set_reason(
            by=agent.actor, conversation_id=conversation.pk, reason=Intent.RETURN_REQUEST
        )

    assert due_when_damaged == MONDAY + timedelta(hours=2)
    assert returned.next_due_at == MONDAY + timedelta(hours=24)


def test_a_proposal_never_overwrites_a_persons_choice(
    conversation: Conversation, agent: Identity
) -> None:
    services.set_reason(
        by=agent.actor, conversation_id=conversation.pk, reason=Intent.INVOICE_REQUEST
    )

    services.propose_reason(by=SYSTEM, conversation_id=conversation.pk, reason=Intent.DAMAGED_ITEM)

    conversation.refresh_from_db()
    assert conversation.reason == Intent.INVOICE_REQUEST


def test_another_team_brings_its_own_hours(conversation: Conversation, agent: Identity) -> None:
    office = Team.objects.create(name="Office")
    calendar = BusinessCalendar.objects.get(key="office-paris")
    deadlines.set_team_hours(by=SYSTEM, team_id=office.pk, calendar_id=calendar.pk)

    with freeze(MONDAY):
        services.set_reason(
            by=agent.actor, conversation_id=conversation.pk, reason=Intent.RETURN_REQUEST
        )
        moved = services.assign(
            by=agent.actor,
            conversation_id=conversation.pk,
            member_id=None,
            team_id=office.pk,
            keep_team=False,
        )

    # 24 hours of nine-hour days that open at 8:00 UTC: two days and six hours after Monday 9:00.
    assert moved.next_due_at == datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


def test_a_pause_stops_the_clock_and_shows_what_is_left(
    conversation: Conversation, agent: Identity
) -> None:
    services.set_reason(by=agent.actor, conversation_id=conversation.pk, reason=Intent.DAMAGED_ITEM)
    with freeze(MONDAY + timedelta(minutes=30)):
        paused = services.pause_clock(by=agent.actor, conversation_id=conversation.pk)
    with freeze(MONDAY + timedelta(hours=5)):
        running = services.resume_clock(by=agent.actor, conversation_id=conversation.pk)

    assert paused.next_due_at is None
    assert paused.next_due_paused_left == 90 * 60
    assert running.next_due_at == MONDAY + timedelta(hours=6, minutes=30)


def test_no_reply_needed_stops_the_clock(conversation: Conversation, agent: Identity) -> None:
    quiet = services.declare_reply_needless(by=agent.actor, conversation_id=conversation.pk)

    assert quiet.waiting_since is None
    assert quiet.next_due_at is None


def test_spam_runs_no_clock_and_not_spam_runs_it_on_from_its_start(
    conversation: Conversation, agent: Identity
) -> None:
    due = conversation.next_due_at

    spam = services.mark_as_spam(by=agent.actor, conversation_id=conversation.pk)
    assert spam.next_due_at is None
    with pytest.raises(NotMarkedAsSpam):
        services.reply(
            by=agent.actor, conversation_id=conversation.pk, text="hello", audience=Party.BUYER
        )

    back = services.unmark_as_spam(by=agent.actor, conversation_id=conversation.pk)
    assert back.next_due_at == due


def test_mail_of_a_blocked_sender_is_kept_out_and_starts_nothing(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    services.block_sender(by=agent.actor, conversation_id=conversation.pk)

    write(message_id="<again@buyer.example>", subject="Something else")

    assert KnownSender.objects.get().is_blocked
    again = Conversation.objects.latest("pk")
    assert again.is_spam
    assert again.next_due_at is None
    assert again.waiting_since is None


def test_a_reply_is_refused_when_somebody_wrote_meanwhile(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    seen = conversation.operator_last_id
    write("One more thing", message_id="<two@buyer.example>", In_Reply_To="<one@buyer.example>")

    with pytest.raises(StaleReply):
        services.reply(
            by=agent.actor,
            conversation_id=conversation.pk,
            text="hello",
            audience=Party.BUYER,
            last_seen_id=seen,
        )

    assert Delivery.objects.count() == 0
    assert not Entry.objects.filter(event="conversations.MessageSent").exists()


@pytest.mark.parametrize(
    ("text", "audience", "refusal"),
    [("", Party.BUYER, EmptyMessage), ("hello", Party.OPERATOR, NobodyToWriteTo)],
)
def test_nothing_is_sent_without_words_or_readers(
    conversation: Conversation,
    agent: Identity,
    text: str,
    audience: Party,
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        services.reply(
            by=agent.actor, conversation_id=conversation.pk, text=text, audience=audience
        )

    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "Look at https://shop.example/vase",
        "Write to me@shop.example",
        "Call +33 6 12 34 56 78",
        "Here is a coupon for you",
    ],
)
def test_a_marketplace_forbids_what_its_profile_says(
    conversation: Conversation, agent: Identity, mailbox: Channel, text: str
) -> None:
    mailbox.profile = "amazon"
    mailbox.save()

    with pytest.raises(ForbiddenContent):
        services.reply(
            by=agent.actor, conversation_id=conversation.pk, text=text, audience=Party.BUYER
        )

    assert Message.objects.count() == 1


def test_a_note_tells_whom_it_names(conversation: Conversation, agent: Identity) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    services.write_note(
        by=agent.actor, conversation_id=conversation.pk, text="@Jonas can you look?"
    )

    assert [m.member_id for m in Mention.objects.all()] == [jonas.member.pk]


def test_a_mention_is_seen_when_the_conversation_is_read(
    conversation: Conversation, agent: Identity
) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    note = services.write_note(
        by=agent.actor, conversation_id=conversation.pk, text="@Jonas can you look?"
    )

    services.mark_read(by=jonas.actor, conversation_id=conversation.pk, up_to=note.pk)

    assert Mention.objects.get().seen_at is not None


def test_a_draft_is_kept_and_gone_when_it_is_sent(
    conversation: Conversation, agent: Identity
) -> None:
    services.save_draft(
        by=agent.actor, conversation_id=conversation.pk, mode="reply", text="half a sent"
    )
    assert Draft.objects.get().text == "half a sent"

    services.reply(
        by=agent.actor, conversation_id=conversation.pk, text="sent", audience=Party.BUYER
    )

    assert not Draft.objects.exists()


def test_resolving_ends_every_promise_and_a_new_mail_opens_it_again(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    services.set_status(by=agent.actor, conversation_id=conversation.pk, status="resolved")
    conversation.refresh_from_db()
    assert (conversation.category, conversation.next_due_at) == ("resolved", None)

    write("But wait", message_id="<two@buyer.example>", In_Reply_To="<one@buyer.example>")

    conversation.refresh_from_db()
    assert conversation.category == "open"
    assert conversation.resolved_at is None
    assert conversation.next_due_at is not None


def test_tags_and_priority_stand_in_the_journal(
    conversation: Conversation, agent: Identity
) -> None:
    services.tag(by=agent.actor, conversation_id=conversation.pk, name=" Fragile ")
    services.tag(by=agent.actor, conversation_id=conversation.pk, name="fragile")
    services.set_priority(by=agent.actor, conversation_id=conversation.pk, priority=Priority.HIGH)
    services.untag(by=agent.actor, conversation_id=conversation.pk, name="fragile")

    events = Entry.objects.filter(subject_kind="conversation").order_by("pk")
    assert [e.event.split(".")[1] for e in events][-3:] == ["TagAdded", "PrioritySet", "TagRemoved"]
    assert conversation.tags.count() == 0
