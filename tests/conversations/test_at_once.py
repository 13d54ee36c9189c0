"""Two at once: whoever comes second sees what the first did, and nobody waits for ever."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.accounts.parties import Party
from comptoir.channels.errors import TooLateToUndo
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.services import deliver
from comptoir.channels.slots import CONNECTORS
from comptoir.channels.states import Sending
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.services.meanwhile import Seen
from comptoir.conversations.states import Intent, Priority
from comptoir.journal.models import Entry
from tests.conversations.conftest import Write, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conversation(transactional_db: None, write: Write, mailbox: Channel) -> Conversation:
    mailbox.undo_seconds = 0
    mailbox.save()
    write()
    return Conversation.objects.get()


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are taken by nobody: nothing leaves this test."""

    class Taken:
        def send(self, **_told: object) -> None: ...

    monkeypatch.setattr(CONNECTORS, "get", lambda _key: Taken())


def together(*tasks: Callable[[], object]) -> list[BaseException | None]:
    """Run these at the same time, each on a connection of its own; what each raised."""
    gate = threading.Barrier(len(tasks))
    raised: list[BaseException | None] = [None] * len(tasks)

    def run(at: int, task: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            task()
        except BaseException as error:
            raised[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def test_two_who_assign_at_once_both_stand_in_the_journal_and_the_row_agrees(
    conversation: Conversation, agent: Identity
) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    raised = together(
        *(
            lambda who=who: services.assign(
                by=who.actor, conversation_id=conversation.pk, member_id=who.member.pk
            )
            for who in (agent, jonas)
        )
    )

    told = Entry.objects.filter(event="conversations.ConversationAssigned").order_by("pk")
    conversation.refresh_from_db()
    assert raised == [None, None]
    assert told.count() == 2
    assert told.last().data["member_id"] == conversation.assignee_id  # type: ignore[union-attr]


def test_two_who_resolve_at_once_did_it_once(conversation: Conversation, agent: Identity) -> None:
    def resolve() -> None:
        services.set_status(by=agent.actor, conversation_id=conversation.pk, status="resolved")

    assert together(resolve, resolve) == [None, None]
    assert Entry.objects.filter(event="conversations.StatusChanged").count() == 1


def test_a_form_that_arrives_twice_at_once_is_one_message(
    conversation: Conversation, agent: Identity
) -> None:
    def send() -> None:
        services.reply(
            by=agent.actor,
            conversation_id=conversation.pk,
            text="It left.",
            audience=Party.BUYER,
            token="one-form",
        )

    assert together(send, send, send) == [None, None, None]
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_undo_and_release_at_once_end_one_way_or_the_other(
    conversation: Conversation, agent: Identity, attempt: int
) -> None:
    """Either it was taken back or it has left; a deadlock would be neither."""
    message = services.reply(
        by=agent.actor, conversation_id=conversation.pk, text="It left.", audience=Party.BUYER
    )
    delivery = Delivery.objects.get()

    undone, released = together(
        lambda: services.withdraw(by=agent.actor, message_id=message.pk),
        lambda: deliver(delivery_id=delivery.pk),
    )

    delivery.refresh_from_db()
    assert released is None
    if undone is None:
        assert delivery.state == Sending.CANCELLED
        assert not Message.objects.filter(pk=message.pk).exists()
    else:
        assert isinstance(undone, TooLateToUndo)
        assert delivery.state == Sending.SENT
        assert Message.objects.get(pk=message.pk).released_at is not None


def test_a_mail_that_comes_in_while_we_reply_is_counted_and_goes_on_waiting(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    raised = together(
        lambda: services.reply(
            by=agent.actor, conversation_id=conversation.pk, text="Left.", audience=Party.BUYER
        ),
        lambda: write("More", message_id="<2@buyer.example>", In_Reply_To="<one@buyer.example>"),
    )

    conversation.refresh_from_db()
    newest = Message.objects.latest("pk")
    assert raised == [None, None]
    assert conversation.operator_count == Message.objects.count() == 3
    assert conversation.operator_last_id == newest.pk
    assert conversation.category == "open"


def test_the_same_mail_taken_in_twice_at_once_is_one_message(
    conversation: Conversation, write: Write
) -> None:
    def send() -> None:
        write("Twice", message_id="<2@buyer.example>", In_Reply_To="<one@buyer.example>")

    assert together(send, send, send) == [None, None, None]
    assert Message.objects.filter(text="Twice").count() == 1


def test_one_tag_added_by_two_at_once_is_one_tag(
    conversation: Conversation, agent: Identity
) -> None:
    def add() -> None:
        services.tag(by=agent.actor, conversation_id=conversation.pk, name="fragile")

    assert together(add, add) == [None, None]
    assert conversation.tags.count() == 1
    assert Entry.objects.filter(event="conversations.TagAdded").count() == 1


def test_tags_and_fields_of_two_who_change_at_once_are_merged(
    conversation: Conversation, agent: Identity
) -> None:
    """U4: each thing stands for itself; nothing that one did undoes what the other did."""
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    team = Team.objects.create(name="Parcels")
    number = conversation.pk
    for name in ("old", "kept"):
        services.tag(by=agent.actor, conversation_id=number, name=name)

    def one() -> None:
        services.tag(by=agent.actor, conversation_id=number, name="storm")
        services.untag(by=agent.actor, conversation_id=number, name="old")
        services.set_priority(
            by=agent.actor, conversation_id=number, priority=Priority.HIGH, seen=Seen(0)
        )
        services.assign(by=agent.actor, conversation_id=number, member_id=jonas.member.pk)

    def other() -> None:
        services.tag(by=jonas.actor, conversation_id=number, name="fragile")
        services.tag(by=jonas.actor, conversation_id=number, name="storm")
        services.set_reason(
            by=jonas.actor,
            conversation_id=number,
            reason=Intent.INVOICE_REQUEST,
            seen=Seen("order_status"),
        )
        services.assign(
            by=jonas.actor,
            conversation_id=number,
            member_id=None,
            team_id=team.pk,
            keep_team=False,
            keep_member=True,
        )

    raised = together(one, other)

    assert raised == [None, None]
    conversation.refresh_from_db()
    tags = conversation.tags.order_by("name").values_list("name", flat=True)
    assert list(tags) == ["fragile", "kept", "storm"]
    assert (conversation.priority, conversation.reason) == (Priority.HIGH, "invoice_request")
    assert (conversation.assignee_id, conversation.team_id) == (jonas.member.pk, team.pk)
    assert Entry.objects.filter(event="conversations.TagAdded").count() == 4


def test_of_two_who_choose_the_same_field_the_second_is_told(
    conversation: Conversation, agent: Identity
) -> None:
    """U4: “taken meanwhile”, and the first one's choice stands."""
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    def choose(who: Identity, priority: Priority) -> None:
        services.set_priority(
            by=who.actor, conversation_id=conversation.pk, priority=priority, seen=Seen(0)
        )

    raised = together(lambda: choose(agent, Priority.HIGH), lambda: choose(jonas, Priority.URGENT))

    assert sorted(type(error).__name__ for error in raised) == ["ChangedMeanwhile", "NoneType"]
    assert Entry.objects.filter(event="conversations.PrioritySet").count() == 1
