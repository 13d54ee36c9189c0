"""What was settled before the visitor came: stored many at once, as a move from another desk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from comptoir.accounts.parties import Party
from comptoir.channels.mail.shapes import AttachedFile
from comptoir.commerce.models import BuyerIdentity, Order, Seller
from comptoir.commerce.services import identify_buyer
from comptoir.commerce.states import IdentityKind
from comptoir.conversations.services.past import PastConversation, PastMessage, store_past
from comptoir.demo.content import mails, shapes
from comptoir.demo.content.settling import settled_with
from comptoir.demo.content.shapes import Author, Conversation, Outcome, Turn, TurnKind
from comptoir.demo.loading.house import House
from comptoir.demo.pictures import draw
from comptoir.kit.actor import SYSTEM, Actor, ActorKind

# Drawing takes a tenth of a second: the photos of the past come in a few variants.
VARIANTS = 2


@dataclass(frozen=True, slots=True)
class Known:
    """What the orders told before: rows by what a mail names."""

    identities: dict[str, BuyerIdentity]
    orders: dict[tuple[int, str], int]
    sellers: dict[str, Seller]


def is_past(told: Conversation) -> bool:
    """Settled or waiting for somebody else, by ordinary mails: nothing that intake would decide."""
    ordinary = all(turn.kind is TurnKind.MESSAGE for turn in told.turns)
    return ordinary and not told.is_spam and told.outcome is not Outcome.OPEN


def load_past(told: Sequence[Conversation], house: House) -> None:
    """All of these conversations, in the order in which they began."""
    known = _known(told, house)
    stored = store_past(past=[_past(one, house, known) for one in told])
    for one, row in zip(told, stored, strict=True):
        house.numbers[one.key] = row.pk


def _known(told: Iterable[Conversation], house: House) -> Known:
    marketplaces = [channel.marketplace_id for channel in house.channels.values()]
    orders = Order.objects.filter(marketplace__in=marketplaces).values_list(
        "marketplace_id", "external_id", "pk"
    )
    addresses = [mails.sender_address(turn, one).lower() for one in told for turn in one.turns]
    identities = BuyerIdentity.objects.filter(
        kind__in=[IdentityKind.EMAIL, IdentityKind.RELAY], value__in=addresses
    )
    sellers = Seller.objects.filter(marketplace__key="tiliane")
    return Known(
        identities={identity.value: identity for identity in identities},
        orders={(market, number): pk for market, number, pk in orders},
        sellers={seller.external_id: seller for seller in sellers},
    )


def _past(told: Conversation, house: House, known: Known) -> PastConversation:
    channel = house.channels[told.channel.key]
    order_id = None
    if told.order and channel.marketplace_id:
        order_id = known.orders.get((channel.marketplace_id, told.order.external_id))
    who = told.assignee or next((turn.agent for turn in told.turns if turn.agent), None)
    outcome, amount = settled_with(told) or (None, None)
    return PastConversation(
        channel=channel,
        subject=told.subject,
        language=told.language,
        reason=told.intent,
        status=told.outcome.value,
        messages=[_message(told, place, house, known) for place in range(len(told.turns))],
        identity=_identity(told, known) if told.buyer else None,
        seller=known.sellers[told.seller.key] if told.seller else None,
        order_id=order_id,
        team_id=house.teams[told.team].pk,
        assignee=house.actor_of(who).actor if who else None,
        priority=told.priority,
        tags=told.tags,
        outcome=outcome,
        amount=amount,
    )


def _identity(told: Conversation, known: Known) -> BuyerIdentity:
    """As the orders told of him; who never ordered becomes known by his mail."""
    address = mails.sender_address(told.turns[0], told)
    found = known.identities.get(address.lower())
    if found is None:
        is_relay = told.channel.profile != "generic"
        found = known.identities[address.lower()] = identify_buyer(
            by=SYSTEM,
            kind=IdentityKind.RELAY if is_relay else IdentityKind.EMAIL,
            value=address,
            name=told.buyer.name if told.buyer else "",
        )
    return found


def _message(told: Conversation, place: int, house: House, known: Known) -> PastMessage:
    turn = told.turns[place]
    is_ours = turn.author is Author.AGENT
    return PastMessage(
        at=turn.at,
        by=_author(told, turn, house, known),
        audience=turn.audience,
        text=turn.text,
        language=turn.language,
        address="" if is_ours else mails.sender_address(turn, told),
        external_id="" if is_ours else mails.message_id(told, place).strip("<>"),
        files=tuple(_files(turn)),
        mention_ids=[house.identities[key].member.pk for key in turn.mentions],
    )


def _author(told: Conversation, turn: Turn, house: House, known: Known) -> Actor:
    if turn.agent:
        return house.actor_of(turn.agent).actor
    name = mails.sender_name(turn, told, told.channel)
    if turn.author is Author.SELLER and told.seller:
        return Actor(ActorKind.SELLER, known.sellers[told.seller.key].pk, name)
    return Actor(ActorKind.BUYER, _identity(told, known).buyer_id, name)


def _files(turn: Turn) -> Iterator[AttachedFile]:
    for picture in turn.attachments:
        content = drawn(picture.kind, picture.seed % VARIANTS)
        yield AttachedFile(picture.name, "image/jpeg", len(content), content)


@lru_cache(maxsize=64)
def drawn(kind: str, seed: int) -> bytes:
    return draw(kind, seed=seed)


def as_drawn(picture: shapes.Picture) -> bytes:
    """The picture of a mail that goes through intake."""
    return drawn(picture.kind, picture.seed)


def audience_of(turn: Turn) -> Party:
    return turn.audience & ~Party.OPERATOR
