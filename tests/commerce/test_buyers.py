"""Buyers are met, merged, unmerged and noted."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from comptoir.commerce import services
from comptoir.commerce.errors import BadIdentity, CannotMerge, NotMerged, StaleNote, UnknownBuyer
from comptoir.commerce.models import Buyer, BuyerIdentity, Marketplace, Order
from comptoir.commerce.services import BuyerFacts, OrderFacts
from comptoir.commerce.states import IdentityKind
from comptoir.journal.models import Detail, Entry
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from comptoir.kit.money import Money

from .conftest import AGENT, LEAD, VIEWER

pytestmark = pytest.mark.django_db
EMAIL, RELAY = IdentityKind.EMAIL, IdentityKind.RELAY
MEMBER, PHONE = IdentityKind.MARKETPLACE, IdentityKind.PHONE


def meet(value: str, *, kind: IdentityKind = EMAIL, **told: Any) -> BuyerIdentity:
    return services.identify_buyer(by=SYSTEM, kind=kind, value=value, **told)


def published() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("event", flat=True))


def test_stranger_is_met_in_two_queries_and_known_in_one(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(2):
        met = meet("Jean.Dupont@Example.com", name="Jean Dupönt", language="fr")
    with django_assert_num_queries(1):
        known = meet(" jean.dupont@EXAMPLE.com")

    assert known == met
    assert (met.value, met.display) == ("jean.dupont@example.com", "Jean.Dupont@Example.com")
    buyer = Buyer.objects.get()
    assert (met.buyer_id, met.home_id) == (buyer.pk, buyer.pk)
    assert (buyer.name, buyer.sort_name, buyer.language) == ("Jean Dupönt", "jean dupont", "fr")
    assert published() == ["commerce.BuyerMet"]


def test_address_a_marketplace_hands_out_is_a_relay_address_whatever_was_asked() -> None:
    met = meet("x7h2k@marketplace.amazon.de")

    assert met.kind == "relay"


def test_address_once_recorded_as_relay_stays_one() -> None:
    relay = meet("m-1@relay.example", kind=RELAY)

    assert meet("M-1@relay.example", kind=EMAIL) == relay
    assert BuyerIdentity.objects.count() == 1


def test_member_s_id_counts_on_its_own_marketplace_only() -> None:
    one, other = (Marketplace.objects.create(key=key, name=key) for key in ("ebay", "allegro"))

    here = meet("anna", kind=MEMBER, marketplace_id=one.pk)
    there = meet("anna", kind=MEMBER, marketplace_id=other.pk)
    mail = meet("anna@example.com", marketplace_id=one.pk)

    assert here.buyer_id != there.buyer_id
    assert mail.marketplace_id is None


def test_hostile_address_is_stored_as_an_identity_of_its_own() -> None:
    met = meet("x" * 10_000 + "\0\ud800@example.com", name="N\0" * 500, language="x" * 50)

    assert (len(met.value), len(met.display)) == (320, 320)
    assert met.buyer.name == "N" * 200


def test_refusal_leaves_the_caller_s_transaction_whole() -> None:
    with transaction.atomic():
        with pytest.raises(BadIdentity):
            meet(" ")
        meet("a@example.com")

    assert BuyerIdentity.objects.count() == 1


def test_viewer_meets_nobody() -> None:
    with pytest.raises(NotAllowed):
        services.identify_buyer(by=VIEWER, kind=EMAIL, value="a@example.com")

    assert (Buyer.objects.count(), published()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_two_who_meet_the_same_stranger_at_once_meet_one_buyer() -> None:
    met: list[int] = []
    together = threading.Barrier(4)

    def run() -> None:
        try:
            for number in range(10):
                together.wait(10)
                met.append(meet(f"stranger-{number}@example.com").buyer_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(met) == 40
    assert len(set(met)) == Buyer.objects.count() == BuyerIdentity.objects.count() == 10
    assert published().count("commerce.BuyerMet") == 10


def order_by(identity: BuyerIdentity, number: str) -> Order:
    facts = OrderFacts(
        number=number,
        placed_at=now(),
        total=Money(100, "EUR"),
        buyer=BuyerFacts(identities=((IdentityKind(identity.kind), identity.value),)),
    )
    return services.upsert_order(by=SYSTEM, facts=facts)


def test_merge_moves_identities_and_orders_and_unmerge_gives_exactly_those_back() -> None:
    anna, annie = meet("anna@example.com", name="Anna"), meet("annie@example.com", language="de")
    hers, theirs = order_by(anna, "A-1"), order_by(annie, "A-2")

    kept = services.merge_buyers(by=LEAD, keep_id=anna.buyer_id, merge_id=annie.buyer_id)

    for row in (annie, theirs):
        row.refresh_from_db()
    assert annie.buyer_id == theirs.buyer_id == kept.pk
    assert (kept.name, kept.language) == ("Anna", "de")
    assert Buyer.objects.get(pk=annie.home_id).merged_into == kept
    assert meet("annie@example.com").buyer_id == kept.pk

    back = services.unmerge_identity(by=LEAD, identity_id=annie.pk)

    for row in (anna, annie, hers, theirs):
        row.refresh_from_db()
    assert back.pk == annie.home_id == annie.buyer_id == theirs.buyer_id
    assert anna.buyer_id == hers.buyer_id == kept.pk
    assert back.merged_into is None
    assert published()[-2:] == ["commerce.BuyersMerged", "commerce.IdentityUnmerged"]


def test_chain_of_merges_comes_apart_buyer_by_buyer() -> None:
    a, b, c = (meet(f"{name}@example.com") for name in "abc")
    services.merge_buyers(by=LEAD, keep_id=b.home_id, merge_id=a.home_id)
    services.merge_buyers(by=LEAD, keep_id=c.home_id, merge_id=b.home_id)
    assert set(BuyerIdentity.objects.values_list("buyer", flat=True)) == {c.home_id}

    services.unmerge_buyer(by=LEAD, buyer_id=a.home_id)

    holders = BuyerIdentity.objects.order_by("id").values_list("buyer", flat=True)
    assert list(holders) == [a.home_id, c.home_id, c.home_id]


def test_identity_follows_its_buyer_who_became_somebody_else_s_meanwhile() -> None:
    a, b, c = (meet(f"{name}@example.com") for name in "abc")
    second = BuyerIdentity.objects.create(
        buyer_id=a.home_id, home_id=a.home_id, kind="phone", value="+33612345678"
    )
    services.merge_buyers(by=LEAD, keep_id=b.home_id, merge_id=a.home_id)
    services.unmerge_identity(by=LEAD, identity_id=a.pk)
    services.merge_buyers(by=LEAD, keep_id=c.home_id, merge_id=a.home_id)

    now_buyer = services.unmerge_identity(by=LEAD, identity_id=second.pk)

    assert now_buyer.pk == c.home_id


def test_merge_keeps_both_notes() -> None:
    one, two = meet("a@example.com"), meet("b@example.com")
    for identity, note in ((one, "Likes blue."), (two, "Speaks German.")):
        services.change_note(by=AGENT, buyer_id=identity.buyer_id, note=note, version=0)

    kept = services.merge_buyers(by=LEAD, keep_id=one.buyer_id, merge_id=two.buyer_id)

    assert (kept.note, kept.note_version) == ("Likes blue.\nSpeaks German.", 2)


def test_rule_never_merges_a_relay_address_with_a_person() -> None:
    person, relay = meet("a@example.com"), meet("r@relay.example", kind=RELAY)

    with pytest.raises(CannotMerge, match="Only a person"):
        services.merge_buyers(by=SYSTEM, keep_id=person.buyer_id, merge_id=relay.buyer_id)

    relay.refresh_from_db()
    assert relay.buyer_id == relay.home_id
    assert published() == ["commerce.BuyerMet", "commerce.BuyerMet"]
    services.merge_buyers(by=LEAD, keep_id=person.buyer_id, merge_id=relay.buyer_id)


@pytest.mark.parametrize("actor", [AGENT, VIEWER, Actor(ActorKind.RULE, 1)])
def test_only_leads_merge(actor: Actor) -> None:
    one, two = meet("a@example.com"), meet("b@example.com")

    with pytest.raises(NotAllowed):
        services.merge_buyers(by=actor, keep_id=one.buyer_id, merge_id=two.buyer_id)

    two.refresh_from_db()
    assert two.buyer_id == two.home_id
    assert "commerce.BuyersMerged" not in published()


def test_merge_that_makes_no_sense_is_refused() -> None:
    one, two, three = (meet(f"{name}@example.com").buyer_id for name in "abc")
    services.merge_buyers(by=LEAD, keep_id=one, merge_id=two)

    with pytest.raises(CannotMerge, match="with himself"):
        services.merge_buyers(by=LEAD, keep_id=one, merge_id=one)
    with pytest.raises(CannotMerge, match="merged already"):
        services.merge_buyers(by=LEAD, keep_id=three, merge_id=two)
    with pytest.raises(UnknownBuyer):
        services.merge_buyers(by=LEAD, keep_id=one, merge_id=10**9)
    with pytest.raises(NotMerged):
        services.unmerge_buyer(by=LEAD, buyer_id=three)


def test_note_of_an_old_version_is_refused_and_nothing_changes() -> None:
    buyer_id = meet("a@example.com").buyer_id
    services.change_note(by=AGENT, buyer_id=buyer_id, note="First.", version=0)

    with pytest.raises(StaleNote) as refused:
        services.change_note(by=LEAD, buyer_id=buyer_id, note="Second.", version=0)

    assert refused.value.version == 1
    assert Buyer.objects.get().note == "First."
    assert published().count("commerce.BuyerNoteChanged") == 1


def test_note_stays_out_of_the_journal_and_goes_to_its_detail() -> None:
    buyer_id = meet("a@example.com").buyer_id

    services.change_note(by=AGENT, buyer_id=buyer_id, note="Rude.", version=0)

    entry = Entry.objects.get(event="commerce.BuyerNoteChanged")
    assert entry.data == {"buyer_id": buyer_id, "version": 1}
    assert Detail.objects.get(entry_id=entry.pk).data == {"before": "", "after": "Rude."}


def test_change_of_nothing_publishes_nothing() -> None:
    buyer_id = meet("a@example.com", name="Anna").buyer_id

    services.change_buyer(by=AGENT, buyer_id=buyer_id, name="Anna", country="")

    assert published() == ["commerce.BuyerMet"]
    services.change_buyer(by=AGENT, buyer_id=buyer_id, name="Élise", country="fr")
    buyer = Buyer.objects.get()
    assert (buyer.name, buyer.sort_name, buyer.country) == ("Élise", "elise", "FR")


def test_address_is_verified_once() -> None:
    identity = meet("a@example.com")

    first = services.verify_identity(by=SYSTEM, identity_id=identity.pk)
    second = services.verify_identity(by=SYSTEM, identity_id=identity.pk)

    assert first.verified_at == second.verified_at
    assert published().count("commerce.IdentityVerified") == 1
