"""Merging: one conversation out of two, later mail found there, nobody reads more than before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce.models import Seller
from comptoir.conversations import services
from comptoir.conversations.errors import MergeRefused, UnmergeRefused
from comptoir.conversations.models import (
    Conversation,
    ConversationTag,
    Draft,
    Mention,
    Merge,
    Message,
    Reading,
)
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.states import Intent
from comptoir.deadlines.models import Deadline
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def two(write: Write) -> tuple[Conversation, Conversation]:
    """One buyer wrote twice, on Monday and an hour later, about different things."""
    with freeze(MONDAY):
        write("The vase came broken.", message_id="<one@buyer.example>", subject="Vase")
    with freeze(MONDAY + timedelta(hours=1)):
        write("And where is the lamp?", message_id="<two@buyer.example>", subject="Lamp")
    first, second = Conversation.objects.order_by("pk")
    return first, second


def stand(number: int) -> dict[str, Any]:
    """All of a conversation's row, and what hangs on it."""
    row = Conversation.objects.filter(pk=number).values().get()
    row["messages"] = list(Message.objects.filter(conversation=number).values_list("pk", flat=True))
    row["tags"] = sorted(
        ConversationTag.objects.filter(conversation=number).values_list("tag__name", flat=True)
    )
    row["drafts"] = list(Draft.objects.filter(conversation=number).values_list("text", flat=True))
    row["mentions"] = Mention.objects.filter(conversation=number).count()
    row["readings"] = sorted(
        Reading.objects.filter(conversation=number).values_list("member_id", "last_read_id")
    )
    row["open clocks"] = sorted(
        Deadline.objects.filter(subject_id=number, ended_at=None).values_list(
            "kind", "source", "state", "started_at", "due_at"
        )
    )
    return row


def entries(name: str) -> list[dict[str, Any]]:
    found = Entry.objects.filter(event=f"conversations.{name}").order_by("pk")
    return list(found.values_list("data", flat=True))


def test_messages_stand_together_in_the_order_of_their_receipt(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    first, second = two

    merged = services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    texts = Message.objects.filter(conversation=first).order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["The vase came broken.", "And where is the lamp?"]
    assert merged.operator_count == 2
    assert merged.operator_excerpt == "And where is the lamp?"
    second.refresh_from_db()
    assert second.merged_into_id == first.pk
    assert entries("ConversationMerged") == [{"conversation_id": second.pk, "into_id": first.pk}]
    assert entries("ConversationJoined") == [{"conversation_id": first.pk, "from_id": second.pk}]


def test_later_mail_to_either_is_read_in_the_one_along_the_chain(
    two: tuple[Conversation, Conversation], agent: Identity, write: Write
) -> None:
    first, second = two
    write("A third thing.", message_id="<three@buyer.example>", subject="Cup")
    third = Conversation.objects.latest("pk")
    services.merge(by=agent.actor, conversation_id=third.pk, into_id=second.pk)
    services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    write("As I said.", message_id="<four@buyer.example>", In_Reply_To="<three@buyer.example>")

    assert Message.objects.latest("pk").conversation_id == first.pk
    assert Conversation.objects.count() == 3


def test_a_circle_is_refused_and_nothing_changes(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    first, second = two
    services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)
    before = stand(first.pk), stand(second.pk)

    with pytest.raises(MergeRefused):
        services.merge(by=agent.actor, conversation_id=first.pk, into_id=second.pk)
    with pytest.raises(MergeRefused):
        services.merge(by=agent.actor, conversation_id=first.pk, into_id=first.pk)

    assert (stand(first.pk), stand(second.pk)) == before
    assert len(entries("ConversationMerged")) == 1


def test_the_same_merge_twice_is_one(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    first, second = two

    for _again in range(2):
        services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    assert Merge.objects.count() == 1
    assert len(entries("ConversationMerged")) == 1


def test_another_buyers_conversation_is_refused_and_nothing_changes(
    two: tuple[Conversation, Conversation], agent: Identity, write: Write
) -> None:
    """B5."""
    first, _second = two
    write("Mine is late.", sender="Tom <tom@other.example>", message_id="<tom@other.example>")
    toms = Conversation.objects.latest("pk")
    before = stand(first.pk), stand(toms.pk)

    with pytest.raises(MergeRefused, match="another buyer"):
        services.merge(by=agent.actor, conversation_id=toms.pk, into_id=first.pk)

    assert (stand(first.pk), stand(toms.pk)) == before
    assert entries("ConversationMerged") == []


def test_another_sellers_conversation_is_refused_once_a_seller_could_read_it(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    """B5."""
    first, second = two
    kiln, loom = (Seller.objects.create(name=name, external_id=name) for name in ("Kiln", "Loom"))
    Conversation.objects.filter(pk=first.pk).update(seller=kiln, seller_last_id=1, parties=7)
    Conversation.objects.filter(pk=second.pk).update(seller=loom)

    with pytest.raises(MergeRefused, match="another seller"):
        services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    second.refresh_from_db()
    assert second.merged_into_id is None


def test_a_reply_after_the_merge_goes_to_the_buyer_alone_and_a_note_stays_inside(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    """B5."""
    first, second = two
    services.write_note(by=agent.actor, conversation_id=second.pk, text="He always complains.")

    services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)
    services.reply(
        by=agent.actor,
        conversation_id=first.pk,
        text="Both are on their way.",
        audience=Party.BUYER,
    )

    assert [d.recipients for d in Delivery.objects.filter(kind="reply")] == [
        ["camille@buyer.example"]
    ]
    assert first.identity is not None
    read = messages_for(Viewer(Party.BUYER, first.identity.buyer_id))
    assert not read.filter(text="He always complains.").exists()
    note = Message.objects.get(text="He always complains.")
    assert (note.conversation_id, note.audience) == (first.pk, Party.OPERATOR)


def test_the_earliest_promise_runs_on(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    """H5."""
    first, second = two
    with freeze(MONDAY + timedelta(hours=1)):
        services.set_reason(by=agent.actor, conversation_id=first.pk, reason=Intent.RETURN_REQUEST)
        services.set_reason(by=agent.actor, conversation_id=second.pk, reason=Intent.DAMAGED_ITEM)
        first.refresh_from_db()
        second.refresh_from_db()
        assert first.next_due_at is not None
        assert second.next_due_at is not None
        assert second.next_due_at < first.next_due_at

        merged = services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    assert merged.next_due_at == second.next_due_at
    assert merged.waiting_since == MONDAY
    second.refresh_from_db()
    assert second.next_due_at is None
    assert not Deadline.objects.filter(subject_id=second.pk, ended_at=None).exists()


def test_what_was_resolved_is_open_again_when_the_other_waits_on_us(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    first, second = two
    services.set_status(by=agent.actor, conversation_id=first.pk, status="resolved")

    merged = services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    assert (merged.category, merged.waiting_since) == ("open", MONDAY + timedelta(hours=1))


def test_unmerging_puts_both_back_exactly_as_they_were(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    first, second = two
    by = agent.actor
    with freeze(MONDAY + timedelta(hours=2)):
        services.set_reason(by=by, conversation_id=second.pk, reason=Intent.DAMAGED_ITEM)
        services.pause_clock(by=by, conversation_id=first.pk)
        services.tag(by=by, conversation_id=second.pk, name="lamp")
        services.tag(by=by, conversation_id=first.pk, name="vase")
        services.save_draft(by=by, conversation_id=second.pk, mode="reply", text="I look")
        other = make_member("jo@shop.example", "Jo", "agent")
        services.write_note(
            by=by, conversation_id=second.pk, text="@Jo look", mention_ids=[other.member.pk]
        )
        services.mark_read(by=by, conversation_id=first.pk, up_to=first.operator_last_id)
        before = stand(first.pk), stand(second.pk)

        services.merge(by=by, conversation_id=second.pk, into_id=first.pk)
        together = stand(first.pk)
    with freeze(MONDAY + timedelta(hours=3)):
        services.unmerge(by=by, conversation_id=second.pk)

    assert together["tags"] == ["lamp", "vase"]
    assert together["drafts"] == ["I look"]
    assert together["mentions"] == 1
    assert (stand(first.pk), stand(second.pk)) == before


def test_what_was_written_since_stays_where_it_was_written(
    two: tuple[Conversation, Conversation], agent: Identity, write: Write
) -> None:
    first, second = two
    services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)
    write("More.", message_id="<more@buyer.example>", In_Reply_To="<two@buyer.example>")

    services.unmerge(by=agent.actor, conversation_id=second.pk)

    assert Message.objects.get(text="More.").conversation_id == first.pk
    second.refresh_from_db()
    assert (second.merged_into_id, second.operator_count) == (None, 1)


def test_the_last_merge_is_undone_first(
    two: tuple[Conversation, Conversation], agent: Identity, write: Write
) -> None:
    first, second = two
    write("A third thing.", message_id="<three@buyer.example>", subject="Cup")
    third = Conversation.objects.latest("pk")
    for each in (second, third):
        services.merge(by=agent.actor, conversation_id=each.pk, into_id=first.pk)
    before = stand(first.pk)

    with pytest.raises(UnmergeRefused, match=f"#{third.pk}"):
        services.unmerge(by=agent.actor, conversation_id=second.pk)

    assert stand(first.pk) == before


def test_who_has_not_read_one_of_the_two_has_something_to_read(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    first, second = two
    for each in (first, second):
        services.mark_read(by=agent.actor, conversation_id=each.pk, up_to=each.operator_last_id)
    services.mark_unread(by=agent.actor, conversation_id=first.pk, from_id=first.operator_last_id)

    services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    reading = Reading.objects.get(conversation=first, member=agent.member)
    assert reading.last_read_id == first.operator_last_id - 1


def test_two_drafts_of_one_kind_stand_under_one_another(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    first, second = two
    for each, text in ((first, "The vase…"), (second, "The lamp…")):
        services.save_draft(by=agent.actor, conversation_id=each.pk, mode="reply", text=text)

    services.merge(by=agent.actor, conversation_id=second.pk, into_id=first.pk)

    assert [draft.text for draft in Draft.objects.all()] == ["The vase…\n\nThe lamp…"]


def test_a_member_merges_only_what_he_may_handle(
    two: tuple[Conversation, Conversation], mailbox: Channel
) -> None:
    """D1."""
    first, second = two
    reader = make_member("rita@shop.example", "Rita Reader", "analyst")

    with pytest.raises(NotAllowed):
        services.merge(by=reader.actor, conversation_id=second.pk, into_id=first.pk)

    second.refresh_from_db()
    assert second.merged_into_id is None


def test_the_form_offers_the_same_buyers_conversation_and_merges_it(
    two: tuple[Conversation, Conversation], agent: Identity, client: Client
) -> None:
    first, second = two
    client.force_login(agent.member)

    form = client.get(f"/c/{first.pk}/merge/").content.decode()
    answer = client.post(f"/c/{first.pk}/merge/", {"other": second.pk, "way": "here"})

    assert f'value="{second.pk}" data-digit="1" checked autofocus' in form
    assert f"/inbox/all/{first.pk}/" in answer.headers["HX-Location"]
    assert f"/c/{second.pk}/unmerge/" in answer.headers["HX-Trigger"]
    page = client.get(f"/inbox/all/{second.pk}/").content.decode()
    assert f"This conversation was merged into #{first.pk}. Go on there." in page
    assert "Take it out again" in page


def test_a_number_that_does_not_fit_is_refused_in_the_form(
    two: tuple[Conversation, Conversation], agent: Identity, client: Client
) -> None:
    first, _second = two
    client.force_login(agent.member)

    answer = client.post(f"/c/{first.pk}/merge/", {"typed": f"#{first.pk}", "way": "here"})

    assert answer.headers["HX-Retarget"] == "#act"
    assert "Choose another conversation than this one." in answer.content.decode()
