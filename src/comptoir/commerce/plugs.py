"""What commerce can import, and whom it lets in by the doors."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.slots import GUESTS, HOUSE, PROVED
from comptoir.commerce.access import IMPORT, MANAGE_CONTACTS
from comptoir.commerce.access import LABELS as DEFINE_LABELS
from comptoir.commerce.imports.labels import LABELS
from comptoir.commerce.imports.listings import LISTINGS
from comptoir.commerce.imports.orders import ORDERS
from comptoir.commerce.imports.sellers import SELLERS
from comptoir.commerce.models import Buyer, Listing, Order, Seller
from comptoir.commerce.queries.guests import buyers_at, own_shop, sellers_at
from comptoir.commerce.queries.labels import labels
from comptoir.commerce.queries.outward import outward_ids
from comptoir.commerce.services import prove_address
from comptoir.commerce.services.persons import PART
from comptoir.commerce.slots import IMPORTS, PERSON_PARTS
from comptoir.deadlines.slots import LABEL_NAMES
from comptoir.rest.slots import RESOURCES, Resource
from comptoir.ui.slots import SETTINGS, SettingsPage, Topic

IMPORTS.plug("sellers", SELLERS)
IMPORTS.plug("listings", LISTINGS)
IMPORTS.plug("orders", ORDERS)
PERSON_PARTS.plug("commerce", PART)
IMPORTS.plug("labels", LABELS)

RESOURCES.plug("buyer", Resource("buyers/{id}", partial(outward_ids, Buyer)))
RESOURCES.plug("seller", Resource("sellers/{id}", partial(outward_ids, Seller)))
RESOURCES.plug("listing", Resource("listings/{id}", partial(outward_ids, Listing)))
RESOURCES.plug("order", Resource("orders/{id}", partial(outward_ids, Order)))

LABEL_NAMES.plug("buyers", lambda: tuple((label.key, label.name) for label in labels()))
GUESTS.plug("space", buyers_at)
GUESTS.plug("seller", sellers_at)
PROVED.plug("space", prove_address)
HOUSE.plug("commerce", own_shop)

SETTINGS.plug(
    "sellers",
    SettingsPage(
        Topic.PEOPLE,
        _("Sellers’ contacts"),
        _("Which addresses may come in for a seller by the seller door."),
        "seller",
        "commerce:sellers",
        permission=MANAGE_CONTACTS,
        under="/commerce/sellers/",
        order=60,
    ),
)
SETTINGS.plug(
    "labels",
    SettingsPage(
        Topic.DESK,
        _("Labels of buyers"),
        _("What your team calls some buyers among itself; no buyer and no seller reads it."),
        "buyer",
        "commerce:labels",
        permission=DEFINE_LABELS,
        under="/commerce/labels/",
        order=30,
    ),
)
SETTINGS.plug(
    "imports",
    SettingsPage(
        Topic.DATA,
        _("Import"),
        _("Orders, parcels, listings, sellers and labels from a file: tried first, then let in."),
        "rise",
        "commerce:imports",
        permission=IMPORT,
        under="/commerce/imports/",
        order=10,
    ),
)
