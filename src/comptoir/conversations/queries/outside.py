"""Third parties: who is known, who must not be one, and what was asked of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import BuyerIdentity, Order, Seller
from comptoir.conversations.models import Attachment, Conversation, Message, ThirdParty
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.splitting import Tickable, tickable
from comptoir.conversations.queries.thread import is_note
from comptoir.conversations.states import THIRD_PARTY_NAMES, MessageKind, ThirdPartyKind
from comptoir.kit.text import clean

MOST_OFFERED = 100


def is_seller_address(address: str) -> bool:
    named = Q(email__iexact=address) | Q(contacts__email__iexact=address)
    return Seller.objects.filter(named).exists()


def is_buyer_address(address: str, conversation: Conversation | None) -> bool:
    """Of the conversation's own buyer, or of one who has ordered.

    Whoever once wrote to a mailbox has a buyer's row; a carrier that did is still a carrier.
    """
    known = BuyerIdentity.objects.filter(value=clean(address.casefold()))
    buyers = set(known.values_list("buyer_id", flat=True))
    if not buyers:
        return False
    own = conversation.identity if conversation is not None else None
    if own is not None and own.buyer_id in buyers:
        return True
    return Order.objects.filter(buyer__in=buyers).exists()


@dataclass(frozen=True, slots=True)
class Known:
    """One of the book: as it is offered while one types."""

    id: int
    name: str
    address: str
    kind: str
    kind_name: str


def book() -> tuple[Known, ...]:
    """Those that are offered, by name."""
    found = ThirdParty.objects.filter(left_out_at=None).order_by("name", "pk")[:MOST_OFFERED]
    return tuple(_known(each) for each in found)


def _known(row: ThirdParty) -> Known:
    kind = ThirdPartyKind(row.kind)
    return Known(row.pk, row.name, row.address, row.kind, str(THIRD_PARTY_NAMES[kind]))


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of the contact book's page: who it is, and what was asked of him."""

    known: Known
    asked: int
    wrote_at: datetime | None
    is_left_out: bool


def book_lines() -> tuple[BookLine, ...]:
    found = list(ThirdParty.objects.raw(_LINES))
    asked = {row.pk: int(vars(row)["asked"]) for row in found}
    return tuple(
        BookLine(_known(row), asked[row.pk], row.wrote_at, row.left_out_at is not None)
        for row in found
    )


_LINES = """
SELECT t.*, (SELECT count(*) FROM conversations_conversation c WHERE c.third_party_id = t.id) asked
FROM conversations_thirdparty t ORDER BY t.left_out_at IS NOT NULL, lower(t.name), t.id LIMIT 500"""


@dataclass(frozen=True, slots=True)
class OutsideFile:
    id: int
    name: str
    size: int
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class OutsideForm:
    """`messages` are those that may leave the house: never a note (B3)."""

    number: int
    subject: str
    book: tuple[Known, ...]
    kinds: tuple[tuple[str, str], ...]
    messages: tuple[Tickable, ...]
    forwarded: str
    files: tuple[OutsideFile, ...]


def outside_form(
    viewer: Viewer,
    conversation: Conversation,
    *,
    ticked: Sequence[int],
    forwarded: str,
    without: Sequence[int] = (),
) -> OutsideForm:
    return OutsideForm(
        number=conversation.pk,
        subject=conversation.subject,
        book=book(),
        kinds=tuple((kind.value, str(name)) for kind, name in THIRD_PARTY_NAMES.items()),
        messages=tickable(viewer, conversation, ticked, but_notes=True),
        forwarded=forwarded,
        files=files_of(conversation, ticked, without=without),
    )


def files_of(
    conversation: Conversation, ticked: Sequence[int], *, without: Sequence[int] = ()
) -> tuple[OutsideFile, ...]:
    """The files of the ticked messages; `without` were taken out of them before."""
    found = Attachment.objects.filter(message__in=ticked, message__conversation=conversation)
    return tuple(
        OutsideFile(each.pk, each.name, each.size, each.pk not in without)
        for each in found.order_by("pk")
    )


def may_leave(messages: Sequence[Message]) -> bool:
    """No note is ever forwarded (B3), no note of a call, and nothing that has not left itself."""
    return all(
        not is_note(each) and each.kind != MessageKind.CALL and each.released_at is not None
        for each in messages
    )


def forwardable(viewer: Viewer, conversation: Conversation, ticked: Sequence[int]) -> list[Message]:
    """The ticked messages that may leave the house, in their order."""
    found = messages_for(viewer).filter(conversation=conversation, pk__in=list(ticked))
    return [each for each in found.defer("html", "search").order_by("pk") if may_leave([each])]


def known_address(third_party_id: int | None) -> str:
    """Of one that was chosen from the book; "" for somebody new."""
    found = ThirdParty.objects.filter(pk=third_party_id or 0)
    return found.values_list("address", flat=True).first() or ""


def known_id(address: str) -> int | None:
    """Whose address it is, in the book as it is offered."""
    found = ThirdParty.objects.filter(address__iexact=address, left_out_at=None)
    return found.values_list("pk", flat=True).first()
