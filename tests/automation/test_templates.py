"""Writing templates: proposed by one, approved by another, compared, restored, archived."""

from datetime import date

import pytest

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
