"""The contact reasons as this house calls and orders them: those that ship, and its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from comptoir.conversations.queries.directory import directory
from comptoir.conversations.shapes import Choice
from comptoir.conversations.states import INTENT_NAMES, Intent, is_seller_intent


@dataclass(frozen=True, slots=True)
class KnownReason:
    """`names` are the house's own words by language; `ships`: the program has words, too."""

    key: str
    of_sellers: bool
    position: int
    is_retired: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def ships(self) -> bool:
        return self.key in INTENT_NAMES

    @property
    def shipped(self) -> str:
        """In the reader's language; "" for one of the house's own."""
        return str(INTENT_NAMES[Intent(self.key)]) if self.ships else ""

    @property
    def label(self) -> str:
        """The house's words in the reader's language, those that ship, or those of any other."""
        own = self.names.get((get_language() or "en")[:2], "")
        return own or self.shipped or next(filter(None, self.names.values()), "")


def known_reasons() -> tuple[KnownReason, ...]:
    """All of them in the order of the menus, the retired ones too; no query but the directory's."""
    rows = {row.key: row for row in directory().reasons}
    shipped = (
        KnownReason(intent.value, is_seller_intent(intent), at)
        for at, intent in enumerate(Intent)
        if intent.value not in rows
    )
    told = (
        KnownReason(r.key, r.of_sellers, r.position, r.is_retired, r.names) for r in rows.values()
    )
    return tuple(sorted((*shipped, *told), key=lambda each: (each.position, each.key)))


def reason_name(key: str) -> str:
    """In the reader's language; "" for none."""
    row = next((row for row in directory().reasons if row.key == key), None)
    if row is not None:
        known = KnownReason(row.key, row.of_sellers, row.position, row.is_retired, row.names)
        return known.label
    return str(INTENT_NAMES[Intent(key)]) if key in INTENT_NAMES else ""


def all_reason_names() -> dict[str, str]:
    """In their order, with those that are retired."""
    return {each.key: each.label for each in known_reasons()}


def reason_names() -> dict[str, str]:
    """Of all that are offered, in their order."""
    return {each.key: each.label for each in known_reasons() if not each.is_retired}


def reason_choices() -> tuple[Choice, ...]:
    return tuple(Choice(key, label) for key, label in reason_names().items())


def reasons_for(*, with_seller: bool) -> tuple[Choice, ...]:
    """Those of buyers or of sellers; “something else” fits both."""
    return tuple(
        Choice(each.key, each.label)
        for each in known_reasons()
        if not each.is_retired and (each.of_sellers is with_seller or each.key == Intent.OTHER)
    )


def is_offered(reason: str) -> bool:
    """Whether it may be chosen or proposed now."""
    row = next((row for row in directory().reasons if row.key == reason), None)
    return not row.is_retired if row is not None else reason in INTENT_NAMES
