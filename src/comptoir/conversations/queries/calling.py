"""What the form about a phone call offers."""

from dataclasses import dataclass

from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import BuyerIdentity, Order
from comptoir.conversations import access
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.writing_first import open_about


@dataclass(frozen=True, slots=True)
class OnThePhone:
    """A party that may have been on the phone; `phone` is known of it."""

    key: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CallForm:
    """`open_number` is a conversation about the order that goes on already."""

    url: str
    parties: tuple[OnThePhone, ...]
    customer: str
    may_answer: bool
    waits: bool = False
    order_number: str = ""
    open_number: int | None = None


def call_form(identity: Identity, conversation: Conversation) -> CallForm:
    parties = []
    if conversation.identity is not None:
        buyer = conversation.identity.buyer
        name = buyer.name or conversation.identity.display
        parties.append(OnThePhone("buyer", name, _phone(buyer.pk)))
    if conversation.seller is not None:
        parties.append(OnThePhone("seller", conversation.seller.name))
    return CallForm(
        url=reverse("conversations:call", args=[conversation.pk]),
        parties=tuple(parties),
        customer=parties[0].key if parties else "",
        may_answer=access.may(identity.actor, access.REPLY, conversation),
        waits=conversation.waiting_since is not None and conversation.third_party_id is None,
    )


def call_form_about(viewer: Viewer, order: Order) -> CallForm:
    parties = [OnThePhone("seller", order.seller.name)]
    if order.buyer is not None:
        parties.insert(0, OnThePhone("buyer", order.buyer.name, _phone(order.buyer.pk)))
    return CallForm(
        url=reverse("conversations:call_about", args=[order.pk]),
        parties=tuple(parties),
        customer=parties[0].key,
        may_answer=False,
        order_number=order.external_id,
        open_number=open_about(viewer, [order.pk]).get(order.pk),
    )


def _phone(buyer_id: int) -> str:
    known = BuyerIdentity.objects.filter(buyer_id=buyer_id, kind="phone").order_by("pk")
    row = known.first()
    return (row.display or row.value) if row else ""
