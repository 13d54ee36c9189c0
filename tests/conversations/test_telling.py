"""Who is told of what in a conversation: by the handlers, as the worker runs them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team, TeamMembership
from comptoir.accounts.parties import Party
from comptoir.channels.states import Sending
from comptoir.conversations import services
from comptoir.conversations.events import DeliveryNoted, ReminderCame, WrongRecipientReported
from comptoir.conversations.models import Conversation, Follow, Message, Reminder
from comptoir.deadlines.services import mark_missed, warn_of_due
from comptoir.journal import Event, publish
from comptoir.journal.models import Entry
from comptoir.journal.tasks import follow as run_handlers
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import freeze
from comptoir.notices import queries as notices
from comptoir.notices.models import Notice
from comptoir.notices.services import Wanted, choose
from tests.conversations.conftest import Write, make_member

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Léa Moreau", "lead")


@pytest.fixture
def jonas(db: None) -> Identity:
    return make_member("jonas@shop.example", "Jonas Weber", "agent")


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(MONDAY):
        write()
    return Conversation.objects.get()


def work_off(after: int = 0) -> int:
    """Run the handlers of what was announced, in its order, as a worker does; how far that went."""
    for entry in Entry.objects.filter(pk__gt=after).order_by("pk"):
        run_handlers(entry)
        after = entry.pk
    return after


@transaction.atomic
def announce(event: Event, *, by: Actor = SYSTEM) -> None:
    publish(event, by=by)


def told(member: Identity | Member) -> list[tuple[str, int]]:
    pk = member.pk if isinstance(member, Member) else member.member.pk
    found = Notice.objects.filter(member_id=pk).order_by("kind")
    return [(notice.kind, notice.count) for notice in found]


def test_whoever_has_it_is_told_what_others_write_once_however_often_it_runs(
    conversation: Conversation, agent: Identity, jonas: Identity, write: Write
) -> None:
    services.assign(by=agent.actor, conversation_id=conversation.pk, member_id=jonas.member.pk)
    for number in range(3):
        write("Hello?", message_id=f"<{number}@b.example>", in_reply_to="<one@buyer.example>")
    services.write_note(by=jonas.actor, conversation_id=conversation.pk, text="My own note.")

    work_off()
    work_off()

    assert Conversation.objects.count() == 1
    # The buyer's four messages, one of which began it; not his own note.
    assert told(jonas) == [("assigned", 1), ("message_mine", 4)]
    assert told(agent) == []


def test_a_mention_is_told_by_itself_and_makes_one_follow(
    conversation: Conversation, agent: Identity, jonas: Identity
) -> None:
    services.write_note(by=agent.actor, conversation_id=conversation.pk, text="@Jonas look.")
    reached = work_off()
    (line,) = notices.lines_of(jonas.viewer, list(Notice.objects.all()))
    services.write_note(by=agent.actor, conversation_id=conversation.pk, text="And again.")

    work_off(reached)

    note = Message.objects.get(text="@Jonas look.")
    assert line.sentence == "Inès Bernard mentioned you"
    assert line.named.url.endswith(f"/all/{conversation.pk}/#m{note.pk}")
    assert Follow.objects.get().member_id == jonas.member.pk
    assert told(jonas) == [("mentioned", 1), ("message_followed", 1)]


def test_who_does_not_want_it_is_mentioned_and_follows_nothing(
    conversation: Conversation, agent: Identity, jonas: Identity
) -> None:
    choose(by=jonas.actor, wanted=Wanted(ways={}, follows_mentions=False))

    services.write_note(by=agent.actor, conversation_id=conversation.pk, text="@Jonas look.")
    work_off()

    assert told(jonas) == [("mentioned", 1)]
    assert not Follow.objects.exists()


def test_following_is_for_whoever_may_read_and_tells_of_what_is_new(
    conversation: Conversation, agent: Identity, jonas: Identity
) -> None:
    first = services.follow(by=jonas.actor, conversation_id=conversation.pk)
    again = services.follow(by=jonas.actor, conversation_id=conversation.pk)
    work_off()
    Notice.objects.all().delete()
    gone = services.unfollow(by=jonas.actor, conversation_id=conversation.pk)
    services.write_note(by=agent.actor, conversation_id=conversation.pk, text="Later.")
    work_off()

    assert (first, again, gone) == (True, False, True)
    assert told(jonas) == []


def test_spam_rings_at_nobodys(conversation: Conversation, jonas: Identity) -> None:
    services.follow(by=jonas.actor, conversation_id=conversation.pk)
    Conversation.objects.update(is_spam=True)

    work_off()

    assert told(jonas) == []


def test_a_member_of_another_team_is_shown_nothing_of_it(
    conversation: Conversation, agent: Identity
) -> None:
    """D1: mentioned, but let into another team alone; neither list, count nor mail names it."""
    other = Team.objects.create(name="Elsewhere")
    stranger = Member.objects.create_user("mia@shop.example", "secret", name="Mia Berg")
    MemberGrant.objects.create(member=stranger, role="agent", scope="team", scope_id=other.pk)
    services.write_note(by=agent.actor, conversation_id=conversation.pk, text="@Mia look.")
    work_off()

    viewer = identify(stranger).viewer
    assert told(stranger) == [("mentioned", 1)]
    assert notices.unread(viewer) == 0
    assert notices.listed(viewer).days == ()


def test_a_reply_for_approval_goes_to_who_leads_and_its_fate_to_its_author(
    conversation: Conversation, agent: Identity, lead: Identity
) -> None:
    trainee = make_member("tom@shop.example", "Tom Hughes", "trainee")
    ask = {
        "conversation_id": conversation.pk,
        "audience": Party.BUYER | Party.OPERATOR,
        "last_seen_id": conversation.operator_last_id,
    }
    message = services.ask_approval(by=trainee.actor, text="It is on its way.", **ask)
    work_off()
    asked = told(lead)
    services.send_back(by=lead.actor, message_id=message.pk, note="Say when.")
    work_off()

    assert asked == [("approval_asked", 1)]
    assert told(trainee) == [("mentioned", 1), ("sent_back", 1)]
    assert told(agent) == []


def test_a_letter_that_does_not_arrive_rings_at_its_authors(
    conversation: Conversation, agent: Identity, jonas: Identity
) -> None:
    message = services.write_note(by=jonas.actor, conversation_id=conversation.pk, text="x")
    for state in (Sending.SENT, Sending.BOUNCED):
        noted = DeliveryNoted(conversation_id=conversation.pk, message_id=message.pk, state=state)
        announce(noted)

    work_off()

    assert told(jonas) == [("delivery_failed", 1)]
    assert told(agent) == []


def test_a_reminder_comes_with_ones_own_line(conversation: Conversation, jonas: Identity) -> None:
    reminder = Reminder.objects.create(
        conversation=conversation, member=jonas.member, at=MONDAY, text="Ask the carrier"
    )
    came = ReminderCame(
        conversation_id=conversation.pk, member_id=jonas.member.pk, reminder_id=reminder.pk
    )
    announce(came)

    work_off()

    (line,) = notices.newest(jonas.viewer)
    assert (line.kind, line.named.line) == ("reminder", "Ask the carrier")


def test_a_promise_is_told_before_and_after_to_who_has_it_and_who_leads_there(
    conversation: Conversation, agent: Identity, lead: Identity, jonas: Identity
) -> None:
    team = Team.objects.create(name="Desk")
    TeamMembership.objects.create(team=team, member=lead.member)
    make_member("nora@shop.example", "Nora Dahl", "lead")
    Conversation.objects.update(assignee=jonas.member, team=team)
    conversation.refresh_from_db()
    due = conversation.next_due_at
    assert due is not None

    with freeze(due - timedelta(minutes=1)):
        warned = [warn_of_due(), warn_of_due()]
        work_off()
    with freeze(due + timedelta(minutes=1)):
        missed = mark_missed()
        work_off()

    assert (warned, missed) == ([1, 0], 1)
    clocks = [("due_soon", 1), ("missed", 1)]
    assert [n for n in told(jonas) if n[0] != "message_mine"] == clocks
    # The lead of this team, and not the other one.
    assert told(lead) == clocks
    assert set(Notice.objects.filter(kind="missed").values_list("member_id", flat=True)) == {
        jonas.member.pk,
        lead.member.pk,
    }


def test_followers_go_along_into_the_conversation_that_goes_on(
    conversation: Conversation, agent: Identity, jonas: Identity, write: Write
) -> None:
    write("Another matter.", message_id="<two@buyer.example>", subject="Invoice")
    other = Conversation.objects.latest("pk")
    services.follow(by=jonas.actor, conversation_id=other.pk)

    services.merge(by=agent.actor, conversation_id=other.pk, into_id=conversation.pk)
    work_off()

    into = Follow.objects.filter(conversation=conversation).values_list("member_id", flat=True)
    assert list(into) == [jonas.member.pk]


def test_a_slip_is_told_to_who_leads_there(
    conversation: Conversation, agent: Identity, lead: Identity
) -> None:
    slip = WrongRecipientReported(conversation_id=conversation.pk, message_id=1)
    announce(slip, by=agent.actor)

    work_off()

    assert told(lead) == [("wrong_recipient", 1)]
    (line,) = notices.newest(lead.viewer)
    assert line.sentence == "Inès Bernard reports a message to the wrong person"
