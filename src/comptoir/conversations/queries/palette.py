"""What the palette finds while one types: conversations, orders, buyers, lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.roles import permissions_of
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.access import READ as READ_COMMERCE
from comptoir.commerce.queries import search_orders
from comptoir.conversations.queries.buyers import buyers_named
from comptoir.conversations.queries.saved import saved_tabs
from comptoir.conversations.queries.searching import search
from comptoir.conversations.queries.views import views_of
from comptoir.conversations.shapes import Row
from comptoir.kit.text import fold

SHORTEST = 2
LONGEST = 120
MOST = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the palette: `end` stands at its end, `url` is where it leads."""

    group: str
    label: str
    icon: str
    url: str
    end: str = ""


def find(viewer: Viewer, text: str) -> tuple[Hit, ...]:
    """A few of each kind, as far as the viewer may know of them."""
    typed = text.strip()[:LONGEST]
    if len(typed) < SHORTEST:
        return ()
    return (*_views(viewer, typed), *_conversations(viewer, typed), *_facts(viewer, typed))


def _views(viewer: Viewer, typed: str) -> Iterator[Hit]:
    offered = [(each.key, str(each.label), "view") for each in views_of(viewer)]
    offered += [(each.key, each.name, each.icon) for each in saved_tabs(viewer)]
    fitting = [each for each in offered if fold(typed) in fold(each[1])]
    for key, name, icon in fitting[:MOST]:
        yield Hit(_("Views"), name, icon, reverse("conversations:inbox", args=[key]))


def _conversations(viewer: Viewer, typed: str) -> Iterator[Hit]:
    for row in search(viewer, typed).rows[:MOST]:
        url = reverse("conversations:conversation", args=["all", row.number])
        yield Hit(_("Conversations"), _said(row), "chat", url, row.order_number)


def _said(row: Row) -> str:
    return f"{row.who.name}, {row.subject}" if row.subject else row.who.name


def _facts(viewer: Viewer, typed: str) -> Iterator[Hit]:
    if not any(READ_COMMERCE in permissions_of(grant.role) for grant in viewer.grants):
        return
    for order in search_orders(typed, limit=MOST, viewer=viewer):
        url = _search(f"order:{order.number}")
        yield Hit(_("Orders"), order.number, "receipt", url, order.seller)
    for buyer in buyers_named(viewer, typed, most=MOST):
        name = buyer.name or buyer.identity
        url = reverse("conversations:buyer", args=[buyer.public_id])
        yield Hit(_("Buyers"), name, "buyer", url, buyer.identity)


def _search(query: str) -> str:
    return f"{reverse('conversations:search')}?{urlencode({'q': query})}"
