"""The house's own contact reasons: added, called otherwise in each language, ordered, retired."""

import pytest
from django.test import Client
from django.utils import translation

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.errors import (
    ReasonNameTaken,
    ReasonNeedsName,
    ReasonStays,
    UnknownChoice,
    UnknownReason,
)
from comptoir.conversations.models import Conversation, Reason
from comptoir.conversations.queries.known_reasons import (
    known_reasons,
    reason_choices,
    reason_name,
    reasons_for,
)
from comptoir.conversations.queries.searching import search
from comptoir.conversations.states import Intent
from comptoir.deadlines.forms import PromiseForm
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def ada(db: None) -> Identity:
    return make_member("ada@shop.example", "Ada", "administrator")


@pytest.fixture
def matter(write: Write) -> Conversation:
    write("Where is my parcel? I have been waiting for ten days.")
    return Conversation.objects.get()


def keys(*, with_seller: bool = False) -> list[str]:
    return [choice.key for choice in reasons_for(with_seller=with_seller)]


@pytest.mark.parametrize(
    ("key", "is_one"),
    [("own_7", True), ("own_0", False), ("own_", False), ("own_7x", False), ("refund", False)],
)
def test_a_reason_of_ones_own_is_known_by_its_number(key: str, is_one: bool) -> None:
    if is_one:
        assert Intent(key).value == key
        return
    with pytest.raises(ValueError, match="not a valid Intent"):
        Intent(key)


def test_an_own_reason_is_chosen_read_found_and_promised_like_any_other(
    ada: Identity, matter: Conversation
) -> None:
    row = services.add_reason(
        by=ada.actor, names={"en": "Assembly", "fr": "Montage"}, of_sellers=False
    )

    services.set_reason(by=ada.actor, conversation_id=matter.pk, reason=Intent(row.key))

    assert keys()[-1] == row.key
    assert row.key not in keys(with_seller=True)
    assert [r.reason for r in search(ada.viewer, "reason:assembly").rows] == ["Assembly"]
    assert (row.key, "Assembly") in list(PromiseForm().fields["reasons"].choices)  # type: ignore[attr-defined]
    entry = Entry.objects.get(event="conversations.ReasonSet", actor_id=ada.member.pk)
    assert entry.data["reason"] == row.key
    with translation.override("fr"):
        assert reason_name(row.key) == "Montage"
    with translation.override("ru"):
        assert reason_name(row.key) == "Assembly"


def test_what_ships_is_called_otherwise_in_one_language_alone(ada: Identity) -> None:
    services.word_reason(by=ada.actor, key="damaged_item", names={"fr": "Casse", "en": ""})

    assert reason_name("damaged_item") == "Damaged item"
    with translation.override("fr"):
        assert reason_name("damaged_item") == "Casse"


def test_who_saves_the_words_that_ship_does_not_rename_it(ada: Identity) -> None:
    services.word_reason(by=ada.actor, key="damaged_item", names={"en": "Damaged item"})

    assert Reason.objects.get(key="damaged_item").names == {}
    assert not Entry.objects.filter(event="conversations.ReasonWorded").exists()


def test_it_moves_among_those_of_its_side(ada: Identity) -> None:
    services.move_reason(by=ada.actor, key="delivery_delay", up=True)
    services.move_reason(by=ada.actor, key="seller_onboarding", up=True)

    assert keys()[:3] == ["delivery_delay", "order_status", "not_received"]
    assert keys(with_seller=True)[:2] == ["other", "seller_onboarding"]
    assert [each.key for each in known_reasons()][-1] == "seller_training"


def test_a_retired_one_is_offered_and_proposed_no_more_and_kept_where_it_is(
    ada: Identity, matter: Conversation, write: Write
) -> None:
    assert matter.reason == "order_status"

    services.retire_reason(by=ada.actor, key="order_status")
    write("Where is my parcel? Ten days.", sender="T <t@b.example>", message_id="<t@b.example>")
    second = Conversation.objects.latest("pk")
    with pytest.raises(UnknownChoice):
        services.set_reason(by=ada.actor, conversation_id=second.pk, reason=Intent.ORDER_STATUS)

    matter.refresh_from_db()
    second.refresh_from_db()
    assert "order_status" not in [choice.key for choice in reason_choices()]
    assert (matter.reason, second.reason) == ("order_status", "")
    assert reason_name("order_status") == "Where is my order"
    services.offer_reason(by=ada.actor, key="order_status")
    assert keys()[0] == "order_status"


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        ({"en": " "}, ReasonNeedsName),
        ({"tlh": "Qapla"}, ReasonNeedsName),
        ({"en": "damaged ITEM"}, ReasonNameTaken),
        ({"fr": "Remboursement"}, ReasonNameTaken),
    ],
)
def test_a_name_that_says_nothing_or_is_taken_is_refused(
    ada: Identity, names: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        services.add_reason(by=ada.actor, names=names, of_sellers=False)

    assert not Reason.objects.exists()


def test_what_is_for_everything_else_stays(ada: Identity) -> None:
    with pytest.raises(ReasonStays):
        services.retire_reason(by=ada.actor, key="other")
    with pytest.raises(UnknownReason):
        services.retire_reason(by=ada.actor, key="own_99")

    assert "other" in keys()


def test_a_lead_changes_none(ada: Identity) -> None:
    lead = make_member("lea@shop.example", "Lea", "lead")

    with pytest.raises(NotAllowed):
        services.add_reason(by=lead.actor, names={"en": "Assembly"}, of_sellers=False)

    assert not Reason.objects.exists()


def test_the_page_adds_words_moves_and_retires(client: Client, ada: Identity) -> None:
    client.force_login(ada.member)

    added = client.post("/reasons/add/", {"name_en": "Assembly", "of_sellers": ""})
    row = Reason.objects.get()
    twice = client.post("/reasons/add/", {"name_en": "Assembly", "name_de": "Aufbau"})
    client.post(f"/reasons/{row.key}/", {f"{row.key}-name_en": "Putting together"})
    form = client.get(f"/reasons/{row.key}/").content.decode()
    client.post(f"/reasons/{row.key}/move/up/")
    retired = client.post(f"/reasons/{row.key}/retire/").content.decode()

    row.refresh_from_db()
    assert "Assembly" in added.content.decode()
    assert "Another reason is called “Assembly”." in twice.content.decode()
    assert 'value="Aufbau"' in twice.content.decode()
    assert 'value="Putting together"' in form
    assert (row.names, keys()[-1]) == ({"en": "Putting together"}, "other")
    assert row.retired_at is not None
    assert "Retired" in retired
