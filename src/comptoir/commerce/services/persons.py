"""A buyer's own part of his export, and of his erasure: name, addresses, deliveries."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.services.forgetting import forget_visitor
from comptoir.commerce.models import Buyer, BuyerIdentity, LabelledBuyer, Order
from comptoir.commerce.policies import name_key
from comptoir.commerce.slots import Person, PersonPart, Told
from comptoir.journal.forgetting import forget_details
from comptoir.kit.text import clean
from comptoir.rest.forgetting import forget_answers

ERASED = "erased-"
_SHORTEST = 6


def person_of(buyer_id: int) -> Person:
    """The buyer with all rows that were merged into his."""
    rows = Buyer.objects.filter(Q(pk=buyer_id) | Q(merged_into_id=buyer_id))
    return Person(buyer_ids=tuple(rows.order_by("pk").values_list("pk", flat=True)))


def _widen(person: Person) -> Person:
    buyers = list(Buyer.objects.filter(pk__in=person.buyer_ids))
    identities = list(BuyerIdentity.objects.filter(buyer_id__in=person.buyer_ids))
    orders = list(Order.objects.filter(buyer_id__in=person.buyer_ids))
    addresses = {each for row in identities for each in (row.value, row.display) if each}
    names = {row.name for row in buyers} | {row.delivery_name for row in orders}
    words = {clean(word) for word in addresses | names if _is_telling(word)}
    public_ids = [str(each) for each in _public_ids(buyers, orders)]
    return replace(
        person,
        identity_ids=tuple(row.pk for row in identities),
        addresses=tuple(sorted(addresses)),
        words=tuple(sorted(words, key=len, reverse=True)),
        order_ids=tuple(row.pk for row in orders),
        public_ids=(*person.public_ids, *public_ids),
    )


def _public_ids(buyers: Iterable[Buyer], orders: Iterable[Order]) -> Iterator[UUID]:
    yield from (row.public_id for row in buyers)
    yield from (row.public_id for row in orders)


def _is_telling(word: str) -> bool:
    """An address, a number or a whole name: “Anna” alone stands in other people's words too."""
    return len(word) >= _SHORTEST and not word.isalpha() and not word.startswith(ERASED)


def _export(person: Person) -> Told:
    return Told(
        values={
            "person": [_buyer(row) for row in Buyer.objects.filter(pk__in=person.buyer_ids)],
            "known_by": [
                {"kind": row.kind, "value": row.display or row.value, "proved": row.verified_at}
                for row in BuyerIdentity.objects.filter(pk__in=person.identity_ids)
            ],
            "labels": [
                {"label": str(row.label), "why": row.why, "given": row.given_at}
                for row in LabelledBuyer.objects.filter(buyer__in=person.buyer_ids).select_related(
                    "label"
                )
            ],
            "orders": [_order(row) for row in _orders(person)],
        }
    )


def _buyer(row: Buyer) -> dict[str, Any]:
    return {
        "name": row.name,
        "language": row.language,
        "country": row.country,
        "time_zone": row.time_zone,
        "note": row.note,
        "known_since": row.since,
    }


def _orders(person: Person) -> Iterable[Order]:
    found = Order.objects.filter(pk__in=person.order_ids).order_by("placed_at")
    return found.select_related("seller", "marketplace").prefetch_related("lines", "payments")


def _order(row: Order) -> dict[str, Any]:
    return {
        "number": row.external_id,
        "marketplace": row.marketplace.name,
        "seller": row.seller.name,
        "placed": row.placed_at,
        "state": row.state,
        "total": str(row.total),
        "delivered_to": row.delivery_name,
        "city": row.city,
        "postal_code": row.postal_code,
        "country": row.country,
        "lines": [{"title": line.title, "quantity": line.quantity} for line in row.lines.all()],
        "payments": [
            {"method": each.method, "amount": str(each.amount), "captured": each.captured_at}
            for each in row.payments.all()
        ],
    }


def _erase(person: Person) -> Iterable[str]:
    """Amounts, days and order numbers stay: the books need them. Who it was does not."""
    Buyer.objects.filter(pk__in=person.buyer_ids).update(
        name="", sort_name=name_key(""), language="", country="", time_zone="", note=""
    )
    LabelledBuyer.objects.filter(buyer__in=person.buyer_ids).delete()
    known = BuyerIdentity.objects.filter(pk__in=person.identity_ids)
    known.update(
        value=Concat(Value(ERASED), "pk", output_field=CharField()), display="", verified_at=None
    )
    Order.objects.filter(pk__in=person.order_ids).update(
        delivery_name="", city="", postal_code="", country=""
    )
    forget_visitor(addresses=person.addresses)
    subjects = (("buyer", person.buyer_ids), ("order", person.order_ids))
    forget_details(subjects, person.words)
    forget_answers([*person.words, *person.public_ids])
    return ()


PART = PersonPart(
    title=_("Name, addresses, orders"),
    tables=frozenset(
        {
            "accounts_pass",
            "accounts_systemmail",
            "accounts_visit",
            "commerce_buyer",
            "commerce_buyeridentity",
            "commerce_labelledbuyer",
            "commerce_order",
            "journal_detail",
            "journal_failure",
            "rest_answer",
        }
    ),
    widen=_widen,
    export=_export,
    erase=_erase,
)
