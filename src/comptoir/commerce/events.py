"""What happened to the mirrored facts."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.commerce.states import IdentityKind
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerMet(Event):
    """A buyer was seen for the first time."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Buyer met for the first time")
    buyer_id: int
    identity_id: int
    kind: IdentityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityVerified(Event):
    """The buyer has shown that the address is his."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Address of a buyer verified")
    buyer_id: int
    identity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyersMerged(Event):
    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Buyers merged")
    buyer_id: int
    merged_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityUnmerged(Event):
    """An identity left `buyer_id` and belongs to `now_buyer_id`."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Address separated from a buyer")
    buyer_id: int
    now_buyer_id: int
    identity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerNoteChanged(Event):
    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Note on a buyer changed")
    buyer_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerChanged(Event):
    """Name, language, country or time zone."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Buyer changed")
    buyer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerRecorded(Event):
    SUBJECT: ClassVar = ("seller", "seller_id")
    SAID: ClassVar = _("Seller recorded")
    seller_id: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerContactInvited(Event):
    """A person may come in by the seller door now."""

    SUBJECT: ClassVar = ("seller", "seller_id")
    SAID: ClassVar = _("Contact of a seller invited")
    seller_id: int
    contact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerContactRemoved(Event):
    SUBJECT: ClassVar = ("seller", "seller_id")
    SAID: ClassVar = _("Contact of a seller removed")
    seller_id: int
    contact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRecorded(Event):
    SUBJECT: ClassVar = ("listing", "listing_id")
    SAID: ClassVar = _("Listing recorded")
    listing_id: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecorded(Event):
    """A marketplace told of a new order, or of a change to one."""

    SUBJECT: ClassVar = ("order", "order_id")
    SAID: ClassVar = _("Order recorded")
    order_id: int
    is_new: bool
    state_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsImported(Event):
    """One batch of a file was stored, in one transaction."""

    SUBJECT: ClassVar = ("commerce_import", "import_id")
    SAID: ClassVar = _("Facts imported")
    import_id: int
    created: int
    updated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLinesCopied(Event):
    """A member took the lines of a file that were refused, with the reasons."""

    SUBJECT: ClassVar = ("commerce_import", "import_id")
    SAID: ClassVar = _("Refused lines of an import copied")
    import_id: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelDefined(Event):
    """A label of buyers is new, or has another name, colour or meaning."""

    SUBJECT: ClassVar = ("label", "label_id")
    SAID: ClassVar = _("Label defined")
    label_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRemoved(Event):
    """No buyer has it any more."""

    SUBJECT: ClassVar = ("label", "label_id")
    SAID: ClassVar = _("Label removed")
    label_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerLabelled(Event):
    """The team called a buyer by a label; why is told in the detail."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Buyer labelled")
    buyer_id: int
    label_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerUnlabelled(Event):
    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Label taken off a buyer")
    buyer_id: int
    label_id: int
