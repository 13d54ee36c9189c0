"""The pages of templates and vouchers: written, approved, previewed, given, imported."""

import pytest
from django.db import connection
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.automation.models import Template
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation
from tests.automation.conftest import Make


@pytest.fixture
def leads_desk(client: Client, lead: Identity) -> Client:
    client.force_login(lead.member)
    return client


def test_a_template_is_written_approved_and_compared_on_its_pages(
    leads_desk: Client, mailbox: Channel
) -> None:
    form = {
        "name": "Delivery::Late",
        "reach": "all",
        "audience": "1",
        "language": "en",
        "text_en": "Sorry {{buyer_name}}",
        "do_tag": "late, dhl",
        "do_status": "waiting_carrier",
    }

    leads_desk.post("/automation/templates/new/", form)
    template = Template.objects.get()
    leads_desk.post(f"/automation/revisions/{template.revisions.get().pk}/approve/")
    leads_desk.post(f"/automation/templates/{template.pk}/", form | {"text_en": "Pardon"})
    page = leads_desk.get(f"/automation/templates/{template.pk}/").content.decode()
    versions = leads_desk.get(f"/automation/templates/{template.pk}/versions/").content.decode()

    assert template.revisions.get(number=1).actions == [
        ["status", "waiting_carrier"],
        ["tag", "late"],
        ["tag", "dhl"],
    ]
    assert "Version 2 waits for approval" in page
    assert "Approve this version" in page
    assert "<ins>Pardon</ins>" in versions


def test_a_bad_form_keeps_its_words_and_says_why(leads_desk: Client, mailbox: Channel) -> None:
    form = {"name": "X", "reach": "all", "audience": "1", "language": "en", "text_en": "{{no}}"}

    response = leads_desk.post("/automation/templates/new/", form)

    assert response.status_code == 422
    assert "There is no placeholder “{{no}}”" in response.content.decode()
    assert Template.objects.count() == 0


def test_b1_who_saves_over_a_newer_version_is_told_and_keeps_his_words(
    leads_desk: Client, make: Make
) -> None:
    template = make({"en": "One."}, name="Late")
    form = {"name": "Late", "reach": "all", "audience": "1", "language": "en", "known": "1"}
    page = f"/automation/templates/{template.pk}/"
    leads_desk.post(page, form | {"text_en": "Two."})

    refused = leads_desk.post(page, form | {"text_en": "Three."})

    told = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody has saved version 2 meanwhile." in told
    assert ("Three." in told, 'name="known" value="2"' in told) == (True, True)
    assert template.revisions.count() == 2


def test_the_preview_reads_as_in_the_conversation_that_is_chosen(
    leads_desk: Client, conversation: Conversation
) -> None:
    told = leads_desk.post(
        "/automation/templates/preview/",
        {
            "number": str(conversation.pk),
            "shown": "fr",
            "text_fr": "Bonjour {{buyer_first_name}}, {{video_link}}",
            "audience": "1",
        },
    ).content.decode()

    assert "Bonjour Camille, <mark>{{video_link}}</mark>" in told


def test_the_list_asks_as_often_for_fifty_as_for_one(
    leads_desk: Client, make: Make, mailbox: Channel
) -> None:
    from django.test.utils import CaptureQueriesContext

    make(name="0")
    leads_desk.get("/automation/templates/")
    with CaptureQueriesContext(connection) as one:
        leads_desk.get("/automation/templates/")
    for number in range(1, 50):
        make(name=str(number))

    with CaptureQueriesContext(connection) as fifty:
        page = leads_desk.get("/automation/templates/?show=all").content.decode()

    assert len(fifty) == len(one)
    assert page.count("/automation/templates/") > 50


@pytest.mark.parametrize("show", ["all", "proposed", "gaps", "review", "archived", "nonsense"])
def test_every_list_is_shown_without_templates(
    leads_desk: Client, mailbox: Channel, show: str
) -> None:
    assert leads_desk.get(f"/automation/templates/?show={show}").status_code == 200


def test_agents_see_no_page_of_vouchers(client: Client, agent: Identity) -> None:
    client.force_login(agent.member)

    assert client.get("/automation/vouchers/").status_code == 403


def test_codes_are_imported_on_their_page(leads_desk: Client, mailbox: Channel) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    def give(content: bytes) -> object:
        file = SimpleUploadedFile("codes.csv", content)
        form = {"name": "Goodwill", "value": "5", "currency": "EUR", "file": file}
        return leads_desk.post("/automation/vouchers/", form)

    bad = give(b"code\nA 1\n")
    good = give(b"code\nA-1\nA-2\n")
    page = leads_desk.get("/automation/vouchers/").content.decode()

    assert (bad.status_code, good.status_code) == (422, 302)  # type: ignore[attr-defined]
    assert "Line 2: “A 1” is no code" in bad.content.decode()  # type: ignore[attr-defined]
    assert "2 codes were added." in page
    assert "Goodwill" in page


def test_another_owner_is_chosen_on_the_page_by_who_approves(
    leads_desk: Client, client: Client, make: Make, agent: Identity, mailbox: Channel
) -> None:
    template = make("Hello.")
    url = f"/automation/templates/{template.pk}/owner/"

    leads_desk.post(url, {"member": agent.member.pk})
    template.refresh_from_db()
    given = template.owner
    page = leads_desk.get(f"/automation/templates/{template.pk}/").content.decode()
    client.force_login(agent.member)
    refused = client.post(url, {"member": agent.member.pk})

    assert given == agent.member
    assert f'<option value="{agent.member.pk}" selected>' in page
    assert refused.status_code == 403


def test_an_action_with_words_keeps_both_on_its_page(leads_desk: Client, mailbox: Channel) -> None:
    form = {"name": "Call", "reach": "all", "audience": "1", "language": "en"}
    told = {"do_remind": "week", "say_remind": "Has it left?", "do_call": "out:buyer"}

    leads_desk.post("/automation/templates/new/", form | told)
    template = Template.objects.get()
    page = leads_desk.get(f"/automation/templates/{template.pk}/").content.decode()

    assert template.revisions.get().actions == [
        ["remind", "week\nHas it left?"],
        ["call", "out:buyer"],
    ]
    assert 'name="say_remind" value="Has it left?"' in page
    assert "Remind you: Next week (“Has it left?”)" in page
