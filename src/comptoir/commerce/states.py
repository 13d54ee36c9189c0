"""The kinds and states of mirrored facts, and the way an order usually takes."""

import re
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.kit.flows import Flow
from comptoir.kit.text import clean

_BETWEEN_WORDS = re.compile(r"[\W_]+")


class MarketplaceKind(StrEnum):
    OWN = "own"
    AMAZON = "amazon"
    EBAY = "ebay"
    MIRAKL = "mirakl"
    ALLEGRO = "allegro"
    OZON = "ozon"
    WILDBERRIES = "wildberries"
    OTHER = "other"


class IdentityKind(StrEnum):
    """By what a buyer is known. A relay address belongs to an order, never to a person; of a chat's
    visitor nothing is known but that he is the same one."""

    EMAIL = "email"
    PHONE = "phone"
    MARKETPLACE = "marketplace"
    RELAY = "relay"
    CHAT = "chat"


class Colour(StrEnum):
    """The colours a label may have. The word beside it says what it means."""

    GREY = "grey"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"


COLOUR_NAMES: dict[Colour, str | Promise] = {
    Colour.GREY: _("Grey"),
    Colour.GREEN: _("Green"),
    Colour.AMBER: _("Amber"),
    Colour.RED: _("Red"),
    Colour.BLUE: _("Blue"),
}

# The tones of the pages' chips.
TONES = {
    Colour.GREY: "",
    Colour.GREEN: "success",
    Colour.AMBER: "warning",
    Colour.RED: "danger",
    Colour.BLUE: "info",
}

# Labels that come along: their words are translated as long as the house has none of its own.
LABEL_NAMES: dict[str, str | Promise] = {
    "very-good-customer": _("Very good customer"),
    "wholesale": _("Wholesale"),
    "careful": _("Careful"),
}
LABEL_MEANINGS: dict[str, str | Promise] = {
    "very-good-customer": _("Has bought often and for long: be generous, and quick."),
    "wholesale": _("Buys for a business: invoices, larger quantities, other terms."),
    "careful": _("Something went wrong before: read the note before you answer."),
}


class ImportState(StrEnum):
    """An import by the page is tried first; only then somebody lets it in."""

    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


IMPORT_FLOW = Flow(
    {
        ImportState.CHECKING: {ImportState.CHECKED, ImportState.FAILED},
        ImportState.CHECKED: {ImportState.RUNNING},
        ImportState.RUNNING: {ImportState.DONE, ImportState.FAILED},
    }
)

IMPORT_STATE_NAMES: dict[ImportState, str | Promise] = {
    ImportState.CHECKING: _("Being tried"),
    ImportState.CHECKED: _("Tried, not let in"),
    ImportState.RUNNING: _("At work"),
    ImportState.DONE: _("Done"),
    ImportState.FAILED: _("Not imported"),
}


class Outcome(StrEnum):
    """What became of a fact that was told."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class OrderState(StrEnum):
    """The states we know. A marketplace's own word outside this list is kept as it came."""

    PLACED = "placed"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


# The usual way, for diagrams and for `is_final`. Facts are mirrored, so an order may jump.
ORDER_FLOW = Flow(
    {
        OrderState.PLACED: {OrderState.PAID, OrderState.CANCELLED},
        OrderState.PAID: {OrderState.SHIPPED, OrderState.CANCELLED},
        OrderState.SHIPPED: {OrderState.DELIVERED, OrderState.RETURNED},
        OrderState.DELIVERED: {OrderState.RETURNED},
    }
)

_NAMES: dict[str, str | Promise] = {
    OrderState.PLACED: _("Placed"),
    OrderState.PAID: _("Paid"),
    OrderState.SHIPPED: _("Shipped"),
    OrderState.DELIVERED: _("Delivered"),
    OrderState.CANCELLED: _("Cancelled"),
    OrderState.RETURNED: _("Returned"),
}


def order_state_name(state: str) -> str | Promise:
    """The state in words; a marketplace's own state as it came."""
    return _NAMES.get(state) or state.replace("_", " ").capitalize()


def state_word(word: str) -> str:
    """A state as it is stored: `In Transit` and `in-transit` are `in_transit`."""
    return _BETWEEN_WORDS.sub("_", clean(word).lower()).strip("_")[:40]
