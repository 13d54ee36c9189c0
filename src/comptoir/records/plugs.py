"""What records plug into earlier packages: their pages, a link beside a buyer, their own files."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import may
from comptoir.channels.slots import HELD_ORIGINALS
from comptoir.commerce.models import Buyer
from comptoir.commerce.slots import PERSON_PARTS, Person, PersonPart
from comptoir.conversations.slots import BUYER_LINKS, MASKED_KINDS
from comptoir.kit.actor import Actor
from comptoir.records.access import AUDIT, EXPORT, KEEPING
from comptoir.records.models import PersonExport
from comptoir.records.queries.keeping import held_envelopes
from comptoir.records.queries.masking import masked_kinds
from comptoir.records.slots import TERMS
from comptoir.records.words.terms import HOUSE
from comptoir.ui.slots import SETTINGS, STYLES, SettingsPage, Topic


def _drop_exports(person: Person) -> set[str]:
    """An export that lies here would tell everything once more."""
    own = PersonExport.objects.filter(buyer_id__in=person.buyer_ids).exclude(key="")
    keys = set(own.values_list("key", flat=True))
    own.update(key="")
    return keys


def _holds(keys: Collection[str]) -> set[str]:
    return set(PersonExport.objects.filter(key__in=keys).values_list("key", flat=True))


def data_of(actor: Actor, buyer_id: int) -> tuple[str, str] | None:
    """Beside the buyer's tools, for who may export."""
    if not may(actor, EXPORT):
        return None
    public_id = Buyer.objects.values_list("public_id", flat=True).get(pk=buyer_id)
    return str(_("Export or erase this buyer’s data")), reverse("records:person", args=[public_id])


PERSON_PARTS.plug(
    "records",
    PersonPart(
        title=_("Exports"),
        tables=frozenset({"records_personexport"}),
        erase=_drop_exports,
        holds=_holds,
    ),
)
MASKED_KINDS.plug("records", masked_kinds)
HELD_ORIGINALS.plug("records", held_envelopes)
for _key, _term in HOUSE.items():
    TERMS.plug(_key, _term)
STYLES.plug("records", "records/records.css")
BUYER_LINKS.plug("records", data_of)
SETTINGS.plug(
    "audit",
    SettingsPage(
        Topic.DATA,
        _("Audit log"),
        _("Who did what, before and after, and from where."),
        "history",
        "records:audit",
        permission=AUDIT,
    ),
)
SETTINGS.plug(
    "keeping",
    SettingsPage(
        Topic.DATA,
        _("What is kept"),
        _("For how long, what is held back, which numbers are masked."),
        "lock",
        "records:keeping",
        permission=KEEPING,
    ),
)
