"""Using templates and macros: filled in, refused, counted, run after the time to undo."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import MemberGrant, Team
from comptoir.accounts.parties import Party
from comptoir.automation import services
from comptoir.automation.errors import NoSuchTemplate, VariableMissing
from comptoir.automation.models import Use
from comptoir.automation.queries.picking import offers, open_uses
from comptoir.channels.models import Channel, Delivery
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.directory import forget_directory
from comptoir.conversations.queries.thread import find
from comptoir.conversations.states import Intent
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from tests.automation.conftest import Make, make_member, pick, release, send

MACRO = [("tag", "late"), ("priority", "1"), ("status", "waiting_carrier"), ("note", "Chased.")]


def names(identity: Identity, conversation: Conversation, query: str = "", **more: object) -> list:
    told = {"audience": Party.BUYER, **more}
    found = find(identity.viewer, conversation.pk)
    return [o.name for o in offers(identity, found, query=query, **told)]  # type: ignore[arg-type]


# --- Sending ------------------------------------------------------------------------------------


def test_what_is_missing_keeps_a_reply_from_being_sent(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    text = pick(agent, conversation, make("Back: {{?the amount}} by {{video_link}}"))

    with pytest.raises(VariableMissing, match=r"\{\{\?the amount\}\}, \{\{video_link\}\}"):
        send(agent, conversation, text)

    assert Message.objects.filter(author_kind="agent").count() == 0
    assert Use.objects.get().state == "picked"
    assert send(agent, conversation, "Back: 12 €").text == "Back: 12 €"


def test_the_page_keeps_the_words_and_says_what_to_replace(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)

    page = client.post(
        f"/c/{conversation.pk}/send/", {"mode": "reply", "text": "By {{carrier}}", "audience": "1"}
    ).content.decode()

    assert "Replace {{carrier}} before you send" in page
    assert Delivery.objects.count() == 0


def test_actions_run_when_the_time_to_undo_is_over(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    text = pick(agent, conversation, make(actions=MACRO))
    message = send(agent, conversation, text)
    conversation.refresh_from_db()
    before = (conversation.status_id, conversation.priority, conversation.tags.count())

    release()
    release()

    conversation.refresh_from_db()
    note = Message.objects.get(audience=int(Party.OPERATOR), author_kind="agent")
    run = Entry.objects.get(event="automation.MacroRun")
    assert before == ("open", 0, 0)
    assert (conversation.status_id, conversation.priority) == ("waiting_carrier", 1)
    assert [tag.name for tag in conversation.tags.all()] == ["late"]
    assert (note.text, note.author_id) == ("Chased.", agent.member.pk)
    assert (run.actor_id, run.data["refused"]) == (agent.member.pk, 0)
    assert Use.objects.get(message=message).state == "done"


def test_what_is_taken_back_does_nothing_and_waits_again(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    message = send(agent, conversation, pick(agent, conversation, make(actions=MACRO)))

    desk.withdraw(by=agent.actor, message_id=message.pk)
    release()

    conversation.refresh_from_db()
    assert (conversation.priority, conversation.tags.count()) == (0, 0)
    assert Use.objects.get().state == "picked"
    send(agent, conversation, "Again.")
    release()
    conversation.refresh_from_db()
    assert conversation.priority == 1


def test_what_is_left_out_is_not_done(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    text = pick(agent, conversation, make(actions=MACRO))
    services.drop_use(by=agent.actor, use_id=Use.objects.get().pk)

    send(agent, conversation, text)
    release()

    conversation.refresh_from_db()
    assert conversation.priority == 0
    assert Use.objects.get().state == "dropped"


def test_a_colleagues_macro_is_not_run_by_my_reply(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    pick(jonas, conversation, make(actions=MACRO))

    send(agent, conversation, "Mine.")
    release()

    conversation.refresh_from_db()
    assert conversation.priority == 0


def test_a_macro_whose_right_was_taken_meanwhile_says_so_in_a_note(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    send(agent, conversation, pick(agent, conversation, make(actions=MACRO[:2])))
    MemberGrant.objects.filter(member=agent.member).update(role="trainee")

    release()

    conversation.refresh_from_db()
    note = Message.objects.get(audience=int(Party.OPERATOR), author_kind="agent")
    assert conversation.priority == 0
    assert note.text.startswith("“Delivery::It left” could not do everything:\nAdd the tag late")
    assert Entry.objects.get(event="automation.MacroRun").data["refused"] == 2


def test_a_macro_without_words_runs_at_once(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    pick(agent, conversation, make({}, actions=MACRO[:2]))

    refused = services.run_macro(identity=agent, use_id=Use.objects.get().pk)

    conversation.refresh_from_db()
    assert refused == []
    assert conversation.priority == 1
    assert Use.objects.get().state == "done"


def test_a_trainee_runs_no_macro_that_handles(conversation: Conversation, make: Make) -> None:
    trainee = make_member("tom@shop.example", "Tom", "trainee")
    pick(trainee, conversation, make({}, actions=MACRO))

    with pytest.raises(NotAllowed):
        services.run_macro(identity=trainee, use_id=Use.objects.get().pk)

    conversation.refresh_from_db()
    assert (conversation.priority, conversation.tags.count()) == (0, 0)
    assert Use.objects.get().state == "picked"
    assert not Entry.objects.filter(event="automation.MacroRun").exists()


def test_a_viewer_uses_no_template(conversation: Conversation, make: Make) -> None:
    viewer = make_member("vera@shop.example", "Vera", "viewer")

    with pytest.raises(NotAllowed):
        pick(viewer, conversation, make())

    assert Use.objects.count() == 0


def test_the_words_that_were_inserted_are_kept_no_longer_than_needed(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    send(agent, conversation, pick(agent, conversation, make()) + " Quite changed")
    send_edited = Use.objects.get().edited

    release()

    use = Use.objects.get()
    assert send_edited is False
    assert (use.inserted, use.state) == ("", "done")


def test_changed_words_are_counted_as_edited(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    pick(agent, conversation, make())

    send(agent, conversation, "Something else.")

    assert Use.objects.get().edited is True


# --- What is offered ----------------------------------------------------------------------------


def test_only_what_fits_the_readers_language_is_offered(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    Conversation.objects.update(language="fr")
    make({"en": "It left.", "fr": "Il est parti."}, name="Both")
    make("It left.", name="English only")

    assert names(agent, conversation) == ["Both"]


def test_where_nothing_speaks_the_language_all_is_offered_and_marked(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    Conversation.objects.update(language="pl")
    make("It left.", name="English only")

    (offer,) = offers(agent, find(agent.viewer, conversation.pk), audience=Party.BUYER)

    assert (offer.name, offer.language, offer.is_foreign) == ("English only", "en", True)


def test_what_the_marketplace_forbids_is_not_offered(
    agent: Identity, conversation: Conversation, mailbox: Channel, make: Make
) -> None:
    make("Write to us at help@shop.example", name="Address")
    make("It left.", name="Plain")
    mailbox.profile = "amazon"
    mailbox.save()
    forget_directory()

    assert names(agent, conversation) == ["Plain"]


def test_other_peoples_and_other_teams_templates_are_not_offered(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    mine, other = Team.objects.create(name="Mine"), Team.objects.create(name="Other")
    mine.members.add(agent.member)
    make(name="Mine", reach="team", team_id=mine.pk)
    hidden = [
        make(name="Other", reach="team", team_id=other.pk),
        make(name="Leas", reach="personal"),
    ]

    assert names(agent, conversation) == ["Mine"]
    assert names(lead, conversation) == ["Leas"]
    for template in hidden:
        with pytest.raises(NoSuchTemplate):
            pick(agent, conversation, template)


def test_archived_and_unapproved_ones_are_not_offered(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    services.archive_template(by=lead.actor, template_id=make(name="Gone").pk)
    services.add_template(
        by=agent.actor,
        content=services.Content("Waiting", {"en": "Hi"}),
        details=services.Details(),
    )

    assert names(agent, conversation) == []


def test_those_for_the_seller_are_offered_when_he_is_written_to(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    make(name="Buyer")
    make("Please look.", name="Seller", audience=2)

    assert names(agent, conversation, audience=Party.SELLER) == ["Seller"]
    assert names(agent, conversation) == ["Buyer"]


def test_the_reason_comes_first_then_what_was_used_last(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    Conversation.objects.update(reason=Intent.ORDER_STATUS)
    make(name="Alpha")
    used = make(name="Beta")
    make(name="Gamma", reasons=[Intent.ORDER_STATUS])
    pick(agent, conversation, used)

    assert names(agent, conversation) == ["Gamma", "Beta", "Alpha"]


def test_a_search_finds_names_by_their_beginnings_and_words_of_the_text(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    make("It left.", name="Delivery::Shipped today")
    make("A glazed pot.", name="Product::Question")

    assert names(agent, conversation, "ship del") == ["Shipped today"]
    assert names(agent, conversation, "GLAZÉD") == ["Question"]
    assert names(agent, conversation, "hipped") == []


def test_what_a_trainee_put_in_is_counted_when_his_reply_is_approved(
    conversation: Conversation, make: Make, lead: Identity
) -> None:
    trainee = make_member("tim@shop.example", "Tim Trainee", "trainee")
    text = pick(trainee, conversation, make("Hello {{buyer_first_name}}."))
    waiting = desk.ask_approval(
        by=trainee.actor, conversation_id=conversation.pk, text=text, audience=Party.BUYER
    )

    desk.approve(by=lead.actor, message_id=waiting.pk)

    use = Use.objects.get()
    assert (use.member, use.message, use.state) == (trainee.member, waiting, "sent")
    assert open_uses(trainee, conversation) == []
