"""Drafts that colleagues read: shared by the team, taken over whole, never shown to a party."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import MemberGrant, Team
from comptoir.accounts.parties import Party
from comptoir.conversations import services
from comptoir.conversations.errors import DraftMoved, NoSuchDraft
from comptoir.conversations.models import Attachment, Conversation, Draft
from comptoir.conversations.queries.drafts import DraftsHere, drafts_here
from comptoir.conversations.queries.thread import find
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write()
    found = Conversation.objects.get()
    found.team = Team.objects.create(name="Parcels")
    found.save()
    return found


@pytest.fixture
def jo(db: None) -> Identity:
    return make_member("jo@shop.example", "Jo", "agent")


def save(identity: Identity, conversation: Conversation, text: str, mode: str = "reply") -> Draft:
    return services.save_draft(
        by=identity.actor,
        conversation_id=conversation.pk,
        mode=mode,
        text=text,
        audience=Party.BUYER,
    )


def here(identity: Identity, conversation: Conversation) -> DraftsHere:
    return drafts_here(identity, find(identity.viewer, conversation.pk))


def private(conversation: Conversation) -> None:
    admin = make_member("vic@shop.example", "Vic", "administrator")
    assert conversation.team_id is not None
    services.share_drafts_of_team(by=admin.actor, team_id=conversation.team_id, shared=False)


def test_a_colleague_reads_the_draft_as_it_is_written(
    conversation: Conversation, agent: Identity, jo: Identity
) -> None:
    save(agent, conversation, "We are")
    save(agent, conversation, "We are sorry.")
    save(agent, conversation, "Between us.", mode="note")

    (seen,) = here(jo, conversation).others

    assert (seen.who.name, seen.text, seen.version) == ("Inès Bernard", "We are sorry.", 2)
    own = here(agent, conversation)
    assert (own.others, own.is_own, own.is_shared) == ((), True, True)


def test_in_a_team_that_keeps_them_private_a_draft_is_read_once_it_is_shared(
    conversation: Conversation, agent: Identity, jo: Identity
) -> None:
    private(conversation)
    draft = save(agent, conversation, "We are sorry.")

    assert here(jo, conversation).others == ()
    assert here(agent, conversation).is_shared is False
    with pytest.raises(NoSuchDraft):
        services.take_over_draft(
            by=jo.actor, conversation_id=conversation.pk, draft_id=draft.pk, version=1
        )

    services.share_draft(by=agent.actor, conversation_id=conversation.pk)

    assert [seen.text for seen in here(jo, conversation).others] == ["We are sorry."]
    assert here(agent, conversation).is_shared is True


def test_a_draft_is_taken_over_whole_and_own_words_stay_below_it(
    conversation: Conversation, agent: Identity, jo: Identity
) -> None:
    services.attach_to_draft(
        by=agent.actor,
        conversation_id=conversation.pk,
        mode="reply",
        name="label.txt",
        content_type="text/plain",
        content=b"label",
    )
    theirs = save(agent, conversation, "We are sorry.")
    save(jo, conversation, "Your parcel left.")
    version = here(jo, conversation).others[0].version

    services.take_over_draft(
        by=jo.actor, conversation_id=conversation.pk, draft_id=theirs.pk, version=version
    )

    draft = Draft.objects.get()
    assert (draft.member_id, draft.text) == (jo.member.pk, "We are sorry.\n\nYour parcel left.")
    assert Attachment.objects.get().draft_id == draft.pk
    entry = Entry.objects.get(event="conversations.DraftTakenOver")
    assert (entry.data["member_id"], entry.actor_id) == (agent.member.pk, jo.member.pk)
    assert here(agent, conversation).taken_by == "Jo"
    save(agent, conversation, "Something new.")
    assert here(agent, conversation).taken_by == ""


def test_a_draft_that_went_on_meanwhile_is_not_taken_over(
    conversation: Conversation, agent: Identity, jo: Identity
) -> None:
    theirs = save(agent, conversation, "We are")
    save(agent, conversation, "We are sorry.")

    with pytest.raises(DraftMoved, match="went on meanwhile"):
        services.take_over_draft(
            by=jo.actor, conversation_id=conversation.pk, draft_id=theirs.pk, version=1
        )

    draft = Draft.objects.get()
    assert (draft.member_id, draft.text) == (agent.member.pk, "We are sorry.")
    assert not Entry.objects.filter(event="conversations.DraftTakenOver").exists()


def test_who_may_only_read_sees_drafts_and_takes_none(
    conversation: Conversation, agent: Identity
) -> None:
    viewer = make_member("ana@shop.example", "Ana", "viewer")
    theirs = save(agent, conversation, "We are sorry.")

    seen = here(viewer, conversation)

    assert (len(seen.others), seen.may_take) == (1, False)
    with pytest.raises(NotAllowed):
        services.take_over_draft(
            by=viewer.actor, conversation_id=conversation.pk, draft_id=theirs.pk, version=1
        )


def test_drafts_reach_no_one_who_may_not_know_of_the_conversation(
    conversation: Conversation, agent: Identity, jo: Identity, client: Client
) -> None:
    """D1: neither a member of another team nor somebody at a door."""
    save(agent, conversation, "We are sorry.")
    other = Team.objects.create(name="Other")
    MemberGrant.objects.filter(member=jo.member).update(scope="team", scope_id=other.pk)

    stranger = client.get(f"/c/{conversation.pk}/drafts/")
    client.force_login(identify(jo.member).member)
    colleague = client.get(f"/c/{conversation.pk}/drafts/")

    assert stranger.status_code == 302
    assert colleague.status_code == 404
    assert "sorry" not in colleague.content.decode()


def test_the_page_shows_the_draft_and_takes_it_over(
    conversation: Conversation, agent: Identity, jo: Identity, client: Client
) -> None:
    theirs = save(agent, conversation, "We are sorry.")
    client.force_login(jo.member)

    page = client.get(f"/c/{conversation.pk}/drafts/").content.decode()
    answer = client.post(
        f"/c/{conversation.pk}/drafts/{theirs.pk}/take/", {"version": "1"}
    ).content.decode()

    assert "Inès Bernard" in page
    assert "We are sorry." in page
    assert 'id="composer"' in answer
    assert "We are sorry.</textarea>" in answer
