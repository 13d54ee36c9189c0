"""A conversation about an order on its way, and templates to answer it with."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation import services
from comptoir.automation.models import Revision, Template, Voucher
from comptoir.automation.services import Content, Defaults, Details
from comptoir.channels.models import Delivery
from comptoir.channels.states import Sending
from comptoir.commerce.models import Order
from comptoir.commerce.services import BuyerFacts, LineFacts, OrderFacts, upsert_order
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.kit.money import Money
from comptoir.shipping.services import ParcelFacts, upsert_parcel
from tests.conversations.conftest import Write, agent, mailbox, make_member, write

__all__ = ["agent", "mailbox", "make_member", "write"]

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)

type Make = Callable[..., Template]


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(NOON):
        write()
        found = Conversation.objects.get()
        desk.link_order(
            by=SYSTEM, conversation_id=found.pk, order=order_of("camille@buyer.example")
        )
    found.refresh_from_db()
    return found


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Lea Lead", "lead")


@pytest.fixture
def make(lead: Identity) -> Make:
    """A template that everybody may use, approved."""

    def make_template(
        text: str | Mapping[str, str] = "Hello {{buyer_first_name}}, it left.",
        *,
        name: str = "Delivery::It left",
        actions: Sequence[tuple[str, str]] = (),
        **details: object,
    ) -> Template:
        texts = {"en": text} if isinstance(text, str) else text
        template = services.add_template(
            by=lead.actor,
            content=Content(name, texts, actions),
            details=Details(**details),  # type: ignore[arg-type]
        )
        for proposed in Revision.objects.filter(template=template, step="proposed"):
            services.approve_revision(by=lead.actor, revision_id=proposed.pk)
        template.refresh_from_db()
        return template

    return make_template


def order_of(email: str, number: str = "FR 41872", seller: str = "S-1") -> Order:
    """An order with one vase, on its way, expected in four days."""
    buyer = BuyerFacts(identities=((IdentityKind.EMAIL, email),), name="Camille Laurent")
    order = upsert_order(
        by=SYSTEM,
        facts=OrderFacts(
            number=number,
            seller=seller,
            seller_name="Kéramos",
            placed_at=NOON,
            total=Money(7480, "EUR"),
            buyer=buyer,
            lines=(LineFacts(key="1", title="Blue vase", unit_price=Money(7480, "EUR")),),
        ),
    )
    parcel = ParcelFacts(
        order_number=number,
        carrier="Colissimo",
        tracking_number=f"6A-{number[-5:]}",
        tracking_url=f"https://track.example/{number[-5:]}",
        shipped_at=NOON,
        expected_on=date(2026, 11, 20),
    )
    upsert_parcel(by=SYSTEM, facts=parcel)
    return order


def pick(identity: Identity, conversation: Conversation, template: Template, **more: object) -> str:
    """Put a template into the reply; the words as they stand in the composer."""
    told = {"audience": Party.BUYER, "language": "en", **more}
    _use, filled = services.pick_template(
        identity=identity,
        conversation_id=conversation.pk,
        template_id=template.pk,
        **told,  # type: ignore[arg-type]
    )
    return filled.text


def send(identity: Identity, conversation: Conversation, text: str, **more: object) -> Message:
    told = {"text": text, "audience": Party.BUYER, **more}
    return desk.reply(by=identity.actor, conversation_id=conversation.pk, **told)  # type: ignore[arg-type]


def release() -> None:
    """The time to undo is over, and what follows has run."""
    for delivery in Delivery.objects.filter(state=Sending.HELD):
        with transaction.atomic():
            desk.release(by=SYSTEM, delivery=delivery)
        Delivery.objects.filter(pk=delivery.pk).update(state=Sending.SENT)
    for message in Message.objects.filter(released_at__isnull=False, author_kind="agent"):
        services.run_actions(message_id=message.pk)


def codes(lead: Identity, *names: str, until: date | None = date(2027, 1, 31)) -> list[Voucher]:
    content = "\n".join(["code", *names]).encode()
    services.import_vouchers(
        by=lead.actor,
        name="Goodwill",
        content=content,
        defaults=Defaults(value="5", currency="EUR", valid_until=until),
    )
    return list(Voucher.objects.order_by("pk"))
