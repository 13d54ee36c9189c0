"""The templates that come along: whole, in every language, sendable where they are offered."""

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation import packs, services
from comptoir.automation.models import Revision, Template
from comptoir.automation.names import SHIPPED, name_of
from comptoir.automation.policies.filling import places, strange_marks, unknown_names
from comptoir.automation.policies.languages import behind
from comptoir.automation.queries.picking import offers
from comptoir.automation.services.actions import checked_actions
from comptoir.automation.variables import NAMES
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.directory import forget_directory
from comptoir.conversations.queries.thread import find
from comptoir.conversations.states import Intent

LANGUAGES = {"en", "fr", "ru", "de", "es", "it"}


@pytest.fixture
def loaded(mailbox: Channel) -> None:
    packs.load()


def test_every_template_has_words_in_every_language(loaded: None) -> None:
    templates = Template.objects.select_related("current")

    assert {template.key for template in templates} == set(SHIPPED)
    for template in templates:
        assert template.current is not None
        assert set(template.current.texts) == LANGUAGES
        assert behind(template.current.texts, "en") == ()
        assert set(template.reasons) <= set(Intent)
        assert checked_actions(template.current.actions) == [
            tuple(step) for step in template.current.actions
        ]


def test_all_languages_say_the_same(loaded: None) -> None:
    """The same placeholders, the same number of blanks and steps; nothing that belongs to none."""
    for template in Template.objects.select_related("current"):
        texts = {k: said["text"] for k, said in template.current.texts.items()}  # type: ignore[union-attr]
        named = {
            k: sorted(n for n in places(text) if not n.startswith("?")) for k, text in texts.items()
        }
        blanks = {sum(n.startswith("?") for n in places(text)) for text in texts.values()}
        for language, text in texts.items():
            said = set(named[language]) - {"buyer_name", "buyer_first_name"}
            assert said == set(named["en"]) - {"buyer_first_name"}, (template.key, language)
            assert strange_marks(text) == ()
            assert unknown_names(text, NAMES) == ()
        assert len(blanks) == 1, template.key


def test_loading_again_changes_nothing(loaded: None) -> None:
    before = list(Revision.objects.order_by("pk").values_list("pk", "number", "template"))

    packs.load()

    assert list(Revision.objects.order_by("pk").values_list("pk", "number", "template")) == before


def test_a_newer_version_is_a_new_revision(loaded: None) -> None:
    Template.objects.filter(key="shipped").update(version=0)

    packs.load()

    shipped = Template.objects.select_related("current").get(key="shipped")
    assert (shipped.version, shipped.current.number) == (1, 2)  # type: ignore[union-attr]


def test_a_template_that_was_changed_is_left_alone(loaded: None, lead: Identity) -> None:
    shipped = Template.objects.select_related("current").get(key="shipped")
    services.change_template(
        by=lead.actor,
        template_id=shipped.pk,
        content=services.Content("Our own", {"en": "It left."}),
        details=services.Details(),
    )
    Template.objects.filter(key="shipped").update(version=0)

    packs.load()

    shipped.refresh_from_db()
    assert (shipped.version, shipped.revisions.count()) == (0, 2)
    assert name_of(shipped) == "Delivery::Shipped"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_on_amazon_all_is_offered_but_the_voucher(
    loaded: None, agent: Identity, conversation: Conversation, mailbox: Channel, language: str
) -> None:
    Conversation.objects.update(language=language)
    mailbox.profile = "amazon"
    mailbox.save()
    forget_directory()

    found = find(agent.viewer, conversation.pk)
    names = {offer.id for offer in offers(agent, found, audience=Party.BUYER)}

    to_buyers = set(Template.objects.filter(audience=1).values_list("pk", flat=True))
    voucher = Template.objects.get(key="delayed-voucher")
    assert to_buyers - names == {voucher.pk}


def test_on_ebay_and_mirakl_nothing_is_too_long_or_forbidden(
    loaded: None, agent: Identity, conversation: Conversation, mailbox: Channel
) -> None:
    for profile in ("ebay", "mirakl", "generic"):
        mailbox.profile = profile
        mailbox.save()
        found = find(agent.viewer, conversation.pk)
        texts = [offer.filled.text for offer in offers(agent, found, audience=Party.BUYER)]

        assert len(texts) >= 17
        assert all(len(text) < 1_600 for text in texts)
