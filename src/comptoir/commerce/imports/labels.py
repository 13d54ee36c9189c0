"""Labels of buyers from a file: whom the team calls what, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.commerce.cells import Row
from comptoir.commerce.errors import UnknownBuyer, UnknownLabel
from comptoir.commerce.models import BuyerIdentity, Marketplace
from comptoir.commerce.policies import address_kind, normalise
from comptoir.commerce.queries.labels import named_labels
from comptoir.commerce.services.facts import OWN_SHOP
from comptoir.commerce.services.labels import LONGEST_WHY, Given, label_buyers
from comptoir.commerce.slots import Answer, Importer
from comptoir.commerce.states import IdentityKind, Outcome
from comptoir.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """A label of the buyer who is known by this value; `marketplace` counts for members' ids."""

    kind: IdentityKind
    value: str
    marketplace: str
    label: str
    why: str = ""


def read_label(row: Row) -> LabelFacts:
    told = (
        (IdentityKind.MARKETPLACE, row.id("buyer_id")),
        (IdentityKind.EMAIL, row.address("buyer_email")),
        (IdentityKind.PHONE, row.text("buyer_phone", most=40)),
    )
    known_by = next(((kind, value) for kind, value in told if value), None)
    if known_by is None:
        raise row.fault("buyer_email", _("is missing, and so are buyer_id and buyer_phone"))
    kind, value = known_by
    kind = address_kind(value) if kind is IdentityKind.EMAIL else kind
    return LabelFacts(
        kind=kind,
        value=normalise(kind, value),
        marketplace=row.text("marketplace", most=60) or OWN_SHOP,
        label=row.text("label", most=40, required=True),
        why=row.text("why", most=LONGEST_WHY),
    )


def _store(*, by: Actor, facts: Sequence[LabelFacts]) -> list[Answer]:
    """Refused are labels and buyers that do not exist: a file of labels makes neither."""
    known = named_labels([one.label for one in facts])
    buyers = _buyers(facts)
    given: dict[int, Given] = {}
    answers: list[Answer] = [Outcome.UNCHANGED] * len(facts)
    for at, one in enumerate(facts):
        buyer_id, label_id = buyers.get(_key(one)), known.get(one.label.casefold())
        if label_id is None:
            answers[at] = UnknownLabel()
        elif buyer_id is None:
            answers[at] = UnknownBuyer()
        else:
            given[at] = Given(buyer_id, label_id, one.why)
    changed = label_buyers(by=by, given=given.values()) if given else []
    for at, is_changed in zip(given, changed, strict=True):
        answers[at] = Outcome.CREATED if is_changed else Outcome.UNCHANGED
    return answers


def _key(one: LabelFacts) -> tuple[str, str, str]:
    return one.kind, one.value, one.marketplace if one.kind is IdentityKind.MARKETPLACE else ""


def _buyers(facts: Sequence[LabelFacts]) -> dict[tuple[str, str, str], int]:
    keys = dict(Marketplace.objects.values_list("pk", "key"))
    rows = BuyerIdentity.objects.filter(value__in={one.value for one in facts}).values_list(
        "kind", "value", "marketplace_id", "buyer_id"
    )
    return {
        (kind, value, keys.get(marketplace_id, "")): buyer_id
        for kind, value, marketplace_id, buyer_id in rows
    }


LABELS: Importer[LabelFacts] = Importer(
    columns=("buyer_email", "buyer_phone", "buyer_id", "marketplace", "label", "why"),
    required=("label",),
    read=read_label,
    key=lambda one: (*_key(one), one.label.casefold()),
    join=lambda _, later: later,
    store=_store,
    name=gettext_lazy("Labels of buyers"),
)
