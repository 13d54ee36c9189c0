"""What is kept for a time, and how long as it ships."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.records.errors import BadDays


class KeptKind(StrEnum):
    """What the house keeps for a time of its own choosing."""

    MARKETPLACE = "marketplace"
    WORDS = "words"
    DRAFTS = "drafts"
    SESSIONS = "sessions"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Keeping:
    """`days` as it ships; None: for ever. `least` guards against a slip of the finger."""

    name: str | Promise
    about: str | Promise
    days: int | None
    least: int = 1


KEEPING: dict[KeptKind, Keeping] = {
    KeptKind.MARKETPLACE: Keeping(
        _("Delivery names and addresses of Amazon orders"),
        _("Counted from the delivery. Amazon asks for 30 days at most."),
        30,
    ),
    KeptKind.WORDS: Keeping(
        _("Words and files of resolved conversations"),
        _("Counted from when it was resolved. Figures and order numbers stay."),
        None,
        least=30,
    ),
    KeptKind.DRAFTS: Keeping(
        _("Drafts that nobody touched"), _("Counted from when they were last saved."), None, least=7
    ),
    KeptKind.SESSIONS: Keeping(_("Sessions that are over"), _("Counted from when they ended."), 14),
    KeptKind.DETAILS: Keeping(
        _("Details of the audit log"),
        _("Addresses and values before and after. That it was done stays for ever."),
        365,
        least=30,
    ),
}
MOST_DAYS = 36_500


def check_days(kind: KeptKind, days: int | None) -> None:
    """Raises BadDays for a time that cannot be meant; None is for ever."""
    least = KEEPING[kind].least
    if days is not None and not least <= days <= MOST_DAYS:
        raise BadDays(least, MOST_DAYS)
