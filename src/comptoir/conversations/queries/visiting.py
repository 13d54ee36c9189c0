"""What buyers and sellers read at their doors: through the two doors to rows, in words for them.

Nothing here is the desk's own: no running number, no agent's name or address, no time of what the
visitor may not see.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.accounts.visitors import Visitor, house_name
from comptoir.channels.models import Channel
from comptoir.channels.queries import profile, space_channel
from comptoir.commerce.models import BuyerIdentity, Order, Seller
from comptoir.commerce.queries import orders_for
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.conversations.queries.case_file import order_shown
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.doors import conversations_for, messages_for
from comptoir.conversations.queries.files import attachments_of, files_of
from comptoir.conversations.queries.promises import in_words
from comptoir.conversations.shapes import File, OrderCard
from comptoir.conversations.slots import ORDER_PANELS, OrderPanel
from comptoir.conversations.states import Category
from comptoir.kit.clock import now
from comptoir.kit.rows import fetch
from comptoir.kit.text import digest
from comptoir.shipping.queries import OrderWithParcels, orders_with_parcels

MOST_ROWS = 50
MOST_ORDERS = 20
WINDOW = 40


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A conversation in the visitor's list; `at` is of the last message that he may read."""

    public_id: UUID
    subject: str
    gist: str
    at: datetime
    status: str
    tone: str
    needs_him: bool
    shop: str = ""


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """`author` is the house for whoever answers at the desk."""

    public_id: UUID
    author: str
    party: Party
    is_own: bool
    at: datetime
    text: str
    language: str
    files: tuple[File, ...]
    pictures: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conversation is: its status in words, and what was promised in it."""

    status: str
    tone: str
    is_settled: bool
    promise: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class OwnThread:
    public_id: UUID
    subject: str
    standing: Standing
    letters: tuple[OwnLetter, ...]
    has_earlier: bool
    may_write_to_buyer: bool
    with_buyer: str


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """One order with its parcels and what later stages tell of it."""

    public_id: UUID
    card: OrderCard
    expected_on: date | None
    panels: tuple[OrderPanel, ...]

    @property
    def title(self) -> str:
        return self.card.lines[0].title if self.card.lines else ""

    @property
    def picture_url(self) -> str:
        return next((line.picture_url for line in self.card.lines if line.picture_url), "")


def _all_for(viewers: Iterable[Viewer]) -> QuerySet[Conversation]:
    """Of one person: a seller's address may speak for several shops."""
    return reduce(or_, (conversations_for(viewer) for viewer in viewers))


def own_rows(visitor: Visitor, *, order_id: int | None = None) -> tuple[OwnRow, ...]:
    """The visitor's conversations, what waits for him first, then the latest: two queries."""
    found = _all_for(visitor.viewers).filter(merged_into=None)
    if order_id is not None:
        found = found.filter(order_id=order_id)
    name = _face(visitor.door.party)
    rows = list(found.order_by(f"-{name}_last_id")[:MOST_ROWS])
    times = _times(visitor, [getattr(row, f"{name}_last_id") for row in rows])
    listed = [_row(visitor, row, times) for row in rows]
    return tuple(sorted(listed, key=lambda row: not row.needs_him))


def _face(party: Party) -> str:
    return "buyer" if party is Party.BUYER else "seller"


def _times(visitor: Visitor, ids: Sequence[int]) -> dict[int, datetime]:
    """When the last message that he may see came: the row's own time is of all messages."""
    seen = reduce(or_, (messages_for(viewer) for viewer in visitor.viewers))
    return dict(seen.filter(pk__in=ids).values_list("pk", "received_at"))


def _row(visitor: Visitor, row: Conversation, times: dict[int, datetime]) -> OwnRow:
    name = _face(visitor.door.party)
    shops = {guest.id: guest.detail for guest in visitor.guests} if len(visitor.guests) > 1 else {}
    return OwnRow(
        public_id=row.public_id,
        subject=row.subject,
        gist=getattr(row, f"{name}_excerpt"),
        at=times.get(getattr(row, f"{name}_last_id"), row.opened_at),
        status=status_for(visitor.door.party, row),
        tone=_tone(visitor.door.party, row),
        needs_him=_needs(visitor.door.party, row),
        shop=shops.get(row.seller_id or 0, ""),
    )


def status_for(party: Party, row: Conversation) -> str:
    """How far it is, in words for the party: never the desk's own label."""
    if party is Party.BUYER:
        return directory().buyer_label(row.status_id or "", row.category)
    if row.category == Category.RESOLVED:
        return _("Settled")
    return _("Waiting for your answer") if _needs(party, row) else _("With the marketplace")


def _needs(party: Party, row: Conversation) -> bool:
    return row.category == Category.WAITING and row.status_id == f"waiting_{_face(party)}"


def _tone(party: Party, row: Conversation) -> str:
    if row.category == Category.RESOLVED:
        return "success"
    return "warning" if _needs(party, row) else "info"


# --- One conversation ---------------------------------------------------------------------------


def find_own(visitor: Visitor, public_id: UUID) -> tuple[Viewer, Conversation]:
    """The conversation and through whose eyes it is read; raises NoSuchConversation (D2).

    A merged one leads to where its matter goes on, if he may know of that.
    """
    found = _all_for(visitor.viewers).filter(public_id=public_id).first()
    if found is not None and found.merged_into_id is not None:
        found = _all_for(visitor.viewers).filter(pk=found.merged_into_id).first() or found
    if found is None:
        raise NoSuchConversation(_("There is no such conversation."))
    found.identity = fetch(BuyerIdentity, found.identity_id)
    found.seller = fetch(Seller, found.seller_id)
    found.channel = fetch(Channel, found.channel_id) or found.channel
    return _eyes(visitor, found), found


def _eyes(visitor: Visitor, found: Conversation) -> Viewer:
    if visitor.door.party is Party.BUYER:
        return visitor.viewers[0]
    return next(viewer for viewer in visitor.viewers if viewer.id == found.seller_id)


def own_thread(
    viewer: Viewer, found: Conversation, *, language: str, before: UUID | None = None
) -> OwnThread:
    """The newest messages, or those before one: three queries."""
    seen = messages_for(viewer).filter(conversation=found)
    if before is not None:
        seen = seen.filter(pk__lt=_key(viewer, found, before))
    newest = list(seen.defer("html", "search").order_by("-pk")[: WINDOW + 1])
    shown = list(reversed(newest[:WINDOW]))
    return OwnThread(
        public_id=found.public_id,
        subject=found.subject,
        standing=standing_of(
            viewer, found, language=language, zone=timezone.get_current_timezone()
        ),
        letters=_letters(viewer, found, shown),
        has_earlier=len(newest) > WINDOW,
        may_write_to_buyer=viewer.party is Party.SELLER and may_write_to_buyer(found),
        with_buyer=_buyer_name(viewer, found),
    )


def newer_letters(viewer: Viewer, found: Conversation, *, after: UUID) -> tuple[OwnLetter, ...]:
    seen = messages_for(viewer).filter(conversation=found, pk__gt=_key(viewer, found, after))
    return _letters(viewer, found, list(seen.defer("html", "search").order_by("pk")[:WINDOW]))


def _key(viewer: Viewer, found: Conversation, public_id: UUID) -> int:
    seen = messages_for(viewer).filter(conversation=found, public_id=public_id)
    return seen.values_list("pk", flat=True).first() or 0


def _letters(
    viewer: Viewer, found: Conversation, messages: Sequence[Message]
) -> tuple[OwnLetter, ...]:
    files = attachments_of(messages)
    return tuple(_letter(viewer, found, message, files[message.pk]) for message in messages)


def _letter(
    viewer: Viewer, found: Conversation, message: Message, files: Sequence[Attachment]
) -> OwnLetter:
    party = _PARTIES.get(message.author_kind, Party.OPERATOR)
    below, inside = files_of(viewer, files, text=message.text)
    return OwnLetter(
        public_id=message.public_id,
        author=_author(viewer, found, message, party),
        party=party,
        is_own=party is viewer.party,
        at=message.received_at,
        text=message.text,
        language=message.language,
        files=below,
        pictures=inside,
    )


_PARTIES = {"buyer": Party.BUYER, "seller": Party.SELLER}


def _author(viewer: Viewer, found: Conversation, message: Message, party: Party) -> str:
    """A party's name, the house for everybody at the desk; nobody's address."""
    if party is viewer.party:
        return _("You")
    if party is Party.SELLER:
        return found.seller.name if found.seller else _("Seller")
    if party is Party.BUYER:
        return message.author_name if "@" not in message.author_name else _("Buyer")
    return house_name()


def _buyer_name(viewer: Viewer, found: Conversation) -> str:
    """Whom the seller's message reaches, where he may write to the buyer."""
    return _("Buyer") if viewer.party is Party.SELLER and found.identity_id else ""


def standing_of(
    viewer: Viewer, found: Conversation, *, language: str, zone: tzinfo | None = None
) -> Standing:
    """The promise is told to who waits, by the same clock that the desk sees."""
    due = found.next_due_at
    waits = found.waiting_since is not None and found.category == Category.OPEN
    is_told = due is not None and waits and not found.is_spam and _is_waiting(viewer, found)
    return Standing(
        status=status_for(viewer.party, found),
        tone=_tone(viewer.party, found),
        is_settled=found.category == Category.RESOLVED,
        promise=in_words(due, found.channel, language, zone) if due and is_told else "",
        is_late=bool(due and is_told and due < now()),
    )


def _is_waiting(viewer: Viewer, found: Conversation) -> bool:
    """A buyer's clock is not the seller's."""
    return viewer.party is Party.BUYER or found.identity_id is None


def may_write_to_buyer(found: Conversation) -> bool:
    """Where the operator allows it, and the marketplace's own rules do not forbid our letters."""
    identity, space = found.identity, space_channel()
    return (
        space is not None
        and bool(space.settings.get("sellers_write_to_buyers"))
        and identity is not None
        and identity.kind == "email"
        and not profile(found.channel.profile).plain_only
    )


def mark_of(viewer: Viewer, conversation_id: int) -> str:
    """What changes when there is something new for this viewer, and only then; "": not his."""
    fields = _marked(viewer.party)
    found = conversations_for(viewer).filter(pk=conversation_id).values_list(*fields).first()
    return _mark(found) if found else ""


def mark_in(party: Party, found: Conversation) -> str:
    """The same of a row that the party may see."""
    return _mark(tuple(getattr(found, name) for name in _marked(party)))


def _marked(party: Party) -> tuple[str, ...]:
    return (f"{_face(party)}_last_id", "status_id", "category", "next_due_at", "merged_into_id")


def _mark(values: tuple[object, ...]) -> str:
    return digest(repr(values)).hex()[:16]


# --- Orders -------------------------------------------------------------------------------------


def own_orders(visitor: Visitor) -> tuple[OwnOrder, ...]:
    """A buyer's newest orders with all that belongs to them: six queries, and what is plugged."""
    viewer = visitor.viewers[0]
    newest = orders_for(viewer).order_by("-placed_at", "-pk")
    ids = list(newest.values_list("pk", flat=True)[:MOST_ORDERS])
    return _shown(viewer, ids)


def _shown(viewer: Viewer, ids: Sequence[int]) -> tuple[OwnOrder, ...]:
    orders = orders_with_parcels(ids, viewer=viewer)
    panels: dict[int, list[OrderPanel]] = defaultdict(list)
    for panels_of in ORDER_PANELS.all():
        for order_id, found in panels_of(viewer, ids).items():
            panels[order_id] += found
    return tuple(_own_order(each, panels[each.order.id]) for each in orders)


def _own_order(found: OrderWithParcels, panels: Sequence[OrderPanel]) -> OwnOrder:
    order, parcels = found.order, found.parcels
    on_their_way = [p.expected_on for p in parcels if p.expected_on and p.delivered_at is None]
    return OwnOrder(
        public_id=order.public_id,
        card=order_shown(order, parcels),
        expected_on=max(on_their_way, default=None),
        panels=tuple(panels),
    )


def find_order(visitor: Visitor, public_id: UUID) -> tuple[Viewer, Order] | None:
    """One order of the visitor's, and through whose eyes (D2)."""
    for viewer in visitor.viewers:
        found = orders_for(viewer).filter(public_id=public_id).first()
        if found is not None:
            return viewer, found
    return None


def own_order(viewer: Viewer, order_id: int) -> OwnOrder | None:
    return next(iter(_shown(viewer, [order_id])), None)


def asked_sellers(*, limit: int) -> list[Seller]:
    """Sellers who may read something, the latest asked first."""
    told = Conversation.objects.filter(seller_last_id__gt=0, merged_into=None, is_spam=False)
    latest = told.order_by("-seller_last_id").select_related("seller")[: limit * 3]
    sellers = [row.seller for row in latest if row.seller is not None]
    return list({seller.pk: seller for seller in sellers}.values())[:limit]
