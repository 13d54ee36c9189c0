"""The names that may stand in a template, with what they mean."""

from django.utils.translation import gettext_lazy as _

BUYER = frozenset({"buyer_name", "buyer_first_name"})
LINKS = frozenset({"tracking_link", "guide_link", "video_link"})
VOUCHER = frozenset({"voucher", "voucher_value", "voucher_until"})

NAMES = {
    "buyer_name": _("The buyer’s name"),
    "buyer_first_name": _("The buyer’s first name"),
    "order_number": _("The order’s number"),
    "order_date": _("When it was ordered"),
    "order_total": _("What was paid"),
    "order_items": _("What was ordered, a line each"),
    "item": _("What it is about: the listing, or the order’s first item"),
    "carrier": _("Who carries the parcel"),
    "tracking_number": _("The parcel’s number"),
    "tracking_link": _("Where the parcel can be followed"),
    "shipped_date": _("When the parcel left"),
    "expected_date": _("When the parcel is expected"),
    "delivered_date": _("When the parcel was delivered"),
    "seller_name": _("The seller’s name"),
    "agent_name": _("Your name"),
    "agent_first_name": _("Your first name"),
    "shop_name": _("The name the mailbox sends under"),
    "guide_link": _("The guide of the item"),
    "video_link": _("The video of the item"),
    "conversation_number": _("The conversation’s number"),
    "voucher": _("A voucher’s code, taken when the message is sent"),
    "voucher_value": _("What the voucher is worth"),
    "voucher_until": _("Until when the voucher is valid"),
}
