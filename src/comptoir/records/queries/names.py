"""Names of what entries speak of: one query a kind for a whole page."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from django.db.models import Model

from comptoir.accounts.models import ApiToken, Invitation, Member, Team
from comptoir.automation.models import VoucherList
from comptoir.automation.queries.library import template_names
from comptoir.channels.models import Channel, KnownSender, MailProfile
from comptoir.commerce.models import BuyerLabel, Order, Seller
from comptoir.conversations.models import SavedView, Tag, ThirdParty
from comptoir.conversations.queries.directory import directory
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset
from comptoir.records.slots import NAMES


def _told(model: type[Model], column: str, ids: Collection[int]) -> dict[int, str]:
    found = model._default_manager.filter(pk__in=ids).values_list("pk", column)
    return {number: str(name) for number, name in found}


def _written(model: type[Model], ids: Collection[int]) -> dict[int, str]:
    """As the rows themselves say it, in the reader's language."""
    return {row.pk: str(row) for row in model._default_manager.filter(pk__in=ids)}


def _statuses(ids: Collection[int]) -> dict[int, str]:
    return {one.number: one.for_agents for one in directory().statuses if one.number in ids}


_COLUMNS: dict[str, tuple[type[Model], str]] = {
    "channel": (Channel, "name"),
    "clock_policy": (ClockPolicy, "name"),
    "invitation": (Invitation, "email"),
    "mail_profile": (MailProfile, "key"),
    "member": (Member, "name"),
    "order": (Order, "external_id"),
    "platform_preset": (PlatformPreset, "platform"),
    "seller": (Seller, "name"),
    "sender": (KnownSender, "address"),
    "tag": (Tag, "name"),
    "team": (Team, "name"),
    "third_party": (ThirdParty, "name"),
    "token": (ApiToken, "name"),
    "view": (SavedView, "name"),
    "voucher_list": (VoucherList, "name"),
}


def known_names() -> dict[str, Callable[[Collection[int]], Mapping[int, str]]]:
    columns = {kind: partial(_told, *where) for kind, where in _COLUMNS.items()}
    rows = {
        "business_calendar": partial(_written, BusinessCalendar),
        "label": partial(_written, BuyerLabel),
    }
    asked = {"status": _statuses, "template": template_names}
    return {**columns, **rows, **asked, **dict(NAMES.items())}


class Names:
    """The names of all things that are asked for at once."""

    def __init__(self, wanted: Iterable[tuple[str, int]]) -> None:
        by_kind: dict[str, set[int]] = defaultdict(set)
        for kind, number in wanted:
            by_kind[kind].add(number)
        asked = known_names()
        self._known = {kind: asked[kind](ids) for kind, ids in by_kind.items() if kind in asked}

    def __call__(self, kind: str, number: int) -> str:
        return self._known.get(kind, {}).get(number) or f"#{number}"

    def has(self, kind: str, number: int) -> bool:
        return bool(self._known.get(kind, {}).get(number))
