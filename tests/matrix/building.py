"""The desk of the matrix, built: its members and visitors, and the matter they speak of."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.test import Client

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team, Visit
from comptoir.accounts.parties import Party
from comptoir.accounts.roles import PERMISSIONS, Role, permissions_of
from comptoir.accounts.services import make_token
from comptoir.accounts.visitors import DOORS
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.services import receive
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Order
from comptoir.commerce.services import BuyerFacts, LineFacts, OrderFacts, SellerFacts
from comptoir.commerce.states import Colour, IdentityKind
from comptoir.conversations import services
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    Message,
    ThirdParty,
)
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.money import Money
from comptoir.kit.text import digest
from comptoir.records.models import Hold
from tests.conversations.conftest import mail
from tests.matrix.belongings import add_belongings
from tests.matrix.desk import (
    BUYERS_WORDS,
    CAMILLE,
    FILE_NAME,
    KERAMOS,
    LABEL,
    NOAH,
    NOTE,
    QUESTION,
    RIVAL,
    SUBJECT,
    Desk,
    Person,
)
from tests.rest.conftest import Program
from tests.shipped import load_rules


def build() -> Desk:
    load_rules()
    desk = Desk()
    here, elsewhere = Team.objects.create(name="Here"), Team.objects.create(name="Elsewhere")
    desk.ids |= {"team_id": here.pk}
    _members(desk, here, elsewhere)
    _matter(desk, here)
    _visitors(desk)
    add_belongings(desk)
    _of_others(desk, elsewhere)
    return desk


# --- Who -----------------------------------------------------------------------------------------


def _members(desk: Desk, here: Team, elsewhere: Team) -> None:
    desk.people["nobody"] = Person("nobody", Client(raise_request_exception=False))
    for role in Role:
        _member(desk, role.value, role.value)
    _member(desk, "agent here", "agent", here)
    for role in ("agent", "lead", "administrator"):
        _member(desk, f"{role} elsewhere", role, elsewhere)
    _member(desk, "without a role", "")
    desk.ids["member_id"] = desk.people["viewer"].identity.member.pk  # type: ignore[union-attr]


def _member(desk: Desk, name: str, role: str, team: Team | None = None) -> None:
    email = f"{name.replace(' ', '-')}@shop.example"
    member = Member.objects.create_user(email, "secret", name=name.title())
    if role:
        scope = {"scope": "team", "scope_id": team.pk} if team else {}
        MemberGrant.objects.create(member=member, role=role, **scope)
    client = Client(raise_request_exception=False)
    client.force_login(member)
    identity = identify(member)
    person = Person(name, client, role, team.name.lower() if team else "", identity=identity)
    person.program = _program(identity, role)
    desk.people[name] = person


def _program(identity: Identity, role: str) -> Program:
    """A token with all the member holds; one that he may not make is an unknown one."""
    if "accounts.tokens" not in permissions_of(role):
        return Program("ctr_unknown")
    held = [key for key, _ in PERMISSIONS.items() if key in permissions_of(role)]
    made = make_token(
        by=identity.actor, name="Warehouse", permissions=held, valid_for=timedelta(days=30)
    )
    return Program(made.secret)


def _visitors(desk: Desk) -> None:
    for name, address, party in (
        ("buyer", CAMILLE, Party.BUYER),
        ("another buyer", NOAH, Party.BUYER),
        ("seller", KERAMOS, Party.SELLER),
        ("another seller", RIVAL, Party.SELLER),
    ):
        door, key = DOORS[party], uuid4().hex
        Visit.objects.create(
            party=party,
            address=address,
            key_digest=digest(key),
            created_at=now(),
            expires_at=now() + timedelta(days=1),
        )
        client = Client(raise_request_exception=False)
        client.cookies[door.cookie] = key
        desk.people[name] = Person(name, client, party=door.name)


# --- What it is about ----------------------------------------------------------------------------


def _label(order: Order) -> int:
    """What the team calls the buyer: nobody at the doors may read it."""
    assert order.buyer_id is not None
    told = {"name": "Trade", "about": "Buys to sell on", "colour": Colour.RED}
    label = commerce.define_label(by=SYSTEM, **told)
    commerce.label_buyer(by=SYSTEM, buyer_id=order.buyer_id, label_id=label.pk, why=LABEL)
    return label.pk


def _matter(desk: Desk, here: Team) -> None:
    """A buyer's mail with a file, a note, a question to the seller: each in its own audience."""
    channel = Channel.objects.create(
        key="shop", name="Shop", address="desk@shop.example", language="en", team=here
    )
    order = _order("FR-4711", "keramos", KERAMOS, CAMILLE)
    other = _order("FR-4712", "rival", RIVAL, NOAH)
    conversation = _conversation(channel, here, order, BUYERS_WORDS, "<one@buyer.example>")
    beside = _conversation(channel, here, order, "And the bulb?", "<two@buyer.example>")
    agent = desk.people["agent"].identity
    assert agent is not None
    by = agent.actor
    note = services.write_note(by=by, conversation_id=conversation.pk, text=NOTE)
    services.reply(by=by, conversation_id=conversation.pk, text=QUESTION, audience=Party.SELLER)
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=Delivery.objects.get())
    first = Message.objects.earliest("pk")
    own = Message.objects.filter(audience=Party.SELLER | Party.OPERATOR).latest("pk")
    desk.ids |= {
        "number": conversation.pk,
        "beside": beside.pk,
        "order_id": order.pk,
        "third_party_id": _third_party(),
        "view_id": 0,
        "other_buyer": other.buyer_id,
        "label_id": _label(order),
        "identity": conversation.identity_id,
        "buyer": order.buyer.public_id,  # type: ignore[union-attr]
        "seller": order.seller.public_id,  # type: ignore[union-attr]
        "message_id": first.pk,
        "public_id": _file(desk, first),
        "conversation": conversation.public_id,
        "order": order.public_id,
        "channel_id": channel.pk,
        "seller_id": order.seller_id,
        "note": note.public_id,
        "message": first.public_id,
        "beside_outward": beside.public_id,
        "tomorrow": (now() + timedelta(days=1)).isoformat(),
        "own_message": own.pk,
        "before": 10**9,
        "kept": "drafts",
        "hold_id": Hold.objects.create(conversation=beside, why="x", set_at=now()).pk,
        "at": 0,
        "view": "all",
        "mode": "note",
        "verb": "tag",
    }


def _third_party() -> int:
    parcels = ThirdParty(name="Parcels", kind="carrier", address="claims@parcels.example")
    parcels.added_at = now()
    parcels.save()
    return parcels.pk


def _order(number: str, seller: str, seller_email: str, buyer_email: str) -> Order:
    commerce.upsert_marketplace(by=SYSTEM, key="shop", name="Tiliane")
    commerce.upsert_seller(
        by=SYSTEM,
        facts=SellerFacts(
            external_id=seller, marketplace="shop", name=seller.title(), email=seller_email
        ),
    )
    line = LineFacts(key="1", title="Lamp", quantity=1, unit_price=Money.of("49.00", "EUR"))
    return commerce.upsert_order(
        by=SYSTEM,
        facts=OrderFacts(
            number=number,
            placed_at=now() - timedelta(days=5),
            total=Money.of("49.00", "EUR"),
            marketplace="shop",
            seller=seller,
            buyer=BuyerFacts(identities=((IdentityKind.EMAIL, buyer_email),), name="A Buyer"),
            lines=(line,),
        ),
    )


def _conversation(
    channel: Channel,
    team: Team,
    order: Order,
    text: str,
    message_id: str,
    *,
    subject: str = SUBJECT,
) -> Conversation:
    sender = f"Camille <{CAMILLE}>" if subject == SUBJECT else f"Noah <{NOAH}>"
    raw = mail(text, sender=sender, subject=subject, message_id=message_id)
    receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=raw)
    conversation = Conversation.objects.latest("pk")
    conversation.team, conversation.seller, conversation.order = team, order.seller, order
    conversation.save()
    return conversation


def _file(desk: Desk, message: Message) -> Any:
    key = files.put(b"receipt", folder="attachments")
    fields = {"content_type": "text/plain", "size": 7, "content_key": key}
    found = Attachment.objects.create(message=message, name=FILE_NAME, **fields)
    draft = Draft.objects.create(
        conversation=message.conversation,
        member=desk.people["agent"].identity.member,  # type: ignore[union-attr]
        mode="reply",
        text="half a sentence",
        saved_at=now(),
    )
    desk.ids["draft_id"] = draft.pk
    of_draft = Attachment.objects.create(draft=draft, name="draft.txt", **fields)
    desk.ids_at["conversations:remove_file"] = {"public_id": of_draft.public_id}
    return found.public_id


def _of_others(desk: Desk, elsewhere: Team) -> None:
    """What a stranger of another team has of his own, so that he gets as far as he can."""
    other = Order.objects.get(external_id="FR-4712")
    text, message_id = "Of another team altogether.", "<three@buyer.example>"
    channel = Channel.objects.get(key="shop")
    own = _conversation(channel, elsewhere, other, text, message_id, subject="Another matter")
    desk.ids["their_number"] = own.pk
