"""Writing templates: proposed by one, approved by another, compared, restored, archived."""

from datetime import date

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.automation import services
from comptoir.automation.errors import AlreadyDecided, NoSuchTemplate, TemplateUnclear
from comptoir.automation.models import Revision, Template
from comptoir.automation.queries.library import (
    Wanted,
    bans_of,
    template_line,
    template_lines,
    versions_of,
)
from comptoir.automation.services import Content, Details
from comptoir.channels.models import Channel
from comptoir.conversations.models import Attachment, Conversation
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from tests.automation.conftest import NOON, Make, make_member, pick, send


def propose(by: Identity, text: str = "Hi", **details: object) -> Template:
    return services.add_template(
        by=by.actor,
        content=Content("Greeting", {"en": text}),
        details=Details(**details),  # type: ignore[arg-type]
    )


def change(by: Identity, template: Template, texts: dict[str, str], **content: object) -> Template:
    return services.change_template(
        by=by.actor,
        template_id=template.pk,
        content=Content(str(content.pop("name", "Greeting")), texts, **content),  # type: ignore[arg-type]
        details=Details(),
    )


def events() -> list[str]:
    found = Entry.objects.filter(event__startswith="automation.").order_by("pk")
    return [event.partition(".")[2] for event in found.values_list("event", flat=True)]


# --- Proposing and approving ----------------------------------------------------------------------


def test_what_an_agent_proposes_counts_when_a_lead_approves(
    agent: Identity, lead: Identity
) -> None:
    template = propose(agent)
    waiting = template.current

    services.approve_revision(by=lead.actor, revision_id=template.revisions.get().pk)

    template.refresh_from_db()
    revision = template.revisions.get()
    assert waiting is None
    assert template.current == revision
    assert (revision.author, revision.decided_by) == (agent.member, lead.member)
    assert events() == ["TemplateProposed", "TemplateApproved"]


def test_an_agent_approves_nothing(agent: Identity) -> None:
    template = propose(agent)

    for decide in (services.approve_revision, services.decline_revision):
        with pytest.raises(NotAllowed):
            decide(by=agent.actor, revision_id=template.revisions.get().pk)

    template.refresh_from_db()
    assert (template.current, template.revisions.get().step) == (None, "proposed")
    assert events() == ["TemplateProposed"]


def test_a_trainee_proposes_nothing_and_keeps_his_own(db: None) -> None:
    trainee = make_member("tom@shop.example", "Tom", "trainee")

    with pytest.raises(NotAllowed):
        propose(trainee)
    own = propose(trainee, reach="personal")

    assert Template.objects.get() == own
    assert own.current is not None


def test_a_personal_one_does_not_become_everybodys_unasked(agent: Identity) -> None:
    own = propose(agent, reach="personal")

    with pytest.raises(NotAllowed):
        services.change_template(
            by=agent.actor,
            template_id=own.pk,
            content=Content("Greeting", {"en": "Hi"}),
            details=Details(reach="all"),  # type: ignore[arg-type]
        )

    own.refresh_from_db()
    assert own.reach == "personal"


def test_somebody_elses_own_does_not_exist(agent: Identity, lead: Identity) -> None:
    own = propose(agent, reach="personal")

    with pytest.raises(NoSuchTemplate):
        change(lead, own, {"en": "Mine now"})
    with pytest.raises(NoSuchTemplate):
        services.archive_template(by=lead.actor, template_id=own.pk)

    assert own.revisions.count() == 1
    assert template_lines(lead, Wanted()) == []


def test_the_version_before_goes_on_until_the_new_one_is_approved(
    agent: Identity, make: Make, lead: Identity
) -> None:
    template = make("Hi")
    change(agent, template, {"en": "Hello"})
    template.refresh_from_db()
    before = template.current.texts["en"]["text"]  # type: ignore[union-attr]

    services.decline_revision(by=lead.actor, revision_id=template.revisions.get(number=2).pk)

    template.refresh_from_db()
    assert before == "Hi"
    assert template.current.number == 1  # type: ignore[union-attr]
    with pytest.raises(AlreadyDecided):
        services.approve_revision(by=lead.actor, revision_id=template.revisions.get(number=2).pk)


def test_a_later_proposal_replaces_the_one_that_waits(agent: Identity) -> None:
    template = propose(agent)
    change(agent, template, {"en": "Hello"})

    assert list(template.revisions.order_by("number").values_list("step", flat=True)) == [
        "withdrawn",
        "proposed",
    ]


def test_saving_the_same_words_makes_no_version(agent: Identity, make: Make) -> None:
    template = make("Hi", name="Greeting")

    change(agent, template, {"en": "Hi"})

    assert template.revisions.count() == 1


def test_an_earlier_version_is_proposed_anew(lead: Identity, make: Make) -> None:
    template = make("One", name="Greeting")
    change(lead, template, {"en": "Two"})
    services.approve_revision(by=lead.actor, revision_id=template.revisions.get(number=2).pk)

    restored = services.restore_revision(
        by=lead.actor, revision_id=template.revisions.get(number=1).pk
    )

    template.refresh_from_db()
    assert (restored.number, restored.step, restored.texts["en"]["text"]) == (3, "proposed", "One")
    assert template.current.number == 2  # type: ignore[union-attr]
    newest = versions_of(template)[0]
    assert [(p.text, p.change) for p in newest.texts[0].pieces] == [
        ("Two", "removed"),
        ("One", "added"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hello {{secret}}", "no placeholder “{{secret}}”"),
        ("Hello {{buyer name}}", "belong to nothing"),
        ("{% load x %}{{ x|y }}", "belong to nothing"),
        ("[[never closed", "belong to nothing"),
        ("x" * 10_001, "at most 10000"),
    ],
)
def test_a_text_that_can_not_be_understood_is_refused_f2(
    lead: Identity, text: str, why: str
) -> None:
    with pytest.raises(TemplateUnclear, match=why.replace("{", r"\{")):
        propose(lead, text)

    assert Template.objects.count() == 0


@pytest.mark.parametrize(
    "step", [("explode", "1"), ("priority", "99"), ("tag", ""), ("assign", "member:999999")]
)
def test_an_action_that_nobody_offers_is_refused(lead: Identity, step: tuple[str, str]) -> None:
    with pytest.raises(TemplateUnclear):
        services.add_template(
            by=lead.actor, content=Content("Bad", {"en": "Hi"}, [step]), details=Details()
        )

    assert Revision.objects.count() == 0


# --- What is known of it ------------------------------------------------------------------------


def test_missing_and_older_languages_are_named(lead: Identity, make: Make) -> None:
    template = make({"en": "Hi", "fr": "Salut"}, name="Greeting")
    change(lead, template, {"en": "Hello", "fr": "Salut"})
    services.approve_revision(by=lead.actor, revision_id=template.revisions.get(number=2).pk)

    behind = template_line(lead, template.pk)
    change(lead, template, {"en": "Hello", "fr": "Salut"}, confirmed=["fr"])
    services.approve_revision(by=lead.actor, revision_id=template.revisions.get(number=3).pk)
    confirmed = template_line(lead, template.pk)

    assert (behind.behind, "ru" in behind.missing) == (("fr",), True)
    assert confirmed.behind == ()


def test_marketplaces_that_forbid_it_are_named(make: Make, mailbox: Channel) -> None:
    template = make({"en": "Here is a discount", "fr": "Bonjour"})
    free = bans_of(template)
    mailbox.profile = "amazon"
    mailbox.save()

    (ban,) = bans_of(template)

    assert free == ()
    assert (ban.marketplace, ban.languages) == ("Amazon", ("en",))
    assert ban.findings == ("“discount” reads like advertising",)


def test_uses_and_changes_of_thirty_days_are_counted(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    template = make("Hello.")
    with freeze(NOON.replace(month=9)):
        pick(agent, conversation, template)
        send(agent, conversation, "Hello.")
    for text in ("Hello.", "Quite different"):
        pick(agent, conversation, template)
        send(agent, conversation, text)
    pick(agent, conversation, template)

    line = template_line(lead, template.pk)

    assert (line.uses, line.edited) == (2, 1)


def test_a_review_is_due_on_its_day(lead: Identity, make: Make) -> None:
    make(name="Due", review_on=date(2026, 11, 16))
    make(name="Later", review_on=date(2026, 11, 17))

    with freeze(NOON):
        due = [line.name for line in template_lines(lead, Wanted(show="review"))]

    assert due == ["Due"]


# --- Files --------------------------------------------------------------------------------------


def test_its_files_join_the_draft_and_the_message(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    template = make("See the sheet.")
    services.add_template_file(
        by=lead.actor,
        template_id=template.pk,
        name="care.txt",
        content_type="text/plain",
        content=b"Wash by hand",
    )
    services.add_template_file(
        by=lead.actor,
        template_id=template.pk,
        name="soin.txt",
        content_type="text/plain",
        content=b"Laver",
        language="fr",
    )

    message = send(agent, conversation, pick(agent, conversation, template))

    assert [a.name for a in Attachment.objects.filter(message=message)] == ["care.txt"]
    with pytest.raises(NotAllowed):
        services.add_template_file(
            by=agent.actor,
            template_id=template.pk,
            name="x.txt",
            content_type="text/plain",
            content=b"x",
        )


# --- Pages --------------------------------------------------------------------------------------


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
    from django.db import connection
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
