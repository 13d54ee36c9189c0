"""The statuses of the house: who changes them, what stays, what agents and buyers read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.errors import (
    StatusInUse,
    StatusNameTaken,
    StatusNeedsName,
    UnknownStatus,
)
from comptoir.conversations.models import Conversation, Status
from comptoir.conversations.packs import load
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.statuses import status_lines
from comptoir.conversations.services import StatusWords
from comptoir.conversations.states import Category
from comptoir.journal.models import Detail, Entry
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member

LAB = StatusWords("In the laboratory", "Our workshop looks at it")


@pytest.fixture
def administrator(mailbox: object) -> Identity:
    return make_member("ada@shop.example", "Ada Berg", "administrator")


@pytest.fixture
def lab(administrator: Identity) -> Status:
    return services.add_status(by=administrator.actor, words=LAB, category=Category.WAITING)


def as_they_are() -> list[tuple[object, ...]]:
    return list(Status.objects.values_list("key", "position", "label_agent", "label_buyer"))


def told() -> list[str]:
    found = Entry.objects.filter(subject_kind="status").order_by("pk")
    return list(found.values_list("event", flat=True))


# --- Who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["viewer", "trainee", "agent", "lead", "compliance"])
def test_only_administrators_change_statuses(mailbox: object, role: str) -> None:
    by = make_member("x@shop.example", "X", role).actor
    before = as_they_are()

    with pytest.raises(NotAllowed):
        services.add_status(by=by, words=LAB, category=Category.OPEN)
    with pytest.raises(NotAllowed):
        services.define_status(by=by, key="open", words=LAB, category=Category.OPEN)
    with pytest.raises(NotAllowed):
        services.move_status(by=by, key="resolved", up=True)
    with pytest.raises(NotAllowed):
        services.remove_status(by=by, key="snoozed")

    assert as_they_are() == before
    assert told() == []


def test_the_page_is_for_administrators(client: Client, agent: Identity) -> None:
    client.force_login(agent.member)

    assert client.get(reverse("conversations:statuses")).status_code == 403


# --- Adding and renaming ------------------------------------------------------------------------


def test_a_status_of_ones_own_stands_last_and_is_offered(lab: Status) -> None:
    assert (lab.key, lab.number, lab.position) == ("in-the-laboratory", 100, 7)
    assert directory().statuses[-1].for_agents == "In the laboratory"
    assert directory().buyer_label(lab.key, lab.category) == "Our workshop looks at it"
    assert told() == ["conversations.StatusAdded"]


def test_two_statuses_of_one_slug_have_two_keys(lab: Status, administrator: Identity) -> None:
    other = StatusWords("In the laboratory!")

    added = services.add_status(by=administrator.actor, words=other, category=Category.OPEN)

    assert (added.key, added.number) == ("in-the-laboratory-2", 101)


def test_a_name_in_another_script_gets_a_key_too(administrator: Identity) -> None:
    words = StatusWords("Ждём склад")

    added = services.add_status(by=administrator.actor, words=words, category=Category.WAITING)

    assert added.key == "status"


@pytest.mark.parametrize("name", ["In the  Laboratory", "resolved", "WAITING FOR THE BUYER"])
def test_two_statuses_are_never_called_the_same(
    lab: Status, administrator: Identity, name: str
) -> None:
    before = as_they_are()

    with pytest.raises(StatusNameTaken):
        services.add_status(by=administrator.actor, words=StatusWords(name), category=Category.OPEN)

    assert as_they_are() == before
    assert told() == ["conversations.StatusAdded"]


def test_a_status_of_ones_own_needs_a_name(lab: Status, administrator: Identity) -> None:
    with pytest.raises(StatusNeedsName):
        services.define_status(
            by=administrator.actor, key=lab.key, words=StatusWords(" "), category=Category.WAITING
        )

    lab.refresh_from_db()
    assert lab.label_agent == "In the laboratory"


def test_a_shipped_status_stays_translated_unless_it_is_renamed(administrator: Identity) -> None:
    same = StatusWords("Resolved", "Done")

    services.define_status(
        by=administrator.actor, key="resolved", words=same, category=Category.RESOLVED
    )

    with translation.override("de"):
        assert directory().status_label("resolved") == "Abgeschlossen"
    assert directory().buyer_label("resolved", "resolved") == "Done"
    detail = Detail.objects.get(subject_kind="status")
    assert detail.data["after"] == {"category": "resolved", "agent": "", "buyer": "Done"}


def test_saving_what_it_is_already_tells_nobody(lab: Status, administrator: Identity) -> None:
    services.define_status(
        by=administrator.actor, key=lab.key, words=LAB, category=Category.WAITING
    )

    assert told() == ["conversations.StatusAdded"]


def test_loading_the_pack_again_leaves_names_and_order_alone(
    lab: Status, administrator: Identity
) -> None:
    services.define_status(
        by=administrator.actor, key="open", words=StatusWords("New"), category=Category.OPEN
    )
    services.move_status(by=administrator.actor, key=lab.key, up=True)
    before = as_they_are()

    load()

    assert as_they_are() == before


# --- What it means ------------------------------------------------------------------------------


def test_what_a_status_means_may_change_until_it_is_used(
    lab: Status, administrator: Identity
) -> None:
    changed = services.define_status(
        by=administrator.actor, key=lab.key, words=LAB, category=Category.SNOOZED
    )

    assert changed.category == Category.SNOOZED


def test_what_a_used_status_means_stays(lab: Status, administrator: Identity, write: Write) -> None:
    write()
    number = Conversation.objects.get().pk
    services.set_status(by=administrator.actor, conversation_id=number, status=lab.key)

    with pytest.raises(StatusInUse):
        services.define_status(
            by=administrator.actor, key=lab.key, words=LAB, category=Category.OPEN
        )
    with pytest.raises(StatusInUse):
        services.remove_status(by=administrator.actor, key=lab.key)

    lab.refresh_from_db()
    assert lab.category == Category.WAITING
    assert told() == ["conversations.StatusAdded"]


def test_what_a_shipped_status_means_stays_though_nobody_uses_it(
    administrator: Identity,
) -> None:
    with pytest.raises(StatusInUse):
        services.define_status(
            by=administrator.actor,
            key="snoozed",
            words=StatusWords(),
            category=Category.RESOLVED,
        )
    with pytest.raises(StatusInUse):
        services.remove_status(by=administrator.actor, key="snoozed")

    assert Status.objects.get(pk="snoozed").category == Category.SNOOZED
    assert told() == []


def test_a_status_that_nobody_has_may_go(lab: Status, administrator: Identity) -> None:
    services.remove_status(by=administrator.actor, key=lab.key)

    assert not Status.objects.filter(pk=lab.key).exists()
    with pytest.raises(UnknownStatus):
        services.remove_status(by=administrator.actor, key=lab.key)


def test_another_word_for_the_same_moves_no_clock(administrator: Identity, write: Write) -> None:
    done = services.add_status(
        by=administrator.actor, words=StatusWords("Refunded"), category=Category.RESOLVED
    )
    write()
    number = Conversation.objects.get().pk
    resolved = services.set_status(
        by=administrator.actor, conversation_id=number, status="resolved"
    )

    changed = services.set_status(by=administrator.actor, conversation_id=number, status=done.key)

    assert (changed.status_id, changed.category) == ("refunded", "resolved")
    assert changed.resolved_at == resolved.resolved_at


# --- The order ----------------------------------------------------------------------------------


def test_a_status_moves_one_place(administrator: Identity) -> None:
    services.move_status(by=administrator.actor, key="resolved", up=True)

    keys = [line.key for line in status_lines()]
    assert keys[-2:] == ["resolved", "snoozed"]
    assert [each.key for each in directory().statuses] == keys
    assert told() == ["conversations.StatusMoved"]


@pytest.mark.parametrize(("key", "up"), [("open", True), ("resolved", False)])
def test_the_first_and_the_last_stay_where_they_are(
    administrator: Identity, key: str, up: bool
) -> None:
    before = as_they_are()

    services.move_status(by=administrator.actor, key=key, up=up)

    assert as_they_are() == before
    assert told() == []


# --- The page -----------------------------------------------------------------------------------


@pytest.fixture
def page(client: Client, administrator: Identity) -> Client:
    client.force_login(administrator.member)
    return client


def test_the_page_shows_words_meaning_and_how_many_have_it(page: Client, write: Write) -> None:
    write()

    shown = page.get("/statuses/").content.decode()

    assert "We wait for your answer" in shown
    assert "Waiting for somebody else" in shown
    assert '<td class="n" data-label="Conversations">1</td>' in shown


def test_a_status_is_added_and_renamed_on_the_page(page: Client) -> None:
    added = {"agent": "At the workshop", "buyer": "", "category": "waiting"}
    page.post("/statuses/add/", added)
    renamed = {"at-the-workshop-agent": "At the forge", "at-the-workshop-category": "waiting"}
    row = page.post("/statuses/at-the-workshop/", renamed)

    assert "<b>At the forge</b>" in row.content.decode()
    assert "We have asked somebody else" in row.content.decode()


def test_a_refusal_stands_on_the_form_with_what_was_typed(page: Client) -> None:
    answer = page.post("/statuses/add/", {"agent": "resolved", "category": "waiting"})

    shown = answer.content.decode()
    assert "Another status is called “resolved”." in shown
    assert 'value="resolved"' in shown
    assert Status.objects.count() == 7


def test_a_used_status_keeps_its_meaning_whatever_the_form_says(page: Client) -> None:
    page.post("/statuses/resolved/", {"resolved-agent": "Done", "resolved-category": "open"})

    status = Status.objects.get(pk="resolved")
    assert (status.label_agent, status.category) == ("Done", "resolved")


def test_the_page_asks_as_much_for_many_statuses_as_for_few(
    page: Client, administrator: Identity
) -> None:
    page.get("/statuses/")
    with CaptureQueriesContext(connection) as few:
        page.get("/statuses/")

    for at in range(44):
        words = StatusWords(f"Own {at}")
        services.add_status(by=administrator.actor, words=words, category=Category.OPEN)
    with CaptureQueriesContext(connection) as many:
        page.get("/statuses/")

    assert len(many) == len(few)


def test_the_focus_stays_with_the_row_that_was_changed_or_moved(page: Client) -> None:
    form = page.get("/statuses/resolved/").content.decode()
    row = page.post(
        "/statuses/resolved/", {"resolved-agent": "Done", "resolved-category": "resolved"}
    ).content.decode()
    moved = page.post("/statuses/snoozed/move/down/").content.decode()

    assert form.count(" autofocus") == 1
    assert row.partition(" autofocus")[0].endswith('aria-label="Change “Done”"')
    assert moved.partition(" autofocus")[0].endswith('aria-label="Move “Snoozed” up"')
